/**
 * Takes the tenant condition out of each query in turn, in a copy of the source, and runs the tests of `tests/security/tenants`: without
 * row-level security a named test must notice, with it none may. Run by `npm run mutation:tenants [-- part-of-a-file-name]`; takes minutes.
 */
import {
  cpSync,
  globSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createVitest, type TestCase, type TestModule, type Vitest } from 'vitest/node'
import { type Condition, findConditions, removeConditions } from './find-conditions.ts'
import { CODE_ALONE, type Listing, NO_TENANT, SAID_TWICE } from './tenant-listings.ts'

type Outcome = {
  readonly condition: Condition
  /** Names of the tests that failed, with row-level security and without. */
  readonly with: readonly string[]
  readonly without: readonly string[]
}

const ROOT = new URL('../..', import.meta.url).pathname
const write = (text: string): void => void process.stdout.write(text)

const wanted = process.argv[2] ?? ''
const folder = mkdtempSync(join(tmpdir(), 'signaalpoort-mutation-'))

async function run(): Promise<boolean> {
  const stores = globSync('src/**/*.store.ts').sort()
  const all = stores.flatMap((file) => findConditions(file, readFileSync(file, 'utf8')))
  const conditions = all.filter(
    (one) => one.file.includes(wanted) && listingOf(NO_TENANT, one) === undefined,
  )
  write(`${conditions.length} of ${all.length} conditions in ${stores.length} stores\n`)
  const vitest = await createVitest({
    root: folder,
    watch: false,
    reporters: [{}],
    project: ['integration'],
  })
  try {
    const baseline = await failing(vitest, ['tests/security/tenants-'])
    if (baseline.length > 0) throw new Error(`red without a change: ${baseline.join('; ')}`)
    const outcomes: Outcome[] = []
    for (const condition of conditions) {
      const outcome = await tryWithout(vitest, condition)
      outcomes.push(outcome)
      write(describe(outcome))
    }
    const wrong = outcomes.filter((outcome) => verdictOf(outcome) !== undefined)
    const together = wanted === '' ? await allAtOnce(vitest, outcomes) : []
    // Of a part of the files not every condition of a listing was tried.
    const stale = staleListings(all, wanted === '' ? outcomes : [])
    write(closing(outcomes, { wrong, together, stale }))
    return wrong.length + together.length + stale.length === 0
  } finally {
    await vitest.close()
  }
}

/** The tests that fail in these files; a file that does not load fails as a whole. */
async function failing(vitest: Vitest, filters: readonly string[]): Promise<readonly string[]> {
  const specifications = await vitest.globTestSpecifications([...filters])
  const { testModules } = await vitest.runTestSpecifications(specifications)
  // The answer names files of earlier runs too, as they ended then.
  const asked = new Set(specifications.map(({ moduleId }) => moduleId))
  const ran = testModules.filter(({ moduleId }) => asked.has(moduleId))
  return ran.flatMap((module) => [
    ...module.errors().map(({ message }) => `${module.relativeModuleId}: ${message}`),
    ...[...module.children.allTests('failed')].map((test) => nameOf(module, test)),
  ])
}

const nameOf = (module: TestModule, test: TestCase): string =>
  `${module.relativeModuleId.replace(/^.*\//, '')} > ${test.fullName}`

/** Runs `work` on a source with these conditions taken out. */
async function without<T>(
  vitest: Vitest,
  conditions: readonly Condition[],
  work: () => Promise<T>,
): Promise<T> {
  const originals = new Map(
    conditions.map(({ file }) => [file, readFileSync(file, 'utf8')] as const),
  )
  const put = (file: string, source: string): void => {
    writeFileSync(file, source)
    vitest.invalidateFile(join(folder, file))
  }
  for (const [file, source] of originals)
    put(
      file,
      removeConditions(
        source,
        conditions.filter((one) => one.file === file),
      ),
    )
  try {
    return await work()
  } finally {
    for (const [file, source] of originals) put(file, source)
  }
}

async function tryWithout(vitest: Vitest, condition: Condition): Promise<Outcome> {
  // Only the tests that use this store can notice.
  const users = globSync('tests/security/tenants-*.test.ts').filter((test) =>
    readFileSync(test, 'utf8').includes(`../${condition.file}'`),
  )
  const failed =
    users.length === 0 ? [] : await without(vitest, [condition], () => failing(vitest, users))
  return {
    condition,
    with: failed.filter((name) => name.includes(' with row-level security')),
    without: failed.filter((name) => !name.includes(' with row-level security')),
  }
}

