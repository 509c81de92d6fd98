/** A signal that was closed as it came in, so that nobody works on it, has its feedback at once. */
import type { Tx } from '../../db/database.ts'
import { queueFeedback } from '../../feedback/terugkoppeling.store.ts'
import type { Sluiting } from '../../intake/signaal.store.ts'
import { feedbackFor } from '../../legal/feedback.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Gemeentecode, SignaalId } from '../../model/ids.ts'
import type { Resultaat } from '../../model/terugkoppeling.ts'
import type { Accepted } from './accepted.ts'
import type { Delivery, ReceiveSignalDeps } from './request.ts'

/** The end result of DDAS that each is. */
const RESULTAAT = {
  'onder-gemeentelijke-drempel': 'onterecht-signaal',
  'herhaalde-melding': 'herhaalde-melding',
} as const satisfies Record<Sluiting, Resultaat>

export type Gesloten = {
  readonly gemeentecode: Gemeentecode
  readonly signaalId: SignaalId
  readonly sluiting: Sluiting
}

/** Those of accepted signals that were closed. */
export const closedOf = (accepted: readonly Accepted[]): readonly Gesloten[] =>
  accepted.flatMap(({ place: { gemeentecode, id: signaalId }, sluiting }) =>
    sluiting === undefined ? [] : { gemeentecode, signaalId, sluiting },
  )

/** Tells their VLP by policy. What is held back is told when it is released: until then nothing came of it. */
export async function tellClosed(
  { policies }: Pick<ReceiveSignalDeps, 'policies'>,
  tx: Tx,
  { caller, at, vastgehoudenTot }: Pick<Delivery, 'caller' | 'at' | 'vastgehoudenTot'>,
  closed: readonly Gesloten[],
): Promise<void> {
  if (vastgehoudenTot !== undefined) return
  const dag = dayInAmsterdam(at)
  const lines = closed.flatMap(({ gemeentecode, signaalId, sluiting }) => {
    const told = feedbackFor(policies(), RESULTAAT[sluiting], { geheim: false, dag })
    if (told === undefined) return []
    const { code } = told
    return { gemeentecode, oin: caller.namens, signaalId, code, dag, soort: 'eind' as const }
  })
  await queueFeedback(tx, lines, { zichtbaar: 'direct', at })
}
