/** What may pass on which article, for anyone to read: the loaded policies as a view that a page can show. Pure. */
import type { Dag } from '../model/ids.ts'
import { GROVE_CODE, RESULTATEN, Resultaat } from '../model/terugkoppeling.ts'
import { afleidingOf, VELDEN } from '../model/veld.ts'
import type {
  Doelbeschrijving,
  Drempelbeschrijving,
  Geweigerdbeschrijving,
  Grondslagenoverzicht,
  OpenVraag,
  Regelbeschrijving,
  Terugkoppelbeschrijving,
  Veldbeschrijving,
  Vormbeschrijving,
  Vraagbeschrijving,
} from './bases-view.ts'
import { parseTermijn } from './calendar.ts'
import { type Policies, type Rule, ruleId } from './compile.ts'
import { citeAll, describeArticle, openOf, standOf } from './describe-part.ts'
import { describeSlepers } from './describe-slepers.ts'
import { type DoelFile, isOpen, type TerugkoppelingFile } from './doel-file.ts'
import { englishOf } from './english.ts'
import { type Say, sayIn, type Taal } from './say.ts'
import { windowOf } from './window.ts'

/** The view of `policies` on `dag`. What the files say comes in `taal`; names of laws and articles stay Dutch. */
export function describeBases(
  policies: Policies,
  dag: Dag,
  taal: Taal = 'nl',
): Grondslagenoverzicht {
  const { doelen, bewaartermijnen } = policies.documents
  const say = sayIn(policies, taal)
  return {
    hash: policies.hash,
    dag,
    regels: [...policies.regels]
      .toSorted(([a], [b]) => a.localeCompare(b, 'nl'))
      .flatMap(([, rules]) => rules.toReversed().map((rule) => describeRule(rule, dag, taal, say))),
    geweigerd: describeUnlawful(policies, say),
    doelen: [...doelen.values()].map((file) => describePurpose(file, dag, say)),
    bewaartermijnen: Object.entries(bewaartermijnen.categorieen).map(([name, category]) => ({
      zin: say(category.zin),
      termijn: parseTermijn(category.termijn),
      bron: say(category.bron),
      open: openOf(name, category, say),
    })),
    drempels: describeThresholds(policies, say),
    slepers: describeSlepers(policies, dag, say),
    vragen: describeQuestions(policies, say),
  }
}

/** The questions of `open-vragen.yaml`, in its order. */
export function describeQuestions({ documents }: Policies, say: Say): readonly Vraagbeschrijving[] {
  return Object.entries(documents.openVragen?.vragen ?? {}).map(([naam, one]) => ({
    naam,
    waarover: naam,
    vraag: say(one.vraag),
    bron: say(one.bron),
    lezingen: Object.entries(one.lezingen).map(([lezing, zin]) => ({
      naam: lezing,
      zin: say(zin),
    })),
    lezing: one.lezing,
    aanvaardDoor: one.aanvaardDoor === undefined ? '' : say(one.aanvaardDoor),
    raakt: [...one.regels, ...(one.instelling === undefined ? [] : [one.instelling])],
  }))
}

function describeUnlawful({ documents }: Policies, say: Say): readonly Geweigerdbeschrijving[] {
  const { geweigerd } = documents
  return Object.entries(geweigerd?.soorten ?? {}).map(([signaaltype, one]) => ({
    signaaltype,
    reden: one.reden,
    zin: say(one.zin),
    remedie: say(one.remedie),
    artikelen: citeAll(geweigerd?.grondslag ?? [], one.grondslag),
    open: openOf(signaaltype, one, say),
  }))
}

/** The role that a rule asks of its sender, with the names of the only parties where it names them. */
export function senderOf({ afzender, file }: Rule): string {
  const names = file.van.deelnemers?.map(({ naam }) => naam)
  return names === undefined ? afzender : `${afzender}: ${names.join(', ')}`
}

function describeThresholds({ documents }: Policies, say: Say): readonly Drempelbeschrijving[] {
  return [...documents.gemeenten.values()].flatMap(({ gemeente, drempels }) =>
    drempels.map((threshold) => ({
      gemeentecode: gemeente,
      signaaltypen: [threshold.signaaltypen].flat().join(', '),
      centen: threshold.centen,
      vanaf: threshold.vanaf,
      tot: threshold.tot,
      besluit: `${say(threshold.besluit.door)}, ${threshold.besluit.datum}, ${threshold.besluit.kenmerk}`,
      omdat: say(threshold.omdat),
      open: openOf(gemeente, threshold, say),
    })),
  )
}

