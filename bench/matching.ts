/**
 * `node bench/matching.ts`: precision and recall of the grouping on a generated month whose truth is known, each kind of mistake with what was
 * found and missed, and the rate beside comparing the text as it stands. Prints and asserts nothing; the test of the same set does.
 */
import { loadBlindIndex } from '../src/crypto/blind-index.ts'
import { groupByText, groupSet } from '../tests/support/matching-run.ts'
import {
  countByHousehold,
  countByMistake,
  countPairs,
  makeMatchingSet,
  precisionOf,
  recallOf,
  type Testset,
} from '../tests/support/matching-set.ts'

const HOUSEHOLDS = 20_000
const SEED = 1
/** Both take turns; the best of each counts, so that other work on the machine weighs on neither. */
const TURNS = 3

const blind = await loadBlindIndex()
const set = makeMatchingSet(HOUSEHOLDS, SEED)
const print = (line: string): void => void process.stdout.write(`${line}\n`)
const whole = (value: number): string => Math.round(value).toLocaleString('en')
const share = (value: number): string => value.toFixed(4)

function perSecond(run: (set: Testset) => readonly string[]): number {
  const began = performance.now()
  run(set)
  return (set.signalen.length * 1000) / (performance.now() - began)
}

const WAYS = [
  ['as it stands', groupByText],
  ['blind indexes', (one: Testset) => groupSet(blind, one)],
] as const

function printWays(): void {
  const best = WAYS.map(() => 0)
  for (let turn = 0; turn < TURNS; turn += 1)
    WAYS.forEach(([, run], i) => {
      best[i] = Math.max(best[i] ?? 0, perSecond(run))
    })
  WAYS.forEach(([name, run], i) => {
    const pairs = countPairs(set, run(set))
    print(
      `${name}: precision ${share(precisionOf(pairs))}, recall ${share(recallOf(pairs))}; ${whole(best[i] ?? 0)} rows/s`,
    )
  })
}

function printKinds(): void {
  const groups = groupSet(blind, set)
  print('\nkind of mistake: pairs with a clean signal of the same person, found / missed')
  for (const [kind, { gevonden, gemist }] of countByMistake(set, groups))
    print(`  ${kind.padEnd(42)} ${String(gevonden).padStart(6)} ${String(gemist).padStart(6)}`)
  print('\nhousehold: pairs of two persons, apart / together')
  for (const [kind, { apart, samen }] of countByHousehold(set, groups))
    print(`  ${kind.padEnd(42)} ${String(apart).padStart(6)} ${String(samen).padStart(6)}`)
}

print(`${whole(set.signalen.length)} signals, seed ${SEED}, seven month keys each`)
printWays()
printKinds()
