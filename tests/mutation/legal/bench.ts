/** Runs in a thread: holds the instrumented copy with its tests, and says which test notices a mutant. */
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { useCopy } from './hooks.ts'
import { type Collected, type CollectedTest, collect } from './mini-vitest.ts'

/** What Stryker's switches look at. */
type Switches = {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
  hitCount?: number | undefined
  hitLimit?: number | undefined
  mutantCoverage?: {
    static: Record<string, number>
    perTest: Record<string, Record<string, number>>
  }
}
const switches: Switches = {}
Object.assign(globalThis, { __stryker__: switches })

/** One mutant to try; `anew`: all modules are loaded again with it, as what is computed while they load and kept needs. */
export type Question = {
  readonly id: string
  readonly anew: boolean
  /** The tests to run, the likeliest first; when `anew`, each that may be run, in the order of the files. */
  readonly tests: readonly string[]
  readonly files: readonly string[]
  readonly hitLimit: number
}

export type Verdict =
  | { readonly outcome: 'killed'; readonly by: string }
  | { readonly outcome: 'timeout' }
  | { readonly outcome: 'survived' }

export type DryRun = {
  readonly tests: readonly { readonly id: string; readonly file: string; readonly ms: number }[]
  readonly static: Readonly<Record<string, number>>
  readonly perTest: Readonly<Record<string, Readonly<Record<string, number>>>>
}

const { folder, files, step } = workerData as {
  readonly folder: string
  readonly files: readonly string[]
  readonly step: Int32Array
}
const base = `${pathToFileURL(folder).href}/`
useCopy(base)

/** Says that a step was taken: who watches ends a thread that takes none for too long. */
const beat = (): void => {
  Atomics.add(step, 0, 1)
}

let version = 0

const load = async (file: string): Promise<Collected> => {
  beat()
  return await collect(
    file,
    async (): Promise<unknown> => await import(`${base}${file}?v=${version}`),
  )
}

const suite = new Map<string, { readonly file: string; readonly test: CollectedTest }>()

const loadAll = async (): Promise<void> => {
  for (const file of files) {
    const { tests, prepare } = await load(file)
    await prepare()
    for (const test of tests) suite.set(test.id, { file, test })
  }
}

/** Runs every test once, without a mutant, and notes which mutants it reached. */
const dryRun = async (): Promise<DryRun> => {
  const tests: { id: string; file: string; ms: number }[] = []
  for (const { file, test } of suite.values()) {
    beat()
    switches.currentTestId = test.id
    const began = performance.now()
    await test.run()
    switches.currentTestId = undefined
    tests.push({ id: test.id, file, ms: performance.now() - began })
  }
  const coverage = switches.mutantCoverage ?? { static: {}, perTest: {} }
  return { tests, ...coverage }
}

const fails = async (test: CollectedTest): Promise<boolean> => {
  beat()
  try {
    await test.run()
    return false
  } catch {
    return true
  }
}

const outcomeOf = (by: string): Verdict =>
  (switches.hitCount ?? 0) > (switches.hitLimit ?? Number.POSITIVE_INFINITY)
    ? { outcome: 'timeout' }
    : { outcome: 'killed', by }

const tryLoaded = async (tests: readonly string[]): Promise<Verdict> => {
  for (const id of tests) {
    const found = suite.get(id)
    if (found !== undefined && (await fails(found.test))) return outcomeOf(id)
  }
  return { outcome: 'survived' }
}

const tryAnew = async (files: readonly string[], tests: ReadonlySet<string>): Promise<Verdict> => {
  version += 1
  for (const file of files) {
    let loaded: Collected
    try {
      loaded = await load(file)
      await loaded.prepare()
    } catch {
      return outcomeOf(`${file} (loading it)`)
    }
    for (const test of loaded.tests)
      if (tests.has(test.id) && (await fails(test))) return outcomeOf(test.id)
  }
  return { outcome: 'survived' }
}

const ask = async ({ id, anew, tests, files, hitLimit }: Question): Promise<Verdict> => {
  Object.assign(switches, { activeMutant: id, hitCount: 0, hitLimit })
  try {
    return anew ? await tryAnew(files, new Set(tests)) : await tryLoaded(tests)
  } finally {
    Object.assign(switches, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined })
  }
}

await loadAll()
parentPort?.on('message', (question: Question | 'dry-run') => {
  const answer = question === 'dry-run' ? dryRun() : ask(question)
  answer.then(
    (value) => parentPort?.postMessage({ value }),
    (error: unknown) => parentPort?.postMessage({ error: String(error) }),
  )
})
parentPort?.postMessage({ value: 'ready' })
