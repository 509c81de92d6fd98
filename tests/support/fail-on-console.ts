/** Any output to the console fails the test that made it: tests are silent, and the code under test logs through its port. */
import { afterEach, expect } from 'vitest'

const written: string[] = []
for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
  console[method] = (...args: unknown[]) => {
    written.push(`${method}: ${args.map(String).join(' ')}`)
  }
}

afterEach(() => {
  const seen = written.splice(0)
  expect(seen, 'console output').toEqual([])
})
