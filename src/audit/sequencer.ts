/** The sequencer's core: gives leaves the next places in the tree and extends tiles and root. Pure. */
import { sameBytes } from '../crypto/hash.ts'
import { completeRoot, emptyRoot, spanHash } from './merkle.ts'
import {
  edgeOf,
  HASH_BYTES,
  joinHashes,
  splitHashes,
  TILE_WIDTH,
  type Tile,
  tileReader,
} from './tile.ts'

/** The log so far: its size, its root, and the growing tile of each level. */
export type LogState = {
  readonly grootte: number
  readonly wortel: Uint8Array
  readonly rand: readonly Tile[]
}

/** The log after more leaves: `tegels` are the tiles that are new or grew, to be stored. */
export type Extension = {
  readonly grootte: number
  readonly wortel: Uint8Array
  readonly tegels: readonly Tile[]
}

/**
 * Extends the log by `leaves` (leaf hashes, in order).
 * @throws Error when the stored tiles are not those of the stored size and root: nothing may be signed on top of them
 */
export function extendLog(log: LogState, leaves: readonly Uint8Array[]): Extension {
  assertEdge(log)
  const levels: Growing[] = []
  for (const tile of log.rand)
    levels[tile.niveau] = {
      nummer: tile.nummer,
      hashes: [...splitHashes(tile.hashes)],
      grew: false,
    }
  const full: Tile[] = []
  for (const leaf of leaves) push(levels, full, log.grootte, leaf)
  const grootte = log.grootte + leaves.length
  const edge = edgeTiles(levels)
  const wortel = spanHash({ from: 0, to: grootte }, tileReader(edge.map(({ tile }) => tile)))
  const grown = edge.filter(({ grew }) => grew).map(({ tile }) => tile)
  return { grootte, wortel, tegels: [...full, ...grown] }
}

/** The root that `tiles` give for a tree of `size`; they must hold `placesFor([{from: 0, to: size}])`. */
export const rootFromTiles = (size: number, tiles: readonly Tile[]): Uint8Array =>
  spanHash({ from: 0, to: size }, tileReader(tiles))

type Growing = { nummer: number; hashes: Uint8Array[]; grew: boolean }

function push(levels: Growing[], full: Tile[], oldSize: number, leaf: Uint8Array): void {
  let hash = leaf
  for (let niveau = 0; ; niveau += 1) {
    const nummer = Math.floor(oldSize / TILE_WIDTH ** (niveau + 1))
    const level = levels[niveau] ?? { nummer, hashes: [], grew: false }
    levels[niveau] = level
    level.hashes.push(hash)
    level.grew = true
    if (level.hashes.length < TILE_WIDTH) return
    // A full tile never changes again; its own root is one hash of the level above.
    full.push({ niveau, nummer: level.nummer, hashes: joinHashes(level.hashes) })
    hash = completeRoot(level.hashes)
    levels[niveau] = { nummer: level.nummer + 1, hashes: [], grew: false }
  }
}

function edgeTiles(levels: readonly Growing[]): { readonly tile: Tile; readonly grew: boolean }[] {
  return levels.flatMap(({ nummer, hashes, grew }, niveau) =>
    hashes.length === 0 ? [] : [{ tile: { niveau, nummer, hashes: joinHashes(hashes) }, grew }],
  )
}

function assertEdge(log: LogState): void {
  const edge = edgeOf(log.grootte)
  const fits =
    edge.length === log.rand.length &&
    edge.every(({ niveau, nummer, breedte }) =>
      log.rand.some(
        (tile) =>
          tile.niveau === niveau &&
          tile.nummer === nummer &&
          tile.hashes.length === breedte * HASH_BYTES,
      ),
    )
  const root = !fits
    ? undefined
    : log.grootte === 0
      ? emptyRoot()
      : rootFromTiles(log.grootte, log.rand)
  if (root === undefined || !sameBytes(root, log.wortel))
    throw new Error(`the stored tiles do not give the stored root at size ${log.grootte}`)
}
