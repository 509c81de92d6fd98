/** The numbers that are kept of a month: what went before it was fixed, and all of it afterwards. Roles `gw_monitor` and `gw_bewaring`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Gemeentecode } from '../model/ids.ts'
import type { Indicatorfase } from '../model/indicatoruitleg.ts'
import { type Cel, isTabel, TABELLEN } from './cellen.ts'
import type { Maand } from './month.ts'

/** When each phase was fixed; absent while it is not. */
export type Maandstand = { readonly [F in Indicatorfase]?: Date }

const COLUMN = { instroom: 'instroom_tijdstip', uitkomst: 'uitkomst_tijdstip' } as const

/**
 * Holds the month of a municipality until commit, and makes its row where there is none: of a sweep that takes rows away and a freeze that counts
 * them, the second waits for the first.
 */
export async function lockMaand(
  tx: Tx,
  gemeentecode: Gemeentecode,
  maand: Maand,
): Promise<Maandstand> {
  await sql`insert into indicator_maand (gemeentecode, maand) values (${gemeentecode}, ${maand})
    on conflict do nothing`.execute(tx)
  const row = await tx
    .selectFrom('indicator_maand')
    .select(['instroom_tijdstip', 'uitkomst_tijdstip'])
    .where('gemeentecode', '=', gemeentecode)
    .where('maand', '=', maand)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return toStand(row)
}

const toStand = (row: {
  readonly instroom_tijdstip: Date | null
  readonly uitkomst_tijdstip: Date | null
}): Maandstand => ({
  ...(row.instroom_tijdstip === null ? {} : { instroom: row.instroom_tijdstip }),
  ...(row.uitkomst_tijdstip === null ? {} : { uitkomst: row.uitkomst_tijdstip }),
})

/** How far a month is, without holding it. */
export async function findMaand(
  tx: Tx,
  gemeentecode: Gemeentecode,
  maand: Maand,
): Promise<Maandstand> {
  const row = await tx
    .selectFrom('indicator_maand')
    .select(['instroom_tijdstip', 'uitkomst_tijdstip'])
    .where('gemeentecode', '=', gemeentecode)
    .where('maand', '=', maand)
    .executeTakeFirst()
  return row === undefined ? {} : toStand(row)
}

/** The kept numbers of a month. */
export async function readCellen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  maand: Maand,
): Promise<readonly Cel[]> {
  const rows = await tx
    .selectFrom('indicator_telling')
    .select(['tabel', 'waarde', 'aantal'])
    .where('gemeentecode', '=', gemeentecode)
    .where('maand', '=', maand)
    .orderBy('tabel')
    .orderBy('waarde')
    .execute()
  return rows.map(({ tabel, waarde, aantal }) => {
    if (!isTabel(tabel)) throw new Error('a kept number belongs to no table')
    return { maand, tabel, waarde, aantal }
  })
}

/** Adds numbers to those that are kept; their months are held. */
export async function addCellen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  cells: readonly Cel[],
): Promise<void> {
  if (cells.length === 0) return
  await sql`insert into indicator_telling as t (gemeentecode, maand, tabel, waarde, fase, aantal)
    select ${gemeentecode}, * from unnest(${cells.map(({ maand }) => maand)}::text[],
      ${cells.map(({ tabel }) => tabel)}::text[], ${cells.map(({ waarde }) => waarde)}::text[],
      ${cells.map(({ tabel }) => TABELLEN[tabel])}::text[],
      ${cells.map(({ aantal }) => aantal)}::integer[])
    on conflict (gemeentecode, maand, tabel, waarde) do update set aantal = t.aantal + excluded.aantal`.execute(
    tx,
  )
}

/** Puts the final numbers of a phase in the place of those that were kept so far, and says when. The month is held. */
export async function fixPhase(
  tx: Tx,
  gemeentecode: Gemeentecode,
  maand: Maand,
  {
    fase,
    cells,
    at,
  }: { readonly fase: Indicatorfase; readonly cells: readonly Cel[]; readonly at: Date },
): Promise<void> {
  await tx
    .deleteFrom('indicator_telling')
    .where('gemeentecode', '=', gemeentecode)
    .where('maand', '=', maand)
    .where('fase', '=', fase)
    .execute()
  await addCellen(tx, gemeentecode, cells)
  await tx
    .updateTable('indicator_maand')
    .set({ [COLUMN[fase]]: at })
    .where('gemeentecode', '=', gemeentecode)
    .where('maand', '=', maand)
    .execute()
}

/** The months of which a phase is not fixed yet, oldest first. */
export async function openMonths(tx: Tx, gemeentecode: Gemeentecode): Promise<readonly Maand[]> {
  const rows = await tx
    .selectFrom('indicator_maand')
    .select('maand')
    .where('gemeentecode', '=', gemeentecode)
    .where('uitkomst_tijdstip', 'is', null)
    .orderBy('maand')
    .execute()
  return rows.map(({ maand }) => maand)
}

/** Those of the months of which both phases are fixed. */
export async function fixedMonths(tx: Tx, gemeentecode: Gemeentecode): Promise<ReadonlySet<Maand>> {
  const rows = await tx
    .selectFrom('indicator_maand')
    .select('maand')
    .where('gemeentecode', '=', gemeentecode)
    .where('uitkomst_tijdstip', 'is not', null)
    .execute()
  return new Set(rows.map(({ maand }) => maand))
}
