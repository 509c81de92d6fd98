import { describe, expect, test } from 'vitest'
import {
  ARNHEM,
  aGroup,
  aKey,
  anInput,
  aRule,
  aWindow,
  policiesOf,
} from '../../tests/support/rules.ts'
import { type AfgeleidVeld, bijzonderVeld, type Veld } from '../model/veld.ts'
import type { Rule } from './compile.ts'
import { type DecidedFields, decideFields, hasSources } from './decide-fields.ts'
import type { DecisionInput } from './decision.ts'
import type { FieldGroup } from './field-rule.ts'

const boete = bijzonderVeld('boete')
const aanvraag = bijzonderVeld('aanvraag')

/** A rule that lets these fields pass, each on its own article. */
const letting = (
  groups: Readonly<Partial<Record<Veld, FieldGroup>>>,
  overrides: Partial<Rule> = {},
): Rule => {
  const entries = Object.entries(groups) as [Veld, FieldGroup][]
  const velden = new Map(
    entries.map(([veld, group]) => [veld, { omdat: '', grondslag: [`art-${veld}`], group }]),
  )
  return aRule({ velden, ...overrides })
}

const deciding = (
  rule: Rule | undefined,
  input: Partial<DecisionInput>,
  stop?: Parameters<typeof decideFields>[3],
): DecidedFields => decideFields(policiesOf([]), rule, anInput(input), stop)

const outcomes = ({ velden }: DecidedFields): readonly string[] =>
  velden.map(({ veld, uitkomst, reden }) => [veld, uitkomst, reden].join(' ').trim())

