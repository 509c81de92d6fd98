import { describe, expect, test } from 'vitest'
import { DAY } from '../../tests/support/builders.ts'
import {
  ARNHEM,
  aCondition,
  aKey,
  anInput,
  aRule,
  aWindow,
  policiesOf,
} from '../../tests/support/rules.ts'
import type { Oin } from '../model/ids.ts'
import { REDENEN, type RedenCode } from '../model/reden.ts'
import type { Rule } from './compile.ts'
import type { DecisionInput } from './decision.ts'
import { findRule, judge, reasonOf, reasonOfNone } from './judge.ts'

const usual = (code: RedenCode): { readonly zin: string; readonly remedie: string } => ({
  zin: REDENEN[code].zin,
  remedie: REDENEN[code].remedie,
})

describe('findRule', () => {
  const first = aRule({ vanaf: '2025-01-01', tot: '2026-01-01' })
  const second = aRule({ vanaf: '2026-01-01', tot: '2026-11-03' })
  const policies = policiesOf([first, second])

  test('finds the rule in force on the day, up to its end', () => {
    expect(findRule(policies, 'huur', '2025-12-31')).toBe(first)
    expect(findRule(policies, 'huur', '2026-01-01')).toBe(second)
    expect(findRule(policies, 'huur', '2026-11-02')).toBe(second)
  })

  test('tells what ended from what never was', () => {
    expect(findRule(policies, 'huur', '2026-11-03')).toBe('grondslag-verlopen')
    expect(findRule(policies, 'huur', '2024-12-31')).toBe('geen-grondslag')
    expect(findRule(policiesOf([aRule()]), 'huur', '2025-12-31')).toBe('geen-grondslag')
    expect(findRule(policies, 'telecom', DAY)).toBe('geen-grondslag')
    const gap = policiesOf([first, aRule({ vanaf: '2027-01-01' })])
    expect(findRule(gap, 'huur', DAY)).toBe('grondslag-verlopen')
  })
})

describe('reasonOfNone', () => {
  const ask = { signaaltype: 'huur', dag: DAY }

  test('tells of a rule that ended: its article, or the words that it left', () => {
    const ended = { tot: '2026-11-03', grondslag: 'art-oud' }
    const open = aRule({ grondslag: 'art-nieuw', tot: '2026-11-04' })
    expect(reasonOfNone(policiesOf([aRule(ended), open]), ask, 'grondslag-verlopen')).toStrictEqual(
      {
        code: 'grondslag-verlopen',
        grondslag: 'art-oud',
        ...usual('grondslag-verlopen'),
      },
    )
    const words = { zin: 'Het is voorbij.', remedie: 'Ga elders heen.' }
    const told = aRule(ended, { beeindiging: { ...words, grondslag: ['art-einde'] } })
    for (const rules of [
      [told, aRule({ tot: undefined })],
      [aRule({ tot: '2026-01-01' }), told],
    ])
      expect(reasonOfNone(policiesOf(rules), ask, 'grondslag-verlopen')).toStrictEqual({
        code: 'grondslag-verlopen',
        grondslag: 'art-einde',
        ...words,
      })
    expect(reasonOfNone(policiesOf([]), ask, 'grondslag-verlopen')).toStrictEqual({
      code: 'grondslag-verlopen',
      ...usual('grondslag-verlopen'),
    })
  })

  test('tells the right way of a type that goes another, while that is in force', () => {
    const words = { reden: 'verkeerd-doel', zin: 'Niet hier.', remedie: 'Daar wel.' } as const
    const geweigerd = {
      id: 'geen-grondslag@1',
      vanaf: '2026-01-01',
      tot: '2026-11-04',
      soorten: new Map([['cjib', { ...words, grondslag: ['art-9'] } as never]]),
    }
    const on = (dag: string, signaaltype = 'cjib'): unknown =>
      reasonOfNone(policiesOf([], { geweigerd }), { signaaltype, dag }, 'geen-grondslag')
    const { zin, remedie } = words
    expect(on(DAY)).toStrictEqual({ code: 'verkeerd-doel', grondslag: 'art-9', zin, remedie })
    const none = { code: 'geen-grondslag', ...usual('geen-grondslag') }
    expect(on('2026-11-04')).toStrictEqual(none)
    expect(on(DAY, 'telecom')).toStrictEqual(none)
    expect(reasonOfNone(policiesOf([]), ask, 'geen-grondslag')).toStrictEqual(none)
  })
})

test('a reason names an article where there is one', () => {
  expect(reasonOf('te-oud', 'art-1')).toStrictEqual({
    code: 'te-oud',
    grondslag: 'art-1',
    ...usual('te-oud'),
  })
  expect(reasonOf('te-oud')).toStrictEqual({ code: 'te-oud', ...usual('te-oud') })
})

