import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aSignal } from '../../tests/support/builders.ts'
import { usePolicyFolder } from '../../tests/support/policy-folder.ts'
import { BELEIDSDOELEN, OPENINGSDOELEN } from '../model/doel.ts'
import { type Dag, Gemeentecode, SleutelId } from '../model/ids.ts'
import { Signaal } from '../model/signaal.ts'
import { VELDEN } from '../model/veld.ts'
import { veldwaarden } from '../model/veldwaarden.ts'
import { type Analysis, analyse } from './analyse.ts'
import { comparePolicies } from './compare-policies.ts'
import { compile, type Policies } from './compile.ts'
import { allowedToday, decide } from './decide.ts'
import { explainCase } from './explain-case.ts'
import { factsOf } from './facts.ts'
import { loadPolicies } from './load.ts'
import { processingRegister, registerCsv } from './processing-register.ts'
import { findRules, readRule, readUnlawful, termWords } from './read-rule.ts'
import { isWithin, windowOf } from './window.ts'

const folder = usePolicyFolder()
const { change, faults } = folder

const policies = loadPolicies('policies')

const AGREEMENT = `
afspraken:
  - deelnemer: '00000099000000001000'
    naam: De Linde
    signaaltypen: [huur]
    vanaf: 2025-01-01
    kenmerk: A-1
`

/** The rent rule asks for an agreement with the municipality. */
const askAgreement = (): void => {
  change(
    'wet/huur.yaml',
    'voorwaarden:\n',
    'voorwaarden:\n  - { voorwaarde: afspraakMetGemeente, grondslag: bgs-2020-art-2 }\n',
  )
  change(
    'wet/huur.yaml',
    'voorbeelden:\n',
    'voorbeelden:\n  - { naam: zonder afspraak, feiten: { afspraak: false }, verwacht: geweigerd, redenen: [afspraak-ontbreekt] }\n',
  )
}

const IDLE = {
  waar: 'gemeenten/0855.yaml, afspraken/0',
  zin: 'geen regel van deze soorten vraagt een afspraak',
  remedie: 'haal de afspraak weg, of verbeter signaaltypen',
}
const UNMET = {
  waar: 'wet/huur@1',
  zin: 'de regel vraagt een afspraak met de gemeente, en geen gemeente heeft er een vastgelegd',
  remedie: 'leg de afspraak vast onder afspraken in gemeenten/<code>.yaml',
}

/** The project's policies, with `controle` approved for other days: a whole folder would have other examples then. */
const withControle = (days: { readonly vanaf: Dag; readonly tot?: Dag }): Policies => {
  const doelen = new Map(
    [...policies.documents.doelen].map(([name, one]) => [
      name,
      one.doel === 'controle' ? { ...one, actief: { ...one.actief, ...days } } : one,
    ]),
  )
  return compile({ ...policies.documents, doelen }, policies.hash)
}

/** On how many days something was weighed. */
const turns = ({ reach, nobody, weighed }: Analysis): number => {
  const fields = new Set([...reach.map(({ veld }) => veld), ...nobody]).size
  const rules = [...policies.regels.values()].flat().length
  return weighed / rules / fields / BELEIDSDOELEN.length
}
const turningDaysOf = ({ regels, documents }: Policies): number => {
  const windows = [...[...regels.values()].flat(), ...[...documents.doelen.values()].map(windowOf)]
  const days = new Set(windows.flatMap(({ vanaf, tot }) => [vanaf, tot]))
  days.delete(undefined)
  return days.size
}

const sentences = (): readonly string[] =>
  comparePolicies(policies, loadPolicies(folder.path)).map(({ zin }) => zin)

