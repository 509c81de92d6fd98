/**
 * What ends before its due date: the rows go at once, and the keys that they hung on are put down for re-wrapping, so that within a day
 * no backup brings them back. Roles `gw_aanlevering` (a VLP's own), `gw_bewaring`, `gw_controle`, and `gw_selectie` of what was given back.
 */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Dag, Gemeentecode, SignaalId } from '../model/ids.ts'

/** What the coded row of a signal tells about its way. */
export type Signaalspoor = {
  /** When its fields first went to the municipality to offer help. */
  readonly verstrektTijdstip: Date | null
  readonly ingetrokken: boolean
  /** Closed at intake: its municipality never heard of it and does not hear of its end. */
  readonly gesloten: boolean
  /** Until when its municipality holds or restricts it: a correction changes nothing of that. */
  readonly bevrorenTot: Dag | null
  readonly beperktTot: Dag | null
  /** Its sender holds it back: its municipality never heard of it either. */
  readonly vastgehouden: boolean
}

/**
 * Holds the coded row of a signal until commit. Whoever erases takes it before the sealed rows, so that two who erase never wait for
 * each other. @returns undefined when it is not there
 */
export async function lockSignaal(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: SignaalId,
): Promise<Signaalspoor | undefined> {
  const row = await tx
    .selectFrom('signaal')
    .select([
      'verstrekt_tijdstip',
      'ingetrokken_tijdstip',
      'gesloten',
      'bevroren_tot',
      'beperkt_tot',
      'vastgehouden_tot',
    ])
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    verstrektTijdstip: row.verstrekt_tijdstip,
    ingetrokken: row.ingetrokken_tijdstip !== null,
    gesloten: row.gesloten !== null,
    bevrorenTot: row.bevroren_tot,
    beperktTot: row.beperkt_tot,
    vastgehouden: row.vastgehouden_tot !== null,
  }
}

/**
 * Erases every sealed field of these signals, whose coded rows are held, and puts their keys down for re-wrapping.
 * @returns how many rows went
 */
export async function eraseFields(
  tx: Tx,
  gemeentecode: Gemeentecode,
  signaalIds: readonly SignaalId[],
): Promise<number> {
  const { rows } = await sql<{ vervaldatum: string; volgnummer: number }>`
    delete from verzegeld where gemeentecode = ${gemeentecode} and signaal_id = any(${signaalIds}::uuid[])
    returning vervaldatum, volgnummer`.execute(tx)
  await putDownKeys(tx, gemeentecode, rows)
  return rows.length
}

/** Puts keys down for re-wrapping, since something that hung on them ended or moved to an earlier day; each once. */
export async function putDownKeys(
  tx: Tx,
  gemeentecode: Gemeentecode,
  touched: readonly { readonly vervaldatum: Dag; readonly volgnummer: number }[],
): Promise<void> {
  const keys = [...new Map(touched.map((row) => [`${row.vervaldatum}/${row.volgnummer}`, row]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, key]) => key)
  // One statement in one order: of two that put down the same keys the second waits for the first and never the other way round.
  if (keys.length > 0)
    await sql`insert into herverpakking (gemeentecode, vervaldatum, volgnummer)
      select ${gemeentecode}, vervaldatum, volgnummer from unnest(
        ${keys.map((key) => key.vervaldatum)}::date[],
        ${keys.map((key) => key.volgnummer)}::integer[]) as k(vervaldatum, volgnummer)
      on conflict do nothing`.execute(tx)
}

/** Erases a signal as a whole. @returns what its row told, or undefined when it was not there */
export async function eraseSignaal(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: SignaalId,
): Promise<Signaalspoor | undefined> {
  const spoor = await lockSignaal(tx, gemeentecode, id)
  if (spoor === undefined) return undefined
  await eraseFields(tx, gemeentecode, [id])
  await tx
    .deleteFrom('signaal')
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .execute()
  return spoor
}

/** Marks a signal that was collected as withdrawn; its coded row stays until its term. Role `gw_aanlevering`. */
export async function markIngetrokken(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: SignaalId,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('signaal')
    .set({ ingetrokken_tijdstip: at })
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .where('ingetrokken_tijdstip', 'is', null)
    .execute()
}

/**
 * Empties what was derived of a signal whose coded row stays although its data may not, and says that they went; what its sender told of the
 * debt since goes too. Role `gw_aanlevering`.
 */
export async function eraseDerived(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: SignaalId,
): Promise<void> {
  await tx
    .updateTable('signaal')
    .set((eb) => ({
      soort: null,
      crisis: null,
      bedragklasse: null,
      leeftijdsklasse: null,
      wijkcode: null,
      gewist_tijdstip: eb.ref('ingetrokken_tijdstip'),
    }))
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .execute()
  await tx
    .deleteFrom('schuldverloop')
    .where('gemeentecode', '=', gemeentecode)
    .where('signaal_id', '=', id)
    .execute()
}
