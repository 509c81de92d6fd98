/** Runs the sweep inside this process: one at a time, by the clock or by hand, and says in Dutch what it did. */

import type { SweepOptions, SweepRetentionDeps } from './flows/sweep-retention/sweep.ts'
import { type SweepOutcome, sweepRetention } from './flows/sweep-retention/sweep-retention.ts'
import { OPRUIMCATEGORIEEN, type Opruimcategorie, type Opruimuitkomst } from './model/opruiming.ts'
import { ClockJumped, sweepIsDue } from './retention/sweep-clock.ts'
import { findLastSweep } from './retention/sweep-record.store.ts'

export type Sweeper = {
  /** Sweeps after whatever sweep is under way. A clock that is not believed is an answer, anything else that fails is thrown. */
  sweep(options: SweepOptions): Promise<Opruimuitkomst>
  /** As `sweep`, if the sweep of this night was not done. @throws ClockJumped */
  sweepIfDue(): Promise<void>
  /** Stops between two transactions; the next sweep goes on where this one stopped. */
  stop(): Promise<void>
}

export function createSweeper(deps: SweepRetentionDeps): Sweeper {
  /** One sweep goes by one set of policies. */
  const pinned = (): SweepRetentionDeps => {
    const policies = deps.policies()
    return { ...deps, policies: () => policies }
  }
  const stopping = new AbortController()
  const { signal } = stopping
  let running: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = running.then(work)
    running = mine.catch(() => undefined)
    return mine
  }
  return {
    sweep: (options) => {
      const either = AbortSignal.any([signal, options.signal ?? signal])
      return inTurn(() => answer(() => sweepRetention(pinned(), { ...options, signal: either })))
    },
    sweepIfDue: () => inTurn(() => sweepTonight(pinned(), signal)),
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

async function answer(work: () => Promise<SweepOutcome | undefined>): Promise<Opruimuitkomst> {
  try {
    return { ok: true, text: describeOutcome(await work()) }
  } catch (error) {
    if (error instanceof ClockJumped) return { ok: false, text: `${error.message}.\n` }
    throw error
  }
}

async function sweepTonight(deps: SweepRetentionDeps, signal: AbortSignal): Promise<void> {
  const last = await deps.db.transaction({ role: 'gw_bewaring' }, findLastSweep)
  if (!sweepIsDue(last, deps.now())) return
  try {
    await sweepRetention(deps, { zeker: false, signal })
  } catch (error) {
    // Asked to stop: the next sweep goes on.
    if (!signal.aborted) throw error
  }
}

const WOORDEN = {
  bewaarsleutels: 'bewaarsleutels vernietigd',
  vervroegdeSignalen: 'signalen met een eerdere vervaldatum door een bewaarbesluit',
  maatregelen: 'bevriezingen en beperkingen voorbij',
  bewaarbesluiten: 'oude bewaarbesluiten en maatregelen',
  geopendeSignalen: 'signalen waarvan de velden na bevestigde ontvangst zijn gewist',
  signalen: 'signalen verlopen',
  matchindexen: 'herkenningen van personen en adressen uit een maand die voorbij is',
  slepers: 'herkenningen van personen onder een drempel',
  resultaten: 'resultaten waarvan de signalen weg of gewist zijn',
  meldingen: 'meldingen zonder signalen',
  selecties: 'oude selecties',
  ontvangstbewijzen: 'ontvangstbewijzen',
  kenmerken: 'beëindigde kenmerken',
  gemeentegebeurtenissen: 'berichten aan gemeenten',
  idempotentiesleutels: 'Idempotency-Keys',
  eerdereSignalen: 'herkenningen van eigen eerdere signalen',
  vastgehoudenSignalen: 'vastgehouden signalen die niet zijn vrijgegeven',
  aanleveringen: 'lijsten en hun regels',
  terugkoppelingen: 'regels terugkoppeling',
  asserties: 'gebruikte client assertions',
  gebeurtenisdetails: 'bijzonderheden van gebeurtenissen (het blad in het logboek blijft)',
  maandsleutels: 'maandsleutels vernietigd',
} as const satisfies Record<Opruimcategorie, string>

function describeOutcome(outcome: SweepOutcome | undefined): string {
  if (outcome === undefined) return 'Een andere opruiming was sneller: er was niets meer te doen.\n'
  const lines = OPRUIMCATEGORIEEN.filter((category) => outcome.aantallen[category] > 0).map(
    (category) => `  ${outcome.aantallen[category]} ${WOORDEN[category]}`,
  )
  const what = lines.length === 0 ? ['  Niets was verlopen.'] : lines
  return `${['Opgeruimd en vastgelegd in het logboek:', ...what, '  De hoofdsleutel is gewisseld: oudere kopieën van de sleutelring openen niets meer.'].join('\n')}\n`
}
