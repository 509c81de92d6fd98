import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { GemeenteFile, KlassenFile } from './drempel-file.ts'
import { OpenVragenFile } from './open-vragen-file.ts'
import { BewaartermijnenFile, WetFile } from './policy-file.ts'
import { readPolicyText } from './policy-text.ts'

type Tree = Record<string, unknown>

const readTree = (file: string): Tree =>
  structuredClone(readPolicyText(readFileSync(`policies/${file}`, 'utf8')).value) as Tree

/** A file of the project as it is written, with one value put in or, with undefined, taken out. */
const changed = (file: string, path: readonly (string | number)[], value: unknown): unknown => {
  const tree = readTree(file)
  const into = path.slice(0, -1).reduce<Tree>((at, key) => at[key] as Tree, tree)
  const last = path.at(-1) ?? ''
  if (value === undefined) delete into[last]
  else into[last] = value
  return tree
}

/** Where the form finds a fault, and what it says; nothing where the file fits. */
const found = (schema: z.ZodType, of: unknown): readonly string[] =>
  (schema.safeParse(of).error?.issues ?? []).map(
    ({ path, code, message }) => `${path.join('/')}: ${code === 'custom' ? message : code}`,
  )
const ofRent = (path: readonly (string | number)[], value: unknown) =>
  found(WetFile, changed('wet/huur.yaml', path, value))
const ofTax = (path: readonly (string | number)[], value: unknown) =>
  found(WetFile, changed('wet/belastingdienst.yaml', path, value))
const ofTerms = (path: readonly (string | number)[], value: unknown) =>
  found(BewaartermijnenFile, changed('bewaartermijnen.yaml', path, value))
const ofTilburg = (path: readonly (string | number)[], value: unknown) =>
  found(GemeenteFile, changed('gemeenten/0855.yaml', path, value))
const ofQuestions = (path: readonly (string | number)[], value: unknown) =>
  found(OpenVragenFile, changed('open-vragen.yaml', path, value))

const NONE: readonly string[] = []

describe('a name in a policy', () => {
  test.each([
    ['wet/huur', NONE],
    ['wet/huur-van-een-woning', NONE],
    [`wet/${'a'.repeat(41)}`, ['regel: invalid_format']],
    ['oud/wet/huur', ['regel: invalid_format']],
    ['wet/huur2', ['regel: invalid_format']],
    ['wet/', ['regel: invalid_format']],
  ])('of a rule: %s', (regel, expected) => {
    expect(ofRent(['regel'], regel)).toEqual(expected)
  })

  test.each([
    ['wgs-art-3-1-b', NONE],
    ['a'.repeat(60), NONE],
    ['a'.repeat(61), ['grondslag/0/id: invalid_format']],
    ['Wgs-art-3', ['grondslag/0/id: invalid_format']],
    ['wgs art', ['grondslag/0/id: invalid_format']],
    ['wgs-art!', ['grondslag/0/id: invalid_format']],
  ])('of an article: %s', (id, expected) => {
    expect(ofRent(['grondslag', 0, 'id'], id)).toEqual(expected)
  })

  test.each([
    ['inkomstenbelasting', NONE],
    ['a'.repeat(41), false],
    ['IB-aanslag', false],
    ['aanslag ib', false],
    ['aanslag.', false],
  ])('of a kind: %s', (value, expected) => {
    const path = ['bijzonderheden', 'belastingsoort', 'waarden']
    const faults = ofTax(path, [value])
    expect(faults).toEqual(expected === false ? [`${path.join('/')}/0: invalid_format`] : expected)
  })

  test.each(['alles-', ' alles', 'al les', 'a'.repeat(61)])('of a term: not %s', (name) => {
    const term = { zin: 'x', termijn: 'P1M', minstens: 'P1M', hoogstens: 'P1M', bron: 'x' }
    expect(ofTerms(['categorieen', name], term)).toEqual([`categorieen/${name}: invalid_key`])
    expect(ofTerms(['categorieen', 'a'.repeat(60)], term)).toEqual(NONE)
  })

  test.each(['een vraag', ' vraag', 'vraag?', 'a'.repeat(61)])('of a question: not %s', (name) => {
    const question = { vraag: 'x', bron: 'x', lezingen: { ja: 'x', nee: 'x' } }
    expect(ofQuestions(['vragen', name], question)).toEqual([`vragen/${name}: invalid_key`])
    expect(ofQuestions(['vragen', 'a'.repeat(60)], question)).toEqual(NONE)
  })

  test.each([
    ['bewaartermijnen', NONE],
    ['doelen/controle', NONE],
    ['wet/huur', NONE],
    ['oud/wet/huur', ['vragen/retour/regels/0: invalid_format']],
    ['wet/huur@1', ['vragen/retour/regels/0: invalid_format']],
    ['bewaartermijnen.yaml', ['vragen/retour/regels/0: invalid_format']],
  ])('of what a question holds back: %s', (name, expected) => {
    expect(ofQuestions(['vragen', 'retour', 'regels'], [name])).toEqual(expected)
  })
})

