/** The sealed detail of a result: one a melding, under the retention key of its day. Role `gw_opvolging`. */
import type { Tx } from '../db/database.ts'
import type { Gemeentecode, SignaalId } from '../model/ids.ts'
import type { BewaarsleutelId } from '../model/sealed.ts'

/** As it is stored. */
export type Detailrij = {
  readonly sleutel: BewaarsleutelId
  readonly versie: number
  readonly waarde: Uint8Array
  readonly dozen: Uint8Array
}

/** The detail of a melding that is held. */
export async function findDetail(
  tx: Tx,
  gemeentecode: Gemeentecode,
  melding: SignaalId,
): Promise<Detailrij | undefined> {
  const row = await tx
    .selectFrom('resultaat_detail')
    .select(['versie', 'vervaldatum', 'volgnummer', 'waarde', 'dozen'])
    .where('gemeentecode', '=', gemeentecode)
    .where('melding_id', '=', melding)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { vervaldatum, volgnummer, ...rest } = row
  return { ...rest, sleutel: { gemeentecode, vervaldatum, volgnummer } }
}

/** Takes it away, so that another can come. @returns the key that it hung on */
export async function takeDetail(
  tx: Tx,
  gemeentecode: Gemeentecode,
  melding: SignaalId,
): Promise<BewaarsleutelId | undefined> {
  const row = await tx
    .deleteFrom('resultaat_detail')
    .where('gemeentecode', '=', gemeentecode)
    .where('melding_id', '=', melding)
    .returning(['vervaldatum', 'volgnummer'])
    .executeTakeFirst()
  return row && { gemeentecode, ...row }
}

export async function insertDetail(
  tx: Tx,
  gemeentecode: Gemeentecode,
  melding: SignaalId,
  { sleutel, versie, waarde, dozen }: Detailrij,
): Promise<void> {
  const { vervaldatum, volgnummer } = sleutel
  await tx
    .insertInto('resultaat_detail')
    .values({ gemeentecode, melding_id: melding, versie, vervaldatum, volgnummer, waarde, dozen })
    .execute()
}
