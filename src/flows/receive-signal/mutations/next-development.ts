/** What a newly told development of a debt does to the one that was told before. Pure. */
import type { Schuldverloop } from '../../../intake/schuldverloop.store.ts'

/** `vervangen`: it is the newest, or another word on the same day; `gelijk`: it says the same of the same day; `ouder`: of an earlier day. */
export function nextDevelopment(
  earlier: Schuldverloop | undefined,
  told: Schuldverloop,
): 'vervangen' | 'gelijk' | 'ouder' {
  if (earlier === undefined || told.datum > earlier.datum) return 'vervangen'
  if (told.datum < earlier.datum) return 'ouder'
  return told.ontwikkeling === earlier.ontwikkeling ? 'gelijk' : 'vervangen'
}
