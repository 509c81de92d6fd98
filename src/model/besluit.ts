/** A verdict: on the signal as a whole and on every field that was offered. */
import { z } from 'zod'
import { Gemeentecode, Oin, SleutelId } from './ids.ts'
import { RedenCode } from './reden.ts'
import { Besluitveld, isAfgeleid, type Veld } from './veld.ts'

/**
 * Why a field did not pass: no rule names it, it only serves the decision, nobody holds a key for it, no purpose takes it,
 * it could not be used, the whole signal is refused, it lies below the municipality's own threshold, or it repeats the sender's own of this month.
 */
export const VeldReden = z.enum([
  'geen-grondslag',
  'alleen-voor-besluit',
  'geen-sleutel',
  'geen-doel',
  'onbruikbaar',
  'signaal-geweigerd',
  'onder-gemeentelijke-drempel',
  'herhaalde-melding',
])
export type VeldReden = z.infer<typeof VeldReden>

/** One field's outcome; `grondslag` names articles of the policy (empty when nothing passes). `vergroofd`: a field derived from another. */
export const Veldbesluit = z.strictObject({
  veld: Besluitveld,
  uitkomst: z.enum(['doorgegeven', 'vergroofd', 'niet-doorgegeven', 'onbruikbaar']),
  grondslag: z.array(z.string()),
  reden: VeldReden.optional(),
})
export type Veldbesluit = z.infer<typeof Veldbesluit>

type SentField = Veldbesluit & { readonly veld: Veld }

/** The outcomes of the fields that a signal brought: those that the gateway derived itself are not among them. */
export function sentFields(velden: readonly Veldbesluit[]): readonly SentField[] {
  return velden.filter((one): one is SentField => !isAfgeleid(one.veld))
}

/** One reason of the verdict, with its article, a Dutch sentence and a remedy. */
export const Besluitreden = z.strictObject({
  code: RedenCode,
  grondslag: z.string().optional(),
  zin: z.string(),
  remedie: z.string(),
})
export type Besluitreden = z.infer<typeof Besluitreden>

/** The policy that decided: `<regel>@<versie>` and the hash of the policy set (lower-case hex SHA-256). */
export const Beleidsverwijzing = z.strictObject({
  id: z.string().meta({ examples: ['wet/huur@1'] }),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Beleidsverwijzing = z.infer<typeof Beleidsverwijzing>

/** The college that receives, and the ids of its keys that can open. */
export const Ontvanger = z.strictObject({
  gemeentecode: Gemeentecode,
  oin: Oin.optional(),
  sleutelIds: z.array(SleutelId),
})
export type Ontvanger = z.infer<typeof Ontvanger>

/** The conditions of a rule with their truth value on one signal: enough to decide it again, and no value. */
export const Voorwaardewaarden = z.record(z.string(), z.boolean())
export type Voorwaardewaarden = z.infer<typeof Voorwaardewaarden>

export const Besluit = z.strictObject({
  besluit: z.enum(['aanvaard', 'geweigerd']),
  redenen: z.array(Besluitreden),
  velden: z.array(Veldbesluit),
  beleid: Beleidsverwijzing,
  ontvanger: Ontvanger.optional(),
})
export type Besluit = z.infer<typeof Besluit>
