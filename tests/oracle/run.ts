/**
 * `npm run oracle [-- CASES [SEED]]`: puts generated signals to our decision and to Cedar, and says what was compared. Ends with 1 at
 * the first difference, when a condition was never seen to hold or never to fail, or when a rule never accepted a signal.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { loadPolicies } from '../../src/legal/load.ts'
import { boundaryDays, Cases, typesOf } from './cases.ts'
import { CedarEngine } from './cedar-engine.ts'
import { compareIntake, compareOpening, teach } from './compare.ts'
import { addTally, count, startTally, type Tally } from './tally.ts'

type Share = { readonly cases: number; readonly seed: number }

const WORKERS = 2
const DEFAULT_CASES = 1_000_000
const DEFAULT_SEED = 20_261_123

const say = (line: string): void => void process.stdout.write(`${line}\n`)

function compareShare({ cases, seed }: Share): Tally {
  const policies = loadPolicies('policies')
  const cedar = new CedarEngine()
  teach(cedar, policies)
  const source = new Cases(policies.documents, seed)
  const tally = startTally()
  for (let done = 0; done < cases; done += 1) {
    const input = source.next()
    count(tally, input, compareIntake(cedar, policies, input))
  }
  return tally
}

function runWorker(share: Share): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

/** Every field and purpose of every type on every boundary day: all there is. */
function compareExit(): { readonly asked: number; readonly differs: readonly string[] } {
  const policies = loadPolicies('policies')
  const cedar = new CedarEngine()
  teach(cedar, policies)
  const days = boundaryDays(policies.documents)
  const differs = typesOf(policies.documents).flatMap((type) =>
    days.flatMap((day) =>
      compareOpening(cedar, policies, type, day).map((one) => `${type} ${day}: ${one}`),
    ),
  )
  return { asked: typesOf(policies.documents).length * days.length, differs }
}

const oneSided = ({ conditions }: Tally): readonly string[] =>
  [...conditions].filter(([, [held, failed]]) => held === 0 || failed === 0).map(([name]) => name)

/** Never both ways, however many cases: it is only said where no rule is in force. */
const ONE_WAY = 'grondslagInWerking'

async function main(): Promise<number> {
  const [given, seed = DEFAULT_SEED] = process.argv.slice(2).map(Number)
  const total = given ?? DEFAULT_CASES
  if (!Number.isSafeInteger(total) || total < WORKERS || !Number.isSafeInteger(seed)) {
    say('usage: npm run oracle [-- CASES [SEED]]')
    return 2
  }
  const policies = loadPolicies('policies')
  say(`Cedar ${new CedarEngine().version}, policies ${policies.hash.slice(0, 12)}, seed ${seed}`)
  const began = performance.now()
  const shares = Array.from({ length: WORKERS }, (_, index) => ({
    cases: Math.floor(total / WORKERS) + (index === 0 ? total % WORKERS : 0),
    seed: seed + index,
  }))
  const sum = startTally()
  for (const tally of await Promise.all(shares.map(runWorker))) addTally(sum, tally)
  const seconds = (performance.now() - began) / 1000
  const exit = compareExit()
  const unused = [...policies.regels.values()].flat().filter(({ id }) => !sum.rules.has(id))
  const missing = [
    ...oneSided(sum).filter((name) => name !== ONE_WAY),
    ...unused.map(({ id }) => `${id} aanvaard`),
  ]
  say(
    `${sum.cases} signals: ${sum.accepted} accepted, ${sum.offered} fields offered, ${sum.passed} times a field passed for a purpose`,
  )
  for (const [name, [held, failed]] of [...sum.conditions].toSorted())
    say(`  ${name}: held ${held}, failed ${failed}`)
  for (const [id, accepted] of [...sum.rules].toSorted()) say(`  ${id}: accepted ${accepted}`)
  say(`${exit.asked} days of a signal type on the way out, each for every field and purpose`)
  for (const one of [...sum.examples, ...exit.differs.slice(0, 5)]) say(`DIFFERENCE ${one}`)
  for (const name of missing) say(`NOT SEEN both ways: ${name}`)
  say(`${sum.differing + exit.differs.length} differences, ${seconds.toFixed(0)} s`)
  return sum.differing + exit.differs.length + missing.length === 0 ? 0 : 1
}

if (isMainThread) process.exitCode = await main()
else parentPort?.postMessage(compareShare(workerData as Share))
