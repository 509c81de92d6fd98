/** The signals of a municipality as a decision on terms sees them: days, codes and names of fields, no value. Role `gw_bewaring`. */
import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../db/database.ts'
import { Dag, type Gemeentecode, SignaalId } from '../model/ids.ts'
import { Veld } from '../model/veld.ts'

/** A field with the due date that it has, or would have without a hold. */
type Veldregel = { readonly veld: Veld; readonly vervaldatum: Dag }

/** What is the same for a group of signals, or stands of one. */
export type Opslagregel = {
  readonly signaaltype: string
  readonly beleidId: string
  readonly dag: Dag
  readonly vervaldatum: Dag
  /** The term of its row after a result. */
  readonly rij: { readonly categorie: string; readonly vanaf: Dag } | undefined
  readonly bevestigd: { readonly dag: Dag; readonly vervaldatum: Dag } | undefined
  readonly bevrorenTot: Dag | undefined
  readonly velden: readonly Veldregel[]
}

/** Signals that are alike: how many, and a hash over their ids. */
export type Opslaggroep = Opslagregel & { readonly aantal: number; readonly wie: string }

const Rijen = z.array(z.tuple([Dag, z.array(Veld), z.array(Dag).nullable()]))

type Raw = {
  signaaltype: string
  beleid_id: string
  dag: string
  vervaldatum: string
  termijn_categorie: string | null
  termijn_vanaf: string | null
  bevestigd_dag: string | null
  velden_vervaldatum: string | null
  bevroren_tot: string | null
  rijen: unknown
}

const DAY_OF = (column: string) => sql`(${sql.ref(column)} at time zone 'Europe/Amsterdam')::date`

/** The sealed rows of a signal as `[[due date, fields, due dates without a hold]]`. */
const ROWS = sql`(select jsonb_agg(jsonb_build_array(v.vervaldatum, v.velden, v.oorspronkelijk) order by v.vervaldatum)
  from verzegeld v where v.gemeentecode = s.gemeentecode and v.signaal_id = s.id)`

function toRegel(row: Raw): Opslagregel {
  const {
    bevestigd_dag: dag,
    velden_vervaldatum: due,
    termijn_categorie: categorie,
    termijn_vanaf: vanaf,
  } = row
  const rijen = Rijen.parse(row.rijen ?? [])
  return {
    signaaltype: row.signaaltype,
    beleidId: row.beleid_id,
    dag: row.dag,
    vervaldatum: row.vervaldatum,
    rij: categorie === null || vanaf === null ? undefined : { categorie, vanaf },
    bevestigd: dag === null || due === null ? undefined : { dag, vervaldatum: due },
    bevrorenTot: row.bevroren_tot ?? undefined,
    velden: rijen.flatMap(([vervaldatum, velden, oorspronkelijk]) =>
      velden.map((veld, i) => ({ veld, vervaldatum: oorspronkelijk?.[i] ?? vervaldatum })),
    ),
  }
}

/**
 * All signals of a municipality that came in up to `peil`, alike ones together; one statement, so one moment. A receipt that was confirmed
 * after `peil` counts as not confirmed.
 */
export async function groupStored(
  tx: Tx,
  gemeentecode: Gemeentecode,
  peil: Date,
): Promise<readonly Opslaggroep[]> {
  const { rows } = await sql<Raw & { aantal: number; wie: string }>`
    select signaaltype, beleid_id, dag::text, vervaldatum::text, termijn_categorie, termijn_vanaf::text, bevestigd_dag::text, velden_vervaldatum::text,
      bevroren_tot::text, rijen, count(*)::int as aantal,
      encode(sha256(convert_to(string_agg(id::text || '/' || versie::text, ',' order by id), 'UTF8')), 'hex') as wie
    from (select s.id, s.versie, s.signaaltype, s.beleid_id, ${DAY_OF('s.aangeleverd_tijdstip')} as dag, s.vervaldatum,
        s.termijn_categorie, s.termijn_vanaf, case when s.ontvangen_tijdstip <= ${peil} then ${DAY_OF('s.ontvangen_tijdstip')} end as bevestigd_dag,
        case when s.ontvangen_tijdstip <= ${peil} then s.velden_vervaldatum end as velden_vervaldatum,
        s.bevroren_tot, ${ROWS} as rijen
      from signaal s where s.gemeentecode = ${gemeentecode} and s.aangeleverd_tijdstip <= ${peil}) one
    group by signaaltype, beleid_id, dag, vervaldatum, termijn_categorie, termijn_vanaf, bevestigd_dag, velden_vervaldatum, bevroren_tot, rijen
    order by signaaltype, beleid_id, dag, vervaldatum, termijn_categorie, termijn_vanaf, bevestigd_dag, velden_vervaldatum, bevroren_tot, rijen::text`.execute(
    tx,
  )
  return rows.map(({ aantal, wie, ...row }) => ({ ...toRegel(row), aantal, wie }))
}

/** One signal that is held until commit. */
export type Opgeslagen = Opslagregel & {
  readonly id: SignaalId
  readonly aangeleverdTijdstip: Date
  readonly ontvangenTijdstip: Date | undefined
}

/** The next signals after `vanaf` by id, at most `limit`, held until commit. */
export async function lockNextStored(
  tx: Tx,
  gemeentecode: Gemeentecode,
  vanaf: SignaalId | undefined,
  limit: number,
): Promise<readonly Opgeslagen[]> {
  const { rows } = await sql<
    Raw & { id: string; aangeleverd_tijdstip: Date; ontvangen_tijdstip: Date | null }
  >`select s.id, s.signaaltype, s.beleid_id, ${DAY_OF('s.aangeleverd_tijdstip')}::text as dag, s.vervaldatum::text, s.termijn_categorie, s.termijn_vanaf::text,
      ${DAY_OF('s.ontvangen_tijdstip')}::text as bevestigd_dag, s.velden_vervaldatum::text, s.bevroren_tot::text,
      s.aangeleverd_tijdstip, s.ontvangen_tijdstip, ${ROWS} as rijen
    from signaal s where s.gemeentecode = ${gemeentecode} and (${vanaf ?? null}::uuid is null or s.id > ${vanaf ?? null}::uuid)
    order by s.id limit ${limit} for update of s`.execute(tx)
  return rows.map((row) => ({
    ...toRegel(row),
    id: SignaalId.parse(row.id),
    aangeleverdTijdstip: row.aangeleverd_tijdstip,
    ontvangenTijdstip: row.ontvangen_tijdstip ?? undefined,
  }))
}

/** The new due dates of one signal; `velden`: of its fields after a confirmed receipt, where there are any. */
export type NieuweDatums = {
  readonly id: SignaalId
  readonly vervaldatum: Dag
  readonly velden: Dag | undefined
}

/** Writes the new due dates of signals that are held. */
export async function setDueDates(
  tx: Tx,
  gemeentecode: Gemeentecode,
  due: readonly NieuweDatums[],
): Promise<void> {
  await sql`update signaal s set vervaldatum = d.vervaldatum,
      velden_vervaldatum = coalesce(d.velden, s.velden_vervaldatum)
    from unnest(${due.map(({ id }) => id)}::uuid[], ${due.map((one) => one.vervaldatum)}::date[],
      ${due.map(({ velden }) => velden ?? null)}::date[]) as d(id, vervaldatum, velden)
    where s.gemeentecode = ${gemeentecode} and s.id = d.id`.execute(tx)
}