describe('decideFields', () => {
  const group = aGroup()

  test('lets a field pass that the rule names, on its article, until its term ends', () => {
    const found = deciding(letting({ klantnummer: group }), { velden: ['klantnummer'] })
    expect(found).toStrictEqual({
      velden: [{ veld: 'klantnummer', uitkomst: 'doorgegeven', grondslag: ['art-klantnummer'] }],
      regels: new Map([
        [
          'klantnummer',
          { grondslag: ['art-klantnummer'], doelen: ['hulpaanbod'], vervaldatum: '2027-05-03' },
        ],
      ]),
      afgeleid: [],
    })
  })

  test('withholds every other, and says why', () => {
    const rule = letting({ klantnummer: group }, { alleenVoorBesluit: new Set([aanvraag]) })
    const found = deciding(rule, {
      velden: [
        'persoon.achternaam',
        'persoon.natuurlijkPersoon',
        'inspanningen.reactie',
        boete,
        aanvraag,
      ],
      onbruikbaar: ['klantnummer'],
    })
    expect(found).toStrictEqual({
      velden: [
        ['persoon.achternaam', 'geen-grondslag'],
        ['persoon.natuurlijkPersoon', 'alleen-voor-besluit'],
        ['klantnummer', 'onbruikbaar'],
        ['inspanningen.reactie', 'alleen-voor-besluit'],
        [aanvraag, 'alleen-voor-besluit'],
        [boete, 'geen-grondslag'],
      ].map(([veld, reden]) => ({
        veld,
        uitkomst: reden === 'onbruikbaar' ? 'onbruikbaar' : 'niet-doorgegeven',
        grondslag: [],
        reden,
      })),
      regels: new Map(),
      afgeleid: [],
    })
  })

  test('decides in the order of the vocabulary, those of the type itself last, each once', () => {
    const velden: Veld[] = [boete, 'klantnummer', aanvraag, 'signaaldatum', 'klantnummer']
    expect(deciding(undefined, { velden }).velden.map(({ veld }) => veld)).toEqual([
      'signaaldatum',
      'klantnummer',
      aanvraag,
      boete,
    ])
    expect(
      outcomes(deciding(undefined, { velden: ['klantnummer', 'inspanningen.reactie'] })),
    ).toEqual([
      'klantnummer niet-doorgegeven geen-grondslag',
      'inspanningen.reactie niet-doorgegeven alleen-voor-besluit',
    ])
  })

  test('looks at each group of fields by itself', () => {
    const rule = letting({ klantnummer: group, 'persoon.achternaam': aGroup(['controle']) })
    expect(outcomes(deciding(rule, { velden: ['persoon.achternaam', 'klantnummer'] }))).toEqual([
      'persoon.achternaam niet-doorgegeven geen-sleutel',
      'klantnummer doorgegeven',
    ])
  })

  test('names a field that could not be used so, and not twice', () => {
    const rule = letting({ klantnummer: group })
    const both = { velden: ['klantnummer' as const], onbruikbaar: ['klantnummer' as const] }
    expect(outcomes(deciding(rule, both))).toEqual(['klantnummer onbruikbaar onbruikbaar'])
  })

  test('asks for a purpose in force, then for nothing against the signal, then for a key', () => {
    const input = { velden: ['klantnummer' as const] }
    const unopened = { ...input, gemeente: { gemeentecode: ARNHEM, sleutels: [] } }
    const ended = { doel: 'hulpaanbod', vanaf: '2026-01-01', tot: '2026-11-03' } as const
    const without = letting({ klantnummer: aGroup([], { doelen: [ended] }) })
    const stop = 'onder-gemeentelijke-drempel'
    const says = (reden: string): readonly string[] => [`klantnummer niet-doorgegeven ${reden}`]
    expect(outcomes(deciding(without, unopened, stop))).toEqual(says('geen-doel'))
    expect(outcomes(deciding(without, { ...input, dag: '2026-11-02' }))).toEqual([
      'klantnummer doorgegeven',
    ])
    const rule = letting({ klantnummer: group })
    for (const one of [stop, 'signaal-geweigerd'] as const)
      expect(outcomes(deciding(rule, unopened, one))).toEqual(says(one))
    expect(outcomes(deciding(rule, unopened))).toEqual(says('geen-sleutel'))
    expect(outcomes(deciding(rule, { ...input, gemeente: undefined }))).toEqual(
      says('geen-sleutel'),
    )
  })

  test('lets a field pass for the purposes in force that have a key', () => {
    const both = aGroup(['controle', 'hulpaanbod'])
    const input = { velden: ['klantnummer' as const] }
    const doelen = (rule: Rule, sleutels: readonly ReturnType<typeof aKey>[]): unknown =>
      deciding(rule, { ...input, gemeente: { gemeentecode: ARNHEM, sleutels } }).regels.get(
        'klantnummer',
      )?.doelen
    const control = aKey('c', { doelen: ['controle'] })
    const rule = letting({ klantnummer: both })
    expect(doelen(rule, [aKey(), control])).toEqual(['controle', 'hulpaanbod'])
    expect(doelen(rule, [control])).toEqual(['controle'])
    expect(doelen(rule, [aKey('c', { doelen: ['controle'], toestand: 'alleenOpenen' })])).toBe(
      undefined,
    )
    const [help] = group.doelen
    if (help === undefined) throw new Error('the group has a purpose')
    const later = { ...both, doelen: [{ ...help, doel: 'controle', vanaf: '2027-01-01' }, help] }
    expect(doelen(letting({ klantnummer: later as FieldGroup }), [aKey(), control])).toEqual([
      'hulpaanbod',
    ])
  })

  test('ends a field by the term that the municipality set itself', () => {
    const termijnen = new Map([['verzegeld', { maanden: 1, dagen: 0 }]])
    const gemeente = { gemeentecode: ARNHEM, sleutels: [aKey()], termijnen }
    const rule = letting({ klantnummer: group })
    expect(
      deciding(rule, { velden: ['klantnummer'], gemeente }).regels.get('klantnummer')?.vervaldatum,
    ).toBe('2026-12-03')
  })

  test('shares its verdicts, so that no reader can change what the next one is told', () => {
    const velden: Veld[] = ['klantnummer', 'persoon.achternaam']
    const rule = letting({ klantnummer: group })
    const first = deciding(rule, { velden })
    for (const one of first.velden) {
      expect(() => one.grondslag.push('x')).toThrow(TypeError)
      expect(() => Object.assign(one, { uitkomst: 'onbruikbaar' })).toThrow(TypeError)
    }
    const again = deciding(rule, { velden })
    expect(again.velden[0]).toBe(first.velden[0])
    expect(outcomes(again)).toEqual([
      'persoon.achternaam niet-doorgegeven geen-grondslag',
      'klantnummer doorgegeven',
    ])
  })
})

