import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FolderInUse, lockFolder } from './folder-lock.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'slot-'))

describe('lockFolder', () => {
  test('a second taker is refused while the first lives, and served after it let go', () => {
    const dir = folder()
    const release = lockFolder(dir)
    expect(() => lockFolder(dir)).toThrow(FolderInUse)
    release()
    lockFolder(dir)()
    expect(readdirSync(dir)).toEqual([])
  })

  test('a lock left by a killed process is taken over', async () => {
    const dir = folder()
    const child = spawn(process.execPath, ['-e', ''])
    await new Promise((resolve) => child.once('exit', resolve))
    writeFileSync(join(dir, 'poort.slot'), `${child.pid} 1`)
    lockFolder(dir)()
  })

  test('a reused process number does not keep a dead lock alive', () => {
    const dir = folder()
    writeFileSync(join(dir, 'poort.slot'), `${process.pid} 1`)
    lockFolder(dir)()
  })
})
