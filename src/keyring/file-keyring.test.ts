import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toBase64, toHex } from '../crypto/bytes.ts'
import { Gemeentecode, Oin } from '../model/ids.ts'
import type { CrashPoint, RandomBytes } from '../model/ports.ts'
import type { BewaarsleutelId } from '../model/sealed.ts'
import { openFileKeyring } from './file-keyring.ts'
import type { Keyring } from './keyring.ts'

const random: RandomBytes = (length) => new Uint8Array(randomBytes(length))
const linde = Oin.parse('00000099000000001000')
const id: BewaarsleutelId = {
  gemeentecode: Gemeentecode.parse('0202'),
  vervaldatum: '2027-05-03',
  volgnummer: 1,
}
const second: BewaarsleutelId = { ...id, volgnummer: 2 }

let dir: string
let opened: Keyring[]
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'signaalpoort-sleutelring-'))
  opened = []
})
afterEach(async () => {
  for (const keyring of opened) await keyring.close()
  rmSync(dir, { recursive: true, force: true })
})

const path = (name = 'sleutelring.json'): string => join(dir, name)
const rootPath = (): string => path('wortel.json')

async function open(nieuw = false, crashPoint?: CrashPoint, at = path()): Promise<Keyring> {
  const keyring = await openFileKeyring({
    path: at,
    rootPath: rootPath(),
    random,
    nieuw,
    ...(crashPoint === undefined ? {} : { crashPoint }),
  })
  opened.push(keyring)
  return keyring
}

/** A crash at one named step, as often as that step comes. */
function crashAt(step: string): CrashPoint {
  return (name) => {
    if (name === step) throw new Error(`crash at ${name}`)
  }
}

