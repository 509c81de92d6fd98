/** The terms that municipalities set themselves, each from a day on. Roles `gw_aanlevering`, `gw_aflevering` (read), `gw_bewaring`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { BesluitId, type Eigentermijn, Wijze } from '../model/bewaarbesluit.ts'
import { type Dag, Gemeentecode } from '../model/ids.ts'

/** One of them: `termijn` in ISO 8601. */
export type EigenTermijn = {
  readonly categorie: string
  readonly termijn: string
  readonly vanaf: Dag
  readonly besluitId: BesluitId
}

/** The terms of a municipality that are in force on `dag`, the last of each category. */
export async function listOwnTerms(
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
): Promise<readonly EigenTermijn[]> {
  const rows = await tx
    .selectFrom('eigen_bewaartermijn')
    .distinctOn('categorie')
    .select(['categorie', 'termijn', 'vanaf', 'besluit_id'])
    .where('gemeentecode', '=', gemeentecode)
    .where('vanaf', '<=', dag)
    .orderBy('categorie')
    .orderBy('vanaf', 'desc')
    .execute()
  return rows.map(({ besluit_id, ...row }) => ({ ...row, besluitId: BesluitId.parse(besluit_id) }))
}

/** The category under which a decision puts down how the municipality decides from its day on. */
const WIJZE = 'wijze'

/** How a municipality decides on `dag`: as its last decision about that said; otherwise two persons. */
export async function findWijze(tx: Tx, gemeentecode: Gemeentecode, dag: Dag): Promise<Wijze> {
  return Wijze.parse((await findOwnTerms(tx, gemeentecode, dag)).get(WIJZE) ?? 'fgStelt')
}

/** As `listOwnTerms`, by category. */
export async function findOwnTerms(
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
): Promise<ReadonlyMap<string, string>> {
  const found = await listOwnTerms(tx, gemeentecode, dag)
  return new Map(found.map(({ categorie, termijn }) => [categorie, termijn]))
}

/** As `findOwnTerms`, of many; a municipality that set none is not there. */
export async function findOwnTermsOf(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  dag: Dag,
): Promise<ReadonlyMap<Gemeentecode, ReadonlyMap<string, string>>> {
  const { rows } = await sql<{ gemeentecode: string; categorie: string; termijn: string }>`
    select distinct on (gemeentecode, categorie) gemeentecode, categorie, termijn from eigen_bewaartermijn
    where gemeentecode = any(${gemeenten}::text[]) and vanaf <= ${dag}::date
    order by gemeentecode, categorie, vanaf desc`.execute(tx)
  const found = Map.groupBy(rows, (row) => Gemeentecode.parse(row.gemeentecode))
  return new Map(
    [...found].map(([code, terms]) => [
      code,
      new Map(terms.map(({ categorie, termijn }) => [categorie, termijn])),
    ]),
  )
}

/** Puts down what an approved decision sets. */
export async function insertOwnTerms(
  tx: Tx,
  gemeentecode: Gemeentecode,
  {
    besluitId,
    vanaf,
    termijnen,
    wijze,
  }: {
    readonly besluitId: BesluitId
    readonly vanaf: Dag
    readonly termijnen: readonly Eigentermijn[]
    readonly wijze: Wijze | undefined
  },
): Promise<void> {
  const rows =
    wijze === undefined ? termijnen : [...termijnen, { categorie: WIJZE, termijn: wijze }]
  await sql`insert into eigen_bewaartermijn (gemeentecode, categorie, vanaf, termijn, besluit_id)
    select ${gemeentecode}, categorie, ${vanaf}::date, termijn, ${besluitId}::uuid from unnest(
      ${rows.map(({ categorie }) => categorie)}::text[],
      ${rows.map(({ termijn }) => termijn)}::text[]) as t(categorie, termijn)`.execute(tx)
}

/** Takes them away again: the decision was withdrawn before its day. */
export async function deleteOwnTerms(
  tx: Tx,
  gemeentecode: Gemeentecode,
  besluitId: BesluitId,
): Promise<void> {
  await tx
    .deleteFrom('eigen_bewaartermijn')
    .where('gemeentecode', '=', gemeentecode)
    .where('besluit_id', '=', besluitId)
    .execute()
}
