/** What waits to be chosen in one municipality: coded rows, no sealed field. Role `gw_selectie`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Dag, type Gemeentecode, Oin, SignaalId } from '../model/ids.ts'
import type { Meldingtoestand } from '../model/melding-life.ts'
import type { Meldingrij, Signaalrij } from './candidates.ts'

/** One who chooses at a time in a municipality, until commit. */
export async function lockKeuze(tx: Tx, gemeentecode: Gemeentecode): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`keuze/${gemeentecode}`}, 0))`.execute(
    tx,
  )
}

type Rij = {
  readonly melding: string
  readonly id: string
  readonly versie: number
  readonly oin: string
  readonly signaaltype: string
  readonly soort: string | null
  readonly crisis: boolean | null
  readonly bedragklasse: string | null
  readonly leeftijdsklasse: string | null
  readonly wijkcode: string | null
  readonly gegroeid: boolean
}

/** What counts: not closed at intake, not withdrawn, not restricted on `dag`, and in its place. */
const living = (gemeentecode: Gemeentecode, dag: Dag) => sql`
  s.gemeentecode = ${gemeentecode} and s.gesloten is null and s.ingetrokken_tijdstip is null
  and (s.beperkt_tot is null or s.beperkt_tot <= ${dag}::date)
  and not exists (select from matchwacht w where w.gemeentecode = s.gemeentecode and w.signaal_id = s.id)`

const COLUMNS = sql`s.melding_id as melding, s.id, s.versie, s.oin, s.signaaltype, s.soort, s.crisis, s.bedragklasse, s.leeftijdsklasse, s.wijkcode, coalesce(s.gegroeid, false) as gegroeid`

const toSignaal = (row: Rij): Signaalrij => ({
  ...row,
  melding: SignaalId.parse(row.melding),
  id: SignaalId.parse(row.id),
  oin: Oin.parse(row.oin),
})

type Rijmelding = {
  readonly id: string
  readonly versie: number
  readonly uitgesteld: number
  readonly beschikbaar: Date | null
  readonly vorige: string | null
  readonly eerder_opgepakt: boolean | null
}

/** The meldingen in `toestand` that have a living signal, whole, each with its earlier one. */
export async function listMeldingen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  { toestand, dag }: { readonly toestand: Meldingtoestand; readonly dag: Dag },
): Promise<readonly Meldingrij[]> {
  const { rows: meldingen } = await sql<Rijmelding>`
    select m.id, m.versie, m.uitgesteld, m.beschikbaar_tijdstip as beschikbaar, m.vorige, v.toestand in ('opgepakt', 'afgesloten') as eerder_opgepakt
    from melding m left join melding v on v.gemeentecode = m.gemeentecode and v.id = m.vorige
    where m.gemeentecode = ${gemeentecode} and m.toestand = ${toestand}`.execute(tx)
  const { rows: own } = await sql<Rij>`select ${COLUMNS} from signaal s
    join melding m on m.gemeentecode = s.gemeentecode and m.id = s.melding_id
    where ${living(gemeentecode, dag)} and m.gemeentecode = ${gemeentecode} and m.toestand = ${toestand}`.execute(
    tx,
  )
  const { rows: before } = await sql<Rij>`select ${COLUMNS} from signaal s
    where ${living(gemeentecode, dag)} and s.melding_id in (
      select vorige from melding where gemeentecode = ${gemeentecode} and toestand = ${toestand} and vorige is not null)`.execute(
    tx,
  )
  const signalen = Map.groupBy(own.map(toSignaal), ({ melding }) => melding as string)
  const eerder = Map.groupBy(before.map(toSignaal), ({ melding }) => melding as string)
  return meldingen.flatMap((row) => {
    const mine = signalen.get(row.id) ?? []
    if (mine.length === 0) return []
    const { id, versie, uitgesteld, beschikbaar } = row
    const earlier = row.vorige === null ? [] : (eerder.get(row.vorige) ?? [])
    return {
      id: SignaalId.parse(id),
      versie,
      uitgesteld,
      beschikbaar,
      signalen: mine,
      eerder: earlier,
      eerderOpgepakt: row.eerder_opgepakt === true,
    }
  })
}

/** What a step changes on a melding beside its state and version. */
export type Stapgevolg = {
  readonly van: readonly Meldingtoestand[]
  readonly naar: Meldingtoestand
  readonly geselecteerd?: {
    readonly selectieId: string
    readonly at: Date
    readonly aanbod: string
  }
  /** Only those that this choice chose. */
  readonly onder?: string
  /** When it went back to its VLPs. */
  readonly teruggegeven?: Date
  /** Added to how often it was postponed. */
  readonly uitgesteld: number
}

/**
 * Takes a step with each of these meldingen that stands where it can be taken, in one statement.
 * @returns those that took it
 */
export async function stepMeldingen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
  { van, naar, geselecteerd, onder, teruggegeven, uitgesteld }: Stapgevolg,
): Promise<readonly SignaalId[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{
    id: string
  }>`update melding set toestand = ${naar}, versie = versie + 1,
      selectie_id = ${geselecteerd?.selectieId ?? null}::uuid, aanbod = ${geselecteerd?.aanbod ?? null},
      geselecteerd_tijdstip = ${geselecteerd?.at ?? null}::timestamptz, teruggegeven_tijdstip = ${teruggegeven ?? null}::timestamptz,
      uitgesteld = greatest(uitgesteld + ${uitgesteld}::integer, 0)
    where gemeentecode = ${gemeentecode} and id = any(${ids}::uuid[]) and toestand = any(${van}::text[])
      and (${onder ?? null}::uuid is null or selectie_id = ${onder ?? null}::uuid)
    returning id`.execute(tx)
  return rows.map(({ id }) => SignaalId.parse(id))
}

/**
 * All that is in its place in this municipality counts as shown from `at` on, chosen or not, whatever of it a page shows: a sender that reads
 * this of its signal learns that the list was read, and nothing of the list.
 */
export async function markShown(tx: Tx, gemeentecode: Gemeentecode, at: Date): Promise<void> {
  await sql`update melding set beschikbaar_tijdstip = ${at}
    where gemeentecode = ${gemeentecode} and beschikbaar_tijdstip is null`.execute(tx)
  // Held in one order, so that two who hold signals never wait for each other; found once, and not for each signal anew while there are no statistics.
  await sql`update signaal set beschikbaar_tijdstip = ${at} where gemeentecode = ${gemeentecode} and id = any(array(
    select s.id from signaal s where s.gemeentecode = ${gemeentecode} and s.beschikbaar_tijdstip is null and s.gesloten is null
      and not exists (select from matchwacht w where w.gemeentecode = s.gemeentecode and w.signaal_id = s.id)
    order by s.id for no key update))`.execute(tx)
}
