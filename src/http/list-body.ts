/** The bytes of a list as they arrive: CSV or NDJSON of any size, plain or in gzip within bounds; never held as a whole. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Context } from 'hono'
import type { Lijstvorm } from '../model/lijst.ts'
import { Problem } from '../model/problem.ts'

/** What a packed list may become: as much, and so many times its own size once it is no small one. */
export type ExpansionLimits = {
  readonly maxBytes: number
  readonly maxRatio: number
  readonly freeBytes: number
}

const LIMITS: ExpansionLimits = {
  maxBytes: 512 * 1024 * 1024,
  maxRatio: 100,
  freeBytes: 1024 * 1024,
}

const TYPE =
  /^(?:(text\/csv)|application\/x-ndjson)(?:[ \t]*;[ \t]*(?:charset=(?:utf-8|"utf-8")|header=present))*$/i

/** @throws Problem `inhoud-soort-onjuist` for anything but these two types, in UTF-8 */
export function listForm(c: Context): Lijstvorm {
  const found = TYPE.exec(c.req.header('Content-Type')?.trim() ?? '')
  if (found === null) throw new Problem('inhoud-soort-onjuist')
  return found[1] === undefined ? 'ndjson' : 'csv'
}

/**
 * The body, piece by piece as it is asked for.
 * @throws Problem `inhoud-soort-onjuist` for an encoding other than gzip, at once; while reading `inhoud-te-groot` for a packed list that
 *         swells beyond its bounds and `lijst-onleesbaar` for one that broke off or is no gzip
 */
export function readListBody(c: Context, limits = LIMITS): AsyncIterable<Uint8Array> {
  const encoding = c.req.header('Content-Encoding')
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'gzip')
    throw new Problem('inhoud-soort-onjuist')
  const { body } = c.req.raw
  const plain: AsyncIterable<Uint8Array> = body ?? Readable.from([])
  return explained(encoding === undefined ? plain : unpack(plain, limits))
}

async function* explained(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces
  } catch (cause) {
    throw cause instanceof Problem ? cause : new Problem('lijst-onleesbaar', { cause })
  }
}

/** Counts both sides: a small body may not become a large one. Exported for its tests. */
export async function* unpack(
  packed: AsyncIterable<Uint8Array>,
  { maxBytes, maxRatio, freeBytes }: ExpansionLimits,
): AsyncGenerator<Uint8Array> {
  let taken = 0
  let given = 0
  const gunzip = createGunzip()
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of packed) {
      taken += piece.length
      yield piece
    }
  }
  const feeding = pipeline(counted, gunzip)
  // What fails there fails the reading below, which tells it.
  feeding.catch(() => undefined)
  for await (const piece of gunzip as AsyncIterable<Uint8Array>) {
    given += piece.length
    if (given > maxBytes || (given > freeBytes && given > maxRatio * taken))
      throw new Problem('inhoud-te-groot')
    yield piece
  }
  await feeding
}
