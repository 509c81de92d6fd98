/** The rows of a VLP's lists: line number, verdict, codes, and which signal it is; no value, no kenmerk of its own. Role `gw_aanlevering`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import {
  type AanleveringId,
  Aanleveringregel,
  Gemeentetelling,
  type Uitkomst,
} from '../model/aanlevering.ts'
import { Gemeentecode, type Oin, SignaalId } from '../model/ids.ts'
import { livingStateOf } from './signal-state.ts'

/** One row. A signal only where it was accepted, now or before. */
export type Lijstrij = {
  readonly regel: number
  readonly uitkomst: Uitkomst
  readonly signaalId?: SignaalId
  readonly versie?: number
  readonly gemeentecode?: Gemeentecode | undefined
  readonly codes: readonly string[]
}

export async function insertLijstrijen(
  tx: Tx,
  oin: Oin,
  id: AanleveringId,
  rijen: readonly Lijstrij[],
): Promise<void> {
  await sql`insert into aanlevering_regel (oin, aanlevering_id, regel, uitkomst, signaal_id, versie, gemeentecode, codes)
    select ${oin}, ${id}::uuid, r.regel, r.uitkomst, r.signaal_id, r.versie, r.gemeentecode,
      coalesce(string_to_array(r.codes, ','), '{}') from unnest(
      ${rijen.map((one) => one.regel)}::integer[],
      ${rijen.map((one) => one.uitkomst)}::text[],
      ${rijen.map((one) => one.signaalId ?? null)}::uuid[],
      ${rijen.map((one) => one.versie ?? null)}::integer[],
      ${rijen.map((one) => one.gemeentecode ?? null)}::text[],
      ${rijen.map((one) => one.codes.join(','))}::text[])
      as r(regel, uitkomst, signaal_id, versie, gemeentecode, codes)`.execute(tx)
}

/** The rows of a list by municipality; those without one are in none. */
export async function countPerGemeente(
  tx: Tx,
  oin: Oin,
  id: AanleveringId,
): Promise<readonly Gemeentetelling[]> {
  const { rows } = await sql`select gemeentecode,
      count(*) filter (where uitkomst = 'aanvaard')::integer as aanvaard,
      count(*) filter (where uitkomst = 'herhaald')::integer as herhaald,
      count(*) filter (where uitkomst = 'geweigerd')::integer as geweigerd
    from aanlevering_regel where oin = ${oin} and aanlevering_id = ${id}::uuid and gemeentecode is not null
    group by gemeentecode order by gemeentecode`.execute(tx)
  return rows.map((row) => Gemeentetelling.parse(row))
}

/** A signal that a list brought, or brought again, at the version that it brought. */
export type Lijstsignaal = {
  readonly regel: number
  readonly signaalId: SignaalId
  readonly versie: number
  readonly gemeentecode: Gemeentecode
}

/** At most `limiet` signals of a list after line `na`, in their order. */
export async function listLijstsignalen(
  tx: Tx,
  oin: Oin,
  id: AanleveringId,
  { na, limiet }: { readonly na: number; readonly limiet: number },
): Promise<readonly Lijstsignaal[]> {
  const { rows } = await sql<{
    regel: number
    id: string
    versie: number
    gemeentecode: string
  }>`select r.regel, r.signaal_id as id, r.versie, coalesce(k.gemeentecode, r.gemeentecode) as gemeentecode
    from aanlevering_regel r left join kenmerk k on k.oin = r.oin and k.signaal_id = r.signaal_id
    where r.oin = ${oin} and r.aanlevering_id = ${id}::uuid and r.regel > ${na} and r.signaal_id is not null
    order by r.regel limit ${limiet}`.execute(tx)
  return rows.map((row) => ({
    regel: row.regel,
    signaalId: SignaalId.parse(row.id),
    versie: row.versie,
    gemeentecode: Gemeentecode.parse(row.gemeentecode),
  }))
}

type Gelezen = {
  readonly regel: number
  readonly uitkomst: string
  readonly codes: string[]
  readonly signaal_id: string | null
  readonly versie: number | null
  readonly gemeentecode: string | null
  readonly kenmerk: string | null
  readonly einde: string | null
  readonly ontvangen: boolean | null
  readonly vastgehouden_tot: Date | null
}

/** At most `limiet` rows of a list after line `na`, as their signals stand at `at`. */
export async function listLijstrijen(
  tx: Tx,
  oin: Oin,
  id: AanleveringId,
  { na, limiet, at }: { readonly na: number; readonly limiet: number; readonly at: Date },
): Promise<readonly Aanleveringregel[]> {
  const { rows } = await sql<Gelezen>`
    select r.regel, r.uitkomst, r.codes, r.signaal_id, r.versie, r.gemeentecode, k.kenmerk,
      nullif(k.toestand, 'levend') as einde, s.beschikbaar_tijdstip is not null as ontvangen, s.vastgehouden_tot
    from aanlevering_regel r
    left join kenmerk k on k.oin = r.oin and k.signaal_id = r.signaal_id
    left join signaal s on s.oin = r.oin and s.gemeentecode = k.gemeentecode and s.id = r.signaal_id
    where r.oin = ${oin} and r.aanlevering_id = ${id}::uuid and r.regel > ${na}
    order by r.regel limit ${limiet}`.execute(tx)
  return rows.map((row) => toRegel(row, at))
}

function toRegel(row: Gelezen, at: Date): Aanleveringregel {
  return Aanleveringregel.parse({
    regel: row.regel,
    uitkomst: row.uitkomst,
    codes: row.codes,
    ...(row.kenmerk === null ? {} : { kenmerk: row.kenmerk }),
    ...(row.gemeentecode === null ? {} : { gemeentecode: row.gemeentecode }),
    ...(row.signaal_id === null
      ? {}
      : { id: row.signaal_id, versie: row.versie, toestand: toestandOf(row, at) }),
  })
}

/** A signal whose kenmerk is gone too has ended long ago, or was held back until its time ran out. */
function toestandOf(
  { kenmerk, einde, ontvangen, vastgehouden_tot }: Gelezen,
  at: Date,
): Aanleveringregel['toestand'] {
  if (kenmerk === null) return 'verlopen'
  if (einde !== null) return Aanleveringregel.shape.toestand.parse(einde)
  return livingStateOf({ ontvangen: ontvangen === true, vastgehoudenTot: vastgehouden_tot }, at)
}
