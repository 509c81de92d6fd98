import { describe, expect, test } from 'vitest'
import { loadPolicies } from '../../src/legal/load.ts'
import { boundaryDays, Cases, typesOf } from '../oracle/cases.ts'
import { CedarEngine } from '../oracle/cedar-engine.ts'
import type { CedarPolicies } from '../oracle/cedar-export.ts'
import { compareIntake, compareOpening, teach } from '../oracle/compare.ts'
import { testWith } from '../support/foreign-tool.ts'

const withCedar = await testWith('cedar-wasm (npm ci in tools/)', process.execPath, [
  '-e',
  "require('node:module').createRequire(process.cwd() + '/tools/package.json').resolve('@cedar-policy/cedar-wasm/nodejs')",
])

const policies = loadPolicies('policies')
const SEED = 8

/** How many of the first cases differ when Cedar reads policies that someone changed. */
const differing = (
  cases: number,
  change: (name: string, text: string) => string | undefined,
): number => {
  const cedar = new CedarEngine()
  const changed = (set: CedarPolicies): CedarPolicies =>
    Object.fromEntries(
      Object.entries(set).flatMap(([name, text]) => {
        const put = change(name, text)
        return put === undefined ? [] : [[name, put]]
      }),
    )
  teach(cedar, policies, ({ whole, fields }) => ({
    whole: changed(whole),
    fields: changed(fields),
  }))
  const source = new Cases(policies.documents, SEED)
  let count = 0
  for (let done = 0; done < cases; done += 1)
    if (compareIntake(cedar, policies, source.next()).differs.length > 0) count += 1
  return count
}

describe('Cedar, given the same rules, decides as we do', () => {
  withCedar('on the whole and on each field for each purpose, in 5,000 signals', async () => {
    expect(differing(5_000, (_, text) => text)).toBe(0)
  })

  withCedar('on the way out, for every field, purpose and boundary day', async () => {
    const cedar = new CedarEngine()
    teach(cedar, policies)
    const differs = typesOf(policies.documents).flatMap((type) =>
      boundaryDays(policies.documents).flatMap((day) => compareOpening(cedar, policies, type, day)),
    )
    expect(differs).toEqual([])
  })
})

describe('the comparison sees', () => {
  withCedar('a field that one of the two lets through and the other does not', async () => {
    const without = (name: string, text: string): string | undefined =>
      name === 'wet/huur@1 contact.telefoonnummer hulpaanbod' ? undefined : text
    expect(differing(500, without)).toBeGreaterThan(0)
  })

  withCedar('one day more of a reminder, an age or the window of a date', async () => {
    const later = (number: string) => (_: string, text: string) =>
      text.replaceAll(`+ ${number} <= context`, `+ ${Number(number) + 1} <= context`)
    expect(differing(3_000, later('14'))).toBeGreaterThan(0)
    expect(differing(3_000, (_, text) => text.replaceAll('>= 30', '>= 31'))).toBeGreaterThan(0)
    expect(differing(3_000, (_, text) => text.replaceAll('<= 31', '<= 30'))).toBeGreaterThan(0)
  })

  withCedar('a threshold of one cent more', async () => {
    const cent = (_: string, text: string): string => text.replaceAll('< 7500', '< 7501')
    expect(differing(3_000, cent)).toBeGreaterThan(0)
  })
})

test('the cases of a seed are the same each time', () => {
  const [a, b] = [new Cases(policies.documents, 3), new Cases(policies.documents, 3)]
  for (let done = 0; done < 100; done += 1) expect(a.next()).toEqual(b.next())
})
