/** Filters over what the work list shows, never over what lies behind it. Pure. */
import type { Werkvoorraadfilters } from '../model/werkvoorraad.ts'
import type { Kandidaat } from './candidate.ts'

/** Those that show what is asked; who shows without district is in no district. */
export function filterList<K extends Kandidaat>(
  shown: readonly K[],
  { wijk, signaaltype, klasse, soort }: Werkvoorraadfilters,
): readonly K[] {
  return shown.filter(
    (one) =>
      (wijk === undefined || one.wijk === wijk) &&
      (signaaltype === undefined || one.soorten.includes(signaaltype)) &&
      (klasse === undefined || one.bedragklasse === klasse) &&
      (soort === undefined || one.soort === soort),
  )
}
