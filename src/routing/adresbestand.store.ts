/** The address files that were laid over the table (table `adresbestand`). Under `gw_beheer`. */
import type { Tx } from '../db/database.ts'
import type { Dag } from '../model/ids.ts'

/** `adressen`: how many the file holds; the other numbers say what it changed. */
export type Adresbestand = {
  readonly peildatum: Dag
  readonly sha256: Uint8Array
  readonly ingelezenTijdstip: Date
  readonly adressen: number
  readonly nieuw: number
  readonly gewijzigd: number
  readonly beeindigd: number
  readonly gemeenten: number
}

/** The last one; undefined when none was read in. */
export async function findLastAdresbestand(tx: Tx): Promise<Adresbestand | undefined> {
  const row = await tx
    .selectFrom('adresbestand')
    .select(['peildatum', 'sha256', 'ingelezen_tijdstip', 'adressen', 'nieuw', 'gewijzigd'])
    .select(['beeindigd', 'gemeenten'])
    .orderBy('volgnummer', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { ingelezen_tijdstip: ingelezenTijdstip, sha256, ...rest } = row
  return { ...rest, ingelezenTijdstip, sha256: new Uint8Array(sha256) }
}

export async function insertAdresbestand(tx: Tx, bestand: Adresbestand): Promise<void> {
  const { ingelezenTijdstip, ...rest } = bestand
  await tx
    .insertInto('adresbestand')
    .values({ ...rest, ingelezen_tijdstip: ingelezenTijdstip })
    .execute()
}
