/**
 * Who is one of few is shown without district: combinations of kind, classes and district of fewer than k persons. Decided over the whole
 * work list of a municipality, before any filter, so that no filter, page, count or limit shows more than the list itself. Pure.
 */
import type { Kandidaat } from './candidate.ts'

const combinationOf = (one: Kandidaat): string =>
  JSON.stringify([
    one.soort,
    one.soorten,
    one.bedragklasse,
    one.leeftijdsklasse,
    one.crisis,
    one.herhaald,
    one.wijk,
  ])

/** The whole list as it may be shown. `kleinste`: the smallest group that shows its district; undefined: no district is shown. */
export function coarsen<K extends Kandidaat>(
  all: readonly K[],
  kleinste: number | undefined,
): readonly K[] {
  const sizes = new Map<string, number>()
  for (const one of all) {
    const key = combinationOf(one)
    sizes.set(key, (sizes.get(key) ?? 0) + 1)
  }
  return all.map((one) => {
    const isLarge = kleinste !== undefined && (sizes.get(combinationOf(one)) ?? 0) >= kleinste
    return isLarge ? one : { ...one, wijk: undefined }
  })
}
