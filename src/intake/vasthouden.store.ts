/** Signals that are held back from their municipality until their sender releases them. Role `gw_aanlevering`. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { Gemeentecode, type Oin, SignaalId } from '../model/ids.ts'
import { Sluiting } from './signaal.store.ts'

export type Signaalplaats = { readonly gemeentecode: Gemeentecode; readonly signaalId: SignaalId }

/** A version of a signal that its municipality may see from now on. */
export type Vrijgegeven = Signaalplaats & {
  readonly versie: number
  /** Why the municipality has nothing to do with it. */
  readonly sluiting: Sluiting | undefined
}

const pairs = (places: readonly Signaalplaats[]): RawBuilder<unknown> =>
  sql`(select * from unnest(
    ${places.map((one) => one.gemeentecode)}::text[], ${places.map((one) => one.signaalId)}::uuid[]))`

/** Those of these signals that are not held back; all of them are held until commit, so that none is released meanwhile. */
export async function lockFree(
  tx: Tx,
  oin: Oin,
  places: readonly Signaalplaats[],
): Promise<ReadonlySet<SignaalId>> {
  if (places.length === 0) return new Set()
  const { rows } = await sql<{ id: string; vrij: boolean }>`
    select id, vastgehouden_tot is null as vrij from signaal
    where oin = ${oin} and (gemeentecode, id) in ${pairs(places)} order by gemeentecode, id for no key update`.execute(
    tx,
  )
  return new Set(rows.filter(({ vrij }) => vrij).map(({ id }) => SignaalId.parse(id)))
}

/**
 * Of these signals those that are held back: they go on to their municipality, or wait until `tot`.
 * @returns those that go on now
 */
export async function setVastgehouden(
  tx: Tx,
  oin: Oin,
  places: readonly Signaalplaats[],
  tot: Date | undefined,
): Promise<readonly Vrijgegeven[]> {
  if (places.length === 0) return []
  const { rows } = await sql<{
    gemeentecode: string
    id: string
    versie: number
    gesloten: string | null
  }>`
    update signaal set vastgehouden_tot = ${tot?.toISOString() ?? null}::timestamptz
    where oin = ${oin} and vastgehouden_tot is not null and (gemeentecode, id) in ${pairs(places)}
    returning gemeentecode, id, versie, gesloten`.execute(tx)
  if (tot !== undefined) return []
  return rows.map((row) => ({
    gemeentecode: Gemeentecode.parse(row.gemeentecode),
    signaalId: SignaalId.parse(row.id),
    versie: row.versie,
    sluiting: row.gesloten === null ? undefined : Sluiting.parse(row.gesloten),
  }))
}
