import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemRandom } from '../../../crypto/random.ts'
import { knows, makeSecret, secretIn } from './secret.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'geheim-'))
  path = join(folder, 'geheim.txt')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the secret of the opener', () => {
  test('is another one each time, of 256 bits', () => {
    const secrets = [makeSecret(systemRandom), makeSecret(systemRandom)]
    expect(new Set(secrets).size).toBe(2)
    for (const one of secrets) expect(one).toMatch(/^[\w-]{43}$/)
  })

  test('is made in its file once, for its owner only, and stays', () => {
    const first = secretIn(path, systemRandom)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'utf8')).toBe(`${first}\n`)
    expect(secretIn(path, systemRandom)).toBe(first)
  })

  test('is not taken from a file that others can read, and the refusal does not repeat it', () => {
    const secret = secretIn(path, systemRandom)
    chmodSync(path, 0o640)
    expect(() => secretIn(path, systemRandom)).toThrow('ook voor anderen leesbaar')
    expect(() => secretIn(path, systemRandom)).not.toThrow(secret)
  })

  test.each(['', 'kort', 'x'.repeat(31), `${'x'.repeat(40)} ${'y'.repeat(40)}`])(
    'is not %j',
    (text) => {
      writeFileSync(path, text, { mode: 0o600 })
      expect(() => secretIn(path, systemRandom)).toThrow('geen geheim van ten minste 32 tekens')
    },
  )

  test('is known only whole, and only as a bearer', () => {
    const secret = makeSecret(systemRandom)
    const isKnown = knows(secret)
    expect(isKnown(`Bearer ${secret}`)).toBe(true)
    expect(isKnown(`bearer ${secret}`)).toBe(true)
    for (const wrong of [
      undefined,
      '',
      secret,
      'Bearer ',
      `Basic ${secret}`,
      `Bearer ${secret.slice(0, -1)}`,
      `Bearer ${secret}x`,
      `Bearer ${secret} ${secret}`,
      `Bearer ${secret.toUpperCase()}`,
    ])
      expect(isKnown(wrong)).toBe(false)
  })
})
