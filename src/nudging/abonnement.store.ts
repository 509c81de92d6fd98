/** The subscriptions of a party. Role `gw_deelnemer`, for the party of the transaction. */
import { type Selectable, sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { Abonnement, type AbonnementId, type Abonnementsvraag } from '../model/abonnement.ts'
import type { Dag, Oin } from '../model/ids.ts'
import type { Stroom } from '../model/seintje.ts'

/** Whose it is: the responsible party; `ontvanger` narrows to what one receiver made, absent it is all. */
export type Eigenaar = { readonly oin: Oin; readonly ontvanger?: Oin }

/** Where a subscription begins in one feed. */
export type Beginstand = {
  readonly stroom: Stroom
  readonly sleutel: string
  readonly volgnummer: number
}

/** The party's own subscriptions are made one after the other. */
export async function lockSubscriber(tx: Tx, oin: Oin): Promise<void> {
  await tx.selectFrom('deelnemer').select('oin').where('oin', '=', oin).forUpdate().execute()
}

/** The hosts of the party on `today`. */
export async function findHosts(tx: Tx, oin: Oin, today: Dag): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('bestemming')
    .select('host')
    .where('oin', '=', oin)
    .where('vanaf', '<=', today)
    .where((where) => where.or([where('tot', 'is', null), where('tot', '>', today)]))
    .execute()
  return rows.map(({ host }) => host)
}

/** The number of the last line of a feed; `sleutel` says whose it is. */
export async function findFeedHead(tx: Tx, stroom: Stroom, sleutel: string): Promise<number> {
  const row = await (stroom === 'gebeurtenissen'
    ? tx
        .selectFrom('gemeente_gebeurtenis_kop')
        .select('laatste')
        .where('gemeentecode', '=', sleutel)
        .executeTakeFirst()
    : tx
        .selectFrom('terugkoppeling_kop')
        .select('laatste')
        .where('oin', '=', sleutel)
        .executeTakeFirst())
  return row?.laatste ?? 0
}

export type NieuwAbonnement = {
  readonly oin: Oin
  readonly id: AbonnementId
  readonly ontvanger: Oin
  readonly vraag: Abonnementsvraag
  readonly at: Date
  readonly sleutel: string | undefined
  readonly standen: readonly Beginstand[]
}

export async function insertAbonnement(tx: Tx, nieuw: NieuwAbonnement): Promise<void> {
  const { oin, id, at, vraag } = nieuw
  await tx
    .insertInto('abonnement')
    .values({
      oin,
      id,
      ontvanger_oin: nieuw.ontvanger,
      bestemming: vraag.bestemming,
      soorten: vraag.soorten ?? null,
      toestand: 'actief',
      aangemaakt_tijdstip: at,
      idempotentiesleutel: nieuw.sleutel ?? null,
      volgende_tijdstip: at,
    })
    .execute()
  await tx
    .insertInto('abonnement_stand')
    .values(nieuw.standen.map((stand) => ({ oin, abonnement_id: id, ...stand })))
    .execute()
}

/** Oldest first. */
export async function listAbonnementen(
  tx: Tx,
  { oin, ontvanger }: Eigenaar,
): Promise<readonly Abonnement[]> {
  let query = tx.selectFrom('abonnement').selectAll().where('oin', '=', oin)
  if (ontvanger !== undefined) query = query.where('ontvanger_oin', '=', ontvanger)
  return (await query.orderBy('id').execute()).map(toAbonnement)
}

/** The one that this idempotency key made, with when; the key is free again once it is older than `sinds`. */
export async function findByKey(
  tx: Tx,
  oin: Oin,
  sleutel: string,
  sinds: Date,
): Promise<Abonnement | undefined> {
  await tx
    .updateTable('abonnement')
    .set({ idempotentiesleutel: null })
    .where('oin', '=', oin)
    .where('idempotentiesleutel', '=', sleutel)
    .where('aangemaakt_tijdstip', '<=', sinds)
    .execute()
  const row = await tx
    .selectFrom('abonnement')
    .selectAll()
    .where('oin', '=', oin)
    .where('idempotentiesleutel', '=', sleutel)
    .executeTakeFirst()
  return row && toAbonnement(row)
}

/** Replaces where it goes and what of; it is tried at once. Whoever has it in hand lets go of it. @returns whether it is there */
export async function replaceAbonnement(
  tx: Tx,
  eigenaar: Eigenaar,
  id: AbonnementId,
  { bestemming, soorten }: Abonnementsvraag,
  at: Date,
): Promise<boolean> {
  const { oin, ontvanger = null } = eigenaar
  const { numAffectedRows } = await sql`update abonnement
    set bestemming = ${bestemming}, soorten = ${soorten ?? null}::text[], toestand = 'actief', mislukt_sinds = null,
      pogingen = 0, laatste_fout = null, volgende_tijdstip = ${at}, bezet_tot = null
    where oin = ${oin} and id = ${id}::uuid and (${ontvanger}::text is null or ontvanger_oin = ${ontvanger})`.execute(
    tx,
  )
  return numAffectedRows === 1n
}

/** Whether it was there. */
export async function deleteAbonnement(
  tx: Tx,
  { oin, ontvanger }: Eigenaar,
  id: AbonnementId,
): Promise<boolean> {
  let query = tx.deleteFrom('abonnement').where('oin', '=', oin).where('id', '=', id)
  if (ontvanger !== undefined) query = query.where('ontvanger_oin', '=', ontvanger)
  const { numDeletedRows } = await query.executeTakeFirstOrThrow()
  return numDeletedRows === 1n
}

function toAbonnement(row: Selectable<Database['abonnement']>): Abonnement {
  return Abonnement.parse({
    id: row.id,
    bestemming: row.bestemming,
    ...(row.soorten !== null && { soorten: row.soorten }),
    toestand: row.toestand,
    aangemaaktTijdstip: row.aangemaakt_tijdstip.toISOString(),
    ...(row.mislukt_sinds !== null && {
      haperend: {
        sindsTijdstip: row.mislukt_sinds.toISOString(),
        pogingen: row.pogingen,
        fout: row.laatste_fout,
        volgendeTijdstip: row.volgende_tijdstip.toISOString(),
      },
    }),
  })
}