describe('a keyring', () => {
  test('gives the same key again, also after it was closed and opened', async () => {
    const first = await open(true)
    const key = await first.ensureRetentionKey(id)
    const month = await first.monthKey(linde, '2026-11')
    expect([key.length, month.length]).toEqual([32, 32])
    expect(await first.ensureRetentionKey(id)).toEqual(key)
    await first.close()
    const again = await open()
    expect(await again.retentionKey(id)).toEqual(key)
    expect(await again.ensureRetentionKey(id)).toEqual(key)
    expect(await again.monthKey(linde, '2026-11')).toEqual(month)
  })

  test('gives every id, party and month a key of its own', async () => {
    const keyring = await open(true)
    const keys = [
      await keyring.ensureRetentionKey(id),
      await keyring.ensureRetentionKey(second),
      await keyring.ensureRetentionKey({ ...id, vervaldatum: '2027-05-04' }),
      await keyring.ensureRetentionKey({ ...id, gemeentecode: Gemeentecode.parse('0344') }),
      await keyring.monthKey(linde, '2026-11'),
      await keyring.monthKey(linde, '2026-12'),
      await keyring.monthKey(Oin.parse('00000099000000002000'), '2026-11'),
    ]
    expect(new Set(keys.map(toHex)).size).toBe(keys.length)
    await expect(keyring.monthKey(linde, '2026-13')).rejects.toThrow('YYYY-MM')
  })

  test('keeps a matching key for each municipality and month, until it is destroyed for good', async () => {
    const arnhem = { gemeentecode: Gemeentecode.parse('0202'), month: '2026-11' }
    const keyring = await open(true)
    expect(await keyring.matchKey(arnhem)).toBeUndefined()
    const key = await keyring.ensureMatchKey(arnhem)
    const others = [
      await keyring.ensureMatchKey({ ...arnhem, month: '2026-12' }),
      await keyring.ensureMatchKey({ ...arnhem, gemeentecode: Gemeentecode.parse('0344') }),
      await keyring.monthKey(linde, '2026-11'),
    ]
    expect(new Set([key, ...others].map(toHex)).size).toBe(4)
    expect(await keyring.matchKeys()).toHaveLength(3)
    await keyring.destroyMatchKey(arnhem)
    expect(await keyring.matchKeys()).not.toContainEqual(arnhem)
    await expect(keyring.ensureMatchKey(arnhem)).rejects.toThrow('vernietigd')
    await expect(keyring.matchKey({ ...arnhem, month: '2026-13' })).rejects.toThrow('YYYY-MM')
  })

  test('knows no key that was never made', async () => {
    expect(await (await open(true)).retentionKey(id)).toBeUndefined()
  })

  test('makes one key when many ask at once, and writes them together', async () => {
    let writes = 0
    const keyring = await open(true, (step) => {
      if (step === 'sleutelring-hernoemd') writes += 1
    })
    const ids = Array.from({ length: 50 }, (_, i) => ({ ...id, volgnummer: 1 + (i % 25) }))
    const keys = await Promise.all(ids.map((one) => keyring.ensureRetentionKey(one)))
    expect(new Set(keys.map(toHex)).size).toBe(25)
    // The empty keyring of the first start, and one write for the fifty.
    expect(writes).toBe(2)
  })

  test('answers others while it replaces its own file', async () => {
    const asked: Promise<unknown>[] = []
    let made: Keyring | undefined
    const keyring = await open(true, (step) => {
      if (step.startsWith('sleutelring-')) asked.push(made?.retentionKey(id) ?? Promise.resolve())
    })
    made = keyring
    const key = await keyring.ensureRetentionKey(id)
    await keyring.ensureRetentionKey(second)
    const answers = await Promise.all(asked)
    // Two steps of each write: the empty keyring, the first key (not there yet), the second.
    expect(answers).toEqual([undefined, undefined, undefined, undefined, key, key])
  })

  test('holds no key in the clear: not in its file, not under another root', async () => {
    const keyring = await open(true)
    const key = await keyring.ensureRetentionKey(id)
    const file = readFileSync(path(), 'utf8')
    for (const form of [toHex(key), toBase64(key), toBase64(key).slice(0, 20)])
      expect(file).not.toContain(form)
    expect(file).toContain('bewaar/0202/2027-05-03/1')
  })

  test('keeps its files to their owner, and refuses a root that others may read', async () => {
    await (await open(true)).close()
    for (const file of [path(), rootPath()]) expect(statSync(file).mode & 0o777).toBe(0o600)
    chmodSync(rootPath(), 0o640)
    await expect(open()).rejects.toThrow('leesbaar voor anderen')
    chmodSync(rootPath(), 0o600)
    await expect(open()).resolves.toBeDefined()
  })

  test('does not come back empty when its file or its root is gone', async () => {
    const keyring = await open(true)
    await keyring.ensureRetentionKey(id)
    await keyring.close()
    cpSync(path(), path('kopie'))
    rmSync(path())
    await expect(open()).rejects.toThrow('is er niet')
    cpSync(path('kopie'), path())
    await expect(open()).resolves.toBeDefined()
    rmSync(rootPath())
    await expect(open(true)).rejects.toThrow('wortelsleutel')
  })

  test('refuses a file in which two keys changed places', async () => {
    const keyring = await open(true)
    await keyring.ensureRetentionKey(id)
    await keyring.ensureRetentionKey(second)
    await keyring.close()
    const text = readFileSync(path(), 'utf8')
    const swapped = text.replace('/1"', '/x"').replace('/2"', '/1"').replace('/x"', '/2"')
    expect(swapped).not.toBe(text)
    writeFileSync(path(), swapped)
    await expect(open()).rejects.toThrow('opent niet')
    writeFileSync(path(), text)
    await expect(open()).resolves.toBeDefined()
  })

  test('refuses a file that another process changed underneath, for reading too', async () => {
    const mine = await open(true)
    await mine.ensureRetentionKey(id)
    const theirs = await open()
    await theirs.ensureRetentionKey(second)
    await expect(mine.retentionKey(id)).rejects.toThrow('ander proces')
    await expect(mine.ensureRetentionKey(second)).rejects.toThrow('ander proces')
    await expect(mine.destroyRetentionKey(id)).rejects.toThrow('ander proces')
    await expect(mine.rotateRoot()).rejects.toThrow('ander proces')
    expect(await theirs.retentionKey(id)).toHaveLength(32)
  })

  test('is read on while it is being written, and a stranger’s file is refused then too', async () => {
    const reads: Promise<unknown>[] = []
    let stranger = false
    const keyring = await open(true, (step) => {
      if (step !== 'sleutelring-hernoemd' || opened.length === 0) return
      if (stranger) writeFileSync(path(), readFileSync(path(), 'utf8').replace('{', '{ '))
      reads.push((opened[0] as Keyring).retentionKey(id).catch((error: unknown) => error))
    })
    const key = await keyring.ensureRetentionKey(id)
    await keyring.rotateRoot()
    expect((await Promise.all(reads)).slice(1)).toEqual([key])
    stranger = true
    await expect(keyring.ensureRetentionKey(second)).rejects.toThrow('ander proces')
    expect(String(await reads.at(-1))).toContain('ander proces')
  })

  test('gives the month keys that are there by name, and no month key that was destroyed', async () => {
    const keyring = await open(true)
    await keyring.ensureRetentionKey(id)
    await keyring.monthKey(linde, '2026-10')
    await keyring.monthKey(linde, '2026-11')
    await keyring.destroyMonthKey(linde, '2026-10')
    await keyring.destroyMonthKey(linde, '2026-10')
    expect(await keyring.monthKeys()).toEqual([{ oin: linde, month: '2026-11' }])
    await expect(keyring.monthKey(linde, '2026-10')).rejects.toThrow('vernietigd')
  })

  test('answers nothing after it was closed', async () => {
    const keyring = await open(true)
    await keyring.ensureRetentionKey(id)
    await keyring.close()
    await expect(keyring.retentionKey(id)).rejects.toThrow('gesloten')
    await expect(keyring.ensureRetentionKey(second)).rejects.toThrow('gesloten')
  })
})

