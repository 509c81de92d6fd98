import { describe, expect, test } from 'vitest'
import { Cases } from '../../tests/oracle/cases.ts'
import { aSignal, DAY } from '../../tests/support/builders.ts'
import { Signaal } from '../model/signaal.ts'
import { AFGELEIDE_VELDEN, afleidingOf, type Veld } from '../model/veld.ts'
import { compile, type Policies } from './compile.ts'
import { decide } from './decide.ts'
import { classOf, derive, NOTHING_DERIVED } from './derive.ts'
import { findRule } from './judge.ts'
import { loadPolicies } from './load.ts'
import { type MinimisedSignaal, minimise } from './minimise.ts'
import { formToday } from './purpose-form.ts'

const policies = loadPolicies('policies')

/** The lawful signal of `json`, without some fields. */
const lawfulOf = (json: object, without: readonly Veld[] = []): MinimisedSignaal => {
  const signaal = Signaal.parse(json)
  const all = Object.keys(policies.documents.wet.get('wet/huur.yaml')?.velden ?? {}) as Veld[]
  return minimise(signaal, { regels: new Set(all.filter((veld) => !without.includes(veld))) })
}

const derived = (lawful: MinimisedSignaal, wijkcode?: string): ReturnType<typeof derive> =>
  derive(policies, AFGELEIDE_VELDEN, lawful, { rule: { toonAls: 'huur' }, dag: DAY, wijkcode })

describe('a class', () => {
  const bounds = [5_000, 7_500, 10_000]

  test.each([
    [1, '0-5000'],
    [4_999, '0-5000'],
    [5_000, '5000-7500'],
    [7_499, '5000-7500'],
    [9_999, '7500-10000'],
    [10_000, '10000-'],
    [100_000_000, '10000-'],
  ])('of %i is %s: a boundary belongs to the class above it', (value, found) => {
    expect(classOf(value, bounds)).toBe(found)
  })
})

describe('what is derived', () => {
  test('of everything that passes', () => {
    expect(derived(lawfulOf(aSignal({ crisissignaal: false })), 'WK020201')).toEqual({
      soort: 'huur',
      crisis: false,
      bedragklasse: '50000-100000',
      leeftijdsklasse: '60-100',
      wijkcode: 'WK020201',
    })
  })

  test.each([
    ['crisissignaal', ['crisissignaal'], { crisis: null }],
    ['the amount', ['achterstand.bedragInCenten'], { bedragklasse: null }],
    [
      'date and months',
      ['achterstand.ontstaansdatum', 'achterstand.maanden'],
      { leeftijdsklasse: null },
    ],
    ['the postcode', ['adres.postcode'], { wijkcode: null }],
    ['the house number', ['adres.huisnummer'], { wijkcode: null }],
  ] as const)('lacks what is made of %s once that is withheld', (_, without, left) => {
    const json = aSignal({ crisissignaal: true })
    const whole = derived(lawfulOf(json), 'WK020201')
    expect(derived(lawfulOf(json, without), 'WK020201')).toEqual({ ...whole, ...left })
  })

  test('is made of the months when only they pass, and of no date then', () => {
    const json = aSignal({ achterstand: { ontstaansdatum: '2020-01-01', maanden: 5 } })
    expect(derived(lawfulOf(json)).leeftijdsklasse).toBe('365-')
    expect(derived(lawfulOf(json, ['achterstand.ontstaansdatum'])).leeftijdsklasse).toBe('100-180')
  })

  test('counts from the day of receipt, and arrears of the future as new', () => {
    const since = (ontstaansdatum: string): string | null =>
      derived(lawfulOf(aSignal({ achterstand: { ontstaansdatum } }))).leeftijdsklasse
    expect(['2026-10-05', '2026-10-04', '2026-12-01'].map(since)).toEqual(['0-30', '30-60', '0-30'])
  })

  test('has no class of age where the set draws none', () => {
    const { leeftijd: _ages, ...klassen } = policies.documents.klassen
    const set = { documents: { ...policies.documents, klassen } }
    const circumstances = { rule: { toonAls: 'huur' }, dag: DAY, wijkcode: undefined }
    const found = derive(set, AFGELEIDE_VELDEN, lawfulOf(aSignal()), circumstances)
    expect(found).toMatchObject({ leeftijdsklasse: null, bedragklasse: '50000-100000' })
  })

  test('is nothing when a decision names nothing, and has no district that nobody knows', () => {
    const lawful = lawfulOf(aSignal())
    const circumstances = { rule: { toonAls: 'huur' }, dag: DAY, wijkcode: 'WK020201' }
    expect(derive(policies, [], lawful, circumstances)).toEqual(NOTHING_DERIVED)
    expect(derived(lawful).wijkcode).toBeNull()
  })
})

