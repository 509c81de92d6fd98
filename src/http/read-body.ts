/** The bytes of a request body: JSON only, not encoded, bounded while reading. */
import type { Context } from 'hono'
import { Problem } from '../model/problem.ts'

/** 64 KiB: a signal is about 1 KiB. */
const MAX_BODY_BYTES = 65_536

const JSON_TYPE = /^application\/json(?:[ \t]*;[ \t]*charset=(?:utf-8|"utf-8"))?$/i

async function readStream(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    length += chunk.byteLength
    // Leaving the loop cancels the stream: what comes after the limit is never held.
    if (length > MAX_BODY_BYTES) throw new Problem('inhoud-te-groot')
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks, length))
}

async function readWithinLimit(c: Context): Promise<Uint8Array> {
  const declared = c.req.header('Content-Length')
  // The HTTP parser ends a body at its declared length, so a small one can be read whole.
  if (declared !== undefined) {
    if (Number(declared) > MAX_BODY_BYTES) throw new Problem('inhoud-te-groot')
    return new Uint8Array(await c.req.arrayBuffer())
  }
  const stream = c.req.raw.body
  return stream === null ? new Uint8Array() : await readStream(stream)
}

/**
 * Reads the body.
 * @throws Problem `inhoud-soort-onjuist` (type or any `Content-Encoding`), `inhoud-te-groot`, `inhoud-geen-json` (it broke off)
 */
export async function readBody(c: Context): Promise<Uint8Array> {
  const encoded = c.req.header('Content-Encoding') !== undefined
  if (encoded || !JSON_TYPE.test(c.req.header('Content-Type')?.trim() ?? '')) {
    throw new Problem('inhoud-soort-onjuist')
  }
  const bytes = await readWithinLimit(c).catch((cause: unknown) => {
    throw cause instanceof Problem ? cause : new Problem('inhoud-geen-json', { cause })
  })
  if (bytes.byteLength > MAX_BODY_BYTES) throw new Problem('inhoud-te-groot')
  return bytes
}
