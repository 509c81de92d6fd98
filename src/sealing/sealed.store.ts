/** The rows of `verzegeld`: the sealed fields of one signal with the same due date share one, their arrays in step. */
import { type Selectable, sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { Openingsdoel } from '../model/doel.ts'
import type { Dag, Gemeentecode, Oin, SleutelId } from '../model/ids.ts'
import { SignaalId } from '../model/ids.ts'
import type { VerzegeldVeld } from '../model/sealed.ts'
import { Veld } from '../model/veld.ts'

/** The sealed fields of one signal, as intake made them. `volgnummers` names the retention key of each due date. */
export type SealedSignal = {
  readonly gemeentecode: Gemeentecode
  readonly signaalId: SignaalId
  readonly versie: number
  readonly oin: Oin
  readonly fields: readonly VerzegeldVeld[]
  readonly volgnummers: ReadonlyMap<Dag, number>
}

/** One stored row: the fields of one signal that hang on one retention key. */
export type SealedRow = {
  readonly signaalId: SignaalId
  readonly versie: number
  readonly vervaldatum: Dag
  readonly volgnummer: number
  readonly fields: readonly VerzegeldVeld[]
}

/**
 * Inserts the fields of some signals at once (at most 500: a statement takes 65,535 parameters). Their `signaal` rows and retention
 * keys must be there. Role `gw_aanlevering`.
 * @throws Error when a due date has no retention key
 */
export async function insertSealed(tx: Tx, signals: readonly SealedSignal[]): Promise<void> {
  const rows = signals.flatMap(rowsOf)
  if (rows.length > 0) await tx.insertInto('verzegeld').values(rows).execute()
}

function rowsOf(signal: SealedSignal): Selectable<Database['verzegeld']>[] {
  const { gemeentecode, signaalId, versie, oin } = signal
  const groups = Map.groupBy(signal.fields, (field) => field.vervaldatum)
  return [...groups].map(([vervaldatum, fields]) => {
    const volgnummer = signal.volgnummers.get(vervaldatum)
    if (volgnummer === undefined) throw new Error(`no retention key for ${vervaldatum}`)
    return {
      gemeentecode,
      signaal_id: signaalId,
      versie,
      vervaldatum,
      volgnummer,
      oin,
      velden: fields.map((field) => field.veld),
      doelen: fields.map((field) => field.doelen.join(',')),
      waarden: fields.map((field) => field.waarde),
      dozen: fields.map((field) => field.dozen),
      sleutels: [...new Set(fields.flatMap((field) => field.sleutelIds ?? []))],
      oorspronkelijk: fields.some(({ oorspronkelijk }) => oorspronkelijk !== undefined)
        ? fields.map(({ oorspronkelijk }) => oorspronkelijk ?? vervaldatum)
        : null,
    }
  })
}

/** The rows of these signals, by signal and due date; what has ended is not among them. */
export async function findSealed(
  tx: Tx,
  gemeentecode: Gemeentecode,
  signaalIds: readonly SignaalId[],
): Promise<readonly SealedRow[]> {
  if (signaalIds.length === 0) return []
  const rows = await tx
    .selectFrom('verzegeld')
    .select([
      'signaal_id',
      'versie',
      'vervaldatum',
      'volgnummer',
      'velden',
      'doelen',
      'waarden',
      'dozen',
    ])
    .where('gemeentecode', '=', gemeentecode)
    .where('signaal_id', 'in', signaalIds)
    .orderBy('signaal_id')
    .orderBy('vervaldatum')
    .execute()
  return rows.map(({ signaal_id, versie, vervaldatum, volgnummer, ...arrays }) => ({
    signaalId: SignaalId.parse(signaal_id),
    versie,
    vervaldatum,
    volgnummer,
    fields: arrays.velden.map((veld, i) => ({
      veld: Veld.parse(veld),
      waarde: at(arrays.waarden, i),
      dozen: at(arrays.dozen, i),
      doelen: at(arrays.doelen, i)
        .split(',')
        .map((doel) => Openingsdoel.parse(doel)),
      vervaldatum,
    })),
  }))
}

/** Puts boxes, one for each field of the row in its order, in the place of those before; `sleutelId` has a box there from now on. */
export async function updateDozen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  { signaalId, vervaldatum, volgnummer }: SealedRow,
  dozen: readonly Uint8Array[],
  sleutelId: SleutelId,
): Promise<void> {
  // Not known stays not known: array_append would make a list of a null.
  await sql`update verzegeld set dozen = ${dozen}::bytea[],
      sleutels = case when sleutels is null or ${sleutelId} = any(sleutels) then sleutels
        else array_append(sleutels, ${sleutelId}::text) end
    where gemeentecode = ${gemeentecode} and signaal_id = ${signaalId}::uuid
      and vervaldatum = ${vervaldatum}::date and volgnummer = ${volgnummer}`.execute(tx)
}

function at<T>(array: readonly T[], i: number): T {
  const value = array[i]
  if (value === undefined) throw new Error('the arrays of a sealed row are not in step')
  return value
}
