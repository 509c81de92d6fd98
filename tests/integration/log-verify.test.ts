import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Appended } from '../../src/audit/audit.store.ts'
import { logVerify } from '../../src/cli/log-verify.ts'
import { toHex } from '../../src/crypto/bytes.ts'
import { proveEvent } from '../../src/flows/prove-event.ts'
import type { Ontvangstbewijs } from '../../src/model/ontvangstbewijs.ts'
import { asSuperuser, createLog, keys, linde, START, type TestLog } from '../support/audit-log.ts'
import { engines, type TestDatabase } from '../support/databases.ts'

const SOUND = 'Het logboek klopt'

describe.each(engines)('signaalpoort log verify on $name', (engine) => {
  let database: TestDatabase
  let log: TestLog
  let event: Appended
  beforeAll(async () => {
    database = await engine.open()
    log = createLog(database)
    const [first] = await log.grow(3, 4)
    if (first === undefined) throw new Error('no event')
    event = first
  })
  afterAll(() => database.close())

  const aReceipt = (bladHash: string): Ontvangstbewijs => ({
    id: '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e' as Ontvangstbewijs['id'],
    versie: 1,
    kenmerk: 'WDL-2026-11-000042' as Ontvangstbewijs['kenmerk'],
    deelnemer: linde,
    ingediendDoor: linde,
    aangeleverdTijdstip: START.toISOString(),
    besluit: {
      besluit: 'aanvaard',
      redenen: [],
      velden: [],
      beleid: { id: 'wet/huur@1', hash: 'ab'.repeat(32) },
    },
    bladHash,
    omgeving: 'proef',
    duurzaamheid: 'schijf',
  })
  const verify = (bewijs?: string, checkpoint?: string, bladHash = toHex(event.leafHash)) => {
    const openReceipt = async (jws: string): Promise<unknown> => {
      if (jws !== 'a.b.c') throw new Error('the receipt is not signed by this gateway')
      return aReceipt(bladHash)
    }
    const options = {
      ...(bewijs !== undefined && { bewijs }),
      ...(checkpoint !== undefined && { checkpoint }),
    }
    return logVerify({ db: database.db, ...keys, openReceipt }, options)
  }

  test('passes a good log, alone and against every form of evidence', async () => {
    const checkpoint = (await log.head()).checkpoint ?? ''
    const proof = await proveEvent(
      { db: database.db },
      { role: 'gw_aanlevering', oin: linde },
      event.gebeurtenisId,
    )
    const evidence = [
      'a.b.c',
      'a.b.c\n',
      '{"id":"x","ontvangstbewijs":"a.b.c"}',
      proof,
      toHex(event.leafHash),
    ]
    for (const bewijs of [undefined, ...evidence]) {
      const { text, ok } = await verify(bewijs, checkpoint)
      expect(text).toContain(SOUND)
      expect(ok).toBe(true)
    }
  })

  test('fails on a receipt whose leaf is nowhere', async () => {
    const { text, ok } = await verify('a.b.c', undefined, 'cd'.repeat(32))
    expect(text).toContain('- bewijs-niet-in-log')
    expect(ok).toBe(false)
  })

  test('fails on a checkpoint of someone else', async () => {
    const { text, ok } = await verify(undefined, 'geen checkpoint')
    expect(text).toContain('het meegegeven checkpoint is niet door dit logboek ondertekend')
    expect(ok).toBe(false)
  })

  test('takes no receipt that is not signed, and no other file for one', async () => {
    for (const bewijs of ['x.y.z', '{"iets":1}', 'onzin']) {
      const { text, ok } = await verify(bewijs)
      expect(text).toContain('geen ontvangstbewijs van deze poort')
      expect(text).not.toContain(SOUND)
      expect(ok).toBe(false)
    }
  })
})

/** Three levels of tiles, as after years: the details of all but the last events are gone. On PostgreSQL only, since PGlite takes half a minute to fill them. */
describe.each(engines.filter((engine) => engine.name === 'PostgreSQL'))(
  'a log of three levels of tiles on $name',
  (engine) => {
    const size = 65_536 + 300
    const living = 100
    let database: TestDatabase
    let log: TestLog
    beforeAll(async () => {
      database = await engine.open()
      log = createLog(database)
      await asSuperuser(database, (pool) =>
        sql`insert into gebeurtenis (id, commitment)
          select ('019a0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, sha256(n::text::bytea)
          from generate_series(1, ${size - living}::int) n`.execute(pool),
      )
      await log.grow(living)
    })
    afterAll(() => database.close())

    test('is sound', async () => {
      expect(await log.verify()).toMatchObject({
        grootte: size,
        wachtend: 0,
        zonderDetail: size - living,
        checkpoints: 14,
        bevindingen: [],
      })
    })

    const flip = (niveau: number, nummer: number, offset: number): Promise<unknown> =>
      asSuperuser(database, (pool) =>
        sql`update log_tegel set hashes = set_byte(hashes, ${offset}::int, get_byte(hashes, ${offset}::int) # 1)
        where niveau = ${niveau} and nummer = ${nummer}`.execute(pool),
      )

    test.each([
      [0, 255, 0, 65_280, 65_280],
      [1, 0, 7, 1_792, 2_047],
      [1, 1, 0, 65_536, 65_791],
      [2, 0, 0, 0, 65_535],
    ])(
      'names the hash that was changed in tile %d/%d',
      async (niveau, nummer, entry, index, totIndex) => {
        await flip(niveau, nummer, entry * 32)
        expect((await log.verify()).bevindingen).toEqual([
          { kind: 'tegel-gewijzigd', niveau, nummer, index, totIndex },
        ])
        await flip(niveau, nummer, entry * 32)
      },
    )
  },
)
