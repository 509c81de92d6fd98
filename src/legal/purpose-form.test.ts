import { describe, expect, test } from 'vitest'
import { expectApproved } from '../../tests/support/approved.ts'
import { expectTold, usePolicyFolder } from '../../tests/support/policy-folder.ts'
import { BELEIDSDOELEN, OPENINGSDOELEN } from '../model/doel.ts'
import { AFGELEIDE_VELDEN, bijzonderVeld, VELDEN } from '../model/veld.ts'
import { loadPolicies } from './load.ts'
import { formToday, type Vormvraag } from './purpose-form.ts'

const policies = loadPolicies('policies')
const folder = usePolicyFolder()
const DAG = '2026-11-24'
const types = [...policies.regels.keys()]

const form = (
  signaaltype: string,
  doel: Vormvraag['doel'],
  veld: Vormvraag['veld'],
  dag = DAG,
): string => formToday(policies, { signaaltype, doel, veld, dag })?.vorm ?? 'afwezig'

describe('the form of a field', () => {
  test('is for each type, purpose and field what was approved', () => {
    const own = types.flatMap((type) =>
      Object.keys(policies.regels.get(type)?.at(-1)?.file.bijzonderheden ?? {}).map(bijzonderVeld),
    )
    const fields = [...VELDEN, ...new Set(own), ...AFGELEIDE_VELDEN]
    const found = types.map((type) => [
      type,
      Object.fromEntries(
        BELEIDSDOELEN.map((doel) => [
          doel,
          fields.flatMap((veld) => {
            const asked = { signaaltype: type, doel, veld, dag: DAG }
            const taken = formToday(policies, asked)
            return taken === undefined
              ? []
              : [`${veld}: ${taken.vorm} (${taken.grondslag.join(', ')})`]
          }),
        ]),
      ),
    ])
    expectApproved('purpose-forms', DAG, Object.fromEntries(found))
  })

  test('is whole only for a purpose that opens, or that goes on with what was opened', () => {
    const whole = BELEIDSDOELEN.filter((doel) =>
      types.some((type) => VELDEN.some((veld) => form(type, doel, veld) === 'heel')),
    )
    expect(whole).toEqual([...OPENINGSDOELEN, 'statistiek'])
  })

  test('of a name, an address or an amount is absent for choosing and counting, of every type', () => {
    for (const doel of ['selectie', 'monitor', 'terugkoppeling'] as const)
      for (const type of types)
        expect(VELDEN.filter((veld) => form(type, doel, veld) !== 'afwezig')).toEqual([])
  })

  test('that is derived is a class, a district or a flag for choosing and counting, and nothing elsewhere', () => {
    for (const doel of ['selectie', 'monitor'] as const)
      expect(AFGELEIDE_VELDEN.map((veld) => form('huur', doel, veld))).toEqual([
        'klasse',
        'vlag',
        'klasse',
        'klasse',
        'wijk',
      ])
    for (const doel of ['controle', 'hulpaanbod', 'statistiek', 'terugkoppeling'] as const)
      for (const veld of AFGELEIDE_VELDEN) expect(form('huur', doel, veld)).toBe('afwezig')
  })

  test('of a purpose that goes on is never there where the purpose before it has none', () => {
    for (const type of types)
      for (const veld of VELDEN)
        if (form(type, 'hulpaanbod', veld) === 'afwezig')
          expect(form(type, 'statistiek', veld)).toBe('afwezig')
    expect(form('zorgverzekering', 'controle', 'persoon.burgerservicenummer')).toBe('heel')
    expect(form('zorgverzekering', 'statistiek', 'persoon.burgerservicenummer')).toBe('afwezig')
  })

  test('of the type of a public body has no flag that the type has not', () => {
    expect(form('duo', 'selectie', 'signaalsoort')).toBe('klasse')
    expect(form('duo', 'selectie', 'crisisvlag')).toBe('afwezig')
  })

  test('is absent once its rule or its purpose has ended', () => {
    expect(form('gemeentelijke-belastingen', 'selectie', 'adres.wijk', '2024-06-01')).toBe('wijk')
    expect(form('gemeentelijke-belastingen', 'selectie', 'adres.wijk')).toBe('afwezig')
    expect(form('huur', 'monitor', 'adres.wijk', '2023-12-31')).toBe('afwezig')
    expect(form('telecom', 'selectie', 'signaalsoort')).toBe('afwezig')
    folder.change(
      'doelen/hulpaanbod.yaml',
      'geldig: { vanaf: 2021-01-01 }',
      'geldig: { vanaf: 2021-01-01, tot: 2026-11-01 }',
    )
    // Nobody opens the amount any more: then its class is not shown either.
    const ended = loadPolicies(folder.path)
    const ask = (veld: Vormvraag['veld']): string | undefined =>
      formToday(ended, { signaaltype: 'huur', doel: 'selectie', veld, dag: DAG })?.vorm
    expect(ask('achterstand.bedragklasse')).toBeUndefined()
    expect(ask('adres.wijk')).toBe('wijk')
  })
})

