/**
 * Promise 4 (SECURITY.md) with real copies: a data folder of PGlite and a base backup of a PostgreSQL server, taken, kept, restored in a
 * second one, and attacked with the recipient's private key and every keyring and root that could have been kept beside them.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sodium from 'libsodium-wrappers'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { toHex } from '../../src/crypto/bytes.ts'
import { openPglite, openPostgres } from '../../src/db/connect.ts'
import type { Pool } from '../../src/db/database.ts'
import { migrate } from '../../src/db/migrate.ts'
import { createDb } from '../../src/db/transaction.ts'
import { createScanner } from '../support/canaries.ts'
import { engines, type TestDatabase } from '../support/databases.ts'
import { type House, openHouse } from '../support/house.ts'
import { findPostgresBin, startPostgres, startRestored } from '../support/postgres-server.ts'
import { linde } from '../support/sealed-signals.ts'
import { keysOf, type Row, steal } from '../support/thief.ts'

const TIMEOUT_MS = 120_000
const DATABASE = 'poort'

/** A copy of a whole store, kept somewhere until it is restored. */
type Copy = { restore(): Promise<readonly Row[]> }

/** A store of its own, of which the whole folder can be copied and searched. */
type Place = {
  readonly database: TestDatabase
  /** Everything that the store writes. */
  readonly folder: string
  copy(): Promise<Copy>
  close(): Promise<void>
}

const allRows = (pool: Pool): Promise<readonly Row[]> =>
  pool.selectFrom('verzegeld').selectAll().execute()

/** The folder is copied with nothing under way, and what it had not yet written out stays in its write-ahead log. */
async function openFolder(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'signaalpoort-kopie-'))
  cpSync(inject('pgliteStore'), folder, { recursive: true })
  const data = join(folder, 'pgdata')
  const owner = await openPglite(data)
  await owner.exec('set role gw_login')
  const copies: string[] = []
  return {
    folder: data,
    database: { kind: 'pglite', db: createDb(owner.pool), owner, close: () => owner.close() },
    copy: async () => {
      const kept = join(folder, `kopie-${copies.push(data)}`)
      cpSync(data, kept, { recursive: true })
      return {
        restore: async () => {
          const restored = await openPglite(kept)
          const rows = await allRows(restored.pool)
          await restored.close()
          return rows
        },
      }
    },
    close: async () => rmSync(folder, { recursive: true }),
  }
}

async function openServer(bin: string): Promise<Place> {
  const server = await startPostgres(bin)
  const maintenance = openPostgres(server.url('postgres'), 1)
  await maintenance.exec(`create database ${DATABASE}`)
  await maintenance.close()
  const owner = openPostgres(server.url(DATABASE), 2)
  await migrate(owner, 'migrations')
  const engine = openPostgres(server.url(DATABASE, 'gw_login'), 10)
  return {
    folder: server.socketDir,
    database: {
      kind: 'postgres',
      db: createDb(engine.pool),
      owner,
      close: () => engine.close().then(() => owner.close()),
    },
    copy: async () => {
      const backup = server.backup()
      return { restore: () => restoreServer(bin, backup) }
    },
    close: () => server.stop(),
  }
}

async function restoreServer(bin: string, backup: string): Promise<readonly Row[]> {
  const server = await startRestored(bin, backup)
  const restored = openPostgres(server.url(DATABASE), 1)
  const rows = await allRows(restored.pool)
  await restored.close()
  await server.stop()
  return rows
}

type Files = readonly ReturnType<House['files']>[]

const bin = findPostgresBin()
const places: readonly (readonly [string, () => Promise<Place>])[] = [
  ['a copied data folder of PGlite', openFolder],
  ...(bin === undefined ? [] : [['a base backup of PostgreSQL', () => openServer(bin)] as const]),
]

