/**
 * Promises 3 and 4 (SECURITY.md): two keys open a field, and after its due date nothing does, in restored copies neither.
 * The thief (tests/support/thief.ts) is a program of its own: it knows the formats and tries every key that it can find in its loot.
 */
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import sodium from 'libsodium-wrappers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { endRetentionKey } from '../../src/flows/sweep-retention/end-retention-key.ts'
import { openFileKeyring } from '../../src/keyring/file-keyring.ts'
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
import { type Row, steal } from '../support/thief.ts'

const today = '2027-05-03'
const later = '2027-11-03'
const canary = 'Kanarie-Zeldzaamstra-7Q'
const id = signaalIdOf(1)
const secondId = signaalIdOf(2)
const ending = { gemeentecode: arnhem, vervaldatum: today, volgnummer: 1 }

const everything = {
  [`${id}/persoon.achternaam`]: canary,
  [`${id}/adres.huisnummer`]: 12,
  [`${id}/klantnummer`]: '8841-22',
  [`${secondId}/persoon.achternaam`]: 'Jansen',
  [`${secondId}/klantnummer`]: '8841-23',
}
const neighbours = {
  [`${id}/klantnummer`]: '8841-22',
  [`${secondId}/klantnummer`]: '8841-23',
}

describe.each(engines)('sealed fields on $name', (engine) => {
  let database: TestDatabase
  let bench: Bench
  beforeAll(() => sodium.ready)
  beforeEach(async () => {
    database = await engine.open()
    bench = await openBench()
    const { db } = database
    await takeIn(
      db,
      bench,
      id,
      new Map([
        ['persoon.achternaam', veld(canary, today)],
        ['adres.huisnummer', veld(12, today)],
        ['klantnummer', veld('8841-22', later)],
      ]),
    )
    await takeIn(
      db,
      bench,
      secondId,
      new Map([
        ['persoon.achternaam', veld('Jansen', today)],
        ['klantnummer', veld('8841-23', later)],
      ]),
    )
  })
  afterEach(async () => {
    await database.close()
    await bench.close()
  })

  /** The rows as a backup of the database would hold them. */
  const backup = (): Promise<readonly Row[]> =>
    database.db.transaction({ role: 'gw_bewaring', gemeenten: [arnhem] }, (tx) =>
      tx.selectFrom('verzegeld').selectAll().orderBy('signaal_id').orderBy('vervaldatum').execute(),
    )
  const files = (): { keyring: string; root: string } => ({
    keyring: readFileSync(bench.keyringPath, 'utf8'),
    root: readFileSync(bench.rootPath, 'utf8'),
  })

  const endToday = (): Promise<void> =>
    endRetentionKey(
      {
        db: database.db,
        keyring: bench.keyring,
        fieldBox: bench.fieldBox,
        appendEvent: () => Promise.resolve(),
        crashPoint: () => undefined,
        batchSize: 100,
      },
      ending,
    )

  test('nothing opens with the database, the keyring or the recipient key alone, nor with two of them', async () => {
    const { keyring, root } = files()
    const rows = await backup()
    const { paar } = bench
    expect(rows).toHaveLength(4)
    expect(steal({ rows })).toEqual({})
    expect(steal({ rows: [], keyring, root, paar })).toEqual({})
    expect(steal({ rows, keyring, root })).toEqual({})
    expect(steal({ rows, paar })).toEqual({})
    // A keyring whose root was not stolen with it is as good as none.
    expect(steal({ rows, keyring, paar })).toEqual({})
    // The control: the same thief with all of them opens every field.
    expect(steal({ rows, keyring, root, paar })).toEqual(everything)
  })

  test('the recipient opens what the gateway hands out, another municipality nothing', async () => {
    expect(await readFields(database.db, bench, id)).toEqual({
      'persoon.achternaam': canary,
      'adres.huisnummer': 12,
      klantnummer: '8841-22',
    })
    const other = await openBench()
    const { keyring, root } = files()
    expect(steal({ rows: await backup(), keyring, root, paar: other.paar })).toEqual({})
    await other.close()
  })

  test('a row moved to another signal, field, version or municipality opens for nobody', async () => {
    const { keyring, root } = files()
    const { paar } = bench
    const [row] = await backup()
    if (row === undefined) throw new Error('no row')
    const moved: Row[] = [
      { ...row, signaal_id: secondId },
      { ...row, versie: 2 },
      { ...row, gemeentecode: '0344' },
      { ...row, velden: [...row.velden].reverse() },
      { ...row, vervaldatum: later },
      { ...row, volgnummer: 2 },
    ]
    for (const one of moved) expect(steal({ rows: [one], keyring, root, paar })).toEqual({})
    expect(Object.keys(steal({ rows: [row], keyring, root, paar }))).toHaveLength(2)
  })

  test('after its due date a field stays dark, in restored copies too, and its neighbours open', async () => {
    const { paar } = bench
    const old = { rows: await backup(), ...files() }
    cpSync(bench.keyringPath, join(bench.dir, 'kopie.json'))
    await endToday()

    // Control: until the root is rotated the copy of the keyring would still open everything.
    expect(steal({ ...old, root: files().root, paar })).toEqual(everything)
    await bench.keyring.rotateRoot()

    // Live.
    expect(await readFields(database.db, bench, id)).toEqual({ klantnummer: '8841-22' })
    // A restored database with all keys that still exist.
    expect(steal({ rows: old.rows, ...files(), paar })).toEqual(neighbours)
    // A restored database with the restored keyring and the root that exists: dead as a whole.
    expect(steal({ rows: old.rows, keyring: old.keyring, root: files().root, paar })).toEqual({})
    const restored = { path: join(bench.dir, 'kopie.json'), rootPath: bench.rootPath, random }
    await expect(openFileKeyring({ ...restored, nieuw: false })).rejects.toThrow('wortelsleutel')
    // Control: only the old root is missing; with it the very same copies open everything.
    expect(steal({ ...old, paar })).toEqual(everything)
  })

  test('a gateway started on a restored database does not open it either', async () => {
    const rows = await backup()
    await endToday()
    await bench.keyring.rotateRoot()
    const copy = await engine.open()
    // The signals and keys as they stood, then the stored fields over them.
    const spare = await openBench()
    const fields = [veld('x', today), veld('x', later)] as const
    await takeIn(
      copy.db,
      spare,
      id,
      new Map([
        ['onderdeel', fields[0]],
        ['klantnummer', fields[1]],
      ]),
    )
    await copy.db.transaction({ role: 'gw_bewaring', gemeenten: [arnhem] }, async (tx) => {
      await tx.deleteFrom('verzegeld').where('signaal_id', '=', id).execute()
      await tx
        .insertInto('verzegeld')
        .values(rows.filter((row) => row.signaal_id === id))
        .execute()
    })
    expect(await readFields(copy.db, bench, id)).toEqual({ klantnummer: '8841-22' })
    await copy.close()
    await spare.close()
  })

  test('no column of the database holds a value or a key in the clear', async () => {
    const keys = [
      await bench.keyring.ensureRetentionKey(ending),
      await bench.keyring.ensureRetentionKey({ ...ending, vervaldatum: later }),
      bench.paar.geheimeSleutel,
    ]
    const text = JSON.stringify(
      await database.db.transaction({ role: 'gw_bewaring', gemeenten: [arnhem] }, async (tx) => {
        const dump = (table: string) =>
          sql<{ rij: string }>`select t::text as rij from ${sql.table(table)} t`.execute(tx)
        return [
          (await dump('verzegeld')).rows,
          (await dump('signaal')).rows,
          (await dump('bewaarsleutel')).rows,
        ]
      }),
    )
    const [row] = await backup()
    expect(text).toContain(hexOf(row?.waarden[0]))
    for (const secret of [canary, hexOf(Buffer.from(canary)), ...keys.map(hexOf)])
      expect(text).not.toContain(secret)
  })
})

const hexOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex')

const postgres = engines.filter((engine) => engine.name === 'PostgreSQL')

describe.each(postgres)('the files of $name', (engine) => {
  let database: TestDatabase
  let bench: Bench
  beforeAll(async () => {
    database = await engine.open()
    bench = await openBench()
    for (const n of [1, 2, 3, 4, 5])
      await takeIn(
        database.db,
        bench,
        signaalIdOf(n),
        new Map([['persoon.achternaam', veld(canary, today)]]),
      )
    await database.owner.exec('checkpoint')
  })
  afterAll(async () => {
    await database.close()
    await bench.close()
  })

  test('hold no value and no key of the gateway, neither in the tables nor in the write-ahead log', async () => {
    const data = join(inject('postgresSocketDir') ?? '', 'data')
    const { rows } = await sql<{ oid: number }>`
      select oid::int as oid from pg_database where datname = current_database()`.execute(
      database.owner.pool,
    )
    const folders = [join(data, 'base', String(rows[0]?.oid)), join(data, 'pg_wal')]
    const bytes = folders.map((folder) =>
      Buffer.concat(
        readdirSync(folder, { withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => readFileSync(join(folder, entry.name))),
      ),
    )
    const key = await bench.keyring.ensureRetentionKey(ending)
    const stored = await database.db.transaction(
      { role: 'gw_bewaring', gemeenten: [arnhem] },
      (tx) => tx.selectFrom('verzegeld').select('waarden').execute(),
    )
    for (const place of bytes) {
      // The control: what is stored is found by the same search. The head of a page may cut one of them in two.
      const found = stored.filter(({ waarden: [waarde] }) =>
        place.includes(Buffer.from(waarde ?? [0])),
      )
      expect(stored).toHaveLength(5)
      expect(found.length).toBeGreaterThanOrEqual(3)
      for (const secret of [Buffer.from(canary), Buffer.from(key), Buffer.from(hexOf(key))])
        expect(place.includes(secret)).toBe(false)
    }
  })
})