/** Policies whose rent rule withholds `velden`, past the check that would refuse its classes. */
const withholding = (...velden: readonly Veld[]): Policies => {
  const { documents } = policies
  const wet = new Map(
    [...documents.wet].map(([file, rule]) => [
      file,
      rule.regel === 'wet/huur'
        ? {
            ...rule,
            velden: Object.fromEntries(
              Object.entries(rule.velden).filter(([veld]) => !velden.includes(veld as Veld)),
            ),
          }
        : rule,
    ]),
  )
  return compile({ ...documents, wet }, policies.hash)
}

describe('a decision', () => {
  const cases = (() => {
    const source = new Cases(policies.documents, 15)
    return Array.from({ length: 8_000 }, () => source.next())
  })()

  test('derives only when it accepts, and names what it derives with the articles of today', () => {
    const accepted = cases.filter((input) => {
      const { besluit, afgeleid } = decide(policies, input)
      const named = besluit.velden.filter(({ uitkomst }) => uitkomst === 'vergroofd')
      expect(named.map(({ veld }) => veld)).toEqual(afgeleid)
      for (const { veld, grondslag } of named) {
        const question = { signaaltype: input.signaaltype, doel: 'selectie', veld } as const
        expect(formToday(policies, { ...question, dag: input.dag })?.grondslag).toEqual(grondslag)
      }
      return besluit.besluit === 'aanvaard' || afgeleid.length > 0
    })
    const verdicts = accepted.map((input) => decide(policies, input).besluit.besluit)
    expect(new Set(verdicts)).toEqual(new Set(['aanvaard']))
    expect(verdicts.length).toBeGreaterThan(500)
  })

  test('derives only of fields that pass for a purpose', () => {
    const made = cases.flatMap((input) => {
      const { regels, afgeleid } = decide(policies, input)
      return afgeleid.map((veld) => {
        const { bronnen, een } = afleidingOf(veld)
        const passing = bronnen.filter((bron) => regels.has(bron)).length
        return passing >= (een === true ? 1 : bronnen.length)
      })
    })
    expect(made.length).toBeGreaterThan(1_000)
    expect(made).not.toContain(false)
  })

  test('names no class whose source the rule withholds, whatever the rule says of the class', () => {
    const source = new Cases(policies.documents, 16)
    const rent = Array.from({ length: 8_000 }, () => source.next()).filter(
      ({ signaaltype }) => signaaltype === 'huur',
    )
    const without = withholding(
      'achterstand.bedragInCenten',
      'achterstand.ontstaansdatum',
      'achterstand.maanden',
      'adres.postcode',
      'crisissignaal',
    )
    const found = new Set(rent.flatMap((input) => decide(without, input).afgeleid))
    expect([...found]).toEqual(['signaalsoort'])
    expect(new Set(rent.flatMap((input) => decide(policies, input).afgeleid)).size).toBe(5)
  })

  test('names the type as the work list shows it', () => {
    const shown = (type: string): string => {
      const rule = findRule(policies, type, DAY)
      if (typeof rule === 'string') throw new Error(type)
      const circumstances = { rule, dag: DAY, wijkcode: undefined }
      return derive(policies, ['signaalsoort'], new Map(), circumstances).soort ?? ''
    }
    expect(['huur', 'duo', 'belastingdienst', 'cak-eigen-bijdrage'].map(shown)).toEqual([
      'huur',
      'overheid',
      'overheid',
      'overheid',
    ])
  })
})
