/** Deletes rows whose own term has ended, at most `limit` at once, and ends what hung on a signal that went. Role `gw_bewaring`. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Dag, Gemeentecode, Oin } from '../model/ids.ts'
import type { Signaalverwijzing } from './due.store.ts'

async function count(tx: Tx, statement: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows } = await statement.execute(tx)
  return Number(numAffectedRows ?? 0n)
}

/** The pairs (oin, signal id) as a set of rows. */
const pairs = (signalen: readonly Signaalverwijzing[]): RawBuilder<unknown> =>
  sql`(select * from unnest(${signalen.map(({ oin }) => oin)}::text[], ${signalen.map(({ id }) => id)}::uuid[]))`

/** Holds the kenmerken of these signals, as a correction does before it touches the signal. */
export async function lockKenmerken(tx: Tx, signalen: readonly Signaalverwijzing[]): Promise<void> {
  await sql`select signaal_id from kenmerk where (oin, signaal_id) in ${pairs(signalen)}
    order by oin, signaal_id for update`.execute(tx)
}

/** Ends the living kenmerken of these signals, which are gone: the hash goes, the end stays until `vervaldatum`. */
export async function endKenmerken(
  tx: Tx,
  signalen: readonly Signaalverwijzing[],
  einde: {
    readonly einde: 'verlopen' | 'onleesbaar' | 'retour'
    readonly at: Date
    readonly vervaldatum: Dag
  },
): Promise<void> {
  await sql`update kenmerk set toestand = ${einde.einde}, inhoud_hmac = null,
      beeindigd_tijdstip = ${einde.at}, vervaldatum = ${einde.vervaldatum}::date
    where toestand = 'levend' and (oin, signaal_id) in ${pairs(signalen)}`.execute(tx)
}

export function deleteBewijzen(tx: Tx, signalen: readonly Signaalverwijzing[]): Promise<number> {
  return count(tx, sql`delete from ontvangstbewijs where (oin, signaal_id) in ${pairs(signalen)}`)
}

/** The idempotency keys of signals that are gone, whatever their own term. */
export function deleteIdempotentieOf(
  tx: Tx,
  signalen: readonly Signaalverwijzing[],
): Promise<number> {
  return count(tx, sql`delete from idempotentie where (oin, signaal_id) in ${pairs(signalen)}`)
}

export function deleteEndedKenmerken(
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
  limit: number,
): Promise<number> {
  return count(
    tx,
    sql`delete from kenmerk where (oin, signaal_id) in (select oin, signaal_id from kenmerk
      where gemeentecode = ${gemeentecode} and vervaldatum <= ${dag}::date order by oin, signaal_id limit ${limit})`,
  )
}

export function deleteFeedRows(
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
  limit: number,
): Promise<number> {
  return count(
    tx,
    sql`delete from gemeente_gebeurtenis where gemeentecode = ${gemeentecode} and volgnummer in (
      select volgnummer from gemeente_gebeurtenis
      where gemeentecode = ${gemeentecode} and vervaldatum <= ${dag}::date order by volgnummer limit ${limit})`,
  )
}

/** Rows of lists whose term ended, and then the lists that have none left. */
export async function deleteDueAanleveringen(tx: Tx, dag: Dag, limit: number): Promise<number> {
  const gone = await count(
    tx,
    sql`delete from aanlevering_regel where (oin, aanlevering_id, regel) in (
      select r.oin, r.aanlevering_id, r.regel from aanlevering_regel r
      join aanlevering a on a.oin = r.oin and a.id = r.aanlevering_id
      where a.vervaldatum <= ${dag}::date order by r.oin, r.aanlevering_id, r.regel limit ${limit})`,
  )
  if (gone === limit) return gone
  return (
    gone +
    (await count(
      tx,
      sql`delete from aanlevering where (oin, id) in (
        select oin, id from aanlevering where vervaldatum <= ${dag}::date order by oin, id limit ${limit - gone})`,
    ))
  )
}

export function deleteExpiredIdempotentie(tx: Tx, at: Date, limit: number): Promise<number> {
  return count(
    tx,
    sql`delete from idempotentie where (oin, sleutel) in (select oin, sleutel from idempotentie
      where verloopt_tijdstip <= ${at} order by verloopt_tijdstip limit ${limit})`,
  )
}

