/**
 * The feed of a municipality: numbered without gaps in the order of commit, since whoever adds holds the municipality's counter until then.
 * A reader that asks "after the last I saw" therefore misses nothing.
 */
import { type Selectable, sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { Gemeentegebeurtenis } from '../model/gemeentegebeurtenis.ts'
import type { Dag, Gemeentecode } from '../model/ids.ts'
import type { Leesstand } from './reading-place.ts'

/** Adds to the feed of one municipality, in the order of the list; the last thing that a transaction takes hold of. */
export async function appendFeed(
  tx: Tx,
  gemeentecode: Gemeentecode,
  list: readonly Gemeentegebeurtenis[],
  vervaldatum: Dag,
): Promise<void> {
  if (list.length === 0) return
  const { rows } = await sql<{ laatste: number }>`
    insert into gemeente_gebeurtenis_kop as kop (gemeentecode, laatste) values (${gemeentecode}, ${list.length})
    on conflict (gemeentecode) do update set laatste = kop.laatste + ${list.length} returning laatste`.execute(
    tx,
  )
  const before = (rows[0]?.laatste ?? list.length) - list.length
  await sql`insert into gemeente_gebeurtenis
      (gemeentecode, volgnummer, soort, signaal_id, versie, reden, datum, oin, tijdstip, vervaldatum)
    select ${gemeentecode}, ${before}::bigint + plaats, soort, signaal_id, versie, reden, datum, oin, tijdstip::timestamptz, ${vervaldatum}::date
    from unnest(
      ${list.map((one) => one.soort)}::text[],
      ${list.map((one) => ('signaalId' in one ? one.signaalId : null))}::uuid[],
      ${list.map((one) => ('versie' in one ? one.versie : null))}::integer[],
      ${list.map(reasonOf)}::text[],
      ${list.map((one) => ('datum' in one ? one.datum : null))}::date[],
      ${list.map((one) => ('deelnemer' in one ? one.deelnemer : null))}::text[],
      ${list.map((one) => one.tijdstip)}::text[]) with ordinality
      as f(soort, signaal_id, versie, reden, datum, oin, tijdstip, plaats)`.execute(tx)
}

/** What the column of reasons holds: why it is gone, or which day has come. */
function reasonOf(one: Gemeentegebeurtenis): string | null {
  if ('wat' in one) return one.wat
  return 'reden' in one ? one.reden : null
}

/** One line of a feed with its place. */
export type Feedregel = {
  readonly gemeentecode: Gemeentecode
  readonly volgnummer: number
  readonly gebeurtenis: Gemeentegebeurtenis
}

/** The lines of `gemeenten` after `stand`, at most `limiet`. Role `gw_aflevering`. */
export async function readFeed(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  stand: Leesstand,
  limiet: number,
): Promise<readonly Feedregel[]> {
  const found: Feedregel[] = []
  for (const gemeentecode of gemeenten.toSorted()) {
    const rows = await tx
      .selectFrom('gemeente_gebeurtenis')
      .select(['volgnummer', 'soort', 'signaal_id', 'versie', 'reden', 'datum', 'oin', 'tijdstip'])
      .where('gemeentecode', '=', gemeentecode)
      .where('volgnummer', '>', stand.get(gemeentecode) ?? 0)
      .orderBy('volgnummer')
      .limit(limiet - found.length)
      .execute()
    found.push(
      ...rows.map((row) => ({
        gemeentecode,
        volgnummer: row.volgnummer,
        gebeurtenis: toGebeurtenis(row),
      })),
    )
    if (found.length === limiet) break
  }
  return found
}

type Rij = Pick<
  Selectable<Database['gemeente_gebeurtenis']>,
  'soort' | 'signaal_id' | 'versie' | 'reden' | 'datum' | 'oin' | 'tijdstip'
>

function toGebeurtenis({ soort, signaal_id: id, versie, reden, ...row }: Rij): Gemeentegebeurtenis {
  const tijdstip = row.tijdstip.toISOString()
  if (id === null)
    return Gemeentegebeurtenis.parse({ soort, deelnemer: row.oin, datum: row.datum, tijdstip })
  const common = { soort, signaalId: id, versie, tijdstip }
  if (soort === 'termijn')
    return Gemeentegebeurtenis.parse({ ...common, wat: reden, datum: row.datum })
  return Gemeentegebeurtenis.parse({ ...common, ...(reden === null ? {} : { reden }) })
}
