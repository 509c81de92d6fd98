/** What a municipality may collect: its own meldingen and their signals, oldest first, and the confirmation that they arrived. */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { type Dag, Gemeentecode, Oin, SignaalId } from '../model/ids.ts'
import { Melding } from '../model/melding.ts'
import type { Meldingtoestand } from '../model/melding-life.ts'
import type { Plaats } from './cursor.ts'

/** The coded row of a signal at a municipality. */
export type Afleverregel = {
  readonly gemeentecode: Gemeentecode
  readonly id: SignaalId
  /** The melding in which it stands. */
  readonly melding: SignaalId
  readonly versie: number
  readonly signaaltype: string
  readonly oin: Oin
  readonly aangeleverdTijdstip: Date
  /** Its fields went out to offer help. */
  readonly verstrekt: boolean
  readonly ontvangen: boolean
  readonly ingetrokken: boolean
  /** Until when its municipality restricts it (AVG art. 18), exclusive; null: it does not. */
  readonly beperktTot: Dag | null
  readonly beleidId: string
}

const COLUMNS = [
  'gemeentecode',
  'id',
  'versie',
  'signaaltype',
  'oin',
  'aangeleverd_tijdstip',
  'verstrekt_tijdstip',
  'ontvangen_tijdstip',
  'ingetrokken_tijdstip',
  'beperkt_tot',
  'beleid_id',
  'melding_id',
] as const

/** The melding of a signal; one from before signals were grouped is its own. */
const MELDING = sql<string>`coalesce(signaal.melding_id, signaal.id)`

/** In which states a melding of each municipality opens. */
export type Poort = ReadonlyMap<Gemeentecode, readonly Meldingtoestand[]>

/**
 * Meldingen that may open, with a signal that is not closed, not withdrawn, not held back by its sender and whose receipt is not confirmed, by municipality and id,
 * after `vanaf`, at most `limiet`. What waits for its melding is not there yet.
 */
export async function listOpenMeldingen(
  tx: Tx,
  poort: Poort,
  limiet: number,
  vanaf?: Plaats,
): Promise<readonly Plaats[]> {
  const gemeenten = [...poort.keys()]
  if (gemeenten.length === 0) return []
  const pairs = [...poort].flatMap(([gemeentecode, states]) =>
    states.map((toestand) => ({ gemeentecode, toestand })),
  )
  const after =
    vanaf === undefined
      ? sql`true`
      : sql`(gemeentecode, ${MELDING}) > (${vanaf.gemeentecode}, ${vanaf.id}::uuid)`
  const rows = await tx
    .selectFrom('signaal')
    .select(['gemeentecode', MELDING.as('melding')])
    .distinct()
    .where('gemeentecode', 'in', gemeenten)
    .where('ontvangen_tijdstip', 'is', null)
    .where('ingetrokken_tijdstip', 'is', null)
    .where('gesloten', 'is', null)
    .where('vastgehouden_tot', 'is', null)
    .where(
      sql<boolean>`not exists (select from matchwacht w where w.gemeentecode = signaal.gemeentecode and w.signaal_id = signaal.id)`,
    )
    .where(
      sql<boolean>`exists (select from melding m where m.gemeentecode = signaal.gemeentecode and m.id = ${MELDING}
        and (m.gemeentecode, m.toestand) in (select * from unnest(${pairs.map((one) => one.gemeentecode)}::text[], ${pairs.map((one) => one.toestand)}::text[])))`,
    )
    .where(sql<boolean>`${after}`)
    .orderBy('gemeentecode')
    .orderBy('melding')
    .limit(limiet)
    .execute()
  return rows.map(toPlaats)
}

const toPlaats = (row: { gemeentecode: string; melding: string }): Plaats => ({
  gemeentecode: Gemeentecode.parse(row.gemeentecode),
  id: SignaalId.parse(row.melding),
})

/** The melding called by each of `ids`, or in which the signal of that id stands; none for what is not there, not theirs or closed. */
export async function findMeldingen(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  ids: readonly SignaalId[],
): Promise<ReadonlyMap<SignaalId, Plaats>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('signaal')
    .select(['gemeentecode', 'id', 'melding_id'])
    .where('gemeentecode', 'in', gemeenten)
    .where('gesloten', 'is', null)
    .where('vastgehouden_tot', 'is', null)
    .where((eb) => eb.or([eb('melding_id', 'in', ids), eb('id', 'in', ids)]))
    .execute()
  const asked = new Set<string>(ids)
  const places = rows.map(({ gemeentecode, id, melding_id }) => ({
    signaal: SignaalId.parse(id),
    plaats: toPlaats({ gemeentecode, melding: melding_id ?? id }),
  }))
  return new Map(
    [
      // A melding's own name goes before the signal that it was taken from.
      ...places.map(({ signaal, plaats }) => [signaal, plaats] as const),
      ...places.map(({ plaats }) => [plaats.id, plaats] as const),
    ].filter(([id]) => asked.has(id)),
  )
}

/** Holds open signals until commit; in one order, so that two who hold never wait for each other. */
async function hold(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  which: (eb: ExpressionBuilder<Database, 'signaal'>) => Expression<SqlBool>,
): Promise<readonly Afleverregel[]> {
  const rows = await tx
    .selectFrom('signaal')
    .select(COLUMNS)
    .where('gemeentecode', 'in', gemeenten)
    .where(which)
    .where('gesloten', 'is', null)
    .where('vastgehouden_tot', 'is', null)
    .orderBy('gemeentecode')
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map(toRegel)
}

