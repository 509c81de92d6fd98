/** Questions. Roles `gw_aflevering` (the municipality asks and reads), `gw_aanlevering` (the VLP answers), `gw_bewaring` (no answer came). */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Dag, Gemeentecode, Oin, SignaalId } from '../model/ids.ts'
import { Meldingtoestand } from '../model/melding-life.ts'
import { Navraag, NavraagId, type Navraagsoort } from '../model/navraag.ts'
import type { Vraagbaar } from './may-ask.ts'

/** A signal that a question is about. */
export type Vraagsignaal = Vraagbaar & {
  readonly gemeentecode: Gemeentecode
  readonly versie: number
  readonly oin: Oin
  readonly signaaltype: string
}

/** The signal, held until commit; undefined when it is not there or not of these municipalities. Role `gw_aflevering`. */
export async function lockVraagsignaal(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  id: SignaalId,
  dag: Dag,
): Promise<Vraagsignaal | undefined> {
  if (gemeenten.length === 0) return undefined
  const row = await tx
    .selectFrom('signaal as s')
    .innerJoin('melding as m', (join) =>
      join.onRef('m.gemeentecode', '=', 's.gemeentecode').onRef('m.id', '=', 's.melding_id'),
    )
    .select(['s.gemeentecode', 's.versie', 's.oin', 's.signaaltype', 'm.toestand'])
    .select(['s.verstrekt_tijdstip', 's.ingetrokken_tijdstip', 's.beperkt_tot'])
    .where('s.gemeentecode', 'in', gemeenten)
    .where('s.id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    gemeentecode: Gemeentecode.parse(row.gemeentecode),
    versie: row.versie,
    oin: Oin.parse(row.oin),
    signaaltype: row.signaaltype,
    toestand: Meldingtoestand.parse(row.toestand),
    isVerstrekt: row.verstrekt_tijdstip !== null,
    isIngetrokken: row.ingetrokken_tijdstip !== null,
    isBeperkt: row.beperkt_tot !== null && row.beperkt_tot > dag,
  }
}

/** Who asks, of which signal. */
export type Gesteld = {
  readonly gemeentecode: Gemeentecode
  readonly id: NavraagId
  readonly signaalId: SignaalId
  readonly versie: number
  readonly oin: Oin
  readonly soort: Navraagsoort
  readonly door: string
  readonly at: Date
  readonly uiterlijk: Dag
  readonly sleutel: string | undefined
}

/** @returns false when one of this kind about this signal is open already */
export async function insertNavraag(tx: Tx, asked: Gesteld): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('navraag')
    .values({
      gemeentecode: asked.gemeentecode,
      id: asked.id,
      signaal_id: asked.signaalId,
      versie: asked.versie,
      oin: asked.oin,
      soort: asked.soort,
      gesteld_door: asked.door,
      gesteld_tijdstip: asked.at,
      idempotentiesleutel: asked.sleutel ?? null,
      uiterlijk: asked.uiterlijk,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

const COLUMNS = [
  'gemeentecode',
  'id',
  'signaal_id',
  'versie',
  'soort',
  'gesteld_tijdstip',
  'uiterlijk',
  'toestand',
  'afgerond_tijdstip',
] as const

type Rij = {
  readonly gemeentecode: string
  readonly id: string
  readonly signaal_id: string
  readonly versie: number
  readonly soort: string
  readonly gesteld_tijdstip: Date
  readonly uiterlijk: string
  readonly toestand: string
  readonly afgerond_tijdstip: Date | null
}

/** A question with the version of its signal. */
export type Navraagregel = { readonly navraag: Navraag; readonly versie: number }

const toRegel = (row: Rij): Navraagregel => ({
  versie: row.versie,
  navraag: Navraag.parse({
    id: row.id,
    signaalId: row.signaal_id,
    gemeentecode: row.gemeentecode,
    soort: row.soort,
    gesteldTijdstip: row.gesteld_tijdstip.toISOString(),
    uiterlijkDatum: row.uiterlijk,
    toestand: row.toestand,
    ...(row.afgerond_tijdstip === null
      ? {}
      : { afgerondTijdstip: row.afgerond_tijdstip.toISOString() }),
  }),
})

/** The question that an idempotency key of this municipality asked since `sinds`. */
export async function findNavraagByKey(
  tx: Tx,
  gemeentecode: Gemeentecode,
  sleutel: string,
  sinds: Date,
): Promise<Navraag | undefined> {
  const row = await tx
    .selectFrom('navraag')
    .select(COLUMNS)
    .where('gemeentecode', '=', gemeentecode)
    .where('idempotentiesleutel', '=', sleutel)
    .where('gesteld_tijdstip', '>', sinds)
    .executeTakeFirst()
  return row && toRegel(row).navraag
}

/** One question of these municipalities. */
export async function findNavraag(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  id: NavraagId,
): Promise<Navraagregel | undefined> {
  if (gemeenten.length === 0) return undefined
  const row = await tx
    .selectFrom('navraag')
    .select(COLUMNS)
    .where('gemeentecode', 'in', gemeenten)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toRegel(row)
}

/** The questions to a VLP, newest first, before `voor`, at most `limiet`. */
export async function listNavragenAan(
  tx: Tx,
  oin: Oin,
  { limiet, voor }: { readonly limiet: number; readonly voor?: NavraagId },
): Promise<readonly Navraag[]> {
  const rows = await tx
    .selectFrom('navraag')
    .select(COLUMNS)
    .where('oin', '=', oin)
    .$if(voor !== undefined, (query) => query.where('id', '<', voor ?? ''))
    .orderBy('id', 'desc')
    .limit(limiet)
    .execute()
  return rows.map((row) => toRegel(row).navraag)
}

/** One question to a VLP, held until commit. */
export async function lockNavraagAan(
  tx: Tx,
  oin: Oin,
  id: NavraagId,
): Promise<Navraagregel | undefined> {
  const row = await tx
    .selectFrom('navraag')
    .select(COLUMNS)
    .where('oin', '=', oin)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && toRegel(row)
}

/** Ends a question that is open and held. */
export async function endNavraag(
  tx: Tx,
  { gemeentecode, id }: Pick<Navraag, 'gemeentecode' | 'id'>,
  toestand: 'beantwoord' | 'geen-antwoord',
  at: Date,
): Promise<void> {
  await tx
    .updateTable('navraag')
    .set({ toestand, afgerond_tijdstip: at })
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .where('toestand', '=', 'open')
    .execute()
}

/** A question that nobody answered in time. */
export type Verlopen = {
  readonly id: NavraagId
  readonly signaalId: SignaalId
  readonly versie: number
  readonly soort: Navraagsoort
}

/** At most `limit` open questions whose last day is before `dag`, held until commit. Role `gw_bewaring`. */
export async function lockOverdue(
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
  limit: number,
): Promise<readonly Verlopen[]> {
  const { rows } = await sql<{
    id: string
    signaal_id: string
    versie: number
    soort: Navraagsoort
  }>`
    select id, signaal_id, versie, soort from navraag
    where gemeentecode = ${gemeentecode} and toestand = 'open' and uiterlijk < ${dag}::date
    order by id limit ${limit} for no key update`.execute(tx)
  return rows.map((row) => ({
    id: NavraagId.parse(row.id),
    signaalId: SignaalId.parse(row.signaal_id),
    versie: row.versie,
    soort: row.soort,
  }))
}
