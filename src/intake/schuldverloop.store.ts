/** What a VLP told of its debts since it signalled them: the newest of each signal. Role `gw_aanlevering`. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { Dag, type Gemeentecode, type Oin, SignaalId } from '../model/ids.ts'
import { Schuldontwikkeling } from '../model/signaalreis.ts'

/** How a debt stood on a day. */
export type Schuldverloop = { readonly ontwikkeling: Schuldontwikkeling; readonly datum: Dag }

type Plaats = { readonly gemeentecode: Gemeentecode; readonly signaalId: SignaalId }

const pairs = (places: readonly Plaats[]): RawBuilder<unknown> =>
  sql`(select * from unnest(
    ${places.map((one) => one.gemeentecode)}::text[], ${places.map((one) => one.signaalId)}::uuid[]))`

/** What was told of these signals, which are held; nothing of those of which nothing was. */
export async function findSchuldverlopen(
  tx: Tx,
  oin: Oin,
  places: readonly Plaats[],
): Promise<ReadonlyMap<SignaalId, Schuldverloop>> {
  if (places.length === 0) return new Map()
  const rows = await tx
    .selectFrom('schuldverloop')
    .select(['signaal_id', 'ontwikkeling', 'datum'])
    .where('oin', '=', oin)
    .where(sql<boolean>`(gemeentecode, signaal_id) in ${pairs(places)}`)
    .execute()
  return new Map(
    rows.map((row) => [
      SignaalId.parse(row.signaal_id),
      { ontwikkeling: Schuldontwikkeling.parse(row.ontwikkeling), datum: Dag.parse(row.datum) },
    ]),
  )
}

/** Puts these in the place of what was told of the same signals before, which are held. */
export async function putSchuldverlopen(
  tx: Tx,
  oin: Oin,
  verlopen: readonly (Plaats & Schuldverloop)[],
): Promise<void> {
  if (verlopen.length === 0) return
  await sql`insert into schuldverloop (gemeentecode, signaal_id, oin, ontwikkeling, datum)
    select v.gemeentecode, v.signaal_id, ${oin}, v.ontwikkeling, v.datum from unnest(
      ${verlopen.map((one) => one.gemeentecode)}::text[],
      ${verlopen.map((one) => one.signaalId)}::uuid[],
      ${verlopen.map((one) => one.ontwikkeling)}::text[],
      ${verlopen.map((one) => one.datum)}::date[])
      as v(gemeentecode, signaal_id, ontwikkeling, datum)
    on conflict (gemeentecode, signaal_id) do update
    set ontwikkeling = excluded.ontwikkeling, datum = excluded.datum`.execute(tx)
}
