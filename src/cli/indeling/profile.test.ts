import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  energyExport,
  housingExport,
  NOTE,
  WRONG_HOUSES,
} from '../../../tests/support/sample-exports.ts'
import { CsvRows } from '../../intake/list/csv-rows.ts'
import { parseSignaal } from '../../intake/parse-signaal.ts'
import { Dag } from '../../model/ids.ts'
import { bindProfile } from './apply-profile.ts'
import { proposeProfile } from './propose-profile.ts'
import { parseProfile } from './read-profile.ts'

const DAG = Dag.parse('2026-11-03')

function rowsOf(text: string) {
  const reader = new CsvRows()
  const rows = [...reader.push(new TextEncoder().encode(text)), ...reader.end()]
  return { rows, kolommen: reader.kop?.kolommen ?? [] }
}

function propose(text: string, signaaltype: string): string {
  const { rows, kolommen } = rowsOf(text)
  const rijen = rows.flatMap((row) => ('cellen' in row ? [row.cellen] : []))
  return proposeProfile({ naam: 'export.csv', kolommen, rijen, tekenset: 'utf-8', signaaltype })
}

const complete = (yaml: string): string =>
  yaml.replace('  # persoon.natuurlijkPersoon: ja', '  persoon.natuurlijkPersoon: ja')

function translate(yaml: string, text: string) {
  const { rows, kolommen } = rowsOf(text)
  const vertaler = bindProfile(parseProfile(yaml, 'p.yaml'), kolommen, DAG)
  return { ...vertaler, regels: rows.map((row) => vertaler.vertaal(row)) }
}

const signalOf = (regel: object | undefined): unknown =>
  regel !== undefined && 'signaal' in regel ? regel.signaal : regel

describe("a housing corporation's export", () => {
  const yaml = complete(propose(housingExport(DAG), 'huur'))
  const { regels, overgeslagen } = translate(yaml, housingExport(DAG))

  test('gets a proposal that only needs what nobody can guess, and names what stays behind', () => {
    expect(yaml).toContain('Naam huurder:')
    expect(yaml).toContain('"GR": geen')
    expect(yaml).toContain('# Deze kolommen gaan niet mee:\n#   Notities')
    expect(yaml).not.toMatch(/Boer|Zwartkruis|6811/)
    expect(overgeslagen).toEqual(['Notities'])
  })

  test('becomes signals with it: names, numbers and additions split, reminders joined, codes translated', () => {
    expect(signalOf(regels[1])).toEqual({
      kenmerk: '2026-11-88-2',
      signaaltype: 'huur',
      signaaldatum: '2026-11-03',
      persoon: { voorletters: 'A.B.', achternaam: 'Visser', natuurlijkPersoon: true },
      adres: {
        straatnaam: 'Lindelaan',
        huisnummer: 14,
        huisletter: 'A',
        postcode: '6811AB',
        plaatsnaam: 'Arnhem',
      },
      contact: { telefoonnummer: '06-12345678' },
      achterstand: { bedragInCenten: 123_456, ontstaansdatum: '2026-09-02' },
      inspanningen: {
        pogingPersoonlijkContactDatum: '2026-10-04',
        gewezenOpSchuldhulpDatum: '2026-10-04',
        herinneringen: ['2026-09-21', '2026-10-04'],
        aanbodGegevensdelingDatum: '2026-09-21',
        reactie: 'akkoord',
      },
    })
    for (const regel of regels) expect(() => parseSignaal(signalOf(regel))).not.toThrow()
    expect(JSON.stringify(regels)).not.toContain(NOTE.slice(0, 10))
  })

  test('names a wrong row by its line and by its own column, never by a value', () => {
    const wrong = translate(yaml, housingExport(DAG, WRONG_HOUSES)).regels
    const found = wrong.map((one) =>
      'fouten' in one
        ? [one.regel, one.kenmerk, ...one.fouten.map(({ kolom, code }) => `${kolom}: ${code}`)]
        : one,
    )
    expect(found).toEqual([
      [2, '2026-11-88-1', 'Mobiel: wetenschappelijke-notatie'],
      [4, '2026-11-88-2', 'Openstaand saldo: bedrag-onjuist'],
      [6, '2026-11-88-3', 'Naam huurder: naam-onduidelijk'],
    ])
  })
})

describe("an energy supplier's export", () => {
  const yaml = propose(energyExport(DAG), 'energie')
  const { regels, overgeslagen } = translate(yaml, energyExport(DAG))

  test('is understood without any change: forms of dates and decimals were seen in it', () => {
    expect(yaml).toContain('datum: jjjjmmdd')
    expect(yaml).toContain('decimaal: punt')
    expect(overgeslagen).toEqual(['INTERN_MEMO'])
    expect(signalOf(regels[1])).toMatchObject({
      kenmerk: '2026-11-4000002',
      persoon: {
        voorletters: 'J.P.',
        voorvoegsel: 'van der',
        achternaam: 'Berg',
        natuurlijkPersoon: true,
      },
      adres: {
        straatnaam: 'Rivierpad',
        huisnummer: 16,
        huisnummertoevoeging: 'hs',
        postcode: '6511NP',
      },
      achterstand: { bedragInCenten: 128_850 },
    })
    expect(signalOf(regels[2])).toMatchObject({
      persoon: { achternaam: 'Bakkerij Zonneveld B.V.', natuurlijkPersoon: false },
    })
    for (const regel of regels) expect(() => parseSignaal(signalOf(regel))).not.toThrow()
  })

  test('of another form is refused before any row', () => {
    expect(() => translate(yaml, 'BP_NUMMER,ACHTERSTAND\n1,2\n')).toThrow(
      /past niet bij de indeling: "KLANTTYPE" ontbreekt, /,
    )
  })
})

test('the profile in docs/lijsten.md is one', () => {
  const docs = readFileSync(new URL('../../../docs/lijsten.md', import.meta.url), 'utf8')
  const [, yaml = ''] = /```yaml\n([\s\S]+?)```/.exec(docs) ?? []
  expect(Object.keys(parseProfile(yaml, 'docs/lijsten.md').kolommen)).toContain('Naam huurder')
})

describe('a profile that is wrong', () => {
  const good = complete(propose(housingExport(DAG), 'huur'))
  test.each([
    ['kolommen: {', /p.yaml, regel \d+: geen geldige YAML/],
    ['indeling: 2\nkolommen: {}\n', /regel 1, indeling: /],
    [
      good.replace('adres.postcode', 'adres.postkode'),
      /regel \d+, kolommen \/ Postcode \/ veld: dit veld bestaat niet/,
    ],
    [
      good.replace('splits: naam', 'splits: naam\n    veld: klantnummer'),
      /kolommen \/ Naam huurder: geef óf veld óf splits/,
    ],
    [good.replace('splits: naam', 'splitst: naam'), /splitst: deze naam bestaat hier niet/],
    [
      good.replace('adres.plaatsnaam', 'adres.straatnaam'),
      /kolommen \/ Plaats: het veld adres.straatnaam wordt al gevuld/,
    ],
    [
      good.replace('  signaaldatum: vandaag\n', ''),
      /regel 3, geheel: signaaldatum ontbreekt; voeg een kolom toe/,
    ],
    ['a: &x 1\nb: *x\n', /een verwijzing \(\*\) hoort hier niet/],
  ])('is refused with line, place and remedy: %#', (text, expected) => {
    expect(() => parseProfile(text, 'p.yaml')).toThrow(expected)
  })
})