describe('a destroyed key', () => {
  test('is gone at once and for ever: its id never comes back', async () => {
    const keyring = await open(true)
    await keyring.ensureRetentionKey(id)
    const kept = await keyring.ensureRetentionKey(second)
    await keyring.destroyRetentionKey(id)
    await keyring.destroyRetentionKey(id)
    expect(await keyring.retentionKey(id)).toBeUndefined()
    await expect(keyring.ensureRetentionKey(id)).rejects.toThrow('vernietigd')
    await keyring.close()
    const again = await open()
    expect(await again.retentionKey(id)).toBeUndefined()
    await expect(again.ensureRetentionKey(id)).rejects.toThrow('vernietigd')
    expect(await again.retentionKey(second)).toEqual(kept)
  })

  test('leaves the others that ask in the same moment their answer', async () => {
    const keyring = await open(true)
    await keyring.destroyRetentionKey(id)
    const [refused, given] = await Promise.allSettled([
      keyring.ensureRetentionKey(id),
      keyring.ensureRetentionKey(second),
    ])
    expect([refused.status, given.status]).toEqual(['rejected', 'fulfilled'])
  })
})

describe('a rotated root', () => {
  test('keeps every key and kills every earlier copy of the keyring', async () => {
    const keyring = await open(true)
    await keyring.ensureRetentionKey(id)
    const kept = await keyring.ensureRetentionKey(second)
    cpSync(path(), path('kopie.json'))
    cpSync(rootPath(), path('oude-wortel.json'))
    await keyring.destroyRetentionKey(id)

    // Control: until the root is rotated the copy gives the destroyed key back.
    const copy = await open(false, undefined, path('kopie.json'))
    expect(await copy.retentionKey(id)).toHaveLength(32)

    await keyring.rotateRoot()
    expect(await keyring.retentionKey(second)).toEqual(kept)
    await expect(open(false, undefined, path('kopie.json'))).rejects.toThrow('wortelsleutel')

    // Nor does a copy that is made to name the new root.
    const idOf = (file: string): string => /"(?:id|wortelId)":"(\w+)"/.exec(file)?.[1] ?? ''
    const text = readFileSync(path('kopie.json'), 'utf8')
    const root = readFileSync(rootPath(), 'utf8')
    writeFileSync(path('kopie.json'), text.replace(idOf(text), idOf(root)))
    await expect(open(false, undefined, path('kopie.json'))).rejects.toThrow('opent niet')

    // Control: with a copy of the old root it would have opened, so the root is what killed it.
    writeFileSync(path('kopie.json'), text)
    cpSync(rootPath(), path('nieuwe-wortel.json'))
    cpSync(path('oude-wortel.json'), rootPath())
    const dead = await open(false, undefined, path('kopie.json'))
    expect(await dead.retentionKey(id)).toHaveLength(32)
  })

  test('leaves no byte of the old root in the folder', async () => {
    const keyring = await open(true)
    const old = readFileSync(rootPath(), 'utf8')
    await keyring.rotateRoot()
    const key = /"key":"([^"]+)"/.exec(old)?.[1] ?? 'none'
    expect(old).toContain(key)
    for (const file of readdirSync(dir)) expect(readFileSync(path(file), 'utf8')).not.toContain(key)
    expect(readdirSync(dir).sort()).toEqual(['sleutelring.json', 'wortel.json'])
  })

  test('may be asked for while keys are made: none is lost', async () => {
    const keyring = await open(true)
    const ids = Array.from({ length: 30 }, (_, i) => ({ ...id, volgnummer: i + 1 }))
    const made = ids.map((one, i) =>
      i % 10 === 5
        ? keyring.rotateRoot().then(() => keyring.ensureRetentionKey(one))
        : keyring.ensureRetentionKey(one),
    )
    const keys = await Promise.all(made)
    await keyring.close()
    const again = await open()
    for (const [i, one] of ids.entries()) expect(await again.retentionKey(one)).toEqual(keys[i])
  })
})

