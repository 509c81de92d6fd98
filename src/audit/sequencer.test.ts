import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  completeRoot,
  emptyRoot,
  inclusionSpans,
  leafHash,
  spanHash,
  verifyInclusion,
} from './merkle.ts'
import { inclusionProof } from './proof.ts'
import { extendLog, rootFromTiles } from './sequencer.ts'
import { edgeOf, joinHashes, levelWidth, placesFor, splitHashes, type Tile } from './tile.ts'

const leavesOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) =>
    leafHash(new Uint8Array([i % 256, (i >> 8) % 256, i >> 16])),
  )

const nothing = { grootte: 0, wortel: emptyRoot(), rand: [] }

/** A log grown in `parts`, with all its tiles as they would be stored. */
function growLog(parts: readonly number[]): { grootte: number; wortel: Uint8Array; tiles: Tile[] } {
  const stored = new Map<string, Tile>()
  const leaves = leavesOf(parts.reduce((sum, part) => sum + part, 0))
  let log: { grootte: number; wortel: Uint8Array } = nothing
  for (const part of parts) {
    const rand = edgeOf(log.grootte).flatMap(
      ({ niveau, nummer }) => stored.get(`${niveau}/${nummer}`) ?? [],
    )
    const more = extendLog({ ...log, rand }, leaves.slice(log.grootte, log.grootte + part))
    for (const tile of more.tegels) stored.set(`${tile.niveau}/${tile.nummer}`, tile)
    log = more
  }
  return { ...log, tiles: [...stored.values()] }
}

describe('extendLog', () => {
  test('gives the same root and tiles however the leaves come in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 6 }), (parts) => {
        const size = parts.reduce((sum, part) => sum + part, 0)
        const leaves = leavesOf(size)
        const log = growLog(parts)
        const read = (level: number, index: number): Uint8Array =>
          completeRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))
        expect(log.wortel).toEqual(spanHash({ from: 0, to: size }, read))
        const order = (a: Tile, b: Tile): number => a.niveau - b.niveau || a.nummer - b.nummer
        expect(log.tiles.toSorted(order)).toEqual(growLog([size]).tiles.toSorted(order))
        expect(rootFromTiles(size, log.tiles)).toEqual(log.wortel)
      }),
      { numRuns: 40 },
    )
  })

  test('fills three levels of tiles, from which every proof can be made', () => {
    const size = 65_536 + 256 + 3
    const { tiles, wortel } = growLog([60_000, size - 60_000])
    expect(levelWidth(2, size)).toBe(1)
    expect(edgeOf(size)).toEqual([
      { niveau: 0, nummer: 257, breedte: 3 },
      { niveau: 1, nummer: 1, breedte: 1 },
      { niveau: 2, nummer: 0, breedte: 1 },
    ])
    const leaves = leavesOf(size)
    for (const index of [0, 255, 256, 40_000, 65_535, 65_536, 65_791, 65_792, size - 1]) {
      const places = placesFor(inclusionSpans(index, size))
      const needed = tiles.filter((tile) =>
        places.some((place) => place.niveau === tile.niveau && place.nummer === tile.nummer),
      )
      const claim = { index, size, root: wortel, leaf: leaves[index] ?? emptyRoot() }
      expect(verifyInclusion(claim, inclusionProof(index, size, needed))).toBe(true)
    }
  })

  test('refuses tiles that do not give the root: changed, missing, too short, too long', () => {
    const { grootte, wortel, tiles } = growLog([300])
    const rand = edgeOf(grootte).flatMap(({ niveau, nummer }) =>
      tiles.filter((tile) => tile.niveau === niveau && tile.nummer === nummer),
    )
    expect(extendLog({ grootte, wortel, rand }, leavesOf(1)).grootte).toBe(301)
    const bend = (change: (hashes: Uint8Array) => Uint8Array) => (i: number) =>
      rand.map((tile, at) => (at === i ? { ...tile, hashes: change(tile.hashes) } : tile))
    const attempts = [
      bend((hashes) => hashes.map((byte, i) => (i === 9 ? byte ^ 1 : byte))),
      bend((hashes) => hashes.slice(0, -32)),
      bend((hashes) => joinHashes([...splitHashes(hashes), emptyRoot()])),
      (i: number) => rand.filter((_, at) => at !== i),
    ]
    for (const attempt of attempts)
      for (const i of [0, 1])
        expect(() => extendLog({ grootte, wortel, rand: attempt(i) }, leavesOf(1))).toThrow(
          'the stored tiles do not give the stored root at size 300',
        )
    expect(() => extendLog({ ...nothing, wortel }, leavesOf(1))).toThrow('at size 0')
  })
})

test('a proof cannot be made from tiles that are not there', () => {
  expect(() => inclusionProof(3, 300, [])).toThrow('log tile 0/0 is missing or too short')
})
