/** A copy of the project's policies for each test of a file, to be changed and loaded. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { loadPolicies, PolicyError } from '../../src/legal/load.ts'
import { expectApproved } from './approved.ts'

export type PolicyFolder = {
  readonly path: string
  /** Replaces `from`, which must be there, by `to` in one file. */
  change(
    file: string,
    from: string | RegExp,
    to: string | ((found: string, ...groups: string[]) => string),
  ): void
  /** What loading it says is wrong. @throws Error when it loads */
  faults(): readonly string[]
}

/**
 * Compares what is said of a wrong set with what was approved, word for word but for the number of the line: a lawyer has nothing else to
 * find the fault by, so a message changes on purpose or not at all.
 */
export const expectTold = (name: string, found: readonly string[]): void =>
  expectApproved(
    'policy-faults',
    name,
    found.map((fault) => fault.replace(/regel \d+/, 'regel N')),
  )

/** To be called once in a test file, outside its tests. */
export function usePolicyFolder(): PolicyFolder {
  let copy: string | undefined
  // Copied when a test asks for it: most tests of a file read the project's own policies.
  const copied = (): string => {
    if (copy === undefined) {
      copy = mkdtempSync(join(tmpdir(), 'beleid-'))
      cpSync('policies', copy, { recursive: true })
    }
    return copy
  }
  afterEach(() => {
    if (copy !== undefined) rmSync(copy, { recursive: true })
    copy = undefined
  })
  return {
    get path() {
      return copied()
    },
    change: (file, from, to) => {
      const path = join(copied(), file)
      const old = readFileSync(path, 'utf8')
      const changed = typeof to === 'string' ? old.replace(from, to) : old.replace(from, to)
      if (changed === old) throw new Error(`nothing to change in ${file}`)
      writeFileSync(path, changed)
    },
    faults: () => {
      try {
        loadPolicies(copied())
      } catch (error) {
        if (error instanceof PolicyError) return error.faults
        throw error
      }
      throw new Error('the policies were loaded')
    },
  }
}
