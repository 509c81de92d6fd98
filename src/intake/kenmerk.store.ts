/** A VLP's own names of its signals: which signal a `kenmerk` is, at which version, with which content, or how it ended. */
import { type Selectable, sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { type Dag, Gemeentecode, Kenmerk, type Oin, SignaalId } from '../model/ids.ts'

/** `inhoudHmac` is keyed by the VLP's key of `sleutelmaand` (`YYYY-MM`) and compares contents without keeping them. */
export type Kenmerkregel = Plaats & { readonly inhoudHmac: Uint8Array }

/** How a signal ends before or on its term. */
const EINDEN = ['ingetrokken', 'verlopen', 'onleesbaar', 'retour'] as const

/** A kenmerk whose signal ended: its end stays for a while, its content cannot be compared any more. */
export type BeeindigdKenmerk = Plaats & {
  readonly einde: (typeof EINDEN)[number]
  readonly beeindigdTijdstip: Date
}

type Plaats = {
  readonly kenmerk: Kenmerk
  readonly onderdeel: string
  readonly signaalId: SignaalId
  readonly gemeentecode: Gemeentecode
  readonly versie: number
  readonly sleutelmaand: string
}

const COLUMNS = [
  'onderdeel',
  'kenmerk',
  'signaal_id',
  'gemeentecode',
  'versie',
  'sleutelmaand',
  'inhoud_hmac',
  'toestand',
  'beeindigd_tijdstip',
] as const

/** How a sender calls a signal: a kenmerk within its brand; without a brand that is empty. */
export type Signaalnaam = { readonly kenmerk: Kenmerk; readonly onderdeel?: string | undefined }

/** One text for each name: no kenmerk and no brand holds a line break. */
export const nameOf = ({ kenmerk, onderdeel = '' }: Signaalnaam): string =>
  `${onderdeel}\n${kenmerk}`

/**
 * The signals under these names, living or ended, by `nameOf`; locked, in one order, so that two corrections at once follow each other and
 * two who lock many never wait for each other.
 */
export async function findKenmerkenForUpdate(
  tx: Tx,
  oin: Oin,
  names: readonly Signaalnaam[],
): Promise<ReadonlyMap<string, Kenmerkregel | BeeindigdKenmerk>> {
  // One after the other by the key, in that order: while a list grows the planner, whose statistics are older, would read all of the sender's.
  const { rows } = await sql<Row>`
    select k.* from (select distinct onderdeel, kenmerk from unnest(
        ${names.map(({ onderdeel = '' }) => onderdeel)}::text[], ${names.map(({ kenmerk }) => kenmerk)}::text[])
      as asked(onderdeel, kenmerk) order by onderdeel, kenmerk) n
    cross join lateral (
      select ${sql.join(COLUMNS.map((column) => sql.ref(column)))} from kenmerk
      where oin = ${oin} and onderdeel = n.onderdeel and kenmerk = n.kenmerk
      offset 0 for update) k`.execute(tx)
  return new Map(rows.map(toRegel).map((regel) => [nameOf(regel), regel]))
}

const ofSignaal = (tx: Tx, oin: Oin, id: SignaalId) =>
  tx.selectFrom('kenmerk').select(COLUMNS).where('oin', '=', oin).where('signaal_id', '=', id)

/** The kenmerk of one signal of this VLP, by the signal's id. */
export async function findKenmerkOfSignaal(
  tx: Tx,
  oin: Oin,
  id: SignaalId,
): Promise<Kenmerkregel | BeeindigdKenmerk | undefined> {
  const row = await ofSignaal(tx, oin, id).executeTakeFirst()
  return row === undefined ? undefined : toRegel(row)
}

/** As `findKenmerkOfSignaal`, held until commit. */
export async function findKenmerkOfSignaalForUpdate(
  tx: Tx,
  oin: Oin,
  id: SignaalId,
): Promise<Kenmerkregel | BeeindigdKenmerk | undefined> {
  const row = await ofSignaal(tx, oin, id).forUpdate().executeTakeFirst()
  return row === undefined ? undefined : toRegel(row)
}

/** As above, of many: by municipality and signal, so that two who withdraw many never wait for each other's feeds. */
export async function findKenmerkenOfSignalenForUpdate(
  tx: Tx,
  oin: Oin,
  ids: readonly SignaalId[],
): Promise<readonly (Kenmerkregel | BeeindigdKenmerk)[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('kenmerk')
    .select(COLUMNS)
    .where('oin', '=', oin)
    .where(sql<boolean>`signaal_id = any(${ids}::uuid[])`)
    .orderBy('onderdeel')
    .orderBy('kenmerk')
    .forUpdate()
    .execute()
  return rows
    .map(toRegel)
    .sort((a, b) =>
      a.gemeentecode < b.gemeentecode ? -1 : a.gemeentecode > b.gemeentecode ? 1 : 0,
    )
}

/**
 * Claims kenmerken, in one order as above.
 * @returns false when another request claimed one of them first: the caller begins anew and finds it
 */
export async function claimKenmerken(
  tx: Tx,
  oin: Oin,
  regels: readonly Kenmerkregel[],
): Promise<boolean> {
  if (regels.length === 0) return true
  const { rows } = await sql`
    insert into kenmerk (oin, onderdeel, kenmerk, signaal_id, gemeentecode, versie, sleutelmaand, inhoud_hmac)
    select ${oin}, k.* from unnest(
      ${regels.map((one) => one.onderdeel)}::text[],
      ${regels.map((one) => one.kenmerk)}::text[],
      ${regels.map((one) => one.signaalId)}::uuid[],
      ${regels.map((one) => one.gemeentecode)}::text[],
      ${regels.map((one) => one.versie)}::integer[],
      ${regels.map((one) => one.sleutelmaand)}::text[],
      ${regels.map((one) => one.inhoudHmac)}::bytea[])
      as k(onderdeel, kenmerk, signaal_id, gemeentecode, versie, sleutelmaand, inhoud_hmac)
    order by onderdeel, kenmerk
    on conflict (oin, onderdeel, kenmerk) do nothing returning signaal_id`.execute(tx)
  return rows.length === regels.length
}

/** Points a kenmerk, locked before, at the next version of its signal. */
export async function moveKenmerk(tx: Tx, oin: Oin, regel: Kenmerkregel): Promise<void> {
  await tx
    .updateTable('kenmerk')
    .set({
      gemeentecode: regel.gemeentecode,
      versie: regel.versie,
      sleutelmaand: regel.sleutelmaand,
      inhoud_hmac: regel.inhoudHmac,
    })
    .where('oin', '=', oin)
    .where('signaal_id', '=', regel.signaalId)
    .where('versie', '=', regel.versie - 1)
    .execute()
}

/**
 * Withdraws a living kenmerk: its end stays until `vervaldatum`, the hash of the content and every receipt and idempotency key of the signal
 * go, and the hash of its person. One that ended before stays as it is.
 */
export async function withdrawKenmerk(
  tx: Tx,
  oin: Oin,
  id: SignaalId,
  einde: { readonly at: Date; readonly vervaldatum: Dag },
): Promise<void> {
  await deleteReceipts(tx, oin, id)
  await tx
    .deleteFrom('eerder_signaal')
    .where('oin', '=', oin)
    .where('signaal_id', '=', id)
    .execute()
  await tx
    .updateTable('kenmerk')
    .set({
      toestand: 'ingetrokken',
      inhoud_hmac: null,
      beeindigd_tijdstip: einde.at,
      vervaldatum: einde.vervaldatum,
    })
    .where('oin', '=', oin)
    .where('signaal_id', '=', id)
    .where('toestand', '=', 'levend')
    .execute()
}

/** Gives up a kenmerk that ended, so that it can be claimed for a new signal. */
export async function releaseKenmerk(tx: Tx, oin: Oin, id: SignaalId): Promise<void> {
  await tx
    .deleteFrom('kenmerk')
    .where('oin', '=', oin)
    .where('signaal_id', '=', id)
    .where('toestand', '<>', 'levend')
    .execute()
}

async function deleteReceipts(tx: Tx, oin: Oin, id: SignaalId): Promise<void> {
  await tx
    .deleteFrom('ontvangstbewijs')
    .where('oin', '=', oin)
    .where('signaal_id', '=', id)
    .execute()
  await tx.deleteFrom('idempotentie').where('oin', '=', oin).where('signaal_id', '=', id).execute()
}

type Row = Pick<Selectable<Database['kenmerk']>, (typeof COLUMNS)[number]>

function toRegel(row: Row): Kenmerkregel | BeeindigdKenmerk {
  const plaats = {
    onderdeel: row.onderdeel,
    kenmerk: Kenmerk.parse(row.kenmerk),
    signaalId: SignaalId.parse(row.signaal_id),
    gemeentecode: Gemeentecode.parse(row.gemeentecode),
    versie: row.versie,
    sleutelmaand: row.sleutelmaand,
  }
  const { toestand, inhoud_hmac, beeindigd_tijdstip } = row
  if (toestand === 'levend' && inhoud_hmac !== null) return { ...plaats, inhoudHmac: inhoud_hmac }
  const einde = EINDEN.find((known) => known === toestand)
  if (einde !== undefined && beeindigd_tijdstip !== null)
    return { ...plaats, einde, beeindigdTijdstip: beeindigd_tijdstip }
  throw new Error('a kenmerk neither lives nor has ended')
}
