/** How a melding stands when a check says something of it, and what that changes. Role `gw_controle`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Dag, Gemeentecode, SignaalId } from '../model/ids.ts'
import { Meldingtoestand } from '../model/melding-life.ts'
import { Uitkomstgroep } from '../model/terugkoppeling.ts'

/** Where a melding is, and how it stands. */
export type Meldingstand = {
  readonly gemeentecode: Gemeentecode
  readonly id: SignaalId
  readonly toestand: Meldingtoestand
  readonly versie: number
  readonly uitkomstgroep: Uitkomstgroep | undefined
  readonly geheim: boolean
}

/** Holds a melding until commit. Its signals are held after it, by whoever takes both. @returns undefined when it is not there */
export async function lockStand(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: SignaalId,
): Promise<Meldingstand | undefined> {
  const row = await tx
    .selectFrom('melding')
    .select(['toestand', 'versie', 'uitkomstgroep', 'geheim'])
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    gemeentecode,
    id,
    toestand: Meldingtoestand.parse(row.toestand),
    versie: row.versie,
    uitkomstgroep: row.uitkomstgroep === null ? undefined : Uitkomstgroep.parse(row.uitkomstgroep),
    geheim: row.geheim,
  }
}

/** Writes how a melding, which is held, stands since the check of `at`; `afgesloten` where that changed. */
export async function saveStand(
  tx: Tx,
  stand: Meldingstand,
  { at, afgesloten }: { readonly at: Date; readonly afgesloten?: Date | null },
): Promise<void> {
  const { gemeentecode, id, toestand, versie, uitkomstgroep, geheim } = stand
  await tx
    .updateTable('melding')
    .set({
      toestand,
      versie,
      geheim,
      uitkomstgroep: uitkomstgroep ?? null,
      gecontroleerd_tijdstip: at,
      ...(afgesloten === undefined ? {} : { afgesloten_tijdstip: afgesloten }),
    })
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .execute()
}

/** Lets the fields of these signals, which are held, go on `dag` at the latest; a day that was there and is earlier stays. */
export async function endFieldsBy(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
  dag: Dag,
): Promise<void> {
  await tx
    .updateTable('signaal')
    .set({ velden_vervaldatum: sql`least(velden_vervaldatum, ${dag}::date)` })
    .where('gemeentecode', '=', gemeentecode)
    .where('id', 'in', ids)
    .execute()
}

/** Whether anything sealed is left of these signals: what was erased cannot be opened by taking a finding back. */
export async function hasSealed(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
): Promise<boolean> {
  const row = await tx
    .selectFrom('verzegeld')
    .select('signaal_id')
    .where('gemeentecode', '=', gemeentecode)
    .where('signaal_id', 'in', ids)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Empties what was derived of signals, which are held, of a person who objected. */
export async function emptyDerived(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
): Promise<void> {
  await tx
    .updateTable('signaal')
    .set({ soort: null, crisis: null, bedragklasse: null, leeftijdsklasse: null, wijkcode: null })
    .where('gemeentecode', '=', gemeentecode)
    .where('id', 'in', ids)
    .execute()
}
