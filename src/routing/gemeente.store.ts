/** Municipalities: their names, and in which one each was merged (table `gemeente`). */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Dag, Gemeentecode } from '../model/ids.ts'
import type { Opvolging } from './successor.ts'

export type Gemeente = {
  readonly gemeentecode: Gemeentecode
  readonly naam?: string
  readonly opvolging?: Opvolging
}

/** Every merger that is recorded; some dozens at most. */
export async function findOpvolgingen(tx: Tx): Promise<readonly Opvolging[]> {
  const rows = await tx
    .selectFrom('gemeente')
    .select(['gemeentecode', 'opvolger', 'opgevolgd_vanaf'])
    .where('opvolger', 'is not', null)
    .execute()
  return rows.flatMap((row) => opvolgingOf(row) ?? [])
}

/** One municipality under `gw_beheer`; undefined when neither a file nor a merger named it. */
export async function findGemeente(tx: Tx, code: Gemeentecode): Promise<Gemeente | undefined> {
  const row = await tx
    .selectFrom('gemeente')
    .select(['gemeentecode', 'naam', 'opvolger', 'opgevolgd_vanaf'])
    .where('gemeentecode', '=', code)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const opvolging = opvolgingOf(row)
  return {
    gemeentecode: code,
    ...(row.naam === null ? {} : { naam: row.naam }),
    ...(opvolging === undefined ? {} : { opvolging }),
  }
}

function opvolgingOf(row: {
  gemeentecode: string
  opvolger: string | null
  opgevolgd_vanaf: string | null
}): Opvolging | undefined {
  if (row.opvolger === null || row.opgevolgd_vanaf === null) return undefined
  return {
    gemeentecode: Gemeentecode.parse(row.gemeentecode),
    opvolger: Gemeentecode.parse(row.opvolger),
    vanaf: row.opgevolgd_vanaf,
  }
}

/** Adds municipalities; a name replaces the one that was there. @returns how many were added or got another name */
export async function upsertGemeenten(
  tx: Tx,
  gemeenten: readonly { readonly gemeentecode: string; readonly naam?: string | undefined }[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into gemeente as g (gemeentecode, naam)
    select * from unnest(${gemeenten.map((one) => one.gemeentecode)}::text[],
      ${gemeenten.map((one) => one.naam ?? null)}::text[])
    on conflict (gemeentecode) do update set naam = excluded.naam
    where excluded.naam is not null and g.naam is distinct from excluded.naam`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}

/** Records, replaces or (with undefined) withdraws the merger of one municipality. */
export async function setOpvolging(
  tx: Tx,
  gemeentecode: Gemeentecode,
  into: { readonly opvolger: Gemeentecode; readonly vanaf: Dag } | undefined,
): Promise<void> {
  await sql`insert into gemeente (gemeentecode, opvolger, opgevolgd_vanaf)
    values (${gemeentecode}, ${into?.opvolger ?? null}, ${into?.vanaf ?? null}::date)
    on conflict (gemeentecode) do update
    set opvolger = excluded.opvolger, opgevolgd_vanaf = excluded.opgevolgd_vanaf`.execute(tx)
}

/** How many addresses a municipality has on a day. Looks at every row. */
export async function countAdressen(tx: Tx, code: Gemeentecode, dag: Dag): Promise<number> {
  const { rows } = await sql<{ aantal: number }>`
    select count(*)::integer as aantal from adres_gemeente
    where gemeentecode = ${code} and vanaf <= ${dag}::date and (tot is null or tot > ${dag}::date)`.execute(
    tx,
  )
  return rows[0]?.aantal ?? 0
}

/** Whether a municipality has addresses that did not end. Looks at every row at worst. */
export async function hasAdressen(tx: Tx, code: Gemeentecode): Promise<boolean> {
  const { rows } = await sql<{ er: boolean }>`
    select exists (select from adres_gemeente where gemeentecode = ${code} and tot is null) as er`.execute(
    tx,
  )
  return rows[0]?.er === true
}

/** The names of the codes that have one. */
export async function findNamen(
  tx: Tx,
  codes: readonly Gemeentecode[],
): Promise<Record<string, string>> {
  const { rows } = await sql<{ code: string; naam: string }>`
    select gemeentecode as code, naam from gemeente
    where gemeentecode = any (${[...codes]}::text[]) and naam is not null`.execute(tx)
  return Object.fromEntries(rows.map(({ code, naam }) => [code, naam]))
}