/**
 * Holds the signals of meldingen until commit, so that none is withdrawn while it is disclosed.
 * @returns those that are there and not closed, as they stand now
 */
export async function holdMeldingen(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  ids: readonly SignaalId[],
): Promise<readonly Afleverregel[]> {
  if (ids.length === 0) return []
  return hold(tx, gemeenten, (eb) =>
    eb.or([
      eb('melding_id', 'in', ids),
      eb.and([eb('id', 'in', ids), eb('melding_id', 'is', null)]),
    ]),
  )
}

/** Holds signals until commit, as above. */
export async function holdSignalen(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  ids: readonly SignaalId[],
): Promise<readonly Afleverregel[]> {
  if (ids.length === 0) return []
  return hold(tx, gemeenten, (eb) => eb('id', 'in', ids))
}

/** Of whom a melding is: the VLPs of its signals, and whether the one before it still has any. Withdrawn signals count for nothing. */
export type Samenstelling = {
  readonly oins: readonly Oin[]
  readonly heeftVorige: boolean
  /** How it was chosen; undefined: it was not. */
  readonly aanbod: Melding['aanbod']
}

export async function findSamenstelling(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  ids: readonly SignaalId[],
): Promise<ReadonlyMap<SignaalId, Samenstelling>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('signaal')
    .select(['melding_id', 'oin'])
    .where('gemeentecode', 'in', gemeenten)
    .where('melding_id', 'in', ids)
    .where('ingetrokken_tijdstip', 'is', null)
    .execute()
  const followed = await tx
    .selectFrom('melding')
    .innerJoin('signaal', (join) =>
      join
        .onRef('signaal.gemeentecode', '=', 'melding.gemeentecode')
        .onRef('signaal.melding_id', '=', 'melding.vorige'),
    )
    .select('melding.id')
    .distinct()
    .where('melding.gemeentecode', 'in', gemeenten)
    .where('melding.id', 'in', ids)
    .where('signaal.ingetrokken_tijdstip', 'is', null)
    .execute()
  const chosen = await tx
    .selectFrom('melding')
    .select(['id', 'aanbod'])
    .where('gemeentecode', 'in', gemeenten)
    .where('id', 'in', ids)
    .execute()
  const offers = new Map(chosen.map(({ id, aanbod }) => [id, aanbod ?? undefined]))
  const later = new Set(followed.map(({ id }) => id))
  return new Map(
    ids.map((id) => [
      id,
      {
        oins: rows.filter((row) => row.melding_id === id).map(({ oin }) => Oin.parse(oin)),
        heeftVorige: later.has(id),
        aanbod: Melding.shape.aanbod.parse(offers.get(id)),
      },
    ]),
  )
}

/** Marks signals, which are held, as collected to offer help: from the first time on their withdrawal is another one. */
export async function markVerstrekt(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  ids: readonly SignaalId[],
  at: Date,
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('signaal')
    .set({ verstrekt_tijdstip: at })
    .where('gemeentecode', 'in', gemeenten)
    .where('id', 'in', ids)
    .where('verstrekt_tijdstip', 'is', null)
    .execute()
}

/**
 * Marks signals, which are held, as durably received at `at`; their fields go on `veldenVervaldatum` at the latest.
 * @returns those that were not yet, each once
 */
export async function markOntvangen(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  ids: readonly SignaalId[],
  { at, veldenVervaldatum }: { readonly at: Date; readonly veldenVervaldatum: Dag },
): Promise<readonly Plaats[]> {
  const rows = await tx
    .updateTable('signaal')
    .set({ ontvangen_tijdstip: at, velden_vervaldatum: veldenVervaldatum })
    .where('gemeentecode', 'in', gemeenten)
    .where('id', 'in', ids)
    .where('gesloten', 'is', null)
    .where('ontvangen_tijdstip', 'is', null)
    .returning(['gemeentecode', 'id'])
    .execute()
  return rows.map((row) => ({
    gemeentecode: Gemeentecode.parse(row.gemeentecode),
    id: SignaalId.parse(row.id),
  }))
}

function toRegel(row: {
  gemeentecode: string
  id: string
  versie: number
  signaaltype: string
  oin: string
  aangeleverd_tijdstip: Date
  verstrekt_tijdstip: Date | null
  ontvangen_tijdstip: Date | null
  ingetrokken_tijdstip: Date | null
  beperkt_tot: string | null
  beleid_id: string
  melding_id: string | null
}): Afleverregel {
  return {
    gemeentecode: Gemeentecode.parse(row.gemeentecode),
    id: SignaalId.parse(row.id),
    melding: SignaalId.parse(row.melding_id ?? row.id),
    versie: row.versie,
    signaaltype: row.signaaltype,
    oin: Oin.parse(row.oin),
    aangeleverdTijdstip: row.aangeleverd_tijdstip,
    verstrekt: row.verstrekt_tijdstip !== null,
    ontvangen: row.ontvangen_tijdstip !== null,
    ingetrokken: row.ingetrokken_tijdstip !== null,
    beperktTot: row.beperkt_tot,
    beleidId: row.beleid_id,
  }
}
