/** What may pass on which article, for anyone to read: the loaded policies as a view that a page can show. Pure. */
import type { Dag } from '../model/ids.ts'
import { VELDEN, type Veld } from '../model/veld.ts'
import { parseTermijn, type Termijn } from './calendar.ts'
import { isWithin, type Policies, type Rule, ruleId, type Window, windowOf } from './compile.ts'
import type { DoelFile } from './doel-file.ts'
import { cite } from './explain.ts'
import type { Grondslag } from './policy-file.ts'

/** Whether a rule is in force on the day of the view. */
export type Stand = 'in-werking' | 'nog-niet' | 'voorbij'

/** An open legal question, about which part, and who accepted which reading. */
export type OpenVraag = {
  readonly waarover: string
  readonly vraag: string
  readonly aanvaardDoor: string
}

export type Artikelbeschrijving = {
  readonly aanhaling: string
  readonly vindplaats: string
  readonly strekking: string
  readonly gelezen: Grondslag['gelezen']
}

export type Veldbeschrijving = {
  readonly veld: Veld
  readonly omdat: string
  readonly artikelen: string
  /** Names of the purposes that take it. */
  readonly doelen: readonly string[]
  readonly termijn: Termijn
}

export type Regelbeschrijving = {
  readonly id: string
  readonly signaaltype: string
  readonly zin: string
  readonly stand: Stand
  readonly vanaf: Dag
  readonly tot: Dag | undefined
  /** The role, with the names of the only parties where the law names them. */
  readonly afzender: string
  /** How the type shows before a signal is opened; absent: by its own name. */
  readonly toonAls: string | undefined
  /** Fields of the type's own (`bijzonderheden`). */
  readonly eigen: readonly Eigenveld[]
  /** What a sender hears once the rule has ended. */
  readonly beeindiging: string | undefined
  /** Codes of the only municipalities that the law designates; absent: all. */
  readonly aangewezen: readonly string[] | undefined
  readonly avg: {
    readonly verzender: string
    readonly ontvanger: string
    readonly wie: string
    readonly wanneer: string
    readonly bezwaar: boolean
  }
  readonly artikelen: readonly Artikelbeschrijving[]
  readonly voorwaarden: readonly { readonly zin: string; readonly artikelen: string }[]
  readonly velden: readonly Veldbeschrijving[]
  /** The rest of the vocabulary: it does not pass. */
  readonly nietDoorgegeven: readonly Veld[]
  readonly openVragen: readonly OpenVraag[]
}

export type Eigenveld = {
  readonly code: string
  readonly soort: string
  readonly zin: string
  readonly alleenVoorBesluit: boolean
}

/** A signal type that does not go this way, why, and the right way. */
export type Geweigerdbeschrijving = {
  readonly signaaltype: string
  readonly reden: string
  readonly zin: string
  readonly remedie: string
  readonly artikelen: string
  readonly open: OpenVraag | undefined
}

export type Doelbeschrijving = {
  readonly doel: string
  readonly zin: string
  readonly stand: Stand
  readonly artikelen: readonly Artikelbeschrijving[]
}

export type Bewaarbeschrijving = {
  readonly zin: string
  readonly termijn: Termijn
  readonly bron: string
  readonly open: OpenVraag | undefined
}

/** A municipality's own threshold: arrears below it are not kept. `signaaltypen` is `alle` or their names. */
export type Drempelbeschrijving = {
  readonly gemeentecode: string
  readonly signaaltypen: string
  readonly centen: number
  readonly vanaf: Dag
  readonly tot: Dag | undefined
  readonly besluit: string
  readonly omdat: string
  readonly open: OpenVraag | undefined
}

/** `hash` names the set of policies; `regels` by signal type, the newest of a type first. */
export type Grondslagenoverzicht = {
  readonly hash: string
  readonly dag: Dag
  readonly regels: readonly Regelbeschrijving[]
  readonly geweigerd: readonly Geweigerdbeschrijving[]
  readonly doelen: readonly Doelbeschrijving[]
  readonly bewaartermijnen: readonly Bewaarbeschrijving[]
  readonly drempels: readonly Drempelbeschrijving[]
}

/** The view of `policies` on `dag`. */
export function describeBases(policies: Policies, dag: Dag): Grondslagenoverzicht {
  const { doelen, bewaartermijnen } = policies.documents
  return {
    hash: policies.hash,
    dag,
    regels: [...policies.regels]
      .toSorted(([a], [b]) => a.localeCompare(b, 'nl'))
      .flatMap(([, rules]) => rules.toReversed().map((rule) => describeRule(rule, dag))),
    geweigerd: describeUnlawful(policies),
    doelen: [...doelen.values()].map((file) => describePurpose(file, dag)),
    bewaartermijnen: Object.entries(bewaartermijnen.categorieen).map(([name, category]) => ({
      zin: category.zin,
      termijn: parseTermijn(category.termijn),
      bron: category.bron,
      open: openOf(name, category),
    })),
    drempels: describeThresholds(policies),
  }
}

