/** The one row of the sweep: what the sweep under way deleted so far, and what is known of the clock. Role `gw_bewaring`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import {
  Klokoordeel,
  OPRUIMCATEGORIEEN,
  Opruimaantallen,
  type Opruimcategorie,
} from '../model/opruiming.ts'

/** `begonnen` is there while a sweep is under way, also when it broke off. */
export type Opruimstand = {
  readonly begonnen: Date | undefined
  readonly klok: Klokoordeel | undefined
  readonly aantallen: Opruimaantallen
  readonly afgerond: Date | undefined
  readonly gezien: Date | undefined
  readonly sprong: Date | undefined
}

const NUL = Object.fromEntries(OPRUIMCATEGORIEEN.map((name) => [name, 0]))

/** How the sweep stands, held until commit. */
export async function lockOpruimstand(tx: Tx): Promise<Opruimstand> {
  const row = await tx
    .selectFrom('opruiming')
    .selectAll()
    .where('nummer', '=', 1)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const counted = Opruimaantallen.partial().parse(row.aantallen)
  return {
    begonnen: row.begonnen_tijdstip ?? undefined,
    klok: row.klok === null ? undefined : Klokoordeel.parse(row.klok),
    aantallen: Opruimaantallen.parse({
      ...NUL,
      ...counted,
      maandsleutels: row.maandsleutels.length,
    }),
    afgerond: row.afgerond_tijdstip ?? undefined,
    gezien: row.gezien_tijdstip ?? undefined,
    sprong: row.sprong_tijdstip ?? undefined,
  }
}

/** When the last sweep was finished. */
export async function findLastSweep(tx: Tx): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('opruiming')
    .select('afgerond_tijdstip')
    .where('nummer', '=', 1)
    .executeTakeFirstOrThrow()
  return row.afgerond_tijdstip ?? undefined
}

/** Notes the first look at a clock that jumped. */
export async function noteJump(tx: Tx, eersteBlik: Date): Promise<void> {
  await tx
    .updateTable('opruiming')
    .set({ sprong_tijdstip: eersteBlik })
    .where('nummer', '=', 1)
    .execute()
}

/** Begins a sweep, or goes on with the one that broke off: its counts and its beginning stay. */
export async function beginSweep(tx: Tx, at: Date, klok: Klokoordeel): Promise<void> {
  await sql`update opruiming set gezien_tijdstip = ${at}, sprong_tijdstip = null,
      begonnen_tijdstip = coalesce(begonnen_tijdstip, ${at}),
      klok = case when ${klok} = 'gewoon' then coalesce(klok, ${klok}) else ${klok} end
    where nummer = 1`.execute(tx)
}

/** Adds to what this sweep deleted, in the transaction that deletes it. */
export async function addSwept(
  tx: Tx,
  category: Exclude<Opruimcategorie, 'maandsleutels'>,
  more: number,
): Promise<void> {
  if (more === 0) return
  await sql`update opruiming set aantallen = aantallen || jsonb_build_object(${category}::text,
      coalesce((aantallen ->> ${category}::text)::bigint, 0) + ${more}::bigint)
    where nummer = 1`.execute(tx)
}

/** Writes down a month key that is about to be destroyed; twice is once. */
export async function addMonthKey(tx: Tx, name: string): Promise<void> {
  await sql`update opruiming set maandsleutels = array_append(maandsleutels, ${name}::text)
    where nummer = 1 and not ${name}::text = any(maandsleutels)`.execute(tx)
}

/** Ends the sweep under way at `at`. */
export async function finishSweep(tx: Tx, at: Date): Promise<void> {
  await sql`update opruiming set begonnen_tijdstip = null, klok = null, aantallen = '{}', maandsleutels = '{}',
      afgerond_tijdstip = ${at} where nummer = 1`.execute(tx)
}
