import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aSignal } from '../../tests/support/builders.ts'
import { expectTold, usePolicyFolder } from '../../tests/support/policy-folder.ts'
import { Gemeentecode, SleutelId } from '../model/ids.ts'
import { Signaal } from '../model/signaal.ts'
import { veldwaarden } from '../model/veldwaarden.ts'
import { dueDate, type Policies } from './compile.ts'
import { allowedToday, decide } from './decide.ts'
import type { Decision } from './decision.ts'
import { runExample } from './examples.ts'
import { explainReason, explainRule } from './explain.ts'
import { factsOf } from './facts.ts'
import { loadPolicies } from './load.ts'

const folder = usePolicyFolder()
const { change, faults } = folder

const HUUR = 'wet/huur.yaml'

const decideHuur = (policies: Policies, dag: string, signaaldatum = dag): Decision => {
  const signaal = Signaal.parse(
    aSignal({
      signaaldatum,
      inspanningen: {
        pogingPersoonlijkContactDatum: '2020-01-01',
        gewezenOpSchuldhulpDatum: '2020-01-01',
        herinneringen: ['2020-01-01'],
        aanbodGegevensdelingDatum: '2020-01-01',
      },
    }),
  )
  const gemeentecode = Gemeentecode.parse('0202')
  const key = {
    sleutelId: SleutelId.parse('a'.repeat(32)),
    gemeentecode,
    doelen: ['hulpaanbod' as const],
    publiekeSleutel: new Uint8Array(32),
    toestand: 'actief' as const,
  }
  return decide(policies, {
    signaaltype: 'huur',
    velden: [...veldwaarden(signaal).keys()],
    onbruikbaar: [],
    feiten: factsOf(signaal),
    afzenderRol: 'verhuurder',
    dag,
    gemeente: { gemeentecode, sleutels: [key] },
  })
}
const codes = (decision: Decision): string[] => decision.besluit.redenen.map(({ code }) => code)

describe('the policies of the project', () => {
  const policies = loadPolicies('policies')
  const rules = [...policies.regels.values()].flat()

  test.each(
    rules.flatMap((rule) => rule.file.voorbeelden.map((one) => [rule.id, one.naam, one] as const)),
  )('%s, example: %s', (id, _name, example) => {
    const rule = rules.find((one) => one.id === id)
    expect(rule && runExample(policies, rule, example)).toEqual([])
  })

  test('name the terms that the program needs', () => {
    expect(
      [
        'verzegeldNietGeopend',
        'gecodeerd',
        'geweigerd',
        'gebeurtenisVerstrekking',
        'gebeurtenisMedewerker',
      ].map((category) => dueDate(policies, category, '2026-11-03')),
    ).toEqual(['2027-05-03', '2027-05-03', '2027-12-03', '2031-11-03', '2029-11-03'])
    expect(() => dueDate(policies, 'onbekend', '2026-11-03')).toThrow('onbekend')
  })
})

