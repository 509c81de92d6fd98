/** The gate before the sealed fields: how meldingen stand, held until commit, and that a chosen one is taken up. Role `gw_aflevering`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Gemeentecode, SignaalId } from '../model/ids.ts'
import { Meldingtoestand } from '../model/melding-life.ts'

/**
 * How these meldingen stand, held until commit so that no choice is undone while they open. Taken before their signals, so that two who
 * hold never wait for each other.
 */
export async function holdToestand(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  ids: readonly SignaalId[],
): Promise<ReadonlyMap<SignaalId, Meldingtoestand>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('melding')
    .select(['id', 'toestand'])
    .where('gemeentecode', 'in', gemeenten)
    .where('id', 'in', ids)
    .orderBy('gemeentecode')
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return new Map(
    rows.map(({ id, toestand }) => [SignaalId.parse(id), Meldingtoestand.parse(toestand)]),
  )
}

/** Takes up those of these meldingen, which are held, that stand in `van`: they were collected at `at`. */
export async function markOpgepakt(
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  ids: readonly SignaalId[],
  step: { readonly van: Meldingtoestand; readonly naar: Meldingtoestand; readonly at: Date },
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('melding')
    .set({ toestand: step.naar, versie: sql`versie + 1`, opgepakt_tijdstip: step.at })
    .where('gemeentecode', 'in', gemeenten)
    .where('id', 'in', ids)
    .where('toestand', '=', step.van)
    .execute()
}
