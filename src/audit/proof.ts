/** Inclusion proofs that stand on their own (c2sp.org/tlog-proof@v1, `.tlog-proof`): index, hashes, signed checkpoint. Pure. */
import { toBase64 } from '../crypto/bytes.ts'
import { openCheckpoint, parseCount, parseHash } from './checkpoint.ts'
import { inclusionSpans, spanHash, verifyInclusion } from './merkle.ts'
import { type Tile, tileReader } from './tile.ts'

const HEAD = 'c2sp.org/tlog-proof@v1'

/** A proof taken apart; `checkpoint` is the signed note as it stands there. */
export type Proof = {
  readonly index: number
  readonly hashes: readonly Uint8Array[]
  readonly checkpoint: string
}

/** What a proof proves, or why it does not. */
export type ProofOutcome =
  | { readonly valid: true; readonly index: number; readonly size: number }
  | { readonly valid: false; readonly why: 'form' | 'checkpoint' | 'inclusion' }

/**
 * The inclusion proof of leaf `index` in the tree of `size`.
 * @param tiles those of `placesFor(inclusionSpans(index, size))`
 * @throws Error when a tile is missing or too short
 */
export function inclusionProof(
  index: number,
  size: number,
  tiles: readonly Tile[],
): readonly Uint8Array[] {
  const read = tileReader(tiles)
  return inclusionSpans(index, size).map((span) => spanHash(span, read))
}

/** The proof as text. */
export function proofText(proof: Proof): string {
  const lines = [HEAD, `index ${proof.index}`, ...proof.hashes.map(toBase64), '']
  return `${lines.join('\n')}\n${proof.checkpoint}`
}

/** Reads a proof; undefined when it is malformed. The opaque `extra` line is allowed and ignored: nothing vouches for it. */
export function parseProof(text: string): Proof | undefined {
  const end = text.indexOf('\n\n')
  if (end < 0) return undefined
  const [head, ...lines] = text.slice(0, end).split('\n')
  if (/^extra \S+$/.test(lines[0] ?? '')) lines.shift()
  const [indexLine = '', ...hashLines] = lines
  const index = indexLine.startsWith('index ') ? parseCount(indexLine.slice(6)) : undefined
  const hashes = hashLines.map(parseHash).filter((hash) => hash !== undefined)
  if (head !== HEAD || index === undefined || hashes.length !== hashLines.length) return undefined
  return { index, hashes, checkpoint: text.slice(end + 2) }
}

/**
 * Whether `text` proves that `leaf` (a leaf hash, 32 bytes; a receipt's `bladHash`) stands in the log of `origin`.
 * @param vkeys the log's keys, present and past
 */
export function verifyProof(
  text: string,
  leaf: Uint8Array,
  log: { readonly origin: string; readonly vkeys: readonly string[] },
): ProofOutcome {
  const proof = parseProof(text)
  if (proof === undefined) return { valid: false, why: 'form' }
  const checkpoint = openCheckpoint(proof.checkpoint, log.origin, log.vkeys)
  if (checkpoint === undefined) return { valid: false, why: 'checkpoint' }
  const { size, root } = checkpoint
  if (!verifyInclusion({ index: proof.index, size, root, leaf }, proof.hashes))
    return { valid: false, why: 'inclusion' }
  return { valid: true, index: proof.index, size }
}