const derivedFrom = (
  veld: AfgeleidVeld,
  window: { readonly vanaf: string; readonly tot: string | undefined } = aWindow,
): Rule['afgeleid'] =>
  new Map([
    [
      veld,
      {
        omdat: '',
        grondslag: ['art-klasse'],
        doelen: [
          { doel: 'monitor', vorm: 'klasse', vanaf: '2030-01-01', tot: undefined },
          { doel: 'selectie', vorm: 'klasse', ...window },
        ],
      },
    ],
  ])

describe('what is derived', () => {
  const group = aGroup()
  const source = 'achterstand.bedragInCenten'

  test('stands last, made coarser, on its own articles', () => {
    const rule = letting({ [source]: group }, { afgeleid: derivedFrom('achterstand.bedragklasse') })
    const found = deciding(rule, { velden: [source, boete] })
    expect(found.afgeleid).toEqual(['achterstand.bedragklasse'])
    expect(found.velden.at(-1)).toStrictEqual({
      veld: 'achterstand.bedragklasse',
      uitkomst: 'vergroofd',
      grondslag: ['art-klasse'],
    })
    found.velden.at(-1)?.grondslag.push('x')
    expect(rule.afgeleid.get('achterstand.bedragklasse')?.grondslag).toEqual(['art-klasse'])
  })

  test('is nothing without its source, its purpose, or a signal that is accepted', () => {
    const afgeleid = derivedFrom('achterstand.bedragklasse')
    const rule = letting({ [source]: group }, { afgeleid })
    const velden: Veld[] = [source]
    expect(deciding(rule, {}).afgeleid).toEqual([])
    expect(deciding(letting({}, { afgeleid }), { velden }).afgeleid).toEqual([])
    const soort = { afgeleid: derivedFrom('signaalsoort') }
    expect(deciding(aRule(soort), {}).afgeleid).toEqual(['signaalsoort'])
    expect(deciding(aRule(soort), {}, 'signaal-geweigerd').afgeleid).toEqual([])
    const over = derivedFrom('achterstand.bedragklasse', { vanaf: '2026-01-01', tot: '2026-11-03' })
    expect(deciding(letting({ [source]: group }, { afgeleid: over }), { velden }).afgeleid).toEqual(
      [],
    )
  })

  test('has no district that the table of addresses does not name', () => {
    const address: Veld[] = ['adres.postcode', 'adres.huisnummer']
    const wijk = letting(
      { 'adres.postcode': group, 'adres.huisnummer': group },
      { afgeleid: derivedFrom('adres.wijk') },
    )
    const known = (wijkBekend: boolean | undefined): unknown =>
      deciding(wijk, { velden: address, wijkBekend }).afgeleid
    expect([true, undefined, false].map(known)).toEqual([['adres.wijk'], ['adres.wijk'], []])
    const amount = letting(
      { [source]: group },
      { afgeleid: derivedFrom('achterstand.bedragklasse') },
    )
    expect(deciding(amount, { velden: [source], wijkBekend: false }).afgeleid).toHaveLength(1)
  })

  test('asks for one of its sources where one is enough, for all of them elsewhere', () => {
    const only =
      (...fields: readonly Veld[]) =>
      (veld: Veld): boolean =>
        fields.includes(veld)
    expect(hasSources('achterstand.leeftijdsklasse', only('achterstand.maanden'))).toBe(true)
    expect(hasSources('achterstand.leeftijdsklasse', only())).toBe(false)
    expect(hasSources('adres.wijk', only('adres.postcode', 'adres.huisnummer'))).toBe(true)
    expect(hasSources('adres.wijk', only('adres.postcode'))).toBe(false)
  })
})