const ROTATION_STEPS = [
  'wortel-geschreven',
  'wortel-hernoemd',
  'sleutelring-geschreven',
  'sleutelring-hernoemd',
  'oude-wortel-overschreven',
  'oude-wortel-hernoemd',
]

describe('a crash in the middle of a rotation', () => {
  test.each(ROTATION_STEPS)(
    'at %s leaves a keyring that opens whole, and rotates again',
    async (step) => {
      let armed = false
      const crash = crashAt(step)
      const keyring = await open(true, (name) => {
        if (armed) crash(name)
      })
      const key = await keyring.ensureRetentionKey(id)
      const oldRoot = readFileSync(rootPath(), 'utf8')
      armed = true
      await expect(keyring.rotateRoot()).rejects.toThrow()

      const again = await open()
      expect(await again.retentionKey(id)).toEqual(key)
      await again.rotateRoot()
      await again.close()
      expect(await (await open()).retentionKey(id)).toEqual(key)
      expect(readFileSync(rootPath(), 'utf8')).not.toBe(oldRoot)
      expect(readdirSync(dir).sort()).toEqual(['sleutelring.json', 'wortel.json'])
    },
  )

  test('with only the new root left whole opens, as when the old was half overwritten', async () => {
    const keyring = await open(true)
    const key = await keyring.ensureRetentionKey(id)
    await keyring.close()
    cpSync(rootPath(), `${rootPath()}.volgende`)
    writeFileSync(rootPath(), '{"id":"00\0\0\0', { mode: 0o600 })
    expect(await (await open()).retentionKey(id)).toEqual(key)
    expect(existsSync(`${rootPath()}.volgende`)).toBe(false)
  })

  test('with a new root that the keyring does not name yet opens with the old and drops the new', async () => {
    const keyring = await open(true)
    const key = await keyring.ensureRetentionKey(id)
    await keyring.close()
    const stray = JSON.stringify({ id: 'ab'.repeat(16), key: toBase64(random(32)) })
    writeFileSync(`${rootPath()}.volgende`, stray, { mode: 0o600 })
    writeFileSync(`${path()}.tmp`, '{"versie":1,"wort')
    expect(await (await open()).retentionKey(id)).toEqual(key)
    expect(readdirSync(dir).sort()).toEqual(['sleutelring.json', 'wortel.json'])
  })

  test('with neither root of the keyring refuses to start', async () => {
    const keyring = await open(true)
    await keyring.close()
    writeFileSync(rootPath(), '', { mode: 0o600 })
    await expect(open()).rejects.toThrow('wortelsleutel')
  })
})

describe('a write that fails', () => {
  test('before it is kept changes nothing: the next one goes through', async () => {
    let armed = true
    const keyring = await open(true)
    await keyring.close()
    const failing = await open(false, (name) => {
      if (armed && name === 'sleutelring-geschreven') throw new Error('disk full')
    })
    await expect(failing.ensureRetentionKey(id)).rejects.toThrow('disk full')
    expect(await failing.retentionKey(id)).toBeUndefined()
    armed = false
    const key = await failing.ensureRetentionKey(id)
    await failing.close()
    expect(await (await open()).retentionKey(id)).toEqual(key)
  })

  test('after it was kept ends the use of the keyring until it is opened again', async () => {
    await (await open(true)).close()
    const failing = await open(false, crashAt('sleutelring-hernoemd'))
    await expect(failing.ensureRetentionKey(id)).rejects.toThrow('onbekend')
    await expect(failing.retentionKey(id)).rejects.toThrow('onbekend')
    await expect(failing.ensureRetentionKey(second)).rejects.toThrow('onbekend')
    expect(await (await open()).retentionKey(id)).toHaveLength(32)
  })

  test.each([
    'eerste-wortel-geschreven',
    'eerste-wortel-hernoemd',
    'sleutelring-geschreven',
    'sleutelring-hernoemd',
  ])('at the first start (%s) is made good by the next', async (step) => {
    await expect(open(true, crashAt(step))).rejects.toThrow()
    const keyring = await open(true)
    expect(await keyring.ensureRetentionKey(id)).toHaveLength(32)
  })
})
