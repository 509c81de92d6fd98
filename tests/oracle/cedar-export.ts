/**
 * The rules as Cedar policies, made from the files as a lawyer wrote them and from nothing that our own decision compiled: an answer of
 * a second engine. Days are numbers of days since 1970-01-01. Everything is a `permit`, so that one question names all that holds.
 */
import type { PolicyDocuments } from '../../src/legal/compile.ts'
import type { Voorwaarde } from '../../src/legal/conditions.ts'
import type { DoelFile } from '../../src/legal/doel-file.ts'
import type { WetFile } from '../../src/legal/policy-file.ts'
import { OPENINGSDOELEN } from '../../src/model/doel.ts'

/** Policies by name; what each name means stands at the function that gives it. */
export type CedarPolicies = Readonly<Record<string, string>>

/** The number of a calendar day; its own arithmetic, not that of `src/`. */
export function dayNumber(dag: string): number {
  return Date.parse(`${dag}T00:00:00Z`) / 86_400_000
}

type Period = { readonly vanaf: string; readonly tot?: string | undefined }

const within = (moment: string, { vanaf, tot }: Period): string =>
  `${moment} >= ${dayNumber(vanaf)}${tot === undefined ? '' : ` && ${moment} < ${dayNumber(tot)}`}`

const inForce = (file: Pick<WetFile, 'geldig' | 'actief'>): string =>
  `${within('context.dag', file.geldig)} && ${within('context.dag', file.actief)}`

const list = (names: readonly string[]): string =>
  `[${names.map((one) => JSON.stringify(one)).join(', ')}]`

const either = (terms: readonly string[]): string =>
  terms.length === 0 ? 'false' : `(${terms.map((term) => `(${term})`).join(' || ')})`

const all = (terms: readonly string[]): string => terms.map((term) => `(${term})`).join(' && ')

/** The fact that the municipality has an active key for a purpose. */
export function keyFor(doel: string): string {
  return `sleutel${doel[0]?.toUpperCase() ?? ''}${doel.slice(1)}`
}

/** So many reminders a case may have; they come in order, as `r0` … `r4`. */
export const MOST_REMINDERS = 5

const choose = (from: number, count: number): readonly (readonly number[])[] => {
  if (count === 0) return [[]]
  const choices: (readonly number[])[] = []
  for (let first = from; first < MOST_REMINDERS; first += 1)
    for (const rest of choose(first + 1, count - 1)) choices.push([first, ...rest])
  return choices
}

/** There are so many reminders, each with its term before the next and before the day of receipt: every choice is written out. */
const reminders = (count: number, term: number | undefined): string =>
  either(
    choose(0, count).map((choice) =>
      all(
        choice.flatMap((one, place) => {
          const next = choice[place + 1]
          const own = `context has r${one} && context.r${one} + ${term ?? 0} <= context.dag`
          if (next === undefined) return [own]
          return [own, `context has r${next} && context.r${one} + ${term ?? 1} <= context.r${next}`]
        }),
      ),
    ),
  )

const ageAgainst = (comparison: string): string =>
  `if context has ontstaan then context.signaaldatum - context.ontstaan ${comparison} else context has maanden && context.maanden * 30 ${comparison}`

const doneBefore = (name: string): string => `context has ${name} && context.${name} <= context.dag`

/**
 * The same day so many months on is not after the day of the signal. Months count from the year 0; a month that is too short for the day
 * ends on its last, and that matters only when it is the signal's own month.
 */
const monthsOld = (months: number): string => {
  const [later, same] = ['>', '=='].map(
    (sign) => `context.signaalMaand ${sign} context.ontstaanMaand + ${months}`,
  )
  const day =
    'context.ontstaanDag <= context.signaalDag || context.maandlengte <= context.signaalDag'
  return `if context has ontstaan then (${later} || (${same} && (${day}))) else context has maanden && context.maanden >= ${months}`
}

/** The fact that holds a signal type's own field: its kind is part of the name, so that a value of another kind is no value. */
export function ownName(soort: string, code: string): string {
  return `${soort} ${code}`
}

const ownFact = (soort: string, code: string, comparison: string): string => {
  const name = JSON.stringify(ownName(soort, code))
  return `context has ${name} && context[${name}] ${comparison}`
}

/** The municipality recorded an agreement with this sender for this type, and it runs. */
const agreed = (file: WetFile, documents: PolicyDocuments): string =>
  either(
    [...documents.gemeenten.values()].flatMap(({ gemeente, afspraken }) =>
      afspraken
        .filter(
          ({ signaaltypen }) =>
            signaaltypen === 'alle' || signaaltypen.some((type) => file.regel === `wet/${type}`),
        )
        .map((one) =>
          all([
            `context has gemeente && context.gemeente == "${gemeente}"`,
            `context has afzender && context.afzender == "${one.deelnemer}"`,
            within('context.dag', one),
          ]),
        ),
    ),
  )

