/** Holds and restrictions of a municipality on its signals. Every function works for the municipality of the transaction. Role `gw_bewaring`. */
import { type Selectable, sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { type Dag, type Gemeentecode, SignaalId } from '../model/ids.ts'
import {
  bevriest,
  Maatregel,
  type MaatregelId,
  type Maatregelvoorstel,
} from '../model/maatregel.ts'

/** What is proposed. `sleutel` is the idempotency key of the request. */
export type NieuweMaatregel = {
  readonly id: MaatregelId
  readonly gemeentecode: Gemeentecode
  readonly voorstel: Maatregelvoorstel
  readonly door: string
  readonly at: Date
  readonly sleutel: string | undefined
  /** When the whole row goes. */
  readonly vervaldatum: Dag
}

export async function insertMaatregel(tx: Tx, nieuw: NieuweMaatregel): Promise<void> {
  const { gemeentecode, id, voorstel } = nieuw
  await tx
    .insertInto('maatregel')
    .values({
      gemeentecode,
      id,
      soort: voorstel.soort,
      reden: voorstel.reden,
      bevriest: bevriest(voorstel),
      tot: voorstel.totDatum,
      toestand: 'voorgesteld',
      voorgesteld_door: nieuw.door,
      voorgesteld_tijdstip: nieuw.at,
      idempotentiesleutel: nieuw.sleutel ?? null,
      vervaldatum: nieuw.vervaldatum,
    })
    .execute()
  await sql`insert into maatregel_signaal (gemeentecode, maatregel_id, signaal_id)
    select ${gemeentecode}, ${id}::uuid, unnest(${voorstel.signalen}::uuid[])`.execute(tx)
}

/** One of them, held until commit; undefined when it is not there or not this municipality's. */
export async function lockMaatregel(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: MaatregelId,
): Promise<Maatregel | undefined> {
  const row = await tx
    .selectFrom('maatregel')
    .selectAll()
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && toMaatregel(row, await signalenOf(tx, gemeentecode, [row.id]))
}

/** The newest hundred. */
export async function listMaatregelen(
  tx: Tx,
  gemeentecode: Gemeentecode,
): Promise<readonly Maatregel[]> {
  const rows = await tx
    .selectFrom('maatregel')
    .selectAll()
    .where('gemeentecode', '=', gemeentecode)
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
  const signalen = await signalenOf(
    tx,
    gemeentecode,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => toMaatregel(row, signalen))
}

/** The one that this idempotency key made after `sinds`. */
export async function findMaatregelByKey(
  tx: Tx,
  gemeentecode: Gemeentecode,
  sleutel: string,
  sinds: Date,
): Promise<Maatregel | undefined> {
  const row = await tx
    .selectFrom('maatregel')
    .selectAll()
    .where('gemeentecode', '=', gemeentecode)
    .where('idempotentiesleutel', '=', sleutel)
    .where('voorgesteld_tijdstip', '>', sinds)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toMaatregel(row, await signalenOf(tx, gemeentecode, [row.id]))
}

type Signalen = ReadonlyMap<string, readonly SignaalId[]>

async function signalenOf(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly string[],
): Promise<Signalen> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('maatregel_signaal')
    .select(['maatregel_id', 'signaal_id'])
    .where('gemeentecode', '=', gemeentecode)
    .where('maatregel_id', 'in', ids)
    .orderBy('maatregel_id')
    .orderBy('signaal_id')
    .execute()
  const groups = Map.groupBy(rows, (row) => row.maatregel_id)
  return new Map(
    [...groups].map(([id, found]) => [id, found.map((row) => SignaalId.parse(row.signaal_id))]),
  )
}

/** A deed on a measure that is held; without a person it ended by itself. */
export type Maatregelstap = 'vastgesteld' | 'ingetrokken' | 'einde-voorgesteld' | 'beeindigd'

const columnsOf = (stap: Maatregelstap, door: string | null, at: Date) => {
  switch (stap) {
    case 'vastgesteld':
      return { toestand: 'van-kracht', vastgesteld_door: door, vastgesteld_tijdstip: at }
    case 'ingetrokken':
      return { toestand: 'ingetrokken', beeindigd_door: door, beeindigd_tijdstip: at }
    case 'einde-voorgesteld':
      return { einde_voorgesteld_door: door }
    case 'beeindigd':
      return { toestand: 'beeindigd', beeindigd_door: door, beeindigd_tijdstip: at }
  }
}

/** Writes a deed down. @throws Error when the measure moved meanwhile */
export async function stepMaatregel(
  tx: Tx,
  { gemeentecode, id, toestand: van }: Maatregel,
  stap: Maatregelstap,
  { door, at }: { readonly door: string | null; readonly at: Date },
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('maatregel')
    .set(columnsOf(stap, door, at))
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .where('toestand', '=', van)
    .executeTakeFirstOrThrow()
  if (Number(numUpdatedRows) !== 1) throw new Error('a measure moved under its lock')
}

