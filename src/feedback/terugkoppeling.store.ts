/** What a municipality tells VLPs waits here until they may see it; nothing is written in a table of a VLP. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { closingOf } from '../model/calendar.ts'
import type { Terugkoppelregel } from '../model/terugkoppelregel.ts'

/** When its VLP sees it: within seconds, or when the month of `at` closes, for every municipality alike. */
export type Zichtbaarheid = { readonly zichtbaar: 'direct' | 'sluiting'; readonly at: Date }

/**
 * Adds `regels` to the queues of their municipalities. Roles `gw_opvolging`, `gw_selectie`, `gw_aflevering` and `gw_bewaring` of their own
 * municipality, `gw_aanlevering` of its own signals. Of several final lines on one signal that become visible together only the last is told.
 */
export async function queueFeedback(
  tx: Tx,
  regels: readonly Terugkoppelregel[],
  { zichtbaar, at }: Zichtbaarheid,
): Promise<void> {
  if (regels.length === 0) return
  const vanaf = zichtbaar === 'direct' ? at : closingOf(at)
  await sql`insert into terugkoppeling_wacht
      (gemeentecode, oin, signaal_id, code, soort, datum, opschorten_tot, versie, zichtbaar_vanaf)
    select gemeentecode, oin, signaal_id, code, soort, datum, opschorten_tot, versie, ${vanaf}::timestamptz from unnest(
      ${regels.map((one) => one.gemeentecode)}::text[],
      ${regels.map((one) => one.oin)}::text[],
      ${regels.map((one) => one.signaalId)}::uuid[],
      ${regels.map((one) => one.code)}::text[],
      ${regels.map((one) => one.soort)}::text[],
      ${regels.map((one) => one.dag)}::date[],
      ${regels.map((one) => one.opschortenTotDatum ?? null)}::date[],
      ${regels.map((one) => one.versie ?? null)}::integer[])
      as r(gemeentecode, oin, signaal_id, code, soort, datum, opschorten_tot, versie)`.execute(tx)
}
