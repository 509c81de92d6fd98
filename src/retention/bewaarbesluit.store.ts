/** A municipality's decisions on terms. Every function works for the municipality of the transaction. Role `gw_bewaring`. */
import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import type { Database, Tx } from '../db/database.ts'
import {
  type BesluitId,
  Besluittoestand,
  type Bewaaradvies,
  Bewaarbesluit,
  Bewaarontwerp,
  type Bewaaruitvoering,
  type Voorvertoning,
  type Wijze,
} from '../model/bewaarbesluit.ts'
import { type Dag, type Gemeentecode, SignaalId } from '../model/ids.ts'

const Inhoud = z.object({
  termijnen: Bewaarontwerp.shape.termijnen,
  kenmerk: Bewaarontwerp.shape.kenmerk,
})

/** What is drafted. `sleutel` is the idempotency key of the request. */
export type NieuwBesluit = {
  readonly id: BesluitId
  readonly gemeentecode: Gemeentecode
  readonly ontwerp: Bewaarontwerp
  /** How the municipality decides now. */
  readonly wijze: Wijze
  readonly door: string
  readonly at: Date
  readonly sleutel: string | undefined
  /** When the whole row goes. */
  readonly vervaldatum: Dag
}

/** @returns false when one is under way already: nothing was written */
export async function insertBesluit(tx: Tx, nieuw: NieuwBesluit): Promise<boolean> {
  const { termijnen, kenmerk, wijze, ingangsdatum } = nieuw.ontwerp
  const rows = await tx
    .insertInto('bewaarbesluit')
    .values({
      gemeentecode: nieuw.gemeentecode,
      id: nieuw.id,
      toestand: 'concept',
      wijze: nieuw.wijze,
      inhoud: JSON.stringify({ termijnen, kenmerk }),
      nieuwe_wijze: wijze ?? null,
      ingangsdatum,
      opgesteld_door: nieuw.door,
      opgesteld_tijdstip: nieuw.at,
      idempotentiesleutel: nieuw.sleutel ?? null,
      vervaldatum: nieuw.vervaldatum,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return rows.length === 1
}

/** One of them, held until commit; undefined when it is not there or not this municipality's. */
export async function lockBesluit(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: BesluitId,
): Promise<Bewaarbesluit | undefined> {
  const row = await tx
    .selectFrom('bewaarbesluit')
    .selectAll()
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && toBesluit(row)
}

/** The newest hundred. */
export async function listBesluiten(
  tx: Tx,
  gemeentecode: Gemeentecode,
): Promise<readonly Bewaarbesluit[]> {
  const rows = await tx
    .selectFrom('bewaarbesluit')
    .selectAll()
    .where('gemeentecode', '=', gemeentecode)
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
  return rows.map(toBesluit)
}

/** The one that this idempotency key made after `sinds`. */
export async function findBesluitByKey(
  tx: Tx,
  gemeentecode: Gemeentecode,
  sleutel: string,
  sinds: Date,
): Promise<Bewaarbesluit | undefined> {
  const row = await tx
    .selectFrom('bewaarbesluit')
    .selectAll()
    .where('gemeentecode', '=', gemeentecode)
    .where('idempotentiesleutel', '=', sleutel)
    .where('opgesteld_tijdstip', '>', sinds)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toBesluit(row)
}

/** A deed on a decision that is held: what stands after it. */
export type Besluitstap =
  | { readonly naar: 'geadviseerd'; readonly strekking: Bewaaradvies['strekking'] }
  | { readonly naar: 'goedgekeurd'; readonly voorvertoning: Voorvertoning }
  | { readonly naar: 'verworpen' | 'ingetrokken' }

const columnsOf = (stap: Besluitstap, door: string, at: Date) => {
  switch (stap.naar) {
    case 'geadviseerd':
      return { advies_door: door, advies_tijdstip: at, advies_strekking: stap.strekking }
    case 'goedgekeurd':
      return {
        besloten_door: door,
        besloten_tijdstip: at,
        voorvertoning: JSON.stringify(stap.voorvertoning),
      }
    case 'verworpen':
      return { besloten_door: door, besloten_tijdstip: at }
    case 'ingetrokken':
      return { ingetrokken_door: door, ingetrokken_tijdstip: at }
  }
}

/** Writes a deed down. @throws Error when the decision did not stand at `van` */
export async function stepBesluit(
  tx: Tx,
  { gemeentecode, id, toestand: van }: Bewaarbesluit,
  stap: Besluitstap,
  { door, at }: { readonly door: string; readonly at: Date },
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('bewaarbesluit')
    .set({ toestand: stap.naar, ...columnsOf(stap, door, at) })
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .where('toestand', '=', van)
    .executeTakeFirstOrThrow()
  if (Number(numUpdatedRows) !== 1) throw new Error('a retention decision moved under its lock')
}

/** A decision that is being carried out, and up to which signal it is. */
export type Uitvoeringsstand = {
  readonly besluit: Bewaarbesluit
  readonly totSignaal: SignaalId | undefined
}

/** The approved decision whose day has come, held until commit; undefined when there is none (any more). */
export async function lockToCarryOut(
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
): Promise<Uitvoeringsstand | undefined> {
  const row = await tx
    .selectFrom('bewaarbesluit')
    .selectAll()
    .where('gemeentecode', '=', gemeentecode)
    .where('toestand', '=', 'goedgekeurd')
    .where('ingangsdatum', '<=', dag)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return undefined
  const totSignaal = row.tot_signaal === null ? undefined : SignaalId.parse(row.tot_signaal)
  return { besluit: toBesluit(row), totSignaal }
}

/** Notes how far the carrying out is; with `klaar` the decision is in force from now on. */
export async function saveUitvoering(
  tx: Tx,
  { gemeentecode, id }: Bewaarbesluit,
  done: {
    readonly totSignaal: SignaalId | undefined
    readonly uitvoering: Bewaaruitvoering
    readonly klaar: boolean
  },
): Promise<void> {
  await tx
    .updateTable('bewaarbesluit')
    .set({
      uitvoering: JSON.stringify(done.uitvoering),
      ...(done.totSignaal === undefined ? {} : { tot_signaal: done.totSignaal }),
      ...(done.klaar ? { toestand: 'van-kracht' } : {}),
    })
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .execute()
}

/** Deletes decisions whose own term has ended, at most `limit`; what they set stays in force. */
export async function deleteOldBesluiten(
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`delete from bewaarbesluit where (gemeentecode, id) in (
    select gemeentecode, id from bewaarbesluit where gemeentecode = ${gemeentecode} and vervaldatum <= ${dag}::date
      and toestand <> 'goedgekeurd' order by id limit ${limit})`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}

type Row = Selectable<Database['bewaarbesluit']>

const deed = (name: string, door: string | null, at: Date | null, more: object = {}): object =>
  door === null || at === null ? {} : { [name]: { door, tijdstip: at.toISOString(), ...more } }

function toBesluit(row: Row): Bewaarbesluit {
  const { termijnen, kenmerk } = Inhoud.parse(row.inhoud)
  return Bewaarbesluit.parse({
    id: row.id,
    gemeentecode: row.gemeentecode,
    toestand: Besluittoestand.parse(row.toestand),
    wijze: row.wijze,
    termijnen,
    ...(row.nieuwe_wijze === null ? {} : { nieuweWijze: row.nieuwe_wijze }),
    ingangsdatum: row.ingangsdatum,
    ...(kenmerk === undefined ? {} : { kenmerk }),
    ...deed('opgesteld', row.opgesteld_door, row.opgesteld_tijdstip),
    ...deed('advies', row.advies_door, row.advies_tijdstip, { strekking: row.advies_strekking }),
    ...deed('besloten', row.besloten_door, row.besloten_tijdstip),
    ...deed('ingetrokken', row.ingetrokken_door, row.ingetrokken_tijdstip),
    ...(row.voorvertoning === null ? {} : { voorvertoning: row.voorvertoning }),
    ...(row.uitvoering === null ? {} : { uitvoering: row.uitvoering }),
  })
}
