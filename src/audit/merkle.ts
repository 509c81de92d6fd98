/** The arithmetic of the log's Merkle tree (RFC 6962 §2.1; the same tree as RFC 9162 §2.1): hashes, proofs, verification. Pure. */
import { sameBytes, sha256 } from '../crypto/hash.ts'

const LEAF = new Uint8Array([0])
const NODE = new Uint8Array([1])

/** Leaves `from` up to, not including, `to`: one term of a proof. */
export type Span = { readonly from: number; readonly to: number }

/** The hash of a complete subtree: of the leaves `index · 2^level` up to `(index + 1) · 2^level`. */
export type ReadNode = (level: number, index: number) => Uint8Array

/** SHA-256(0x00 ‖ entry). */
export const leafHash = (entry: Uint8Array): Uint8Array => sha256(LEAF, entry)

/** SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(NODE, left, right)

/** The root of the empty tree: SHA-256 of nothing. */
export const emptyRoot = (): Uint8Array => sha256()

/** The complete subtrees that make up `span`, left to right. A span of a proof begins where its largest subtree may begin. */
export function subtreesOf(
  span: Span,
): readonly { readonly level: number; readonly index: number }[] {
  const subtrees: { level: number; index: number }[] = []
  for (let at = span.from; at < span.to; ) {
    const level = floorLog2(span.to - at)
    subtrees.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return subtrees
}

/** The hash over `span`, from the complete subtrees that `read` gives; the root of a tree is that of `{from: 0, to: size}`. */
export function spanHash(span: Span, read: ReadNode): Uint8Array {
  const hashes = subtreesOf(span).map(({ level, index }) => read(level, index))
  return hashes.length === 0
    ? emptyRoot()
    : hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** The root over hashes whose number is a power of two. */
export function completeRoot(hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes
  while (row.length > 1) {
    const above: Uint8Array[] = []
    for (let i = 0; i < row.length; i += 2) above.push(nodeHash(at(row, i), at(row, i + 1)))
    row = above
  }
  return at(row, 0)
}

/**
 * The terms of the inclusion proof of leaf `index` in a tree of `size`, from the leaf's sibling up (RFC 6962 §2.1.1).
 * @throws Error when there is no such leaf
 */
export function inclusionSpans(index: number, size: number): readonly Span[] {
  if (!isCount(index) || !isCount(size) || index >= size) throw new Error('no such leaf')
  const spans: Span[] = []
  let [from, to] = [0, size]
  while (to - from > 1) {
    const middle = from + splitOf(to - from)
    if (index < middle) {
      spans.push({ from: middle, to })
      to = middle
    } else {
      spans.push({ from, to: middle })
      from = middle
    }
  }
  return spans.reverse()
}

/**
 * The terms of the proof that the tree of `oldSize` is the beginning of that of `newSize` (RFC 6962 §2.1.2). None from the empty tree.
 * @throws Error when `oldSize` is larger
 */
export function consistencySpans(oldSize: number, newSize: number): readonly Span[] {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) throw new Error('no such trees')
  if (oldSize === 0) return []
  const spans: Span[] = []
  let [from, to] = [0, newSize]
  while (oldSize !== to) {
    const middle = from + splitOf(to - from)
    if (oldSize <= middle) {
      spans.push({ from: middle, to })
      to = middle
    } else {
      spans.push({ from, to: middle })
      from = middle
    }
  }
  // The verifier already holds the old root: it is sent only as part of a larger one.
  if (from !== 0) spans.push({ from, to })
  return spans.reverse()
}

/** A claim of inclusion: that `leaf` (a leaf hash) stands at `index` in the tree of `size` with this `root`. */
export type Inclusion = {
  readonly index: number
  readonly size: number
  readonly root: Uint8Array
  readonly leaf: Uint8Array
}

/** Whether `proof` proves the inclusion (RFC 9162 §2.1.3.2). */
export function verifyInclusion(claim: Inclusion, proof: readonly Uint8Array[]): boolean {
  if (!isCount(claim.index) || !isCount(claim.size) || claim.index >= claim.size) return false
  let [node, last, hash] = [claim.index, claim.size - 1, claim.leaf]
  for (const term of proof) {
    if (last === 0) return false
    if (isOdd(node) || node === last) {
      hash = nodeHash(term, hash)
      ;[node, last] = climbWhileLeft(node, last)
    } else {
      hash = nodeHash(hash, term)
    }
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && sameBytes(hash, claim.root)
}

/** Two sizes of one log with their roots. */
export type Growth = {
  readonly oldSize: number
  readonly oldRoot: Uint8Array
  readonly newSize: number
  readonly newRoot: Uint8Array
}

/** Whether `proof` proves that the old tree is the beginning of the new one (RFC 9162 §2.1.4.2). */
export function verifyConsistency(claim: Growth, proof: readonly Uint8Array[]): boolean {
  const { oldSize, newSize, oldRoot, newRoot } = claim
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) return false
  if (oldSize === newSize) return proof.length === 0 && sameBytes(oldRoot, newRoot)
  if (oldSize === 0) return proof.length === 0 && sameBytes(oldRoot, emptyRoot())
  const [first, ...rest] = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof
  if (first === undefined || proof.length === 0) return false
  return climbBoth(claim, first, rest)
}

function climbBoth(claim: Growth, first: Uint8Array, rest: readonly Uint8Array[]): boolean {
  let [node, last] = [claim.oldSize - 1, claim.newSize - 1]
  while (isOdd(node)) [node, last] = [half(node), half(last)]
  let [oldHash, newHash] = [first, first]
  for (const term of rest) {
    if (last === 0) return false
    if (isOdd(node) || node === last) {
      oldHash = nodeHash(term, oldHash)
      newHash = nodeHash(term, newHash)
      ;[node, last] = climbWhileLeft(node, last)
    } else {
      newHash = nodeHash(newHash, term)
    }
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && sameBytes(oldHash, claim.oldRoot) && sameBytes(newHash, claim.newRoot)
}

/** A last node without a sibling rises unchanged until it is someone's right half. */
function climbWhileLeft(node: number, last: number): [number, number] {
  let pair: [number, number] = [node, last]
  while (!isOdd(pair[0]) && pair[0] !== 0) pair = [half(pair[0]), half(pair[1])]
  return pair
}

/** The largest power of two below `count` (RFC 6962 §2.1); `count` is at least 2. */
const splitOf = (count: number): number => 2 ** floorLog2(count - 1)
const isPowerOfTwo = (value: number): boolean => 2 ** floorLog2(value) === value
// Arithmetic, not bit operators: those end at 2^31 leaves. No Math.log2 either: it rounds up just below a large power of two.
const isOdd = (value: number): boolean => value % 2 === 1
const half = (value: number): number => Math.floor(value / 2)
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

function floorLog2(value: number): number {
  let exponent = 0
  while (2 ** (exponent + 1) <= value) exponent += 1
  return exponent
}

function at(row: readonly Uint8Array[], index: number): Uint8Array {
  const hash = row[index]
  if (hash === undefined) throw new Error('the number of hashes is not a power of two')
  return hash
}
