/** The facts of one municipality that the indicators count: coded rows, no id of a person. Roles `gw_monitor`, and `gw_bewaring` for what is about to go. */
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../db/database.ts'
import { Contactsoort, Dagdeel } from '../model/contactpoging.ts'
import type { Gemeentecode, SignaalId } from '../model/ids.ts'
import { Meldingtoestand } from '../model/melding-life.ts'
import { Schuldontwikkeling } from '../model/signaalreis.ts'
import { Uitkomstgroep } from '../model/terugkoppeling.ts'
import type { Meldingfeit, Signaalfeit, Stand } from './feiten.ts'
import { idsOfMonth, type Maand, monthOfSignal } from './month.ts'

/**
 * Which rows: a whole month, or those of these ids. What was given back is not among them: its numbers are kept from that moment, by `teruggegeven`,
 * which asks for that and nothing else.
 */
export type Welke =
  | { readonly maand: Maand }
  | { readonly ids: readonly SignaalId[]; readonly teruggegeven?: boolean }

const isTeruggegeven = (welke: Welke): boolean => 'ids' in welke && welke.teruggegeven === true

type Signaalrij = {
  readonly id: string
  readonly signaaltype: string
  readonly soort: string | null
  readonly crisis: boolean | null
  readonly bedragklasse: string | null
  readonly leeftijdsklasse: string | null
  readonly wijkcode: string | null
  readonly toestand: string | null
  readonly uitkomstgroep: string | null
  readonly ontwikkeling: string | null
}

const whichSignals = (welke: Welke): RawBuilder<boolean> => {
  if ('ids' in welke) return sql`s.id = any(${welke.ids}::uuid[])`
  const [from, below] = idsOfMonth(welke.maand)
  return sql`s.id >= ${from}::uuid and s.id < ${below}::uuid`
}

/** The signals; each of the month of its first version. */
export async function readSignaalfeiten(
  tx: Tx,
  gemeentecode: Gemeentecode,
  welke: Welke,
): Promise<readonly Signaalfeit[]> {
  const { rows } = await sql<Signaalrij>`
    select s.id, s.signaaltype, s.soort, s.crisis, s.bedragklasse, s.leeftijdsklasse, s.wijkcode,
      m.toestand, m.uitkomstgroep, v.ontwikkeling
    from signaal s left join melding m on m.gemeentecode = s.gemeentecode and m.id = s.melding_id
    left join schuldverloop v on v.gemeentecode = s.gemeentecode and v.signaal_id = s.id
    where s.gemeentecode = ${gemeentecode} and ${whichSignals(welke)}
      and coalesce(m.toestand = 'retour', false) = ${isTeruggegeven(welke)}::boolean`.execute(tx)
  return rows.map((row) => ({
    maand: monthOfSignal(row.id),
    signaaltype: row.signaaltype,
    soort: row.soort ?? undefined,
    crisis: row.crisis ?? undefined,
    bedragklasse: row.bedragklasse ?? undefined,
    leeftijdsklasse: row.leeftijdsklasse ?? undefined,
    wijkcode: row.wijkcode ?? undefined,
    melding: row.toestand === null ? undefined : toStand(row.toestand, row.uitkomstgroep),
    ontwikkeling:
      row.ontwikkeling === null ? undefined : Schuldontwikkeling.parse(row.ontwikkeling),
  }))
}

const toStand = (toestand: string, uitkomstgroep: string | null): Stand => ({
  toestand: Meldingtoestand.parse(toestand),
  uitkomstgroep: uitkomstgroep === null ? undefined : Uitkomstgroep.parse(uitkomstgroep),
})

type Meldingrij = {
  readonly maand: string
  readonly toestand: string
  readonly uitkomstgroep: string | null
  readonly aanleveraars: number
  readonly signaaltypen: string[]
  readonly wijkcode: string | null
  readonly vervolg: boolean
  readonly gevolgd: boolean
  readonly pogingen: unknown
}

