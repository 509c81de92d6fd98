/** The rows that an ending retention key changes. Every function runs under the lock of `lockForEnding`, as role `gw_bewaring`. */
import type { Tx } from '../db/database.ts'
import { SignaalId } from '../model/ids.ts'
import type { BewaarsleutelId } from '../model/sealed.ts'
import { Veld } from '../model/veld.ts'
import type { Sleutelstand } from './end-key.ts'
import { hasDetails } from './resultaat-einde.store.ts'

/** What the ending of a key moved and let go so far, in fields. */
export type Telling = { readonly herverpakt: number; readonly vernietigdeVelden: number }

/** A row of an ending key: where its boxes stand, in step with the fields. */
export type EindeRij = {
  readonly signaalId: SignaalId
  readonly versie: number
  readonly velden: readonly Veld[]
  readonly dozen: readonly Uint8Array[]
}

/**
 * Takes the key's row until commit, after everyone who holds it `for share` is done, and tells how it stands.
 * @throws Error when there is no such key
 */
export async function lockForEnding(
  tx: Tx,
  { gemeentecode, vervaldatum, volgnummer }: BewaarsleutelId,
): Promise<Sleutelstand & Telling> {
  const row = await tx
    .selectFrom('bewaarsleutel')
    .select(['toestand', 'herverpakt', 'vernietigde_velden'])
    .where('gemeentecode', '=', gemeentecode)
    .where('vervaldatum', '=', vervaldatum)
    .where('volgnummer', '=', volgnummer)
    .forUpdate()
    .executeTakeFirstOrThrow(() => new Error('no such retention key'))
  // A statement of its own: after the wait it sees what those who held the key have committed.
  const left = await tx
    .selectFrom('verzegeld')
    .select('signaal_id')
    .where('gemeentecode', '=', gemeentecode)
    .where('vervaldatum', '=', vervaldatum)
    .where('volgnummer', '=', volgnummer)
    .limit(1)
    .executeTakeFirst()
  return {
    toestand: toestandOf(row.toestand),
    heeftRijen:
      left !== undefined || (await hasDetails(tx, { gemeentecode, vervaldatum, volgnummer })),
    herverpakt: row.herverpakt,
    vernietigdeVelden: row.vernietigde_velden,
  }
}

function toestandOf(text: string): Sleutelstand['toestand'] {
  if (text === 'open' || text === 'sluitend' || text === 'vernietigd') return text
  throw new Error('unknown state of a retention key')
}

/** From `open` to `sluitend`, or from `sluitend` to `vernietigd`; never another way. */
export async function setToestand(
  tx: Tx,
  { gemeentecode, vervaldatum, volgnummer }: BewaarsleutelId,
  toestand: 'sluitend' | 'vernietigd',
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('bewaarsleutel')
    .set({ toestand })
    .where('gemeentecode', '=', gemeentecode)
    .where('vervaldatum', '=', vervaldatum)
    .where('volgnummer', '=', volgnummer)
    .where('toestand', '=', toestand === 'sluitend' ? 'open' : 'sluitend')
    .executeTakeFirstOrThrow()
  if (Number(numUpdatedRows) !== 1) throw new Error(`the key cannot become ${toestand}`)
}

/** Adds to what the ending of this key moved and let go. */
export async function addCounts(
  tx: Tx,
  { gemeentecode, vervaldatum, volgnummer }: BewaarsleutelId,
  more: Telling,
): Promise<void> {
  await tx
    .updateTable('bewaarsleutel')
    .set((eb) => ({
      herverpakt: eb('herverpakt', '+', more.herverpakt),
      vernietigde_velden: eb('vernietigde_velden', '+', more.vernietigdeVelden),
    }))
    .where('gemeentecode', '=', gemeentecode)
    .where('vervaldatum', '=', vervaldatum)
    .where('volgnummer', '=', volgnummer)
    .execute()
}

/** At most `limit` rows that still hang on the key. */
export async function findBatch(
  tx: Tx,
  { gemeentecode, vervaldatum, volgnummer }: BewaarsleutelId,
  limit: number,
): Promise<readonly EindeRij[]> {
  const rows = await tx
    .selectFrom('verzegeld')
    .select(['signaal_id', 'versie', 'velden', 'dozen'])
    .where('gemeentecode', '=', gemeentecode)
    .where('vervaldatum', '=', vervaldatum)
    .where('volgnummer', '=', volgnummer)
    .orderBy('signaal_id')
    .limit(limit)
    .forUpdate()
    .execute()
  return rows.map((row) => ({
    signaalId: SignaalId.parse(row.signaal_id),
    versie: row.versie,
    velden: row.velden.map((veld) => Veld.parse(veld)),
    dozen: row.dozen,
  }))
}

/** Hangs a row on the successor key of the same due date. */
export async function moveRow(
  tx: Tx,
  from: BewaarsleutelId,
  to: BewaarsleutelId,
  row: EindeRij,
): Promise<void> {
  await tx
    .updateTable('verzegeld')
    .set({ volgnummer: to.volgnummer, dozen: [...row.dozen] })
    .where('gemeentecode', '=', from.gemeentecode)
    .where('vervaldatum', '=', from.vervaldatum)
    .where('volgnummer', '=', from.volgnummer)
    .where('signaal_id', '=', row.signaalId)
    .execute()
}

/** Deletes the rows of these signals that hang on the key. */
export async function deleteRows(
  tx: Tx,
  { gemeentecode, vervaldatum, volgnummer }: BewaarsleutelId,
  signaalIds: readonly SignaalId[],
): Promise<void> {
  if (signaalIds.length === 0) return
  await tx
    .deleteFrom('verzegeld')
    .where('gemeentecode', '=', gemeentecode)
    .where('vervaldatum', '=', vervaldatum)
    .where('volgnummer', '=', volgnummer)
    .where('signaal_id', 'in', signaalIds)
    .execute()
}

/** A key that is destroyed needs no re-wrapping any more. */
export async function clearRewrap(
  tx: Tx,
  { gemeentecode, vervaldatum, volgnummer }: BewaarsleutelId,
): Promise<void> {
  await tx
    .deleteFrom('herverpakking')
    .where('gemeentecode', '=', gemeentecode)
    .where('vervaldatum', '=', vervaldatum)
    .where('volgnummer', '=', volgnummer)
    .execute()
}
