/** A VLP's own names of its signals: which signal a `kenmerk` is, at which version, with which content. */
import type { Tx } from '../db/database.ts'
import { Gemeentecode, Kenmerk, type Oin, SignaalId } from '../model/ids.ts'

/** `inhoudHmac` is keyed by the VLP's key of `sleutelmaand` (`YYYY-MM`) and compares contents without keeping them. */
export type Kenmerkregel = {
  readonly kenmerk: Kenmerk
  readonly onderdeel: string
  readonly signaalId: SignaalId
  readonly gemeentecode: Gemeentecode
  readonly versie: number
  readonly sleutelmaand: string
  readonly inhoudHmac: Uint8Array
}

/** The living signal under this kenmerk, locked so that two corrections at once follow each other. */
export async function findKenmerkForUpdate(
  tx: Tx,
  oin: Oin,
  onderdeel: string,
  kenmerk: Kenmerk,
): Promise<Kenmerkregel | undefined> {
  const row = await tx
    .selectFrom('kenmerk')
    .select([
      'onderdeel',
      'kenmerk',
      'signaal_id',
      'gemeentecode',
      'versie',
      'sleutelmaand',
      'inhoud_hmac',
    ])
    .where('oin', '=', oin)
    .where('onderdeel', '=', onderdeel)
    .where('kenmerk', '=', kenmerk)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toRegel(row)
}

/** The kenmerk of one signal of this VLP, by the signal's id. */
export async function findKenmerkOfSignaal(
  tx: Tx,
  oin: Oin,
  id: SignaalId,
): Promise<Kenmerkregel | undefined> {
  const row = await tx
    .selectFrom('kenmerk')
    .select([
      'onderdeel',
      'kenmerk',
      'signaal_id',
      'gemeentecode',
      'versie',
      'sleutelmaand',
      'inhoud_hmac',
    ])
    .where('oin', '=', oin)
    .where('signaal_id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toRegel(row)
}

/** Claims a kenmerk. @returns false when another request claimed it first: the caller begins anew and finds it */
export async function claimKenmerk(tx: Tx, oin: Oin, regel: Kenmerkregel): Promise<boolean> {
  const rows = await tx
    .insertInto('kenmerk')
    .values({
      oin,
      onderdeel: regel.onderdeel,
      kenmerk: regel.kenmerk,
      signaal_id: regel.signaalId,
      gemeentecode: regel.gemeentecode,
      versie: regel.versie,
      sleutelmaand: regel.sleutelmaand,
      inhoud_hmac: regel.inhoudHmac,
    })
    .onConflict((conflict) => conflict.columns(['oin', 'onderdeel', 'kenmerk']).doNothing())
    .returning('signaal_id')
    .execute()
  return rows.length === 1
}

/** Points a kenmerk, locked before, at the next version of its signal. */
export async function moveKenmerk(tx: Tx, oin: Oin, regel: Kenmerkregel): Promise<void> {
  await tx
    .updateTable('kenmerk')
    .set({
      gemeentecode: regel.gemeentecode,
      versie: regel.versie,
      sleutelmaand: regel.sleutelmaand,
      inhoud_hmac: regel.inhoudHmac,
    })
    .where('oin', '=', oin)
    .where('signaal_id', '=', regel.signaalId)
    .where('versie', '=', regel.versie - 1)
    .execute()
}

/** Gives a kenmerk up, with every receipt of its signal. */
export async function releaseKenmerk(tx: Tx, oin: Oin, id: SignaalId): Promise<void> {
  await tx
    .deleteFrom('ontvangstbewijs')
    .where('oin', '=', oin)
    .where('signaal_id', '=', id)
    .execute()
  await tx.deleteFrom('idempotentie').where('oin', '=', oin).where('signaal_id', '=', id).execute()
  await tx.deleteFrom('kenmerk').where('oin', '=', oin).where('signaal_id', '=', id).execute()
}

function toRegel(row: {
  onderdeel: string
  kenmerk: string
  signaal_id: string
  gemeentecode: string
  versie: number
  sleutelmaand: string
  inhoud_hmac: Uint8Array
}): Kenmerkregel {
  return {
    onderdeel: row.onderdeel,
    kenmerk: Kenmerk.parse(row.kenmerk),
    signaalId: SignaalId.parse(row.signaal_id),
    gemeentecode: Gemeentecode.parse(row.gemeentecode),
    versie: row.versie,
    sleutelmaand: row.sleutelmaand,
    inhoudHmac: row.inhoud_hmac,
  }
}
