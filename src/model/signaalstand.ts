/** What a VLP sees of its own signal: no payload, never whether it was selected. */
import { z } from 'zod'
import { Gemeentecode, Kenmerk, SignaalId } from './ids.ts'
import { Signaaltype } from './signaal.ts'

export const Signaalstand = z.strictObject({
  id: SignaalId,
  versie: z.int().min(1),
  kenmerk: Kenmerk,
  signaaltype: Signaaltype,
  gemeentecode: Gemeentecode,
  toestand: z.enum(['aangeleverd', 'ontvangen']),
  aangeleverdTijdstip: z.iso.datetime(),
  ontvangstbewijs: z.string(),
})
export type Signaalstand = z.infer<typeof Signaalstand>
