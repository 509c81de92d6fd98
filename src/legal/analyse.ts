/**
 * What a set of policies can ever do, without running it on signals: every rule, field of the vocabulary and purpose, over every stretch
 * of days between which nothing changes. Nothing is sampled.
 */
import { BELEIDSDOELEN, type Beleidsdoel } from '../model/doel.ts'
import type { Dag } from '../model/ids.ts'
import {
  AFGELEIDE_VELDEN,
  type Besluitveld,
  bijzonderVeld,
  isAfgeleid,
  isBijzonder,
  VELDEN,
  type Vorm,
} from '../model/veld.ts'
import type { Policies, Rule } from './compile.ts'
import { formToday } from './purpose-form.ts'
import { isWithin, type Window, windowOf } from './window.ts'

/** The recipient of `doel` can see `veld` in a form while the rule is in force, from one day up to (not including) another. */
export type Reach = Window & {
  readonly regel: string
  readonly doel: Beleidsdoel
  readonly veld: Besluitveld
  readonly vorm: Vorm
}

/** What stands in a file and has no effect; `remedie` says what to do. */
export type Remark = { readonly waar: string; readonly zin: string; readonly remedie: string }

export type Analysis = {
  readonly reach: readonly Reach[]
  /** Fields of the vocabulary that nobody can ever see. */
  readonly nobody: readonly Besluitveld[]
  readonly remarks: readonly Remark[]
  /** How many combinations of stretch of days, rule, field and purpose were weighed. */
  readonly weighed: number
}

/** Every day on which a rule or purpose begins or ends, ascending: between two of them no answer changes. */
const turningDays = (policies: Policies): readonly Dag[] => {
  const rules = [...policies.regels.values()].flat()
  const purposes = [...policies.documents.doelen.values()].map((file) => windowOf(file))
  const windows: readonly Window[] = [...rules, ...purposes]
  const days = windows.flatMap(({ vanaf, tot }) => (tot === undefined ? [vanaf] : [vanaf, tot]))
  return [...new Set(days)].toSorted()
}

const fieldsOf = (policies: Policies): readonly Besluitveld[] => {
  const named = [...policies.regels.values()]
    .flat()
    .flatMap(({ velden, alleenVoorBesluit }) => [...velden.keys(), ...alleenVoorBesluit])
  return [...new Set<Besluitveld>([...VELDEN, ...named, ...AFGELEIDE_VELDEN])]
}

const reachOf = (
  policies: Policies,
  rule: Rule,
  what: Pick<Reach, 'doel' | 'veld'>,
  days: readonly Dag[],
): readonly Reach[] => {
  const { signaaltype } = rule
  const found: Reach[] = []
  for (const [index, dag] of days.entries()) {
    if (!isWithin(rule, dag)) continue
    const vorm = formToday(policies, { signaaltype, ...what, dag })?.vorm
    if (vorm === undefined) continue
    const [tot, last] = [days[index + 1], found.at(-1)]
    // Stretches that touch are one.
    if (last?.tot === dag) found[found.length - 1] = { ...last, tot }
    else found.push({ regel: rule.id, ...what, vorm, vanaf: dag, tot })
  }
  return found
}

type Named = {
  readonly veld: Besluitveld
  readonly place: string
  /** As the file of a purpose names it. */
  readonly taken: string
  readonly doelen: object
}

/** The fields that a rule names, those of the type's own last, and where each stands in the file. */
const namedFields = ({ file }: Rule): readonly Named[] => [
  ...VELDEN.flatMap((veld) => {
    const field = file.velden[veld]
    const place = `velden/${veld}`
    return field === undefined ? [] : [{ veld, place, taken: veld, doelen: field.doelen }]
  }),
  ...Object.entries(file.bijzonderheden).map(([code, { doelen = {} }]) => ({
    veld: bijzonderVeld(code),
    place: `bijzonderheden/${code}`,
    taken: 'bijzonderheden',
    doelen,
  })),
  ...AFGELEIDE_VELDEN.flatMap((veld) => {
    const field = file.afgeleid[veld]
    const place = `afgeleid/${veld}`
    return field === undefined ? [] : [{ veld, place, taken: veld, doelen: field.doelen }]
  }),
]

