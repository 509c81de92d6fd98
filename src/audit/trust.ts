/** Checks stored tiles against the hash above them, and names the hashes that are wrong when what lies below still tells. Pure. */
import { sameBytes } from '../crypto/hash.ts'
import type { Finding } from './finding.ts'
import { completeRoot, spanHash } from './merkle.ts'
import { settle } from './settle.ts'
import {
  edgeOf,
  joinHashes,
  splitHashes,
  TILE_WIDTH,
  type Tile,
  type TilePlace,
  tileReader,
} from './tile.ts'

/** Hashes of a tile; undefined where neither the tile nor anything below it gives one. */
export type Entries = readonly (Uint8Array | undefined)[]

/** What each hash of a tile should be by what lies below: none, one, or several that differ. */
export type Below = readonly (readonly Uint8Array[])[]

/** A tile with the number of hashes it should have. */
export type Expected = TilePlace & { readonly breedte: number }

/** The hashes to go by from here on, and what was found on the way. */
export type Trusted = { readonly entries: Entries; readonly findings: readonly Finding[] }

/** Whether the stored tile is full and gives `expected`: the sound case, which needs no look below. */
export const isSound = (tile: Tile | undefined, expected: Uint8Array | undefined): boolean =>
  tile !== undefined &&
  expected !== undefined &&
  tile.hashes.length === TILE_WIDTH * expected.length &&
  sameBytes(completeRoot(splitHashes(tile.hashes)), expected)

/** A full tile whose stored hashes do not give the hash above: tells the wrong ones from the right ones, or names the whole tile. */
export function repairTile(
  place: TilePlace,
  stored: Tile | undefined,
  below: Below,
  expected: Uint8Array | undefined,
): Trusted {
  const hashes = splitHashes(stored?.hashes ?? new Uint8Array())
  const options = optionsOf(hashes, below, TILE_WIDTH)
  const settled =
    expected && isComplete(options) ? settle(options, completeRoot, expected) : undefined
  if (settled === undefined)
    return {
      entries: options.map((some) => some[0]),
      findings: [wrongEntries(place, 0, TILE_WIDTH - 1)],
    }
  return { entries: settled, findings: differences(place, hashes, settled) }
}

/**
 * The growing tiles of a log of `size`: together they give its root. `below` answers what lies below a tile and is asked only when
 * they do not.
 */
export async function checkEdge(
  size: number,
  tiles: readonly Tile[],
  root: Uint8Array,
  below: (tile: Expected) => Promise<Below>,
): Promise<readonly (Expected & Trusted)[]> {
  const edge = edgeOf(size)
  const stored = edge.map((place) => splitHashes(find(tiles, place)?.hashes ?? new Uint8Array()))
  const cut = stored.map((hashes, i) => hashes.slice(0, edge[i]?.breedte))
  const combine = (choice: readonly Uint8Array[]): Uint8Array => edgeRoot(size, edge, choice)
  const asStored = cut.flat()
  if (asStored.length === widthOf(edge) && sameBytes(combine(asStored), root))
    return edge.map((place, i) => ({ ...place, entries: cut[i] ?? [], findings: [] }))
  const options: Below[] = []
  for (const [i, place] of edge.entries())
    options.push(optionsOf(cut[i] ?? [], await below(place), place.breedte))
  const all = options.flat()
  const settled = isComplete(all) ? settle(all, combine, root) : undefined
  return edge.map((place, i) => {
    const from = widthOf(edge.slice(0, i))
    if (settled === undefined)
      return { ...place, entries: (options[i] ?? []).map((some) => some[0]), findings: [] }
    const entries = settled.slice(from, from + place.breedte)
    return { ...place, entries, findings: differences(place, cut[i] ?? [], entries) }
  })
}

/** The root that the trusted hashes of the edge give; undefined where one is missing. */
export function rootOfEdge(
  size: number,
  edge: readonly (Expected & Trusted)[],
): Uint8Array | undefined {
  const hashes = edge.flatMap((tile) => tile.entries).filter((hash) => hash !== undefined)
  return hashes.length === widthOf(edge) ? edgeRoot(size, edge, hashes) : undefined
}

function edgeRoot(
  size: number,
  edge: readonly Expected[],
  hashes: readonly Uint8Array[],
): Uint8Array {
  let at = 0
  const tiles = edge.map(({ niveau, nummer, breedte }) => {
    at += breedte
    return { niveau, nummer, hashes: joinHashes(hashes.slice(at - breedte, at)) }
  })
  return spanHash({ from: 0, to: size }, tileReader(tiles))
}

/** The tile at `place` among `tiles`. */
export const find = (tiles: readonly Tile[], place: TilePlace): Tile | undefined =>
  tiles.find((tile) => tile.niveau === place.niveau && tile.nummer === place.nummer)

function optionsOf(hashes: readonly Uint8Array[], below: Below, width: number): Below {
  return Array.from({ length: width }, (_, i) => {
    const stored = hashes[i]
    return stored === undefined ? (below[i] ?? []) : [stored, ...(below[i] ?? [])]
  })
}

/** One finding for each run of hashes that are not as stored. */
function differences(
  place: TilePlace,
  stored: readonly Uint8Array[],
  settled: readonly Uint8Array[],
): readonly Finding[] {
  const findings: Finding[] = []
  let start: number | undefined
  for (let i = 0; i <= settled.length; i += 1) {
    const hash = settled[i]
    const was = stored[i]
    const isWrong = hash !== undefined && (was === undefined || !sameBytes(was, hash))
    if (isWrong) start ??= i
    if (!isWrong && start !== undefined) {
      findings.push(wrongEntries(place, start, i - 1))
      start = undefined
    }
  }
  return findings
}

function wrongEntries({ niveau, nummer }: TilePlace, first: number, last: number): Finding {
  const span = TILE_WIDTH ** niveau
  const from = nummer * TILE_WIDTH
  return {
    kind: 'tegel-gewijzigd',
    niveau,
    nummer,
    index: (from + first) * span,
    totIndex: (from + last + 1) * span - 1,
  }
}

const isComplete = (options: Below): boolean => options.every((some) => some.length > 0)

const widthOf = (edge: readonly Expected[]): number =>
  edge.reduce((sum, tile) => sum + tile.breedte, 0)