/** Everything that row-level security repeats taken out at once: it must hold the parties apart by itself, through the doors too. */
async function allAtOnce(vitest: Vitest, outcomes: readonly Outcome[]): Promise<readonly string[]> {
  const repeated = outcomes.filter((outcome) => outcome.with.length === 0)
  write(`\nwithout all ${repeated.length} that row-level security repeats, at once: `)
  const failed = await without(
    vitest,
    repeated.map(({ condition }) => condition),
    () => failing(vitest, ['tests/security/tenants']),
  )
  const red = failed.filter((name) => !name.includes(' without row-level security'))
  write(red.length === 0 ? 'green\n' : 'RED\n')
  return red
}

const placeOf = ({ file, inside, text, nth }: Condition): string =>
  `${file}#${inside} ${text}${nth === 1 ? '' : ` (${nth})`}`

const listingOf = (listings: readonly Listing[], condition: Condition): Listing | undefined =>
  listings.find(([place]) => place.test(placeOf(condition)))

const reasonOf = (condition: Condition): string | undefined => listingOf(CODE_ALONE, condition)?.[1]

/** Listings that no condition needs: none is there any more, or row-level security repeats every one of them. */
function staleListings(
  conditions: readonly Condition[],
  outcomes: readonly Outcome[],
): readonly string[] {
  const stale: string[] = []
  for (const listings of [CODE_ALONE, SAID_TWICE, NO_TENANT])
    for (const listing of listings) {
      const isOf = (one: Condition): boolean => listingOf(listings, one) === listing
      const tried = outcomes.filter(({ condition }) => isOf(condition))
      if (!conditions.some(isOf)) stale.push(`${listing[0]}: no condition is there`)
      else if (
        listings !== SAID_TWICE &&
        tried.length > 0 &&
        tried.every((one) => one.with.length === 0)
      )
        stale.push(`${listing[0]}: row-level security repeats it`)
    }
  return stale
}

/** What is wrong with an outcome; undefined when all is as it must be. */
function verdictOf(outcome: Outcome): string | undefined {
  const reason = reasonOf(outcome.condition)
  const noticed = outcome.with.length + outcome.without.length > 0
  if (listingOf(SAID_TWICE, outcome.condition) !== undefined)
    return noticed ? 'NOT SAID TWICE: a test notices' : undefined
  if (outcome.without.length === 0) return 'NOT NOTICED by any test'
  if (outcome.with.length > 0 && reason === undefined) return 'NOT REPEATED by row-level security'
  return undefined
}

function describe(outcome: Outcome): string {
  const { file, line, inside, text } = outcome.condition
  const secured = outcome.with.length === 0 ? 'green' : `red (${reasonOf(outcome.condition)})`
  const twice = listingOf(SAID_TWICE, outcome.condition)
  const unnoticed = twice === undefined ? 'green' : `green (said twice: ${twice[1]})`
  const wrong = verdictOf(outcome)
  return `${wrong === undefined ? 'ok ' : 'BAD'} ${file}:${line} ${inside}: ${text}
      with row-level security: ${secured}; without: ${outcome.without[0] ?? unnoticed}${wrong === undefined ? '' : `\n      ${wrong}`}
`
}

function closing(
  outcomes: readonly Outcome[],
  found: {
    readonly wrong: readonly Outcome[]
    readonly together: readonly string[]
    readonly stale: readonly string[]
  },
): string {
  const { wrong, together, stale } = found
  const alone = outcomes.filter((outcome) => outcome.with.length > 0).length
  const twice = outcomes.filter((one) => listingOf(SAID_TWICE, one.condition) !== undefined).length
  const more = together.map((name) => `  red: ${name}\n`).join('')
  const old = stale.map((text) => `BAD listing ${text}\n`).join('')
  return `${more}${old}${outcomes.length} conditions: ${outcomes.length - alone - twice} repeated by row-level security, ${alone} in the code alone by design, ${twice} said twice, ${wrong.length} wrong
`
}

try {
  for (const name of ['src', 'tests', 'migrations', 'policies', 'openapi'])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true })
  for (const name of ['package.json', 'tsconfig.json', 'vitest.config.ts'])
    cpSync(join(ROOT, name), join(folder, name))
  symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(folder, 'node_modules'))
  process.chdir(folder)
  process.env['SIGNAALPOORT_TEST_POSTGRES'] = 'zonder'
  process.exitCode = (await run()) ? 0 : 1
} finally {
  process.chdir(ROOT)
  rmSync(folder, { recursive: true, force: true })
}