describe.each(places)('%s', (_name, open) => {
  beforeAll(() => sodium.ready)

  /** The ids of which anything opens with any of these keyrings under any of these roots, and the recipient's private key. */
  const openedBy = (
    house: House,
    rows: readonly Row[],
    keyrings: Files,
    roots: Files,
  ): readonly string[] => {
    const { paar } = house.bench
    const names = keyrings.flatMap(({ keyring }) =>
      roots.flatMap(({ root }) => Object.keys(steal({ rows, keyring, root, paar }))),
    )
    return [...new Set(names.map((name) => name.slice(0, 36)))].sort()
  }

  test('opens nothing that ended early or by its term, and everything before; no file of the store ever held a name', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const place = await open()
    const house = await openHouse(place.database)
    try {
      const persoon = { achternaam: 'Kanarievink-Wqxzv' }
      const [due, withdrawn, corrected, received] = [
        await house.post({ persoon }),
        await house.post({ persoon }),
        await house.post({ persoon }),
        await house.post({ persoon }),
      ]
      house.setClock('2026-12-03T09:00:00Z')
      const young = await house.post({ persoon })
      const everyone = [due, withdrawn, corrected, received, young].map(({ id }) => id).sort()
      expectNoName(place, everyone)
      const first = [house.files()]
      const firstCopy = await (await place.copy()).restore()
      expect(openedBy(house, firstCopy, first, first)).toEqual(everyone)

      // Three ends before the term: their key dies, also for the one that stays.
      await house.withdraw(withdrawn.id, 'betaald')
      await house.post({
        kenmerk: 'K-3',
        persoon,
        achterstand: { bedragInCenten: 99_900, maanden: 3 },
      })
      await house.collect()
      await house.confirm(received.id)
      house.passHours(14 * 24)
      const early = await threeNights(house)
      expect(openedBy(house, firstCopy, early, early)).toEqual([young.id])
      expect(openedBy(house, firstCopy, first, early)).toEqual([])
      const secondCopy = await (await place.copy()).restore()
      const [lastEarly] = early.slice(-1)
      const second = lastEarly === undefined ? [] : [lastEarly]
      const living = [due.id, corrected.id, young.id].sort()
      expect(openedBy(house, secondCopy, second, second)).toEqual(living)

      // The term of the oldest, then of all.
      house.setClock('2027-05-04T01:00:00Z')
      const later = await threeNights(house)
      const before = [...first, ...early]
      expect(openedBy(house, secondCopy, later, later)).toEqual([corrected.id, young.id].sort())
      expect(openedBy(house, secondCopy, before, later)).toEqual([])
      house.setClock('2027-07-05T01:00:00Z')
      const last = await threeNights(house)
      for (const copy of [firstCopy, secondCopy]) {
        expect(openedBy(house, copy, last, last)).toEqual([])
        expect(openedBy(house, copy, [...before, ...later], last)).toEqual([])
      }
      // The control: only the roots are missing.
      expect(openedBy(house, firstCopy, first, first)).toEqual(everyone)
      expect(openedBy(house, secondCopy, second, second)).toEqual(living)
      expectNoName(place)
    } finally {
      await house.close()
      await place.close()
    }
  })
})

describe('a kept keyring', () => {
  test('gives no month key back with which a guess could be tested', async () => {
    const house = await openHouse(await engines[0].open())
    try {
      const { id } = await house.post()
      const key = toHex(await house.bench.keyring.monthKey(linde, '2026-11'))
      const yielded = (keyrings: Files, roots: Files): boolean =>
        keyrings.some(({ keyring }) =>
          roots.some(({ root }) => keysOf({ keyring, root }).map(toHex).includes(key)),
        )
      const before = [house.files()]
      expect(yielded(before, before)).toBe(true)
      await house.withdraw(id, 'betaald')
      house.setClock('2026-12-03T01:00:00Z')
      const after = await threeNights(house)
      expect(yielded(after, after)).toBe(false)
      expect(yielded(before, after)).toBe(false)
      expect(yielded(before, before)).toBe(true)
    } finally {
      await house.close()
    }
  })
})

/**
 * In data files, write-ahead log, log and temporary files of the engine the name never stood. Of signals that were just stored an id does: else
 * the search would find nothing anywhere. Of one alone it may be cut in two by the head of a page.
 */
function expectNoName({ folder }: Place, justStored: readonly string[] = []): void {
  const ids = Object.fromEntries(justStored.map((id) => [id, id]))
  const found = createScanner({ ...ids, name: 'Kanarievink-Wqxzv' }).findInFiles([folder])
  expect(found.filter((one) => one.endsWith(': name'))).toEqual([])
  if (justStored.length === 0) return
  expect(found.some((one) => one.includes('/pg_wal/'))).toBe(true)
}

/** Three nights of sweeping, each with what stood in keyring and root after it. */
async function threeNights(house: House): Promise<Files> {
  const files: ReturnType<House['files']>[] = []
  for (let night = 0; night < 3; night += 1) {
    await house.sweep()
    files.push(house.files())
    house.passHours(24)
  }
  return files
}
