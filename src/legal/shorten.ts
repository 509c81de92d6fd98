/** What a municipality's shorter terms do to what is stored already: new due dates, and what that means in counts. Pure. */
import type { Bewaaraantal, Bewaargevolg } from '../model/bewaarbesluit.ts'
import type { Dag } from '../model/ids.ts'
import type { Veld } from '../model/veld.ts'
import { addTermijn } from './calendar.ts'
import type { Policies, Rule } from './compile.ts'
import { BEVESTIGD, type OwnTerms } from './own-terms.ts'

/** A field with the due date that it has, or would have without a hold. */
export type StoredField = { readonly veld: Veld; readonly vervaldatum: Dag }

/** A signal as it is stored: days and codes, no value. */
export type StoredSignal = {
  readonly signaaltype: string
  readonly beleidId: string
  /** The day on which this version came in. */
  readonly dag: Dag
  readonly vervaldatum: Dag
  /** The term of its row after a result, and from when that runs; undefined: that of its rule, from its receipt. */
  readonly rij?: { readonly categorie: string; readonly vanaf: Dag } | undefined
  /** When its receipt was confirmed, and when its fields go for that; undefined: not confirmed, or they are gone. */
  readonly bevestigd?: { readonly dag: Dag; readonly vervaldatum: Dag } | undefined
  readonly velden: readonly StoredField[]
}

/** The terms that are made shorter, and the day on which they begin. */
export type Shortening = { readonly terms: OwnTerms; readonly ingangsdatum: Dag }

/** The same signal with its new due dates: never later than they were, never before the day on which the decision begins. */
export type Shortened = Pick<StoredSignal, 'vervaldatum' | 'bevestigd' | 'velden'>

type Categories = { readonly gecodeerd: string; readonly of: (veld: Veld) => string }

/** What counts for a signal of a rule that the policies no longer have. */
const UNKNOWN: Categories = { gecodeerd: 'gecodeerd', of: () => 'verzegeldNietGeopend' }

/** What counts for it; after a result its row has a category of its own. */
function categoriesOf(policies: Policies, signal: StoredSignal): Categories {
  const found = ruleCategories(policies, signal)
  return { ...found, gecodeerd: signal.rij?.categorie ?? found.gecodeerd }
}

/** Of the rule that took it in, or the newest of its type. */
function ruleCategories(policies: Policies, { signaaltype, beleidId }: StoredSignal): Categories {
  const rules = policies.regels.get(signaaltype) ?? []
  const rule: Rule | undefined = rules.find(({ id }) => id === beleidId) ?? rules.at(-1)
  if (rule === undefined) return UNKNOWN
  const { gecodeerd, verzegeld } = rule.file.bewaren
  return { gecodeerd, of: (veld) => rule.velden.get(veld)?.group.categorie ?? verzegeld }
}

const earliest = (...days: readonly Dag[]): Dag => days.reduce((a, b) => (a < b ? a : b))

/** Where `due` comes to lie under a term that runs from `from`; a longer term changes nothing. */
function shorterDue(
  due: Dag,
  from: Dag,
  categorie: string,
  { terms, ingangsdatum }: Shortening,
): Dag {
  const term = terms.get(categorie)
  if (term === undefined) return due
  const next = addTermijn(from, term)
  return earliest(due, next > ingangsdatum ? next : ingangsdatum)
}

/** The new due dates of one stored signal. */
export function shorten(
  policies: Policies,
  shortening: Shortening,
  signal: StoredSignal,
): Shortened {
  const categories = categoriesOf(policies, signal)
  const { dag, bevestigd, rij } = signal
  const from = rij?.vanaf ?? dag
  const vervaldatum = shorterDue(signal.vervaldatum, from, categories.gecodeerd, shortening)
  return {
    vervaldatum,
    bevestigd: bevestigd && {
      ...bevestigd,
      vervaldatum: shorterDue(bevestigd.vervaldatum, bevestigd.dag, BEVESTIGD, shortening),
    },
    velden: signal.velden.map(({ veld, vervaldatum: due }) => {
      const own = shorterDue(due, dag, categories.of(veld), shortening)
      // A field never outlives its signal.
      return { veld, vervaldatum: earliest(own, vervaldatum) }
    }),
  }
}

