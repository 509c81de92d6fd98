/** A VLP searches its own signals: what its kenmerken, its coded rows and its feedback say; no payload, no receipt. Role `gw_aanlevering`. */
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../db/database.ts'
import { Gemeentecode, Kenmerk, type Oin, SignaalId } from '../model/ids.ts'
import type { Signaalzoekvraag } from '../model/signaalzoekvraag.ts'
import type { Vindplaats } from './signal-state.ts'

const Rij = z.strictObject({
  kenmerk: Kenmerk,
  onderdeel: z.string(),
  signaalId: SignaalId,
  gemeentecode: Gemeentecode,
  versie: z.int(),
  toestand: z.enum(['levend', 'ingetrokken', 'verlopen', 'onleesbaar', 'retour']),
  beeindigdTijdstip: z.date().nullable(),
  signaaltype: z.string().nullable(),
  aangeleverdTijdstip: z.date().nullable(),
  ontvangen: z.boolean(),
  vastgehoudenTot: z.date().nullable(),
  eindcode: z.string().nullable(),
})

function filters({ kenmerken, onderdeel, aanlevering }: Signaalzoekvraag): RawBuilder<unknown> {
  const all = [
    ...(kenmerken === undefined ? [] : [sql`k.kenmerk = any(${kenmerken}::text[])`]),
    ...(onderdeel === undefined ? [] : [sql`k.onderdeel = ${onderdeel}`]),
    ...(aanlevering === undefined
      ? []
      : [
          sql`k.signaal_id in (select r.signaal_id from aanlevering_regel r
            where r.oin = k.oin and r.aanlevering_id = ${aanlevering}::uuid)`,
        ]),
  ]
  return all.length === 0 ? sql`true` : sql.join(all, sql` and `)
}

/**
 * At most `limiet` signals, newest first, older than `na`; whatever their state. Of one that ended nothing of a coded row is looked at: whether that
 * is still there would tell that it was collected.
 */
export async function searchSignalen(
  tx: Tx,
  oin: Oin,
  vraag: Signaalzoekvraag,
  { na, limiet }: { readonly na: SignaalId | undefined; readonly limiet: number },
): Promise<readonly Vindplaats[]> {
  const { rows } = await sql`
    select k.kenmerk, k.onderdeel, k.signaal_id as "signaalId", k.gemeentecode, k.versie, k.toestand,
      k.beeindigd_tijdstip as "beeindigdTijdstip", s.signaaltype, s.aangeleverd_tijdstip as "aangeleverdTijdstip",
      s.beschikbaar_tijdstip is not null as ontvangen, s.vastgehouden_tot as "vastgehoudenTot",
      (select t.code from terugkoppeling t where t.oin = k.oin and t.signaal_id = k.signaal_id and t.soort = 'eind'
        order by t.volgnummer desc limit 1) as eindcode
    from kenmerk k left join signaal s
      on k.toestand = 'levend' and s.oin = k.oin and s.gemeentecode = k.gemeentecode and s.id = k.signaal_id
    where k.oin = ${oin} and ${na === undefined ? sql`true` : sql`k.signaal_id < ${na}::uuid`} and ${filters(vraag)}
    order by k.signaal_id desc limit ${limiet}`.execute(tx)
  return rows.map((row) => Rij.parse(row))
}
