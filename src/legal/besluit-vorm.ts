/** What a municipality decided for itself, in whatever file: from when until when, by whom, why, and what is still open about it. */
import { z } from 'zod'
import { Dag } from '../model/ids.ts'
import { Openheid } from './conditions.ts'

const Tekst = z.string().min(1)

/** From `vanaf` up to, not including, `tot`; decided by the college, on paper. */
export const BESLOTEN = {
  vanaf: Dag,
  tot: Dag.optional(),
  besluit: z.strictObject({ door: Tekst, datum: Dag, kenmerk: Tekst }),
  omdat: Tekst,
  bron: Tekst,
  ...Openheid,
}

/** Whether it was decided before it began. */
export const isDecidedInTime = ({
  besluit,
  vanaf,
}: {
  readonly besluit: { readonly datum: Dag }
  readonly vanaf: Dag
}): boolean => besluit.datum <= vanaf

/** What is said of one that was not, and where. */
export const DECIDED_LATE = {
  path: ['besluit', 'datum'],
  message:
    'het besluit is van na de dag waarop het ingaat. Kies een vanaf op of na de datum van het besluit',
}
