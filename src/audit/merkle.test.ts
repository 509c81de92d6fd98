import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, toHex } from '../crypto/bytes.ts'
import {
  completeRoot,
  consistencySpans,
  emptyRoot,
  inclusionSpans,
  leafHash,
  nodeHash,
  type ReadNode,
  type Span,
  spanHash,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'

// The reference leaves of RFC 6962 implementations, with their published roots for 0 to 8 leaves.
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const reference = LEAVES.map((leaf) => leafHash(fromHex(leaf)))

const readerOf =
  (leaves: readonly Uint8Array[]): ReadNode =>
  (level, index) =>
    completeRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))

const rootOf = (leaves: readonly Uint8Array[]): Uint8Array =>
  spanHash({ from: 0, to: leaves.length }, readerOf(leaves))

const hashesOf = (spans: readonly Span[], leaves: readonly Uint8Array[]): readonly Uint8Array[] =>
  spans.map((span) => spanHash(span, readerOf(leaves)))

/** The definition of RFC 6962 §2.1, as it stands there. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves
  if (only === undefined) return emptyRoot()
  if (leaves.length === 1) return only
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return nodeHash(naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)))
}

const leafCount = fc.integer({ min: 1, max: 300 })
const leavesOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => leafHash(new Uint8Array([i % 256, i >> 8])))

const altered = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = new Uint8Array(bytes)
  const at = Math.floor(bit / 8) % copy.length
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8))
  return copy
}

describe('the tree', () => {
  test.each(ROOTS.map((root, size) => ({ size, root })))(
    'of the $size first reference leaves has the published root',
    ({ size, root }) => {
      expect(toHex(rootOf(reference.slice(0, size)))).toBe(root)
    },
  )

  test('is the one of the definition for every size up to 70', () => {
    for (let size = 0; size <= 70; size += 1)
      expect(rootOf(leavesOf(size))).toEqual(naiveRoot(leavesOf(size)))
  })
})

/** The proof of one place holds there and nowhere else. */
function expectOnly(index: number, leaves: readonly Uint8Array[]): void {
  const size = leaves.length
  const claim = { index, size, root: rootOf(leaves), leaf: leaves[index] ?? emptyRoot() }
  const proof = hashesOf(inclusionSpans(index, size), leaves)
  for (const [other, leaf] of leaves.entries()) {
    expect(verifyInclusion({ ...claim, index: other }, proof)).toBe(other === index)
    expect(verifyInclusion({ ...claim, leaf }, proof)).toBe(other === index)
  }
  expect(verifyInclusion(claim, [...proof, claim.leaf])).toBe(false)
  expect(verifyInclusion(claim, proof.slice(1))).toBe(size === 1)
}

describe('an inclusion proof', () => {
  test('is the published one for leaf 5 of 8 and leaf 2 of 3', () => {
    expect(hashesOf(inclusionSpans(5, 8), reference).map(toHex)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(hashesOf(inclusionSpans(2, 3), reference).map(toHex)).toEqual([ROOTS[2]])
  })

  test('verifies for every leaf of every size', () => {
    fc.assert(
      fc.property(leafCount, fc.nat(), (size, pick) => {
        const leaves = leavesOf(size)
        const index = pick % size
        const claim = { index, size, root: rootOf(leaves), leaf: leaves[index] ?? emptyRoot() }
        expect(verifyInclusion(claim, hashesOf(inclusionSpans(index, size), leaves))).toBe(true)
      }),
    )
  })

  test('never verifies with one bit altered, in leaf, root or proof', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), (size, pick, bit) => {
        const leaves = leavesOf(size)
        const index = pick % size
        const claim = { index, size, root: rootOf(leaves), leaf: leaves[index] ?? emptyRoot() }
        const proof = hashesOf(inclusionSpans(index, size), leaves)
        const term = bit % proof.length
        const bent = proof.map((hash, i) => (i === term ? altered(hash, bit) : hash))
        expect(verifyInclusion(claim, bent)).toBe(false)
        expect(verifyInclusion({ ...claim, leaf: altered(claim.leaf, bit) }, proof)).toBe(false)
        expect(verifyInclusion({ ...claim, root: altered(claim.root, bit) }, proof)).toBe(false)
      }),
    )
  })

  test('never verifies for another place, another leaf, or with a term too many or too few', () => {
    for (let size = 1; size <= 20; size += 1)
      for (let index = 0; index < size; index += 1) expectOnly(index, leavesOf(size))
  })

  test.each([
    [8, 8],
    [9, 8],
    [0, 0],
    [-1, 8],
    [0.5, 8],
    [0, -8],
    [2 ** 63, 2 ** 64],
    [Number.NaN, 8],
    [0, Number.POSITIVE_INFINITY],
  ])('does not exist for leaf %d in a tree of %d', (index, size) => {
    expect(() => inclusionSpans(index, size)).toThrow('no such leaf')
    expect(verifyInclusion({ index, size, root: emptyRoot(), leaf: emptyRoot() }, [])).toBe(false)
  })
})

