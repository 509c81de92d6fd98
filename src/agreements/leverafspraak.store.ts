/** Agreements on when a list is there: the operator records them (`gw_beheer`), and a step in the background looks whether lists came (`gw_afspraken`). */
import { type Selectable, sql } from 'kysely'
import { uuidv7 } from '../crypto/uuid.ts'
import type { Database, Tx } from '../db/database.ts'
import { type Dag, Gemeentecode, Oin } from '../model/ids.ts'
import { Leverafspraak, Maand } from '../model/leverafspraak.ts'

/** Which one: of two parties there is at most one that begins on a day. */
export type Afspraaksleutel = {
  readonly gemeentecode: Gemeentecode
  readonly oin: Oin
  readonly vanaf: Dag
}

/** Where the step in the background is: the month that it looks at next, and the first day on which a list of that month is missed. */
export type Kijkstand = { readonly maand: Maand; readonly kijkdatum: Dag }

/** Every agreement, or those of a VLP, or of a municipality; those that ended too. Role `gw_beheer`. */
export async function findLeverafspraken(
  tx: Tx,
  of: { readonly oin?: Oin; readonly gemeentecode?: Gemeentecode } = {},
): Promise<readonly Leverafspraak[]> {
  let query = tx.selectFrom('leverafspraak').selectAll()
  if (of.oin !== undefined) query = query.where('oin', '=', of.oin)
  if (of.gemeentecode !== undefined) query = query.where('gemeentecode', '=', of.gemeentecode)
  const rows = await query.orderBy('gemeentecode').orderBy('oin').orderBy('vanaf').execute()
  return rows.map(toAfspraak)
}

function toAfspraak(row: Selectable<Database['leverafspraak']>): Leverafspraak {
  return Leverafspraak.parse({
    gemeentecode: row.gemeentecode,
    deelnemer: row.oin,
    dag: row.dag,
    vanaf: row.vanaf,
    ...(row.tot !== null && { tot: row.tot }),
    ...(row.signaaltypen !== null && { signaaltypen: row.signaaltypen }),
    ...(row.laatst_uitgebleven !== null && { laatstUitgebleven: row.laatst_uitgebleven }),
  })
}