function describeUnlawful({ documents }: Policies): readonly Geweigerdbeschrijving[] {
  const { geweigerd } = documents
  return Object.entries(geweigerd?.soorten ?? {}).map(([signaaltype, one]) => ({
    signaaltype,
    reden: one.reden,
    zin: one.zin,
    remedie: one.remedie,
    artikelen: citeAll(geweigerd?.grondslag ?? [], one.grondslag),
    open: openOf(signaaltype, one),
  }))
}

/** The role that a rule asks of its sender, with the names of the only parties where it names them. */
export function senderOf({ afzender, file }: Rule): string {
  const names = file.van.deelnemers?.map(({ naam }) => naam)
  return names === undefined ? afzender : `${afzender}: ${names.join(', ')}`
}

function describeThresholds({ documents }: Policies): readonly Drempelbeschrijving[] {
  return [...documents.gemeenten.values()].flatMap(({ gemeente, drempels }) =>
    drempels.map((threshold) => ({
      gemeentecode: gemeente,
      signaaltypen: [threshold.signaaltypen].flat().join(', '),
      centen: threshold.centen,
      vanaf: threshold.vanaf,
      tot: threshold.tot,
      besluit: `${threshold.besluit.door}, ${threshold.besluit.datum}, ${threshold.besluit.kenmerk}`,
      omdat: threshold.omdat,
      open: openOf(gemeente, threshold),
    })),
  )
}

function describeRule(rule: Rule, dag: Dag): Regelbeschrijving {
  const { file } = rule
  const { avg } = file
  return {
    id: rule.id,
    signaaltype: rule.signaaltype,
    zin: file.zin.trim(),
    stand: standOf(rule, dag),
    vanaf: rule.vanaf,
    tot: rule.tot,
    afzender: senderOf(rule),
    toonAls: file.toonAls,
    eigen: Object.entries(file.bijzonderheden).map(([code, { soort, zin, doelen }]) => ({
      code,
      soort,
      zin,
      alleenVoorBesluit: doelen === undefined,
    })),
    beeindiging: file.beeindiging && `${file.beeindiging.zin} ${file.beeindiging.remedie}`,
    aangewezen: file.naar.aangewezen,
    avg: {
      verzender: avg.verzender,
      ontvanger: avg.ontvanger,
      wie: avg.informatie.wie,
      wanneer: avg.informatie.wanneer,
      bezwaar: avg.bezwaar,
    },
    artikelen: file.grondslag.map(describeArticle),
    voorwaarden: file.voorwaarden.map(({ grondslag }, index) => ({
      zin: rule.voorwaarden[index]?.uitleg ?? '',
      artikelen: citeAll(file.grondslag, grondslag),
    })),
    velden: describeFields(rule),
    nietDoorgegeven: VELDEN.filter((veld) => !rule.velden.has(veld)),
    openVragen: openQuestions(rule),
  }
}

function describeFields(rule: Rule): readonly Veldbeschrijving[] {
  return [...rule.velden].map(([veld, { omdat, grondslag, group }]) => ({
    veld,
    omdat,
    artikelen: citeAll(rule.file.grondslag, grondslag),
    doelen: [...new Set(group.doelen.map(({ doel }) => doel))],
    termijn: group.termijn,
  }))
}

type MaybeOpen = { readonly open?: string | undefined; readonly aanvaardDoor?: string | undefined }

const openOf = (waarover: string, part: MaybeOpen): OpenVraag | undefined =>
  part.open === undefined
    ? undefined
    : { waarover, vraag: part.open, aanvaardDoor: part.aanvaardDoor ?? '' }

/** Every open question of a rule: about the whole, its dates, its parties, each condition and each field. */
export function openQuestions({ file, voorwaarden }: Rule): readonly OpenVraag[] {
  const conditions = file.voorwaarden.map((part, i) => openOf(voorwaarden[i]?.uitleg ?? '', part))
  const fields = Object.entries(file.velden).map(([veld, part]) => openOf(veld, part))
  const own = Object.entries(file.bijzonderheden).map(([code, part]) => openOf(code, part))
  const parts = [
    openOf(ruleId(file), file),
    openOf('geldigheid', file.geldig),
    openOf('aanleveraar', file.van),
    openOf('gemeente', file.naar),
  ]
  return [...parts, ...conditions, ...fields, ...own].filter((question) => question !== undefined)
}

function describePurpose(file: DoelFile, dag: Dag): Doelbeschrijving {
  return {
    doel: file.doel,
    zin: file.zin.trim(),
    stand: standOf(windowOf(file), dag),
    artikelen: file.grondslag.map(describeArticle),
  }
}

const describeArticle = (article: Grondslag): Artikelbeschrijving => ({
  aanhaling: cite(article),
  vindplaats: article.vindplaats,
  strekking: article.strekking,
  gelezen: article.gelezen,
})

function citeAll(articles: readonly Grondslag[], ids: readonly string[]): string {
  const cited = articles.filter(({ id }) => ids.includes(id))
  return cited.map(cite).join('; ')
}

function standOf(window: Window, dag: Dag): Stand {
  if (isWithin(window, dag)) return 'in-werking'
  return dag < window.vanaf ? 'nog-niet' : 'voorbij'
}
