/** What a municipality may collect: its own signals, oldest first, and the confirmation that they arrived. */
import type { Tx } from '../db/database.ts'
import { type Dag, Gemeentecode, Oin, SignaalId } from '../model/ids.ts'
import type { Plaats } from './cursor.ts'

/** The coded row of a signal at a municipality. */
export type Afleverregel = {
  readonly gemeentecode: Gemeentecode
  readonly id: SignaalId
  readonly versie: number
  readonly signaaltype: string
  readonly oin: Oin
  readonly aangeleverdTijdstip: Date
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
  'ontvangen_tijdstip',
  'ingetrokken_tijdstip',
  'beperkt_tot',
  'beleid_id',
] as const

/**
 * Signals of `gemeenten` that are not closed, not withdrawn and whose receipt is not confirmed, by municipality and id, after `vanaf`, at
 * most `limiet`.
 */
export async function listOpenSignalen(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  limiet: number,
  vanaf?: Plaats,
): Promise<readonly Afleverregel[]> {
  let query = tx
    .selectFrom('signaal')
    .select(COLUMNS)
    .where('gemeentecode', 'in', gemeenten)
    .where('ontvangen_tijdstip', 'is', null)
    .where('ingetrokken_tijdstip', 'is', null)
    .where('gesloten', 'is', null)
    .orderBy('gemeentecode')
    .orderBy('id')
    .limit(limiet)
  if (vanaf !== undefined) {
    query = query.where((eb) =>
      eb(
        eb.refTuple('gemeentecode', 'id'),
        '>',
        eb.tuple<string, string>(vanaf.gemeentecode, vanaf.id),
      ),
    )
  }
  return (await query.execute()).map(toRegel)
}

/** One signal of `gemeenten`, received or not; undefined when it is not there, not theirs, or closed at intake. */
export async function findAfleverregel(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  id: SignaalId,
): Promise<Afleverregel | undefined> {
  const row = await tx
    .selectFrom('signaal')
    .select(COLUMNS)
    .where('gemeentecode', 'in', gemeenten)
    .where('id', '=', id)
    .where('gesloten', 'is', null)
    .executeTakeFirst()
  return row === undefined ? undefined : toRegel(row)
}

/**
 * Holds signals until commit, so that none is withdrawn while it is disclosed; in one order, so that two who hold never wait for each other.
 * @returns those that are still there and not closed, as they stand now
 */
export async function holdSignalen(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  ids: readonly SignaalId[],
): Promise<readonly Afleverregel[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('signaal')
    .select(COLUMNS)
    .where('gemeentecode', 'in', gemeenten)
    .where('id', 'in', ids)
    .where('gesloten', 'is', null)
    .orderBy('gemeentecode')
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map(toRegel)
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
  ontvangen_tijdstip: Date | null
  ingetrokken_tijdstip: Date | null
  beperkt_tot: string | null
  beleid_id: string
}): Afleverregel {
  return {
    gemeentecode: Gemeentecode.parse(row.gemeentecode),
    id: SignaalId.parse(row.id),
    versie: row.versie,
    signaaltype: row.signaaltype,
    oin: Oin.parse(row.oin),
    aangeleverdTijdstip: row.aangeleverd_tijdstip,
    ontvangen: row.ontvangen_tijdstip !== null,
    ingetrokken: row.ingetrokken_tijdstip !== null,
    beperktTot: row.beperkt_tot,
    beleidId: row.beleid_id,
  }
}
