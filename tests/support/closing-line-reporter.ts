/** Ends a run with one line that any reader can find: `N passed, N failed, N skipped`. */
import type { Reporter, TestModule } from 'vitest/node'
import { postgresBin } from './engines-scope.ts'

export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state] += 1
      if (module.errors().length > 0) count.failed += 1
    }
    if (process.env['SIGNAALPOORT_TEST_TOURS'] === undefined)
      process.stdout.write(
        'tests/tours (whole ways through the program) not run: npm run test:tours\n',
      )
    const faults = process.env['SIGNAALPOORT_TEST_FAULTS']
    if (faults === undefined)
      process.stdout.write('tests/faults (killed processes) not run: npm run test:faults\n')
    else if (faults !== 'alle')
      process.stdout.write(
        'tests/faults in part, another each time: npm run test:faults does all\n',
      )
    if (postgresBin() !== undefined && process.env['SIGNAALPOORT_TEST_EMBEDDED'] !== 'alle')
      process.stdout.write('not all tests ran on the embedded engine: npm run test:engines\n')
    process.stdout.write(
      `${count.passed} passed, ${count.failed} failed, ${count.skipped + count.pending} skipped\n`,
    )
  }
}
