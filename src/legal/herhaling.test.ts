import { describe, expect, test } from 'vitest'
import { aSignal, DAY } from '../../tests/support/builders.ts'
import { Gemeentecode, SleutelId } from '../model/ids.ts'
import { Signaal } from '../model/signaal.ts'
import { veldwaarden } from '../model/veldwaarden.ts'
import { decide, passingIfAccepted } from './decide.ts'
import type { DecisionInput } from './decision.ts'
import { factsOf } from './facts.ts'
import { reasonOf } from './judge.ts'
import { loadPolicies } from './load.ts'
import { replayDecision } from './replay.ts'

const policies = loadPolicies('policies')
const arnhem = Gemeentecode.parse('0202')

const inputOf = (herhaald: boolean | undefined, overrides: object = {}): DecisionInput => {
  const signaal = Signaal.parse(aSignal({ ...overrides }))
  return {
    signaaltype: 'huur',
    velden: [...veldwaarden(signaal).keys()],
    onbruikbaar: [],
    feiten: factsOf(signaal),
    afzenderRol: 'verhuurder',
    dag: DAY,
    herhaald,
    gemeente: {
      gemeentecode: arnhem,
      sleutels: [
        {
          sleutelId: SleutelId.parse('a'.repeat(32)),
          gemeentecode: arnhem,
          doelen: ['hulpaanbod'],
          publiekeSleutel: new Uint8Array(32),
          toestand: 'actief',
        },
      ],
    },
  }
}

describe("a repeat of the sender's own signal of this month", () => {
  test('is accepted, keeps no field and derives none, and says so', () => {
    const { besluit, regels, afgeleid, voorwaarden } = decide(policies, inputOf(true))
    expect(besluit.besluit).toBe('aanvaard')
    expect(besluit.redenen).toEqual([reasonOf('herhaalde-melding')])
    expect([regels.size, afgeleid]).toEqual([0, []])
    expect(besluit.velden.find(({ veld }) => veld === 'persoon.achternaam')).toEqual({
      veld: 'persoon.achternaam',
      uitkomst: 'niet-doorgegeven',
      grondslag: [],
      reden: 'herhaalde-melding',
    })
    expect(besluit.ontvanger?.sleutelIds).toEqual([])
    expect(voorwaarden['nietEerderGemeld']).toBe(false)
  })

  test('is known by what would pass if it were none', () => {
    const { regels } = decide(policies, inputOf(false))
    expect(regels.size).toBeGreaterThan(5)
    expect(passingIfAccepted(policies, inputOf(true))).toEqual(regels)
  })

  test('is none where nobody could look, and a threatening situation stands outside it', () => {
    const unknown = decide(policies, inputOf(undefined))
    expect([unknown.besluit.redenen, 'nietEerderGemeld' in unknown.voorwaarden]).toEqual([
      [],
      false,
    ])
    const crisis = decide(policies, inputOf(true, { crisissignaal: true }))
    expect(crisis.besluit.redenen).toEqual([reasonOf('bedreigend')])
    expect(crisis.regels.size).toBeGreaterThan(5)
  })

  test('softens no refusal', () => {
    const inspanningen = { herinneringen: undefined }
    const { besluit } = decide(policies, inputOf(true, { inspanningen }))
    expect(besluit.redenen.map(({ code }) => code)).toEqual(['herinnering-ontbreekt'])
  })

  test.each([true, false])('replays to the same verdict (%s), and to no other', (herhaald) => {
    const { besluit, voorwaarden } = decide(policies, inputOf(herhaald))
    const recorded = { signaaltype: 'huur', dag: DAY, voorwaarden, besluit }
    expect(replayDecision(policies, recorded)).toEqual(besluit)
    const other = { ...voorwaarden, nietEerderGemeld: herhaald }
    const otherwise = replayDecision(policies, { ...recorded, voorwaarden: other })
    expect(otherwise?.redenen).toEqual([])
    expect(otherwise?.velden).not.toEqual(besluit.velden)
  })
})
