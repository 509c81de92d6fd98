/** The queues of signals that wait for a step in the background: which are next, and hold them. Role `gw_matching`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Gemeentecode } from '../model/ids.ts'

/** A signal of a queue, held until commit. */
export type Queued = {
  readonly id: string
  readonly oin: string
  readonly versie: number
  readonly ingetrokken: boolean
}

/** At most `limit` signals of a queue that are not held back by their sender, oldest first, held until commit so that none is withdrawn or corrected meanwhile. */
export async function lockQueued(
  tx: Tx,
  queue: 'matchwacht' | 'sleperwacht',
  gemeentecode: Gemeentecode,
  limit: number,
): Promise<readonly Queued[]> {
  // First which, then hold them by their keys: until the tables have statistics the planner would join all with all.
  const { rows: next } = await sql<{ id: string }>`
    select w.signaal_id as id from ${sql.table(queue)} w
    cross join lateral (
      select from signaal s
      where s.gemeentecode = w.gemeentecode and s.id = w.signaal_id and s.vastgehouden_tot is null
      offset 0) s
    where w.gemeentecode = ${gemeentecode} order by w.signaal_id limit ${limit}`.execute(tx)
  const { rows: held } = await sql<Queued>`
    select s.* from unnest(${next.map(({ id }) => id)}::uuid[]) with ordinality q(id, plaats)
    cross join lateral (
      select id, oin, versie, ingetrokken_tijdstip is not null as ingetrokken from signaal
      where gemeentecode = ${gemeentecode} and id = q.id
      offset 0 for no key update) s
    order by q.plaats`.execute(tx)
  return held
}
