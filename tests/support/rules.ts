/** Rules made by hand, each a valid whole that takes overrides: for tests of one step of a decision, without a folder of policies. */
import type { Policies, Rule } from '../../src/legal/compile.ts'
import type { DecisionInput } from '../../src/legal/decision.ts'
import type { FieldGroup } from '../../src/legal/field-rule.ts'
import { NO_RULES, tableOf } from '../../src/legal/field-table.ts'
import type { WetFile } from '../../src/legal/policy-file.ts'
import { settingsOf } from '../../src/legal/settings.ts'
import type { Openingsdoel } from '../../src/model/doel.ts'
import { Gemeentecode, SleutelId } from '../../src/model/ids.ts'
import type { RedenCode } from '../../src/model/reden.ts'
import type { Ontvangersleutel } from '../../src/model/sealed.ts'
import { DAY } from './builders.ts'

export const ARNHEM = Gemeentecode.parse('0202')

/** In force since the beginning of the year. */
export const aWindow = { vanaf: '2026-01-01', tot: undefined } as const

const file: Partial<WetFile> = {
  regel: 'wet/huur',
  versie: 1,
  bewaren: { gecodeerd: 'gecodeerd', verzegeld: 'verzegeld' },
  voorwaarden: [],
}

/** A rule for rent, for any landlord, that asks nothing and lets no field pass; `more` of its file. */
export const aRule = (
  overrides: Partial<Omit<Rule, 'tabel'>> = {},
  more: Partial<WetFile> = {},
): Rule => {
  const rule: Omit<Rule, 'tabel'> = {
    id: 'wet/huur@1',
    signaaltype: 'huur',
    ...aWindow,
    wet: aWindow,
    voorganger: undefined,
    afzender: 'verhuurder',
    deelnemers: undefined,
    toonAls: 'huur',
    aangewezen: undefined,
    grondslag: 'art-1',
    voorwaarden: [],
    velden: new Map(),
    afgeleid: new Map(),
    alleenVoorBesluit: new Set(),
    gecodeerd: { maanden: 6, dagen: 0 },
    file: { ...file, ...more } as WetFile,
    ...overrides,
  }
  return { ...rule, tabel: tableOf(rule, rule.alleenVoorBesluit) }
}

/** A condition that holds, fails, or is answered elsewhere. */
export const aCondition = (
  code: RedenCode,
  geldt: boolean | undefined,
): Rule['voorwaarden'][number] => ({
  naam: code,
  code,
  grondslag: `art-${code}`,
  zin: `zin ${code}`,
  remedie: `remedie ${code}`,
  uitleg: '',
  geldt: () => geldt,
})

/** Fields that go to these purposes and are kept for six months. */
export const aGroup = (
  doelen: readonly Openingsdoel[] = ['hulpaanbod'],
  overrides: Partial<FieldGroup> = {},
): FieldGroup => ({
  doelen: doelen.map((doel) => ({ doel, ...aWindow })),
  categorie: 'verzegeld',
  termijn: { maanden: 6, dagen: 0 },
  ...overrides,
})

/** Policies that hold these rules of one type, oldest first, and nothing else. */
export const policiesOf = (
  rules: readonly Rule[],
  overrides: Partial<Policies> = {},
): Policies => ({
  hash: 'f'.repeat(64),
  regels: new Map(rules.length === 0 ? [] : [['huur', rules]]),
  tabel: tableOf(NO_RULES, []),
  termijnen: new Map([['geweigerd', { maanden: 13, dagen: 0 }]]),
  drempels: new Map(),
  afspraken: new Map(),
  werkwijzen: new Map(),
  geweigerd: undefined,
  slepers: undefined,
  instellingen: settingsOf(undefined),
  documents: {} as Policies['documents'],
  ...overrides,
})

export const aKey = (digit = 'a', overrides: Partial<Ontvangersleutel> = {}): Ontvangersleutel => ({
  sleutelId: SleutelId.parse(digit.repeat(32)),
  gemeentecode: ARNHEM,
  doelen: ['hulpaanbod'],
  publiekeSleutel: new Uint8Array(32),
  toestand: 'actief',
  ...overrides,
})

/** A landlord's signal of today, to a municipality with a key for help, that offers no field. */
export const anInput = (overrides: Partial<DecisionInput> = {}): DecisionInput => ({
  signaaltype: 'huur',
  velden: [],
  onbruikbaar: [],
  feiten: { signaaldatum: DAY, natuurlijkPersoon: true, bedragInCenten: 81_200 },
  afzenderRol: 'verhuurder',
  dag: DAY,
  gemeente: { gemeentecode: ARNHEM, sleutels: [aKey()] },
  ...overrides,
})
