import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aSignal, DAY } from '../../tests/support/builders.ts'
import { expectTold, usePolicyFolder } from '../../tests/support/policy-folder.ts'
import { Gemeentecode, SleutelId } from '../model/ids.ts'
import { Signaal } from '../model/signaal.ts'
import { veldwaarden } from '../model/veldwaarden.ts'
import type { Policies } from './compile.ts'
import { decide, passingIfAccepted } from './decide.ts'
import type { Decision, DecisionInput } from './decision.ts'
import { factsOf } from './facts.ts'
import { loadPolicies } from './load.ts'

const TILBURG = 'gemeenten/0855.yaml'

const folder = usePolicyFolder()
const { change, faults } = folder

const inputOf = (code: string, bedragInCenten: number, overrides: object = {}): DecisionInput => {
  const signaal = Signaal.parse(aSignal({ achterstand: { bedragInCenten }, ...overrides }))
  const gemeentecode = Gemeentecode.parse(code)
  const key = {
    sleutelId: SleutelId.parse('a'.repeat(32)),
    gemeentecode,
    doelen: ['hulpaanbod' as const],
    publiekeSleutel: new Uint8Array(32),
    toestand: 'actief' as const,
  }
  return {
    signaaltype: 'huur',
    velden: [...veldwaarden(signaal).keys()],
    onbruikbaar: [],
    feiten: factsOf(signaal),
    afzenderRol: 'verhuurder',
    dag: DAY,
    gemeente: { gemeentecode, sleutels: [key] },
  }
}
const codes = ({ besluit }: Decision): string[] => besluit.redenen.map(({ code }) => code)
const decideAt = (policies: Policies, code: string, centen: number, more = {}): Decision =>
  decide(policies, inputOf(code, centen, more))

describe("a municipality's own threshold", () => {
  test('accepts what lies below it, keeps no field and says so', () => {
    const policies = loadPolicies(folder.path)
    const decision = decideAt(policies, '0855', 7_499)
    expect(decision.besluit).toMatchObject({
      besluit: 'aanvaard',
      ontvanger: { gemeentecode: '0855', sleutelIds: [] },
    })
    expect(codes(decision)).toEqual(['onder-gemeentelijke-drempel'])
    expect(decision.regels.size).toBe(0)
    expect(decision.voorwaarden['gemeentelijkeDrempelGehaald']).toBe(false)
    const amount = decision.besluit.velden.find(({ veld }) => veld === 'achterstand.bedragInCenten')
    expect(amount).toEqual({
      veld: 'achterstand.bedragInCenten',
      uitkomst: 'niet-doorgegeven',
      grondslag: [],
      reden: 'onder-gemeentelijke-drempel',
    })
  })

  test('lets what lies exactly on it pass, and counts in its own municipality only', () => {
    const policies = loadPolicies(folder.path)
    const onIt = decideAt(policies, '0855', 7_500)
    expect(codes(onIt)).toEqual([])
    expect(onIt.regels.size).toBeGreaterThan(0)
    expect(onIt.voorwaarden['gemeentelijkeDrempelGehaald']).toBe(true)
    const elsewhere = decideAt(policies, '0202', 1)
    expect(codes(elsewhere)).toEqual([])
    expect(elsewhere.voorwaarden).not.toHaveProperty('gemeentelijkeDrempelGehaald')
  })

  test('comes before a repeat, of which nothing below it is compared', () => {
    const policies = loadPolicies(folder.path)
    const below = decide(policies, { ...inputOf('0855', 7_499), herhaald: true })
    expect(codes(below)).toEqual(['onder-gemeentelijke-drempel'])
  })

  test('does not hold back a threatening situation, nor soften a refusal', () => {
    const policies = loadPolicies(folder.path)
    const crisis = decideAt(policies, '0855', 100, { crisissignaal: true })
    expect(codes(crisis)).toEqual(['bedreigend'])
    expect(crisis.regels.size).toBeGreaterThan(0)
    const refused = decideAt(policies, '0855', 100, { inspanningen: { reactie: 'geweigerd' } })
    expect(refused.besluit.besluit).toBe('geweigerd')
    expect(codes(refused)).toEqual(['gegevensdeling-geweigerd'])
  })

  test('leaves nothing to compare a repeat by either', () => {
    const policies = loadPolicies(folder.path)
    expect(passingIfAccepted(policies, inputOf('0855', 100)).size).toBe(0)
    expect(passingIfAccepted(policies, inputOf('0855', 7_500)).size).toBeGreaterThan(0)
  })

  test('begins and ends on its days, for the types that it names', () => {
    change(TILBURG, 'signaaltypen: alle', 'signaaltypen: [huur, drinkwater]')
    change(TILBURG, 'vanaf: 2025-01-01', `vanaf: ${DAY}\n    tot: 2026-11-04`)
    const policies = loadPolicies(folder.path)
    const on = (dag: string, signaaltype = 'huur'): string[] =>
      codes(decide(policies, { ...inputOf('0855', 100), dag, signaaltype }))
    const under = 'onder-gemeentelijke-drempel'
    expect(on(DAY)).toEqual([under])
    expect(on('2026-11-04')).toEqual([])
    const earlier = inputOf('0855', 100)
    const feiten = { ...earlier.feiten, signaaldatum: '2026-11-02' }
    expect(codes(decide(policies, { ...earlier, feiten, dag: '2026-11-02' }))).toEqual([])
    expect(on(DAY, 'zorgverzekering')).not.toContain(under)
  })

  test('needs no folder where no municipality decided anything', () => {
    rmSync(join(folder.path, 'gemeenten'), { recursive: true })
    expect(codes(decideAt(loadPolicies(folder.path), '0855', 1))).toEqual([])
  })

  test('moves the hash of the policies', () => {
    const { hash } = loadPolicies(folder.path)
    change(TILBURG, 'centen: 7500', 'centen: 5000')
    expect(loadPolicies(folder.path).hash).not.toBe(hash)
  })
})

