import { expect, test } from 'vitest'
import { bareRule, toldPolicies, toldRule } from '../../tests/support/told-rule.ts'
import { cite, explainReason, explainRule } from './explain.ts'

test('a rule is explained in Dutch sentences, each with its articles', () => {
  expect(explainRule(toldPolicies(), 'wet/huur@1')).toStrictEqual([
    'Een verhuurder geeft een signaal. Open vraag: vraag geheel; aanvaard door jurist geheel. Open vraag: vraag geldig; aanvaard door jurist geldig. Open vraag: vraag van; aanvaard door jurist van. Open vraag: vraag naar; aanvaard door jurist naar.',
    'Voorwaarde: De klant is een natuurlijk persoon. (Wgs art. 4 lid 1)',
    'Voorwaarde: De achterstand is ten minste € 50,00. (Wgs art. 4 lid 1; Besluit art. 7) Open vraag: vraag bedrag; aanvaard door jurist bedrag.',
    'Voorwaarde: De gemeente heeft een afspraak met deze aanleveraar vastgelegd. (Regeling, bijlage)',
    'Voorwaarde: De levering eindigt pas na ten minste 20 werkdagen; anders volgt alleen een opmerking. (Besluit art. 7)',
    'Veld klantnummer gaat mee voor hulpaanbod en controle: nodig (Wgs art. 4 lid 1). Open vraag: vraag veld; aanvaard door jurist veld.',
    'Veld persoon.achternaam gaat mee voor geen doel: wie het is (Wgs art. 4 lid 1; Besluit art. 7).',
    'Bijzonderheid boete (bedragInCenten) is een eigen veld: Een boete. (Besluit art. 7) Open vraag: vraag boete; aanvaard door jurist boete.',
    'Bijzonderheid uitstel (jaNee) dient alleen het besluit: Of uitstel is verleend. (Regeling, bijlage) Open vraag: vraag uitstel; aanvaard door jurist uitstel.',
    'Geen ander veld gaat mee.',
  ])
  expect(explainRule(toldPolicies(bareRule()), 'wet/huur@1')).toStrictEqual([
    'Kaal.',
    'Geen ander veld gaat mee.',
  ])
})

test('a question that nobody accepted shows a dash, an unknown article its id', () => {
  const rule = toldRule({}, { open: 'mag dit?', aanvaardDoor: undefined, grondslag: [] })
  const lines = explainRule(toldPolicies(rule), 'wet/huur@1')
  expect(lines[0]).toContain('signaal. Open vraag: mag dit?; aanvaard door -.')
  expect(lines[1]).toBe('Voorwaarde: De klant is een natuurlijk persoon. (a1)')
})

test('a reason is explained in the words of the rule, or in the usual ones', () => {
  expect(explainReason(toldPolicies(), 'wet/huur@1', 'te-jong')).toBe(
    'zin te-jong (art-te-jong) remedie te-jong',
  )
  expect(explainReason(toldPolicies(), 'wet/huur@1', 'te-oud')).toBe(
    'De achterstand is te oud voor een vroegsignaal. Volg de route voor oudere achterstanden.',
  )
})

test('there is nothing to explain of a rule that is not there', () => {
  expect(() => explainRule(toldPolicies(), 'wet/huur@2')).toThrow('no rule wet/huur@2')
  expect(() => explainReason(toldPolicies(), 'wet/water@1', 'te-oud')).toThrow(
    'no rule wet/water@1',
  )
})

test('what is no law has no article', () => {
  const source = {
    id: 'x',
    vindplaats: 'x',
    gelezen: 'volledig',
    link: 'https://example.nl',
    strekking: 'x',
  } as const
  expect(cite({ ...source, bron: 'Rzv', artikel: '3 lid 1' })).toBe('Rzv art. 3 lid 1')
  expect(cite({ ...source, bron: 'NVVK', artikel: 'bijlage 2' })).toBe('NVVK, bijlage 2')
})
