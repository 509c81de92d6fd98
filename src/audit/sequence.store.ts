/** The statements of the sequencer, in the order in which one transaction runs them (role gw_log). */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { LogHead } from './log.store.ts'
import type { Tile } from './tile.ts'

/** A waiting event. */
export type Waiting = { readonly id: string; readonly commitment: Uint8Array }

/** Locks the head until the transaction ends: of several sequencers one works and the others wait, then see what it did. */
export async function lockHead(tx: Tx): Promise<LogHead> {
  return tx
    .selectFrom('log_kop')
    .select(['grootte', 'wortel', 'checkpoint', 'tijdstip'])
    .where('nummer', '=', 1)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** The largest size that a stored checkpoint was ever signed for; 0 without any. */
export async function largestCheckpoint(tx: Tx): Promise<number> {
  const { largest } = await tx
    .selectFrom('log_checkpoint')
    .select((eb) => eb.fn.max('grootte').as('largest'))
    .executeTakeFirstOrThrow()
  return (largest as number | null) ?? 0
}

/**
 * At most `limit` events without a place, by id. Never "with an id above the last": a transaction that began earlier may
 * commit later, and its events come after those of a higher id.
 */
export async function readWaiting(tx: Tx, limit: number): Promise<readonly Waiting[]> {
  return tx
    .selectFrom('gebeurtenis')
    .select(['id', 'commitment'])
    .where('leaf_index', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Gives the events the places from `first` on, in order; answers how many had none before. */
export async function assignPlaces(tx: Tx, ids: readonly string[], first: number): Promise<number> {
  const result = await sql`update gebeurtenis g set leaf_index = ${first}::bigint + p.plaats - 1
    from unnest(${ids}::uuid[]) with ordinality as p(id, plaats)
    where g.id = p.id and g.leaf_index is null`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

/** Stores tiles that are new or grew. */
export async function writeTiles(tx: Tx, tiles: readonly Tile[]): Promise<void> {
  if (tiles.length === 0) return
  await sql`insert into log_tegel (niveau, nummer, hashes)
    select niveau, nummer, hashes from unnest(
      ${tiles.map((tile) => tile.niveau)}::smallint[],
      ${tiles.map((tile) => tile.nummer)}::bigint[],
      ${tiles.map((tile) => tile.hashes)}::bytea[]) as t(niveau, nummer, hashes)
    on conflict (niveau, nummer) do update set hashes = excluded.hashes`.execute(tx)
}

/** Moves the head from `fromSize` on; answers whether it still stood there (compare-and-swap). */
export async function swapHead(
  tx: Tx,
  fromSize: number,
  head: { readonly [K in keyof LogHead]: NonNullable<LogHead[K]> },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('log_kop')
    .set(head)
    .where('nummer', '=', 1)
    .where('grootte', '=', fromSize)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Keeps a signed checkpoint. A second one of the same size conflicts: two roots for one size are never signed. */
export async function insertCheckpoint(
  tx: Tx,
  checkpoint: { readonly grootte: number; readonly tekst: string; readonly tijdstip: Date },
): Promise<void> {
  await tx.insertInto('log_checkpoint').values(checkpoint).execute()
}
