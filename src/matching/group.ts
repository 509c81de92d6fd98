/**
 * Signals of one person in one month become a melding, or join one that is worked on. Pure: nothing but equality of blind indexes, so that who looks like whom is not seen.
 * In doubt they stay apart: a municipality may join two meldingen after opening, but what was opened wrongly stays seen.
 * @see docs/decisions/0028-matching.md
 */
import type { Oin, SignaalId } from '../model/ids.ts'
import { isWorkedOn, type Meldingtoestand, takesSignals } from '../model/melding-life.ts'
import type { Index } from './indexes.ts'

/** A signal to be grouped. `indexen`: by month of the key; of one that was grouped before only that of its own month. */
export type Groepssignaal = {
  readonly id: SignaalId
  readonly oin: Oin
  /** `YYYY-MM` of its receipt. */
  readonly maand: string
  readonly indexen: ReadonlyMap<string, Index>
}

/** The signals of one person, begun in one month; `id` stays, whoever joins or leaves. */
export type Groep = {
  readonly id: SignaalId
  readonly maand: string
  readonly toestand: Meldingtoestand
  readonly signalen: readonly Groepssignaal[]
}

/**
 * Where a new signal belongs. `vorige`: the melding of the same person in the last earlier month that has one, or one of this month that ended.
 * `bij`: how the melding stands that it joined.
 */
export type Plaatsing = {
  readonly signaal: Groepssignaal
  readonly melding: SignaalId
  readonly bij: Meldingtoestand | undefined
  readonly vorige: SignaalId | undefined
}

/** Whether the fullest form of `shorter` is a form of `fuller`. */
const covers = (fuller: Index, shorter: Index): boolean =>
  fuller.persoon === shorter.persoon || fuller.korter.includes(shorter.persoon)

/** Whether one of them says all that the others say: never `J. Jansen` with `P. Jansen`, though both fit a `Jansen`. */
const agree = (indexes: readonly Index[]): boolean =>
  indexes.some((top) => indexes.every((one) => covers(top, one)))

const under = (signalen: readonly Groepssignaal[], maand: string): readonly Index[] =>
  signalen.flatMap(({ indexen }) => indexen.get(maand) ?? [])

/** Whether the signal is of the person of the group, compared under the key of the group's month. */
function fits(group: Groep, signal: Groepssignaal): boolean {
  const own = signal.indexen.get(group.maand)
  if (own === undefined) return false
  const others = under(group.signalen, group.maand)
  return others.length > 0 && agree([own, ...others])
}

/** The one group that fits; of more than one that which has the very same form; undefined in doubt. */
function choose(fitting: readonly Groep[], signal: Groepssignaal): Groep | undefined {
  if (fitting.length < 2) return fitting[0]
  const same = fitting.filter(({ maand, signalen }) =>
    under(signalen, maand).some(({ persoon }) => persoon === signal.indexen.get(maand)?.persoon),
  )
  return same.length === 1 ? same[0] : undefined
}

/** Groups by each index of their signals, so that only those that share one are looked at. */
class Lookup {
  readonly #groups = new Map<SignaalId, Groep>()
  readonly #byIndex = new Map<string, Set<SignaalId>>()

  put(group: Groep): void {
    this.#groups.set(group.id, group)
    for (const { persoon, korter } of under(group.signalen, group.maand))
      for (const index of [persoon, ...korter]) this.#at(index).add(group.id)
  }

  /** Those of the person of the signal, the last month first. */
  fitting(signal: Groepssignaal): readonly Groep[] {
    const ids = new Set<SignaalId>()
    for (const { persoon, korter } of signal.indexen.values())
      for (const index of [persoon, ...korter])
        for (const id of this.#byIndex.get(index) ?? []) ids.add(id)
    return [...ids]
      .flatMap((id) => this.#groups.get(id) ?? [])
      .filter((group) => fits(group, signal))
      .toSorted((a, b) => (a.maand < b.maand ? 1 : -1))
  }

  #at(index: string): Set<SignaalId> {
    const found = this.#byIndex.get(index) ?? new Set()
    this.#byIndex.set(index, found)
    return found
  }
}

/** Whether a new signal may join a melding of its person: one of its month that waits, or any that is worked on. */
function joins(toestand: Meldingtoestand, isOfMonth: boolean): boolean {
  return isOfMonth ? takesSignals(toestand) : isWorkedOn(toestand)
}

/** Of groups that fit, the last month first, the last in which it is beyond doubt which is of the same person. */
function findLast(fitting: readonly Groep[], signal: Groepssignaal): Groep | undefined {
  const months = new Set(fitting.map(({ maand }) => maand))
  for (const month of months) {
    const group = choose(
      fitting.filter(({ maand }) => maand === month),
      signal,
    )
    if (group !== undefined) return group
  }
  return undefined
}

const formsOf = ({ indexen, maand }: Groepssignaal): number =>
  indexen.get(maand)?.korter.length ?? 0

/**
 * Places new signals, the fullest forms of a month first, so that what may be of two is seen to be so. A signal without indexes is a
 * melding of its own. What ended takes no more: the next begins another melding, which follows on it. The order of the input does not matter;
 * earlier placings are never changed.
 * @param newId names the melding that a signal begins
 */
export function placeSignals(
  known: readonly Groep[],
  signals: readonly Groepssignaal[],
  newId: (signal: Groepssignaal) => SignaalId,
): readonly Plaatsing[] {
  const lookup = new Lookup()
  for (const group of known) lookup.put(group)
  return signals.toSorted(inOrder).map((signaal) => {
    const fitting = lookup.fitting(signaal)
    const isOfMonth = ({ maand }: Groep): boolean => maand === signaal.maand
    const found = findLast(
      fitting.filter((group) => joins(group.toestand, isOfMonth(group))),
      signaal,
    )
    const begun = {
      id: newId(signaal),
      maand: signaal.maand,
      toestand: 'werkvoorraad',
      signalen: [],
    } as const
    const group = found ?? begun
    lookup.put({ ...group, signalen: [...group.signalen, signaal] })
    const before = fitting.filter((one) => precedes(one, group))
    const vorige = findLast(before, signaal)?.id
    return { signaal, melding: group.id, bij: found?.toestand, vorige }
  })
}

/** Of an earlier month, or of the same and ended. */
const precedes = (one: Groep, group: Groep): boolean =>
  one.id !== group.id &&
  (one.maand < group.maand || (one.maand === group.maand && !takesSignals(one.toestand)))

const inOrder = (a: Groepssignaal, b: Groepssignaal): number =>
  a.maand.localeCompare(b.maand) || formsOf(b) - formsOf(a) || (a.id < b.id ? -1 : 1)

/** `opeenvolgend` before `meervoudig`, as the monitor counts them; two signals of one VLP are still one creditor. */
export function kindOf(
  oins: readonly Oin[],
  hasEarlier: boolean,
): 'enkelvoudig' | 'meervoudig' | 'opeenvolgend' {
  if (hasEarlier) return 'opeenvolgend'
  return new Set(oins).size > 1 ? 'meervoudig' : 'enkelvoudig'
}

/** More persons with a melding than this at one address are no household but rooms or a shelter. Our own choice, not the law's. */
const HOUSEHOLD_AT_MOST = 4

/** Whether there are meldingen of other persons at the address; undefined where too many live for that to mean anything. */
export function othersAtAddress(meldingenAtAddress: number): boolean | undefined {
  return meldingenAtAddress > HOUSEHOLD_AT_MOST ? undefined : meldingenAtAddress > 1
}
