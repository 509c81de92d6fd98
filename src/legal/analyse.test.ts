import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { aSignal } from '../../tests/support/builders.ts'
import { OPENINGSDOELEN } from '../model/doel.ts'
import { Gemeentecode, SleutelId } from '../model/ids.ts'
import { Signaal } from '../model/signaal.ts'
import { VELDEN } from '../model/veld.ts'
import { veldwaarden } from '../model/veldwaarden.ts'
import { analyse } from './analyse.ts'
import { comparePolicies } from './compare-policies.ts'
import { isWithin } from './compile.ts'
import { allowedToday, decide } from './decide.ts'
import { explainCase } from './explain-case.ts'
import { factsOf } from './facts.ts'
import { loadPolicies, PolicyError } from './load.ts'
import { processingRegister, registerCsv } from './processing-register.ts'
import { findRules, readRule, termWords } from './read-rule.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'beleid-'))
  cpSync('policies', folder, { recursive: true })
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const policies = loadPolicies('policies')

const change = (file: string, from: string | RegExp, to: string): void => {
  const path = join(folder, file)
  const old = readFileSync(path, 'utf8')
  const changed = old.replace(from, to)
  if (changed === old) throw new Error(`nothing to change in ${file}`)
  writeFileSync(path, changed)
}

const faults = (): readonly string[] => {
  try {
    loadPolicies(folder)
  } catch (error) {
    if (error instanceof PolicyError) return error.faults
    throw error
  }
  throw new Error('the policies were loaded')
}

const sentences = (): readonly string[] =>
  comparePolicies(policies, loadPolicies(folder)).map(({ zin }) => zin)

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
    const { remarks } = analyse(loadPolicies(folder))
    expect(remarks.map(({ waar }) => waar)).toContain(
      'doelen/controle.yaml, velden/eindeleveringDatum',
    )
  })

  test('remarks on a purpose that a rule names for a field and that never takes it', () => {
    change(
      'wet/huur.yaml',
      /(contact\.telefoonnummer:[\s\S]*?doelen: \{) hulpaanbod/,
      '$1 controle: heel, hulpaanbod',
    )
    const { remarks } = analyse(loadPolicies(folder))
    expect(remarks.map(({ zin }) => zin).join()).toContain('contact.telefoonnummer gaat nooit mee')
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
    const touched = comparePolicies(policies, loadPolicies(folder)).find(({ zin }) =>
      zin.includes('klantnummer gaat voortaan'),
    )
    expect(touched?.velden).toEqual(['klantnummer'])
  })

  test('names a rule that is gone, one that is new, and a threshold', () => {
    rmSync(join(folder, 'wet/warmte.yaml'))
    change('gemeenten/0855.yaml', 'centen: 7500', 'centen: 10000')
    expect(sentences()).toContain('wet/warmte@1 is er niet meer.')
    expect(sentences().join()).toContain('eerst € 75,00, nu € 100,00')
    const back = comparePolicies(loadPolicies(folder), policies).map(({ zin }) => zin)
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

  test('is one line an activity in CSV, and no cell is read as a formula', () => {
    const [one] = processingRegister(policies, '2026-11-23')
    if (one === undefined) throw new Error('the register is empty')
    const csv = registerCsv([{ ...one, naam: '=1+1 "x"' }])
    expect(csv.split('\r\n')).toHaveLength(3)
    expect(csv).toContain(`"'=1+1 ""x"""`)
  })

  test('refuses a ground that VAR does not know, with what to write', () => {
    change('wet/huur.yaml', 'ontvanger: 6 lid 1 onder e', 'ontvanger: 9 lid 2')
    expect(() => processingRegister(loadPolicies(folder), '2026-11-23')).toThrow('6 lid 1 onder e')
  })
})
