import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { COMPILED } from './tests/support/compiled.ts'
import { findEmbeddedTests } from './tests/support/engines-scope.ts'
import { createMemoryFolder } from './tests/support/memory-folder.ts'

// Before any test, or what it starts, asks where temporary files go.
process.env['TMPDIR'] = createMemoryFolder()

/** Processes that are killed, over and over: minutes of work, always done in CI, and by `npm run test:faults` (`tests/support/faults-scope.ts`). */
const faults: TestProjectConfiguration = {
  extends: true,
  test: {
    name: 'faults',
    include: ['tests/faults/**/*.test.ts'],
    globalSetup: ['tests/support/bundle-setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
}
/** Tests of `integration` once more, on the embedded engine. */
const embedded: TestProjectConfiguration = {
  extends: true,
  test: {
    name: 'embedded',
    include: [...findEmbeddedTests()],
    setupFiles: ['tests/support/fail-on-console.ts'],
    provide: { postgresSocketDir: null },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
}
/** Somebody's whole way through the program: the README's tour, the guides, the month of the demo. Always done in CI, and by `npm run test:tours`. */
const tours: TestProjectConfiguration = {
  extends: true,
  test: {
    name: 'tours',
    include: ['tests/tours/**/*.test.ts'],
    globalSetup: ['tests/support/bundle-setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
}
const killing = process.env['SIGNAALPOORT_TEST_FAULTS'] !== undefined
const touring = process.env['SIGNAALPOORT_TEST_TOURS'] !== undefined

export default defineConfig({
  test: {
    reporters: ['default', './tests/support/closing-line-reporter.ts'],
    // One more than the cores that there are in CI: who starts a process, or waits for a clock, leaves its core to another.
    maxWorkers: 3,
    // Each limit below only ends what stands still: three times what a test takes on two cores that are shared by all.
    // No file leaves anything behind for another: modules hold no state that can be seen, and each store, folder and port is a file's own.
    isolate: false,
    // A test makes much and keeps little: young objects get room to die in.
    execArgv: ['--max-semi-space-size=64'],
    env: { ...COMPILED, TMPDIR: process.env['TMPDIR'] },
    globalSetup: ['tests/support/store-setup.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts'],
          setupFiles: ['tests/support/fail-on-console.ts'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/{integration,contract,security}/**/*.test.ts'],
          setupFiles: ['tests/support/fail-on-console.ts'],
          globalSetup: ['tests/support/databases-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'foreign',
          include: ['tests/foreign/**/*.test.ts'],
          setupFiles: ['tests/support/fail-on-console.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/support/bundle-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      ...(embedded.test?.include?.length === 0 ? [] : [embedded]),
      ...(touring ? [tours] : []),
      ...(killing ? [faults] : []),
    ],
  },
})
