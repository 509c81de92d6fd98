import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Lijstregel, type Lijstvorm, Lijstweigering } from '../../model/lijst.ts'
import { parseSignaal } from '../parse-signaal.ts'
import { createListReader, readList } from './read-list.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Reads whole, or cut at each of `cuts`. */
function read(input: string | Uint8Array, vorm: Lijstvorm = 'csv', cuts: readonly number[] = []) {
  const whole = typeof input === 'string' ? bytes(input) : input
  const reader = createListReader(vorm)
  const rows: Lijstregel[] = []
  const edges = [0, ...cuts.toSorted((a, b) => a - b), whole.length]
  for (const [at, from] of edges.slice(0, -1).entries())
    rows.push(...reader.push(whole.slice(from, edges[at + 1])))
  rows.push(...reader.end())
  return rows
}

const ofRow = (row: Lijstregel | undefined): unknown =>
  row === undefined ? undefined : 'signaal' in row ? row.signaal : row.fouten
const faults = (row: Lijstregel | undefined): unknown =>
  row !== undefined && 'fouten' in row
    ? row.fouten.map(({ kolom, code }) => [row.regel, kolom, code])
    : []

const WHOLE = {
  kenmerk: 'DL-1',
  signaaltype: 'huur',
  signaaldatum: '2026-11-03',
  persoon: { voorletters: 'J.', achternaam: 'Boer; "de jonge"', natuurlijkPersoon: true },
  adres: { huisnummer: 12, postcode: '6811AB' },
  contact: { telefoonnummer: '(026) 123 45 67' },
  achterstand: { bedragInCenten: 123456, ontstaansdatum: '2026-09-01' },
  inspanningen: { herinneringen: ['2026-09-20', '2026-10-04'], reactie: 'geen' },
}
const HEAD = [
  'kenmerk',
  'signaaltype',
  'signaaldatum',
  'persoon.voorletters',
  'persoon.achternaam',
  'persoon.natuurlijkPersoon',
  'adres.huisnummer',
  'adres.postcode',
  'contact.telefoonnummer',
  'achterstand.bedragInEuro',
  'achterstand.ontstaansdatum',
  'inspanningen.herinneringen',
  'inspanningen.reactie',
]
const ROW =
  'DL-1;Huur;3-11-2026;J.;"Boer; ""de jonge""";WAAR;12;6811 ab;(026) 123 45 67;€ 1.234,56;01-09-2026;20-9-2026|2026-10-04;geen'

describe('a CSV list as a spreadsheet program writes it', () => {
  test('with BOM, CRLF, semicolons, Dutch dates and decimals is the signal that it says', () => {
    const [row, ...rest] = read(`\ufeff${HEAD.join(';')}\r\n${ROW}\r\n;;;;\r\n`)
    expect(rest).toEqual([])
    expect(row).toEqual({ regel: 2, kenmerk: 'DL-1', signaal: WHOLE })
    const { signaal } = parseSignaal(WHOLE)
    expect(signaal.contact?.telefoonnummer).toBe('+31261234567')
  })

  test('with commas, LF, a line above that names the separator, and no last line end, too', () => {
    const rows = read('sep=,\nkenmerk,persoon.achternaam\nDL-1,"de\r\nBoer"\n\nDL-2,Visser')
    expect(rows).toEqual([
      {
        regel: 3,
        kenmerk: 'DL-1',
        signaal: { kenmerk: 'DL-1', persoon: { achternaam: 'de\r\nBoer' } },
      },
      {
        regel: 6,
        kenmerk: 'DL-2',
        signaal: { kenmerk: 'DL-2', persoon: { achternaam: 'Visser' } },
      },
    ])
  })

  test('with own fields of a type knows their kind from the head or from the shape of the value', () => {
    const head =
      'kenmerk;bijzonderheden.boete:bedragInEuro;bijzonderheden.uitstel;bijzonderheden.tot;bijzonderheden.soort'
    const [row] = read(`${head}\nD-1;12,50;nee;3-11-2026;studie\n`)
    expect(ofRow(row)).toEqual({
      kenmerk: 'D-1',
      bijzonderheden: [
        { code: 'boete', soort: 'bedragInCenten', waarde: 1250 },
        { code: 'uitstel', soort: 'jaNee', waarde: false },
        { code: 'tot', soort: 'datum', waarde: '2026-11-03' },
        { code: 'soort', soort: 'code', waarde: 'studie' },
      ],
    })
  })
})

