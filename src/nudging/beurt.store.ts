/** Whose turn it is to be delivered to, and what came of it. Role `gw_bezorging`, which works for every party and sees no line of any feed. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { AbonnementId, type Bezorgfout } from '../model/abonnement.ts'
import { type Dag, Gemeentecode, Oin } from '../model/ids.ts'
import type { Seinsoort, Stroom } from '../model/seintje.ts'

/** One feed of a subscription: the last line that arrived, and the last that there is. */
export type Stand = {
  readonly stroom: Stroom
  readonly sleutel: string
  readonly volgnummer: number
  readonly laatste: number
}

/** A subscription that one process has in hand until `bezetTot`, which is also the token of that hold. */
export type Beurt = {
  readonly oin: Oin
  readonly id: AbonnementId
  readonly ontvanger: Oin
  readonly gemeenten: readonly Gemeentecode[]
  readonly bestemming: string
  readonly hosts: readonly string[]
  /** Whether both parties take part today, and the receiver is the party itself or has its mandate. */
  readonly gerechtigd: boolean
  readonly soorten: readonly Seinsoort[] | undefined
  readonly gestoord: boolean
  readonly misluktSinds: Date | undefined
  readonly pogingen: number
  readonly standen: readonly Stand[]
  readonly bezetTot: Date
}

/** The feeds with the number of their last line. */
const HEADS = sql`(select 'gebeurtenissen' as stroom, gemeentecode as sleutel, laatste from gemeente_gebeurtenis_kop
  union all select 'terugkoppelingen', oin, laatste from terugkoppeling_kop)`

/** For which purpose the feeds of party `d` are read: those of a municipality, or of who delivers signals. */
const READ_FOR = sql`case when d.gemeentecode is null then 'aanleveren' else 'hulpaanbod' end`

const covers = (term: string, today: Dag): RawBuilder<unknown> =>
  sql`${sql.ref(`${term}.vanaf`)} <= ${today}::date and (${sql.ref(`${term}.tot`)} is null or ${sql.ref(`${term}.tot`)} > ${today}::date)`

type Row = {
  readonly oin: string
  readonly id: string
  readonly ontvanger_oin: string
  readonly gemeentecode: string | null
  readonly bestemming: string
  readonly hosts: string[]
  readonly gerechtigd: boolean
  readonly soorten: Seinsoort[] | null
  readonly toestand: string
  readonly mislukt_sinds: Date | null
  readonly pogingen: number
  readonly standen: Stand[]
}

export type Greep = {
  readonly at: Date
  readonly today: Dag
  readonly bezetTot: Date
  readonly limiet: number
}

/** Takes at most `limiet` subscriptions in hand that have something new and whose time has come; what another process is taking is passed over. */
export async function takeTurns(
  tx: Tx,
  { at, today, bezetTot, limiet }: Greep,
): Promise<readonly Beurt[]> {
  const { rows } = await sql<Row>`
    with beurt as (
      select a.oin, a.id from abonnement a
      where a.toestand <> 'beeindigd' and a.volgende_tijdstip <= ${at} and (a.bezet_tot is null or a.bezet_tot <= ${at})
        and exists (select from abonnement_stand s join ${HEADS} k using (stroom, sleutel)
          where s.oin = a.oin and s.abonnement_id = a.id and k.laatste > s.volgnummer)
      order by a.volgende_tijdstip, a.oin, a.id limit ${limiet} for update of a skip locked)
    update abonnement a set bezet_tot = ${bezetTot} from beurt b, deelnemer d
    where a.oin = b.oin and a.id = b.id and d.oin = a.oin
    returning a.oin, a.id, a.ontvanger_oin, d.gemeentecode, a.bestemming, a.soorten, a.toestand, a.mislukt_sinds, a.pogingen,
      array(select h.host from bestemming h where h.oin = a.oin and ${covers('h', today)}) as hosts,
      ${covers('d', today)} and (a.ontvanger_oin = a.oin or exists (
        select from mandaat m join deelnemer o on o.oin = m.gemachtigde_oin
        where m.gever_oin = a.oin and m.gemachtigde_oin = a.ontvanger_oin and m.doel = ${READ_FOR}
          and ${covers('m', today)} and ${covers('o', today)})) as gerechtigd,
      (select json_agg(json_build_object('stroom', s.stroom, 'sleutel', s.sleutel, 'volgnummer', s.volgnummer, 'laatste', k.laatste)
          order by s.stroom, s.sleutel)
        from abonnement_stand s join ${HEADS} k using (stroom, sleutel)
        where s.oin = a.oin and s.abonnement_id = a.id and k.laatste > s.volgnummer) as standen`.execute(
    tx,
  )
  return rows.map((row) => toBeurt(row, bezetTot))
}

