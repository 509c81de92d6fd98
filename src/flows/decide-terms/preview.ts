/** What a decision would do to what is stored, in counts, and the mark by which an approver says which counts it saw. */
import { toHex } from '../../crypto/bytes.ts'
import { canonicalBytes } from '../../crypto/canonical-json.ts'
import { sha256 } from '../../crypto/hash.ts'
import type { Tx } from '../../db/database.ts'
import type { Policies } from '../../legal/compile.ts'
import { termsToCarryOut } from '../../legal/own-terms.ts'
import {
  gevolgenOf,
  isShortened,
  shorten,
  type Tally,
  tallyShortened,
} from '../../legal/shorten.ts'
import type { Bewaarbesluit, Voorvertoning } from '../../model/bewaarbesluit.ts'
import { groupStored } from '../../retention/stored-signals.store.ts'

/**
 * The preview of a decision over what came in up to `peil`. The mark covers which signals it reaches and where each of their dates comes to
 * lie: as long as it is the same, the carrying out destroys of these signals exactly what is counted here.
 */
export async function previewDecision(
  tx: Tx,
  policies: Policies,
  besluit: Bewaarbesluit,
  peil: Date,
): Promise<Voorvertoning> {
  const { id, gemeentecode, termijnen, ingangsdatum } = besluit
  const shortening = { terms: termsToCarryOut(policies, termijnen), ingangsdatum }
  const tally: Tally = new Map()
  const reached: unknown[] = []
  for (const { aantal: count, wie, ...before } of await groupStored(tx, gemeentecode, peil)) {
    const after = shorten(policies, shortening, before)
    if (!isShortened(before, after)) continue
    const { bevrorenTot } = before
    tallyShortened(tally, policies, { before, after, ingangsdatum, bevrorenTot, count })
    reached.push([wie, count, bevrorenTot ?? null, datesOf(before), datesOf(after)])
  }
  const seen = [id, policies.hash, termijnen, ingangsdatum, peil.toISOString(), reached]
  return {
    peiltijdstip: peil.toISOString(),
    controlegetal: toHex(sha256(canonicalBytes(seen))),
    gevolgen: gevolgenOf(
      tally,
      termijnen.map(({ categorie }) => categorie),
    ),
  }
}

const datesOf = ({ vervaldatum, bevestigd, velden }: ReturnType<typeof shorten>): unknown => [
  vervaldatum,
  bevestigd?.vervaldatum ?? null,
  velden.map((field) => [field.veld, field.vervaldatum]),
]
