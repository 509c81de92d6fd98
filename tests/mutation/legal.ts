/**
 * Stryker's mutants of `src/legal`, each tried by the tests of `src/legal` in one process that stays: `npm run mutation:legal [-- part-of-a-file-name …]`.
 * With `--snel` only by the tests that load no folder of policies and those beside the files that were named: what they kill is killed, what they let live waits for a run of all tests.
 * With `--kort` without the tests that take long, in modules that stay loaded: what those let live waits as well.
 * What was found is kept in `.mutation/results`, so that a run can be broken off and taken up; a mutant that was killed is not tried again while
 * its file is the same, one that survived only with `--opnieuw`.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DryRun, Verdict } from './legal/bench.ts'
import { type Mutant, makeCopy } from './legal/instrument.ts'
import { type Reach, readReach } from './legal/reach.ts'
import { Watched } from './legal/watched.ts'

const REPOSITORY = join(import.meta.dirname, '../..')
const KEPT = join(REPOSITORY, '.mutation')
const RESULTS = join(KEPT, 'results')
const only = process.argv.slice(2).filter((one) => !one.startsWith('--'))
const quick = process.argv.includes('--snel')
const short = process.argv.includes('--kort')
const hurried = quick || short
const retry = process.argv.includes('--opnieuw')
const onlyReport = process.argv.includes('--verslag')
/** A report may be asked while a run is under way. */
const FOLDER = join(KEPT, onlyReport ? 'verslag' : `legal${quick ? '-snel' : ''}`)
/** Below this share the run fails; a mutant that was not told yet counts as one that lives. */
const LEAST = 95
/** Stryker's own factor: a mutant that is passed so much oftener than in the dry run never ends. */
const HITS = 100

/** A test of more milliseconds than this in the dry run takes long: with the rest of them, half of all the time goes to a dozen. */
const LONG_MS = 400

process.env['MUTATION_REPOSITORY'] = REPOSITORY

/** `open`: no quick test noticed; the others were not asked. */
type Outcome = Verdict | { readonly outcome: 'no coverage' | 'open' }
type Results = Map<string, Outcome>

const isWanted = ({ file }: Mutant): boolean =>
  only.length === 0 || only.some((part) => file.startsWith(part))

const besideOf = ({ file }: Mutant): string => `src/legal/${file.replace('.ts', '.test.ts')}`

/** The test files that reach the mutant: that of its own file first, then those that take the least time. */
const orderFiles = ({ tests }: DryRun, reach: Reach, mutant: Mutant): readonly string[] => {
  const cost = new Map<string, number>()
  for (const { file, ms } of tests) cost.set(file, (cost.get(file) ?? 0) + ms)
  const rank = (file: string): number => (file === besideOf(mutant) ? -1 : (cost.get(file) ?? 0))
  return [...cost.keys()]
    .filter((file) => reach.get(file)?.has(`src/legal/${mutant.file}`) === true)
    .toSorted((a, b) => rank(a) - rank(b))
}

/** A test beside the file is likelier to notice: it may take so many times as long and still go first. */
const BESIDE_IS_LIKELIER = 20

const orderTests = ({ tests, perTest }: DryRun, mutant: Mutant): readonly string[] => {
  const rank = ({ file, ms }: DryRun['tests'][number]): number =>
    file === besideOf(mutant) ? ms / BESIDE_IS_LIKELIER : ms
  return tests
    .filter(({ id }) => perTest[id]?.[mutant.id] !== undefined)
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ id }) => id)
}

async function tryMutant(
  watched: Watched,
  dry: DryRun,
  reach: Reach,
  mutant: Mutant,
): Promise<Outcome> {
  const { id } = mutant
  const tests = orderTests(dry, mutant)
  const loading = dry.static[id] ?? 0
  if (tests.length === 0 && loading === 0) return { outcome: 'no coverage' }
  const hits = tests.reduce((sum, test) => sum + (dry.perTest[test]?.[id] ?? 0), loading)
  const all = dry.tests.map((test) => test.id)
  const question = { id, tests, files: orderFiles(dry, reach, mutant), hitLimit: HITS * hits }
  const found = await watched.ask({ ...question, anew: false })
  // What a module computed and kept before the switch was turned hides the change: a survivor is believed in modules that were loaded with it.
  return found.outcome === 'survived' && (!short || tests.length === 0)
    ? await watched.ask({ ...question, tests: all, anew: true })
    : found
}

