/** Counts rows of one municipality into cells, and keeps the counts of what is about to go. */
import type { Tx } from '../db/database.ts'
import type { Gemeentecode, SignaalId } from '../model/ids.ts'
import { allowedMeldingen, allowedSignals, type Mag } from './allowed-facts.ts'
import { addUp, type Cel, TABELLEN } from './cellen.ts'
import { readMeldingfeiten, readSignaalfeiten, type Welke } from './feiten.store.ts'
import { tallyMeldingen, tallySignals } from './tally.ts'
import { addCellen, lockMaand } from './telling.store.ts'

/** The cells of what lives. */
export async function countLiving(
  tx: Tx,
  gemeentecode: Gemeentecode,
  welke: Welke,
  mag: Mag,
): Promise<readonly Cel[]> {
  const signals = allowedSignals(await readSignaalfeiten(tx, gemeentecode, welke), mag)
  const meldingen = allowedMeldingen(await readMeldingfeiten(tx, gemeentecode, welke), mag)
  return addUp([...tallySignals(signals), ...tallyMeldingen(meldingen)])
}

/**
 * Keeps the numbers of signals that this transaction deletes, and of the meldingen that end with them. What is fixed already is not counted twice:
 * the months are held, so that a freeze counts each row either as living or as gone.
 */
export function keepCountsOf(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
  mag: Mag,
): Promise<void> {
  return keepCounts(tx, gemeentecode, { ids }, mag)
}

/**
 * As above, of all signals of meldingen that this transaction gave back and that still have what is derived of them: they count once, as given back,
 * and never again while their rows wait for the closing. Role `gw_selectie`.
 */
export function keepCountsOfReturned(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
  mag: Mag,
): Promise<void> {
  return keepCounts(tx, gemeentecode, { ids, teruggegeven: true }, mag)
}

async function keepCounts(
  tx: Tx,
  gemeentecode: Gemeentecode,
  welke: Welke,
  mag: Mag,
): Promise<void> {
  const cells = await countLiving(tx, gemeentecode, welke, mag)
  const byMonth = Map.groupBy(cells, ({ maand }) => maand)
  for (const maand of [...byMonth.keys()].sort()) {
    const stand = await lockMaand(tx, gemeentecode, maand)
    const open = (byMonth.get(maand) ?? []).filter(
      ({ tabel }) => stand[TABELLEN[tabel]] === undefined,
    )
    await addCellen(tx, gemeentecode, open)
  }
}
