/** What is due: keys by their index, signals whose fields or whose row end. Role `gw_bewaring`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Dag, Gemeentecode, Oin, SignaalId } from '../model/ids.ts'
import type { BewaarsleutelId } from '../model/sealed.ts'

/** Every municipality of which anything may be kept. */
export async function listGemeenten(tx: Tx): Promise<readonly Gemeentecode[]> {
  const { rows } = await sql<{ gemeentecode: string }>`
    select gemeentecode from bewaarsleutel union select gemeentecode from ontvangersleutel
    union select gemeentecode from eigen_bewaartermijn
    order by gemeentecode`.execute(tx)
  return rows.map((row) => Gemeentecode.parse(row.gemeentecode))
}

type Sleutelrij = {
  readonly gemeentecode: string
  readonly vervaldatum: string
  readonly volgnummer: number
}

const toId = (row: Sleutelrij): BewaarsleutelId => ({
  ...row,
  gemeentecode: Gemeentecode.parse(row.gemeentecode),
})

/** The keys whose due date has come on `dag` and that are not destroyed, oldest first. */
export async function listDueKeys(tx: Tx, dag: Dag): Promise<readonly BewaarsleutelId[]> {
  const rows = await tx
    .selectFrom('bewaarsleutel')
    .select(['gemeentecode', 'vervaldatum', 'volgnummer'])
    .where('vervaldatum', '<=', dag)
    // As a literal: for a parameter no plan of unknown values may use the index of the keys that are left.
    .where('toestand', '<>', sql.lit('vernietigd'))
    .orderBy('vervaldatum')
    .orderBy('gemeentecode')
    .orderBy('volgnummer')
    .execute()
  return rows.map(toId)
}

/** Whether the key has a row that says that it was not destroyed yet. */
export async function keyLives(
  tx: Tx,
  { gemeentecode, vervaldatum, volgnummer }: BewaarsleutelId,
): Promise<boolean> {
  const row = await tx
    .selectFrom('bewaarsleutel')
    .select('toestand')
    .where('gemeentecode', '=', gemeentecode)
    .where('vervaldatum', '=', vervaldatum)
    .where('volgnummer', '=', volgnummer)
    .executeTakeFirst()
  return row !== undefined && row.toestand !== 'vernietigd'
}

/** The keys that are not due and must end all the same: fields under them ended early, or their ending broke off. */
export async function listEarlyKeys(tx: Tx, dag: Dag): Promise<readonly BewaarsleutelId[]> {
  const { rows } = await sql<Sleutelrij>`
    select gemeentecode, vervaldatum, volgnummer from bewaarsleutel b
    where vervaldatum > ${dag}::date and toestand <> 'vernietigd' and (toestand = 'sluitend' or exists (
      select from herverpakking h where h.gemeentecode = b.gemeentecode
        and h.vervaldatum = b.vervaldatum and h.volgnummer = b.volgnummer))
    order by vervaldatum, gemeentecode, volgnummer`.execute(tx)
  return rows.map(toId)
}

/** No hold of its municipality lasts beyond `dag`. */
const notHeld = (dag: Dag) => sql<boolean>`(bevroren_tot is null or bevroren_tot <= ${dag}::date)`

/** At most `limit` signals whose fields end after a confirmed receipt, held until commit. */
export async function lockOpened(
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
  limit: number,
): Promise<readonly SignaalId[]> {
  const rows = await tx
    .selectFrom('signaal')
    .select('id')
    .where('gemeentecode', '=', gemeentecode)
    .where('velden_vervaldatum', '<=', dag)
    .where(notHeld(dag))
    .orderBy('id')
    .limit(limit)
    .forNoKeyUpdate()
    .execute()
  return rows.map((row) => SignaalId.parse(row.id))
}

/** Notes that the fields of these signals are gone. */
export async function settleOpened(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
): Promise<void> {
  await sql`update signaal set velden_vervaldatum = null
    where gemeentecode = ${gemeentecode} and id = any(${ids}::uuid[])`.execute(tx)
}

/** A signal with the VLP under whose kenmerk it stands. */
export type Signaalverwijzing = { readonly oin: Oin; readonly id: SignaalId }

/** At most `limit` signals whose coded row is due. Nothing is held yet: their kenmerken come first. */
export async function findDueSignalen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
  limit: number,
): Promise<readonly Signaalverwijzing[]> {
  const rows = await tx
    .selectFrom('signaal')
    .select(['oin', 'id'])
    .where('gemeentecode', '=', gemeentecode)
    .where('vervaldatum', '<=', dag)
    .where(notHeld(dag))
    .orderBy('vervaldatum')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ oin: Oin.parse(row.oin), id: SignaalId.parse(row.id) }))
}

/** Holds those of these signals that are still due. */
export async function lockDueSignalen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
  ids: readonly SignaalId[],
): Promise<readonly SignaalId[]> {
  const { rows } = await sql<{ id: string }>`select id from signaal
    where gemeentecode = ${gemeentecode} and id = any(${ids}::uuid[]) and vervaldatum <= ${dag}::date and ${notHeld(dag)}
    order by id for update`.execute(tx)
  return rows.map((row) => SignaalId.parse(row.id))
}

/** At most `limit` signals that their sender held back until now. Nothing is held yet: their kenmerken come first. */
export async function findExpiredHeld(
  tx: Tx,
  gemeentecode: Gemeentecode,
  at: Date,
  limit: number,
): Promise<readonly Signaalverwijzing[]> {
  const rows = await tx
    .selectFrom('signaal')
    .select(['oin', 'id'])
    .where('gemeentecode', '=', gemeentecode)
    .where('vastgehouden_tot', '<=', at)
    .orderBy('vastgehouden_tot')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ oin: Oin.parse(row.oin), id: SignaalId.parse(row.id) }))
}

/** Holds those of these signals that were not released meanwhile. */
export async function lockExpiredHeld(
  tx: Tx,
  gemeentecode: Gemeentecode,
  at: Date,
  ids: readonly SignaalId[],
): Promise<readonly SignaalId[]> {
  const { rows } = await sql<{ id: string }>`select id from signaal
    where gemeentecode = ${gemeentecode} and id = any(${ids}::uuid[]) and vastgehouden_tot <= ${at.toISOString()}::timestamptz
    order by id for update`.execute(tx)
  return rows.map((row) => SignaalId.parse(row.id))
}

/** A coded row that went: who gave it, which version, and whether the municipality gave it back, or could confirm it and never did. */
export type GewistSignaal = Signaalverwijzing & {
  readonly versie: number
  readonly onopgepakt: boolean
  readonly teruggegeven: boolean
}

/** Deletes the coded rows of these signals, which are held. */
export async function deleteSignalen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
): Promise<readonly GewistSignaal[]> {
  const { rows } = await sql<{
    oin: string
    id: string
    versie: number
    wacht: boolean
    teruggegeven: boolean
  }>`
    delete from signaal where gemeentecode = ${gemeentecode} and id = any(${ids}::uuid[])
    returning oin, id, versie, coalesce(ontvangen_tijdstip, ingetrokken_tijdstip) is null and gesloten is null as wacht,
      exists (select from melding m where m.gemeentecode = signaal.gemeentecode and m.id = signaal.melding_id
        and m.toestand = 'retour') as teruggegeven`.execute(tx)
  return rows.map(({ wacht, ...row }) => ({
    ...row,
    onopgepakt: wacht && !row.teruggegeven,
    oin: Oin.parse(row.oin),
    id: SignaalId.parse(row.id),
  }))
}
