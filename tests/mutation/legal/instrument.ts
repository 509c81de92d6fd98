/** A copy of the project in which Stryker's instrumenter put every mutant of `src/legal` behind a switch. */
import { createHash } from 'node:crypto'
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

type Place = { readonly line: number; readonly column: number }

/** As Stryker describes it; its lines and columns count from 0. */
type StrykerMutant = {
  readonly id: string
  readonly fileName: string
  readonly mutatorName: string
  readonly replacement: string
  readonly location: { readonly start: Place; readonly end: Place }
  readonly statusReason?: string
}

type Instrumenter = {
  instrument(
    files: readonly { readonly name: string; readonly mutate: true; readonly content: string }[],
    options: object,
  ): Promise<{
    readonly files: readonly { readonly name: string; readonly content: string }[]
    readonly mutants: readonly StrykerMutant[]
  }>
}

export type Mutant = {
  readonly id: string
  /** `judge.ts`. */
  readonly file: string
  readonly line: number
  readonly mutator: string
  readonly original: string
  readonly replacement: string
  /** What it is recognised by when the run is taken up again: the whole file, the place and the change. */
  readonly key: string
}

const COPIED = [
  'src',
  'tests/support',
  'tests/oracle',
  'policies',
  'docs',
  'package.json',
  'tsconfig.json',
]

const textAt = (content: string, { start, end }: StrykerMutant['location']): string => {
  const lines = content.split('\n').slice(start.line, end.line + 1)
  const whole = lines.join('\n')
  const behind = (lines.at(-1)?.length ?? 0) - end.column
  return whole.slice(start.column, whole.length - behind)
}

const loadInstrumenter = async (repository: string): Promise<Instrumenter> => {
  const tools = createRequire(
    join(repository, 'tools/node_modules/@stryker-mutator/core/package.json'),
  )
  const path = tools.resolve('@stryker-mutator/instrumenter')
  const { Instrumenter: Made } = (await import(pathToFileURL(path).href)) as {
    readonly Instrumenter: new (logger: object) => Instrumenter
  }
  const silent = (): void => undefined
  return new Made({
    isDebugEnabled: () => false,
    debug: silent,
    info: silent,
    warn: silent,
  })
}

/** Makes the copy in `folder` and returns its mutants, in the order of the files. */
export async function makeCopy(repository: string, folder: string): Promise<readonly Mutant[]> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const path of COPIED) cpSync(join(repository, path), join(folder, path), { recursive: true })
  const names = globSync('src/legal/*.ts', { cwd: folder, exclude: ['**/*.test.ts'] }).toSorted()
  const files = names.map((name) => ({
    name: join(folder, name),
    mutate: true as const,
    content: readFileSync(join(folder, name), 'utf8'),
  }))
  const contents = new Map(files.map(({ name, content }) => [name, content]))
  const instrumenter = await loadInstrumenter(repository)
  const made = await instrumenter.instrument(files, {
    plugins: null,
    ignorers: [],
    excludedMutations: [],
  })
  for (const { name, content } of made.files) writeFileSync(name, content)
  return made.mutants.map((mutant) => describe(mutant, contents.get(mutant.fileName) ?? ''))
}

const describe = (mutant: StrykerMutant, content: string): Mutant => {
  const { id, fileName, mutatorName, replacement, location } = mutant
  const { start, end } = location
  const file = fileName.split('/').at(-1) ?? ''
  const text = createHash('sha256').update(content).digest('hex').slice(0, 12)
  const place = `${start.line}:${start.column}-${end.line}:${end.column}`
  return {
    id,
    file,
    line: start.line + 1,
    mutator: mutatorName,
    original: textAt(content, location),
    replacement,
    key: [file, text, place, mutatorName, replacement].join(' '),
  }
}