function describeRule(rule: Rule, dag: Dag, taal: Taal, say: Say): Regelbeschrijving {
  const { file } = rule
  const { avg } = file
  return {
    id: rule.id,
    signaaltype: rule.signaaltype,
    zin: say(file.zin),
    stand: standOf(rule, dag),
    vanaf: rule.vanaf,
    tot: rule.tot,
    afzender: senderOf(rule),
    toonAls: file.toonAls,
    eigen: Object.entries(file.bijzonderheden).map(([code, { soort, zin, doelen }]) => ({
      code,
      soort,
      zin: say(zin),
      alleenVoorBesluit: doelen === undefined,
    })),
    beeindiging:
      file.beeindiging && `${say(file.beeindiging.zin)} ${say(file.beeindiging.remedie)}`,
    aangewezen: file.naar.aangewezen,
    avg: {
      verzender: avg.verzender,
      ontvanger: avg.ontvanger,
      wie: say(avg.informatie.wie),
      wanneer: say(avg.informatie.wanneer),
      tekst: avg.informatie.tekst === undefined ? undefined : say(avg.informatie.tekst),
      bezwaar: avg.bezwaar,
      archief: avg.archief && say(avg.archief.categorie),
    },
    artikelen: file.grondslag.map((one) => describeArticle(one, say)),
    voorwaarden: file.voorwaarden.map((condition, index) => ({
      zin: taal === 'en' ? englishOf(condition) : (rule.voorwaarden[index]?.uitleg ?? ''),
      artikelen: citeAll(file.grondslag, condition.grondslag),
    })),
    velden: describeFields(rule, say),
    afgeleid: [...rule.afgeleid].map(([veld, { omdat, grondslag }]) => ({
      veld,
      vorm: afleidingOf(veld).vorm,
      omdat: say(omdat),
      artikelen: citeAll(file.grondslag, grondslag),
    })),
    nietDoorgegeven: VELDEN.filter((veld) => !rule.velden.has(veld)),
    openVragen: openQuestions(rule, taal, say),
  }
}

function describeFields(rule: Rule, say: Say): readonly Veldbeschrijving[] {
  return [...rule.velden].map(([veld, { omdat, grondslag, group }]) => ({
    veld,
    omdat: say(omdat),
    artikelen: citeAll(rule.file.grondslag, grondslag),
    doelen: [...new Set(group.doelen.map(({ doel }) => doel))],
    termijn: group.termijn,
  }))
}

const PARTS = {
  nl: { valid: 'geldigheid', from: 'aanleveraar', to: 'gemeente', archive: 'archief' },
  en: { valid: 'validity', from: 'creditor', to: 'municipality', archive: 'archive' },
} as const satisfies Record<Taal, Record<string, string>>

/** Every open question of a rule: about the whole, its dates, its parties, its archive, each condition and each field. */
export function openQuestions(
  { file, voorwaarden }: Rule,
  taal: Taal = 'nl',
  say: Say = (zin) => zin,
): readonly OpenVraag[] {
  const words = PARTS[taal]
  const conditions = file.voorwaarden.map((part, i) =>
    openOf(taal === 'en' ? englishOf(part) : (voorwaarden[i]?.uitleg ?? ''), part, say),
  )
  const fields = [
    ...Object.entries(file.velden),
    ...Object.entries(file.bijzonderheden),
    ...Object.entries(file.afgeleid),
  ].map(([veld, part]) => openOf(veld, part, say))
  const parts = [
    openOf(ruleId(file), file, say),
    openOf(words.valid, file.geldig, say),
    openOf(words.from, file.van, say),
    openOf(words.to, file.naar, say),
    openOf(words.archive, file.avg.archief ?? {}, say),
  ]
  return [...parts, ...conditions, ...fields].filter((question) => question !== undefined)
}

function describePurpose(file: DoelFile, dag: Dag, say: Say): Doelbeschrijving {
  return {
    doel: file.doel,
    zin: say(file.zin),
    stand: standOf(windowOf(file), dag),
    artikelen: file.grondslag.map((one) => describeArticle(one, say)),
    uit: 'uit' in file ? file.uit : undefined,
    velden: Object.entries(file.velden).map(([veld, { vorm, omdat, grondslag }]) => ({
      // The form of the file let no other name in.
      veld: veld as Vormbeschrijving['veld'],
      vorm,
      omdat: say(omdat),
      artikelen: citeAll(file.grondslag, grondslag),
    })),
    resultaten: file.doel === 'terugkoppeling' ? describeFeedback(file, say) : [],
  }
}

/** The questions of the purposes, of feedback each result whose basis is not clear; and of counting who stays below a threshold. */
export function describePurposeQuestions(
  policies: Policies,
  say: Say,
): readonly { readonly id: string; readonly questions: readonly OpenVraag[] }[] {
  const { doelen, slepers } = policies.documents
  const feedback = [...doelen.values()]
    .filter((file) => file.doel === 'terugkoppeling')
    .map((file) => ({
      id: `doelen/${file.doel}@${file.versie}`,
      questions: describeFeedback(file, say)
        .map(({ open }) => open)
        .filter((open) => open !== undefined),
    }))
  if (slepers === undefined) return feedback
  // A question is open on every day.
  const questions = describeSlepers(policies, slepers.actief.vanaf, say)?.openVragen ?? []
  return [...feedback, { id: `slepers@${slepers.versie}`, questions }]
}

/** What a creditor reads today: the coarse code while the question is open. */
function describeFeedback(file: TerugkoppelingFile, say: Say): readonly Terugkoppelbeschrijving[] {
  return Resultaat.options.map((naam) => {
    const rule = file.resultaten[naam]
    const open = isOpen(rule)
    return {
      resultaat: RESULTATEN[naam].ddas,
      code: open ? GROVE_CODE : rule.code,
      opschortenDagen: open ? undefined : rule.opschortenDagen,
      omdat: say(rule.omdat),
      artikelen: citeAll(file.grondslag, rule.grondslag),
      open: openOf(RESULTATEN[naam].ddas, rule, say),
    }
  })
}
