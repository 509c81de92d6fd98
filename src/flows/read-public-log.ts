/** Anyone reads the log as it stood when the day began: how much happened today is information. */
import { readTiles } from '../audit/log.store.ts'
import { findCheckpointBefore } from '../audit/public-log.store.ts'
import { HASH_BYTES, levelWidth, TILE_WIDTH } from '../audit/tile.ts'
import { parseTilePath } from '../audit/tile-path.ts'
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import { dayInAmsterdam, startOfDayInAmsterdam } from '../model/calendar.ts'
import type { Now } from '../model/ports.ts'
import { Problem } from '../model/problem.ts'

export type ReadPublicLogDeps = { readonly db: Db; readonly now: Now }

/**
 * The last checkpoint from before today (Europe/Amsterdam), as a signed note.
 * @throws Problem `niet-gevonden` while there is none
 */
export async function readDailyCheckpoint(deps: ReadPublicLogDeps): Promise<string> {
  const { tekst } = await deps.db.transaction({ role: 'gw_openbaar' }, (tx) => daily(deps, tx))
  return tekst
}

/**
 * The hashes of the tile at `path` (`<L>/<N>[.p/<W>]`, c2sp.org/tlog-tiles), one after the other; only what the daily checkpoint covers.
 * @throws Problem `niet-gevonden` for a path that names no such tile
 * @throws Error when a tile that the checkpoint covers is not stored whole
 */
export async function readPublicTile(deps: ReadPublicLogDeps, path: string): Promise<Uint8Array> {
  const asked = parseTilePath(path)
  if (asked === undefined) throw new Problem('niet-gevonden')
  const { niveau, nummer, breedte } = asked
  return deps.db.transaction({ role: 'gw_openbaar' }, async (tx) => {
    const { grootte } = await daily(deps, tx)
    if (breedte > levelWidth(niveau, grootte) - nummer * TILE_WIDTH)
      throw new Problem('niet-gevonden')
    const [tile] = await readTiles(tx, [{ niveau, nummer }])
    // The stored tile may have grown since the checkpoint: what came later is not shown.
    const hashes = tile?.hashes.slice(0, breedte * HASH_BYTES)
    if (hashes?.length !== breedte * HASH_BYTES)
      throw new Error(`log tile ${niveau}/${nummer} is missing or too short`)
    return hashes
  })
}

async function daily(
  { now }: ReadPublicLogDeps,
  tx: Tx,
): Promise<{ readonly grootte: number; readonly tekst: string }> {
  const today = startOfDayInAmsterdam(dayInAmsterdam(now()))
  const checkpoint = await findCheckpointBefore(tx, today)
  if (checkpoint === undefined) throw new Problem('niet-gevonden')
  return checkpoint
}
