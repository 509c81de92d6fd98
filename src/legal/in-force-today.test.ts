/** What a purpose takes on a day: `shown-today.ts`, `statistics.ts` and `allowed-in-purpose.ts`. */
import { describe, expect, test } from 'vitest'
import { allowedIn } from './allowed-in-purpose.ts'
import { loadPolicies } from './load.ts'
import { shownToday } from './shown-today.ts'
import { statisticsFields } from './statistics.ts'

const policies = loadPolicies('policies')
const DAG = '2026-11-28'

describe('the work list', () => {
  const shown = (signaaltype: string, dag = DAG): readonly string[] =>
    [...shownToday(policies, { signaaltype, dag })].toSorted()

  test('shows what the rule of a type derives for it', () => {
    expect(shown('huur')).toEqual([
      'achterstand.bedragklasse',
      'achterstand.leeftijdsklasse',
      'adres.wijk',
      'crisisvlag',
      'signaalsoort',
    ])
  })

  test('shows nothing of a type without a rule, before the purpose, and of a rule that ended', () => {
    expect(shown('telecom')).toEqual([])
    expect(shown('huur', '2023-12-31')).toEqual([])
    expect(shown('gemeentelijke-belastingen')).toEqual([])
  })

  test('shows no field that goes to another purpose, or no longer to this one', () => {
    const [rule] = policies.regels.get('huur') ?? []
    const wijk = rule?.afgeleid.get('adres.wijk')
    if (rule === undefined || wijk === undefined) throw new Error('rent has no district')
    const withDistrictFor = (doelen: typeof wijk.doelen): readonly string[] => {
      const afgeleid = new Map(rule.afgeleid).set('adres.wijk', { ...wijk, doelen })
      const regels = new Map(policies.regels).set('huur', [{ ...rule, afgeleid }])
      return [...shownToday({ ...policies, regels }, { signaaltype: 'huur', dag: DAG })]
    }
    expect(withDistrictFor(wijk.doelen)).toContain('adres.wijk')
    expect(withDistrictFor(wijk.doelen.map((one) => ({ ...one, doel: 'monitor' })))).not.toContain(
      'adres.wijk',
    )
    expect(withDistrictFor(wijk.doelen.map((one) => ({ ...one, tot: DAG })))).not.toContain(
      'adres.wijk',
    )
  })
})

describe('the file for statistics', () => {
  test('takes whole fields alone, and only while its purpose is in force', () => {
    const found = [...statisticsFields(policies, DAG)]
    expect(found.length).toBeGreaterThan(0)
    expect(found).not.toContain('persoon.achternaam')
    expect(statisticsFields(policies, '2020-12-31')).toEqual(new Set())
  })

  test('takes nothing where the set has no such purpose', () => {
    const others = [...policies.documents.doelen].filter(([, { doel }]) => doel !== 'statistiek')
    const documents = { ...policies.documents, doelen: new Map(others) }
    expect(statisticsFields({ documents }, DAG)).toEqual(new Set())
  })
})

describe('what a purpose counts by', () => {
  test('is decided for each type and field, the same however often it is asked', () => {
    const allowed = allowedIn(policies, 'monitor', DAG)
    const asked = (): readonly boolean[] => [
      allowed('huur', 'adres.wijk'),
      allowed('telecom', 'adres.wijk'),
      allowed('huur', 'signaalsoort'),
    ]
    const first = asked()
    expect(first).toEqual([true, false, true])
    expect(asked()).toEqual(first)
    expect(allowedIn(policies, 'monitor', '2023-12-31')('huur', 'adres.wijk')).toBe(false)
  })
})
