/** A copy of the project's policies for each test of a file, to be changed and loaded. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { loadPolicies, PolicyError } from '../../src/legal/load.ts'

export type PolicyFolder = {
  readonly path: string
  /** Replaces `from`, which must be there, by `to` in one file. */
  change(file: string, from: string | RegExp, to: string): void
  /** What loading it says is wrong. @throws Error when it loads */
  faults(): readonly string[]
}

/** To be called once in a test file, outside its tests. */
export function usePolicyFolder(): PolicyFolder {
  let path = ''
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'beleid-'))
    cpSync('policies', path, { recursive: true })
  })
  afterEach(() => rmSync(path, { recursive: true }))
  return {
    get path() {
      return path
    },
    change: (file, from, to) => {
      const old = readFileSync(join(path, file), 'utf8')
      const changed = old.replace(from, to)
      if (changed === old) throw new Error(`nothing to change in ${file}`)
      writeFileSync(join(path, file), changed)
    },
    faults: () => {
      try {
        loadPolicies(path)
      } catch (error) {
        if (error instanceof PolicyError) return error.faults
        throw error
      }
      throw new Error('the policies were loaded')
    },
  }
}
