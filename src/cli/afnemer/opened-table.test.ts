import { expect, test } from 'vitest'
import { idOf } from '../../../tests/support/dossiers.ts'
import type { GeopendeMelding } from '../../client/opener.ts'
import { csvLine } from '../../model/csv-line.ts'
import { Gemeentecode, Oin } from '../../model/ids.ts'
import { openedTable } from './opened-table.ts'

const OIN = Oin.parse('00000099000000001000')
const aMelding = (
  velden: GeopendeMelding['signalen'][number]['velden'],
  more: Partial<GeopendeMelding['signalen'][number]> = {},
): GeopendeMelding => ({
  id: idOf(1),
  soort: 'enkelvoudig',
  toestand: 'open',
  signalen: [
    {
      id: idOf(1),
      versie: 1,
      signaaltype: 'huur',
      gemeentecode: Gemeentecode.parse('0202'),
      deelnemer: OIN,
      aangeleverdTijdstip: '2026-11-03T09:00:00.000Z',
      velden,
      nietGeopend: [],
      ...more,
    },
  ],
})
const NAMEN = new Map([[String(OIN), 'De Linde (fictief)']])
const cellsOf = (melding: GeopendeMelding, at = 1) => {
  const [head = [], ...rows] = openedTable([melding], NAMEN)
  return Object.fromEntries(head.map((name, place) => [name, rows[at - 1]?.[place]]))
}

test('one row a signal, with amounts, days and lists as a Dutch spreadsheet reads them', () => {
  const cells = cellsOf(
    aMelding(
      {
        crisissignaal: false,
        'persoon.achternaam': 'Boer',
        'adres.huisnummer': 12,
        'achterstand.bedragInCenten': 81_205,
        'inspanningen.herinneringen': ['2026-09-20', '2026-10-01'],
        'bijzonderheden.uitstel': { soort: 'jaNee', waarde: true },
        'bijzonderheden.boete': { soort: 'bedragInCenten', waarde: 12_000 },
      },
      { nietGeopend: ['klantnummer', 'adres.postcode'] },
    ),
  )
  expect(cells).toMatchObject({
    melding: idOf(1),
    deelnemer: OIN,
    deelnemerNaam: 'De Linde (fictief)',
    crisissignaal: 'nee',
    'persoon.achternaam': 'Boer',
    'persoon.voorvoegsel': '',
    'adres.huisnummer': '12',
    'achterstand.bedragInEuro': '812,05',
    'inspanningen.herinneringen': '2026-09-20|2026-10-01',
    bijzonderheden: 'boete=120,00|uitstel=ja',
    nietGeopend: 'klantnummer|adres.postcode',
  })
  expect(cells).not.toHaveProperty('achterstand.bedragInCenten')
})

test('the columns are the same whatever a melding holds', () => {
  const heads = [openedTable([], NAMEN), openedTable([aMelding({ klantnummer: 'a' })], NAMEN)]
  expect(heads[0]?.[0]).toEqual(heads[1]?.[0])
  expect(heads[0]).toHaveLength(1)
})

test('a telephone number is neither a formula nor a number, and stays what is dialled', () => {
  const cells = cellsOf(aMelding({ 'contact.telefoonnummer': '+31612345678' }))
  expect(cells['contact.telefoonnummer']).toBe('tel:+31612345678')
})

test('nothing that a sender wrote becomes a formula, a cell or a line of its own', () => {
  const melding = aMelding({
    'persoon.achternaam': '=HYPERLINK("http://example.nl";"Boer")',
    'persoon.voorletters': '-J.',
    'adres.straatnaam': 'Linde"laan;\r\n=1+1',
    klantnummer: '\t@SOM(A1)',
  })
  const [, row = []] = openedTable([melding], NAMEN)
  const line = csvLine(row)
  expect(line.split('\r\n')).toHaveLength(2)
  expect(line).toContain(`"'=HYPERLINK(""http://example.nl"";""Boer"")"`)
  expect(line).toContain(";'-J.;")
  expect(line).toContain('"Linde""laan; =1+1"')
  expect(line).toContain(";'\t@SOM(A1);")
})
