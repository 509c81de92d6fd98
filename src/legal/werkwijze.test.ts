import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectTold, usePolicyFolder } from '../../tests/support/policy-folder.ts'
import { Gemeentecode } from '../model/ids.ts'
import { ZONDER_BESLUIT } from '../model/werkwijze.ts'
import { comparePolicies } from './compare-policies.ts'
import { loadPolicies } from './load.ts'
import { describeWerkwijze, werkwijzeOf } from './werkwijze.ts'

const ARNHEM = Gemeentecode.parse('0202')
const TILBURG = Gemeentecode.parse('0855')
const NIJMEGEN = Gemeentecode.parse('0268')
const FILE = 'gemeenten/0268.yaml'
const DAY = '2026-11-03'

const folder = usePolicyFolder()
const { change, faults } = folder

describe('the way of working of a municipality', () => {
  test('is what its college decided, with the decision', () => {
    const policies = loadPolicies(folder.path)
    expect(werkwijzeOf(policies, NIJMEGEN, DAY)).toEqual({
      controle: 'gekozen',
      rest: 'retour',
      terugkoppeling: 'maandelijks',
      volgorde: ['combinatie', 'bedrag', 'leeftijd'],
      gewichten: {},
      capaciteit: 50,
      maximumPerWijk: 10,
      uitsluitHerhaald: false,
      besluit: 'college van Nijmegen (fictieve testpartij), 2023-11-28, NM-2023-311 (fictief)',
    })
    expect(werkwijzeOf(policies, ARNHEM, DAY)).toMatchObject({
      controle: 'vooraf',
      rest: 'uitstellen',
      capaciteit: undefined,
    })
  })

  test('is the cautious default without a file, and before it began', () => {
    const policies = loadPolicies(folder.path)
    expect(werkwijzeOf(policies, NIJMEGEN, '2023-12-31')).toEqual(ZONDER_BESLUIT)
    rmSync(join(folder.path, FILE))
    expect(werkwijzeOf(loadPolicies(folder.path), NIJMEGEN, DAY)).toEqual(ZONDER_BESLUIT)
    expect(ZONDER_BESLUIT).toMatchObject({ controle: 'geen', rest: 'uitstellen' })
  })

  test('gives nothing back once the question about it is no longer accepted, whatever was compiled', () => {
    const policies = loadPolicies(folder.path)
    const off = { ...policies, instellingen: { ...policies.instellingen, retour: 'uit' as const } }
    expect(werkwijzeOf(off, NIJMEGEN, DAY).rest).toBe('uitstellen')
    expect(werkwijzeOf(off, TILBURG, DAY).rest).toBe('brief')
  })

  test('ends on its day, and the next begins', () => {
    change(
      FILE,
      '  - vanaf: 2024-01-01\n',
      `  - vanaf: ${DAY}
    controle: vooraf
    besluit: { door: college, datum: 2026-10-01, kenmerk: x }
    omdat: x
    bron: x
  - vanaf: 2024-01-01
    tot: ${DAY}
`,
    )
    const policies = loadPolicies(folder.path)
    expect(werkwijzeOf(policies, NIJMEGEN, '2026-11-02').rest).toBe('retour')
    expect(werkwijzeOf(policies, NIJMEGEN, DAY)).toMatchObject({
      controle: 'vooraf',
      rest: 'uitstellen',
    })
  })

  test('is told in words, what was left open as well', () => {
    const policies = loadPolicies(folder.path)
    const told = (one: Parameters<typeof describeWerkwijze>[0]): readonly string[] =>
      describeWerkwijze(one).map(({ wat, hoe }) => `${wat}: ${hoe}`)
    expect(
      told({ ...werkwijzeOf(policies, NIJMEGEN, DAY), gewichten: { huur: 3, energie: 2 } }),
    ).toEqual([
      'controle: gekozen',
      'wie niet is gekozen: retour',
      'terugkoppeling: maandelijks',
      'volgorde: combinatie, bedrag, leeftijd',
      'gewichten: huur 3, energie 2',
      'capaciteit: 50',
      'hoogstens per wijk: 10',
      'herhaalde uitgesloten: nee',
      'besluit: college van Nijmegen (fictieve testpartij), 2023-11-28, NM-2023-311 (fictief)',
    ])
    expect(told({ ...ZONDER_BESLUIT, uitsluitHerhaald: true }).slice(4)).toEqual([
      'gewichten: geen',
      'capaciteit: iedereen',
      'hoogstens per wijk: geen grens',
      'herhaalde uitgesloten: ja',
      'besluit: geen',
    ])
  })

  test('is told where it differs between two sets', () => {
    const before = loadPolicies(folder.path)
    change(FILE, 'capaciteit: 50', 'capaciteit: 60')
    expect(comparePolicies(before, loadPolicies(folder.path))).toEqual([
      {
        zin: 'Werkwijze van gemeente 0268 vanaf 2024-01-01, capaciteit: eerst 50, nu 60.',
        velden: [],
      },
    ])
  })
})

