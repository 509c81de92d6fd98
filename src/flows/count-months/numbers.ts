/** What the sentences about indicators share: the numbers of a month, kept and living, with small districts joined. */
import type { Tx } from '../../db/database.ts'
import type { Db, Scope } from '../../db/transaction.ts'
import { allowedIn } from '../../legal/allowed-in-purpose.ts'
import type { Policies } from '../../legal/compile.ts'
import { countsFrom } from '../../legal/slepers.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Gemeentecode } from '../../model/ids.ts'
import { INDICATORFASEN } from '../../model/indicatoruitleg.ts'
import type { Now, RandomBytes } from '../../model/ports.ts'
import { addUp, type Cel, ofPhase, tableOf } from '../../monitor/cellen.ts'
import { countLiving } from '../../monitor/count.store.ts'
import { countSlepers } from '../../monitor/slepers.store.ts'
import { type Maandstand, readCellen } from '../../monitor/telling.store.ts'
import { joinDistricts, standingDistricts } from '../../monitor/wijken.ts'

export type CountMonthsDeps = {
  readonly db: Db
  readonly policies: () => Policies
  readonly now: Now
  readonly random: RandomBytes
}

/** Row-level security goes by the one municipality. */
export const monitorOf = (gemeentecode: Gemeentecode): Scope => ({
  role: 'gw_monitor',
  gemeenten: [gemeentecode],
})

/** @throws Error when the policies name no smallest group: then no number may show */
export function smallestGroup({ documents }: Policies): number {
  const { groep } = documents.klassen
  if (groep === undefined) throw new Error('the policies name no smallest group')
  return groep.kleinste
}

/** Who stays below the threshold, where the municipality counts that today. */
async function slepersOf(
  deps: CountMonthsDeps,
  tx: Tx,
  gemeentecode: Gemeentecode,
  maand: string,
): Promise<readonly Cel[]> {
  const months = countsFrom(deps.policies(), gemeentecode, dayInAmsterdam(deps.now()))
  return months === undefined ? [] : countSlepers(tx, gemeentecode, maand, months)
}

/**
 * All numbers of a month as they are now: what is fixed as it was fixed; of an open phase what has gone and what lives. Once the intake is fixed its
 * districts are those of the results too.
 */
export async function numbersOf(
  deps: CountMonthsDeps,
  tx: Tx,
  gemeentecode: Gemeentecode,
  maand: string,
  stand: Maandstand,
): Promise<readonly Cel[]> {
  const kept = await readCellen(tx, gemeentecode, maand)
  if (stand.uitkomst !== undefined) return kept
  const policies = deps.policies()
  const mag = allowedIn(policies, 'monitor', dayInAmsterdam(deps.now()))
  const living = [
    ...(await countLiving(tx, gemeentecode, { maand }, mag)),
    ...(await slepersOf(deps, tx, gemeentecode, maand)),
  ]
  const open = INDICATORFASEN.filter((fase) => stand[fase] === undefined)
  const cells = addUp([...kept, ...open.flatMap((fase) => ofPhase(living, fase))])
  const districts = tableOf(cells, 'meldingwijk')
  const standing =
    stand.instroom === undefined
      ? standingDistricts(districts, smallestGroup(policies))
      : new Set(districts.keys())
  return joinDistricts(cells, standing)
}
