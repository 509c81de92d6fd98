/** Reads the log as it stands: its head, its tiles, one event's place, and whether it keeps up. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { GebeurtenisId } from '../model/ids.ts'
import { instantOf, isStale, type LogAge } from './log-age.ts'
import type { Tile, TilePlace } from './tile.ts'

/** The head of the log. `checkpoint` is the signed note over this size and root; none before the first event. */
export type LogHead = {
  readonly grootte: number
  readonly wortel: Uint8Array
  readonly checkpoint: string | null
  readonly tijdstip: Date | null
}

/** The head; every role that proves may read it. */
export async function readHead(tx: Tx): Promise<LogHead> {
  return tx
    .selectFrom('log_kop')
    .select(['grootte', 'wortel', 'checkpoint', 'tijdstip'])
    .where('nummer', '=', 1)
    .executeTakeFirstOrThrow()
}

/** The stored tiles among `places`, in no order; a tile that is not there is left out. */
export async function readTiles(tx: Tx, places: readonly TilePlace[]): Promise<readonly Tile[]> {
  if (places.length === 0) return []
  const { rows } = await sql<Tile>`select t.niveau, t.nummer, t.hashes from log_tegel t
    join unnest(${places.map((place) => place.niveau)}::smallint[],
      ${places.map((place) => place.nummer)}::bigint[]) as p(niveau, nummer)
      on t.niveau = p.niveau and t.nummer = p.nummer`.execute(tx)
  return rows
}

/** Commitment and place of an event that the caller of `tx` may see; `leafIndex` is null while it waits for the sequencer. */
export async function findLeaf(
  tx: Tx,
  id: GebeurtenisId,
): Promise<{ readonly commitment: Uint8Array; readonly leafIndex: number | null } | undefined> {
  const row = await tx
    .selectFrom('gebeurtenis')
    .select(['commitment', 'leaf_index'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { commitment: row.commitment, leafIndex: row.leaf_index }
}

/** The instant of the newest event, whether its detail is still there or not; undefined in an empty log. Role `gw_log`. */
export async function findNewestEvent(tx: Tx): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('gebeurtenis')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && new Date(instantOf(row.id))
}

/**
 * Whether the log falls behind at `now`: then nothing may be disclosed (503) and `ready` is red (`isStale` has the rule).
 * `tx` must have the role `gw_log`: any other sees only its own events, and would call a standing log sound.
 */
export async function logIsStale(tx: Tx, now: Date): Promise<boolean> {
  const { rows } = await sql<LogAge & { readonly role: string }>`select
    current_setting('role') as role,
    (select tijdstip from log_kop where nummer = 1) as "laatsteCheckpoint",
    (select id::text from gebeurtenis where leaf_index is null order by id limit 1) as "oudsteWachtende"`.execute(
    tx,
  )
  const [age] = rows
  if (age?.role !== 'gw_log') throw new Error('whether the log is stale is asked as gw_log')
  return isStale(age, now)
}

/** The latest instant that the log knows of: of its newest event (UUIDv7) or its last checkpoint; undefined while it is empty. Role `gw_log`. */
export async function lastInstant(tx: Tx): Promise<Date | undefined> {
  const { tijdstip } = await readHead(tx)
  const newest = await tx
    .selectFrom('gebeurtenis')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const known = [tijdstip?.getTime(), newest && instantOf(newest.id)].filter(
    (instant) => instant !== undefined,
  )
  return known.length === 0 ? undefined : new Date(Math.max(...known))
}
