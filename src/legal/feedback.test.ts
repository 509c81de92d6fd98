import { describe, expect, test } from 'vitest'
import { expectTold, usePolicyFolder } from '../../tests/support/policy-folder.ts'
import {
  RESULTATEN,
  Resultaat,
  TERUGKOPPELCODES,
  UITKOMSTGROEPEN,
} from '../model/terugkoppeling.ts'
import { comparePolicies } from './compare-policies.ts'
import { feedbackFor, feedbackOf, mayTellBefore } from './feedback.ts'
import { loadPolicies } from './load.ts'

const policies = loadPolicies('policies')
const folder = usePolicyFolder()
const DAG = '2026-11-24'
const FILE = 'doelen/terugkoppeling.yaml'
const open = { geheim: false, dag: DAG } as const
const secret = { geheim: true, dag: DAG } as const

/** What the development set tells of each result: the whole table. */
const TOLD: Readonly<Record<Resultaat, string>> = {
  'advies-quick-fix': 'hulp-aanvaard',
  vervolghulp: 'hulp-aanvaard',
  'vervolghulp-financieel': 'hulp-aanvaard',
  'vervolghulp-niet-financieel': 'hulp-aanvaard',
  'verwijzing-zonder-inwoner': 'niet-opgepakt',
  'regelt-het-zelf': 'geen-hulp',
  'zelf-betaald': 'zelf-opgelost',
  'geen-reactie-na-contact': 'geen-hulp',
  'geen-contact': 'geen-contact',
  // Open, and accepted by nobody: help that runs already, and facts from the BRP.
  'bekend-bij-schuldhulp': 'niet-opgepakt',
  'ander-traject': 'niet-opgepakt',
  overleden: 'niet-opgepakt',
  'geen-inwoner': 'niet-opgepakt',
  'herhaalde-melding': 'herhaalde-melding',
  'onterecht-signaal': 'onterecht-signaal',
  'andere-reden': 'niet-opgepakt',
}

describe('what a VLP reads', () => {
  test.each(Object.entries(TOLD) as [Resultaat, string][])('of %s is %s', (resultaat, code) => {
    const found = feedbackFor(policies, resultaat, open)
    expect(found?.code).toBe(code)
    expect(found?.grondslag.length).toBeGreaterThan(0)
  })

  test('of a protected address is the same bytes for every result', () => {
    const all = Resultaat.options.map((one) => JSON.stringify(feedbackFor(policies, one, secret)))
    expect(new Set(all)).toEqual(
      new Set([JSON.stringify(feedbackFor(policies, 'andere-reden', open))]),
    )
    expect(feedbackFor(policies, 'vervolghulp', secret)).toEqual({
      code: 'niet-opgepakt',
      grondslag: ['wgs-art-8-2', 'ddas-1-2'],
    })
  })

  test('of accepted help says until when collection rests', () => {
    expect(feedbackFor(policies, 'advies-quick-fix', open)).toEqual({
      code: 'hulp-aanvaard',
      grondslag: ['wgs-art-8-2', 'divosa-2023'],
      opschortenDagen: 30,
      opschortenTotDatum: '2026-12-24',
    })
  })

  test('is coarse while its question is not accepted, and only then', () => {
    const help = /(advies-quick-fix:[\s\S]*?)\n {4}aanvaardDoor: .*/
    folder.change(FILE, help, '$1')
    const unaccepted = loadPolicies(folder.path)
    expect(feedbackFor(unaccepted, 'advies-quick-fix', open)).toEqual(
      feedbackFor(policies, 'andere-reden', open),
    )
    expect(feedbackFor(unaccepted, 'vervolghulp', open)?.code).toBe('hulp-aanvaard')
    folder.change(FILE, /(overleden:[\s\S]*?open: .*)/, '$1\n    aanvaardDoor: proef')
    expect(feedbackFor(loadPolicies(folder.path), 'overleden', open)?.code).toBe('overleden')
    expect(feedbackFor(loadPolicies(folder.path), 'overleden', secret)?.code).toBe('niet-opgepakt')
  })

  test('is nothing at all before the purpose is in force', () => {
    expect(
      feedbackFor(policies, 'vervolghulp', { geheim: false, dag: '2023-12-31' }),
    ).toBeUndefined()
  })
})

describe('what a municipality may send with a group', () => {
  test.each(UITKOMSTGROEPEN)('%s holds the coarse code and what its results tell', (groep) => {
    const codes = feedbackOf(policies, groep, open).map(({ code }) => code)
    const told = Resultaat.options.filter((one) => RESULTATEN[one].groep === groep)
    expect(told.length).toBeGreaterThan(0)
    expect(codes.toSorted()).toEqual(
      [...new Set(['niet-opgepakt', ...told.map((one) => TOLD[one])])].toSorted(),
    )
    expect(feedbackOf(policies, groep, secret).map(({ code }) => code)).toEqual(['niet-opgepakt'])
  })

  test('nothing before the purpose is in force', () => {
    expect(feedbackOf(policies, 'hulp-aanvaard', { geheim: false, dag: '2023-12-31' })).toEqual([])
  })

  test('of who was not reached not the code of accepted help', () => {
    expect(feedbackOf(policies, 'niet-bereikt', open).map(({ code }) => code)).not.toContain(
      'hulp-aanvaard',
    )
  })

  test('every code but those that are open can be told by some group', () => {
    const codes = UITKOMSTGROEPEN.flatMap((one) => feedbackOf(policies, one, open))
    const silent = TERUGKOPPELCODES.filter((code) => !codes.some((one) => one.code === code))
    expect(silent).toEqual(['bekend-bij-hulp', 'overleden', 'geen-inwoner'])
  })
})