/** Holds those of these signals that are there and not due on `dag`, in the order of their ids. */
export async function lockLiving(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
  dag: Dag,
): Promise<readonly SignaalId[]> {
  const { rows } = await sql<{ id: string }>`select id from signaal
    where gemeentecode = ${gemeentecode} and id = any(${ids}::uuid[]) and gesloten is null
      and greatest(vervaldatum, bevroren_tot) > ${dag}::date
    order by id for update`.execute(tx)
  return rows.map((row) => SignaalId.parse(row.id))
}

/** Until when the measures in force hold and restrict one signal; null: none does. */
export type Geldend = { readonly bevrorenTot: Dag | null; readonly beperktTot: Dag | null }

/** Writes on each of these signals, which are held, what its measures in force say beyond `dag`. @returns that, by signal */
export async function settleMeasures(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
  dag: Dag,
): Promise<ReadonlyMap<SignaalId, Geldend>> {
  const { rows } = await sql<{
    id: string
    bevroren_tot: string | null
    beperkt_tot: string | null
  }>`update signaal s set
      bevroren_tot = (select max(m.tot) from maatregel m join maatregel_signaal l
        on l.gemeentecode = m.gemeentecode and l.maatregel_id = m.id
        where m.gemeentecode = ${gemeentecode} and l.signaal_id = s.id and m.toestand = 'van-kracht' and m.bevriest
          and m.tot > ${dag}::date),
      beperkt_tot = (select max(m.tot) from maatregel m join maatregel_signaal l
        on l.gemeentecode = m.gemeentecode and l.maatregel_id = m.id
        where m.gemeentecode = ${gemeentecode} and l.signaal_id = s.id and m.toestand = 'van-kracht'
          and m.soort = 'beperking' and m.tot > ${dag}::date)
    where s.gemeentecode = ${gemeentecode} and s.id = any(${ids}::uuid[])
    returning id, bevroren_tot::text, beperkt_tot::text`.execute(tx)
  return new Map(
    rows.map((row) => [
      SignaalId.parse(row.id),
      { bevrorenTot: row.bevroren_tot, beperktTot: row.beperkt_tot },
    ]),
  )
}

/** The next measures in force whose day has come, at most `limit`, held until commit. */
export async function lockEnded(
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
  limit: number,
): Promise<readonly Maatregel[]> {
  const rows = await tx
    .selectFrom('maatregel')
    .selectAll()
    .where('gemeentecode', '=', gemeentecode)
    .where('toestand', '=', 'van-kracht')
    .where('tot', '<=', dag)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .execute()
  const signalen = await signalenOf(
    tx,
    gemeentecode,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => toMaatregel(row, signalen))
}

/** Holds these signals, whatever their due date. */
export async function lockThere(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
): Promise<readonly SignaalId[]> {
  const { rows } = await sql<{ id: string }>`select id from signaal
    where gemeentecode = ${gemeentecode} and id = any(${ids}::uuid[]) order by id for update`.execute(
    tx,
  )
  return rows.map((row) => SignaalId.parse(row.id))
}

/** Deletes measures whose own term has ended, at most `limit`; none that is in force. */
export async function deleteOldMaatregelen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`delete from maatregel where (gemeentecode, id) in (
    select gemeentecode, id from maatregel where gemeentecode = ${gemeentecode} and vervaldatum <= ${dag}::date
      and toestand <> 'van-kracht' order by id limit ${limit})`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}

const deed = (name: string, door: string | null, at: Date | null): object =>
  at === null ? {} : { [name]: { ...(door === null ? {} : { door }), tijdstip: at.toISOString() } }

function toMaatregel(row: Selectable<Database['maatregel']>, signalen: Signalen): Maatregel {
  return Maatregel.parse({
    id: row.id,
    gemeentecode: row.gemeentecode,
    soort: row.soort,
    reden: row.reden,
    bevriest: row.bevriest,
    toestand: row.toestand,
    totDatum: row.tot,
    signalen: signalen.get(row.id) ?? [],
    ...deed('voorgesteld', row.voorgesteld_door, row.voorgesteld_tijdstip),
    ...deed('vastgesteld', row.vastgesteld_door, row.vastgesteld_tijdstip),
    ...(row.einde_voorgesteld_door === null
      ? {}
      : { eindeVoorgesteldDoor: row.einde_voorgesteld_door }),
    ...deed('beeindigd', row.beeindigd_door, row.beeindigd_tijdstip),
  })
}
