/** Tells parties that their feeds have something new, at least once and in order; what does not arrive for 72 hours raises an alarm. */
import { dayInAmsterdam } from '../../model/calendar.ts'
import { type Alarm, countDisturbed, takeAlarms, takeTurns } from '../../nudging/beurt.store.ts'
import { ALARM_MS } from '../../nudging/retry.ts'
import { deliverTurn } from './deliver-turn.ts'
import { AT_ONCE, type DeliverNudgesDeps, HOLD_MS } from './nudge-deps.ts'

/** `alarmen` are new; `gestoord` counts every subscription to which nothing arrives. */
export type Bezorgronde = {
  readonly bezorgd: number
  readonly alarmen: readonly Alarm[]
  readonly gestoord: number
}

/** Delivers all that is due now. Any number of processes may do so at once; aborting `signal` stops between two nudges. */
export async function deliverNudges(
  deps: DeliverNudgesDeps,
  signal: AbortSignal = new AbortController().signal,
): Promise<Bezorgronde> {
  let bezorgd = 0
  let taken = 0
  do {
    if (signal.aborted) break
    const turns = await takeDue(deps)
    taken = turns.length
    const arrived = await Promise.all(turns.map((turn) => deliverTurn(deps, turn, signal)))
    bezorgd += arrived.reduce((sum, one) => sum + one, 0)
  } while (taken > 0)
  return { bezorgd, ...(await raiseAlarms(deps)) }
}

function takeDue({ db, now }: DeliverNudgesDeps): ReturnType<typeof takeTurns> {
  const at = now()
  const bezetTot = new Date(at.getTime() + HOLD_MS)
  return db.transaction({ role: 'gw_bezorging' }, (tx) =>
    takeTurns(tx, { at, today: dayInAmsterdam(at), bezetTot, limiet: AT_ONCE }),
  )
}

/** By the clock and not by an attempt, so that the alarm is not late because the next attempt is. */
async function raiseAlarms({
  db,
  now,
  appendEvent,
}: DeliverNudgesDeps): Promise<Pick<Bezorgronde, 'alarmen' | 'gestoord'>> {
  const at = now()
  return db.transaction({ role: 'gw_bezorging' }, async (tx) => {
    const alarmen = await takeAlarms(tx, new Date(at.getTime() - ALARM_MS), at)
    for (const { oin, id, ontvanger, gemeentecode, sinds, fout } of alarmen) {
      const parties = {
        oin: ontvanger,
        namens: oin,
        ...(gemeentecode !== undefined && { gemeentecode }),
      }
      const sindsTijdstip = sinds.toISOString()
      const event = { soort: 'abonnement-gestoord', abonnementId: id, sindsTijdstip, fout } as const
      await appendEvent(tx, event, parties)
    }
    return { alarmen, gestoord: await countDisturbed(tx) }
  })
}
