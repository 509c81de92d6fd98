import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { appendEvent, appendEvents } from '../../src/audit/audit.store.ts'
import { openCheckpoint } from '../../src/audit/checkpoint.ts'
import { logIsStale } from '../../src/audit/log.store.ts'
import { createSeenCheckpointFile } from '../../src/audit/seen-checkpoint.ts'
import { createNoteKey, openNoteSigner } from '../../src/crypto/signed-note.ts'
import { publishCheckpoint } from '../../src/flows/publish-checkpoint.ts'
import { verifyLog } from '../../src/flows/verify-log.ts'
import {
  anAcceptance,
  arnhem,
  asSuperuser,
  createLog,
  keys,
  linde,
  ORIGIN,
  START,
  seededRandom,
  signer,
  type TestLog,
} from '../support/audit-log.ts'
import { engines, type TestDatabase } from '../support/databases.ts'

const later = (seconds: number): Date => new Date(START.getTime() + seconds * 1_000)
const parties = { oin: linde, namens: linde, gemeentecode: arnhem }

describe.each(engines)('publishing a checkpoint on $name', (engine) => {
  let database: TestDatabase
  let log: TestLog
  beforeEach(async () => {
    database = await engine.open()
    log = createLog(database)
  })
  afterEach(() => database.close())

  const publishAt = (at: Date, more: object = {}) =>
    publishCheckpoint({ db: database.db, now: () => at, signer, origin: ORIGIN, ...more })
  const stale = (at: Date): Promise<boolean> =>
    database.db.transaction({ role: 'gw_log' }, (tx) => logIsStale(tx, at))
  const bulk = (count: number, seed: number): Promise<unknown> =>
    database.db.transaction({ role: 'gw_aanlevering', oin: linde }, (tx) => {
      const list = Array.from({ length: count }, () => ({ event: anAcceptance(linde), parties }))
      return appendEvents(tx, { at: START, random: seededRandom(seed) }, list)
    })

  test('signs nothing while there is nothing new', async () => {
    expect(await log.publish()).toEqual({ size: 0, appended: 0 })
    expect(await log.head()).toMatchObject({ grootte: 0, checkpoint: null })
    await log.grow(2)
    const before = await log.head()
    expect(await log.publish()).toEqual({ size: 2, appended: 0 })
    expect(await log.head()).toEqual(before)
  })

  test('gives events their places in the order of their ids and signs the root', async () => {
    const events = await log.append(3)
    expect(await log.publish()).toEqual({ size: 3, appended: 3 })
    const rows = await database.db.transaction({ role: 'gw_log' }, (tx) =>
      tx.selectFrom('gebeurtenis').select('id').orderBy('leaf_index').execute(),
    )
    expect(rows.map((row) => row.id)).toEqual(events.map((event) => event.gebeurtenisId))
    const { checkpoint, wortel } = await log.head()
    expect(openCheckpoint(checkpoint ?? '', ORIGIN, keys.vkeys)).toEqual({
      origin: ORIGIN,
      size: 3,
      root: new Uint8Array(wortel),
    })
  })

  test('takes up an event that committed after events with a higher id got their place', async () => {
    await log.append(1)
    await log.publish()
    const early = { at: new Date(START.getTime() - 60_000), random: seededRandom(3) }
    await database.db.transaction({ role: 'gw_aanlevering', oin: linde }, (tx) =>
      appendEvent(tx, early, anAcceptance(linde), parties),
    )
    expect(await log.publish()).toEqual({ size: 2, appended: 1 })
    expect((await log.verify()).bevindingen).toEqual([])
  })

  test('works off more than one batch, in one call', async () => {
    await bulk(6_001, 4)
    expect(await log.publish()).toEqual({ size: 6_001, appended: 6_001 })
    expect(await log.verify()).toMatchObject({ grootte: 6_001, checkpoints: 2, bevindingen: [] })
  })

  test('by several at once makes one log without fork or gap', async () => {
    const rounds = 8
    let appended = 0
    for (let round = 0; round < rounds; round += 1) {
      await log.append(25)
      const outcomes = await Promise.all([
        log.publish(),
        log.append(5),
        log.publish(),
        log.publish(),
      ])
      for (const outcome of outcomes) if ('appended' in outcome) appended += outcome.appended
    }
    appended += (await log.publish()).appended
    expect(appended).toBe(rounds * 30)
    expect(await log.verify()).toMatchObject({ grootte: rounds * 30, wachtend: 0, bevindingen: [] })
  })

  test('leaves no trace of events whose transaction was rolled back', async () => {
    await expect(
      database.db.transaction({ role: 'gw_aanlevering', oin: linde }, async (tx) => {
        const deps = { at: START, random: seededRandom(5) }
        await appendEvent(tx, deps, anAcceptance(linde), parties)
        throw new Error('the deed failed')
      }),
    ).rejects.toThrow('the deed failed')
    expect(await log.publish()).toEqual({ size: 0, appended: 0 })
    expect(await log.verify()).toMatchObject({ grootte: 0, wachtend: 0, bevindingen: [] })
  })

  test('refuses a clock before the last checkpoint, and lets time stand still for a small difference', async () => {
    await bulk(1, 6)
    await publishAt(later(60))
    await bulk(1, 7)
    await expect(publishAt(later(54))).rejects.toThrow('clock stands before the last checkpoint')
    expect(await log.head()).toMatchObject({ grootte: 1, tijdstip: later(60) })
    await publishAt(later(56))
    expect(await log.head()).toMatchObject({ grootte: 2, tijdstip: later(60) })
  })

  test('goes on under a new key and still accepts what the old one signed', async () => {
    await log.grow(2)
    const next = openNoteSigner(createNoteKey(ORIGIN, seededRandom(12)))
    await log.append(1)
    await expect(publishAt(later(1), { signer: next })).rejects.toThrow('not signed by this log')
    await publishAt(later(1), { signer: next, earlierKeys: [signer.vkey] })
    const vkeys = [next.vkey, signer.vkey]
    const verify = (some: readonly string[]) =>
      verifyLog({ db: database.db, origin: ORIGIN, vkeys: some })
    expect((await verify(vkeys)).bevindingen).toEqual([])
    expect((await verify([next.vkey])).bevindingen).toEqual([
      { kind: 'checkpoint-onjuist', grootte: 2 },
    ])
  })

  test('refuses a signer of another name', async () => {
    await log.append(1)
    const other = openNoteSigner(createNoteKey('ander.example.nl', seededRandom(12)))
    await expect(publishAt(START, { signer: other })).rejects.toThrow('its own name only')
  })

  test('refuses a database that was set back, by the checkpoint kept outside', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'signaalpoort-gezien-'))
    try {
      const path = join(dir, 'checkpoint')
      const seen = createSeenCheckpointFile(path)
      await log.append(3)
      await publishAt(later(1), { seen })
      expect(await seen.last()).toBe((await log.head()).checkpoint)
      await log.append(1)
      await publishAt(later(2), { seen })
      const four = (await log.head()).checkpoint ?? ''

      const restored = await engine.open()
      const copy = createLog(restored)
      await copy.grow(3)
      await copy.append(1)
      const onCopy = publishCheckpoint({
        db: restored.db,
        now: () => later(3),
        signer,
        origin: ORIGIN,
        seen,
      })
      await expect(onCopy).rejects.toThrow('older than the last checkpoint')
      const other = createLog(restored, 99)
      await other.append(7)
      await other.publish()
      await other.append(1)
      const onOther = publishCheckpoint({
        db: restored.db,
        now: () => later(3),
        signer,
        origin: ORIGIN,
        seen,
      })
      await expect(onOther).rejects.toThrow('another log than the last checkpoint')
      await restored.close()

      await writeFile(path, four.replace('4', '5'))
      await log.append(1)
      await expect(publishAt(later(4), { seen })).rejects.toThrow('kept outside is not signed')
    } finally {
      await rm(dir, { recursive: true })
    }
  })

  test('counts as stale when an event waits longer than a minute without a checkpoint', async () => {
    expect(await stale(later(3_600))).toBe(false)
    await bulk(1, 8)
    expect(await stale(later(60))).toBe(false)
    expect(await stale(later(61))).toBe(true)
    await publishAt(later(61))
    expect(await stale(later(3_600))).toBe(false)
    expect(await stale(later(50))).toBe(true)
    await expect(
      database.db.transaction({ role: 'gw_aflevering', gemeenten: [arnhem] }, (tx) =>
        logIsStale(tx, later(3_600)),
      ),
    ).rejects.toThrow('asked as gw_log')
  })

  test('refuses to append an event without the shape of its kind, and names no value', async () => {
    const wrong = { ...anAcceptance(linde), achternaam: 'Kanarie' }
    await expect(
      database.db.transaction({ role: 'gw_aanlevering', oin: linde }, (tx) =>
        appendEvent(tx, { at: START, random: seededRandom(9) }, wrong, parties),
      ),
    ).rejects.toThrow(new Error('an audit event breaks its shape: unrecognized_keys at '))
    expect(await log.publish()).toEqual({ size: 0, appended: 0 })
  })

  test('keeps the term of each detail beside it', async () => {
    const [event] = await log.append(1)
    const [row] = await asSuperuser(database, async (pool) => {
      const found = await sql<{ vervaldatum: string; soort: string }>`select vervaldatum,
        detail->>'soort' as soort from gebeurtenis_detail where gebeurtenis_id = ${event?.gebeurtenisId}`.execute(
        pool,
      )
      return found.rows
    })
    expect(row).toEqual({ vervaldatum: '2031-11-03', soort: 'signaal-aanvaard' })
  })
})
