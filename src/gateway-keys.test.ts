import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemRandom } from './crypto/random.ts'
import { createJwsSigner, verifyJwsByKid } from './crypto/sign.ts'
import { ensureGatewayKeys, type GatewayKeys, rotateGatewayKeys } from './gateway-keys.ts'

const START = new Date('2026-11-03T09:00:00Z')

describe('the keys of a gateway that runs while they are changed', () => {
  let folder: string
  let now: Date
  let keys: GatewayKeys
  let logged: string[]
  const log = {
    info: (text: string): void => void logged.push(text),
    error: (text: string): void => void logged.push(text),
  }
  const passed = async (seconds: number): Promise<void> => {
    now = new Date(START.getTime() + seconds * 1000)
    await keys.poll(log)
  }
  const signingFiles = (): readonly string[] =>
    readdirSync(folder).filter((name) => name.includes('-sleutel') && name.endsWith('.json'))
  const privateHalves = (): readonly string[] =>
    signingFiles().filter((name) => readFileSync(join(folder, name), 'utf8').includes('"d":'))

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sleutels-'))
    now = START
    logged = []
    keys = await ensureGatewayKeys(folder, systemRandom, () => now)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('are the same after a start', async () => {
    const again = await ensureGatewayKeys(folder, systemRandom, () => now)
    expect([again.token(), again.receipt(), again.log.vkey]).toEqual([
      keys.token(),
      keys.receipt(),
      keys.log.vkey,
    ])
  })

  test('a new key is published at once, signs a minute later, and the old one is shown until its last token is over', async () => {
    const [token, receipt] = [keys.token().kid, keys.receipt().kid]
    expect(await rotateGatewayKeys(folder, START, { direct: false })).toEqual(
      new Date('2026-11-03T09:01:00Z'),
    )
    await passed(2)
    expect([keys.token().kid, keys.tokenKeys().length]).toEqual([token, 2])
    await passed(59)
    expect([keys.token().kid, keys.receipt().kid]).toEqual([token, receipt])
    await passed(60)
    expect(keys.token().kid).not.toBe(token)
    expect(keys.receipt().kid).not.toBe(receipt)
    await passed(60 + 300)
    expect(keys.tokenKeys().map(({ kid }) => kid)).toContain(token)
    await passed(60 + 361)
    expect(keys.tokenKeys().map(({ kid }) => kid)).toEqual([keys.token().kid])
    expect(keys.receiptKeys()[0]?.kid).toBe(receipt)
    expect(logged).toHaveLength(1)
  })

  test('the private half of a key that has ended is gone from disk; of tokens and nudges the whole file, once all are over', async () => {
    await rotateGatewayKeys(folder, START, { direct: false })
    expect(privateHalves()).toHaveLength(6)
    await passed(61)
    expect([signingFiles().length, privateHalves().length]).toEqual([6, 3])
    await passed(500)
    expect([signingFiles().length, privateHalves().length]).toEqual([4, 3])
    const again = await ensureGatewayKeys(folder, systemRandom, () => now)
    expect(again.receiptKeys()).toEqual(keys.receiptKeys())
  })

  test('what was signed before is verified after, by any number of changes', async () => {
    const sign = (): Promise<string> =>
      createJwsSigner(keys.receipt(), { kid: keys.receipt().kid, typ: 'proef' }).sign({ a: 1 })
    const receipts = [await sign()]
    for (const minute of [0, 2, 4]) {
      await passed(minute * 60)
      await rotateGatewayKeys(folder, now, { direct: false })
      await passed(minute * 60 + 61)
      receipts.push(await sign())
    }
    for (const receipt of receipts)
      expect(await verifyJwsByKid(receipt, keys.receiptKeys())).toEqual({ a: 1 })
    const stranger = keys.receiptKeys().slice(1)
    await expect(verifyJwsByKid(receipts[0] ?? '', stranger)).rejects.toThrow('not known')
  })

  test('a second change waits for the first', async () => {
    await rotateGatewayKeys(folder, START, { direct: false })
    await expect(rotateGatewayKeys(folder, START, { direct: false })).rejects.toThrow(
      /ligt al een nieuwe sleutel klaar, die tekent vanaf 2026-11-03T09:01:00.000Z/,
    )
    expect(signingFiles()).toHaveLength(6)
  })

  test('a change that broke off half way is finished by the next', async () => {
    await rotateGatewayKeys(folder, START, { direct: false })
    const [half] = readdirSync(folder)
      .filter((name) => /^bewijs-sleutel\..+\.json$/.test(name))
      .filter((name) => name !== 'bewijs-sleutel.json')
    rmSync(join(folder, half ?? ''))
    await rotateGatewayKeys(folder, START, { direct: false })
    await passed(60)
    expect([keys.tokenKeys().length, keys.receiptKeys().length]).toEqual([2, 2])
  })

  test('at once: the old key for tokens is trusted no more, receipts of before still are', async () => {
    const [token, receipt] = [keys.token().kid, keys.receipt().kid]
    await rotateGatewayKeys(folder, START, { direct: false })
    await rotateGatewayKeys(folder, START, { direct: true })
    await passed(0)
    expect(keys.tokenKeys()).toHaveLength(1)
    expect(keys.tokenKeys()[0]?.kid).not.toBe(token)
    expect(keys.receiptKeys().map(({ kid }) => kid)).toEqual([receipt, keys.receipt().kid])
    expect(keys.nudgeKeys()).toEqual([expect.objectContaining({ kid: keys.nudge().kid })])
    expect(privateHalves()).toHaveLength(3)
  })

  test('a file that cannot be read changes nothing, is said once, and stops a start', async () => {
    const before = keys.token()
    writeFileSync(join(folder, 'token-sleutel.json'), '{"d":"geheim"')
    await passed(2)
    await passed(4)
    expect(keys.token()).toEqual(before)
    expect(logged).toHaveLength(1)
    await expect(ensureGatewayKeys(folder, systemRandom, () => now)).rejects.toThrow(
      /token-sleutel\.json is geen leesbare sleutel: zet het bestand terug/,
    )
  })

  test('where no gateway ever started there is nothing to change', async () => {
    await expect(
      rotateGatewayKeys(join(folder, 'nergens'), START, { direct: false }),
    ).rejects.toThrow(/start eerst de poort/)
  })
})
