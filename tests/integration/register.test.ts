import { describe, expect, test } from 'vitest'
import type { Db } from '../../src/db/transaction.ts'
import {
  AssertionReplayed,
  deleteExpiredAsserties,
  insertAssertie,
} from '../../src/identity/assertie.store.ts'
import { findDeelnemer, findMandaten, insertDeelnemer } from '../../src/identity/deelnemer.store.ts'
import { engines } from '../support/databases.ts'
import { OINS } from '../support/test-ca.ts'

const AT = new Date('2026-11-03T09:00:00Z')
const later = new Date(AT.getTime() + 60_000)

describe.each(engines)('the register on $name', (engine) => {
  const identity = <T>(db: Db, work: Parameters<typeof db.transaction<T>>[1]): Promise<T> =>
    db.transaction({ role: 'gw_identiteit' }, work)

  test('an assertion counts once a party, and is forgotten after its end only', async () => {
    const { db, close } = await engine.open()
    const use = (oin: typeof OINS.linde, expiresAt: Date): Promise<void> =>
      identity(db, (tx) => insertAssertie(tx, { oin, jti: 'een', expiresAt }))
    await use(OINS.linde, AT)
    await use(OINS.lageLand, later)
    await expect(use(OINS.linde, AT)).rejects.toThrow(AssertionReplayed)
    expect(await identity(db, (tx) => deleteExpiredAsserties(tx, AT))).toBe(0)
    expect(await identity(db, (tx) => deleteExpiredAsserties(tx, new Date(AT.getTime() + 1)))).toBe(
      1,
    )
    await expect(use(OINS.lageLand, later)).rejects.toThrow(AssertionReplayed)
    await close()
  })

  test('who identifies may read parties and mandates, and write neither', async () => {
    const { db, close } = await engine.open()
    expect(await identity(db, (tx) => findDeelnemer(tx, OINS.linde))).toBeUndefined()
    expect(await identity(db, (tx) => findMandaten(tx, OINS.incasso, OINS.linde))).toEqual([])
    const party = { oin: OINS.linde, naam: 'x', rol: 'verhuurder', vanaf: '2026-01-01' } as const
    await expect(
      identity(db, (tx) => insertDeelnemer(tx, party, { keys: [{ kty: 'EC' }] })),
    ).rejects.toThrow(/permission denied/)
    await close()
  })
})