describe('the analysis', () => {
  test('says of every field and purpose when a college can see it, as each day by itself does', () => {
    const { reach } = analyse(policies)
    const days = ['2023-12-31', '2024-01-01', '2025-12-31', '2026-01-01', '2030-06-15']
    const questions = [...policies.regels.keys()].flatMap((signaaltype) =>
      days.flatMap((dag) =>
        VELDEN.flatMap((veld) =>
          OPENINGSDOELEN.map((doel) => ({ signaaltype, dag, veld, doel }) as const),
        ),
      ),
    )
    const claimed = questions.filter(({ signaaltype, ...asked }) =>
      reach.some(
        (one) =>
          one.regel.startsWith(`wet/${signaaltype}@`) &&
          one.veld === asked.veld &&
          one.doel === asked.doel &&
          isWithin(one, asked.dag),
      ),
    )
    const found = questions.filter((question) => allowedToday(policies, question) !== undefined)
    expect(claimed).toEqual(found)
    expect(found.length).toBeGreaterThan(100)
  })

  test('names what nobody ever sees, and has no remark about the policies of this project', () => {
    const { nobody, remarks } = analyse(policies)
    expect(nobody).toContain('medecontractant.burgerservicenummer')
    expect(nobody).not.toContain('persoon.burgerservicenummer')
    expect(remarks).toEqual([])
  })

  test('remarks on a purpose that takes a field which no rule gives', () => {
    change(
      'doelen/controle.yaml',
      '  persoon.voorletters:',
      '  eindeleveringDatum: { omdat: proef, grondslag: wgs-art-1 }\n  persoon.voorletters:',
    )
    const { remarks } = analyse(loadPolicies(folder.path))
    expect(remarks).toContainEqual({
      waar: 'doelen/controle.yaml, velden/eindeleveringDatum',
      zin: 'geen enkele regel geeft eindeleveringDatum voor controle',
      remedie: 'haal het veld hier weg, of laat het staan als een regel in voorbereiding is',
    })
  })

  test('knows fields of a type of its own: who sees them, and that some only decide', () => {
    const { reach, nobody } = analyse(policies)
    expect(reach).toContainEqual(
      expect.objectContaining({
        regel: 'wet/duo@1',
        veld: 'bijzonderheden.boeteachterstand',
        doel: 'hulpaanbod',
      }),
    )
    expect(nobody).toContain('bijzonderheden.uitstel-verleend')
    change('wet/duo.yaml', /(boeteachterstand:[\s\S]*?doelen: \{) hulpaanbod/, '$1 controle')
    change('wet/duo.yaml', '      bijzonderheden.boeteachterstand: doorgegeven\n', '')
    const { remarks } = analyse(loadPolicies(folder.path))
    expect(remarks).toEqual([
      {
        waar: 'wet/duo@1, bijzonderheden/boeteachterstand/doelen/controle',
        zin: 'bijzonderheden.boeteachterstand gaat nooit mee voor controle: dat doel neemt dit veld niet aan zolang de regel geldt',
        remedie:
          'haal controle bij dit veld weg, of laat doelen/controle.yaml bijzonderheden met een grondslag aannemen',
      },
      {
        waar: 'doelen/hulpaanbod.yaml, velden/bijzonderheden',
        zin: 'geen enkele regel geeft bijzonderheden voor hulpaanbod',
        remedie: 'haal het veld hier weg, of laat het staan als een regel in voorbereiding is',
      },
    ])
  })

  test('remarks on an agreement that no rule asks for, and on a rule whose agreement nobody made', () => {
    change('gemeenten/0855.yaml', /$/, AGREEMENT)
    const idle = analyse(loadPolicies(folder.path)).remarks
    expect(idle).toEqual([IDLE])
    askAgreement()
    expect(analyse(loadPolicies(folder.path)).remarks).toEqual([])
    cpSync('policies/gemeenten/0855.yaml', join(folder.path, 'gemeenten/0855.yaml'))
    expect(analyse(loadPolicies(folder.path)).remarks).toEqual([UNMET])
  })

  test('takes an agreement on another type for none, and one on all types for one on each', () => {
    askAgreement()
    change('gemeenten/0855.yaml', /$/, AGREEMENT.replace('[huur]', '[drinkwater]'))
    expect(analyse(loadPolicies(folder.path)).remarks).toEqual([UNMET, IDLE])
    change('gemeenten/0855.yaml', '[drinkwater]', 'alle')
    expect(analyse(loadPolicies(folder.path)).remarks).toEqual([])
  })

  test('says from when to when, each stretch within its rule and purpose, those that touch as one', () => {
    const from = ({ reach }: Analysis, regel: string, doel: string) =>
      reach.filter(
        (one) => one.regel === regel && one.doel === doel && one.veld === 'persoon.achternaam',
      )
    const window = (of: Analysis, regel: string, doel: string) =>
      from(of, regel, doel).map(({ vanaf, tot }) => ({ vanaf, tot }))
    const now = analyse(policies)
    expect(window(now, 'wet/energie@1', 'controle')).toEqual([
      { vanaf: '2024-01-01', tot: '2026-01-01' },
    ])
    expect(window(now, 'wet/energie@2', 'controle')).toEqual([
      { vanaf: '2026-01-01', tot: undefined },
    ])
    const later = analyse(withControle({ vanaf: '2025-06-02', tot: '2027-03-02' }))
    expect(window(later, 'wet/energie@1', 'controle')).toEqual([
      { vanaf: '2025-06-02', tot: '2026-01-01' },
    ])
    expect(window(later, 'wet/energie@1', 'hulpaanbod')).toEqual([
      { vanaf: '2024-01-01', tot: '2026-01-01' },
    ])
    expect(window(later, 'wet/energie@2', 'hulpaanbod')).toEqual([
      { vanaf: '2026-01-01', tot: undefined },
    ])
    // Two days more on which something turns; on each every field is weighed for every rule and purpose.
    expect([turns(now), turns(later)]).toEqual([
      turningDaysOf(policies),
      turningDaysOf(policies) + 2,
    ])
  })

  test('remarks on a purpose whose time does not meet that of one version of a rule', () => {
    const { remarks } = analyse(withControle({ vanaf: '2026-02-01' }))
    const rules = new Set(remarks.map(({ waar }) => waar.split(',')[0]))
    expect([...rules]).toEqual([
      'wet/eindelevering@1',
      'wet/energie@1',
      'wet/gemeentelijke-belastingen@1',
    ])
  })

  test('remarks on a purpose that takes no derived field of this rule', () => {
    change(
      'wet/huur.yaml',
      'doelen: { selectie: wijk }',
      'doelen: { selectie: wijk, statistiek: wijk }',
    )
    expect(analyse(loadPolicies(folder.path)).remarks).toContainEqual({
      waar: 'wet/huur@1, afgeleid/adres.wijk/doelen/statistiek',
      zin: 'adres.wijk gaat nooit mee voor statistiek: dat doel neemt dit veld niet aan zolang de regel geldt',
      remedie:
        'haal statistiek bij dit veld weg, of laat doelen/statistiek.yaml adres.wijk met een grondslag aannemen',
    })
  })

  test('remarks on a purpose that a rule names for a field and that never takes it', () => {
    change(
      'wet/huur.yaml',
      /(contact\.telefoonnummer:[\s\S]*?doelen: \{) hulpaanbod/,
      '$1 controle: heel, hulpaanbod',
    )
    const { remarks } = analyse(loadPolicies(folder.path))
    expect(remarks).toEqual([
      {
        waar: 'wet/huur@1, velden/contact.telefoonnummer/doelen/controle',
        zin: 'contact.telefoonnummer gaat nooit mee voor controle: dat doel neemt dit veld niet aan zolang de regel geldt',
        remedie:
          'haal controle bij dit veld weg, of laat doelen/controle.yaml contact.telefoonnummer met een grondslag aannemen',
      },
    ])
  })
})

describe('a rule that can never apply is refused', () => {
  test('when law and approval share no day', () => {
    change(
      'wet/huur.yaml',
      'geldig: { vanaf: 2021-01-01 }',
      'geldig: { vanaf: 2021-01-01, tot: 2023-01-01 }',
    )
    expect(faults().join('\n')).toMatch(/^wet\/huur\.yaml, regel \d+, actief: .*geen dag gemeen/m)
  })

  test('when its ages exclude each other', () => {
    change('wet/zorgverzekering.yaml', /(minstensDagenOud[\s\S]{0,40}dagen: )\d+/, '$1900')
    expect(faults().join('\n')).toMatch(/voorwaarden\/\d+: geen achterstand is ten minste 900/)
  })

  test('when its ages exclude each other in months', () => {
    change(
      'wet/hypotheek.yaml',
      'voorwaarden:\n',
      'voorwaarden:\n  - { voorwaarde: hoogstensDagenOud, dagen: 55, grondslag: tr-art-2-2 }\n',
    )
    expect(faults().join('\n')).toMatch(/ten minste 2 maanden en ten hoogste 55 dagen oud/)
  })

  test('when it asks more than a signal can say', () => {
    change('wet/huur.yaml', 'minstens: 1', 'minstens: 21')
    expect(faults().join('\n')).toMatch(/ten hoogste 20 herinneringen/)
  })
})

describe('a comparison of two sets', () => {
  test('is empty for the same rules in other words', () => {
    change('wet/huur.yaml', 'omdat: contactgegevens', 'omdat: gegevens om contact te leggen')
    expect(sentences()).toEqual([])
  })

  test('names a field that goes too, a condition that changed, and a term', () => {
    change(
      'wet/huur.yaml',
      '  persoon.voorletters:',
      '  klantnummer:\n    omdat: proef\n    grondslag: wgs-art-8b\n    doelen: { hulpaanbod: heel }\n  persoon.voorletters:',
    )
    change(
      'wet/huur.yaml',
      /met:\n\s+\[persoon\.burgerservicenummer, persoon\.geboortedatum, klantnummer/,
      'met:\n      [persoon.burgerservicenummer, persoon.geboortedatum',
    )
    change('wet/huur.yaml', '      klantnummer: niet-doorgegeven\n', '')
    change('wet/huur.yaml', 'minstens: 1', 'minstens: 2')
    change('bewaartermijnen.yaml', /(gecodeerd:[\s\S]*?termijn: )P6M/, '$1P5M')
    change('bewaartermijnen.yaml', /(verzegeldNietGeopend:[\s\S]*?termijn: )P6M/, '$1P5M')
    const found = sentences().join('\n')
    expect(found).toContain('wet/huur@1: klantnummer gaat voortaan mee voor hulpaanbod')
    expect(found).toMatch(/wet\/huur@1 vraagt iets anders\. Eerst: .*1 dag\(en\)\. Nu: .*2 dag/)
    expect(found).toContain('Bewaartermijn gecodeerd: eerst 6 maanden, nu 5 maanden.')
    const touched = comparePolicies(policies, loadPolicies(folder.path)).find(({ zin }) =>
      zin.includes('klantnummer gaat voortaan'),
    )
    expect(touched?.velden).toEqual(['klantnummer'])
  })

  test('names a party, a municipality, a value, an agreement and a refused type', () => {
    change(
      'wet/hypotheek.yaml',
      '- { oin: "00000099000000012000"',
      '- { oin: "00000099000000042000"',
    )
    change('wet/hypotheek.yaml', '"0855"]', '"0796"]')
    change('wet/belastingdienst.yaml', 'loonheffingen, andere]', 'loonheffingen, accijns, andere]')
    change('gemeenten/0855.yaml', /$/, AGREEMENT)
    change('geen-grondslag.yaml', '  cjib:', '  cjib-boete:')
    const found = sentences().join('\n')
    expect(found).toMatch(/wet\/hypotheek@1 wordt gegeven door: eerst .*12000.*, nu .*42000/)
    expect(found).toMatch(/wet\/hypotheek@1 gaat naar: eerst .*0855, nu .*0796/)
    expect(found).toMatch(/eigen veld belastingsoort: eerst .*loonheffingen, andere.*accijns/)
    expect(found).toContain(
      'Afspraak van gemeente 0855 met 00000099000000001000 vanaf 2025-01-01: eerst niets, nu huur.',
    )
    expect(found).toContain('Soort cjib-boete, die hier niet langs gaat: eerst niets')
  })

  test('names a rule that is gone, one that is new, and a threshold', () => {
    rmSync(join(folder.path, 'wet/warmte.yaml'))
    change('gemeenten/0855.yaml', 'centen: 7500', 'centen: 10000')
    expect(sentences()).toContain('wet/warmte@1 is er niet meer.')
    expect(sentences().join()).toContain('eerst € 75,00, nu € 100,00')
    const back = comparePolicies(loadPolicies(folder.path), policies).map(({ zin }) => zin)
    expect(back.join()).toContain('wet/warmte@1 is nieuw')
  })
})

describe('reading and explaining', () => {
  test('every rule reads in Dutch and English, with a link for each article', () => {
    const rules = [...policies.regels.values()].flat()
    for (const [taal, rule] of rules.flatMap((one) => [
      ['nl', one] as const,
      ['en', one] as const,
    ])) {
      const text = readRule(policies, rule, taal).join('\n')
      const links = rule.file.grondslag.map(({ link }) => link)
      const fields = [...rule.velden.keys()].map((veld) => `- ${veld} → `)
      expect([...links, ...fields].filter((part) => !text.includes(part))).toEqual([])
    }
  })

  test('a rule says its parties, what only decides, its open questions and what follows its end', () => {
    const read = (id: string): string =>
      findRules(policies, id)
        .flatMap((rule) => readRule(policies, rule, 'nl'))
        .join('\n')
    expect(read('hypotheek')).toContain('hypotheekverstrekker: Aegon (OIN verzonnen), Rabobank')
    expect(read('hypotheek')).toContain('Open vraag: het OIN van deze partij is hier verzonnen')
    expect(read('hypotheek')).toContain('Wie na het einde aanlevert leest: Het experiment')
    expect(read('belastingdienst')).toContain('bijzonderheden.uitstel-verleend (jaNee): Of uitstel')
    expect(read('belastingdienst')).toContain('ziet als soort: overheid.')
    change('gemeenten/0855.yaml', /$/, AGREEMENT)
    const idle = loadPolicies(folder.path)
    const [unasked] = findRules(idle, 'huur')
    expect(unasked && readRule(idle, unasked, 'en').join('\n')).not.toContain('De Linde')
    askAgreement()
    const asked = loadPolicies(folder.path)
    const [rent] = findRules(asked, 'huur')
    if (rent === undefined) throw new Error('no rent rule')
    expect(readRule(asked, rent, 'en').join('\n')).toContain(
      '0855, De Linde: In force from 2025-01-01 (A-1)',
    )
  })

  test('a type that does not go this way is read with its reason, the right way and the article', () => {
    const text = readUnlawful(policies, 'cak-wanbetalers')?.join('\n') ?? ''
    expect(text).toContain('De gemeente vraagt haar zelf bij het CAK op')
    expect(text).toContain('https://zoek.officielebekendmakingen.nl/stcrt-2017-33528.html')
    expect(readUnlawful(policies, 'huur')).toBeUndefined()
  })

  test('a case without a rule names the article that says why; a remark is no refusal', () => {
    const said = (signaaltype: string, dag: Dag): string => {
      const [rule] = policies.regels.get(signaaltype) ?? []
      const [gemeentecode = Gemeentecode.parse('0268')] = rule?.aangewezen ?? []
      const decision = decide(policies, {
        signaaltype,
        velden: [],
        onbruikbaar: [],
        feiten: {
          ...factsOf(Signaal.parse(aSignal({ signaaldatum: dag }, dag))),
          eerdereSoorten: new Set(),
        },
        afzenderRol: rule?.afzender ?? 'verhuurder',
        dag,
        gemeente: { gemeentecode, sleutels: [] },
      })
      return explainCase(policies, decision, signaaltype).join('\n')
    }
    expect(said('cjib', '2026-11-03')).toMatch(/geen-grondslag: .*\(Wet gemeentelijke .* art\. 3/)
    expect(said('gemeentelijke-belastingen', '2026-11-03')).toMatch(/grondslag-verlopen: .*https:/)
    expect(said('eindelevering', '2026-11-03')).toContain('nee  De aanleveraar gaf eerder')
    expect(said('duo', '2026-11-03')).toMatch(/NEE {2}Deze aanleveraar mag .* Alleen: /)
  })

  test('a rule is found by its type, its name and its version', () => {
    expect(findRules(policies, 'energie').map(({ id }) => id)).toEqual([
      'wet/energie@1',
      'wet/energie@2',
    ])
    expect(findRules(policies, 'wet/energie@2')).toHaveLength(1)
    expect(findRules(policies, 'telecom')).toEqual([])
  })

  test('terms are said in words', () => {
    expect(termWords({ maanden: 1, dagen: 0 }, 'nl')).toBe('1 maand')
    expect(termWords({ maanden: 13, dagen: 14 }, 'nl')).toBe('13 maanden en 14 dagen')
    expect(termWords({ maanden: 0, dagen: 0 }, 'en')).toBe('0 days')
  })

  test('a case says the truth of each condition and the reason of each withheld field, and no value', () => {
    const signaal = Signaal.parse(
      aSignal({
        persoon: {
          achternaam: 'Zeldzaam',
          natuurlijkPersoon: true,
          burgerservicenummer: '999990019',
        },
      }),
    )
    const gemeentecode = Gemeentecode.parse('0268')
    const sleutel = {
      sleutelId: SleutelId.parse('0'.repeat(32)),
      gemeentecode,
      doelen: ['controle', 'hulpaanbod'] as const,
      publiekeSleutel: new Uint8Array(32),
      toestand: 'actief' as const,
    }
    const decision = decide(policies, {
      signaaltype: 'huur',
      velden: [...veldwaarden(signaal).keys()],
      onbruikbaar: [],
      feiten: { ...factsOf(signaal), inspanningen: { reactie: 'geen' } },
      afzenderRol: 'verhuurder',
      dag: signaal.signaaldatum,
      gemeente: { gemeentecode, sleutels: [{ ...sleutel, doelen: [...sleutel.doelen] }] },
    })
    const text = explainCase(policies, decision, 'huur').join('\n')
    expect(text).toContain('NEE  De aanleveraar bood aan')
    expect(text).toContain('persoon.achternaam: het hele signaal is geweigerd')
    expect(text).toContain('persoon.burgerservicenummer: geen artikel noemt dit veld')
    expect(text).not.toContain('999990019')
    expect(text).not.toContain('Zeldzaam')
  })
})

describe('the register of processing', () => {
  test('has each rule that holds, with the words of VAR for its ground', () => {
    const register = processingRegister(policies, '2026-11-23')
    expect(register.map(({ id }) => id)).not.toContain('wet/energie@1')
    expect(register.find(({ id }) => id === 'wet/huur@1')).toMatchObject({
      grondslag: 'Publieke taak',
      herkomst: 'verhuurder',
      bewaartermijn: 'P6M',
      bezwaar: true,
    })
  })

  test('has named senders, fields of a type of its own, agreements, and every open question', () => {
    const register = processingRegister(policies, '2026-11-23')
    const duo = register.find(({ id }) => id === 'wet/duo@1')
    expect(duo?.herkomst).toMatch(/^overheidsorgaan: .*OIN verzonnen/)
    expect(duo?.verwerktePersoonsgegevens.map(({ naam }) => naam)).toContain(
      'bijzonderheden.boeteachterstand',
    )
    expect(duo?.openVragen.join('\n')).toContain('aanleveraar: het OIN van deze partij')
    expect(duo?.openVragen.join('\n')).toContain('boeteachterstand: de lijst van velden')
    change('gemeenten/0855.yaml', /$/, AGREEMENT)
    askAgreement()
    const rent = processingRegister(loadPolicies(folder.path), '2026-11-23').find(
      ({ id }) => id === 'wet/huur@1',
    )
    expect(rent?.gebaseerdOp.at(-1)).toContain('afspraak van gemeente 0855 met De Linde')
  })

  test('is one line an activity in CSV, and no cell is read as a formula', () => {
    const [one] = processingRegister(policies, '2026-11-23')
    if (one === undefined) throw new Error('the register is empty')
    const csv = registerCsv([{ ...one, naam: '=1+1 "x"' }])
    expect(csv.split('\r\n')).toHaveLength(3)
    expect(csv).toContain(`"'=1+1 ""x"""`)
  })

  test('refuses a ground that VAR does not know, with what to write', () => {
    change('wet/huur.yaml', 'ontvanger: 6 lid 1 onder e', 'ontvanger: 9 lid 2')
    expect(() => processingRegister(loadPolicies(folder.path), '2026-11-23')).toThrow(
      '6 lid 1 onder e',
    )
  })
})