describe('loadPolicies refuses', () => {
  test.each<[string, string, string | RegExp, string, string]>([
    [
      'a threshold beside a class boundary',
      TILBURG,
      'centen: 7500',
      'centen: 8000',
      'drempels/0/centen: een drempel ligt op een klassengrens van klassen.yaml. Kies uit: 5000, 7500, 10000',
    ],
    [
      'a threshold whose boundary was taken away',
      'klassen.yaml',
      '5000, 7500, 10000',
      '5000, 10000',
      'drempels/0/centen: een drempel ligt op een klassengrens',
    ],
    [
      'a threshold for a signal type that does not exist',
      TILBURG,
      'signaaltypen: alle',
      'signaaltypen: [telecom]',
      'drempels/0/signaaltypen: voor telecom is er geen regel',
    ],
    [
      'a threshold that nobody decided',
      TILBURG,
      / {4}besluit:\n(?: {6}.*\n)+/,
      '',
      'drempels/0/besluit: Dit veld is verplicht.',
    ],
    [
      'a decision made after the threshold began',
      TILBURG,
      'datum: 2024-12-10',
      'datum: 2025-01-02',
      'drempels/0/besluit/datum: het besluit is van na',
    ],
    [
      'an open question that nobody accepted',
      TILBURG,
      / {4}aanvaardDoor: .*\n/,
      '',
      'drempels/0/open: open zonder aanvaardDoor: een open vraag houdt dit tegen. Zet onder aanvaardDoor',
    ],
    [
      "another municipality's code in the file",
      TILBURG,
      'gemeente: "0855"',
      'gemeente: "0202"',
      'gemeente: dit bestand hoort gemeenten/0202.yaml te heten',
    ],
    [
      'two thresholds for one signal on one day',
      TILBURG,
      '  - signaaltypen: alle',
      `  - signaaltypen: [huur]
    centen: 5000
    vanaf: 2026-01-01
    besluit: { door: college, datum: 2025-12-01, kenmerk: x }
    omdat: x
    bron: x
  - signaaltypen: alle`,
      'drempels/1/vanaf: een andere drempel geldt dan al',
    ],
    [
      'classes that do not rise',
      'klassen.yaml',
      '5000, 7500,',
      '7500, 5000,',
      'bedrag/grenzenInCenten: de grenzen lopen op',
    ],
  ])('%s', (name, file, from, to, expected) => {
    change(file, from, to)
    const found = faults()
    expect(
      found.some((fault) => fault.includes(expected)),
      found.join('\n'),
    ).toBe(true)
    expectTold(`drempel: ${name}`, found)
  })
})
