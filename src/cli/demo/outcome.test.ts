import { describe, expect, test } from 'vitest'
import type { Verwacht } from '../../development/demo-step.ts'
import type { Veldbesluit } from '../../model/besluit.ts'
import type { SignaalAntwoord } from '../../model/ontvangstbewijs.ts'
import { differences, type Outcome, readOutcome } from './outcome.ts'

const veld = (naam: Veldbesluit['veld'], reden?: Veldbesluit['reden']): Veldbesluit =>
  reden === undefined
    ? { veld: naam, uitkomst: 'doorgegeven', grondslag: ['bgs-2020-art-2'] }
    : { veld: naam, uitkomst: 'niet-doorgegeven', grondslag: [], reden }

function anAnswer(change: Partial<SignaalAntwoord> = {}): SignaalAntwoord {
  return {
    id: '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e' as SignaalAntwoord['id'],
    versie: 1,
    besluit: {
      besluit: 'aanvaard',
      redenen: [],
      velden: [
        veld('persoon.achternaam'),
        veld('persoon.burgerservicenummer', 'geen-grondslag'),
        veld('inspanningen.reactie', 'alleen-voor-besluit'),
      ],
      beleid: { id: 'wet/huur@1', hash: 'ab'.repeat(32) },
      ontvanger: { gemeentecode: '0202' as never, sleutelIds: [] },
    },
    ontvangstbewijs: 'kop.inhoud.handtekening-van-de-eerste',
    invoerHash: 'h',
    invoerZout: 'z',
    ...change,
  }
}

const accepted = (change: Partial<SignaalAntwoord> = {}): Outcome => ({
  soort: 'aanvaard',
  antwoord: anAnswer(change),
})

const asTold: Verwacht = {
  soort: 'aanvaard',
  gemeente: 'arnhem',
  tegengehouden: ['persoon.burgerservicenummer'],
  opmerkingen: [],
}

describe('differences', () => {
  test('are none when all is as told; facts for the decision count for nothing', () => {
    expect(differences(asTold, accepted(), undefined)).toEqual([])
  })

  test('name a field that passed although it should stay behind, and one the other way round', () => {
    expect(
      differences({ ...asTold, tegengehouden: ['klantnummer'] }, accepted(), undefined),
    ).toEqual(['tegengehouden velden: verwacht klantnummer, gekregen persoon.burgerservicenummer'])
  })

  test('name another municipality and a remark that was not told', () => {
    const expected: Verwacht = { ...asTold, gemeente: 'tilburg', opmerkingen: ['bedreigend'] }
    expect(differences(expected, accepted(), undefined)).toEqual([
      'gemeente: verwacht 0855, gekregen 0202',
      'opmerkingen: verwacht bedreigend, gekregen geen',
    ])
  })

  test('ask of a correction the next version under the same id', () => {
    expect(differences(asTold, accepted({ versie: 2 }), anAnswer())).toEqual([])
    expect(differences(asTold, accepted(), anAnswer())).toEqual(['versie: verwacht 2, gekregen 1'])
    const other = '019a0c3e-5b7a-7c41-9d2e-000000000000' as SignaalAntwoord['id']
    expect(differences(asTold, accepted({ versie: 2, id: other }), anAnswer())).toHaveLength(1)
  })

  test('ask of a repeat the very first receipt', () => {
    const repeated: Outcome = { soort: 'herhaald', antwoord: anAnswer() }
    expect(differences({ soort: 'herhaald' }, repeated, anAnswer())).toEqual([])
    const second = anAnswer({ ontvangstbewijs: 'kop.inhoud.handtekening-van-een-tweede' })
    expect(differences({ soort: 'herhaald' }, repeated, second)).toHaveLength(1)
  })

  test('name an outcome of another sort', () => {
    expect(differences({ soort: 'geweigerd', redenen: ['te-oud'] }, accepted(), undefined)).toEqual(
      ['verwacht geweigerd, gekregen aanvaard'],
    )
  })
})

describe('readOutcome', () => {
  const refusal = { type: 'https://signaalpoort.example.nl/problemen/x', title: 'X', detail: 'Y.' }

  test('tells a first acceptance from a repeat by the status', () => {
    expect(readOutcome(201, anAnswer(), undefined).soort).toBe('aanvaard')
    expect(readOutcome(200, anAnswer(), undefined).soort).toBe('herhaald')
  })

  test('tells a verdict, a wrong form and a closed door apart', () => {
    const besluit = { ...anAnswer().besluit, besluit: 'geweigerd' }
    expect(readOutcome(422, undefined, { ...refusal, besluit }).soort).toBe('geweigerd')
    expect(readOutcome(400, undefined, { ...refusal, errors: [] }).soort).toBe('ongeldig')
    expect(readOutcome(403, undefined, refusal)).toMatchObject({ probleem: 'x' })
  })

  test('takes anything else for unexpected', () => {
    expect(readOutcome(503, undefined, refusal).soort).toBe('onverwacht')
    expect(readOutcome(502, undefined, '<html>').soort).toBe('onverwacht')
  })
})
