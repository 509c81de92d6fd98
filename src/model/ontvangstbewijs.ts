/** A receipt: what was accepted, for whom, by which policy, at which leaf of the log. Signed (JWS) and stored; same for every repeat. */
import { z } from 'zod'
import { Besluit } from './besluit.ts'
import { Kenmerk, Oin, SignaalId } from './ids.ts'

/** `proces`: survives a crash of the process, not a power cut (PGlite). `schijf`: on disk before the answer (PostgreSQL). */
export const Duurzaamheid = z.enum(['proces', 'schijf'])
export type Duurzaamheid = z.infer<typeof Duurzaamheid>

export const Omgeving = z.enum(['proef', 'productie'])
export type Omgeving = z.infer<typeof Omgeving>

/** The claims of the signed receipt. `bladHash` = RFC 6962 leaf hash of the event, lower-case hex. */
export const Ontvangstbewijs = z.strictObject({
  id: SignaalId,
  versie: z.int().min(1),
  kenmerk: Kenmerk,
  deelnemer: Oin.meta({ description: 'De verantwoordelijke aanleveraar (namens)' }),
  ingediendDoor: Oin,
  aangeleverdTijdstip: z.iso.datetime(),
  besluit: Besluit,
  bladHash: z.string().regex(/^[0-9a-f]{64}$/),
  omgeving: Omgeving,
  duurzaamheid: Duurzaamheid,
})
export type Ontvangstbewijs = z.infer<typeof Ontvangstbewijs>

/**
 * The answer to an accepted signal. `invoerHash` = SHA-256(invoerZout ‖ body) over the bytes of this very request, base64url;
 * it stands beside the signed receipt and is never stored.
 */
export const SignaalAntwoord = z.strictObject({
  id: SignaalId,
  versie: z.int().min(1),
  besluit: Besluit,
  ontvangstbewijs: z.string().meta({ description: 'Ondertekend ontvangstbewijs (JWS, compact)' }),
  invoerHash: z.string(),
  invoerZout: z.string(),
})
export type SignaalAntwoord = z.infer<typeof SignaalAntwoord>
