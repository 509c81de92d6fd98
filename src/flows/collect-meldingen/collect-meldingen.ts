/** A municipality collects what is sealed to it: a page of meldingen or one; for `hulpaanbod` or, with the other key, for `controle`. */
import { logIsStale } from '../../audit/log.store.ts'
import type { Tx } from '../../db/database.ts'
import type { Scope } from '../../db/transaction.ts'
import {
  type Afleverregel,
  findMeldingen,
  findSamenstelling,
  holdMeldingen,
  listOpenMeldingen,
  type Poort,
} from '../../delivery/collect.store.ts'
import { formatCursor, type Plaats, parseCursor } from '../../delivery/cursor.ts'
import { holdToestand, markOpgepakt } from '../../delivery/gate.store.ts'
import { opensIn } from '../../delivery/gate.ts'
import { ownKey } from '../../delivery/own-key.ts'
import { werkwijzeOf } from '../../legal/werkwijze.ts'
import { kindOf } from '../../matching/group.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Caller } from '../../model/caller.ts'
import { Openingsdoel } from '../../model/doel.ts'
import type { Gemeentecode, SignaalId, SleutelId } from '../../model/ids.ts'
import type { Melding, Meldingsignaal } from '../../model/melding.ts'
import { stepOf } from '../../model/melding-life.ts'
import { Problem } from '../../model/problem.ts'
import { type CollectMeldingenDeps, disclose } from './disclose.ts'

export type MeldingenQuery = {
  readonly sleutelId?: SleutelId
  readonly cursor?: string
  readonly limiet: number
}

const scopeOf = ({ doel, namens, gemeenten }: Caller): Scope => ({
  role: 'gw_aflevering',
  doel: Openingsdoel.parse(doel),
  oin: namens,
  gemeenten,
})

/**
 * A page of meldingen with signals whose receipt is not confirmed, and of each those signals. What waited gets its melding first, so that
 * a melding that was shown keeps its name. Each disclosed signal is recorded before the answer.
 * @throws Problem `sleutel-onbekend`, `verzoek-onjuist` (cursor), `geen-controle`, `niet-beschikbaar` while the log is behind
 */
export async function collectMeldingen(
  deps: CollectMeldingenDeps,
  caller: Caller,
  query: MeldingenQuery,
): Promise<{ readonly meldingen: readonly Melding[]; readonly volgende?: string }> {
  const from = query.cursor === undefined ? undefined : parseCursor(query.cursor)
  const poort = gateOf(deps, caller)
  await refuseWhenLogIsBehind(deps)
  const { gemeenten } = caller
  await deps.group(gemeenten)
  return deps.db.transaction(scopeOf(caller), async (tx) => {
    const places = await listOpenMeldingen(tx, poort, query.limiet + 1, from)
    const page = places.slice(0, query.limiet)
    const held = await holdMeldingen(tx, gemeenten, await holdOpen(tx, poort, page))
    const open = held.filter(
      (regel) => !regel.ingetrokken && !regel.ontvangen && !isRestricted(deps, regel),
    )
    const meldingen = await discloseAll(deps, tx, caller, query.sleutelId, open)
    await takeUp(deps, tx, caller, open)
    const last = places.length > query.limiet ? page.at(-1) : undefined
    return { meldingen, ...(last === undefined ? {} : { volgende: formatCursor(last) }) }
  })
}

/**
 * One melding with all its signals, also those whose receipt was confirmed before; by its own id or that of one of them.
 * @throws Problem `niet-gevonden` when it is not there or not this municipality's; `niet-geselecteerd`; `signaal-beperkt`; otherwise as above
 */
export async function collectMelding(
  deps: CollectMeldingenDeps,
  caller: Caller,
  query: { readonly id: SignaalId; readonly sleutelId?: SleutelId },
): Promise<Melding> {
  await refuseWhenLogIsBehind(deps)
  await deps.group(caller.gemeenten)
  return deps.db.transaction(scopeOf(caller), async (tx) => {
    const free = await holdFree(deps, tx, caller, query.id)
    const [melding] = await discloseAll(deps, tx, caller, query.sleutelId, free)
    await takeUp(deps, tx, caller, free)
    if (melding === undefined) throw new Error('a found signal gave no melding')
    return melding
  })
}

/** Its municipality restricts it today (AVG art. 18): what is sealed stays where it is, and leaves by no door. */
const isRestricted = ({ now }: Pick<CollectMeldingenDeps, 'now'>, regel: Afleverregel): boolean =>
  regel.beperktTot !== null && dayInAmsterdam(now()) < regel.beperktTot

/** The signals of one melding that may go out, held until commit. @throws Problem `niet-gevonden`, `niet-geselecteerd`, `signaal-beperkt` */
async function holdFree(
  deps: Pick<CollectMeldingenDeps, 'now' | 'policies'>,
  tx: Tx,
  caller: Caller,
  id: SignaalId,
): Promise<readonly Afleverregel[]> {
  const { gemeenten } = caller
  const plaats = (await findMeldingen(tx, gemeenten, [id])).get(id)
  if (plaats === undefined) throw new Problem('niet-gevonden')
  const opened = await holdOpen(tx, gateOf(deps, caller), [plaats])
  if (opened.length === 0) throw new Problem('niet-geselecteerd')
  const held = await holdMeldingen(tx, gemeenten, opened)
  if (held.length === 0) throw new Problem('niet-gevonden')
  const free = held.filter((regel) => !isRestricted(deps, regel))
  if (free.length === 0) throw new Problem('signaal-beperkt')
  return free
}

