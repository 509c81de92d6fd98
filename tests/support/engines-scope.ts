/**
 * Which tests run on the embedded engine too, where PostgreSQL is there and runs them all (docs/decisions/0049-engines-in-part.md).
 * `SIGNAALPOORT_TEST_EMBEDDED`: `alle` (`npm run test:engines`) all of them; `deel` (`.ci/run`) those of the stores and a part of the others, another
 * each time; without it those of the stores.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPostgresBin } from './postgres-server.ts'
import { chooseSeed, seededNumbers } from './seeded-numbers.ts'

const FOLDERS = ['tests/integration', 'tests/security']
/** What differs between engines lies here: how a statement is sent, what a role may see, how a plan is made. */
const STORES =
  /\/(?:store|sealed-store|threshold-store|settings|tenants(?:-[a-z-]+)?|bewaarsleutel)\.test\.ts$/
/** Of the others each run of CI takes one in so many. */
const STEP = 8

const root = join(import.meta.dirname, '../..')

/** Whether tests ask for PostgreSQL and find it: `SIGNAALPOORT_TEST_POSTGRES=zonder` does without. */
export const postgresBin = (): string | undefined =>
  process.env['SIGNAALPOORT_TEST_POSTGRES'] === 'zonder' ? undefined : findPostgresBin()

/** The test files, as paths from the root, that run on the embedded engine beside PostgreSQL; none where it is the only one. */
export function findEmbeddedTests(): readonly string[] {
  if (postgresBin() === undefined) return []
  const all = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
  ).filter((path) => path.endsWith('.test.ts') && hasEngines(path))
  const scope = process.env['SIGNAALPOORT_TEST_EMBEDDED']
  if (scope === 'alle') return all
  const stores = all.filter((path) => STORES.test(path))
  return scope === 'deel'
    ? [...stores, ...partOf(all.filter((path) => !STORES.test(path)))]
    : stores
}

const hasEngines = (path: string): boolean =>
  /\b(?:engines|grounds)\b/.test(readFileSync(join(root, path), 'utf8'))

function partOf(paths: readonly string[]): readonly string[] {
  const seed = chooseSeed()
  const from = Math.floor(seededNumbers(seed)() * STEP)
  process.stdout.write(
    `embedded engine: part ${from + 1} of ${STEP} (SIGNAALPOORT_TEST_SEED=${seed})\n`,
  )
  return paths.filter((_, index) => index % STEP === from)
}