export function deleteExpiredAsserties(tx: Tx, at: Date, limit: number): Promise<number> {
  return count(
    tx,
    sql`delete from assertie where (oin, jti) in (select oin, jti from assertie
      where verloopt_tijdstip <= ${at} order by verloopt_tijdstip limit ${limit})`,
  )
}

/** Blind indexes of months before `from`, whose keys are gone. */
export function deleteOldIndexes(
  tx: Tx,
  gemeentecode: Gemeentecode,
  from: string,
  limit: number,
): Promise<number> {
  return count(
    tx,
    sql`delete from matchindex where gemeentecode = ${gemeentecode} and sleutelmaand < ${from} and signaal_id in (
      select signaal_id from matchindex
      where gemeentecode = ${gemeentecode} and sleutelmaand < ${from} order by sleutelmaand, signaal_id limit ${limit})`,
  )
}

/** Who was recognised below a threshold: those whose day has come or whose month key is gone, and all where it is not counted any more. */
export function deleteSlepers(
  tx: Tx,
  gemeentecode: Gemeentecode,
  { dag, from, telt }: { readonly dag: Dag; readonly from: string; readonly telt: boolean },
  limit: number,
): Promise<number> {
  return count(
    tx,
    sql`delete from sleper where gemeentecode = ${gemeentecode} and signaal_id in (
      select signaal_id from sleper where gemeentecode = ${gemeentecode}
        and (vervaldatum <= ${dag}::date or maand < ${from} or not ${telt}::boolean)
      order by maand, signaal_id limit ${limit})`,
  )
}

/** Meldingen of which every signal is gone. */
export function deleteEmptyMeldingen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  limit: number,
): Promise<number> {
  // Both as a whole: asked one by one, the planner, whose statistics are older than a list, reads all of a municipality for each melding.
  return count(
    tx,
    sql`delete from melding where gemeentecode = ${gemeentecode} and id in (select id from (
        select id from melding where gemeentecode = ${gemeentecode}
        except select melding_id from signaal where gemeentecode = ${gemeentecode} and melding_id is not null) leeg
      order by id limit ${limit})`,
  )
}

/** Choices whose own term ended; their meldingen go with them. */
export function deleteOldSelecties(
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
  limit: number,
): Promise<number> {
  return count(
    tx,
    sql`delete from selectie where gemeentecode = ${gemeentecode} and id in (select id from selectie
      where gemeentecode = ${gemeentecode} and vervaldatum <= ${dag}::date order by id limit ${limit})`,
  )
}

/** Hashes of persons by which senders know their own earlier signals. */
export function deleteExpiredEerder(tx: Tx, dag: Dag, limit: number): Promise<number> {
  return count(
    tx,
    sql`delete from eerder_signaal where (oin, signaal_id) in (select oin, signaal_id from eerder_signaal
      where vervaldatum <= ${dag}::date order by vervaldatum limit ${limit})`,
  )
}

/** Lines of the feeds of VLPs. */
export function deleteExpiredFeedback(tx: Tx, dag: Dag, limit: number): Promise<number> {
  return count(
    tx,
    sql`delete from terugkoppeling where (oin, volgnummer) in (select oin, volgnummer from terugkoppeling
      where vervaldatum <= ${dag}::date order by vervaldatum, oin, volgnummer limit ${limit})`,
  )
}

/** The details of events; their leaves stay. */
export function deleteDueDetails(tx: Tx, dag: Dag, limit: number): Promise<number> {
  return count(
    tx,
    sql`delete from gebeurtenis_detail where gebeurtenis_id in (select gebeurtenis_id from gebeurtenis_detail
      where vervaldatum <= ${dag}::date order by vervaldatum limit ${limit})`,
  )
}

/** Whether a living kenmerk, an idempotency key or the hash of a person still compares with the VLP's key of this month. */
export async function monthIsUsed(tx: Tx, oin: Oin, month: string): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`select
    exists (select from kenmerk where oin = ${oin} and sleutelmaand = ${month} and toestand = 'levend')
    or exists (select from idempotentie where oin = ${oin} and sleutelmaand = ${month})
    or exists (select from eerder_signaal where oin = ${oin} and sleutelmaand = ${month}) as used`.execute(
    tx,
  )
  return rows[0]?.used !== false
}