describe('the hash', () => {
  test('stays when only layout and remarks change, and moves with any rule', () => {
    const { hash } = loadPolicies(folder.path)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    change(HUUR, /^# Huur.*$/m, '# Andere opmerking\n\n')
    expect(loadPolicies(folder.path).hash).toBe(hash)
    change(HUUR, 'zoals in de Tijdelijke regeling', 'zoals elders')
    expect(loadPolicies(folder.path).hash).not.toBe(hash)
  })
})

describe('loadPolicies refuses', () => {
  /** A part of one field of the rent rule, to be replaced. */
  const part = (veld: string, line: string): RegExp =>
    new RegExp(`(?<= {2}${veld}:\\n(?: {4}.*\\n)*? {4})${line}(?=\\n)`)

  test.each<[string, string, string | RegExp, string, string]>([
    [
      'an unknown field',
      HUUR,
      '  persoon.voorletters:',
      '  persoon.bijnaam:',
      'velden/persoon.bijnaam: deze naam bestaat hier niet',
    ],
    [
      'a field without its own reason',
      HUUR,
      part('persoon.achternaam', 'omdat: .*'),
      '',
      'velden/persoon.achternaam/omdat: Dit veld is verplicht.',
    ],
    [
      'a field without an article',
      HUUR,
      part('adres.postcode', 'grondslag: .*'),
      '',
      'velden/adres.postcode/grondslag: Dit veld is verplicht.',
    ],
    [
      'a field without a purpose',
      HUUR,
      part('contact.emailadres', 'doelen: .*'),
      'doelen: {}',
      'noem ten minste één doel',
    ],
    [
      'a purpose that has no file',
      HUUR,
      part('contact.emailadres', 'doelen: .*'),
      'doelen: { toezicht: heel }',
      'velden/contact.emailadres/doelen/toezicht: doel toezicht heeft geen bestand in doelen/',
    ],
    [
      'a whole field for a purpose that opens none',
      HUUR,
      part('contact.emailadres', 'doelen: .*'),
      'doelen: { selectie: heel }',
      'velden/contact.emailadres/doelen/selectie: selectie opent geen veld',
    ],
    [
      'a purpose that does not exist',
      HUUR,
      part('contact.emailadres', 'doelen: .*'),
      'doelen: { reclame: heel }',
      'velden/contact.emailadres/doelen/reclame: deze naam bestaat hier niet',
    ],
    [
      'a form that does not exist',
      HUUR,
      part('contact.emailadres', 'doelen: .*'),
      'doelen: { hulpaanbod: half }',
      'doelen/hulpaanbod: Kies uit: heel.',
    ],
    [
      'an open question of a field that nobody accepted',
      HUUR,
      part('signaaldatum', 'aanvaardDoor: .*'),
      '',
      'velden/signaaldatum/open: open zonder aanvaardDoor: een open vraag houdt dit tegen. Zet onder aanvaardDoor',
    ],
    [
      'an open question of a condition that nobody accepted',
      HUUR,
      / {4}aanvaardDoor: ontwikkelset, ruime lezing.*\n/,
      '',
      'voorwaarden/4/open: open zonder aanvaardDoor: een open vraag houdt dit tegen. Zet onder aanvaardDoor',
    ],
    [
      'an open question of a term that nobody accepted',
      'bewaartermijnen.yaml',
      / {4}open: geen bron gevonden\n {4}aanvaardDoor: ontwikkelset\n/,
      '    open: geen bron gevonden\n',
      'categorieen/geweigerd/open: open zonder aanvaardDoor: een open vraag houdt dit tegen. Zet onder aanvaardDoor',
    ],
    [
      'an article that is not described',
      HUUR,
      part('persoon.voorletters', 'grondslag: .*'),
      'grondslag: bgs-2020-art-9',
      'velden/persoon.voorletters/grondslag: artikel bgs-2020-art-9 staat niet onder grondslag',
    ],
    [
      'approval by one person',
      HUUR,
      /goedgekeurdDoor: .*/,
      'goedgekeurdDoor: [jurist, jurist]',
      'twee verschillende personen',
    ],
    [
      'an article described twice',
      HUUR,
      'id: wgs-art-4\n',
      'id: wgs-art-8b\n',
      'een id staat er twee keer',
    ],
    [
      'a condition outside the vocabulary',
      HUUR,
      'voorwaarde: aanbodGedaan',
      'voorwaarde: "bedrag > 3"',
      'voorwaarden/3/voorwaarde: ',
    ],
    [
      'a condition that stands there twice',
      HUUR,
      'voorwaarde: aanbodGedaan',
      'voorwaarde: opSchuldhulpGewezen',
      'een voorwaarde staat er twee keer',
    ],
    [
      'a reaction of refusal as enough',
      HUUR,
      'toegestaan: [geen, neutraal, akkoord]',
      'toegestaan: [geen, geweigerd]',
      'voorwaarden/4/toegestaan/1: Kies uit',
    ],
    [
      'a rule without examples',
      HUUR,
      /voorbeelden:[\s\S]*$/,
      'voorbeelden: []\n',
      'noem ten minste één voorbeeld',
    ],
    [
      'a rule whose examples are left out',
      HUUR,
      /voorbeelden:[\s\S]*$/,
      '',
      'voorbeelden: Dit veld is verplicht.',
    ],
    [
      'an example that does not hold',
      HUUR,
      '  - naam: geen herinnering\n    zonder: [inspanningen.herinneringen]',
      '  - naam: geen herinnering',
      'voorbeeld "geen herinnering" klopt niet: besluit is aanvaard',
    ],
    [
      'an example whose field does not hold',
      HUUR,
      'klantnummer: niet-doorgegeven',
      'klantnummer: doorgegeven',
      'klopt niet: klantnummer is niet-doorgegeven',
    ],
    [
      'an example whose purposes do not hold',
      HUUR,
      'contact.telefoonnummer: [hulpaanbod]',
      'contact.telefoonnummer: [controle]',
      'klopt niet: contact.telefoonnummer is voor hulpaanbod',
    ],
    [
      'an example refused for another reason',
      HUUR,
      'redenen: [rechtspersoon]',
      'redenen: [te-oud]',
      'redenen zijn rechtspersoon',
    ],
    [
      'a refused example without its reasons',
      HUUR,
      '    redenen: [rechtspersoon]\n',
      '',
      'een geweigerd voorbeeld noemt zijn redenen',
    ],
    [
      'a term that does not exist',
      HUUR,
      'verzegeld: verzegeldNietGeopend',
      'verzegeld: altijd',
      'bewaren/verzegeld: categorie altijd staat niet in bewaartermijnen.yaml',
    ],
    [
      'fields that outlive their row',
      HUUR,
      'verzegeld: verzegeldNietGeopend',
      'verzegeld: geweigerd',
      'duurt langer dan de gecodeerde rij',
    ],
    [
      'a term outside its bounds',
      'bewaartermijnen.yaml',
      'termijn: P6M',
      'termijn: P7M',
      'categorieen/verzegeldNietGeopend/termijn: de termijn ligt buiten zijn grenzen',
    ],
    [
      'a term that is no duration',
      'bewaartermijnen.yaml',
      'termijn: P6M',
      'termijn: half jaar',
      'categorieen/verzegeldNietGeopend/termijn: ',
    ],
    [
      'terms without one that the program names',
      'bewaartermijnen.yaml',
      '  geweigerd:',
      '  afgewezen:',
      'verplicht zijn geweigerd',
    ],
    [
      'a predecessor that is not there',
      HUUR,
      'versie: 1\n',
      'versie: 1\nopvolgerVan: wet/huur@0\n',
      'opvolgerVan: regel wet/huur@0 bestaat niet',
    ],
    [
      'a property outside the form',
      HUUR,
      'van: {',
      'uitzondering: ja\nvan: {',
      'uitzondering: deze naam bestaat hier niet',
    ],
    [
      'a day that does not exist',
      HUUR,
      'geldig: { vanaf: 2021-01-01 }',
      'geldig: { vanaf: 2021-02-30 }',
      'geldig/vanaf: Verwacht: een bestaande datum',
    ],
    [
      'a law that ends before it begins',
      HUUR,
      'geldig: { vanaf: 2021-01-01 }',
      'geldig: { vanaf: 2021-01-01, tot: 2021-01-01 }',
      'geldig/tot: tot ligt niet na vanaf',
    ],
    [
      'a law and an approval without a day in common',
      HUUR,
      'geldig: { vanaf: 2021-01-01 }',
      'geldig: { vanaf: 2021-01-01, tot: 2023-01-01 }',
      'geldig en actief hebben geen dag gemeen',
    ],
    [
      'a predecessor that did not begin earlier',
      HUUR,
      'versie: 1\n',
      'versie: 1\nopvolgerVan: wet/huur@1\n',
      'regel wet/huur@1 begon niet eerder',
    ],
    [
      'a condition on a field that the file does not declare',
      'wet/duo.yaml',
      'bijzonderheid: boeteachterstand',
      'bijzonderheid: boete',
      'voorwaarden/7/bijzonderheid: boete staat niet onder bijzonderheden als bedragInCenten',
    ],
    [
      'a condition on a value outside its list',
      'wet/belastingdienst.yaml',
      'waarden: [inkomstenbelasting, omzetbelasting, loonheffingen]',
      'waarden: [erfbelasting]',
      'erfbelasting staat niet onder de waarden van belastingsoort',
    ],
    [
      'an earlier signal of a type without a rule',
      'wet/eindelevering.yaml',
      'signaaltypen: [energie]',
      'signaaltypen: [telecom]',
      'voor telecom is er geen regel in wet/',
    ],
    [
      'one code of two kinds',
      'wet/dienst-toeslagen.yaml',
      'soort: jaNee',
      'soort: datum',
      'uitstel-verleend is elders jaNee',
    ],
    [
      'a public body that shows by its own name',
      'wet/duo.yaml',
      'toonAls: overheid\n',
      '',
      'zet erbij toonAls: overheid',
    ],
    [
      'a role that says little, without its parties',
      'wet/duo.yaml',
      /^ {2}deelnemers:\n.*\n/m,
      '',
      'rol overheidsorgaan zegt te weinig',
    ],
    [
      'a type with a rule that is also said to go another way',
      'geen-grondslag.yaml',
      '  cjib:',
      '  huur:',
      'soorten/huur: voor huur is er een regel in wet/',
    ],
    [
      'a way that cites an article which is not described',
      'geen-grondslag.yaml',
      'grondslag: rzv-art-7b1-3',
      'grondslag: rzv-art-9',
      'artikel rzv-art-9 staat niet onder grondslag',
    ],
    [
      'no example that passes whole',
      HUUR,
      '  - naam: alles in orde\n',
      '  - naam: alles in orde\n    feiten: { bedragInCenten: 100 }\n',
      'er ontbreekt een voorbeeld: een signaal dat heel wordt aanvaard',
    ],
    [
      'a condition that no example shows on its own',
      HUUR,
      / {2}- naam: niet op schuldhulp gewezen\n(?: {4}.*\n)*/,
      '',
      'een signaal dat alleen om verwijzing-ontbreekt wordt geweigerd',
    ],
    [
      'a remark that no example shows',
      'wet/eindelevering.yaml',
      / {2}- naam: er ging geen vroegsignaal vooraf\n(?: {4}.*\n)*/,
      '',
      'een signaal dat met alleen de opmerking vroegsignaal-vooraf-ontbreekt wordt aanvaard',
    ],
    [
      'a field of other rules that no example withholds',
      HUUR,
      '      polis.uzovinummer: niet-doorgegeven\n',
      '',
      'wat andere regels wel toestaan: polis.uzovinummer',
    ],
    [
      'a way whose open question nobody accepted',
      'geen-grondslag.yaml',
      '    grondslag: rzv-art-7b1-3\n',
      '    grondslag: rzv-art-7b1-3\n    open: wie dit leest\n',
      'soorten/cak-wanbetalers/open: open zonder aanvaardDoor: een open vraag houdt dit tegen. Zet onder aanvaardDoor',
    ],
    [
      'a file whose first version is none',
      'geen-grondslag.yaml',
      'versie: 1\n',
      'versie: 0\n',
      'versie: ',
    ],
    [
      'a finding that cites an article which is not described',
      'doelen/controle.yaml',
      /(uitkomsten:[\s\S]*?grondslag: )[a-z0-9-]+/,
      '$1wgs-art-99',
      'uitkomsten/bezwaar/grondslag: artikel wgs-art-99 staat niet onder grondslag',
    ],
    ['broken YAML', HUUR, 'van: {', 'van: {{', 'geen geldige YAML'],
    [
      'a key that stands there twice',
      HUUR,
      'versie: 1\n',
      'versie: 1\nversie: 1\n',
      'geen geldige YAML (DUPLICATE_KEY)',
    ],
  ])('%s', (name, file, from, to, expected) => {
    change(file, from, to)
    const found = faults()
    expect(
      found.some((fault) => fault.includes(expected)),
      found.join('\n'),
    ).toBe(true)
    expectTold(`beleid: ${name}`, found)
    expect(found.every((fault) => /^[a-z0-9/-]+\.yaml, regel \d+/.test(fault))).toBe(true)
  })

  test('with the line where the fault stands', () => {
    change(HUUR, part('persoon.achternaam', 'omdat: .*'), '')
    const lines = readFileSync(join(folder.path, HUUR), 'utf8').split('\n')
    const line = lines.indexOf('  persoon.achternaam:') + 3
    expect(faults()).toEqual([
      `wet/huur.yaml, regel ${line}, velden/persoon.achternaam/omdat: Dit veld is verplicht. Vul het in.`,
    ])
  })

  test('two files of one rule that are in force on one day, or carry one version', () => {
    cpSync(join(folder.path, HUUR), join(folder.path, 'wet/huur-nieuw.yaml'))
    expect(faults().join()).toContain('versie 1 van wet/huur staat ook in')
    change('wet/huur-nieuw.yaml', 'versie: 1\n', 'versie: 2\n')
    expect(faults().join()).toContain('wet/huur is gelijk in werking met')
  })

  test('two files of one purpose that are in force on one day', () => {
    cpSync(join(folder.path, 'doelen/controle.yaml'), join(folder.path, 'doelen/controle-2.yaml'))
    change('doelen/controle-2.yaml', 'versie: 1\n', 'versie: 2\n')
    expect(faults().join()).toContain('controle is gelijk in werking met')
  })

  test('days on which no version of a rule or purpose is in force', () => {
    for (const name of ['wet/huur', 'doelen/controle']) {
      cpSync(join(folder.path, `${name}.yaml`), join(folder.path, `${name}-2.yaml`))
      change(`${name}-2.yaml`, 'versie: 1\n', 'versie: 2\n')
      change(`${name}-2.yaml`, '{ vanaf: 2021-01-01 }', '{ vanaf: 2026-01-02 }')
      change(`${name}.yaml`, '{ vanaf: 2021-01-01 }', '{ vanaf: 2021-01-01, tot: 2026-01-01 }')
      expect(faults()).toEqual([
        expect.stringMatching(
          new RegExp(`^${name}-2.yaml, regel \\d+, geldig: tussen 2026-01-01 .* aansluiten\\.$`),
        ) as string,
      ])
      change(`${name}-2.yaml`, '2026-01-02', '2026-01-01')
      expect(loadPolicies(folder.path).hash).toMatch(/^[0-9a-f]{64}$/)
    }
  })

  test('anchors and aliases, which turn a few lines into gigabytes', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh'].map((pair) => [...pair]))
      bomb.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(', ')}]`)
    writeFileSync(join(folder.path, 'wet/bom.yaml'), bomb.join('\n'))
    expect(faults()).toEqual([
      'wet/bom.yaml, regel 1: een anker (&) of verwijzing (*) hoort hier niet. Schrijf uit wat er staat.',
    ])
  })

  test('a file of 50 MB, without reading it, and a folder in the place of a file', () => {
    writeFileSync(join(folder.path, 'wet/groot.yaml'), Buffer.alloc(50_000_000, '# '))
    expect(faults()).toEqual([
      'wet/groot.yaml, regel 1: het bestand is groter dan 256 KiB. Zet er alleen beleid in, of splits het.',
    ])
    rmSync(join(folder.path, 'wet/groot.yaml'))
    mkdirSync(join(folder.path, 'wet/map.yaml'))
    expect(faults()).toEqual(['wet/map.yaml, regel 1: dit is geen bestand. Haal het weg.'])
  })

  test('with all that is wrong in one message, a line each', () => {
    writeFileSync(join(folder.path, 'wet/leeg.yaml'), '')
    writeFileSync(join(folder.path, 'doelen/leeg.yaml'), '')
    const found = faults()
    expect(found.length).toBeGreaterThan(1)
    let told: unknown
    try {
      loadPolicies(folder.path)
    } catch (error) {
      told = error
    }
    expect(told).toMatchObject({
      name: 'PolicyError',
      message: ['het beleid klopt niet:', ...found.map((one) => `- ${one}`)].join('\n'),
    })
  })

  test('a file that it would not read', () => {
    writeFileSync(join(folder.path, 'wet/energie.yml'), '')
    expect(faults()).toEqual([
      'wet/energie.yml, regel 1: dit is geen .yaml-bestand. Haal het weg, of laat de naam op .yaml eindigen.',
    ])
  })
})

describe('in the course of time', () => {
  test('a rule ends on its last day but one, and then its basis has ended', () => {
    change(HUUR, 'geldig: { vanaf: 2021-01-01 }', 'geldig: { vanaf: 2021-01-01, tot: 2026-11-03 }')
    const policies = loadPolicies(folder.path)
    expect(codes(decideHuur(policies, '2026-11-02'))).toEqual([])
    const ended = decideHuur(policies, '2026-11-03')
    expect(codes(ended)).toEqual(['grondslag-verlopen'])
    expect(ended.regels.size).toBe(0)
    const question = { signaaltype: 'huur', doel: 'hulpaanbod', veld: 'adres.postcode' } as const
    expect(allowedToday(policies, { ...question, dag: '2026-11-02' })).toEqual(['bgs-2020-art-2'])
    expect(allowedToday(policies, { ...question, dag: '2026-11-03' })).toBeUndefined()
  })

  test('approval that ended counts as law that ended', () => {
    change(HUUR, '  vanaf: 2024-01-01', '  vanaf: 2024-01-01\n  tot: 2025-01-01')
    expect(codes(decideHuur(loadPolicies(folder.path), '2025-01-01'))).toEqual([
      'grondslag-verlopen',
    ])
  })

  test('a purpose that ended takes no field any more', () => {
    change('doelen/hulpaanbod.yaml', 'vanaf: 2024-01-01', 'vanaf: 2024-01-01\n  tot: 2026-11-03')
    const decision = decideHuur(loadPolicies(folder.path), '2026-11-03')
    expect(decision.besluit.velden.find(({ veld }) => veld === 'contact.telefoonnummer')).toEqual({
      veld: 'contact.telefoonnummer',
      uitkomst: 'niet-doorgegeven',
      grondslag: [],
      reden: 'geen-doel',
    })
  })

  test('a signal dated before the rule began counts only under the predecessor that was in force then', () => {
    cpSync(join(folder.path, HUUR), join(folder.path, 'wet/huur-2.yaml'))
    change(HUUR, 'geldig: { vanaf: 2021-01-01 }', 'geldig: { vanaf: 2021-01-01, tot: 2026-01-01 }')
    change('wet/huur-2.yaml', 'geldig: { vanaf: 2021-01-01 }', 'geldig: { vanaf: 2026-01-01 }')
    change('wet/huur-2.yaml', 'versie: 1\n', 'versie: 2\n')
    const alone = loadPolicies(folder.path)
    expect(decideHuur(alone, '2026-01-05').besluit.beleid.id).toBe('wet/huur@2')
    expect(codes(decideHuur(alone, '2026-01-05'))).toEqual([])
    expect(codes(decideHuur(alone, '2026-01-05', '2025-12-31'))).toEqual([
      'signaaldatum-buiten-bereik',
    ])
    change('wet/huur-2.yaml', 'versie: 2\n', 'versie: 2\nopvolgerVan: wet/huur@1\n')
    const successor = loadPolicies(folder.path)
    expect(codes(decideHuur(successor, '2026-01-05', '2025-12-31'))).toEqual([])
    expect(codes(decideHuur(successor, '2026-01-05', '2025-12-01'))).toEqual([
      'signaaldatum-buiten-bereik',
    ])
  })

  test('a field may go earlier than the others', () => {
    change(
      'bewaartermijnen.yaml',
      'categorieen:',
      `categorieen:
  kort: { zin: kort, termijn: P1M, minstens: P1M, hoogstens: P6M, bron: test }`,
    )
    change(
      HUUR,
      '  contact.telefoonnummer:\n    omdat',
      '  contact.telefoonnummer:\n    bewaren: kort\n    omdat',
    )
    const { regels } = decideHuur(loadPolicies(folder.path), '2026-10-31')
    expect(regels.get('contact.telefoonnummer')?.vervaldatum).toBe('2026-11-30')
    expect(regels.get('persoon.achternaam')?.vervaldatum).toBe('2027-04-30')
  })

  test('only designated municipalities, and from an amount, where the law says so', () => {
    change(HUUR, 'gemeente: woonadres }', "gemeente: woonadres, aangewezen: ['0363'] }")
    change(
      HUUR,
      '  - { voorwaarde: aanbodGedaan',
      '  - { voorwaarde: minstensBedrag, centen: 90000, grondslag: wgs-art-8b }\n  - { voorwaarde: aanbodGedaan',
    )
    change(
      HUUR,
      'voorbeelden:\n',
      `voorbeelden:
  - { naam: genoeg, feiten: { bedragInCenten: 90000 }, verwacht: aanvaard }
  - { naam: elders, gemeente: '0202', verwacht: geweigerd, redenen: [gemeente-niet-aangewezen] }
  - { naam: te weinig, feiten: { bedragInCenten: 89999 }, verwacht: geweigerd, redenen: [onder-drempel] }
`,
    )
    const policies = loadPolicies(folder.path)
    expect(codes(decideHuur(policies, '2026-11-03'))).toEqual([
      'gemeente-niet-aangewezen',
      'onder-drempel',
    ])
    expect(explainRule(policies, 'wet/huur@1')).toContain(
      'Voorwaarde: De achterstand is ten minste € 900,00. (Wet gemeentelijke schuldhulpverlening art. 8b)',
    )
  })
})

describe('explain', () => {
  const policies = loadPolicies('policies')

  test('tells a rule in sentences, each condition and field with its article', () => {
    const sentences = explainRule(policies, 'wet/huur@1')
    expect(sentences[0]).toMatch(/^Een verhuurder geeft na vier inspanningen/)
    expect(sentences).toContain(
      'Voorwaarde: De aanleveraar wees de klant op schuldhulpverlening. (Besluit gemeentelijke schuldhulpverlening art. 2)',
    )
    expect(sentences).toContain(
      'Veld contact.telefoonnummer gaat mee voor hulpaanbod: contactgegevens (Besluit gemeentelijke schuldhulpverlening art. 2).',
    )
    expect(sentences.at(-1)).toBe('Geen ander veld gaat mee.')
    expect(sentences).toHaveLength(1 + 6 + 17 + 1)
    expect(() => explainRule(policies, 'wet/telecom@1')).toThrow('no rule')
  })

  test('tells a reason with its article and what to do', () => {
    expect(explainReason(policies, 'wet/zorgverzekering@1', 'te-jong')).toBe(
      'De achterstand is jonger dan 30 dagen (afspraak in het convenant LCV, geen wet). (Landelijk Convenant Vroegsignalering (convenant, geen wet), afspraken zorg) Lever aan vanaf 30 dagen achterstand.',
    )
    expect(explainReason(policies, 'wet/huur@1', 'postcode-onbekend')).toMatch(/^Bij deze postcode/)
  })
})
