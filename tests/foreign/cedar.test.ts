import { describe, expect, test } from 'vitest'
import { addDays } from '../../src/legal/calendar.ts'
import { compile, type Policies } from '../../src/legal/compile.ts'
import type { GemeenteFile } from '../../src/legal/drempel-file.ts'
import { Oin } from '../../src/model/ids.ts'
import { boundaryDays, Cases, typesOf } from '../oracle/cases.ts'
import { CedarEngine } from '../oracle/cedar-engine.ts'
import type { CedarPolicies } from '../oracle/cedar-export.ts'
import { compareIntake, compareOpening, teach } from '../oracle/compare.ts'
import { testWith } from '../support/foreign-tool.ts'
import { projectPolicies } from '../support/project-policies.ts'

const withCedar = await testWith('cedar-wasm (npm ci in tools/)', process.execPath, [
  '-e',
  "require('node:module').createRequire(process.cwd() + '/tools/package.json').resolve('@cedar-policy/cedar-wasm/nodejs')",
])

const policies = projectPolicies()
const SEED = 8

type Agreement = GemeenteFile['afspraken'][number]

/** Whether any of the first cases differs when Cedar reads policies that someone changed; the first that does ends it. */
const differs = (
  cases: number,
  change: (name: string, text: string) => string | undefined,
): boolean => {
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
  for (let done = 0; done < cases; done += 1)
    if (compareIntake(cedar, policies, source.next()).differs.length > 0) return true
  return false
}

describe('Cedar, given the same rules, decides as we do', () => {
  withCedar('on the whole and on each field for each purpose, in 1,000 signals', async () => {
    expect(differs(1_000, (_, text) => text)).toBe(false)
  })

  withCedar('on the way out, for every field, purpose and boundary day', async () => {
    const cedar = new CedarEngine()
    teach(cedar, policies)
    const found = typesOf(policies.documents).flatMap((type) =>
      boundaryDays(policies.documents).flatMap((day) => compareOpening(cedar, policies, type, day)),
    )
    expect(found).toEqual([])
  })
})

/** The rent rule asks for an agreement, and one municipality made two. No rule of these policies asks for one. */
const withAgreements = (): Policies => {
  const { documents } = policies
  const wet = new Map(
    [...documents.wet].map(([file, rule]) => [
      file,
      rule.regel !== 'wet/huur'
        ? rule
        : {
            ...rule,
            voorwaarden: [
              ...rule.voorwaarden,
              { voorwaarde: 'afspraakMetGemeente' as const, grondslag: ['bgs-2020-art-2'] },
            ],
          },
    ]),
  )
  const agreement = (deelnemer: string, type: string): Agreement => ({
    deelnemer: Oin.parse(deelnemer),
    naam: 'proef',
    signaaltypen: [type],
    vanaf: '2024-06-01',
    tot: '2026-06-01',
    kenmerk: 'proef',
  })
  const gemeenten = new Map(
    [...documents.gemeenten].map(([file, one]) => [
      file,
      {
        ...one,
        afspraken: [
          agreement('00000099000000001000', 'huur'),
          agreement('00000099000000002000', 'warmte'),
        ],
      },
    ]),
  )
  return compile({ ...documents, wet, gemeenten }, policies.hash)
}

describe('Cedar, where a rule asks for an agreement with the municipality', () => {
  withCedar('decides as we do, and both see it made and not made', async () => {
    const agreed = withAgreements()
    const cedar = new CedarEngine()
    teach(cedar, agreed)
    const source = new Cases(agreed.documents, SEED)
    const seen = new Set<boolean | undefined>()
    for (let done = 0; done < 2_000; done += 1) {
      const { decision, differs: found } = compareIntake(cedar, agreed, source.next())
      expect(found).toEqual([])
      seen.add(decision.voorwaarden['afspraakMetGemeente'])
    }
    expect(seen).toEqual(new Set([undefined, true, false]))
  })
})

/** Whether any differs of every pair of days around the end of February: a mortgage in arrears for about two months. */
const monthsDiffer = (change: (text: string) => string): boolean => {
  const cedar = new CedarEngine()
  teach(cedar, policies, ({ whole, fields }) => ({
    whole: Object.fromEntries(
      Object.entries(whole).map(([name, text]) => [name, change(text)] as const),
    ),
    fields,
  }))
  const source = new Cases(policies.documents, SEED)
  let base = source.next()
  while (base.signaaltype !== 'hypotheek') base = source.next()
  for (let back = 0; back <= 20; back += 1)
    for (let age = 50; age <= 70; age += 1) {
      const signaaldatum = addDays('2026-03-10', -back)
      const ontstaansdatum = addDays(signaaldatum, -age)
      const feiten = { ...base.feiten, signaaldatum, ontstaansdatum }
      const input = { ...base, dag: '2026-03-10', feiten }
      if (compareIntake(cedar, policies, input).differs.length > 0) return true
    }
  return false
}

describe('Cedar counts calendar months as we do', () => {
  withCedar(
    'for every pair of days around the end of a short month, and a day less shows',
    async () => {
      expect(monthsDiffer((text) => text)).toBe(false)
      const short = 'context.maandlengte <= context.signaalDag'
      expect(monthsDiffer((text) => text.replaceAll(short, 'false'))).toBe(true)
    },
  )
})

describe('the comparison sees', () => {
  withCedar('a field that one of the two lets through and the other does not', async () => {
    const without = (name: string, text: string): string | undefined =>
      name === 'wet/huur@1 contact.telefoonnummer hulpaanbod' ? undefined : text
    expect(differs(500, without)).toBe(true)
  })

  withCedar('one day more of a reminder, an age or the window of a date', async () => {
    const later = (number: string) => (_: string, text: string) =>
      text.replaceAll(`+ ${number} <= context`, `+ ${Number(number) + 1} <= context`)
    expect(differs(3_000, later('14'))).toBe(true)
    expect(differs(3_000, (_, text) => text.replaceAll('>= 30', '>= 31'))).toBe(true)
    expect(differs(3_000, (_, text) => text.replaceAll('<= 31', '<= 30'))).toBe(true)
  })

  withCedar(
    'what the law says of a type of its own: months, a fine, a kind, working days',
    async () => {
      const sees = (from: string, to: string): void =>
        expect([from, differs(6_000, (_, text) => text.replaceAll(from, to))]).toEqual([from, true])
      sees('ontstaanMaand + 2', 'ontstaanMaand + 3')
      sees('context["jaNee uitstel-verleend"] == false', 'true')
      sees('== "omzetbelasting"', '== "andere"')
      sees('context.werkdagen >= 20', 'context.werkdagen >= 21')
      sees('"00000099000000014000"', '"00000099000000098000"')
    },
  )

  withCedar('a threshold of one cent more', async () => {
    const cent = (_: string, text: string): string => text.replaceAll('< 7500', '< 7501')
    expect(differs(12_000, cent)).toBe(true)
  })
})

test('the cases of a seed are the same each time', () => {
  const [a, b] = [new Cases(policies.documents, 3), new Cases(policies.documents, 3)]
  for (let done = 0; done < 100; done += 1) expect(a.next()).toEqual(b.next())
})
