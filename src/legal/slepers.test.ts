import { describe, expect, test } from 'vitest'
import { expectTold, usePolicyFolder } from '../../tests/support/policy-folder.ts'
import {
  acceptSlepers,
  addSlepersFile,
  countSlepers,
  letTilburgCount,
} from '../../tests/support/slepers-policy.ts'
import { Gemeentecode } from '../model/ids.ts'
import { comparePolicies } from './compare-policies.ts'
import type { Policies } from './compile.ts'
import type { DecisionInput } from './decision.ts'
import { loadPolicies } from './load.ts'
import { processingRegister } from './processing-register.ts'
import { describeBases, describePurposeQuestions } from './public-bases.ts'
import { countsFrom, indexDue, recognisedBy } from './slepers.ts'

const tilburg = Gemeentecode.parse('0855')
const arnhem = Gemeentecode.parse('0202')
const folder = usePolicyFolder()

/** The set in which Tilburg counts. */
const counting = (): Policies => {
  countSlepers(folder)
  return loadPolicies(folder.path)
}

const input = (overrides: Partial<DecisionInput> = {}): DecisionInput => ({
  signaaltype: 'drinkwater',
  velden: ['persoon.achternaam', 'persoon.geboortedatum', 'adres.postcode', 'adres.huisnummer'],
  onbruikbaar: [],
  feiten: { bedragInCenten: 4_800 } as DecisionInput['feiten'],
  afzenderRol: 'drinkwaterbedrijf',
  dag: '2026-11-03',
  gemeente: {
    gemeentecode: tilburg,
    sleutels: [{ sleutelId: 's', toestand: 'actief', doelen: ['hulpaanbod', 'controle'] }],
  } as unknown as DecisionInput['gemeente'],
  opmerkingen: [],
  ...overrides,
})

describe('counting who stays below a threshold', () => {
  test('is on only where the question is accepted, the file is there and the municipality decided so', () => {
    const policies = counting()
    expect(countsFrom(policies, tilburg, '2026-11-03')).toBe(3)
    expect(countsFrom(policies, arnhem, '2026-11-03')).toBeUndefined()
    expect(countsFrom(policies, tilburg, '2025-12-31')).toBeUndefined()
    expect(countsFrom(loadPolicies('policies'), tilburg, '2026-11-03')).toBeUndefined()
  })

  test('ends with the file, or with the decision of the municipality', () => {
    countSlepers(folder)
    folder.change(
      'slepers.yaml',
      'geldig: { vanaf: 2026-01-01 }',
      'geldig: { vanaf: 2026-01-01, tot: 2026-11-03 }',
    )
    const ended = loadPolicies(folder.path)
    expect(countsFrom(ended, tilburg, '2026-11-02')).toBe(3)
    expect(countsFrom(ended, tilburg, '2026-11-03')).toBeUndefined()
    folder.change('slepers.yaml', ', tot: 2026-11-03 }', ' }')
    folder.change(
      'gemeenten/0855.yaml',
      /(vanafMaanden: 3\n {4}vanaf: .*)/,
      '$1\n    tot: 2026-10-01',
    )
    const stopped = loadPolicies(folder.path)
    expect(countsFrom(stopped, tilburg, '2026-09-30')).toBe(3)
    expect(countsFrom(stopped, tilburg, '2026-10-01')).toBeUndefined()
  })

  test('recognises by what the law lets pass and the file names, and by nothing else', () => {
    countSlepers(folder)
    folder.change('slepers.yaml', /\n {2}persoon\.voorletters: .*/, '')
    const policies = loadPolicies(folder.path)
    const velden: DecisionInput['velden'] = [
      'persoon.achternaam',
      'persoon.voorletters',
      'persoon.bsn',
      'adres.postcode',
      'adres.huisnummer',
      'contact.telefoon',
    ] as unknown as DecisionInput['velden']
    expect([...recognisedBy(policies, input({ velden })).keys()].toSorted()).toEqual([
      'adres.huisnummer',
      'adres.postcode',
      'persoon.achternaam',
    ])
    expect(
      recognisedBy(policies, input({ velden, onbruikbaar: ['adres.postcode'] })).has(
        'adres.postcode',
      ),
    ).toBe(false)
  })

  test.each([
    ['of a municipality that counts nobody', { gemeente: { gemeentecode: arnhem, sleutels: [] } }],
    ['that no municipality receives', { gemeente: undefined }],
    ['of a type without a basis', { signaaltype: 'sportschool' }],
    ['of before the count', { dag: '2025-12-31' }],
    ['that reaches the threshold', { feiten: { bedragInCenten: 7_500 } }],
    ['of a threatening situation', { feiten: { bedragInCenten: 4_800, crisissignaal: true } }],
  ] as const)('recognises nobody by a signal %s', (_, overrides) => {
    const policies = counting()
    expect(recognisedBy(policies, input(overrides as unknown as Partial<DecisionInput>)).size).toBe(
      0,
    )
  })

  test('recognises nobody where the set does not count', () => {
    expect(recognisedBy(loadPolicies('policies'), input()).size).toBe(0)
  })

  test('keeps an index for its own term, and never longer than the row of its signal', () => {
    const policies = counting()
    expect(indexDue(policies, '2026-11-03', '2027-11-03')).toBe('2027-05-03')
    expect(indexDue(policies, '2026-11-03', '2026-12-03')).toBe('2026-12-03')
    expect(() => indexDue({ slepers: undefined }, '2026-11-03', '2026-12-03')).toThrow('policy')
  })
})

