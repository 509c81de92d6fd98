import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from '../../src/crypto/uuid.ts'
import type { Tx } from '../../src/db/database.ts'
import {
  type EndRetentionKeyDeps,
  endRetentionKey,
} from '../../src/flows/sweep-retention/end-retention-key.ts'
import { AuditEvent } from '../../src/model/audit-event.ts'
import type { Dag, SignaalId } from '../../src/model/ids.ts'
import type { CrashPoint } from '../../src/model/ports.ts'
import type { BewaarsleutelId } from '../../src/model/sealed.ts'
import { engines, type TestDatabase } from '../support/databases.ts'
import {
  arnhem,
  type Bench,
  openBench,
  random,
  readFields,
  signaalIdOf,
  takeIn,
  veld,
} from '../support/sealed-signals.ts'

const at = new Date('2026-11-23T09:00:00Z')
const later: Dag = '2027-12-31'

/** Appends as the log does: a row in the transaction of the deed. */
async function appendEvent(tx: Tx, event: AuditEvent): Promise<void> {
  const id = uuidv7(at, random)
  await tx
    .insertInto('gebeurtenis')
    .values({ id, commitment: random(32) })
    .execute()
  await tx
    .insertInto('gebeurtenis_detail')
    .values({
      gebeurtenis_id: id,
      tijdstip: at,
      oin: null,
      namens: null,
      gemeentecode: arnhem,
      zout: random(32),
      detail: JSON.stringify(AuditEvent.parse(event)),
      vervaldatum: later,
    })
    .execute()
}

/** A crash the `nth` time that a step comes by. */
function crashAt(step: string, nth = 1): CrashPoint {
  let seen = 0
  return (name) => {
    if (name === step && ++seen === nth) throw new Error(`crash at ${name}`)
  }
}

