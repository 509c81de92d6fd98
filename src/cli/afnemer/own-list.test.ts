import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readOwnList } from './own-list.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lijst-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const listOf = (text: string) => {
  const path = join(folder, 'lijst.csv')
  writeFileSync(path, text)
  return readOwnList(path)
}

const adres = { postcode: '6811AB', huisnummer: 12 }
const boer = { achternaam: 'Boer', voorvoegsel: 'de', voorletters: 'J.', adres }

describe('a list of the municipality’s own', () => {
  test('finds by name and address, however both are written', () => {
    const list = listOf(
      'Achternaam;Voorletters;Postcode;Huisnummer;Huisletter\nDe Boer;J;6811 ab;12;\n',
    )
    expect(list.has(boer)).toBe(true)
    expect(list.has({ ...boer, adres: { ...adres, huisnummer: 13 } })).toBe(false)
    expect(list.has({ ...boer, achternaam: 'Visser' })).toBe(false)
  })

  test('finds by BSN alone, and does not where the numbers differ', () => {
    const list = listOf(
      'burgerservicenummer;achternaam;postcode;huisnummer\n999990019;;;\n999990020;Boer;6811AB;12\n',
    )
    expect(list.aantal).toBe(2)
    expect(list.has({ ...boer, achternaam: 'Visser', burgerservicenummer: '999990019' })).toBe(true)
    expect(list.has({ ...boer, burgerservicenummer: '999990021' })).toBe(false)
    expect(list.has(boer)).toBe(true)
  })

  test('keeps father and son apart by their dates of birth', () => {
    const list = listOf('achternaam;geboortedatum;postcode;huisnummer\nBoer;1955-01-02;6811AB;12\n')
    expect(list.has({ ...boer, geboortedatum: '1985-06-15' })).toBe(false)
    expect(list.has({ ...boer, geboortedatum: '1955-01-02' })).toBe(true)
  })

  test.each([
    ['achternaam;postcode;huisnummer\nBoer;6811AB;12\nVisser;;3', /regel 3: Er is een burger/],
    ['burgerservicenummer\n12345', /regel 2, burgerservicenummer/],
    ['achternaam;postcode;huisnummer\nGeheim;geen;12', /regel 2, postcode/],
    ['achternaam;geboortedatum;postcode;huisnummer\nGeheim;2-1-1955;6811AB;12', /geboortedatum/],
    ['achternaam;notitie\nGeheim;x', /de kop mag alleen/],
    ['', /leeg/],
  ])('is not used at all when a row is wrong, and no value is repeated: %j', (text, line) => {
    expect(() => listOf(text)).toThrow(line)
    expect(() => listOf(text)).not.toThrow(/Geheim/)
  })
})
