/** What the sentences about choosing share: the role, the work list as it may be shown, the record, and a choice as it is answered. */
import { appendEvent } from '../../audit/audit.store.ts'
import { logIsStale } from '../../audit/log.store.ts'
import type { Tx } from '../../db/database.ts'
import type { Db, Scope } from '../../db/transaction.ts'
import { type Deed, deedOf } from '../../identity/municipal-deed.ts'
import type { Policies } from '../../legal/compile.ts'
import { shownToday } from '../../legal/shown-today.ts'
import { kindOf } from '../../matching/group.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import { actorOf, type Caller } from '../../model/caller.ts'
import type { Dag, Gemeentecode } from '../../model/ids.ts'
import { type Meldingstap, stepOf } from '../../model/melding-life.ts'
import type { Now, RandomBytes } from '../../model/ports.ts'
import { Problem } from '../../model/problem.ts'
import { type Selectie, SelectieId } from '../../model/selectie.ts'
import type { AfgeleidVeld } from '../../model/veld.ts'
import { type Lijstregel, toKandidaten } from '../../selection/candidates.ts'
import { coarsen } from '../../selection/coarsen.ts'
import { explainPlace } from '../../selection/explain.ts'
import { type Keuzekop, type Keuzeregel, lockKeuzekop } from '../../selection/selectie.store.ts'
import { listMeldingen, lockKeuze, type Stapgevolg } from '../../selection/werkvoorraad.store.ts'

export type SelectingDeps = {
  readonly db: Db
  readonly policies: () => Policies
  /** Gives what waits in these municipalities its melding. */
  readonly group: (gemeenten: readonly Gemeentecode[]) => Promise<unknown>
  readonly now: Now
  readonly random: RandomBytes
}

/** Row-level security goes by the one municipality. */
export const scopeOf = (gemeentecode: Gemeentecode): Scope => ({
  role: 'gw_selectie',
  gemeenten: [gemeentecode],
})

/** A deed of a named employee on the choices of its municipality: one after the other, in one transaction. @throws Problem `persoon-vereist` */
export async function actOnChoices<T>(
  { db, now }: Pick<SelectingDeps, 'db' | 'now'>,
  caller: Caller,
  work: (tx: Tx, deed: Deed) => Promise<T>,
): Promise<T> {
  const deed = deedOf(caller, now())
  return db.transaction(scopeOf(deed.gemeentecode), async (tx) => {
    await lockKeuze(tx, deed.gemeentecode)
    return work(tx, deed)
  })
}

/** A choice of the municipality, held until commit. @throws Problem `niet-gevonden` */
export async function getKeuze(tx: Tx, gemeentecode: Gemeentecode, id: string): Promise<Keuzekop> {
  const parsed = SelectieId.safeParse(id)
  const found = parsed.success ? await lockKeuzekop(tx, gemeentecode, parsed.data) : undefined
  if (found === undefined) throw new Problem('niet-gevonden')
  return found
}

/** One that was decided and not undone. @throws Problem `niet-gevonden`; `selectie-niet-vastgesteld` */
export async function getDecided(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: string,
): Promise<Keuzekop> {
  const kop = await getKeuze(tx, gemeentecode, id)
  if (kop.toestand !== 'vastgesteld') throw new Problem('selectie-niet-vastgesteld')
  return kop
}

/** What a step of those that wait, or were chosen, leads to. */
export function stepFrom(
  van: 'werkvoorraad' | 'geselecteerd',
  stap: Meldingstap,
): Pick<Stapgevolg, 'van' | 'naar'> {
  const naar = stepOf(van, stap)
  if (naar === undefined) throw new Error(`${stap} cannot happen to ${van}`)
  return { van: [van], naar }
}

/** The record comes first: while events wait too long for their checkpoint, no work list is shown. @throws Problem `niet-beschikbaar` */
export async function refuseWhenLogIsBehind({ db, now }: SelectingDeps): Promise<void> {
  const stale = await db.transaction({ role: 'gw_log' }, (tx) => logIsStale(tx, now()))
  if (stale) throw new Problem('niet-beschikbaar', { retryAfterSeconds: 10 })
}

/** The whole work list of a municipality as it may be shown today: coarsened before anything is picked from it. */
export async function readWorkList(
  policies: Policies,
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
): Promise<readonly Lijstregel[]> {
  const shown = new Map<string, ReadonlySet<AfgeleidVeld>>()
  const shows = (signaaltype: string): ReadonlySet<AfgeleidVeld> => {
    const found = shown.get(signaaltype) ?? shownToday(policies, { signaaltype, dag })
    shown.set(signaaltype, found)
    return found
  }
  const meldingen = await listMeldingen(tx, gemeentecode, { toestand: 'werkvoorraad', dag })
  const { groep } = policies.documents.klassen
  return coarsen(toKandidaten(meldingen, { shows, kindOf }), groep?.kleinste)
}

type WithoutActor<E> = E extends unknown ? Omit<E, 'actor' | 'gemeentecode'> : never
type SelectionEvent = Extract<AuditEvent, { selectieId: unknown }>

/** Appends the event of a deed in its transaction. */
export async function recordChoice(
  { random }: Pick<SelectingDeps, 'random'>,
  tx: Tx,
  { caller, gemeentecode, at }: { caller: Caller; gemeentecode: Gemeentecode; at: Date },
  event: WithoutActor<SelectionEvent>,
): Promise<void> {
  const { oin, namens } = caller
  const whole = { ...event, actor: actorOf(caller), gemeentecode }
  await appendEvent(tx, { at, random }, whole, { oin, namens, gemeentecode })
}

/** How many are chosen, how many of those outside every limit, and how many are not. */
export function countsOf(regels: readonly Keuzeregel[]): Selectie['aantallen'] {
  return {
    gekozen: regels.filter(({ gekozen }) => gekozen).length,
    buitenGrenzen: regels.filter((one) => one.gekozen && one.buitenGrenzen !== undefined).length,
    nietGekozen: regels.filter(({ gekozen }) => !gekozen).length,
  }
}

/** How it was asked. */
export function manner({ vraag }: Pick<Keuzekop, 'vraag'>): Selectie['wijze'] {
  if (vraag.alles === true) return 'alles'
  return vraag.meldingen === undefined ? 'grenzen' : 'meldingen'
}

/** A choice as its municipality reads it. */
export function toSelectie(
  gemeentecode: Gemeentecode,
  kop: Keuzekop,
  regels: readonly Keuzeregel[],
): Selectie {
  const { id, toestand, grenzen, rest, voorgesteld, vastgesteld, teruggedraaid, aandelen } = kop
  const { volgorde } = grenzen
  return {
    id,
    gemeentecode,
    toestand,
    wijze: manner(kop),
    grenzen,
    ...(rest === undefined ? {} : { rest }),
    voorgesteld,
    ...(vastgesteld === undefined ? {} : { vastgesteld }),
    ...(teruggedraaid === undefined ? {} : { teruggedraaid }),
    aantallen: countsOf(regels),
    aandelen,
    meldingen: regels.map((one) => ({
      id: one.id,
      plaats: one.plaats,
      gekozen: one.gekozen,
      ...(one.buitenGrenzen === undefined ? {} : { buitenGrenzen: one.buitenGrenzen }),
      ...(one.reden === undefined ? {} : { reden: one.reden }),
      maatstaven: volgorde.map((maatstaf, index) => ({
        maatstaf,
        waarde: one.maatstaven[index] ?? 0,
      })),
      uitleg: explainPlace(one, volgorde),
    })),
  }
}