function conditionOf(condition: Voorwaarde, file: WetFile, documents: PolicyDocuments): string {
  switch (condition.voorwaarde) {
    case 'persoonlijkContactGeprobeerd':
      return condition.voorSignaaldatum === true
        ? `${doneBefore('contact')} && context.contact < context.signaaldatum`
        : doneBefore('contact')
    case 'opSchuldhulpGewezen':
      return doneBefore('gewezen')
    case 'schriftelijkHerinnerd':
      return reminders(condition.minstens, condition.termijnDagen)
    case 'aanbodGedaan':
      return doneBefore('aanbod')
    case 'reactieToereikend':
      return `context has reactie && ${list(condition.toegestaan)}.contains(context.reactie)`
    case 'natuurlijkPersoon':
      return 'context.natuurlijk'
    case 'minstensDagenOud':
      return ageAgainst(`>= ${condition.dagen}`)
    case 'hoogstensDagenOud':
      return ageAgainst(`<= ${condition.dagen}`)
    case 'minstensBedrag':
      return `context.bedrag >= ${condition.centen}`
    case 'minstensMaandenOud':
      return monthsOld(condition.maanden)
    case 'boeteachterstand':
      return ownFact('bedragInCenten', condition.bijzonderheid, `>= ${condition.centen}`)
    case 'geenUitstel':
      return ownFact('jaNee', condition.bijzonderheid, '== false')
    case 'soortAangewezen':
      return either(
        condition.waarden.map((one) =>
          ownFact('code', condition.bijzonderheid, `== ${JSON.stringify(one)}`),
        ),
      )
    case 'afspraakMetGemeente':
      return agreed(file, documents)
    case 'vroegsignaalVooraf':
      return `context has eerder && context.eerder.containsAny(${list(condition.signaaltypen)})`
    case 'eindeleveringOpTijd':
      return `context has werkdagen && context.werkdagen >= ${condition.werkdagen}`
  }
}

/** Conditions that only remark: a signal is accepted without them. */
const REMARKING: ReadonlySet<string> = new Set(['vroegsignaalVooraf', 'eindeleveringOpTijd'])

const predecessorOf = (file: WetFile, documents: PolicyDocuments): readonly string[] =>
  [...documents.wet.values()]
    .filter((other) => `${other.regel}@${other.versie}` === file.opvolgerVan)
    .map((other) => within('context.signaaldatum', other.geldig))

const commonConditions = (
  file: WetFile,
  documents: PolicyDocuments,
): Readonly<Record<string, string>> => ({
  afzenderBevoegd: all([
    `principal == Rol::"${file.van.rol}"`,
    ...(file.van.deelnemers === undefined
      ? []
      : [
          `context has afzender && ${list(file.van.deelnemers.map(({ oin }) => oin))}.contains(context.afzender)`,
        ]),
  ]),
  gemeenteBekend: 'context has gemeente',
  signaaldatumBinnenBereik: all([
    'context.signaaldatum <= context.dag',
    'context.dag - context.signaaldatum <= 31',
    either([
      `context.signaaldatum >= ${dayNumber(file.geldig.vanaf)}`,
      ...predecessorOf(file, documents),
    ]),
  ]),
  gegevensdelingNietGeweigerd: '!(context has reactie && context.reactie == "geweigerd")',
  gemeenteAangewezen:
    file.naar.aangewezen === undefined
      ? 'context has gemeente'
      : `context has gemeente && ${list(file.naar.aangewezen)}.contains(context.gemeente)`,
  gemeenteAangesloten: 'context has gemeente && context.sleutelHulpaanbod',
})

/** Below the municipality's own threshold; a threatening situation stands outside it. */
const belowThreshold = (signaaltype: string, documents: PolicyDocuments): string =>
  either(
    [...documents.gemeenten.values()].flatMap(({ gemeente, drempels }) =>
      drempels
        .filter(({ signaaltypen }) => signaaltypen === 'alle' || signaaltypen.includes(signaaltype))
        .map((one) =>
          all([
            `context has gemeente && context.gemeente == "${gemeente}"`,
            within('context.dag', one),
            `!context.crisis && context.bedrag < ${one.centen}`,
          ]),
        ),
    ),
  )

const permit = (...terms: readonly string[]): string =>
  `permit(principal, action, resource) when { ${all(terms)} };`

type Taken = { readonly veld: string; readonly doel: string; readonly while: string }

/** The fields that a rule names for a purpose; all those of the type's own have one name in the files of the purposes. */
const offeredFields = (
  file: WetFile,
): readonly { readonly veld: string; readonly name: string; readonly doelen: object }[] => [
  ...Object.entries(file.velden).map(([veld, { doelen }]) => ({ veld, name: veld, doelen })),
  ...Object.entries(file.bijzonderheden).map(([code, { doelen = {} }]) => ({
    veld: `bijzonderheden.${code}`,
    name: 'bijzonderheden',
    doelen,
  })),
]

/** The fields of a rule that a purpose takes, and while it does. */
const takenFields = (file: WetFile, purposes: readonly DoelFile[]): readonly Taken[] =>
  offeredFields(file).flatMap(({ veld, name, doelen }) =>
    OPENINGSDOELEN.flatMap((doel) => {
      const taking = purposes.filter(
        (one) => one.doel === doel && form(one, name) === 'heel' && doel in doelen,
      )
      return taking.length === 0 ? [] : [{ veld, doel, while: either(taking.map(inForce)) }]
    }),
  )

