/** The form of `werkwijze` in `gemeenten/<gemeentecode>.yaml`: how a municipality works with its signals, from a day on, by a decision of its college. */
import { z } from 'zod'
import { Dag } from '../model/ids.ts'
import {
  Capaciteit,
  Controlemoment,
  Gewichten,
  Rest,
  Terugkoppelmoment,
  Volgorde,
} from '../model/werkwijze.ts'
import { isAccepted, NOT_ACCEPTED, Openheid } from './conditions.ts'

const Tekst = z.string().min(1)

/** One way of working, from `vanaf` up to, not including, `tot`. What it leaves out is as without a file. */
export const WerkwijzeVorm = z
  .strictObject({
    vanaf: Dag,
    tot: Dag.optional(),
    controle: Controlemoment.default('geen'),
    rest: Rest.default('uitstellen'),
    terugkoppeling: Terugkoppelmoment.default('direct'),
    volgorde: Volgorde.optional(),
    gewichten: Gewichten.optional(),
    /** Without it everyone is proposed: the law asks an offer for every designated signal. */
    capaciteit: Capaciteit.optional(),
    maximumPerWijk: Capaciteit.optional(),
    uitsluitHerhaald: z.boolean().default(false),
    besluit: z.strictObject({ door: Tekst, datum: Dag, kenmerk: Tekst }),
    omdat: Tekst,
    bron: Tekst,
    ...Openheid,
  })
  .refine(isAccepted, NOT_ACCEPTED)
  .refine(({ besluit, vanaf }) => besluit.datum <= vanaf, {
    path: ['besluit', 'datum'],
    message:
      'het besluit is van na de dag waarop het ingaat. Kies een vanaf op of na de datum van het besluit',
  })
  .refine(({ vanaf, tot }) => tot === undefined || vanaf < tot, {
    path: ['tot'],
    message: 'de werkwijze eindigt voor zij begint. Kies een latere tot of een eerdere vanaf',
  })
export type WerkwijzeVorm = z.infer<typeof WerkwijzeVorm>
