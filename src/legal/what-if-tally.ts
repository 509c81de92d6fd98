/** Counts of what a proposed set would have decided otherwise, by signal type; cells of fewer than k verdicts are not told apart. Pure. */
import type { Redecided } from './what-if.ts'

/**
 * Fewer verdicts than this are said as "fewer than". No source binds us to a number; ten is our own choice (docs/policies.md). What is left of a type
 * with such a cell is rounded, so that no difference gives it away.
 */
export const SMALL = 10

/** How many of one signal type; the maps count by code or name. */
export type TypeTally = {
  totaal: number
  gelijk: number
  onbekend: number
  naarGeweigerd: number
  naarAanvaard: number
  andereVelden: number
  readonly redenen: Map<string, number>
  readonly erbij: Map<string, number>
  readonly eraf: Map<string, number>
  readonly ontbreekt: Map<string, number>
}

export type Tally = Map<string, TypeTally>

const empty = (): TypeTally => ({
  totaal: 0,
  gelijk: 0,
  onbekend: 0,
  naarGeweigerd: 0,
  naarAanvaard: 0,
  andereVelden: 0,
  redenen: new Map(),
  erbij: new Map(),
  eraf: new Map(),
  ontbreekt: new Map(),
})

const raise = (map: Map<string, number>, names: readonly string[], count: number): void => {
  for (const name of names) map.set(name, (map.get(name) ?? 0) + count)
}

/** Adds `count` verdicts of one type that end alike. */
export function addToTally(tally: Tally, type: string, outcome: Redecided, count: number): void {
  const found = tally.get(type) ?? empty()
  tally.set(type, found)
  found.totaal += count
  switch (outcome.soort) {
    case 'gelijk':
      found.gelijk += count
      return
    case 'onbekend':
      found.onbekend += count
      raise(found.ontbreekt, outcome.ontbreekt, count)
      return
    case 'geweigerd':
      found.naarGeweigerd += count
      raise(found.redenen, outcome.redenen, count)
      raise(found.eraf, outcome.eraf, count)
      return
    case 'aanvaard':
      found.naarAanvaard += count
      raise(found.erbij, outcome.erbij, count)
      return
    case 'velden':
      found.andereVelden += count
      raise(found.erbij, outcome.erbij, count)
      raise(found.eraf, outcome.eraf, count)
  }
}

const isSmall = (count: number): boolean => count > 0 && count < SMALL

const said = (count: number): string => (isSmall(count) ? `minder dan ${SMALL}` : String(count))

const listed = (map: ReadonlyMap<string, number>): string =>
  [...map]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, count]) => `${name} (${said(count)})`)
    .join(', ')

const rounded = (count: number): string =>
  count < SMALL ? said(count) : `ongeveer ${Math.round(count / SMALL) * SMALL}`

/** What is said of one type, as Dutch lines. */
function describeType(type: string, tally: TypeTally): readonly string[] {
  const cells = [tally.naarGeweigerd, tally.naarAanvaard, tally.andereVelden, tally.onbekend]
  const whole = [...cells, tally.gelijk].some(isSmall) ? rounded : String
  const line = (what: string, count: number, ...maps: readonly (readonly [string, string])[]) =>
    count === 0
      ? []
      : [
          `  ${what}: ${said(count)}`,
          ...maps.filter(([, text]) => text !== '').map(([name, text]) => `    ${name}: ${text}`),
        ]
  return [
    `${type}: ${whole(tally.totaal)} besluiten`,
    `  hetzelfde: ${isSmall(tally.gelijk) ? said(tally.gelijk) : whole(tally.gelijk)}`,
    ...line('aanvaard, zou geweigerd zijn', tally.naarGeweigerd, ['reden', listed(tally.redenen)]),
    ...line('geweigerd, zou aanvaard zijn', tally.naarAanvaard),
    ...line('aanvaard, met andere velden', tally.andereVelden),
    ...line('niet te zeggen', tally.onbekend, ['niet vastgelegd', listed(tally.ontbreekt)]),
    ...(tally.eraf.size === 0 ? [] : [`  velden eraf: ${listed(tally.eraf)}`]),
    ...(tally.erbij.size === 0 ? [] : [`  velden erbij, hooguit: ${listed(tally.erbij)}`]),
  ]
}

/** All types, as Dutch lines. */
export function describeTally(tally: Tally): readonly string[] {
  return [...tally]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([type, counts]) => describeType(type, counts))
}
