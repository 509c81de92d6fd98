import { describe, expect, test } from 'vitest'
import { Beheerweigering } from '../model/beheer.ts'
import { type AddressBatch, readAddressFile } from './read-address-file.ts'

/** The file in pieces of `piece` bytes, as a stream may cut it anywhere. */
async function* pieces(text: string, piece = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
}

async function read(text: string, size?: number): Promise<readonly AddressBatch[]> {
  const batches: AddressBatch[] = []
  for await (const batch of readAddressFile(pieces(text), size)) batches.push(batch)
  return batches
}

const rowsOf = (batches: readonly AddressBatch[]): readonly (readonly (string | number)[])[] =>
  batches.flatMap(({ postcodes, huisnummers, buurten, regels }) =>
    regels.map((regel, at) => [
      postcodes[at] ?? '',
      huisnummers[at] ?? '',
      buurten[at] ?? '',
      regel,
    ]),
  )

const HEAD = 'PC6;Huisnummer;Buurt2025;Wijk2025;Gemeente2025'
const TWO = [
  ['6811AB', '12', '02020101', 2],
  ['1011AB', '99', '0363AF01', 3],
]

describe('the forms in which CBS published the file', () => {
  test.each([
    [
      '2025: semicolon, leading zeros, letters',
      `${HEAD}\r\n6811AB;12;02020101;020201;0202\r\n1011AB;99;0363AF01;0363AF;0363\r\n`,
    ],
    [
      '2024: comma',
      'PC6,Huisnummer,Buurt2024,Wijk2024,Gemeente2024\n6811AB,12,02020101,020201,0202\n1011AB,99,0363AF01,0363AF,0363\n',
    ],
    [
      '2019: no leading zeros',
      'PC6;Huisnummer;Buurt2019;Wijk2019;Gemeente2019\n6811AB;12;2020101;20201;202\n1011AB;99;0363AF01;0363AF;363\n',
    ],
    [
      '2016: other headings',
      'pc6;huisnummer;gwb2016_code;wijkcode;gemeentecode\n6811AB;12;BU02020101;WK020201;GM0202\n1011AB;99;0363AF01;0363AF;0363',
    ],
    [
      'quotes, a space in the postcode, a byte order mark',
      `\ufeff"PC6";"Huisnummer";"Buurt2025";"Wijk2025";"Gemeente2025"\n"6811 AB";"12";"02020101";"020201";"0202"\n"1011AB";"99";"0363AF01";"0363AF";"0363"\n`,
    ],
    [
      'another order and a column more',
      'Gemeente2025;Naam;Wijk2025;Buurt2025;Huisnummer;PC6\n0202;Arnhem;020201;02020101;12;6811AB\n0363;Adam;0363AF;0363AF01;99;1011AB\n',
    ],
  ])('%s', async (_, text) => {
    expect(rowsOf(await read(text))).toEqual(TWO)
  })

  test('comes in batches that know how far the file is', async () => {
    const lines = Array.from({ length: 10 }, (_, at) => `6811AB;${at + 1};02020101;020201;0202`)
    const text = `${[HEAD, ...lines].join('\n')}\n`
    const batches = await read(text, 4)
    expect(batches.map(({ regels }) => regels.length)).toEqual([4, 4, 2])
    expect(batches.at(-1)?.bytes).toBe(text.length)
  })
})

const GOOD = '6811AB;12;02020101;020201;0202'

describe('a file that is refused whole, with the line and what is wrong, never a value', () => {
  test.each([
    ['', /geen adressen/],
    [`${HEAD}\n`, /geen adressen/],
    ['PC6;Huisnummer;Buurt2025;Wijk2025\n', /regel 1: de kolom gemeente ontbreekt/],
    [`${HEAD};PC6\n`, /regel 1: de kolom postcode \(PC6\) staat er meer dan eens/],
    [`${HEAD}\n${GOOD}\n6811ab;12;02020101;020201;0202\n`, /regel 3: postcode/],
    [`${HEAD}\n0811AB;12;02020101;020201;0202\n`, /regel 2: postcode/],
    [`${HEAD}\n6811AB;12a;02020101;020201;0202\n`, /regel 2: huisnummer/],
    [`${HEAD}\n6811AB;0;02020101;020201;0202\n`, /regel 2: huisnummer/],
    [`${HEAD}\n6811AB;123456;02020101;020201;0202\n`, /regel 2: huisnummer/],
    [`${HEAD}\n6811AB;12;;020201;0202\n`, /regel 2: buurt/],
    [`${HEAD}\n6811AB;12;02020101;0202/1;0202\n`, /regel 2: wijk/],
    [`${HEAD}\n6811AB;12;02020101;020201;Arnhem\n`, /regel 2: gemeente/],
    [`${HEAD}\n6811AB;12;02020101;020201;0203\n`, /regel 2: .* horen niet bij elkaar/],
    [`${HEAD}\n6811AB;12;02020101;020202;0202\n`, /regel 2: .* horen niet bij elkaar/],
    [`${HEAD}\n${GOOD}\n6811AB;14;0202`, /regel 3: telt 3 kolommen in plaats van 5/],
    [`${HEAD}\n${GOOD}\n6811AB;14;02020101;020201;02`, /regel 3: .* horen niet bij elkaar/],
    [`${HEAD}\n\n${GOOD}\n`, /regel 2: lege regel/],
    [`${HEAD}\n"6811AB;12;02020101;020201;0202\n`, /regel 2: postcode/],
    [`${HEAD}\n6811ÅB;12;02020101;020201;0202\n`, /regel 2: postcode/],
    [`${HEAD}\n${'x'.repeat(3_000)}`, /regel 2: de regel is te lang/],
  ])('%j', async (text, expected) => {
    const refused = read(text)
    await expect(refused).rejects.toThrow(expected)
    await expect(refused).rejects.toThrow(Beheerweigering)
    await expect(refused).rejects.not.toThrow(/6811|Arnhem|12a/)
  })

  test('empty lines at the end are no fault', async () => {
    expect(rowsOf(await read(`${HEAD}\n${GOOD}\n\n\r\n`))).toHaveLength(1)
  })
})
