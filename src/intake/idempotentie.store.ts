/** Idempotency keys of a VLP: 24 hours, accepted outcomes only. */
import type { Tx } from '../db/database.ts'
import { type Oin, SignaalId } from '../model/ids.ts'

const LIFETIME_MS = 24 * 60 * 60 * 1000

/** What a key stands for: one version of one signal, with the keyed hash of its content. */
export type Idempotentieregel = {
  readonly sleutel: string
  readonly signaalId: SignaalId
  readonly versie: number
  readonly sleutelmaand: string
  readonly inhoudHmac: Uint8Array
}

/** The outcome kept under `sleutel`, unless it is older than 24 hours at `at`. */
export async function findIdempotentie(
  tx: Tx,
  oin: Oin,
  sleutel: string,
  at: Date,
): Promise<Idempotentieregel | undefined> {
  const row = await tx
    .selectFrom('idempotentie')
    .select(['sleutel', 'signaal_id', 'versie', 'sleutelmaand', 'inhoud_hmac'])
    .where('oin', '=', oin)
    .where('sleutel', '=', sleutel)
    .where('verloopt_tijdstip', '>', at)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    sleutel: row.sleutel,
    signaalId: SignaalId.parse(row.signaal_id),
    versie: row.versie,
    sleutelmaand: row.sleutelmaand,
    inhoudHmac: row.inhoud_hmac,
  }
}

/** Keeps an accepted outcome. @returns false when a request with the same key won: the caller begins anew and finds it */
export async function keepIdempotentie(
  tx: Tx,
  oin: Oin,
  regel: Idempotentieregel,
  at: Date,
): Promise<boolean> {
  await tx
    .deleteFrom('idempotentie')
    .where('oin', '=', oin)
    .where('sleutel', '=', regel.sleutel)
    .where('verloopt_tijdstip', '<=', at)
    .execute()
  const rows = await tx
    .insertInto('idempotentie')
    .values({
      oin,
      sleutel: regel.sleutel,
      signaal_id: regel.signaalId,
      versie: regel.versie,
      sleutelmaand: regel.sleutelmaand,
      inhoud_hmac: regel.inhoudHmac,
      verloopt_tijdstip: new Date(at.getTime() + LIFETIME_MS),
    })
    .onConflict((conflict) => conflict.columns(['oin', 'sleutel']).doNothing())
    .returning('sleutel')
    .execute()
  return rows.length === 1
}
