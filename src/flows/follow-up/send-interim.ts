/** A municipality tells the VLP of one signal something before there is a result: only what the policies let it. */
import { queueFeedback } from '../../feedback/terugkoppeling.store.ts'
import { findSignalen } from '../../followup/melding.store.ts'
import { deedOf } from '../../identity/municipal-deed.ts'
import { mayTellBefore } from '../../legal/feedback.ts'
import type { Caller } from '../../model/caller.ts'
import type { SignaalId } from '../../model/ids.ts'
import { Problem } from '../../model/problem.ts'
import type { Tussentijdscode } from '../../model/terugkoppeling.ts'
import { type FollowUpDeps, getMelding, recordDeeds, scopeOf, takeStep } from './follow-up.ts'

/**
 * Tells it, visible at once.
 * @throws Problem `niet-gevonden` (also for a signal that was withdrawn); `stap-onmogelijk` when nobody works on its melding;
 *         `terugkoppeling-niet-toegestaan`; `persoon-vereist`, `rol-niet-toegestaan`
 */
export async function sendInterim(
  deps: FollowUpDeps,
  caller: Caller,
  id: SignaalId,
  code: Tussentijdscode,
): Promise<void> {
  const deed = deedOf(caller, deps.now())
  const { gemeentecode, dag, at } = deed
  await deps.db.transaction(scopeOf(gemeentecode), async (tx) => {
    const melding = await getMelding(tx, gemeentecode, id)
    const signaal = (await findSignalen(tx, gemeentecode, melding.id)).find(
      (one) => one.id === id && one.ingetrokken === null,
    )
    if (signaal === undefined) throw new Problem('niet-gevonden')
    takeStep(melding, 'contact')
    if (!mayTellBefore(deps.policies(), code, { geheim: melding.geheim, dag })) {
      const detail = 'Wat nu wel mag: niets; de terugkoppeling volgt uit het resultaat.'
      throw new Problem('terugkoppeling-niet-toegestaan', {
        errors: [{ pointer: '/code', code: 'niet-toegestaan', detail }],
      })
    }
    const { oin } = signaal
    const line = { gemeentecode, oin, signaalId: id, code, soort: 'tussentijds', dag } as const
    await queueFeedback(tx, [line], { zichtbaar: 'direct', at })
    const event = { soort: 'tussenbericht-gegeven', meldingId: melding.id } as const
    await recordDeeds(deps, tx, deed, [{ ...event, signaalId: id, code }])
  })
}
