import { describe, expect, test } from 'vitest'
import { aRule } from '../../tests/support/rules.ts'
import { bareRule, toldPolicies, toldRule } from '../../tests/support/told-rule.ts'
import { VELDEN } from '../model/veld.ts'
import { findRules, readRule, readUnlawful, termWords } from './read-rule.ts'

const PASSING: readonly string[] = ['klantnummer', 'persoon.achternaam']
const NEVER = VELDEN.filter((veld) => !PASSING.includes(veld)).join(', ')

describe('a rule is read from top to bottom', () => {
  test('in Dutch', () => {
    expect(readRule(toldPolicies(), toldRule(), 'nl')).toStrictEqual([
      'wet/huur@1: Een verhuurder geeft een signaal.',
      '      Open vraag: vraag geheel (aanvaard door jurist geheel)',
      '      Open vraag: vraag geldig (aanvaard door jurist geldig)',
      '      Open vraag: vraag van (aanvaard door jurist van)',
      '      Open vraag: vraag naar (aanvaard door jurist naar)',
      '  Wie geeft het signaal: verhuurder: Woning Een, Woning Twee. Wie krijgt het: het college van de woongemeente, alleen deze gemeenten: 0202, 0268.',
      '  Geldt vanaf 2026-01-01 tot 2027-01-01.',
      '  Artikelen:',
      '    - Wgs art. 4 lid 1: Mag. https://example.nl/a1',
      '    - Besluit art. 7: Moet. https://example.nl/a2',
      '    - Regeling, bijlage: Kan. https://example.nl/a3',
      '  Dit moet waar zijn:',
      '    - De klant is een natuurlijk persoon. (Wgs art. 4 lid 1)',
      '    - De achterstand is ten minste € 50,00. (Wgs art. 4 lid 1; Besluit art. 7)',
      '      Open vraag: vraag bedrag (aanvaard door jurist bedrag)',
      '    - De gemeente heeft een afspraak met deze aanleveraar vastgelegd. (Regeling, bijlage)',
      '    - De levering eindigt pas na ten minste 20 werkdagen; anders volgt alleen een opmerking. (Besluit art. 7)',
      '  Afspraken die gemeenten vastlegden:',
      '    - 0202, Woning Een: Geldt vanaf 2026-02-01 tot 2026-12-01 (k1)',
      '    - 0202, Woning Twee: Geldt vanaf 2026-03-01 (k2)',
      '  Deze velden gaan mee:',
      '    - klantnummer → hulpaanbod, controle: nodig (Wgs art. 4 lid 1)',
      '      Open vraag: vraag veld (aanvaard door jurist veld)',
      '    - persoon.achternaam → geen doel: wie het is (Wgs art. 4 lid 1; Besluit art. 7)',
      '    - bijzonderheden.boete → hulpaanbod: een boete (Besluit art. 7)',
      '      Open vraag: vraag boete (aanvaard door jurist boete)',
      '  Dit wordt daarvan afgeleid, en is te zien vóór het openen:',
      '    - achterstand.bedragklasse als klasse → selectie: om te kiezen (Besluit art. 7)',
      '      Open vraag: vraag klasse (aanvaard door jurist klasse)',
      '    - adres.wijk als wijk → geen doel: om te rijden (Regeling, bijlage)',
      '  Deze eigen velden dienen alleen het besluit en gaan niet mee:',
      '    - bijzonderheden.uitstel (jaNee): Of uitstel is verleend. (Regeling, bijlage)',
      '      Open vraag: vraag uitstel (aanvaard door jurist uitstel)',
      `  Deze velden gaan nooit mee: ${NEVER}.`,
      '  Hoe lang het blijft: verzegelde velden en de gecodeerde rij ten hoogste 6 maanden.',
      '  Wie het signaal nog niet opende ziet als soort: wonen.',
      '  Wie na het einde aanlevert leest: Het is voorbij. Ga elders heen. (Besluit art. 7)',
      '  AVG: grondslag van de aanleveraar art. 6 lid 1 onder f, van de gemeente art. 6 lid 1 onder e. Wie de inwoner informeert: de verhuurder, vooraf. Bezwaar (AVG art. 21) kan.',
      '  De tekst voor de inwoner: Wij delen uw gegevens.',
      '  Archief: B7.',
      '      Open vraag: vraag archief (aanvaard door jurist archief)',
    ])
  })

  test('in English, as far as someone translated it', () => {
    expect(readRule(toldPolicies(), toldRule(), 'en')).toStrictEqual([
      'wet/huur@1: A landlord gives a signal.',
      '      Open question: question on the whole (accepted by lawyer of the whole)',
      '      Open question: vraag geldig (accepted by jurist geldig)',
      '      Open question: vraag van (accepted by jurist van)',
      '      Open question: vraag naar (accepted by jurist naar)',
      '  Who gives the signal: verhuurder: Woning Een, Woning Twee. Who receives it: the municipality of residence (college), only these municipalities: 0202, 0268.',
      '  In force from 2026-01-01 until 2027-01-01.',
      '  Articles:',
      '    - Wgs art. 4 lid 1: Mag. https://example.nl/a1',
      '    - Besluit art. 7: Moet. https://example.nl/a2',
      '    - Regeling, bijlage: Kan. https://example.nl/a3',
      '  This must hold:',
      '    - The customer is a natural person. (Wgs art. 4 lid 1)',
      '    - The arrears are at least EUR 50.00. (Wgs art. 4 lid 1; Besluit art. 7)',
      '      Open question: vraag bedrag (accepted by jurist bedrag)',
      '    - The municipality recorded an agreement with this creditor. (Regeling, bijlage)',
      '    - The supply ends only after at least 20 working days; if not, only a remark follows. (Besluit art. 7)',
      '  Agreements that municipalities recorded:',
      '    - 0202, Woning Een: In force from 2026-02-01 until 2026-12-01 (k1)',
      '    - 0202, Woning Twee: In force from 2026-03-01 (k2)',
      '  These fields pass:',
      '    - klantnummer → hulpaanbod, controle: needed (Wgs art. 4 lid 1)',
      '      Open question: vraag veld (accepted by jurist veld)',
      '    - persoon.achternaam → no purpose: wie het is (Wgs art. 4 lid 1; Besluit art. 7)',
      '    - bijzonderheden.boete → hulpaanbod: een boete (Besluit art. 7)',
      '      Open question: vraag boete (accepted by jurist boete)',
      '  This is derived of those, and shows before opening:',
      '    - achterstand.bedragklasse as class → selectie: om te kiezen (Besluit art. 7)',
      '      Open question: vraag klasse (accepted by jurist klasse)',
      '    - adres.wijk as district → no purpose: om te rijden (Regeling, bijlage)',
      '  These fields of its own only serve the decision and do not pass:',
      '    - bijzonderheden.uitstel (jaNee): Of uitstel is verleend. (Regeling, bijlage)',
      '      Open question: vraag uitstel (accepted by jurist uitstel)',
      `  These fields never pass: ${NEVER}.`,
      '  How long it stays: sealed fields and the coded row at most 6 months.',
      '  Before it is opened the signal shows as: wonen.',
      '  Whoever sends after the end reads: Het is voorbij. Ga elders heen. (Besluit art. 7)',
      '  GDPR: basis of the creditor art. 6 lid 1 onder f, of the municipality art. 6 lid 1 onder e. Who informs the resident: de verhuurder, vooraf. Objection (GDPR art. 21) is possible.',
      '  The text for the resident: Wij delen uw gegevens.',
      '  Archive: B7.',
      '      Open question: vraag archief (accepted by jurist archief)',
    ])
  })

  test('without what it does not say', () => {
    const rule = bareRule()
    const lines = (taal: 'nl' | 'en'): readonly string[] =>
      readRule(toldPolicies(rule), rule, taal).filter((line) => !line.includes('signaaldatum'))
    expect(lines('nl')).toStrictEqual([
      'wet/huur@1: Kaal.',
      '  Wie geeft het signaal: verhuurder. Wie krijgt het: het college van de woongemeente.',
      '  Geldt vanaf 2026-01-01.',
      '  Artikelen:',
      '    - Wgs art. 4: Mag. https://example.nl',
      '  Dit moet waar zijn:',
      '  Deze velden gaan mee:',
      '  Hoe lang het blijft: verzegelde velden en de gecodeerde rij ten hoogste 6 maanden.',
      '  AVG: grondslag van de aanleveraar art. 6, van de gemeente art. 6. Wie de inwoner informeert: wij, dan. Bezwaar (AVG art. 21) kan niet.',
    ])
    expect(lines('en')).toStrictEqual([
      'wet/huur@1: Kaal.',
      '  Who gives the signal: verhuurder. Who receives it: the municipality of residence (college).',
      '  In force from 2026-01-01.',
      '  Articles:',
      '    - Wgs art. 4: Mag. https://example.nl',
      '  This must hold:',
      '  These fields pass:',
      '  How long it stays: sealed fields and the coded row at most 6 months.',
      '  GDPR: basis of the creditor art. 6, of the municipality art. 6. Who informs the resident: wij, dan. Objection (GDPR art. 21) is not possible.',
    ])
  })

  test('says of an agreement that nobody made that there is none', () => {
    const rule = toldRule({ signaaltype: 'energie' })
    const policies = toldPolicies(rule)
    const [file] = policies.documents.gemeenten.values()
    const none = { ...policies.documents, gemeenten: new Map() }
    expect(file?.afspraken).toHaveLength(3)
    const lines = readRule({ ...policies, documents: none }, rule, 'nl')
    const at = lines.indexOf('  Afspraken die gemeenten vastlegden:')
    expect(lines.slice(at, at + 3)).toStrictEqual([
      '  Afspraken die gemeenten vastlegden:',
      '    geen',
      '  Deze velden gaan mee:',
    ])
    expect(readRule(policies, rule, 'nl').slice(at, at + 3)).toStrictEqual([
      '  Afspraken die gemeenten vastlegden:',
      '    - 0202, Woning Een: Geldt vanaf 2026-02-01 tot 2026-12-01 (k1)',
      '  Deze velden gaan mee:',
    ])
  })

  test('an open question that nobody accepted shows a dash', () => {
    const rule = toldRule({}, { open: 'mag dit?', aanvaardDoor: undefined })
    expect(readRule(toldPolicies(rule), rule, 'nl')[1]).toBe(
      '      Open vraag: mag dit? (aanvaard door -)',
    )
  })
})

