/**
 * Takes the place of `vitest` in the copy: collects tests as plain functions, so that one process runs any of them as often as it likes.
 * Only what the tests of `src/legal` use; `expect` is vitest's own.
 */
import { sep } from 'node:path'
import { pathToFileURL } from 'node:url'

type Body = (...args: unknown[]) => unknown
type Hook = () => unknown

type Suite = { readonly beforeAll: Hook[]; readonly beforeEach: Hook[]; readonly afterEach: Hook[] }

export type CollectedTest = { readonly id: string; readonly run: () => Promise<void> }

/** The tests of one file, and what is to be done before the first of them. */
export type Collected = { readonly tests: readonly CollectedTest[]; prepare(): Promise<void> }

const newSuite = (): Suite => ({ beforeAll: [], beforeEach: [], afterEach: [] })

let file = ''
let names: string[] = []
let suites: Suite[] = [newSuite()]
let before: Hook[] = []
let collected: CollectedTest[] = []

/** Collects what a test file registers while `load` imports it. */
export async function collect(path: string, load: () => Promise<unknown>): Promise<Collected> {
  file = path
  names = []
  suites = [newSuite()]
  before = []
  collected = []
  await load()
  const [tests, hooks] = [collected, before]
  return {
    tests,
    prepare: async () => {
      for (const hook of hooks) await hook()
    },
  }
}

const innermost = (): Suite => {
  const suite = suites.at(-1)
  if (suite === undefined) throw new Error('no suite is open')
  return suite
}

const add = (name: string, body: Body, args: readonly unknown[]): void => {
  const around = [...suites]
  collected.push({
    id: `${[file, ...names, name].join(' > ')} #${collected.length}`,
    run: async () => {
      for (const { beforeEach: hooks } of around) for (const hook of hooks) await hook()
      try {
        await body(...args)
      } finally {
        for (const { afterEach: hooks } of around.toReversed())
          for (const hook of hooks.toReversed()) await hook()
      }
    },
  })
}

export function describe(name: string, body: () => void): void {
  names.push(name)
  suites.push(newSuite())
  body()
  names.pop()
  suites.pop()
}

const each =
  (cases: readonly unknown[]) =>
  (name: string, body: Body): void => {
    for (const one of cases) add(name, body, Array.isArray(one) ? one : [one])
  }

export const test = Object.assign((name: string, body: Body): void => add(name, body, []), { each })

export function beforeAll(hook: Hook): void {
  before.push(hook)
}

/** What a file leaves behind goes with the process. */
export function afterAll(_hook: Hook): void {}

export function beforeEach(hook: Hook): void {
  innermost().beforeEach.push(hook)
}

export function afterEach(hook: Hook): void {
  innermost().afterEach.push(hook)
}

export function inject(key: string): never {
  throw new Error(`no test of src/legal needs ${key}`)
}

// The package says under which names it may be imported; its own file is not among them.
const own = pathToFileURL(
  [process.env['MUTATION_REPOSITORY'], 'node_modules/vitest/dist/index.js'].join(sep),
)
const vitest = (await import(own.href)) as { readonly expect: unknown }
export const { expect } = vitest
