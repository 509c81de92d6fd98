/** Reads what a verification of the whole log needs, in pieces (role gw_log). */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { StoredCheckpoint } from './checkpoint-trail.ts'
import { partijenOf } from './leaf.ts'
import type { LogExtent, StoredEvent } from './verify.ts'

/** The log's head and reach in one statement, so at one instant: what is added while a verification runs is left out of it. */
export async function readExtent(tx: Tx): Promise<LogExtent> {
  const { rows } = await sql<LogExtent>`select k.grootte, k.wortel, k.checkpoint,
    coalesce((select t.nummer * 256 + octet_length(t.hashes) / 32 from log_tegel t
      where t.niveau = 0 order by t.nummer desc limit 1), 0)::bigint as "inTegels",
    coalesce((select max(leaf_index) + 1 from gebeurtenis), 0)::bigint as "inGebeurtenissen",
    coalesce((select max(grootte) from log_checkpoint), 0)::bigint as "inCheckpoints",
    (select count(*) from gebeurtenis where leaf_index is null)::bigint as wachtend
    from log_kop k where k.nummer = 1`.execute(tx)
  const [extent] = rows
  if (extent === undefined) throw new Error('the log has no head')
  return extent
}

/** The events with a place from `from` up to, not including, `to`. */
export async function readEvents(
  tx: Tx,
  from: number,
  to: number,
): Promise<readonly StoredEvent[]> {
  const rows = await selectEvents(tx)
    .where('g.leaf_index', '>=', from)
    .where('g.leaf_index', '<', to)
    .orderBy('g.leaf_index')
    .execute()
  return rows.map(toEvent)
}

/** At most `limit` waiting events with an id above `after`. */
export async function readWaitingEvents(
  tx: Tx,
  after: string,
  limit: number,
): Promise<readonly StoredEvent[]> {
  const rows = await selectEvents(tx)
    .where('g.leaf_index', 'is', null)
    .where('g.id', '>', after)
    .orderBy('g.id')
    .limit(limit)
    .execute()
  return rows.map(toEvent)
}

/** The checkpoints stored for a size above `from`, up to and including `to`, by size. */
export async function readCheckpoints(
  tx: Tx,
  from: number,
  to: number,
): Promise<readonly StoredCheckpoint[]> {
  return tx
    .selectFrom('log_checkpoint')
    .select(['grootte', 'tekst'])
    .where('grootte', '>', from)
    .where('grootte', '<=', to)
    .orderBy('grootte')
    .execute()
}

const selectEvents = (tx: Tx) =>
  tx
    .selectFrom('gebeurtenis as g')
    .leftJoin('gebeurtenis_detail as d', 'd.gebeurtenis_id', 'g.id')
    .select([
      'g.id',
      'g.commitment',
      'g.leaf_index',
      'd.tijdstip',
      'd.oin',
      'd.namens',
      'd.gemeentecode',
      'd.zout',
      'd.detail',
    ])

type Row = Awaited<ReturnType<ReturnType<typeof selectEvents>['execute']>>[number]

function toEvent(row: Row): StoredEvent {
  const { id, commitment, leaf_index: index, tijdstip, zout } = row
  if (tijdstip === null || zout === null) return { id, commitment, index, detail: undefined }
  const detail = { id, tijdstip, partijen: partijenOf(row), gebeurtenis: row.detail, zout }
  return { id, commitment, index, detail }
}