describe('a policy', () => {
  test('is approved by two or more, all different', () => {
    const by = (...names: readonly string[]) => ofRent(['actief', 'goedgekeurdDoor'], names)
    expect(by('jurist', 'eigenaar')).toEqual(NONE)
    expect(by('jurist', 'eigenaar', 'bestuurder')).toEqual(NONE)
    expect(by('jurist')).toEqual(['actief/goedgekeurdDoor: too_small'])
    expect(by('jurist', 'jurist')[0]).toContain('twee verschillende personen')
  })

  test('gives each field, derived or not, at least one purpose', () => {
    const told = 'noem ten minste één doel, of haal het veld weg'
    for (const path of [
      ['velden', 'persoon.achternaam', 'doelen'],
      ['afgeleid', 'adres.wijk', 'doelen'],
    ])
      expect(ofRent(path, {})).toEqual([`${path.join('/')}: ${told}`])
  })

  test('has versions that count from one', () => {
    for (const fits of [ofRent, ofTerms, ofQuestions]) {
      expect(fits(['versie'], 0)).toEqual(['versie: too_small'])
      expect(fits(['versie'], 7)).toEqual(NONE)
    }
  })

  test('may have an example in which nobody reacted', () => {
    expect(ofRent(['voorbeelden', 0, 'feiten'], { reactie: 'geen' })).toEqual(NONE)
    expect(ofRent(['voorbeelden', 0, 'feiten'], { reactie: 'boos' })).toEqual([
      'voorbeelden/0/feiten/reactie: invalid_value',
    ])
  })
})

describe('what a municipality decided', () => {
  test('begins on the day of its decision or later', () => {
    for (const what of ['drempels', 'werkwijze']) {
      expect(ofTilburg([what, 0, 'vanaf'], '2024-12-10')).toEqual(NONE)
      expect(ofTilburg([what, 0, 'vanaf'], '2024-12-09')[0]).toContain(
        `${what}/0/besluit/datum: het besluit is van na de dag`,
      )
    }
  })

  test('lasts a day or longer', () => {
    expect(ofTilburg(['werkwijze', 0, 'tot'], '2025-01-02')).toEqual(NONE)
    expect(ofTilburg(['werkwijze', 0, 'tot'], '2025-01-01')[0]).toContain('werkwijze/0/tot')
  })

  test('says nothing of what it leaves out but what holds without it', () => {
    const bare = GemeenteFile.parse({ gemeente: '0855' })
    expect(bare).toEqual({
      gemeente: '0855',
      drempels: [],
      afspraken: [],
      slepers: [],
      werkwijze: [],
    })
    const { vanaf, besluit, omdat, bron } = GemeenteFile.parse(
      changed('gemeenten/0855.yaml', ['gemeente'], '0855'),
    ).werkwijze[0] ?? { vanaf: '' }
    const [way] = GemeenteFile.parse({
      gemeente: '0855',
      werkwijze: [{ vanaf, besluit, omdat, bron }],
    }).werkwijze
    expect(way).toMatchObject({
      controle: 'geen',
      rest: 'uitstellen',
      terugkoppeling: 'direct',
      uitsluitHerhaald: false,
    })
  })

  test('has agreements on some types or on all', () => {
    const agreement = (signaaltypen: unknown) => [
      {
        deelnemer: '00000099000000001000',
        naam: 'x',
        signaaltypen,
        vanaf: '2025-01-01',
        kenmerk: 'x',
      },
    ]
    expect(ofTilburg(['afspraken'], agreement('alle'))).toEqual(NONE)
    expect(ofTilburg(['afspraken'], agreement(['huur', 'energie']))).toEqual(NONE)
    expect(ofTilburg(['afspraken'], agreement([]))).not.toEqual(NONE)
    expect(ofTilburg(['afspraken'], agreement(''))).not.toEqual(NONE)
  })
})

test('boundaries of classes rise, from the first on', () => {
  const bounds = (grenzen: readonly number[]) =>
    found(KlassenFile, changed('klassen.yaml', ['bedrag', 'grenzenInCenten'], grenzen))
  expect(bounds([100])).toEqual(NONE)
  expect(bounds([100, 101])).toEqual(NONE)
  expect(bounds([100, 100])[0]).toContain('de grenzen lopen op')
  expect(bounds([101, 100])[0]).toContain('de grenzen lopen op')
})

test('an open question has two readings or more', () => {
  expect(ofQuestions(['vragen', 'navraag', 'lezingen'], { aan: 'x' })).toContain(
    'vragen/navraag/lezingen: noem ten minste twee lezingen',
  )
  expect(ofQuestions(['vragen', 'navraag', 'lezingen'], { uit: 'x', aan: 'x', soms: 'x' })).toEqual(
    NONE,
  )
})