describe('loadPolicies refuses', () => {
  test.each<[string, string, string | RegExp, string, string]>([
    [
      'giving back while the setting is off',
      'open-vragen.yaml',
      /(retour:[\s\S]*?) {4}lezing: aan\n {4}aanvaardDoor: .*\n/,
      '$1',
      'gemeenten/0268.yaml, regel 7, werkwijze/0/rest: teruggeven aan de aanleveraar mag niet: de instelling retour',
    ],
    [
      'giving back that no college accepted',
      FILE,
      / {4}open: .*\n {4}aanvaardDoor: .*\n/,
      '',
      'werkwijze/0/rest: teruggeven aan de aanleveraar is een open vraag',
    ],
    [
      'an open question that nobody accepted',
      FILE,
      / {4}aanvaardDoor: .*\n/,
      '',
      'werkwijze/0/open: open zonder aanvaardDoor: een open vraag houdt dit tegen. Zet onder aanvaardDoor',
    ],
    [
      'a way of working that nobody decided',
      FILE,
      / {4}besluit:\n(?: {6}.*\n)+/,
      '',
      'werkwijze/0/besluit: Dit veld is verplicht.',
    ],
    [
      'a decision made after it began',
      FILE,
      'datum: 2023-11-28',
      'datum: 2024-01-02',
      'werkwijze/0/besluit/datum: het besluit is van na de dag waarop het ingaat',
    ],
    [
      'an end before its beginning',
      FILE,
      'vanaf: 2024-01-01',
      'vanaf: 2024-01-01\n    tot: 2023-12-31',
      'werkwijze/0/tot: de werkwijze eindigt voor zij begint',
    ],
    [
      'two at once',
      FILE,
      'werkwijze:\n',
      'werkwijze:\n  - { vanaf: 2025-01-01, besluit: { door: x, datum: 2024-12-01, kenmerk: x }, omdat: x, bron: x }\n',
      'werkwijze/1/vanaf: een andere werkwijze geldt dan al',
    ],
    [
      'a weight for a kind that the work list does not show',
      FILE,
      'volgorde: [combinatie, bedrag, leeftijd]',
      'gewichten: { duo: 3 }',
      'werkwijze/0/gewichten: de werkvoorraad toont geen soort duo. Kies uit: ',
    ],
    [
      'weights that its order does not use',
      FILE,
      'capaciteit: 50',
      'gewichten: { huur: 3 }',
      'werkwijze/0/gewichten: de volgorde gebruikt geen gewicht',
    ],
    [
      'a measure that the work list does not show',
      FILE,
      '[combinatie, bedrag, leeftijd]',
      '[combinatie, geboortedatum]',
      'werkwijze/0/volgorde/1',
    ],
    [
      'a measure that stands twice',
      FILE,
      '[combinatie, bedrag, leeftijd]',
      '[bedrag, bedrag]',
      'werkwijze/0/volgorde: noem elke maatstaf ten hoogste één keer',
    ],
  ])('%s', (name, file, from, to, expected) => {
    change(file, from, to)
    const found = faults()
    expect(
      found.some((fault) => fault.includes(expected)),
      found.join('\n'),
    ).toBe(true)
    expectTold(`werkwijze: ${name}`, found)
  })
})
