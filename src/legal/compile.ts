/** From policy files to lookup tables, once, at load: a decision only looks up and compares. */
import type { Rol } from '../model/deelnemer.ts'
import type { Dag, Gemeentecode, Oin } from '../model/ids.ts'
import { REDENEN, type RedenCode } from '../model/reden.ts'
import { type AfgeleidVeld, bijzonderVeld, type Veld } from '../model/veld.ts'
import { addTermijn, parseTermijn, type Termijn } from './calendar.ts'
import { compileDerived, compileFields, termOf } from './compile-fields.ts'
import { compileSlepers, type Slepers } from './compile-slepers.ts'
import { compileWerkwijzen, type DatedWerkwijze } from './compile-werkwijze.ts'
import { CODE, compileTest, sentenceOf, type Test } from './conditions.ts'
import type { DoelFile } from './doel-file.ts'
import type { GemeenteFile, KlassenFile } from './drempel-file.ts'
import type { EngelsFile } from './engels-file.ts'
import type { DerivedRule, FieldRule } from './field-rule.ts'
import { type FieldTable, NO_RULES, tableOf } from './field-table.ts'
import type { Geweigerd, GeweigerdFile } from './geweigerd-file.ts'
import type { Instellingen, OpenVragenFile } from './open-vragen-file.ts'
import type { BewaartermijnenFile, WetFile } from './policy-file.ts'
import { settingsOf } from './settings.ts'
import type { SlepersFile } from './slepers-file.ts'
import { type Window, windowOf } from './window.ts'

/** The parsed files by their path below the folder (`wet/huur.yaml`). */
export type PolicyDocuments = {
  readonly wet: ReadonlyMap<string, WetFile>
  readonly doelen: ReadonlyMap<string, DoelFile>
  readonly bewaartermijnen: BewaartermijnenFile
  readonly klassen: KlassenFile
  readonly gemeenten: ReadonlyMap<string, GemeenteFile>
  /** Types that do not go this way; absent where a set names none. */
  readonly geweigerd?: GeweigerdFile | undefined
  /** Questions that belong to no single rule; absent in a set of before there were any. */
  readonly openVragen?: OpenVragenFile | undefined
  /** What may be counted of who stays below a threshold; absent where nothing may. */
  readonly slepers?: SlepersFile | undefined
  /** English of what several files say. */
  readonly engels?: EngelsFile | undefined
}

type Condition = {
  readonly naam: string
  readonly code: RedenCode
  readonly grondslag: string
  readonly zin: string
  readonly remedie: string
  readonly uitleg: string
  readonly geldt: Test
}

export type Rule = Window & {
  /** `wet/huur@1`. */
  readonly id: string
  readonly signaaltype: string
  /** When the law began, and when its predecessor did. */
  readonly wet: Window
  readonly voorganger: Window | undefined
  readonly afzender: Rol
  /** The only parties that the law names; undefined: any of that role. */
  readonly deelnemers: ReadonlySet<Oin> | undefined
  /** The type as a municipality sees it before it opens the signal. */
  readonly toonAls: string
  readonly aangewezen: ReadonlySet<Gemeentecode> | undefined
  readonly grondslag: string
  readonly voorwaarden: readonly Condition[]
  readonly velden: ReadonlyMap<Veld, FieldRule>
  /** In the order of the vocabulary. */
  readonly afgeleid: ReadonlyMap<AfgeleidVeld, DerivedRule>
  /** Fields of the type's own that only serve the decision. */
  readonly alleenVoorBesluit: ReadonlySet<Veld>
  /** Every verdict that there can be on a field, those above among them. */
  readonly tabel: FieldTable
  readonly gecodeerd: Termijn
  readonly file: WetFile
}

/** A municipality's own threshold, in cents, for the signal types that it names. */
export type Threshold = Window & {
  readonly centen: number
  readonly types: 'alle' | ReadonlySet<string>
}

/** An agreement of a municipality with one creditor. */
export type Agreement = Window & {
  readonly deelnemer: Oin
  readonly types: 'alle' | ReadonlySet<string>
}

/** Signal types that do not go this way, with the right way; said while the file is switched on. */
export type Unlawful = Window & {
  readonly id: string
  readonly soorten: ReadonlyMap<string, Geweigerd>
}

export type Policies = {
  /** SHA-256 over the canonical JSON of all files, lower-case hex. */
  readonly hash: string
  /** By signal type, oldest first. */
  readonly regels: ReadonlyMap<string, readonly Rule[]>
  /** Of a type without a rule in force: the verdicts by which every field is withheld. */
  readonly tabel: FieldTable
  readonly termijnen: ReadonlyMap<string, Termijn>
  readonly drempels: ReadonlyMap<Gemeentecode, readonly Threshold[]>
  readonly afspraken: ReadonlyMap<Gemeentecode, readonly Agreement[]>
  readonly werkwijzen: ReadonlyMap<Gemeentecode, readonly DatedWerkwijze[]>
  readonly geweigerd: Unlawful | undefined
  /** Undefined: nobody is counted who stays below a threshold. */
  readonly slepers: Slepers | undefined
  /** What the accepted readings of the open questions switch on. */
  readonly instellingen: Instellingen
  readonly documents: PolicyDocuments
}

/** `wet/huur@1`. */
export function ruleId(file: Pick<WetFile, 'regel' | 'versie'>): string {
  return `${file.regel}@${file.versie}`
}

