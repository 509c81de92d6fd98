/** The form of `werkwijze` in `gemeenten/<gemeentecode>.yaml`: how a municipality works with its signals, from a day on, by a decision of its college. */
import { z } from 'zod'
import {
  Capaciteit,
  Controlemoment,
  Gewichten,
  Rest,
  Terugkoppelmoment,
  Volgorde,
} from '../model/werkwijze.ts'
import { BESLOTEN, DECIDED_LATE, isDecidedInTime } from './besluit-vorm.ts'
import { isAccepted, NOT_ACCEPTED } from './conditions.ts'

/** One way of working, from `vanaf` up to, not including, `tot`. What it leaves out is as without a file. */
export const WerkwijzeVorm = z
  .strictObject({
    controle: Controlemoment.default('geen'),
    rest: Rest.default('uitstellen'),
    terugkoppeling: Terugkoppelmoment.default('direct'),
    volgorde: Volgorde.optional(),
    gewichten: Gewichten.optional(),
    /** Without it everyone is proposed: the law asks an offer for every designated signal. */
    capaciteit: Capaciteit.optional(),
    maximumPerWijk: Capaciteit.optional(),
    uitsluitHerhaald: z.boolean().default(false),
    ...BESLOTEN,
  })
  .refine(isAccepted, NOT_ACCEPTED)
  .refine(isDecidedInTime, DECIDED_LATE)
  .refine(({ vanaf, tot }) => tot === undefined || vanaf < tot, {
    path: ['tot'],
    message: 'de werkwijze eindigt voor zij begint. Kies een latere tot of een eerdere vanaf',
  })
export type WerkwijzeVorm = z.infer<typeof WerkwijzeVorm>
