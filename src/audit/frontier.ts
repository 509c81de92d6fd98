/** The right edge of a growing tree: enough to give its root at every size on the way, in memory of a few hashes. */
import { emptyRoot, nodeHash } from './merkle.ts'

type Peak = { readonly level: number; readonly hash: Uint8Array }

/** A tree so far, as the roots of its complete subtrees from left to right. Immutable. */
export type Frontier = readonly Peak[]

/** The tree with one more complete subtree of 2^level leaves on its right; its size must be a multiple of that. */
export function grow(frontier: Frontier, level: number, hash: Uint8Array): Frontier {
  const peaks = [...frontier]
  let peak: Peak = { level, hash }
  for (let last = peaks.at(-1); last?.level === peak.level; last = peaks.at(-1)) {
    peaks.pop()
    peak = { level: peak.level + 1, hash: nodeHash(last.hash, peak.hash) }
  }
  return [...peaks, peak]
}

/** The root of the tree so far. */
export function rootOf(frontier: Frontier): Uint8Array {
  const hashes = frontier.map((peak) => peak.hash)
  return hashes.length === 0
    ? emptyRoot()
    : hashes.reduceRight((right, left) => nodeHash(left, right))
}