/** `huur`. */
export function typeOf(file: Pick<WetFile, 'regel'>): string {
  return file.regel.slice('wet/'.length)
}

const lawOf = (file: WetFile): Window => ({ vanaf: file.geldig.vanaf, tot: file.geldig.tot })

/** The article that stands first; the schema asks for at least one. */
const firstOf = (ids: readonly string[]): string => ids[0] ?? ''

const compileConditions = (file: WetFile): readonly Condition[] =>
  file.voorwaarden.map((condition) => {
    const code = CODE[condition.voorwaarde]
    return {
      naam: condition.voorwaarde,
      code,
      grondslag: firstOf(condition.grondslag),
      zin: condition.zin ?? REDENEN[code].zin,
      remedie: condition.remedie ?? REDENEN[code].remedie,
      uitleg: sentenceOf(condition),
      geldt: compileTest(condition),
    }
  })

const compileThresholds = (
  documents: PolicyDocuments,
): ReadonlyMap<Gemeentecode, readonly Threshold[]> =>
  new Map(
    [...documents.gemeenten.values()].map(({ gemeente, drempels }) => [
      gemeente,
      drempels.map(({ vanaf, tot, centen, signaaltypen }) => ({
        vanaf,
        tot,
        centen,
        types: signaaltypen === 'alle' ? signaaltypen : new Set(signaaltypen),
      })),
    ]),
  )

const compileAgreements = (
  documents: PolicyDocuments,
): ReadonlyMap<Gemeentecode, readonly Agreement[]> =>
  new Map(
    [...documents.gemeenten.values()].map(({ gemeente, afspraken }) => [
      gemeente,
      afspraken.map(({ deelnemer, vanaf, tot, signaaltypen }) => ({
        deelnemer,
        vanaf,
        tot,
        types: signaaltypen === 'alle' ? signaaltypen : new Set(signaaltypen),
      })),
    ]),
  )

const compileUnlawful = (file: GeweigerdFile | undefined): Unlawful | undefined =>
  file && {
    id: `geen-grondslag@${file.versie}`,
    vanaf: file.actief.vanaf,
    tot: file.actief.tot,
    soorten: new Map(Object.entries(file.soorten)),
  }

/** What every rule of a set is made with. */
type Among = {
  readonly purposes: readonly DoelFile[]
  readonly terms: ReadonlyMap<string, Termijn>
  readonly laws: ReadonlyMap<string, Window>
  /** The fields that some type has of its own. */
  readonly own: readonly Veld[]
}

const compileRule = (file: WetFile, { purposes, terms, laws, own }: Among): Rule => {
  const velden = compileFields(file, purposes, terms)
  const alleenVoorBesluit = new Set(
    Object.entries(file.bijzonderheden)
      .filter(([, { doelen }]) => doelen === undefined)
      .map(([code]) => bijzonderVeld(code)),
  )
  return {
    id: ruleId(file),
    signaaltype: typeOf(file),
    ...windowOf(file),
    wet: lawOf(file),
    voorganger: file.opvolgerVan === undefined ? undefined : laws.get(file.opvolgerVan),
    afzender: file.van.rol,
    deelnemers: file.van.deelnemers && new Set(file.van.deelnemers.map(({ oin }) => oin)),
    aangewezen: file.naar.aangewezen && new Set(file.naar.aangewezen),
    toonAls: file.toonAls ?? typeOf(file),
    grondslag: firstOf(file.grondslag.map(({ id }) => id)),
    voorwaarden: compileConditions(file),
    velden,
    afgeleid: compileDerived(file, purposes),
    alleenVoorBesluit,
    tabel: tableOf({ velden, alleenVoorBesluit }, own),
    gecodeerd: termOf(terms, file.bewaren.gecodeerd),
    file,
  }
}

/** Makes the lookup tables of files that `check.ts` found consistent. */
export function compile(documents: PolicyDocuments, hash: string): Policies {
  const terms = new Map(
    Object.entries(documents.bewaartermijnen.categorieen).map(([name, category]) => [
      name,
      parseTermijn(category.termijn),
    ]),
  )
  const files = [...documents.wet.values()]
  const purposes = [...documents.doelen.values()]
  const laws = new Map(files.map((file) => [ruleId(file), lawOf(file)]))
  const own = files.flatMap((file) => Object.keys(file.bijzonderheden).map(bijzonderVeld))
  const rules = files.map((file) => compileRule(file, { purposes, terms, laws, own }))
  const sorted = rules.toSorted((a, b) => a.vanaf.localeCompare(b.vanaf))
  const regels = Map.groupBy(sorted, (rule) => rule.signaaltype)
  return {
    hash,
    regels,
    tabel: tableOf(NO_RULES, own),
    termijnen: terms,
    drempels: compileThresholds(documents),
    afspraken: compileAgreements(documents),
    werkwijzen: compileWerkwijzen(documents.gemeenten.values()),
    geweigerd: compileUnlawful(documents.geweigerd),
    slepers: compileSlepers(documents.slepers, documents.gemeenten.values()),
    instellingen: settingsOf(documents.openVragen),
    documents,
  }
}

/**
 * The first day on which what began on `dag` may no longer be kept, by category of `bewaartermijnen.yaml`.
 * @throws Error for a category that the file does not have
 */
export function dueDate(policies: Policies, category: string, dag: Dag): Dag {
  return addTermijn(dag, termOf(policies.termijnen, category))
}
