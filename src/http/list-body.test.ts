import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { unpack } from './list-body.ts'

const LIMITS = { maxBytes: 200_000, maxRatio: 20, freeBytes: 10_000 }

async function* inPieces(bytes: Uint8Array, size = 500): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** How many bytes came out before it ended, and how. */
async function read(packed: Uint8Array): Promise<readonly [number, unknown]> {
  let given = 0
  try {
    for await (const piece of unpack(inPieces(packed), LIMITS)) given += piece.length
    return [given, 'whole']
  } catch (error) {
    return [given, Reflect.get(Object(error) as object, 'kind') ?? error]
  }
}

/** Text that packs some three to one. */
const words = (bytes: number): Buffer =>
  Buffer.from(
    Array.from({ length: Math.ceil(bytes / 3) }, (_, i) => `${(i * 2_654_435_761) % 1_000_007};`)
      .join('')
      .slice(0, bytes),
  )

describe('a packed list', () => {
  test('is unpacked as it was', async () => {
    const whole = words(100_000)
    const pieces: Uint8Array[] = []
    for await (const piece of unpack(inPieces(gzipSync(whole)), LIMITS)) pieces.push(piece)
    expect(Buffer.concat(pieces).equals(whole)).toBe(true)
  })

  test('a small one may swell as it likes', async () => {
    expect(await read(gzipSync(Buffer.alloc(9_000)))).toEqual([9_000, 'whole'])
  })

  test('a bomb ends long before its size, by what it becomes beside what it is', async () => {
    const [given, how] = await read(gzipSync(Buffer.alloc(50_000_000)))
    expect(how).toBe('inhoud-te-groot')
    expect(given).toBeLessThan(LIMITS.maxBytes)
  })

  test('a large one ends at the bound, however well it fills it', async () => {
    const [given, how] = await read(gzipSync(words(LIMITS.maxBytes + 1)))
    expect(how).toBe('inhoud-te-groot')
    expect(given).toBeLessThanOrEqual(LIMITS.maxBytes)
    expect(await read(gzipSync(words(LIMITS.maxBytes)))).toEqual([LIMITS.maxBytes, 'whole'])
  })

  test('one that is no gzip, or broke off, fails', async () => {
    expect((await read(words(100)))[1]).toBeInstanceOf(Error)
    expect((await read(gzipSync(words(100_000)).subarray(0, 9_000)))[1]).toBeInstanceOf(Error)
  })
})