/** Purposes that a rule names for a field and that never take it while the rule is in force. */
const deadPurposes = (rule: Rule, reach: readonly Reach[]): readonly Remark[] =>
  namedFields(rule).flatMap(({ veld, place, taken, doelen }) =>
    Object.keys(doelen)
      .filter(
        (doel) =>
          !reach.some((one) => one.regel === rule.id && one.veld === veld && one.doel === doel),
      )
      .map((doel) => ({
        waar: `${rule.id}, ${place}/doelen/${doel}`,
        zin: `${veld} gaat nooit mee voor ${doel}: dat doel neemt dit veld niet aan zolang de regel geldt`,
        remedie: `haal ${doel} bij dit veld weg, of laat doelen/${doel}.yaml ${taken} met een grondslag aannemen`,
      })),
  )

const isTaken = (veld: Besluitveld, taken: string): boolean =>
  taken === 'bijzonderheden' ? !isAfgeleid(veld) && isBijzonder(veld) : veld === taken

/** Fields that a purpose takes and that no rule gives. */
const deadFields = ({ documents }: Policies, reach: readonly Reach[]): readonly Remark[] =>
  [...documents.doelen].flatMap(([file, { doel, velden }]) =>
    Object.entries(velden)
      .flatMap(([veld, { vorm }]) => (vorm === 'afwezig' ? [] : [veld]))
      .filter((veld) => !reach.some((one) => one.doel === doel && isTaken(one.veld, veld)))
      .map((veld) => ({
        waar: `${file}, velden/${veld}`,
        zin: `geen enkele regel geeft ${veld} voor ${doel}`,
        remedie: 'haal het veld hier weg, of laat het staan als een regel in voorbereiding is',
      })),
  )

const asksAgreement = ({ voorwaarden }: Rule): boolean =>
  voorwaarden.some(({ naam }) => naam === 'afspraakMetGemeente')

const ALLE = 'alle'

/** Rules that ask for an agreement that nobody made, and agreements that no rule asks for. */
const deadAgreements = ({ regels, afspraken, documents }: Policies): readonly Remark[] => {
  const asking = [...regels.values()].flat().filter(asksAgreement)
  const made = [...afspraken.values()].flat()
  const isMade = ({ signaaltype }: Rule): boolean =>
    made.some(({ types }) => types === ALLE || types.has(signaaltype))
  const unmet = asking
    .filter((rule) => !isMade(rule))
    .map(({ id }) => ({
      waar: id,
      zin: 'de regel vraagt een afspraak met de gemeente, en geen gemeente heeft er een vastgelegd',
      remedie: 'leg de afspraak vast onder afspraken in gemeenten/<code>.yaml',
    }))
  const idle = [...documents.gemeenten].flatMap(([file, one]) =>
    one.afspraken.flatMap(({ signaaltypen }, index) =>
      asking.some(({ signaaltype }) => signaaltypen === ALLE || signaaltypen.includes(signaaltype))
        ? []
        : [
            {
              waar: `${file}, afspraken/${index}`,
              zin: 'geen regel van deze soorten vraagt een afspraak',
              remedie: 'haal de afspraak weg, of verbeter signaaltypen',
            },
          ],
    ),
  )
  return [...unmet, ...idle]
}

/** Weighs every combination there is. Call it on policies that loaded: rules that clash or never apply are refused before. */
export function analyse(policies: Policies): Analysis {
  const rules = [...policies.regels.values()].flat()
  const [days, fields] = [turningDays(policies), fieldsOf(policies)]
  const pairs = fields.flatMap((veld) => BELEIDSDOELEN.map((doel) => ({ veld, doel })))
  const reach = rules.flatMap((rule) =>
    pairs.flatMap((pair) => reachOf(policies, rule, pair, days)),
  )
  const seen = new Set(reach.map(({ veld }) => veld))
  return {
    reach,
    nobody: fields.filter((veld) => !seen.has(veld)),
    remarks: [
      ...rules.flatMap((rule) => deadPurposes(rule, reach)),
      ...deadFields(policies, reach),
      ...deadAgreements(policies),
    ],
    weighed: rules.length * pairs.length * days.length,
  }
}
