/**
 * Fixes the numbers of months that closed: the intake at the closing, the results once the last row of the month has gone. The sweep keeps what it
 * deletes in the same transaction, so that a month that was not fixed in time still counts everything.
 */
import { appendEvent } from '../../audit/audit.store.ts'
import { toHex } from '../../crypto/bytes.ts'
import { canonicalBytes } from '../../crypto/canonical-json.ts'
import { sha256 } from '../../crypto/hash.ts'
import type { Tx } from '../../db/database.ts'
import type { Gemeentecode } from '../../model/ids.ts'
import type { Indicatorfase } from '../../model/indicatoruitleg.ts'
import { type Cel, ofPhase } from '../../monitor/cellen.ts'
import { livingMonths, monthLives } from '../../monitor/feiten.store.ts'
import { isClosed, lastClosed } from '../../monitor/month.ts'
import { fixedMonths, fixPhase, lockMaand, openMonths } from '../../monitor/telling.store.ts'
import { listGemeenten } from '../../retention/due.store.ts'
import { type CountMonthsDeps, monitorOf, numbersOf } from './numbers.ts'

/**
 * Fixes what can be fixed of every municipality. Repeatable, also by two processes at once; stops between two transactions when aborted.
 * @returns how many phases were fixed
 */
export async function freezeMonths(deps: CountMonthsDeps, signal?: AbortSignal): Promise<number> {
  let fixed = 0
  for (const gemeentecode of await deps.db.transaction({ role: 'gw_bewaring' }, listGemeenten))
    for (const maand of await closedMonths(deps, gemeentecode)) {
      if (signal?.aborted === true) return fixed
      fixed += await deps.db.transaction(monitorOf(gemeentecode), (tx) =>
        freezeMonth(deps, tx, gemeentecode, maand),
      )
    }
  return fixed
}

/** The closed months that are not fixed yet: the last one always, earlier ones where anything of them lives or is kept. */
function closedMonths(
  deps: CountMonthsDeps,
  gemeentecode: Gemeentecode,
): Promise<readonly string[]> {
  const at = deps.now()
  return deps.db.transaction(monitorOf(gemeentecode), async (tx) => {
    const fixed = await fixedMonths(tx, gemeentecode)
    const known = [
      ...(await livingMonths(tx, gemeentecode)),
      ...(await openMonths(tx, gemeentecode)),
    ]
    return [...new Set([...known, lastClosed(at)])]
      .filter((maand) => isClosed(maand, at) && !fixed.has(maand))
      .sort()
  })
}

async function freezeMonth(
  deps: CountMonthsDeps,
  tx: Tx,
  gemeentecode: Gemeentecode,
  maand: string,
): Promise<number> {
  const stand = await lockMaand(tx, gemeentecode, maand)
  const { lives, waits } = await monthLives(tx, gemeentecode, maand)
  // A signal without its melding would be counted as one that has none.
  if (waits) return 0
  const cells = await numbersOf(deps, tx, gemeentecode, maand, stand)
  let fixed = 0
  for (const fase of ['instroom', 'uitkomst'] as const) {
    if (stand[fase] !== undefined || (fase === 'uitkomst' && lives)) continue
    await freezePhase(deps, tx, { gemeentecode, maand, fase }, ofPhase(cells, fase))
    fixed += 1
  }
  return fixed
}

type Phase = {
  readonly gemeentecode: Gemeentecode
  readonly maand: string
  readonly fase: Indicatorfase
}

async function freezePhase(
  { now, random }: CountMonthsDeps,
  tx: Tx,
  { gemeentecode, maand, fase }: Phase,
  cells: readonly Cel[],
): Promise<void> {
  const at = now()
  await fixPhase(tx, gemeentecode, maand, { fase, cells, at })
  const said = cells.map(({ tabel, waarde, aantal }) => [tabel, waarde, aantal])
  const tellingHash = toHex(sha256(canonicalBytes(said)))
  await appendEvent(
    tx,
    { at, random },
    { soort: 'indicatoren-bevroren', gemeentecode, maand, fase, tellingHash },
    { gemeentecode },
  )
}
