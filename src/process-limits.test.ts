import { execFileSync } from 'node:child_process'
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

  test.skipIf(process.platform !== 'linux')('reads the limits of a real process', () => {
    const limitsUnder = (core: string): string =>
      execFileSync('sh', ['-c', `ulimit -S -c ${core}; exec cat /proc/self/limits`], {
        encoding: 'utf8',
      })
    expect(findCoreDumps(limitsUnder('0'))).toBeUndefined()
    const hard = /^Max core file size\s+\S+\s+(\S+)/m.exec(limitsUnder('0'))?.[1]
    if (hard !== '0') expect(findCoreDumps(limitsUnder('1'))).toContain('ulimit -c 0')
  })
})
