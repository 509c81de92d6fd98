/** Signals below a municipality's threshold, of persons that are recognised and not known: what waits, and what is kept of each. */
import { sql } from 'kysely'
import { fromHex } from '../crypto/bytes.ts'
import type { Tx } from '../db/database.ts'
import { type Dag, Gemeentecode, type Oin, type SignaalId } from '../model/ids.ts'
import { type Lidrij, toGroepen, toWachtend } from './groepering.store.ts'
import type { Groep, Groepssignaal, Plaatsing } from './group.ts'
import type { Index } from './indexes.ts'
import { lockQueued } from './queue.store.ts'

/** A signal of which an index may be kept until `vervaldatum`. */
export type Sleperregel = {
  readonly gemeentecode: Gemeentecode
  readonly signaalId: SignaalId
  /** `YYYY-MM` of its first version. */
  readonly maand: string
  readonly vervaldatum: Dag
  readonly indexen: readonly Index[]
}

/** Leaves signals, whose rows are there, for the step that recognises. Role `gw_aanlevering`. */
export async function insertSleperwacht(
  tx: Tx,
  oin: Oin,
  regels: readonly Sleperregel[],
): Promise<void> {
  if (regels.length === 0) return
  await sql`insert into sleperwacht (gemeentecode, signaal_id, oin, maand, vervaldatum, indexen)
    select w.gemeentecode, w.signaal_id, ${oin}, w.maand, w.vervaldatum, w.indexen::jsonb from unnest(
      ${regels.map((one) => one.gemeentecode)}::text[],
      ${regels.map((one) => one.signaalId)}::uuid[],
      ${regels.map((one) => one.maand)}::text[],
      ${regels.map((one) => one.vervaldatum)}::date[],
      ${regels.map((one) => JSON.stringify(one.indexen))}::text[])
      as w(gemeentecode, signaal_id, maand, vervaldatum, indexen)`.execute(tx)
}

/** The municipalities that have such signals waiting. Role `gw_bewaring`. */
export async function listSleperwacht(tx: Tx): Promise<readonly Gemeentecode[]> {
  const rows = await tx
    .selectFrom('sleperwacht')
    .select('gemeentecode')
    .distinct()
    .orderBy('gemeentecode')
    .execute()
  return rows.map(({ gemeentecode }) => Gemeentecode.parse(gemeentecode))
}

/** A signal that waits, with the day on which its index goes. */
export type WachtendeSleper = { readonly signaal: Groepssignaal; readonly vervaldatum: Dag }

/** At most `limit` of them, held as `lockQueued` holds them. */
export async function lockSleperwacht(
  tx: Tx,
  gemeentecode: Gemeentecode,
  limit: number,
): Promise<readonly WachtendeSleper[]> {
  const held = await lockQueued(tx, 'sleperwacht', gemeentecode, limit)
  if (held.length === 0) return []
  const oins = new Map(held.map(({ id, oin }) => [id, oin]))
  const waiting = await tx
    .selectFrom('sleperwacht')
    .select(['signaal_id', 'maand', 'vervaldatum', 'indexen'])
    .where('gemeentecode', '=', gemeentecode)
    .where('signaal_id', 'in', [...oins.keys()])
    .execute()
  return waiting.map((row) => ({
    signaal: toWachtend({ ...row, oin: oins.get(row.signaal_id) }),
    vervaldatum: row.vervaldatum,
  }))
}

/** The persons with a signal that shares an index with any of these, whole. */
export async function findSlepers(
  tx: Tx,
  gemeentecode: Gemeentecode,
  signalen: readonly Groepssignaal[],
): Promise<readonly Groep[]> {
  const asked = signalen
    .flatMap(({ indexen }) => [...indexen.values()])
    .flatMap(({ maand, persoon, korter }) =>
      [persoon, ...korter].map((waarde) => ({ maand, waarde })),
    )
  const { rows: named } = await sql<{ persoon: string }>`
    select distinct a.persoon from unnest(
      ${asked.map(({ maand }) => maand)}::text[], ${asked.map(({ waarde }) => fromHex(waarde))}::bytea[]) g(maand, waarde)
    cross join lateral (
      select p.persoon from sleperindex x
      join sleper p on p.gemeentecode = x.gemeentecode and p.signaal_id = x.signaal_id
      where x.gemeentecode = ${gemeentecode} and x.sleutelmaand = g.maand and x.waarde = g.waarde
      offset 0) a`.execute(tx)
  if (named.length === 0) return []
  const { rows } = await sql<Lidrij>`
    select p.signaal_id as id, s.oin, p.persoon as melding, p.maand, 'werkvoorraad' as toestand, x.sleutelmaand, x.soort, x.waarde
    from sleper p
    join signaal s on s.gemeentecode = p.gemeentecode and s.id = p.signaal_id
    join sleperindex x on x.gemeentecode = p.gemeentecode and x.signaal_id = p.signaal_id
    where p.gemeentecode = ${gemeentecode} and p.persoon = any(${named.map(({ persoon }) => persoon)}::uuid[])`.execute(
    tx,
  )
  return toGroepen(rows)
}

/** Keeps of recognised signals, which are held, the person of the month and the index under the key of that month; takes them out of the queue. */
export async function keepSlepers(
  tx: Tx,
  gemeentecode: Gemeentecode,
  placed: readonly (Plaatsing & { readonly vervaldatum: Dag })[],
): Promise<void> {
  await tx
    .insertInto('sleper')
    .values(
      placed.map(({ signaal, melding, vorige, vervaldatum }) => ({
        gemeentecode,
        signaal_id: signaal.id,
        maand: signaal.maand,
        persoon: melding,
        vorige: vorige ?? null,
        vervaldatum,
      })),
    )
    .execute()
  const indexes = placed.flatMap(({ signaal: { id, maand, indexen } }) => {
    const own = indexen.get(maand)
    if (own === undefined) return []
    const row = (soort: string, waarde: string) => ({
      gemeentecode,
      sleutelmaand: maand,
      waarde: fromHex(waarde),
      signaal_id: id,
      soort,
    })
    return [row('vol', own.persoon), ...own.korter.map((waarde) => row('korter', waarde))]
  })
  if (indexes.length > 0) await tx.insertInto('sleperindex').values(indexes).execute()
  await tx
    .deleteFrom('sleperwacht')
    .where('gemeentecode', '=', gemeentecode)
    .where(
      'signaal_id',
      'in',
      placed.map(({ signaal }) => signaal.id),
    )
    .execute()
}
