/**
 * A leaf of the log. Its entry is a salted commitment and nothing else, so the log survives erasure: without salt and detail the
 * 32 bytes say nothing. Committed is what a party may see of the event, and which parties may see it.
 */
import { canonicalBytes } from '../crypto/canonical-json.ts'
import { sameBytes, sha256 } from '../crypto/hash.ts'
import { leafHash } from './merkle.ts'

export const SALT_BYTES = 32

/** The parties under whose row-level security an event's detail stands. */
export type Partijen = {
  readonly oin?: string
  readonly namens?: string
  readonly gemeentecode?: string
}

/** The parties as they are committed: only those that are there. */
export function partijenOf(
  parties: {
    readonly [K in keyof Partijen]?: string | null | undefined
  },
): Partijen {
  const { oin, namens, gemeentecode } = parties
  return {
    ...(typeof oin === 'string' && { oin }),
    ...(typeof namens === 'string' && { namens }),
    ...(typeof gemeentecode === 'string' && { gemeentecode }),
  }
}

/** All that a commitment covers; `gebeurtenis` as JSON. The end of the detail's own term is not in it: a legal hold may move that. */
type Committed = {
  readonly id: string
  readonly tijdstip: Date
  readonly partijen: Partijen
  readonly gebeurtenis: unknown
}

/** A stored detail: what was committed, with its salt. */
export type Detail = Committed & { readonly zout: Uint8Array }

/** SHA-256(salt ‖ RFC 8785 form of `{v: 1, id, tijdstip, partijen, gebeurtenis}`): the leaf's entry, 32 bytes. */
export function commit(detail: Detail): Uint8Array {
  const { id, tijdstip, partijen, gebeurtenis } = detail
  const committed = { v: 1, id, tijdstip: tijdstip.toISOString(), partijen, gebeurtenis }
  return sha256(detail.zout, canonicalBytes(committed))
}

/** Whether `detail` is what `commitment` stands for. */
export const verifyDetail = (detail: Detail, commitment: Uint8Array): boolean =>
  sameBytes(commit(detail), commitment)

/** The leaf hash that a stored detail should have in the log. */
export const leafOfDetail = (detail: Detail): Uint8Array => leafHash(commit(detail))