describe('a set that counts', () => {
  const LATER = 'the setting on, and no file'
  test.each([
    [LATER, () => acceptSlepers(folder)],
    ['a file, and the setting off', () => addSlepersFile(folder)],
    ['a municipality that counts, and the setting off', () => letTilburgCount(folder)],
    [
      'a municipality that counts without a threshold',
      () => {
        countSlepers(folder)
        folder.change('gemeenten/0855.yaml', /drempels:[\s\S]*?(?=werkwijze:)/, '')
      },
    ],
    [
      'a threshold that ended before the count begins',
      () => {
        countSlepers(folder)
        folder.change(
          'gemeenten/0855.yaml',
          'vanaf: 2025-01-01\n',
          'vanaf: 2025-01-01\n    tot: 2026-01-01\n',
        )
      },
    ],
    [
      'two counts at once',
      () => {
        countSlepers(folder)
        folder.change('gemeenten/0855.yaml', /(slepers:\n)([\s\S]*)$/, '$1$2$2')
      },
    ],
    [
      'a file without a field that recognises',
      () => {
        countSlepers(folder)
        folder.change('slepers.yaml', /\n {2}adres\.postcode: .*/, '')
      },
    ],
    [
      'a term shorter than a month is counted',
      () => {
        countSlepers(folder)
        folder.change('slepers.yaml', 'termijn: P6M', 'termijn: P1M')
      },
    ],
    [
      'a term longer than the key of a month',
      () => {
        countSlepers(folder)
        folder.change('slepers.yaml', 'termijn: P6M', 'termijn: P7M')
      },
    ],
    [
      'an article that is not described',
      () => {
        countSlepers(folder)
        folder.change(
          'slepers.yaml',
          'bij de achternaam, grondslag: wgs-art-2-4-c',
          'bij de achternaam, grondslag: wgs-art-9',
        )
      },
    ],
    [
      'a question that nobody accepted',
      () => {
        countSlepers(folder)
        folder.change('slepers.yaml', /\naanvaardDoor: .*/, '')
      },
    ],
    [
      'a field by which nobody may be recognised',
      () => {
        countSlepers(folder)
        folder.change('slepers.yaml', 'persoon.voorvoegsel:', 'persoon.bsn:')
      },
    ],
    [
      'a decision of after the day on which it begins',
      () => {
        countSlepers(folder)
        folder.change('gemeenten/0855.yaml', 'datum: 2025-12-09', 'datum: 2026-01-02')
      },
    ],
    [
      'a count that ends before it begins',
      () => {
        countSlepers(folder)
        folder.change(
          'gemeenten/0855.yaml',
          /(vanafMaanden: 3\n {4}vanaf: .*)/,
          '$1\n    tot: 2026-01-01',
        )
      },
    ],
    [
      'a count of one month',
      () => {
        countSlepers(folder)
        folder.change('gemeenten/0855.yaml', 'vanafMaanden: 3', 'vanafMaanden: 1')
      },
    ],
  ])('is refused with %s', (name, change) => {
    change()
    expectTold(`slepers: ${name}`, folder.faults())
  })

  test('takes the bounds of the term, and a second count on the day on which the first ends', () => {
    countSlepers(folder)
    folder.change('slepers.yaml', 'termijn: P6M', 'termijn: P2M')
    folder.change(
      'gemeenten/0855.yaml',
      /(slepers:\n)([\s\S]*)$/,
      (_, head: string, one: string) =>
        `${head}${one.replace('vanaf: 2026-01-01', 'vanaf: 2026-01-01\n    tot: 2026-07-01')}${one.replace('vanaf: 2026-01-01', 'vanaf: 2026-07-01').replace('vanafMaanden: 3', 'vanafMaanden: 2')}`,
    )
    const policies = loadPolicies(folder.path)
    expect(countsFrom(policies, tilburg, '2026-06-30')).toBe(3)
    expect(countsFrom(policies, tilburg, '2026-07-01')).toBe(2)
  })

  test('says so wherever policies are read: on the page, in the register, and beside the set before it', () => {
    const policies = counting()
    const before = loadPolicies('policies')
    expect(describeBases(before, '2026-11-03').slepers).toBeUndefined()
    expect(describeBases(policies, '2026-11-03').slepers).toMatchObject({
      stand: 'in-werking',
      termijn: { maanden: 6, dagen: 0 },
      tellingen: [{ gemeentecode: '0855', vanafMaanden: 3, vanaf: '2026-01-01', tot: undefined }],
      openVragen: [{ waarover: 'slepers' }],
    })
    expect(describeBases(policies, '2026-11-03', 'en').slepers?.zin).toMatch(/^Each month/)
    expect(describeBases(policies, '2025-11-03').slepers?.stand).toBe('nog-niet')
    expect(describePurposeQuestions(policies, (zin) => zin).at(-1)).toMatchObject({
      id: 'slepers@1',
      questions: [
        { waarover: 'slepers', aanvaardDoor: 'college van Tilburg (fictieve testpartij)' },
      ],
    })
    const activities = processingRegister(policies, '2026-11-03')
    expect(activities.find(({ id }) => id === 'slepers@1')).toMatchObject({
      grondslag: 'Publieke taak',
      bewaartermijn: 'P6M',
      bezwaar: true,
    })
    expect(
      processingRegister(before, '2026-11-03').some(({ id }) => id.startsWith('slepers')),
    ).toBe(false)
    const changes = comparePolicies(before, policies)
    expect(changes[0]?.velden).toContain('persoon.achternaam')
    expect(changes.map(({ zin }) => zin)).toEqual([
      'Slepers tellen: eerst niets, nu vanaf 2026-01-01, aan adres.huisletter, adres.huisnummer, adres.huisnummertoevoeging, adres.postcode, persoon.achternaam, persoon.voorletters, persoon.voorvoegsel, 6 maanden.',
      'Slepers van gemeente 0855 vanaf 2026-01-01: eerst niets, nu vanaf 3 maanden.',
      'Instelling slepers: eerst uit, nu aan.',
    ])
  })
})