test('a term is said in whole words', () => {
  const term = (maanden: number, dagen: number): readonly string[] =>
    (['nl', 'en'] as const).map((taal) => termWords({ maanden, dagen }, taal))
  expect(term(6, 0)).toEqual(['6 maanden', '6 months'])
  expect(term(1, 0)).toEqual(['1 maand', '1 month'])
  expect(term(1, 14)).toEqual(['1 maand en 14 dagen', '1 month and 14 days'])
  expect(term(0, 1)).toEqual(['1 dag', '1 day'])
  expect(term(0, 0)).toEqual(['0 dagen', '0 days'])
})

test('rules are found by type, by name and by version', () => {
  const rule = aRule({}, { regel: 'wet/huur' })
  const other = aRule({ id: 'wet/huur@2' }, { regel: 'wet/huur' })
  const policies = { ...toldPolicies(), regels: new Map([['huur', [rule, other]]]) }
  expect(findRules(policies, 'huur')).toEqual([rule, other])
  expect(findRules(policies, 'wet/huur')).toEqual([rule, other])
  expect(findRules(policies, 'wet/huur@2')).toEqual([other])
  expect(findRules(policies, 'huur@1')).toEqual([rule])
  expect(findRules(policies, 'water')).toEqual([])
})

test('a type that goes another way is told with the way and the article', () => {
  expect(readUnlawful(toldPolicies(), 'cjib')).toStrictEqual([
    'cjib: Hier niet.',
    '  Daar wel.',
    '      Open vraag: vraag cjib (aanvaard door jurist cjib)',
    '  AVG art. 6: Niet. https://example.nl/g1',
  ])
  expect(readUnlawful(toldPolicies(), 'cjib', 'en')).toStrictEqual([
    'cjib: Hier niet.',
    '  Daar wel.',
    '      Open question: vraag cjib (accepted by jurist cjib)',
    '  AVG art. 6: Niet. https://example.nl/g1',
  ])
  expect(readUnlawful(toldPolicies(), 'huur')).toBeUndefined()
  const { documents, ...rest } = toldPolicies()
  const none = { ...rest, documents: { ...documents, geweigerd: undefined } }
  expect(readUnlawful(none, 'cjib')).toBeUndefined()
})
