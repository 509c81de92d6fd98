import { describe, expect, test } from 'vitest'
import { peildatumOf } from './gemeenten-import.ts'
import { opdrachtOf } from './gemeenten-opvolging.ts'
import { vraagOf } from './gemeenten-toon.ts'

describe('the day of a file', () => {
  test('is in its name, or is given', () => {
    expect(peildatumOf('/tmp/20250101/pc6hnr20260801_gwb.csv', undefined)).toBe('2026-08-01')
    expect(peildatumOf('pc6hnr20180801_gwb-vs2.csv', undefined)).toBe('2018-08-01')
    expect(peildatumOf('pc6hnr20260801_gwb.csv', '2026-01-01')).toBe('2026-01-01')
  })

  test('is asked for when it is neither', () => {
    expect(() => peildatumOf('adressen.csv', undefined)).toThrow(/--peildatum/)
    expect(() => peildatumOf('pc6hnr20261301_gwb.csv', undefined)).toThrow(/--peildatum/)
    expect(() => peildatumOf('pc6hnr20260801_gwb.csv', '2026-02-30')).toThrow(/geen dag/)
  })
})

describe('a merger', () => {
  const given = { door: '1980', vanaf: '2022-01-01', intrekken: false }

  test('names both municipalities and the day, or is taken back', () => {
    expect(opdrachtOf('0398', given)).toEqual({
      gemeentecode: '0398',
      in: { opvolger: '1980', vanaf: '2022-01-01' },
    })
    const back = { door: undefined, vanaf: undefined, intrekken: true }
    expect(opdrachtOf('0398', back)).toEqual({ gemeentecode: '0398' })
  })

  test.each([
    ['398', given, /vier cijfers/],
    ['1980', given, /in zichzelf/],
    ['0398', { ...given, door: undefined }, /--door/],
    ['0398', { ...given, vanaf: undefined }, /--vanaf/],
    ['0398', { ...given, vanaf: 'gisteren' }, /--vanaf is geen dag/],
    ['0398', { ...given, intrekken: true }, /niet samen/],
  ])('%s %j is refused', (code, options, expected) => {
    expect(() => opdrachtOf(code, options)).toThrow(expected)
  })
})

test('what to show is the table, a municipality or an address', () => {
  expect(vraagOf([])).toEqual({})
  expect(vraagOf(['0202'])).toEqual({ gemeentecode: '0202' })
  expect(vraagOf(['6811 ab', '12'])).toEqual({ adres: { postcode: '6811AB', huisnummer: 12 } })
  for (const words of [['6811AB'], ['6811AB', '12A'], ['0202', '12'], ['Arnhem']])
    expect(() => vraagOf(words)).toThrow(/geef|vier cijfers/)
})
