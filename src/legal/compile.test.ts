import { describe, expect, test } from 'vitest'
import { ARNHEM } from '../../tests/support/rules.ts'
import { REDENEN } from '../model/reden.ts'
import { bijzonderVeld, type Veld } from '../model/veld.ts'
import { compile, dueDate, type PolicyDocuments, type Rule } from './compile.ts'
import type { DoelFile } from './doel-file.ts'
import { loadPolicies } from './load.ts'
import type { WetFile } from './policy-file.ts'
import { isWithin, windowOf } from './window.ts'

const { documents } = loadPolicies('policies')
const HUUR = 'wet/huur.yaml'
const huur = documents.wet.get(HUUR) as WetFile

/** The rent rules of the project's documents, changed in places; past the checks of a load. */
const rent = (
  rules: readonly Partial<WetFile>[],
  change: Partial<PolicyDocuments> = {},
): readonly Rule[] => {
  const wet = new Map(rules.map((one, index) => [`wet/${index}.yaml`, { ...huur, ...one }]))
  return compile({ ...documents, wet, ...change }, 'x').regels.get('huur') ?? []
}
const only = (rule: Partial<WetFile>, change?: Partial<PolicyDocuments>): Rule => {
  const [first] = rent([rule], change)
  if (first === undefined) throw new Error('one rule was given')
  return first
}
/** Each purpose, changed. */
const purposes = (change: (file: DoelFile) => DoelFile): Partial<PolicyDocuments> => ({
  doelen: new Map([...documents.doelen].map(([path, file]) => [path, change(file)])),
})

describe('the days on which a file is in force', () => {
  const between = (
    geldig: { readonly vanaf: string; readonly tot?: string },
    actief: { readonly vanaf: string; readonly tot?: string },
  ): unknown => windowOf({ geldig, actief } as WetFile)
  const [first, second] = ['2026-01-01', '2026-02-01'] as const

  test('are those of the law on which it was approved too', () => {
    expect(between({ vanaf: first }, { vanaf: second })).toEqual({ vanaf: second, tot: undefined })
    expect(between({ vanaf: second }, { vanaf: first })).toEqual({ vanaf: second, tot: undefined })
    for (const [geldig, actief] of [
      [first, second],
      [second, first],
      [first, undefined],
      [undefined, first],
    ] as const)
      expect(
        between(
          { vanaf: '2025-01-01', ...(geldig && { tot: geldig }) },
          { vanaf: '2025-01-01', ...(actief && { tot: actief }) },
        ),
      ).toEqual({ vanaf: '2025-01-01', tot: first })
  })

  test('begin on the first and end before the last', () => {
    const window = { vanaf: first, tot: second }
    expect(['2025-12-31', first, '2026-01-31', second].map((dag) => isWithin(window, dag))).toEqual(
      [false, true, true, false],
    )
    expect(isWithin({ ...window, tot: undefined }, '2099-01-01')).toBe(true)
  })
})

