/** Events of agreements on when a list is there. */
import { z } from 'zod'
import { Beheerder } from '../beheer.ts'
import { Dag, Gemeentecode, Oin } from '../ids.ts'

const Partijen = { gemeentecode: Gemeentecode, deelnemer: Oin } as const

export const AGREEMENT_EVENTS = [
  z.strictObject({
    soort: z.literal('leverafspraak-vastgelegd'),
    ...Partijen,
    dag: z.int(),
    vanaf: Dag,
    tot: Dag.optional(),
    medewerker: Beheerder,
  }),
  z.strictObject({
    soort: z.literal('leverafspraak-beeindigd'),
    ...Partijen,
    per: Dag,
    medewerker: Beheerder,
  }),
  z.strictObject({ soort: z.literal('aanlevering-uitgebleven'), ...Partijen, datum: Dag }),
] as const
