import { describe, expect, test } from 'vitest'
import { findCoreDumps } from './process-limits.ts'

const limits = (soft: string): string =>
  `Limit                     Soft Limit           Hard Limit           Units\nMax core file size        ${soft}                    unlimited            bytes\n`

describe('findCoreDumps', () => {
  test('is content when core files are off', () => {
    expect(findCoreDumps(limits('0'))).toBeUndefined()
  })

  test('says so when they are on, and when nobody can tell', () => {
    expect(findCoreDumps(limits('unlimited'))).toContain('ulimit -c 0')
    expect(findCoreDumps('')).toContain('niet te lezen')
  })
})
