/** A municipality reads the indicators of one month: its own numbers, or what may leave it. Recorded before the answer. */
import { appendEvent } from '../../audit/audit.store.ts'
import type { Tx } from '../../db/database.ts'
import { actorOf, type Caller } from '../../model/caller.ts'
import type { Gemeentecode } from '../../model/ids.ts'
import type { Indicatoren, Indicatorvraag, Maand, Weergave } from '../../model/indicatoren.ts'
import { INDICATORFASEN, type Indicatorfase } from '../../model/indicatoruitleg.ts'
import { Problem } from '../../model/problem.ts'
import { type Cel, ofPhase, tableOf } from '../../monitor/cellen.ts'
import { indicatorLines } from '../../monitor/indicators.ts'
import { findInwoners } from '../../monitor/inwoners.store.ts'
import { journeyTable } from '../../monitor/journey.ts'
import { lastClosed } from '../../monitor/month.ts'
import { ownCounts, publishedCounts, type Tellingen } from '../../monitor/publish.ts'
import { findMaand, type Maandstand } from '../../monitor/telling.store.ts'
import { type CountMonthsDeps, monitorOf, numbersOf, smallestGroup } from './numbers.ts'

/**
 * The indicators of a month; of `openbaar` only what is frozen, with small numbers hidden.
 * @throws Problem `rol-niet-toegestaan` for who is no municipality; `niet-gevonden` for another's, or when it must say which
 */
export async function readIndicators(
  deps: CountMonthsDeps,
  caller: Caller,
  vraag: Indicatorvraag,
): Promise<Indicatoren> {
  const gemeentecode = ownMunicipality(caller, vraag.gemeentecode)
  const { weergave, maand = lastClosed(deps.now()) } = vraag
  return deps.db.transaction(monitorOf(gemeentecode), async (tx) => {
    const stand = await findMaand(tx, gemeentecode, maand)
    const cells = await numbersOf(deps, tx, gemeentecode, maand, stand)
    const inwoners = await findInwoners(tx, gemeentecode, maand)
    await record(deps, tx, caller, { gemeentecode, maand, weergave })
    const kleinsteAantal = smallestGroup(deps.policies())
    const counts = countsFor(weergave, cells, stand, kleinsteAantal)
    return {
      gemeentecode,
      maand,
      weergave,
      kleinsteAantal,
      ...(inwoners === undefined ? {} : { inwoners }),
      fasen: { instroom: stateOf(stand, 'instroom'), uitkomst: stateOf(stand, 'uitkomst') },
      indicatoren: indicatorLines(counts, inwoners ?? null),
      ...(weergave === 'eigen' ? { signaalreis: journeyTable(tableOf(cells, 'signaalreis')) } : {}),
    }
  })
}

/** Answers whether they could be read, as reading them would. @throws Problem as above */
export async function checkIndicators(
  caller: Caller,
  { gemeentecode }: Indicatorvraag,
): Promise<void> {
  ownMunicipality(caller, gemeentecode)
}

function ownMunicipality({ gemeenten }: Caller, asked: Gemeentecode | undefined): Gemeentecode {
  if (gemeenten.length === 0) throw new Problem('rol-niet-toegestaan')
  const [only] = gemeenten
  if (asked === undefined && gemeenten.length === 1 && only !== undefined) return only
  if (asked === undefined || !gemeenten.includes(asked)) throw new Problem('niet-gevonden')
  return asked
}

/** What still changes does not leave: of two readings the difference would be one person. */
function countsFor(
  weergave: Weergave,
  cells: readonly Cel[],
  stand: Maandstand,
  k: number,
): Tellingen {
  if (weergave === 'eigen') return ownCounts(cells)
  const frozen = INDICATORFASEN.filter((fase) => stand[fase] !== undefined)
  return publishedCounts(
    frozen.flatMap((fase) => ofPhase(cells, fase)),
    k,
    frozen,
  )
}

const stateOf = (stand: Maandstand, fase: Indicatorfase): Indicatoren['fasen'][Indicatorfase] => {
  const at = stand[fase]
  return at === undefined
    ? { stand: 'voorlopig' }
    : { stand: 'bevroren', bevrorenTijdstip: at.toISOString() }
}

async function record(
  { now, random }: CountMonthsDeps,
  tx: Tx,
  caller: Caller,
  read: { readonly gemeentecode: Gemeentecode; readonly maand: Maand; readonly weergave: Weergave },
): Promise<void> {
  const { oin, namens } = caller
  await appendEvent(
    tx,
    { at: now(), random },
    { soort: 'indicatoren-gelezen', actor: actorOf(caller), ...read },
    { oin, namens, gemeentecode: read.gemeentecode },
  )
}