describe.each(engines)('ending a retention key on $name', (engine) => {
  let database: TestDatabase
  let bench: Bench
  let days = 0
  let signals = 0
  beforeAll(async () => {
    database = await engine.open()
    bench = await openBench()
  })
  afterAll(async () => {
    await database.close()
    await bench.close()
  })

  const deps = (overrides: Partial<EndRetentionKeyDeps> = {}): EndRetentionKeyDeps => ({
    db: database.db,
    keyring: bench.keyring,
    fieldBox: bench.fieldBox,
    appendEvent,
    crashPoint: () => undefined,
    batchSize: 1,
    ...overrides,
  })

  /** Three signals, each with two fields on a due date of this test's own and one on a later day. */
  async function threeSignals(): Promise<{ id: BewaarsleutelId; ids: readonly SignaalId[] }> {
    const vervaldatum = `2027-${String(1 + Math.floor(days / 28)).padStart(2, '0')}-${String(1 + (days++ % 28)).padStart(2, '0')}`
    const ids = [1, 2, 3].map(() => signaalIdOf(++signals))
    for (const [i, signaalId] of ids.entries())
      await takeIn(
        database.db,
        bench,
        signaalId,
        new Map([
          ['persoon.achternaam', veld(`Naam${i}`, vervaldatum)],
          ['klantnummer', veld(`klant-${i}`, later)],
          ['adres.huisnummer', veld(i, vervaldatum)],
        ]),
      )
    return { id: { gemeentecode: arnhem, vervaldatum, volgnummer: 1 }, ids }
  }

  const whole = (i: number) => ({
    'persoon.achternaam': `Naam${i}`,
    klantnummer: `klant-${i}`,
    'adres.huisnummer': i,
  })

  const read = (id: SignaalId | undefined) => {
    if (id === undefined) throw new Error('no such signal')
    return readFields(database.db, bench, id)
  }

  const states = async ({ vervaldatum }: BewaarsleutelId): Promise<readonly string[]> =>
    await database.db.transaction({ role: 'gw_bewaring', gemeenten: [arnhem] }, async (tx) => {
      const rows = await tx
        .selectFrom('bewaarsleutel')
        .select('toestand')
        .where('vervaldatum', '=', vervaldatum)
        .orderBy('volgnummer')
        .execute()
      return rows.map((row) => row.toestand)
    })

  const events = async ({ vervaldatum }: BewaarsleutelId): Promise<readonly unknown[]> =>
    await database.db.transaction({ role: 'gw_log' }, async (tx) => {
      const rows = await tx.selectFrom('gebeurtenis_detail').select('detail').execute()
      return rows
        .map((row) => AuditEvent.parse(row.detail))
        .filter(
          (one) => one.soort === 'bewaarsleutel-vernietigd' && one.vervaldatum === vervaldatum,
        )
    })

  const eventOf = (id: BewaarsleutelId, herverpakt: number, vernietigdeVelden: number) => [
    { soort: 'bewaarsleutel-vernietigd', ...id, herverpakt, vernietigdeVelden },
  ]

  test('on its due date lets every field on it go, and no field on another day', async () => {
    const { id, ids } = await threeSignals()
    expect(await read(ids[0])).toEqual(whole(0))
    await endRetentionKey(deps(), id)
    for (const [i, signaalId] of ids.entries())
      expect(await read(signaalId)).toEqual({ klantnummer: `klant-${i}` })
    expect(await bench.keyring.retentionKey(id)).toBeUndefined()
    expect(await states(id)).toEqual(['vernietigd'])
    expect(await events(id)).toEqual(eventOf(id, 0, 6))
  })

  test('early lets only the ended signal go: the others move to a successor of the same day', async () => {
    const { id, ids } = await threeSignals()
    await endRetentionKey(deps(), id, (signaalId) => signaalId !== ids[0])
    expect(await read(ids[0])).toEqual({ klantnummer: 'klant-0' })
    expect(await read(ids[1])).toEqual(whole(1))
    expect(await read(ids[2])).toEqual(whole(2))
    expect(await bench.keyring.retentionKey(id)).toBeUndefined()
    expect(await states(id)).toEqual(['vernietigd', 'open'])
    expect(await events(id)).toEqual(eventOf(id, 4, 2))

    // And the successor ends in its turn, on the day itself.
    const successor = { ...id, volgnummer: 2 }
    await endRetentionKey(deps(), successor)
    expect(await read(ids[1])).toEqual({ klantnummer: 'klant-1' })
    expect(await states(id)).toEqual(['vernietigd', 'vernietigd'])
    expect(await events(id)).toEqual([...eventOf(id, 4, 2), ...eventOf(successor, 0, 4)])
  })

  test('twice is once', async () => {
    const { id } = await threeSignals()
    await endRetentionKey(deps(), id)
    await endRetentionKey(deps(), id)
    expect(await events(id)).toHaveLength(1)
  })

  test('of a key that nothing hangs on destroys it all the same', async () => {
    const { id, ids } = await threeSignals()
    await database.db.transaction({ role: 'gw_bewaring', gemeenten: [arnhem] }, (tx) =>
      tx.deleteFrom('signaal').where('id', 'in', ids).execute(),
    )
    await endRetentionKey(deps(), id)
    expect(await bench.keyring.retentionKey(id)).toBeUndefined()
    expect(await events(id)).toEqual(eventOf(id, 0, 0))
  })

  test.each([
    ['sluiten-gedaan', 1],
    ['sluiten-vastgelegd', 1],
    ['leegmaken-gedaan', 1],
    ['leegmaken-gedaan', 2],
    ['leegmaken-gedaan', 3],
    ['leegmaken-vastgelegd', 1],
    ['leegmaken-vastgelegd', 2],
    ['leegmaken-vastgelegd', 3],
    ['sleutel-vernietigd', 1],
    ['vernietigen-gedaan', 1],
    ['vernietigen-vastgelegd', 1],
    ['klaar-gedaan', 1],
  ])(
    'a crash at %s (%i) loses no kept field, and running again ends the same',
    async (step, nth) => {
      const { id, ids } = await threeSignals()
      const blijft = (signaalId: SignaalId): boolean => signaalId !== ids[0]
      await expect(
        endRetentionKey(deps({ crashPoint: crashAt(step, nth) }), id, blijft),
      ).rejects.toThrow(`crash at ${step}`)
      expect(await read(ids[1])).toEqual(whole(1))
      expect(await read(ids[2])).toEqual(whole(2))

      await endRetentionKey(deps(), id, blijft)
      expect(await read(ids[0])).toEqual({ klantnummer: 'klant-0' })
      expect(await read(ids[1])).toEqual(whole(1))
      expect(await read(ids[2])).toEqual(whole(2))
      expect(await bench.keyring.retentionKey(id)).toBeUndefined()
      expect(await states(id)).toEqual(['vernietigd', 'open'])
      expect(await events(id)).toEqual(eventOf(id, 4, 2))
    },
  )

  test('without its event is not recorded as destroyed, and gets both at the next attempt', async () => {
    const { id } = await threeSignals()
    const down = deps({ appendEvent: () => Promise.reject(new Error('log down')) })
    await expect(endRetentionKey(down, id)).rejects.toThrow('log down')
    expect(await states(id)).toEqual(['sluitend'])
    expect(await events(id)).toEqual([])
    await endRetentionKey(deps(), id)
    expect(await states(id)).toEqual(['vernietigd'])
    expect(await events(id)).toEqual(eventOf(id, 0, 6))
  })

  test('is not recorded while the keyring fails', async () => {
    const { id } = await threeSignals()
    const failing = {
      ...keyringOf(bench),
      destroyRetentionKey: () => Promise.reject(new Error('disk full')),
    }
    await expect(endRetentionKey(deps({ keyring: failing }), id)).rejects.toThrow('disk full')
    expect(await states(id)).toEqual(['sluitend'])
    await endRetentionKey(deps(), id)
    expect(await events(id)).toEqual(eventOf(id, 0, 6))
  })

  test('stops when a key that still carries fields is gone from the keyring', async () => {
    const { id } = await threeSignals()
    const without = { ...keyringOf(bench), retentionKey: () => Promise.resolve(undefined) }
    await expect(endRetentionKey(deps({ keyring: without }), id, () => true)).rejects.toThrow(
      'not in the keyring',
    )
    expect(await states(id)).toEqual(['sluitend', 'open'])
  })

  test('by two at once, while new signals come in for the same day, loses and doubles nothing', async () => {
    const { id, ids } = await threeSignals()
    const blijft = (signaalId: SignaalId): boolean => signaalId !== ids[0]
    const fresh = Array.from({ length: 8 }, () => signaalIdOf(++signals))
    await Promise.all([
      endRetentionKey(deps(), id, blijft),
      endRetentionKey(deps(), id, blijft),
      ...fresh.map((signaalId) =>
        takeIn(
          database.db,
          bench,
          signaalId,
          new Map([['klantnummer', veld(randomUUID().slice(0, 8), id.vervaldatum)]]),
        ),
      ),
    ])
    for (const signaalId of fresh)
      expect(Object.keys(await read(signaalId))).toEqual(['klantnummer'])
    expect(await read(ids[1])).toEqual(whole(1))
    expect(await read(ids[0])).toEqual({ klantnummer: 'klant-0' })
    expect(await states(id)).toEqual(['vernietigd', 'open'])
    expect(await events(id)).toHaveLength(1)
  })
})

/** The keyring as a plain object, so that a test can replace one method. */
function keyringOf({ keyring }: Bench): Bench['keyring'] {
  return {
    retentionKeys: () => keyring.retentionKeys(),
    retentionKey: (id) => keyring.retentionKey(id),
    ensureRetentionKey: (id) => keyring.ensureRetentionKey(id),
    destroyRetentionKey: (id) => keyring.destroyRetentionKey(id),
    monthKey: (oin, month) => keyring.monthKey(oin, month),
    monthKeys: () => keyring.monthKeys(),
    destroyMonthKey: (oin, month) => keyring.destroyMonthKey(oin, month),
    matchKey: (match) => keyring.matchKey(match),
    ensureMatchKey: (match) => keyring.ensureMatchKey(match),
    matchKeys: () => keyring.matchKeys(),
    destroyMatchKey: (match) => keyring.destroyMatchKey(match),
    rotateRoot: () => keyring.rotateRoot(),
    close: () => keyring.close(),
  }
}