/** Attempts as the query gives them: kind, part of the day, whether the person was reached. */
const Pogingen = z.array(
  z
    .tuple([Contactsoort, Dagdeel, z.boolean()])
    .transform(([soort, dagdeel, bereikt]) => ({ soort, dagdeel, bereikt })),
)

/** Those of a month, or those that have no signal besides these. One without any signal counts no more. */
const whichMeldingen = (welke: Welke): RawBuilder<boolean> =>
  'maand' in welke
    ? sql`m.maand = ${welke.maand}`
    : sql`m.id in (select g.melding_id from signaal g where g.gemeentecode = m.gemeentecode and g.id = any(${welke.ids}::uuid[]))
        and not exists (select from signaal b where b.gemeentecode = m.gemeentecode and b.melding_id = m.id
          and b.id <> all(${welke.ids}::uuid[]))`

/** A melding with the types of its signals, so that a policy of today says whether its district may be counted. */
export type Meldingrijfeit = Meldingfeit & { readonly signaaltypen: readonly string[] }

/** The meldingen that have a signal. */
export async function readMeldingfeiten(
  tx: Tx,
  gemeentecode: Gemeentecode,
  welke: Welke,
): Promise<readonly Meldingrijfeit[]> {
  const { rows } = await sql<Meldingrij>`
    select m.maand, m.toestand, m.uitkomstgroep, count(distinct s.oin)::integer as aanleveraars,
      array_agg(distinct s.signaaltype) as signaaltypen, min(s.wijkcode) as wijkcode, m.vorige is not null as vervolg,
      exists (select from melding v where v.gemeentecode = m.gemeentecode and v.vorige = m.id) as gevolgd,
      (select coalesce(json_agg(json_build_array(c.soort, c.dagdeel, c.bereikt)), '[]') from contactpoging c
        where c.gemeentecode = m.gemeentecode and c.melding_id = m.id and c.vervallen_tijdstip is null) as pogingen
    from melding m join signaal s on s.gemeentecode = m.gemeentecode and s.melding_id = m.id
    where m.gemeentecode = ${gemeentecode} and ${whichMeldingen(welke)}
      and (m.toestand = 'retour') = ${isTeruggegeven(welke)}::boolean
    group by m.gemeentecode, m.id`.execute(tx)
  return rows.map((row) => ({
    ...toStand(row.toestand, row.uitkomstgroep),
    maand: row.maand,
    isMeervoudig: row.aanleveraars > 1,
    isOpeenvolgend: row.vervolg,
    wijkcode: row.wijkcode ?? undefined,
    signaaltypen: row.signaaltypen,
    pogingen: Pogingen.parse(row.pogingen),
    keerdeTerug: row.gevolgd,
  }))
}

/** Whether anything of a month still lives or waits for its place. */
export async function monthLives(
  tx: Tx,
  gemeentecode: Gemeentecode,
  maand: Maand,
): Promise<{ readonly lives: boolean; readonly waits: boolean }> {
  const [from, below] = idsOfMonth(maand)
  const { rows } = await sql<{ lives: boolean; waits: boolean }>`select
    exists (select from signaal where gemeentecode = ${gemeentecode} and id >= ${from}::uuid and id < ${below}::uuid) as lives,
    exists (select from matchwacht where gemeentecode = ${gemeentecode} and maand = ${maand})
      or exists (select from sleperwacht where gemeentecode = ${gemeentecode} and maand = ${maand}) as waits`.execute(
    tx,
  )
  return z.strictObject({ lives: z.boolean(), waits: z.boolean() }).parse(rows[0])
}

/** The months of which meldingen live. */
export async function livingMonths(tx: Tx, gemeentecode: Gemeentecode): Promise<readonly Maand[]> {
  const { rows } = await sql<{ maand: string }>`
    select distinct maand from melding where gemeentecode = ${gemeentecode} order by maand`.execute(
    tx,
  )
  return rows.map(({ maand }) => maand)
}