describe('a cell', () => {
  test.each([
    ['signaaldatum', '2026-11-03', '2026-11-03'],
    ['signaaldatum', '3-11-2026 00:00', '2026-11-03'],
    ['achterstand.bedragInCenten', '81200', 81200],
    ['achterstand.bedragInEuro', '812', 81200],
    ['achterstand.bedragInEuro', '812,5', 81250],
    ['achterstand.bedragInEuro', '812.50', 81250],
    ['achterstand.bedragInEuro', '€ 812,-', 81200],
    ['achterstand.bedragInEuro', '1.234.567,89', 123456789],
    ['achterstand.bedragInEuro', '1,234.56', 123456],
    ['crisissignaal', 'Ja', true],
    ['crisissignaal', 'ONWAAR', false],
    ['contact.telefoonnummer', '="0612345678"', '0612345678'],
    ['contact.telefoonnummer', '31612345678', '+31612345678'],
    ['inspanningen.herinneringen', '20-9-2026 | 4-10-2026', ['2026-09-20', '2026-10-04']],
  ])('of %s that says %s is read', (kolom, cel, waarde) => {
    const [row] = read(`kenmerk\t${kolom}\nD-1\t"${cel.replaceAll('"', '""')}"`)
    const signaal = ofRow(row) as Record<string, unknown>
    const [group = '', member = ''] = kolom.replace('Euro', 'Centen').split('.')
    const found = signaal[group]
    expect(member === '' ? found : (found as Record<string, unknown>)[member]).toEqual(waarde)
  })

  test.each([
    ['signaaldatum', '46329', 'datum-als-getal'],
    ['signaaldatum', '3/11/2026', 'datum-onduidelijk'],
    ['signaaldatum', '3-11-26', 'datum-onduidelijk'],
    ['signaaldatum', '31-2-2026', 'datum-onjuist'],
    ['signaaldatum', 'gisteren', 'datum-onjuist'],
    ['inspanningen.herinneringen', '20-9-2026|', 'datum-onjuist'],
    ['adres.huisnummer', '12 bis', 'getal-onjuist'],
    ['achterstand.bedragInCenten', '812,00', 'centen-onjuist'],
    ['achterstand.bedragInEuro', '2.345', 'bedrag-onduidelijk'],
    ['achterstand.bedragInEuro', '-812,00', 'bedrag-onjuist'],
    ['achterstand.bedragInEuro', '1.23.4,00', 'bedrag-onjuist'],
    ['achterstand.bedragInEuro', '1.234.567.89', 'bedrag-onjuist'],
    ['crisissignaal', 'misschien', 'ja-nee-onjuist'],
    ['contact.telefoonnummer', '6,12E+08', 'wetenschappelijke-notatie'],
    ['contact.telefoonnummer', '612345678', 'voorloopnul-verloren'],
    ['persoon.burgerservicenummer', '12345678', 'voorloopnul-verloren'],
    ['klantnummer', '8,84E+11', 'wetenschappelijke-notatie'],
    ['adres.postcode', '#N/B', 'spreadsheetfout'],
    ['adres.plaatsnaam', '#####', 'spreadsheetfout'],
    ['bijzonderheden.boete', '12,50', 'soort-onduidelijk'],
  ])('of %s that says %s is refused', (kolom, cel, code) => {
    const [row] = read(`kenmerk;${kolom}\nD-1;${cel}`)
    expect(faults(row)).toEqual([[2, kolom, code]])
    expect(row?.kenmerk).toBe('D-1')
    expect(JSON.stringify(row)).not.toContain(cel)
  })
})

describe('a bad row', () => {
  test('is named by its line, and those around it are read', () => {
    const rows = read(
      new Uint8Array([
        ...bytes('kenmerk;persoon.achternaam\nA;Boer\n"B;"x;Visser\nC\nD;a;b\nE;'),
        0xff,
        ...bytes('\nF;"Bakker\nG;Smit\n'),
      ]),
    )
    expect(rows.map((row) => ('signaal' in row ? row.kenmerk : faults(row)))).toEqual([
      'A',
      [[3, '', 'aanhalingsteken-onjuist']],
      [[4, '', 'te-weinig-cellen']],
      [[5, '', 'te-veel-cellen']],
      [[6, '', 'geen-utf8']],
      [[7, '', 'aanhalingsteken-open']],
      'G',
    ])
  })

  test('that is longer than a signal may be is passed over, with a quote that never closes or without', () => {
    const long = 'x'.repeat(70_000)
    const rows = read(`kenmerk\nA\n${long}\nB\n"${long}\nC\n"D\n${'e\n'.repeat(40_000)}`)
    expect(rows.slice(0, 6).map((row) => ('signaal' in row ? row.regel : faults(row)))).toEqual([
      2,
      [[3, '', 'regel-te-lang']],
      4,
      [[5, '', 'regel-te-lang']],
      6,
      [[7, '', 'aanhalingsteken-open']],
    ])
    expect(rows).toHaveLength(40_006)
    expect(rows.at(-1)?.regel).toBe(40_007)
  })

  test('of NDJSON too: read as strictly as a signal that is posted alone', () => {
    const rows = read(
      '\ufeff{"kenmerk":"A"}\r\n\n{"kenmerk":"B","kenmerk":"B"}\n{"a":\n[]',
      'ndjson',
    )
    expect(rows[0]).toEqual({ regel: 1, kenmerk: 'A', signaal: { kenmerk: 'A' } })
    expect(rows.slice(1, 3).map(faults)).toEqual([
      [[3, 'kenmerk', 'dubbele-sleutel']],
      [[4, 'a', 'onjuiste-json']],
    ])
    expect(rows[3]).toEqual({ regel: 5, signaal: [] })
  })
})