describe('a set is refused', () => {
  test.each([
    [
      'whose rule derives a class of a field that does not pass',
      'wet/huur.yaml',
      /\n {2}crisissignaal:[\s\S]*?(?=\n {2}warmeOverdracht)/,
      '',
      /wet\/huur\.yaml, regel \d+, afgeleid\/crisisvlag: crisisvlag wordt afgeleid van crisissignaal, en dat gaat bij dit soort signaal niet mee\. Haal crisisvlag weg\./,
    ],
    [
      'whose rule derives in a form that the field has not',
      'wet/huur.yaml',
      'doelen: { selectie: wijk }',
      'doelen: { selectie: klasse }',
      /wet\/huur\.yaml, regel \d+, afgeleid\/adres\.wijk\/doelen\/selectie: adres\.wijk kan alleen als wijk\. Schrijf selectie: wijk\./,
    ],
    [
      'whose derived field cites what is not described',
      'wet/huur.yaml',
      /(bedragklasse:[\s\S]*?grondslag: )wgs-art-8b/,
      '$1wgs-art-99',
      /afgeleid\/achterstand\.bedragklasse\/grondslag: artikel wgs-art-99 staat niet onder grondslag/,
    ],
    [
      'that shows a name before opening',
      'doelen/selectie.yaml',
      'persoon.achternaam: { vorm: afwezig,',
      'persoon.achternaam: { vorm: heel,',
      /doelen\/selectie\.yaml, regel \d+, velden\/persoon\.achternaam: vóór het openen is geen heel veld te zien/,
    ],
    [
      'that gives a class to who opens',
      'doelen/hulpaanbod.yaml',
      'velden:\n',
      'velden:\n  adres.wijk: { vorm: wijk, omdat: test, grondslag: wgs-art-4 }\n',
      /velden\/adres\.wijk: een afgeleid veld is niet verzegeld/,
    ],
    [
      'that gives a class to who checks',
      'doelen/controle.yaml',
      'velden:\n',
      'velden:\n  adres.wijk: { vorm: wijk, omdat: test, grondslag: wgs-art-1 }\n',
      /velden\/adres\.wijk: een afgeleid veld is niet verzegeld/,
    ],
    [
      'that shows a name to who counts before opening',
      'doelen/monitor.yaml',
      'persoon.achternaam: { vorm: afwezig,',
      'persoon.achternaam: { vorm: heel,',
      /doelen\/monitor\.yaml, regel \d+, velden\/persoon\.achternaam: vóór het openen is geen heel veld te zien/,
    ],
    [
      'that takes a field in a form that it has not',
      'doelen/monitor.yaml',
      'adres.wijk: { vorm: wijk,',
      'adres.wijk: { vorm: vlag,',
      /velden\/adres\.wijk: adres\.wijk kan alleen als wijk, of afwezig zijn/,
    ],
    [
      'without classes of age',
      'klassen.yaml',
      /\nleeftijd:[\s\S]*?(?=\ngroep:)/,
      '',
      /afgeleid\/achterstand\.leeftijdsklasse: klassen\.yaml noemt geen klassen van leeftijd/,
    ],
    [
      'without a smallest group',
      'klassen.yaml',
      /\ngroep:[\s\S]*$/,
      '\n',
      /doelen\/selectie\.yaml, regel \d+, geheel: klassen\.yaml noemt geen kleinste groep/,
    ],
    [
      'whose example of a purpose does not hold',
      'doelen/selectie.yaml',
      'veld: persoon.achternaam, verwacht: afwezig',
      'veld: persoon.achternaam, verwacht: heel',
      /voorbeelden\/3: voorbeeld "geen naam" klopt niet: persoon\.achternaam is afwezig/,
    ],
    [
      'whose purpose has no example of what is absent',
      'doelen/monitor.yaml',
      /\n {2}- \{ naam: geen naam.*/,
      '',
      /er ontbreekt een voorbeeld: een veld dat afwezig is/,
    ],
    [
      'whose rule does not say with which text the person is informed',
      'wet/huur.yaml',
      /\n {4}tekst: >-[\s\S]*?(?=\n {2}bezwaar)/,
      '',
      /wet\/huur\.yaml, regel \d+, avg\/informatie: de tekst ontbreekt/,
    ],
    [
      'whose rule names no category of the archive',
      'wet/huur.yaml',
      /\n {2}archief:[\s\S]*?(?=\n\nvan:)/,
      '',
      /wet\/huur\.yaml, regel \d+, avg: de categorie van de selectielijst ontbreekt/,
    ],
    [
      'whose question about the archive nobody accepted',
      'wet/huur.yaml',
      /(archief:[\s\S]*?)\n {4}aanvaardDoor: .*/,
      '$1',
      /avg\/archief\/open: open zonder aanvaardDoor/,
    ],
  ])('%s', (name, file, from, to, fault) => {
    folder.change(file, from, to)
    const faults = folder.faults()
    expect(faults.join('\n')).toMatch(fault)
    expectTold(`doel: ${name}`, faults)
  })
})
