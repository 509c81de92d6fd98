/** A VLP withdraws a signal of its own, and what becomes of it. */
import { z } from 'zod'

/** Why: given wrongly, the person objects, the arrears are paid, a payment plan stands, the person died. */
export const INTREKKINGSREDENEN = [
  'ten-onrechte',
  'bezwaar',
  'betaald',
  'betalingsregeling',
  'overleden',
] as const

export const Intrekkingsreden = z.enum(INTREKKINGSREDENEN)
export type Intrekkingsreden = z.infer<typeof Intrekkingsreden>

/** The body of `POST /v1/signalen/{id}/intrekking`. */
export const Intrekking = z.strictObject({
  reden: Intrekkingsreden.meta({
    description:
      'ten-onrechte en bezwaar wissen de gegevens altijd; de andere alleen zolang de gemeente ze niet ophaalde',
  }),
})
export type Intrekking = z.infer<typeof Intrekking>