describe('a consistency proof', () => {
  test.each([
    [1, 1, []],
    [
      1,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      6,
      8,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [
      2,
      5,
      [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('from %d to %d is the published one', (oldSize, newSize, proof) => {
    expect(hashesOf(consistencySpans(oldSize, newSize), reference).map(toHex)).toEqual(proof)
  })

  test('verifies between any two sizes', () => {
    fc.assert(
      fc.property(leafCount, fc.nat(), (newSize, pick) => {
        const leaves = leavesOf(newSize)
        const oldSize = pick % (newSize + 1)
        const claim = {
          oldSize,
          oldRoot: rootOf(leaves.slice(0, oldSize)),
          newSize,
          newRoot: rootOf(leaves),
        }
        expect(verifyConsistency(claim, hashesOf(consistencySpans(oldSize, newSize), leaves))).toBe(
          true,
        )
      }),
    )
  })

  test('never verifies with one bit altered, in either root or the proof', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), (newSize, pick, bit) => {
        const leaves = leavesOf(newSize)
        const oldSize = 1 + (pick % (newSize - 1))
        const claim = {
          oldSize,
          oldRoot: rootOf(leaves.slice(0, oldSize)),
          newSize,
          newRoot: rootOf(leaves),
        }
        const proof = hashesOf(consistencySpans(oldSize, newSize), leaves)
        const bent = proof.map((hash, i) => (i === bit % proof.length ? altered(hash, bit) : hash))
        expect(verifyConsistency(claim, bent)).toBe(false)
        expect(verifyConsistency({ ...claim, oldRoot: altered(claim.oldRoot, bit) }, proof)).toBe(
          false,
        )
        expect(verifyConsistency({ ...claim, newRoot: altered(claim.newRoot, bit) }, proof)).toBe(
          false,
        )
        expect(verifyConsistency(claim, [...proof, claim.newRoot])).toBe(false)
        expect(verifyConsistency(claim, proof.slice(1))).toBe(false)
      }),
    )
  })

  test('never verifies between two trees of which one leaf of the first is another', () => {
    for (let newSize = 2; newSize <= 20; newSize += 1)
      for (let oldSize = 1; oldSize < newSize; oldSize += 1) {
        const leaves = leavesOf(newSize)
        const other = leaves.with(oldSize - 1, leafHash(fromHex('ffff')))
        const proof = hashesOf(consistencySpans(oldSize, newSize), other)
        const oldRoot = rootOf(leaves.slice(0, oldSize))
        const newRoot = rootOf(other)
        expect(verifyConsistency({ oldSize, oldRoot, newSize, newRoot }, proof)).toBe(false)
      }
  })

  test('does not exist from a larger tree, nor for sizes that are no counts', () => {
    const roots = { oldRoot: emptyRoot(), newRoot: emptyRoot() }
    for (const [oldSize, newSize] of [
      [9, 8],
      [-1, 8],
      [1.5, 8],
      [1, 2 ** 64],
    ] as const) {
      expect(() => consistencySpans(oldSize, newSize)).toThrow('no such trees')
      expect(verifyConsistency({ ...roots, oldSize, newSize }, [])).toBe(false)
    }
    expect(verifyConsistency({ ...roots, oldSize: 3, newSize: 8 }, [])).toBe(false)
  })
})

test('an odd number of hashes has no complete root', () => {
  expect(() => completeRoot(leavesOf(3))).toThrow('power of two')
  expect(() => completeRoot([])).toThrow('power of two')
})