/**
 * Answers whether a melding could be collected, as collecting it would; discloses and records nothing.
 * @throws Problem `niet-gevonden`, `niet-geselecteerd`, `signaal-beperkt`
 */
export async function checkMelding(
  deps: Pick<CollectMeldingenDeps, 'db' | 'now' | 'policies'>,
  caller: Caller,
  id: SignaalId,
): Promise<void> {
  await deps.db.transaction(scopeOf(caller), (tx) => holdFree(deps, tx, caller, id))
}

/** In which states a melding of each of the caller's municipalities opens today. @throws Problem `geen-controle` where none is ever checked */
function gateOf(
  { now, policies }: Pick<CollectMeldingenDeps, 'now' | 'policies'>,
  { doel, gemeenten }: Caller,
): Poort {
  const dag = dayInAmsterdam(now())
  const poort = gemeenten.map((gemeentecode) => {
    const { controle } = werkwijzeOf(policies(), gemeentecode, dag)
    return [gemeentecode, opensIn(Openingsdoel.parse(doel), controle)] as const
  })
  if (poort.length > 0 && poort.every(([, states]) => states.length === 0))
    throw new Problem('geen-controle')
  return new Map(poort)
}

/** Those of these meldingen that may open, held so until commit. */
async function holdOpen(
  tx: Tx,
  poort: Poort,
  places: readonly Plaats[],
): Promise<readonly SignaalId[]> {
  const ids = places.map(({ id }) => id)
  const states = await holdToestand(tx, [...poort.keys()], ids)
  return places
    .filter(({ gemeentecode, id }) => {
      const toestand = states.get(id)
      return toestand !== undefined && poort.get(gemeentecode)?.includes(toestand) === true
    })
    .map(({ id }) => id)
}

/** What was collected to offer help is taken up from now on; a check takes nothing up. */
async function takeUp(
  { now }: Pick<CollectMeldingenDeps, 'now'>,
  tx: Tx,
  { doel, gemeenten }: Caller,
  regels: readonly Afleverregel[],
): Promise<void> {
  const van = 'geselecteerd'
  const naar = stepOf(van, 'ophalen')
  if (doel !== 'hulpaanbod' || naar === undefined) return
  const ids = [...new Set(regels.map(({ melding }) => melding))]
  await markOpgepakt(tx, gemeenten, ids, { van, naar, at: now() })
}

/** The record comes first: while events wait too long for their checkpoint, nothing is disclosed. */
async function refuseWhenLogIsBehind(deps: CollectMeldingenDeps): Promise<void> {
  const stale = await deps.db.transaction({ role: 'gw_log' }, (tx) => logIsStale(tx, deps.now()))
  if (stale) throw new Problem('niet-beschikbaar', { retryAfterSeconds: 10 })
}

async function discloseAll(
  deps: CollectMeldingenDeps,
  tx: Tx,
  caller: Caller,
  sleutelId: SleutelId | undefined,
  regels: readonly Afleverregel[],
): Promise<readonly Melding[]> {
  const doel = Openingsdoel.parse(caller.doel)
  const signalen: Meldingsignaal[] = []
  for (const [gemeentecode, own] of Map.groupBy(
    regels,
    (regel): Gemeentecode => regel.gemeentecode,
  )) {
    const keys = await deps.recipientKeys(tx, gemeentecode, dayInAmsterdam(deps.now()))
    const { oin, namens } = caller
    const key = ownKey(keys, { oin, namens, gemeentecode, doel, sleutelId })
    signalen.push(...(await disclose(deps, tx, caller, { gemeentecode, sleutelId: key }, own)))
  }
  return assemble(tx, caller, regels, signalen)
}

/** The meldingen of these signals, by municipality and id. */
async function assemble(
  tx: Tx,
  { gemeenten }: Caller,
  regels: readonly Afleverregel[],
  signalen: readonly Meldingsignaal[],
): Promise<readonly Melding[]> {
  const byId = new Map(signalen.map((one) => [one.id, one]))
  const groups = [
    ...Map.groupBy(regels, ({ gemeentecode, melding }) => `${gemeentecode}/${melding}`),
  ]
  const ids = regels.map(({ melding }) => melding)
  const made = await findSamenstelling(tx, gemeenten, [...new Set(ids)])
  return groups
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [first, ...rest]]) => {
      if (first === undefined) return []
      const own = [first, ...rest]
      const { oins = [], heeftVorige = false, aanbod } = made.get(first.melding) ?? {}
      return {
        id: first.melding,
        soort: kindOf(oins, heeftVorige),
        toestand: toestandOf(own),
        ...(aanbod === undefined ? {} : { aanbod }),
        signalen: own.flatMap(({ id }) => byId.get(id) ?? []),
      }
    })
}

function toestandOf(regels: readonly Afleverregel[]): Melding['toestand'] {
  const living = regels.filter(({ ingetrokken }) => !ingetrokken)
  if (living.length === 0) return 'ingetrokken'
  return living.every(({ ontvangen }) => ontvangen) ? 'ontvangen' : 'open'
}