/** What a derived field is made of, as a lawyer would say it: all of these, or one of them. */
const MADE_OF: Readonly<Record<string, { readonly of: readonly string[]; readonly one?: true }>> = {
  signaalsoort: { of: [] },
  crisisvlag: { of: ['crisissignaal'] },
  'achterstand.bedragklasse': { of: ['achterstand.bedragInCenten'] },
  'achterstand.leeftijdsklasse': {
    of: ['achterstand.ontstaansdatum', 'achterstand.maanden'],
    one: true,
  },
  'adres.wijk': { of: ['adres.postcode', 'adres.huisnummer'] },
}

/** The derived fields that a rule gives and the work list takes. With `intake`: of a signal that has the source, and a district that is known. */
const derivedFields = (
  file: WetFile,
  purposes: readonly DoelFile[],
  intake: boolean,
): readonly Taken[] => {
  const taken = takenFields(file, purposes)
  const passes = (source: string): string =>
    either(
      taken
        .filter(({ veld }) => veld === source)
        .map((one) =>
          intake
            ? `context.velden.contains("${source}") && context.${keyFor(one.doel)} && ${one.while}`
            : one.while,
        ),
    )
  return Object.entries(file.afgeleid).flatMap(([veld, { doelen }]) => {
    const made = MADE_OF[veld]
    const forms: Readonly<Record<string, string>> = doelen
    const taking = purposes.filter(
      (one) => one.doel === 'selectie' && form(one, veld) === forms['selectie'],
    )
    if (made === undefined || taking.length === 0) return []
    const sources = made.of.map(passes)
    const terms = [
      either(taking.map(inForce)),
      ...(made.one === true ? [either(sources)] : sources),
      ...(intake && veld === 'adres.wijk' ? ['context.wijkBekend'] : []),
    ]
    return [{ veld, doel: 'selectie', while: all(terms) }]
  })
}

const form = (file: DoelFile, veld: string): string | undefined =>
  Object.entries(file.velden).find(([name]) => name === veld)?.[1].vorm

/** The files of a signal type, each with the name of its version. */
const versionsOf = (
  documents: PolicyDocuments,
  signaaltype: string,
): readonly (readonly [id: string, file: WetFile])[] =>
  [...documents.wet.values()]
    .filter(({ regel }) => regel === `wet/${signaaltype}`)
    .map((file) => [`${file.regel}@${file.versie}`, file] as const)

/** What Cedar is asked of a signal: as a whole, and, once that is accepted, field by field. */
export type Exported = { readonly whole: CedarPolicies; readonly fields: CedarPolicies }

/**
 * The policies of one signal type. Of the whole: `<rule>` while it is in force, `<rule> ? <condition>` where that holds, and
 * `<rule> aanvaard`. Of an accepted signal: `<rule> <field> <purpose>` for each field that passes.
 */
export function exportIntake(documents: PolicyDocuments, signaaltype: string): Exported {
  const whole: Record<string, string> = {}
  const fields: Record<string, string> = {}
  const purposes = [...documents.doelen.values()]
  const below = belowThreshold(signaaltype, documents)
  for (const [id, file] of versionsOf(documents, signaaltype)) {
    const force = inForce(file)
    const conditions = {
      ...commonConditions(file, documents),
      ...Object.fromEntries(
        file.voorwaarden.map((one) => [one.voorwaarde, conditionOf(one, file, documents)]),
      ),
    }
    whole[id] = permit(force)
    for (const [name, holds] of Object.entries(conditions))
      whole[`${id} ? ${name}`] = permit(force, holds)
    const refusing = Object.entries(conditions).filter(([name]) => !REMARKING.has(name))
    whole[`${id} aanvaard`] = permit(
      force,
      '!context.beeindigd',
      ...refusing.map(([, holds]) => holds),
    )
    for (const taken of takenFields(file, purposes))
      fields[`${id} ${taken.veld} ${taken.doel}`] = permit(
        `context.${keyFor(taken.doel)}`,
        force,
        taken.while,
        `!${below}`,
      )
    for (const taken of derivedFields(file, purposes, true))
      fields[`${id} ${taken.veld} ${taken.doel}`] = permit(force, taken.while, `!${below}`)
  }
  return { whole, fields }
}

/** The policies of the check on the way out of one signal type: `<rule> <field> <purpose>` while a stored field may be opened. */
export function exportOpening(documents: PolicyDocuments, signaaltype: string): CedarPolicies {
  const policies: Record<string, string> = {}
  for (const [id, file] of versionsOf(documents, signaaltype))
    for (const taken of [
      ...takenFields(file, [...documents.doelen.values()]),
      ...derivedFields(file, [...documents.doelen.values()], false),
    ])
      policies[`${id} ${taken.veld} ${taken.doel}`] = permit(inForce(file), taken.while)
  return policies
}