describe('a compiled rule', () => {
  test('is what its file says, and shows by its own name unless the file names another', () => {
    const rule = only({ toonAls: undefined })
    expect(rule).toMatchObject({
      id: 'wet/huur@1',
      signaaltype: 'huur',
      toonAls: 'huur',
      afzender: 'verhuurder',
      grondslag: huur.grondslag[0]?.id,
      voorganger: undefined,
      deelnemers: undefined,
      aangewezen: undefined,
    })
    expect(only({ toonAls: 'overheid' }).toonAls).toBe('overheid')
    expect(rule.voorwaarden.map(({ naam }) => naam)).toEqual(
      huur.voorwaarden.map(({ voorwaarde }) => voorwaarde),
    )
  })

  test('says a condition in its own words, or in the usual ones', () => {
    const [first] = huur.voorwaarden
    if (first === undefined) throw new Error('rent asks something')
    const own = { grondslag: ['art-a', 'art-b'], zin: 'Zo.', remedie: 'Doe dit.' }
    const { zin: _zin, remedie: _remedie, ...plain } = first
    const [mine, usual] = only({ voorwaarden: [{ ...first, ...own }, plain] }).voorwaarden
    expect(mine).toMatchObject({ grondslag: 'art-a', zin: 'Zo.', remedie: 'Doe dit.' })
    const { zin, remedie } = REDENEN['persoonlijk-contact-ontbreekt']
    expect(usual).toMatchObject({ code: 'persoonlijk-contact-ontbreekt', zin, remedie })
  })

  test('has fields of its own that pass, and others that only serve the decision', () => {
    const bijzonderheden = {
      boete: { soort: 'bedragInCenten', omdat: '', grondslag: ['x'], doelen: { controle: 'heel' } },
      uitstel: { soort: 'jaNee', omdat: '', grondslag: ['x'] },
    } as never
    const rule = only({ bijzonderheden })
    expect([...rule.alleenVoorBesluit]).toEqual([bijzonderVeld('uitstel')])
    expect(rule.velden.has(bijzonderVeld('boete'))).toBe(true)
    expect(rule.velden.has(bijzonderVeld('uitstel'))).toBe(false)
  })

  test('looks once at fields that go to the same purposes and end together', () => {
    const { velden } = only({})
    const groupOf = (veld: Veld): unknown => velden.get(veld)?.group
    expect(groupOf('adres.postcode')).toBe(groupOf('adres.huisnummer'))
    expect(groupOf('adres.postcode')).not.toBe(groupOf('contact.telefoonnummer'))
  })

  test('stands behind those that began before it, with the law of the one that it follows', () => {
    const [first, second] = [{ vanaf: '2021-01-01', tot: '2025-01-01' }, { vanaf: '2025-01-01' }]
    const rules = rent([
      { versie: 2, geldig: second, opvolgerVan: 'wet/huur@1' },
      { versie: 1, geldig: first },
      { versie: 0, geldig: second, actief: { ...huur.actief, vanaf: '2025-06-01' } },
    ])
    expect(rules.map(({ id }) => id)).toEqual(['wet/huur@1', 'wet/huur@2', 'wet/huur@0'])
    expect(rules.map(({ voorganger }) => voorganger)).toEqual([undefined, first, undefined])
  })

  test('lets a field pass for the purposes that both name whole', () => {
    const doelen = (rule: Rule): unknown =>
      rule.velden.get('persoon.achternaam')?.group.doelen.map(({ doel }) => doel)
    const name = huur.velden['persoon.achternaam']
    if (name === undefined) throw new Error('rent lets a name pass')
    expect(doelen(only({}))).toEqual(['controle', 'hulpaanbod'])
    const one = { ...huur.velden, 'persoon.achternaam': { ...name, doelen: { controle: 'heel' } } }
    expect(doelen(only({ velden: one as WetFile['velden'] }))).toEqual(['controle'])
    const absent = purposes(
      (file) =>
        ({
          ...file,
          velden: {
            ...file.velden,
            'persoon.achternaam': { vorm: 'afwezig', omdat: 'x', grondslag: ['x'] },
          },
        }) as DoelFile,
    )
    expect(doelen(only({}, absent))).toEqual([])
    const silent = purposes((file) => {
      const { 'persoon.achternaam': _name, ...velden } = file.velden
      return { ...file, velden } as DoelFile
    })
    expect(doelen(only({}, silent))).toEqual([])
  })

  test('derives a field for the purposes that take it in the form that the rule gives', () => {
    const veld = 'achterstand.bedragklasse'
    const taken = (rule: Rule): unknown =>
      rule.afgeleid.get(veld)?.doelen.map(({ doel, vorm }) => [doel, vorm])
    expect(taken(only({}))).toEqual([['selectie', 'klasse']])
    const given = huur.afgeleid[veld]
    if (given === undefined) throw new Error('rent derives a class')
    const other = { ...huur.afgeleid, [veld]: { ...given, doelen: { selectie: 'vlag' } } }
    expect(taken(only({ afgeleid: other as WetFile['afgeleid'] }))).toEqual([])
    const absent = { ...huur.afgeleid, [veld]: { ...given, doelen: { controle: 'afwezig' } } }
    expect(taken(only({ afgeleid: absent as WetFile['afgeleid'] }))).toEqual([])
  })

  test('asks for a term that the file of terms has', () => {
    const bewaren = { gecodeerd: 'altijd', verzegeld: 'verzegeldNietGeopend' }
    expect(() => only({ bewaren })).toThrow('retention category altijd passed the check')
    const policies = compile(documents, 'x')
    expect(dueDate(policies, 'geweigerd', '2026-11-03')).toBe('2027-12-03')
  })
})

test('what a municipality decided counts for all types, or for those that it names', () => {
  const days = { vanaf: '2026-01-01', tot: '2027-01-01' }
  const deelnemer = '00000099000000001000'
  const own = (signaaltypen: 'alle' | readonly string[]): object => ({ ...days, signaaltypen })
  const file = {
    gemeente: ARNHEM,
    drempels: [own('alle'), own(['huur'])].map((one) => ({ ...one, centen: 5_000 })),
    afspraken: [own('alle'), own(['huur'])].map((one) => ({ ...one, deelnemer })),
    werkwijze: [],
  }
  const gemeenten = new Map([['gemeenten/0202.yaml', file]]) as never
  const policies = compile({ ...documents, gemeenten }, 'x')
  expect(policies.drempels.get(ARNHEM)).toStrictEqual([
    { ...days, centen: 5_000, types: 'alle' },
    { ...days, centen: 5_000, types: new Set(['huur']) },
  ])
  expect(policies.afspraken.get(ARNHEM)).toStrictEqual([
    { ...days, deelnemer, types: 'alle' },
    { ...days, deelnemer, types: new Set(['huur']) },
  ])
})

test('a set says under which file a type goes another way, or names none', () => {
  const { geweigerd } = documents
  if (geweigerd === undefined) throw new Error('the project has one')
  expect(compile(documents, 'x').geweigerd).toMatchObject({
    id: `geen-grondslag@${geweigerd.versie}`,
    vanaf: geweigerd.actief.vanaf,
  })
  expect(compile({ ...documents, geweigerd: undefined }, 'x').geweigerd).toBeUndefined()
})