function toBeurt(row: Row, bezetTot: Date): Beurt {
  return {
    oin: Oin.parse(row.oin),
    id: AbonnementId.parse(row.id),
    ontvanger: Oin.parse(row.ontvanger_oin),
    gemeenten: row.gemeentecode === null ? [] : [Gemeentecode.parse(row.gemeentecode)],
    bestemming: row.bestemming,
    hosts: row.hosts,
    gerechtigd: row.gerechtigd,
    soorten: row.soorten ?? undefined,
    gestoord: row.toestand === 'gestoord',
    misluktSinds: row.mislukt_sinds ?? undefined,
    pogingen: row.pogingen,
    standen: row.standen,
    bezetTot,
  }
}

/** How a turn ends. `mislukt` is absent when all that was tried arrived. */
export type Beurteinde = {
  readonly volgendeTijdstip: Date
  readonly mislukt?: {
    readonly sinds: Date
    readonly pogingen: number
    readonly fout: Bezorgfout
    /** Nothing is tried any more. */
    readonly voorgoed: boolean
  }
}

/** Whether a turn with this end is one in which something arrived after a time in which nothing did, or nothing went wrong. */
const isHealthy = ({ mislukt }: Beurteinde): boolean =>
  mislukt === undefined || mislukt.pogingen <= 1

/**
 * Writes down how a turn ended and lets go; without `einde` it only lets go.
 * @returns false when the hold was lost meanwhile: then nothing is written
 */
export async function endTurn(
  tx: Tx,
  beurt: Beurt,
  einde: Beurteinde | undefined,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('abonnement')
    .set({ bezet_tot: null, ...(einde !== undefined && columnsOf(einde)) })
    .where('oin', '=', beurt.oin)
    .where('id', '=', beurt.id)
    .where('bezet_tot', '=', beurt.bezetTot)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

const columnsOf = (einde: Beurteinde) => ({
  ...(isHealthy(einde) && { toestand: 'actief' }),
  ...(einde.mislukt?.voorgoed === true && { toestand: 'beeindigd' }),
  mislukt_sinds: einde.mislukt?.sinds ?? null,
  pogingen: einde.mislukt?.pogingen ?? 0,
  laatste_fout: einde.mislukt?.fout ?? null,
  volgende_tijdstip: einde.volgendeTijdstip,
})

/** Moves a subscription on in one feed; never back. */
export async function advanceStand(
  tx: Tx,
  { oin, id }: Pick<Beurt, 'oin' | 'id'>,
  { stroom, sleutel, volgnummer }: Omit<Stand, 'laatste'>,
): Promise<void> {
  await tx
    .updateTable('abonnement_stand')
    .set({ volgnummer })
    .where('oin', '=', oin)
    .where('abonnement_id', '=', id)
    .where('stroom', '=', stroom)
    .where('sleutel', '=', sleutel)
    .where('volgnummer', '<', volgnummer)
    .execute()
}

/** A subscription for which the alarm is due. */
export type Alarm = Pick<Beurt, 'oin' | 'id' | 'ontvanger'> & {
  readonly gemeentecode: Gemeentecode | undefined
  readonly sinds: Date
  readonly fout: Bezorgfout
}

/** Marks as disturbed what has not arrived since `sinds` or before and nobody has in hand at `at`, each once. */
export async function takeAlarms(tx: Tx, sinds: Date, at: Date): Promise<readonly Alarm[]> {
  const { rows } = await sql<{
    oin: string
    id: string
    ontvanger_oin: string
    gemeentecode: string | null
    mislukt_sinds: Date
    laatste_fout: Bezorgfout
  }>`update abonnement a set toestand = 'gestoord' from deelnemer d
    where a.toestand = 'actief' and a.mislukt_sinds <= ${sinds} and d.oin = a.oin
      and (a.bezet_tot is null or a.bezet_tot <= ${at})
    returning a.oin, a.id, a.ontvanger_oin, d.gemeentecode, a.mislukt_sinds, a.laatste_fout`.execute(
    tx,
  )
  return rows.map((row) => ({
    oin: Oin.parse(row.oin),
    id: AbonnementId.parse(row.id),
    ontvanger: Oin.parse(row.ontvanger_oin),
    gemeentecode: row.gemeentecode === null ? undefined : Gemeentecode.parse(row.gemeentecode),
    sinds: row.mislukt_sinds,
    fout: row.laatste_fout,
  }))
}

/** How many subscriptions are disturbed, of everybody. */
export async function countDisturbed(tx: Tx): Promise<number> {
  const { aantal } = await tx
    .selectFrom('abonnement')
    .select((expression) => expression.fn.countAll<string | number>().as('aantal'))
    .where('toestand', '=', 'gestoord')
    .executeTakeFirstOrThrow()
  return Number(aantal)
}