describe('before there is a result', () => {
  const accepted = (): ReturnType<typeof loadPolicies> => {
    folder.change(FILE, /(in-behandeling:[\s\S]*?open: .*)/, '$1\n    aanvaardDoor: proef')
    return loadPolicies(folder.path)
  }

  test('nothing may be told while the question is open', () => {
    expect(mayTellBefore(policies, 'in-behandeling', open)).toBe(false)
  })

  test('it may once someone accepted it, but not of a protected address, and not before the purpose is in force', () => {
    const told = accepted()
    expect(mayTellBefore(told, 'in-behandeling', open)).toBe(true)
    expect(mayTellBefore(told, 'in-behandeling', secret)).toBe(false)
    expect(mayTellBefore(told, 'in-behandeling', { geheim: false, dag: '2023-12-31' })).toBe(false)
  })

  test('it may not where no rule of it stands there', () => {
    folder.change(FILE, /\ntussentijds:\n(?: {2}.*\n)+/, '\n')
    expect(mayTellBefore(loadPolicies(folder.path), 'in-behandeling', open)).toBe(false)
  })
})

describe('rules of feedback are refused', () => {
  test.each([
    [
      'that tell why another reason',
      /(andere-reden:\s+code: )niet-opgepakt/,
      '$1overleden',
      'resultaten/andere-reden/code: van een andere reden leest de aanleveraar nooit meer dan niet-opgepakt',
    ],
    [
      'that leave a result out',
      /\n {2}geen-contact:[\s\S]*?(?=\n {2}bekend)/,
      '',
      'resultaten/geen-contact: Dit veld is verplicht',
    ],
    [
      'that suspend without help',
      /(geen-contact:[\s\S]*?grondslag: wgs-art-8-2)/,
      '$1\n    opschortenDagen: 30',
      'opschortenDagen: alleen bij hulp-aanvaard',
    ],
    [
      'that cite what is not described',
      'grondslag: ddas-1-2\n',
      'grondslag: ddas-9\n',
      'resultaten/andere-reden/grondslag: artikel ddas-9 staat niet onder grondslag',
    ],
    [
      'whose coarse code cites what is not described',
      /(grof:\n(?: {2}.*\n)*? {2}grondslag: ).*/,
      '$1wgs-9',
      'grof/grondslag: artikel wgs-9 staat niet onder grondslag',
    ],
    [
      'that tell something earlier by what is not described',
      /(tussentijds:[\s\S]*?grondslag: )wgs-art-8-2/,
      '$1wgs-9',
      'tussentijds/in-behandeling/grondslag: artikel wgs-9 staat niet onder grondslag',
    ],
    [
      'that give a field',
      'velden: {}',
      'velden: { klantnummer: { omdat: test, grondslag: wgs-art-8-2 } }',
      'velden/klantnummer: een aanleveraar krijgt geen veld terug',
    ],
    [
      'whose example does not hold',
      'resultaat: geen-inwoner, verwacht: niet-opgepakt',
      'resultaat: geen-inwoner, verwacht: geen-inwoner',
      'klopt niet: de aanleveraar leest niet-opgepakt',
    ],
    [
      'without an example of a protected address',
      / {2}- \{[^\n]*geheim: true[^\n]*\n/,
      '',
      'er ontbreekt een voorbeeld: een beschermd adres',
    ],
  ])('%s', (name, from, to, fault) => {
    folder.change(FILE, from, to)
    const faults = folder.faults()
    expect(faults.join('\n')).toContain(fault)
    expectTold(`terugkoppeling: ${name}`, faults)
    expect(faults.join('\n')).toMatch(/^doelen\/terugkoppeling\.yaml, regel \d+, /)
  })
})

test('a comparison of two sets tells what a VLP reads otherwise, and which setting went on', () => {
  folder.change(FILE, /(overleden:[\s\S]*?open: .*)/, '$1\n    aanvaardDoor: proef')
  folder.change(
    'open-vragen.yaml',
    /(aan: zij staan in het bestand)/,
    '$1\n    lezing: aan\n    aanvaardDoor: proef',
  )
  folder.change('klassen.yaml', 'kleinste: 5', 'kleinste: 10')
  const sentences = comparePolicies(policies, loadPolicies(folder.path)).map(({ zin }) => zin)
  expect(sentences).toEqual([
    'Terugkoppeling van "Inwoner is overleden": eerst niet-opgepakt (open vraag), nu overleden.',
    'Kleinste groep in de werkvoorraad: eerst 5, nu 10.',
    'Instelling statistiek: eerst uit, nu aan.',
  ])
})