/** Without the tests that take long. */
const shorten = (dry: DryRun): DryRun => ({
  ...dry,
  tests: dry.tests.filter(({ ms }) => ms <= LONG_MS),
})

const pathOf = (file: string): string => join(RESULTS, `${file}.json`)

const readResults = (files: Iterable<string>): Results =>
  new Map(
    [...files].flatMap((file) =>
      existsSync(pathOf(file))
        ? Object.entries(JSON.parse(readFileSync(pathOf(file), 'utf8')) as Record<string, Outcome>)
        : [],
    ),
  )

const isDetected = (outcome: Outcome | undefined): boolean =>
  outcome?.outcome === 'killed' || outcome?.outcome === 'timeout'

/** Stryker's score: of all mutants those that a test killed or that never ended. */
const shareOf = (of: readonly Mutant[], results: Results): number =>
  (100 * of.filter(({ key }) => isDetected(results.get(key))).length) / of.length

function report(mutants: readonly Mutant[], results: Results): void {
  const line = (name: string, of: readonly Mutant[]): string => {
    const tried = of.filter(({ key }) => (results.get(key)?.outcome ?? 'open') !== 'open').length
    const detected = of.filter(({ key }) => isDetected(results.get(key))).length
    const share = shareOf(of, results).toFixed(2)
    const rest = tried < of.length ? `, ${of.length - tried} not told yet` : ''
    return `${name.padEnd(26)} ${share.padStart(6)} %  ${detected} of ${of.length}${rest}\n`
  }
  for (const [file, of] of Map.groupBy(mutants, (mutant) => mutant.file)) {
    process.stdout.write(line(file, of))
    for (const { key, line: at, mutator, original, replacement } of of) {
      const found = results.get(key)
      if (found === undefined || isDetected(found)) continue
      const words = [original, replacement].map((text) => text.replaceAll(/\s+/g, ' ').slice(0, 90))
      process.stdout.write(`  ${file}:${at} ${found.outcome} ${mutator}: ${words.join('  ->  ')}\n`)
    }
  }
  process.stdout.write(line('all', mutants))
}

/** The dry run of the same mutants and tests is made once. */
async function dryRunOf(watched: Watched, mutants: readonly Mutant[]): Promise<DryRun> {
  const hash = createHash('sha256')
  for (const { id, key } of mutants) hash.update(`${id} ${key}`)
  for (const file of watched.files) hash.update(readFileSync(join(FOLDER, file)))
  const path = join(KEPT, `dry-${hash.digest('hex').slice(0, 16)}.json`)
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as DryRun
  const made = await watched.dryRun()
  writeFileSync(path, JSON.stringify(made))
  return made
}

async function tryAll(mutants: readonly Mutant[], wanted: readonly Mutant[], results: Results) {
  const reach = readReach(FOLDER)
  const beside = new Set(wanted.map(besideOf))
  const files = [...reach.keys()].filter(
    (file) => !quick || beside.has(file) || reach.get(file)?.has('src/legal/load.ts') !== true,
  )
  const watched = new Watched(FOLDER, files)
  const whole = await dryRunOf(watched, mutants)
  const dry = short ? shorten(whole) : whole
  const mustTry = ({ key }: Mutant): boolean =>
    !results.has(key) ||
    (!isDetected(results.get(key)) && (retry || (!hurried && results.get(key)?.outcome === 'open')))
  for (const [file, of] of Map.groupBy(wanted, (mutant) => mutant.file)) {
    const keep = (): void => {
      const kept = of.flatMap(({ key }) => (results.has(key) ? [[key, results.get(key)]] : []))
      writeFileSync(pathOf(file), JSON.stringify(Object.fromEntries(kept)))
    }
    for (const mutant of of.filter(mustTry)) {
      const outcome = await tryMutant(watched, dry, reach, mutant)
      results.set(mutant.key, hurried && !isDetected(outcome) ? { outcome: 'open' } : outcome)
      keep()
    }
    process.stderr.write(`${file} done\n`)
  }
  await watched.close()
}

mkdirSync(RESULTS, { recursive: true })
const mutants = await makeCopy(REPOSITORY, FOLDER)
process.chdir(FOLDER)
const wanted = mutants.filter(isWanted)
const results = readResults(new Set(wanted.map(({ file }) => file)))
if (!onlyReport) await tryAll(mutants, wanted, results)
report(wanted, results)
if (shareOf(wanted, results) < LEAST) process.exitCode = 1
