/** What a withdrawal does to what is kept. Pure. */
import type { Intrekkingsreden } from '../model/intrekking.ts'

/** Reasons after which nobody may keep the person's data, collected or not. */
const ERASING: ReadonlySet<Intrekkingsreden> = new Set(['ten-onrechte', 'bezwaar'])

/**
 * `wissen`: the signal goes as a whole. `velden-wissen`: its fields go, those that there are; if it was collected its coded row stays until its term.
 * `melden`: everything stays until its term, and the municipality hears. `niets`: an earlier withdrawal did all of this.
 */
export type Intrekkingsgevolg = 'wissen' | 'velden-wissen' | 'melden' | 'niets'

/**
 * @param eerder whether the signal was withdrawn before
 * @param verstrekt whether its fields ever went to the municipality to offer help; undefined when nothing of it is kept any more
 */
export function withdrawalEffect(
  reden: Intrekkingsreden,
  { eerder, verstrekt }: { readonly eerder: boolean; readonly verstrekt: boolean | undefined },
): Intrekkingsgevolg {
  if (verstrekt === false) return 'wissen'
  // Also where nothing is left: a sender that repeats it would measure by the work whether there was.
  if (ERASING.has(reden)) return 'velden-wissen'
  return eerder || verstrekt === undefined ? 'niets' : 'melden'
}