/** Whether any due date of a signal changes. */
export function isShortened(before: StoredSignal, after: Shortened): boolean {
  return (
    after.vervaldatum < before.vervaldatum ||
    after.bevestigd?.vervaldatum !== before.bevestigd?.vervaldatum ||
    after.velden.some(({ vervaldatum }, i) => vervaldatum !== before.velden[i]?.vervaldatum)
  )
}

/** Counts per category of what causes it. */
export type Tally = Map<string, Record<'vervroegd' | 'gewist' | 'bevroren', Bewaaraantal>>

const NONE: Bewaaraantal = { signalen: 0, velden: 0 }

type Change = {
  readonly categorie: string
  readonly what: keyof Bewaaraantal
  readonly before: Dag
  readonly after: Dag
}

/** The days on which the row and each field really go: a field at the earliest of its own, its confirmation's and its signal's. */
function changesOf(policies: Policies, before: StoredSignal, after: Shortened): readonly Change[] {
  const categories = categoriesOf(policies, before)
  const row = { before: before.vervaldatum, after: after.vervaldatum }
  const fields = before.velden.map(({ veld, vervaldatum: due }, i): Change => {
    const was = earliest(due, row.before, before.bevestigd?.vervaldatum ?? due)
    const own = after.velden[i]?.vervaldatum ?? due
    const confirmed = after.bevestigd?.vervaldatum ?? own
    const becomes = earliest(own, row.after, confirmed)
    return { categorie: causeOf(), what: 'velden', before: was, after: becomes }

    function causeOf(): string {
      if (becomes === row.after) return categories.gecodeerd
      return confirmed < own ? BEVESTIGD : categories.of(veld)
    }
  })
  return [{ categorie: categories.gecodeerd, what: 'signalen', ...row }, ...fields]
}

/**
 * Adds what becomes of `count` signals that are all like `before`. `gewist`: what goes on the day on which the decision begins and would
 * have stayed without it, unless a hold lasts beyond that day (`bevrorenTot`, exclusive).
 */
export function tallyShortened(
  tally: Tally,
  policies: Policies,
  {
    before,
    after,
    ingangsdatum,
    bevrorenTot,
    count,
  }: {
    readonly before: StoredSignal
    readonly after: Shortened
    readonly ingangsdatum: Dag
    readonly bevrorenTot: Dag | undefined
    readonly count: number
  },
): void {
  const isHeld = bevrorenTot !== undefined && bevrorenTot > ingangsdatum
  for (const change of changesOf(policies, before, after)) {
    if (change.after >= change.before) continue
    add(tally, change, 'vervroegd', count)
    // What comes to lie on that day lay after it: nothing is brought forward beyond it.
    if (change.after <= ingangsdatum) add(tally, change, isHeld ? 'bevroren' : 'gewist', count)
  }
}

function add(
  tally: Tally,
  { categorie, what }: Change,
  fate: 'vervroegd' | 'gewist' | 'bevroren',
  count: number,
): void {
  const found = tally.get(categorie) ?? { vervroegd: NONE, gewist: NONE, bevroren: NONE }
  const counted = found[fate]
  tally.set(categorie, { ...found, [fate]: { ...counted, [what]: counted[what] + count } })
}

/** The tally in a fixed order, every one of `categories` named, also where nothing happens. */
export function gevolgenOf(tally: Tally, categories: readonly string[]): Bewaargevolg[] {
  const names = [...new Set([...categories, ...tally.keys()])].sort()
  return names.map((categorie) => ({
    categorie,
    ...(tally.get(categorie) ?? { vervroegd: NONE, gewist: NONE, bevroren: NONE }),
  }))
}

/** A tally that goes on where `gevolgen` stopped. */
export function tallyOf(gevolgen: readonly Bewaargevolg[]): Tally {
  return new Map(gevolgen.map(({ categorie, ...counts }) => [categorie, counts]))
}
