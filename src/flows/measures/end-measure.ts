/** A proposed measure is withdrawn; one in force ends before its day when two persons say so. */
import { deedOf } from '../../identity/municipal-deed.ts'
import type { Caller } from '../../model/caller.ts'
import type { Maatregel } from '../../model/maatregel.ts'
import { Problem } from '../../model/problem.ts'
import { putDownKeys } from '../../retention/early-end.store.ts'
import { lockThere, settleMeasures, stepMaatregel } from '../../retention/maatregel.store.ts'
import { getMaatregel, type MeasuresDeps, recordDeeds, rehangAll, scopeOf } from './measures.ts'

/**
 * Withdraws a proposal that nobody set.
 * @throws Problem `niet-gevonden`, `al-besloten`, `persoon-vereist`
 */
export async function withdrawMeasure(
  deps: MeasuresDeps,
  caller: Caller,
  id: string,
): Promise<Maatregel> {
  const deed = deedOf(caller, deps.now())
  const { gemeentecode } = deed
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    const maatregel = await getMaatregel(tx, gemeentecode, id)
    if (maatregel.toestand !== 'voorgesteld') throw new Problem('al-besloten')
    await stepMaatregel(tx, maatregel, 'ingetrokken', deed)
    await recordDeeds(deps, tx, deed, maatregel, [{ soort: 'maatregel-ingetrokken' }])
    return getMaatregel(tx, gemeentecode, id)
  })
}

/**
 * The first person proposes the end, another one ends it: due dates are again what they were without it, and what was due meanwhile goes in
 * the next night.
 * @throws Problem `niet-gevonden`, `al-besloten`, `tweede-persoon-vereist`, `persoon-vereist`
 */
export async function endMeasure(
  deps: MeasuresDeps,
  caller: Caller,
  id: string,
): Promise<Maatregel> {
  const deed = deedOf(caller, deps.now())
  const { gemeentecode, door, dag } = deed
  return deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    const maatregel = await getMaatregel(tx, gemeentecode, id)
    const { toestand, eindeVoorgesteldDoor: first } = maatregel
    if (toestand !== 'van-kracht') throw new Problem('al-besloten')
    if (first === door) throw new Problem('tweede-persoon-vereist')
    if (first === undefined) {
      await stepMaatregel(tx, maatregel, 'einde-voorgesteld', deed)
      await recordDeeds(deps, tx, deed, maatregel, [{ soort: 'einde-maatregel-voorgesteld' }])
      return getMaatregel(tx, gemeentecode, id)
    }
    await stepMaatregel(tx, maatregel, 'beeindigd', deed)
    const ids = await lockThere(tx, gemeentecode, maatregel.signalen)
    const geldend = await settleMeasures(tx, gemeentecode, ids, dag)
    // Within a day no backup brings back what lay under the later key.
    if (maatregel.bevriest)
      await putDownKeys(tx, gemeentecode, await rehangAll(deps, tx, deed, geldend))
    await recordDeeds(
      deps,
      tx,
      deed,
      maatregel,
      ids.map((signaalId) => ({ soort: 'maatregel-beeindigd', signaalId })),
    )
    return getMaatregel(tx, gemeentecode, id)
  })
}
