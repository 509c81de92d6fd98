/** Who acted, as every event names it. */
import { z } from 'zod'
import { Doel } from '../doel.ts'
import { Oin } from '../ids.ts'

/** Who acted: the party of the certificate and the responsible one. */
export const AuditActor = z.strictObject({
  oin: Oin,
  namens: Oin,
  doel: Doel,
  medewerker: z.string().max(100).optional(),
  via: z.enum(['direct', 'fsc']),
})
export type AuditActor = z.infer<typeof AuditActor>

/** SHA-256 in base64url: of a certificate, or of a public key (RFC 7638). */
export const Vingerafdruk = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