/** Whether the two have an agreement on a day of this term already, or one that began on the same day. */
export async function hasLeverafspraak(
  tx: Tx,
  { gemeentecode, oin, vanaf }: Afspraaksleutel,
  tot: Dag | undefined,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from leverafspraak
    where gemeentecode = ${gemeentecode} and oin = ${oin} and (vanaf = ${vanaf}::date
      or daterange(vanaf, tot) && daterange(${vanaf}::date, ${tot ?? null}::date))
    limit 1`.execute(tx)
  return rows.length > 0
}

export async function insertLeverafspraak(
  tx: Tx,
  { deelnemer: oin, signaaltypen, tot, ...rest }: Leverafspraak,
  { maand, kijkdatum }: Kijkstand,
): Promise<void> {
  const { gemeentecode, vanaf, dag } = rest
  await tx
    .insertInto('leverafspraak')
    .values({
      ...{ gemeentecode, oin, vanaf, dag, maand, kijkdatum },
      tot: tot ?? null,
      signaaltypen: signaaltypen === undefined ? null : [...signaaltypen],
    })
    .execute()
}

/** Ends it on `tot`; one that had not begun never does. */
export async function endLeverafspraak(
  tx: Tx,
  { gemeentecode, oin, vanaf }: Afspraaksleutel,
  tot: Dag,
): Promise<void> {
  await tx
    .updateTable('leverafspraak')
    .set({ tot: tot > vanaf ? tot : vanaf })
    .where('gemeentecode', '=', gemeentecode)
    .where('oin', '=', oin)
    .where('vanaf', '=', vanaf)
    .execute()
}

/** At most `limit` agreements that are to be looked at on `dag`, the longest due first. */
export async function listDueAfspraken(
  tx: Tx,
  dag: Dag,
  limit: number,
): Promise<readonly Afspraaksleutel[]> {
  const rows = await tx
    .selectFrom('leverafspraak')
    .select(['gemeentecode', 'oin', 'vanaf'])
    .where('kijkdatum', '<=', dag)
    .orderBy('kijkdatum')
    .orderBy('gemeentecode')
    .orderBy('oin')
    .orderBy('vanaf')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    gemeentecode: Gemeentecode.parse(row.gemeentecode),
    oin: Oin.parse(row.oin),
    vanaf: row.vanaf,
  }))
}

/** An agreement that is looked at now. */
export type Kijkafspraak = Afspraaksleutel &
  Kijkstand & { readonly tot: Dag | undefined; readonly dag: number }

/** It, held until commit; undefined when another process looked meanwhile. */
export async function lockDueAfspraak(
  tx: Tx,
  { gemeentecode, oin, vanaf }: Afspraaksleutel,
  today: Dag,
): Promise<Kijkafspraak | undefined> {
  const { rows } = await sql<{
    tot: string | null
    dag: number
    maand: string
    kijkdatum: string
  }>`select tot, dag, maand, kijkdatum from leverafspraak
    where gemeentecode = ${gemeentecode} and oin = ${oin} and vanaf = ${vanaf}::date and kijkdatum <= ${today}::date
    for no key update`.execute(tx)
  const [row] = rows
  if (row === undefined) return undefined
  const { tot, dag, maand, kijkdatum } = row
  return {
    gemeentecode,
    oin,
    vanaf,
    tot: tot ?? undefined,
    dag,
    maand: Maand.parse(maand),
    kijkdatum,
  }
}

/** Whether the VLP and a college of the municipality take part on `dag`. */
export async function bothTakePart(
  tx: Tx,
  { gemeentecode, oin }: Afspraaksleutel,
  dag: Dag,
): Promise<boolean> {
  const covers = sql`vanaf <= ${dag}::date and (tot is null or tot > ${dag}::date)`
  const { rows } = await sql<{ both: boolean }>`select
    exists (select from deelnemer where oin = ${oin} and ${covers})
    and exists (select from deelnemer where gemeentecode = ${gemeentecode} and ${covers}) as both`.execute(
    tx,
  )
  return rows[0]?.both === true
}

/**
 * Whether the VLP delivered for the municipality since `sinds`: a signal that was accepted for it, or a list that came in as a whole and was empty or brought somebody
 * something. What a list brought that it holds back or withdrew does not count.
 */
export async function hasDelivered(
  tx: Tx,
  { gemeentecode, oin }: Afspraaksleutel,
  sinds: Date,
): Promise<boolean> {
  // The lowest id of that instant: ids of signals begin with when they were accepted.
  const from = uuidv7(sinds, (length) => new Uint8Array(length))
  const { rows } = await sql<{ delivered: boolean }>`select
    exists (select from aanlevering
      where oin = ${oin} and toestand = 'ontvangen' and laatste_tijdstip >= ${sinds}
        and (vrijgave = 'direct' or vrijgegeven_tijdstip is not null)
        and (aanvaard + herhaald > 0 or geweigerd + onjuist = 0))
    or exists (select from kenmerk k
      where k.oin = ${oin} and k.gemeentecode = ${gemeentecode} and k.signaal_id >= ${from}::uuid
        and not exists (select from aanlevering a join aanlevering_regel r on r.oin = a.oin and r.aanlevering_id = a.id
          where a.oin = ${oin} and r.signaal_id = k.signaal_id and (a.toestand = 'ingetrokken'
            or a.vrijgave = 'handmatig' and a.vrijgegeven_tijdstip is null and r.uitkomst = 'aanvaard'))) as delivered`.execute(
    tx,
  )
  return rows[0]?.delivered === true
}

/** Goes on to the next month, or to none; `uitgebleven` is the agreed day on which the list was missed. */
export async function moveOn(
  tx: Tx,
  { gemeentecode, oin, vanaf }: Afspraaksleutel,
  next: Kijkstand | undefined,
  uitgebleven: Dag | undefined,
): Promise<void> {
  await tx
    .updateTable('leverafspraak')
    .set({
      maand: next?.maand ?? null,
      kijkdatum: next?.kijkdatum ?? null,
      ...(uitgebleven !== undefined && { laatst_uitgebleven: uitgebleven }),
    })
    .where('gemeentecode', '=', gemeentecode)
    .where('oin', '=', oin)
    .where('vanaf', '=', vanaf)
    .execute()
}
