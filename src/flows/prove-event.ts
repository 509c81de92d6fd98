/** Proves to a party that an event of its own stands in the log. */
import { findLeaf, readHead, readTiles } from '../audit/log.store.ts'
import { inclusionSpans, leafHash, verifyInclusion } from '../audit/merkle.ts'
import { inclusionProof, proofText } from '../audit/proof.ts'
import { type Eigenaar, ownsEvent } from '../audit/search.store.ts'
import { placesFor } from '../audit/tile.ts'
import type { Tx } from '../db/database.ts'
import type { Db, Scope } from '../db/transaction.ts'
import { findKenmerkOfSignaal } from '../intake/kenmerk.store.ts'
import { findOntvangstbewijs } from '../intake/ontvangstbewijs.store.ts'
import type { Caller } from '../model/caller.ts'
import type { GebeurtenisId, SignaalId } from '../model/ids.ts'
import { Problem } from '../model/problem.ts'

/** Checkpoints come about each second. */
const RETRY_AFTER_SECONDS = 2

/** An event by its id, or a statement of another store that finds the id in the same transaction. */
export type WhichEvent = GebeurtenisId | ((tx: Tx) => Promise<GebeurtenisId | undefined>)

/**
 * Proves to a VLP that the acceptance of its own signal, in its newest version, stands in the log.
 * @throws as `proveEvent`
 */
export async function proveSignal(
  deps: { readonly db: Db },
  { namens: oin }: Caller,
  id: SignaalId,
): Promise<string> {
  return proveEvent(deps, { role: 'gw_aanlevering', oin }, async (tx) => {
    const regel = await findKenmerkOfSignaal(tx, oin, id)
    return regel && (await findOntvangstbewijs(tx, oin, id, regel.versie))?.gebeurtenisId
  })
}

const ownScope = ({ namens: oin, gemeenten }: Caller): Scope => ({
  role: 'gw_toezicht',
  oin,
  gemeenten,
})

const eigenaarOf = ({ namens: oin, gemeenten }: Caller): Eigenaar => ({ oin, gemeenten })

/**
 * Proves an event that the caller may search.
 * @throws as `proveEvent`
 */
export async function proveOwnEvent(
  deps: { readonly db: Db },
  caller: Caller,
  id: GebeurtenisId,
): Promise<string> {
  return proveEvent(deps, ownScope(caller), async (tx) =>
    (await ownsEvent(tx, eigenaarOf(caller), id)) ? id : undefined,
  )
}

/** Whether the caller may search event `id`; discloses and marks nothing. */
export async function ownEventExists(
  deps: { readonly db: Db },
  caller: Caller,
  id: GebeurtenisId,
): Promise<boolean> {
  return deps.db.transaction(ownScope(caller), (tx) => ownsEvent(tx, eigenaarOf(caller), id))
}

/**
 * The inclusion proof of one event under the newest checkpoint, as `.tlog-proof` text.
 * @param scope of the caller: row-level security shows a party its own events only
 * @throws Problem `niet-gevonden` for an event that is not there or not the caller's; `bewijs-nog-niet-beschikbaar` while it waits
 * @throws Error when the stored tiles do not prove it: a false proof never leaves
 */
export async function proveEvent(
  deps: { readonly db: Db },
  scope: Scope,
  which: WhichEvent,
): Promise<string> {
  return deps.db.transaction(scope, async (tx) => {
    const id = typeof which === 'string' ? which : await which(tx)
    const leaf = id === undefined ? undefined : await findLeaf(tx, id)
    if (leaf === undefined) throw new Problem('niet-gevonden')
    const { commitment, leafIndex } = leaf
    // The head is read after the leaf: it covers every place that was given by then.
    const { grootte, wortel, checkpoint } = await readHead(tx)
    if (leafIndex === null || checkpoint === null)
      throw new Problem('bewijs-nog-niet-beschikbaar', { retryAfterSeconds: RETRY_AFTER_SECONDS })
    const tiles = await readTiles(tx, placesFor(inclusionSpans(leafIndex, grootte)))
    const hashes = inclusionProof(leafIndex, grootte, tiles)
    const claim = { index: leafIndex, size: grootte, root: wortel, leaf: leafHash(commitment) }
    if (!verifyInclusion(claim, hashes)) throw new Error(`leaf ${leafIndex} is not in its own log`)
    return proofText({ index: leafIndex, hashes, checkpoint })
  })
}