describe('a list is refused whole', () => {
  test.each([
    ['', 'regel 1: De lijst is leeg'],
    ['DL-1;huur;Boer\n', 'regel 1: De eerste regel bevat geen enkele bekende kolomnaam'],
    ['kenmerk;notities\n', 'regel 1, kolom 2 (notities): Deze kolom bestaat niet'],
    ['kenmerk;Boer 1985\n', 'regel 1, kolom 2: Deze kolom bestaat niet'],
    ['kenmerk;kenmerk\n', 'regel 1, kolom 2 (kenmerk): Deze kolom, of een andere'],
    [
      'achterstand.bedragInCenten;achterstand.bedragInEuro\n',
      'regel 1, kolom 2 (achterstand.bedragInEuro): Deze kolom, of een andere',
    ],
  ])('with %j as its head', (text, expected) => {
    expect(() => read(text)).toThrow(Lijstweigering)
    expect(() => read(text)).toThrow(expected)
  })

  test('when its head is not UTF-8, or longer than a signal may be', () => {
    expect(() => read('x'.repeat(70_000))).toThrow(/kopregel is niet te lezen/)
    expect(() => read(new Uint8Array([0x6b, 0xff, 0x0a]))).toThrow(/kopregel is niet te lezen/)
  })
})

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
const Cell = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .map((text) => text.trim())
  .filter((text) => text !== '' && text.isWellFormed() && !/^[=#+-]|^\d[.,\d]*e[+-]/i.test(text))

describe('for any list', () => {
  test('what was written is read back, wherever the chunks are cut', () => {
    const list = fc.record({
      sign: fc.constantFrom(';', ',', '\t'),
      end: fc.constantFrom('\n', '\r\n'),
      bom: fc.constantFrom('', '\ufeff'),
      names: fc.array(Cell, { minLength: 1, maxLength: 6 }),
      cuts: fc.array(fc.nat(), { maxLength: 8 }),
    })
    fc.assert(
      fc.property(list, ({ sign, end, bom, names, cuts }) => {
        const lines = names.map((name, at) => `D-${at}${sign}${quote(name)}`)
        const text = bom + [`kenmerk${sign}persoon.achternaam`, ...lines, ''].join(end)
        const { length } = bytes(text)
        const rows = read(
          text,
          'csv',
          cuts.map((cut) => cut % (length + 1)),
        )
        expect(rows.map(ofRow)).toEqual(
          names.map((achternaam, at) => ({ kenmerk: `D-${at}`, persoon: { achternaam } })),
        )
      }),
      { seed: 29, numRuns: 300 },
    )
  })

  test('each single cut of one list gives the same rows', () => {
    const text = `\ufeff${HEAD.join(';')}\r\n${ROW}\r\n"x\nDL-2;"é\r\n""y"`
    const whole = read(text)
    for (let cut = 0; cut <= bytes(text).length; cut += 1)
      expect(read(text, 'csv', [cut])).toEqual(whole)
  })

  test('rubbish throws nothing but a refusal, says no value, and counts lines upward', () => {
    const part = fc.constantFrom(
      '"',
      ';',
      ',',
      '\n',
      '\r\n',
      'Ge heim',
      '\u00e9',
      '\0',
      '=',
      '\ufeff',
    )
    const rubbish = fc.array(fc.oneof(part, fc.string({ maxLength: 5 })), { maxLength: 60 })
    fc.assert(
      fc.property(rubbish, fc.constantFrom<Lijstvorm>('csv', 'ndjson'), (parts, vorm) => {
        const head = vorm === 'csv' ? 'kenmerk;signaaldatum;adres.huisnummer\n' : ''
        const rows = read(head + parts.join(''), vorm)
        const refused = rows.filter((row) => 'fouten' in row)
        expect(JSON.stringify(refused)).not.toContain('Ge heim')
        const lines = rows.map(({ regel }) => regel)
        expect(lines).toEqual([...new Set(lines)].toSorted((a, b) => a - b))
      }),
      { seed: 29, numRuns: 300 },
    )
  })

  test('a stream gives what its bytes give', async () => {
    const rows: Lijstregel[] = []
    for await (const row of readList([bytes('kenmerk\nA\n'), bytes('B')], 'csv')) rows.push(row)
    expect(rows.map(({ kenmerk }) => kenmerk)).toEqual(['A', 'B'])
  })
})
