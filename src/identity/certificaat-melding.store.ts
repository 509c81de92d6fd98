/** Which warnings of an expiry were given. Under `gw_identiteit`. */
import type { Tx } from '../db/database.ts'
import type { Expiring, WarningDays } from './expiry.ts'

/** Writes that the warning is given; false when it was given before, by whatever process. */
export async function insertCertificaatMelding(
  tx: Tx,
  { thumbprint, notAfter }: Pick<Expiring, 'thumbprint' | 'notAfter'>,
  dagen: WarningDays,
): Promise<boolean> {
  const inserted = await tx
    .insertInto('certificaat_melding')
    .values({ vingerafdruk: thumbprint, dagen, verloopt_tijdstip: notAfter })
    .onConflict((conflict) => conflict.doNothing())
    .returning('dagen')
    .execute()
  return inserted.length === 1
}

/** Forgets the warnings of what ended before `at`. */
export async function deleteEndedMeldingen(tx: Tx, at: Date): Promise<void> {
  await tx.deleteFrom('certificaat_melding').where('verloopt_tijdstip', '<', at).execute()
}
