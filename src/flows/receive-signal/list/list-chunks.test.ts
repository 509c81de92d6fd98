import { describe, expect, test } from 'vitest'
import { loadPolicies } from '../../../legal/load.ts'
import { CHUNK, partsOf } from './list-chunks.ts'
import { createRowReader } from './list-rows.ts'

const policies = loadPolicies('policies')
const deps = { policies: () => policies }

const signal = (kenmerk: string, signaaltype = 'huur') => ({
  kenmerk,
  signaaltype,
  signaaldatum: '2026-11-03',
  persoon: { achternaam: `Boer ${kenmerk}`, natuurlijkPersoon: true },
  adres: { huisnummer: 12, postcode: '6811AB' },
  achterstand: { bedragInCenten: 81_200, maanden: 2 },
})
const lineOf = (json: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(json)}\n`)

async function* stream(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* pieces
}

async function kenmerkenPerPart(rows: readonly unknown[]): Promise<readonly string[]> {
  const whole = new Uint8Array(Buffer.concat(rows.map(lineOf)))
  const parts: string[] = []
  for await (const part of partsOf(deps, stream([whole]), createRowReader('ndjson')))
    parts.push(part.map(({ kenmerk }) => kenmerk).join(' '))
  return parts
}

describe('a list is cut', () => {
  test('where a row names a signal again, so that it follows the one before', async () => {
    const rows = [signal('A'), signal('B'), signal('A'), signal('C')]
    expect(await kenmerkenPerPart(rows)).toEqual(['A B', 'A C'])
  })

  test('where a row asks for earlier signals of which one may stand before it', async () => {
    const rows = [
      signal('A', 'energie'),
      signal('B', 'eindelevering'),
      signal('C', 'eindelevering'),
    ]
    expect(await kenmerkenPerPart(rows)).toEqual(['A', 'B C'])
    expect(await kenmerkenPerPart(rows.toReversed())).toEqual(['C B A'])
  })

  test('where a row may repeat another: the same person and type, whatever the amount and the spelling', async () => {
    const again = (kenmerk: string, change: object) => ({
      ...signal('A'),
      kenmerk,
      persoon: { voorletters: 'J.', achternaam: 'boer-a', natuurlijkPersoon: true, ...change },
    })
    const initials = { voorletters: 'J.P.' }
    expect(await kenmerkenPerPart([again('A', {}), again('B', { achternaam: 'BOER A' })])).toEqual([
      'A',
      'B',
    ])
    expect(await kenmerkenPerPart([again('A', {}), again('B', initials)])).toEqual(['A B'])
    const other = { ...again('B', {}), signaaltype: 'drinkwater' }
    expect(await kenmerkenPerPart([again('A', {}), other])).toEqual(['A B'])
  })

  test('not where the brand differs, nor at a row that is wrong', async () => {
    const other = { ...signal('B'), kenmerk: 'A', onderdeel: 'X' }
    const rows = [signal('A'), other, { kenmerk: 'A' }]
    expect(await kenmerkenPerPart(rows)).toEqual(['A A A'])
  })

  test(`after ${CHUNK} rows`, async () => {
    const rows = Array.from({ length: CHUNK + 1 }, (_, i) => signal(`K${i}`))
    expect((await kenmerkenPerPart(rows)).map((part) => part.split(' ').length)).toEqual([CHUNK, 1])
  })
})

describe('of a list that streams in', () => {
  test('no more is read than the part at hand and one piece, however long it is', async () => {
    const ROWS = 20 * CHUNK
    const PIECE = 40
    let read = 0
    const pieces = async function* (): AsyncGenerator<Uint8Array> {
      for (; read < ROWS; read += PIECE)
        yield new Uint8Array(
          Buffer.concat(Array.from({ length: PIECE }, (_, i) => lineOf(signal(`K${read + i}`)))),
        )
    }
    let taken = 0
    let most = 0
    for await (const part of partsOf(deps, pieces(), createRowReader('ndjson'))) {
      taken += part.length
      most = Math.max(most, read + PIECE - taken)
    }
    expect(taken).toBe(ROWS)
    expect(most).toBeLessThanOrEqual(CHUNK + PIECE)
  })

  test('a sender that waits for a verdict gets its part without sending more', async () => {
    let answered: () => void = () => undefined
    const verdict = new Promise<void>((resolve) => {
      answered = resolve
    })
    const pieces = async function* (): AsyncGenerator<Uint8Array> {
      yield lineOf(signal('A'))
      await verdict
      yield lineOf(signal('B'))
    }
    const sizes: number[] = []
    for await (const part of partsOf(deps, pieces(), createRowReader('ndjson'))) {
      sizes.push(part.length)
      answered()
    }
    expect(sizes).toEqual([1, 1])
  })

  test('what was cut off within a row is no row', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield lineOf(signal('A'))
      yield lineOf(signal('B')).slice(0, 30)
      throw new Error('the connection is gone')
    }
    const seen: string[] = []
    const reading = (async () => {
      for await (const part of partsOf(deps, broken(), createRowReader('ndjson')))
        seen.push(...part.map(({ kenmerk = '?' }) => kenmerk))
    })()
    await expect(reading).rejects.toThrow('the connection is gone')
    expect(seen).toEqual([])
  })

  test('a head that is none refuses the list, naming no cell', async () => {
    const table = new TextEncoder().encode('Jan;Jansen\r\n1;2\r\n')
    const reading = partsOf(deps, stream([table]), createRowReader('csv')).next()
    await expect(reading).rejects.toMatchObject({
      kind: 'lijst-onleesbaar',
      errors: [expect.objectContaining({ code: 'kop-ontbreekt' })],
    })
    await expect(reading).rejects.not.toThrow(/Jan/)
  })
})
