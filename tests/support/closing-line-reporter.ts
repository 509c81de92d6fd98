/** Ends a run with what it passed over, by name, and one line that any reader can find: `N passed, N failed, N skipped`. */
import type { Reporter, TestModule } from 'vitest/node'
import { postgresBin } from './engines-scope.ts'

/** The parts of the suite that this run left to others, and how to do them. */
function leftOut(): readonly string[] {
  const faults = process.env['SIGNAALPOORT_TEST_FAULTS']
  const left: string[] = []
  if (process.env['SIGNAALPOORT_TEST_TOURS'] === undefined)
    left.push('tests/tours (whole ways through the program) not run: npm run test:tours')
  if (faults === undefined)
    left.push('tests/faults (killed processes) not run: npm run test:faults')
  else if (faults !== 'alle')
    left.push('tests/faults in part, another each time: npm run test:faults does all')
  if (postgresBin() !== undefined && process.env['SIGNAALPOORT_TEST_EMBEDDED'] !== 'alle')
    left.push('not all tests ran on the embedded engine: npm run test:engines')
  return left
}

export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    const lines: string[] = []
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        count[state] += 1
        if (state === 'skipped')
          lines.push(`skipped: ${module.relativeModuleId} > ${test.fullName}`)
      }
      if (module.errors().length > 0) count.failed += 1
    }
    lines.push(
      ...leftOut(),
      `${count.passed} passed, ${count.failed} failed, ${count.skipped + count.pending} skipped`,
    )
    process.stdout.write(`${lines.join('\n')}\n`)
  }
}
