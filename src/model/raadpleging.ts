/** A view of a melding inside a case system: who looked, why and when; told afterwards, in batches. */
import { z } from 'zod'
import { SignaalId } from './ids.ts'

export const Raadpleegreden = z.enum([
  'hulpaanbod',
  'contact',
  'overleg',
  'controle',
  'inzageverzoek',
  'beheer',
])

export const Raadpleging = z.strictObject({
  id: z
    .uuid()
    .meta({ description: 'Eigen id van deze raadpleging: nog eens sturen telt één keer' }),
  meldingId: SignaalId,
  medewerker: z
    .string()
    .regex(/^[A-Za-z0-9._@-]{1,64}$/)
    .meta({ description: 'Uw eigen kenmerk van wie keek' }),
  reden: Raadpleegreden,
  tijdstip: z.iso.datetime(),
})
export type Raadpleging = z.infer<typeof Raadpleging>
