/** Verifies the whole log: every stored event against its leaf, the leaves against the tiles, the tiles against all that was signed. */
import type { LogKeys } from '../audit/checkpoint-trail.ts'
import { readTiles } from '../audit/log.store.ts'
import { completeRoot } from '../audit/merkle.ts'
import {
  edgeOf,
  levelWidth,
  splitHashes,
  TILE_WIDTH,
  type Tile,
  type TilePlace,
} from '../audit/tile.ts'
import {
  type Below,
  checkEdge,
  type Entries,
  type Expected,
  find,
  isSound,
  repairTile,
  rootOfEdge,
  type Trusted,
} from '../audit/trust.ts'
import {
  readCheckpoints,
  readEvents,
  readExtent,
  readWaitingEvents,
} from '../audit/verify.store.ts'
import {
  createLogVerification,
  type LogExtent,
  type LogVerification,
  leavesBelow,
  type OutsideEvidence,
  type Verification,
} from '../audit/verify.ts'
import { sameBytes } from '../crypto/hash.ts'
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'

/** Tiles in one transaction: 4,096 events at a time, so that memory stays flat and nothing is held for long. */
const BATCH_TILES = 16
const BATCH_EVENTS = BATCH_TILES * TILE_WIDTH
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

export type VerifyLogDeps = LogKeys & { readonly db: Db }

const NOTHING: OutsideEvidence = { bladHashes: [], checkpoints: [] }

/**
 * Verifies the log as it stands at the beginning of the call; the gateway may go on meanwhile.
 * @param evidence receipts and checkpoints held by others: they alone show a log that was cut short or replaced together with its key
 */
export async function verifyLog(
  deps: VerifyLogDeps,
  evidence: OutsideEvidence = NOTHING,
): Promise<Verification> {
  const read = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    deps.db.transaction({ role: 'gw_log' }, work)
  const extent = await read(readExtent)
  const verification = createLogVerification(deps, extent, evidence)
  const edge = await passEdge(read, extent.grootte, verification)
  const full = await passUpperTiles(read, extent.grootte, edge, verification)
  await passLeaves(read, extent, { edge, full }, verification)
  await passBeyond(read, extent, verification)
  await passWaiting(read, verification)
  return verification.finish()
}

type Read = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
type Edge = readonly (Expected & Trusted)[]

/** First the growing tiles, under the signed root: all others hang below them. */
async function passEdge(read: Read, size: number, verification: LogVerification): Promise<Edge> {
  const tiles = await read((tx) => readTiles(tx, edgeOf(size)))
  const edge = await checkEdge(size, tiles, verification.root, (tile) => readBelow(read, tile))
  for (const tile of edge) verification.add(tile.findings)
  const root = rootOfEdge(size, edge)
  if (root === undefined || !sameBytes(root, verification.root))
    verification.add([{ kind: 'wortel-onjuist', grootte: size }])
  return edge
}

/** Then the full tiles above the leaves, from the top down, each under the hash above it. Answers the hashes of all full leaf tiles. */
async function passUpperTiles(
  read: Read,
  size: number,
  edge: Edge,
  verification: LogVerification,
): Promise<Entries> {
  const top = edge.reduce((highest, tile) => Math.max(highest, tile.niveau), 0)
  let above: Entries = top === 0 ? [] : edgeEntries(edge, top)
  for (let niveau = top - 1; niveau >= 1; niveau -= 1) {
    const entries: (Uint8Array | undefined)[] = []
    for (let nummer = 0; nummer < levelWidth(niveau + 1, size); nummer += BATCH_TILES) {
      const places = placesFrom(niveau, nummer, above.length)
      const tiles = await read((tx) => readTiles(tx, places))
      for (const place of places) {
        const trusted = await trustTile(read, place, find(tiles, place), above[place.nummer])
        verification.add(trusted.findings)
        entries.push(...trusted.entries)
      }
    }
    above = [...entries, ...edgeEntries(edge, niveau)]
  }
  return above
}

async function trustTile(
  read: Read,
  place: TilePlace,
  stored: Tile | undefined,
  expected: Uint8Array | undefined,
): Promise<Trusted> {
  if (stored !== undefined && isSound(stored, expected))
    return { entries: splitHashes(stored.hashes), findings: [] }
  const below = await readBelow(read, { ...place, breedte: TILE_WIDTH })
  return repairTile(place, stored, below, expected)
}

/** Then the leaves with their events and all checkpoints, in order. */
async function passLeaves(
  read: Read,
  { grootte }: LogExtent,
  trusted: { readonly edge: Edge; readonly full: Entries },
  verification: LogVerification,
): Promise<void> {
  for (let start = 0; start < grootte; start += BATCH_EVENTS) {
    const end = Math.min(start + BATCH_EVENTS, grootte)
    const places = placesFrom(0, start / TILE_WIDTH, Math.ceil(end / TILE_WIDTH))
    const [tiles, events, checkpoints] = await read(async (tx) => [
      await readTiles(tx, places),
      await readEvents(tx, start, end),
      await readCheckpoints(tx, start, end),
    ])
    for (const place of places) {
      const first = place.nummer * TILE_WIDTH
      const width = Math.min(TILE_WIDTH, grootte - first)
      const isHere = (at: number | null): boolean =>
        at !== null && at >= first && at < first + width
      verification.pass({
        nummer: place.nummer,
        first,
        width,
        ...(width < TILE_WIDTH
          ? { edge: edgeEntries(trusted.edge, 0) }
          : { expected: trusted.full[place.nummer], tile: find(tiles, place) }),
        events: events.filter((event) => isHere(event.index)),
        checkpoints: checkpoints.filter((stored) => isHere(stored.grootte - 1)),
      })
    }
  }
}

async function passBeyond(
  read: Read,
  extent: LogExtent,
  verification: LogVerification,
): Promise<void> {
  const { grootte, inGebeurtenissen } = extent
  for (let from = grootte; from < inGebeurtenissen; from += BATCH_EVENTS) {
    const to = Math.min(from + BATCH_EVENTS, inGebeurtenissen)
    verification.beyond(await read((tx) => readEvents(tx, from, to)))
  }
}

async function passWaiting(read: Read, verification: LogVerification): Promise<void> {
  for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
    const last: string = after
    const events = await read((tx) => readWaitingEvents(tx, last, BATCH_EVENTS))
    verification.waiting(events)
    after = events.at(-1)?.id
  }
}

/** What lies below each hash of a tile: the events of a leaf tile, the tiles under a higher one. */
async function readBelow(read: Read, { niveau, nummer, breedte }: Expected): Promise<Below> {
  const first = nummer * TILE_WIDTH
  if (niveau === 0) {
    const events = await read((tx) => readEvents(tx, first, first + breedte))
    return leavesBelow(first, breedte, events)
  }
  const places = Array.from({ length: breedte }, (_, i) => ({
    niveau: niveau - 1,
    nummer: first + i,
  }))
  const tiles = await read((tx) => readTiles(tx, places))
  return places.map((place) => {
    const hashes = splitHashes(find(tiles, place)?.hashes ?? new Uint8Array())
    return hashes.length === TILE_WIDTH ? [completeRoot(hashes)] : []
  })
}

const edgeEntries = (edge: Edge, niveau: number): Entries =>
  edge.find((tile) => tile.niveau === niveau)?.entries ?? []

/** At most a batch of the tiles of a level, from `nummer` on and below `end`. */
const placesFrom = (niveau: number, nummer: number, end: number): readonly TilePlace[] =>
  Array.from({ length: Math.min(BATCH_TILES, end - nummer) }, (_, i) => ({
    niveau,
    nummer: nummer + i,
  }))
