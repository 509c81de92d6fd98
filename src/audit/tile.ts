/** Tiles of 256 hashes (c2sp.org/tlog-tiles v0.1.0): where a hash of the tree stands, and how to read nodes from tiles. Pure. */
import { completeRoot, type ReadNode, type Span, subtreesOf } from './merkle.ts'

export const TILE_WIDTH = 256
const TILE_LEVELS = 8
export const HASH_BYTES = 32

/** A tile's place: entry i of tile (niveau, nummer) is the hash over 256^niveau leaves, number `nummer · 256 + i`. */
export type TilePlace = { readonly niveau: number; readonly nummer: number }

/** A tile with its hashes one after the other; the last of a level has fewer than 256. */
export type Tile = TilePlace & { readonly hashes: Uint8Array }

/** The hashes of a tile one by one. */
export function splitHashes(hashes: Uint8Array): readonly Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let at = 0; at + HASH_BYTES <= hashes.length; at += HASH_BYTES)
    parts.push(hashes.subarray(at, at + HASH_BYTES))
  return parts
}

/** Hashes one after the other, as a tile stores them. */
export function joinHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES)
  for (const [i, hash] of hashes.entries()) bytes.set(hash, i * HASH_BYTES)
  return bytes
}

/** How many hashes level `niveau` has in a tree of `size`, over all its tiles. */
export const levelWidth = (niveau: number, size: number): number =>
  Math.floor(size / TILE_WIDTH ** niveau)

/** The growing tiles of a tree of `size`, level 0 first, each with the number of hashes that it has by then. */
export function edgeOf(size: number): readonly (TilePlace & { readonly breedte: number })[] {
  const edge: (TilePlace & { breedte: number })[] = []
  for (let niveau = 0; levelWidth(niveau, size) > 0; niveau += 1) {
    const breedte = levelWidth(niveau, size) % TILE_WIDTH
    if (breedte > 0) edge.push({ niveau, nummer: levelWidth(niveau + 1, size), breedte })
  }
  return edge
}

/** The places of the tiles that hold everything the hashes of `spans` need, each once. */
export function placesFor(spans: readonly Span[]): readonly TilePlace[] {
  const places = new Map<string, TilePlace>()
  for (const { level, index } of spans.flatMap(subtreesOf)) {
    const { niveau, nummer } = locate(level, index)
    places.set(`${niveau}/${nummer}`, { niveau, nummer })
  }
  return [...places.values()]
}

/**
 * Reads nodes of the tree from `tiles`.
 * @throws Error (from the reader) when a tile is missing or too short
 */
export function tileReader(tiles: readonly Tile[]): ReadNode {
  const byPlace = new Map(tiles.map((tile) => [`${tile.niveau}/${tile.nummer}`, tile.hashes]))
  return (level, index) => {
    const { niveau, nummer, offset, count } = locate(level, index)
    const bytes = byPlace.get(`${niveau}/${nummer}`)
    if (bytes === undefined || bytes.length < (offset + count) * HASH_BYTES)
      throw new Error(`log tile ${niveau}/${nummer} is missing or too short`)
    const part = bytes.subarray(offset * HASH_BYTES, (offset + count) * HASH_BYTES)
    return completeRoot(splitHashes(part))
  }
}

function locate(
  level: number,
  index: number,
): TilePlace & { readonly offset: number; readonly count: number } {
  const count = 2 ** (level % TILE_LEVELS)
  const first = index * count
  return {
    niveau: Math.floor(level / TILE_LEVELS),
    nummer: Math.floor(first / TILE_WIDTH),
    offset: first % TILE_WIDTH,
    count,
  }
}