describe('judge', () => {
  const HELD = {
    afzenderBevoegd: true,
    gemeenteBekend: true,
    signaaldatumBinnenBereik: true,
    gegevensdelingNietGeweigerd: true,
    gemeenteAangewezen: true,
    gemeenteAangesloten: true,
  }
  const failing = (
    rule: Partial<Rule>,
    input: Partial<DecisionInput>,
  ): readonly (readonly [string, string | undefined])[] =>
    judge(aRule(rule), anInput(input)).redenen.map(({ code, grondslag }) => [code, grondslag])
  const dated = (signaaldatum: string): Partial<DecisionInput> => ({
    feiten: { ...anInput().feiten, signaaldatum },
  })

  test('weighs what stands in every rule', () => {
    expect(judge(aRule(), anInput())).toStrictEqual({
      voorwaarden: HELD,
      redenen: [],
      opmerkingen: [],
    })
  })

  test('asks no more of a municipality that is not known', () => {
    const { gemeenteAangewezen: _one, gemeenteAangesloten: _other, ...rest } = HELD
    expect(judge(aRule(), anInput({ gemeente: undefined })).voorwaarden).toStrictEqual({
      ...rest,
      gemeenteBekend: false,
    })
  })

  test('names the article of the rule, but for what rests on none', () => {
    expect(failing({}, { afzenderRol: 'drinkwaterbedrijf' })).toEqual([
      ['afzender-niet-bevoegd', 'art-1'],
    ])
    expect(failing({}, { gemeente: undefined })).toEqual([['postcode-onbekend', undefined]])
    expect(failing({}, { gemeente: { gemeentecode: ARNHEM, sleutels: [] } })).toEqual([
      ['gemeente-niet-aangesloten', undefined],
    ])
    expect(failing({}, dated('2026-11-04'))).toEqual([['signaaldatum-buiten-bereik', undefined]])
    const { feiten } = anInput()
    expect(failing({}, { feiten: { ...feiten, inspanningen: { reactie: 'geweigerd' } } })).toEqual([
      ['gegevensdeling-geweigerd', 'art-1'],
    ])
    expect(failing({ aangewezen: new Set() }, {})).toEqual([['gemeente-niet-aangewezen', 'art-1']])
    expect(failing({ aangewezen: new Set([ARNHEM]) }, {})).toEqual([])
  })

  test('lets only the parties through that the law names', () => {
    const oin = '00000099000000001000' as Oin
    const deelnemers = new Set([oin])
    const refused = [['afzender-niet-bevoegd', 'art-1']]
    expect(failing({ deelnemers }, { afzenderOin: oin })).toEqual([])
    expect(failing({ deelnemers }, {})).toEqual(refused)
    expect(failing({ deelnemers }, { afzenderOin: '00000099000000002000' as Oin })).toEqual(refused)
    expect(failing({ deelnemers }, { afzenderOin: oin, afzenderRol: 'drinkwaterbedrijf' })).toEqual(
      refused,
    )
  })

  test('counts only an active key for help as connected', () => {
    const withKey = (more: Parameters<typeof aKey>[1]): unknown =>
      failing({}, { gemeente: { gemeentecode: ARNHEM, sleutels: [aKey('a', more)] } })
    const refused = [['gemeente-niet-aangesloten', undefined]]
    expect(withKey({ doelen: ['controle'] })).toEqual(refused)
    expect(withKey({ toestand: 'alleenOpenen' })).toEqual(refused)
    expect(withKey({ doelen: ['controle', 'hulpaanbod'] })).toEqual([])
  })

  test('takes a signal dated up to 31 days back, within the law or its predecessor', () => {
    const out = [['signaaldatum-buiten-bereik', undefined]]
    expect(failing({}, dated('2026-10-03'))).toEqual([])
    expect(failing({}, dated('2026-10-02'))).toEqual(out)
    const wet = { vanaf: '2026-11-01', tot: undefined }
    expect(failing({ wet }, dated('2026-11-01'))).toEqual([])
    expect(failing({ wet }, dated('2026-10-31'))).toEqual(out)
    const before = { ...aWindow, tot: '2026-10-31' }
    expect(failing({ wet, voorganger: before }, dated('2026-10-30'))).toEqual([])
    expect(failing({ wet, voorganger: before }, dated('2026-10-31'))).toEqual(out)
  })

  test('names each condition that fails in its own words, those that only remark apart', () => {
    const rule = aRule({
      voorwaarden: [
        aCondition('eindelevering-te-laat', false),
        aCondition('te-jong', false),
        aCondition('te-oud', true),
        aCondition('aanbod-ontbreekt', undefined),
      ],
    })
    const told = (code: string): unknown => ({
      code,
      grondslag: `art-${code}`,
      zin: `zin ${code}`,
      remedie: `remedie ${code}`,
    })
    expect(judge(rule, anInput({ afzenderRol: 'drinkwaterbedrijf' }))).toStrictEqual({
      voorwaarden: {
        ...HELD,
        afzenderBevoegd: false,
        'eindelevering-te-laat': false,
        'te-jong': false,
        'te-oud': true,
      },
      redenen: [reasonOf('afzender-niet-bevoegd', 'art-1'), told('te-jong')],
      opmerkingen: [told('eindelevering-te-laat')],
    })
  })
})
