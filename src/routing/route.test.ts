import { describe, expect, test } from 'vitest'
import { Gemeentecode } from '../model/ids.ts'
import { type Adresrij, route } from './route.ts'

const arnhem = Gemeentecode.parse('0202')
const breda = Gemeentecode.parse('0758')
const tilburg = Gemeentecode.parse('0855')

const aRow = (overrides: Partial<Adresrij> = {}): Adresrij => ({
  postcode: '6811AB',
  huisnummer: 12,
  gemeentecode: arnhem,
  wijkcode: 'WK020201',
  buurtcode: 'BU02020101',
  vanaf: '2026-01-01',
  ...overrides,
})

describe('route', () => {
  test('finds the municipality and district of a known address', () => {
    expect(route([aRow(), aRow({ huisnummer: 14 })], 12, '2026-11-03', [])).toEqual({
      gemeentecode: '0202',
      wijkcode: 'WK020201',
      opmerkingen: [],
    })
  })

  test('sends an unknown number to the one municipality of its postcode, and says so', () => {
    expect(route([aRow(), aRow({ huisnummer: 14 })], 13, '2026-11-03', [])).toEqual({
      gemeentecode: '0202',
      wijkcode: 'WK020201',
      opmerkingen: ['adres-niet-gevonden'],
    })
  })

  test('leaves the district of an unknown number open when the postcode lies in two', () => {
    const rows = [aRow(), aRow({ huisnummer: 14, wijkcode: 'WK020202' })]
    expect(route(rows, 13, '2026-11-03', [])?.wijkcode).toBeUndefined()
  })

  test('knows nothing of an unknown number in a postcode of two municipalities', () => {
    const rows = [aRow({ gemeentecode: tilburg }), aRow({ huisnummer: 14, gemeentecode: breda })]
    expect(route(rows, 13, '2026-11-03', [])).toBeUndefined()
    expect(route(rows, 12, '2026-11-03', [])?.gemeentecode).toBe('0855')
    expect(route(rows, 14, '2026-11-03', [])?.gemeentecode).toBe('0758')
  })

  test('knows nothing of an unknown postcode', () => {
    expect(route([], 12, '2026-11-03', [])).toBeUndefined()
  })

  test('goes by the day: a boundary that moves, moves on its day', () => {
    const rows = [
      aRow({ gemeentecode: tilburg, tot: '2026-07-01' }),
      aRow({ gemeentecode: breda, vanaf: '2026-07-01' }),
    ]
    const on = (dag: string): string | undefined => route(rows, 12, dag, [])?.gemeentecode
    expect([on('2025-12-31'), on('2026-01-01'), on('2026-06-30'), on('2026-07-01')]).toEqual([
      undefined,
      '0855',
      '0855',
      '0758',
    ])
  })

  test('two rows of one address that contradict each other are no answer', () => {
    const rows = [aRow(), aRow({ gemeentecode: breda, vanaf: '2026-02-01' })]
    expect(route(rows, 12, '2026-11-03', [])).toBeUndefined()
  })
})
