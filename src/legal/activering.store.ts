/** The activations of policies (role `gw_beheer`): added, never changed; the highest number is in force. */
import type { Tx } from '../db/database.ts'
import { type Activering, Beleidshash } from '../model/beleid.ts'

/** The activation that is in force; undefined before the first. */
export async function findActivering(tx: Tx): Promise<Activering | undefined> {
  const row = await tx
    .selectFrom('beleidsactivering')
    .select(['nummer', 'hash', 'vorige', 'actief_tijdstip', 'handtekeningen'])
    .orderBy('nummer', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    nummer: row.nummer,
    hash: Beleidshash.parse(row.hash),
    vorige: row.vorige === null ? undefined : Beleidshash.parse(row.vorige),
    actief: row.actief_tijdstip,
    handtekeningen: row.handtekeningen,
  }
}

/** Adds an activation. @returns false when its number was taken by another process meanwhile */
export async function insertActivering(tx: Tx, activering: Activering): Promise<boolean> {
  const added = await tx
    .insertInto('beleidsactivering')
    .values({
      nummer: activering.nummer,
      hash: activering.hash,
      vorige: activering.vorige ?? null,
      actief_tijdstip: activering.actief,
      handtekeningen: [...activering.handtekeningen],
    })
    .onConflict((conflict) => conflict.column('nummer').doNothing())
    .returning('nummer')
    .executeTakeFirst()
  return added !== undefined
}
