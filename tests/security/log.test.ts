import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Appended } from '../../src/audit/audit.store.ts'
import { checkpointText } from '../../src/audit/checkpoint.ts'
import type { Finding } from '../../src/audit/finding.ts'
import { leafHash } from '../../src/audit/merkle.ts'
import { extendLog } from '../../src/audit/sequencer.ts'
import { toHex } from '../../src/crypto/bytes.ts'
import type { Pool } from '../../src/db/database.ts'
import {
  asSuperuser,
  createLog,
  keys,
  linde,
  ORIGIN,
  seededRandom,
  signer,
  type TestLog,
} from '../support/audit-log.ts'
import { engines, type TestDatabase } from '../support/databases.ts'

const TABLES = ['gebeurtenis', 'gebeurtenis_detail', 'log_kop', 'log_tegel', 'log_checkpoint']
/** Two full tiles, a growing one of 88 leaves, and a tile of two hashes above; checkpoints at 1, 100, 300, 520 and 600. */
const PARTS = [1, 99, 200, 220, 80]
const SIZE = 600

describe.each(engines)('a log that someone changed, on $name', (engine) => {
  let database: TestDatabase
  let log: TestLog
  let events: readonly Appended[]
  beforeAll(async () => {
    database = await engine.open()
    log = createLog(database)
    events = await log.grow(...PARTS)
    await asSuperuser(database, async (pool) => {
      for (const table of TABLES)
        await sql`create table ${sql.id(`reserve_${table}`)} as table ${sql.id(table)}`.execute(
          pool,
        )
    })
  })
  afterEach(() => asSuperuser(database, restore))
  afterAll(() => database.close())

  const idAt = (index: number): string => events[index]?.gebeurtenisId ?? ''
  const attack = (work: (pool: Pool) => Promise<unknown>): Promise<unknown> =>
    asSuperuser(database, work)
  const findings = async (): Promise<readonly Finding[]> => (await log.verify()).bevindingen

  test('is told from a good one, in which nothing is found', async () => {
    await log.append(3)
    expect(await log.verify()).toEqual({
      grootte: SIZE,
      wachtend: 3,
      zonderDetail: 0,
      checkpoints: PARTS.length,
      bevindingen: [],
      meerBevindingen: 0,
    })
  })

  test('is told from one whose details ended with their term', async () => {
    await attack((pool) =>
      sql`delete from gebeurtenis_detail where gebeurtenis_id in (${idAt(3)}, ${idAt(400)})`.execute(
        pool,
      ),
    )
    expect(await log.verify()).toMatchObject({ zonderDetail: 2, bevindingen: [] })
  })

  const places = [0, 99, 255, 256, 511, 512, 599]
  const details = [
    ['detail', sql`detail = jsonb_set(detail, '{versie}', '2')`],
    ['tijdstip', sql`tijdstip = tijdstip + interval '1 ms'`],
    ['namens', sql`namens = '00000099000000002000'`],
    ['gemeentecode', sql`gemeentecode = null`],
    ['zout', sql`zout = set_byte(zout, 31, get_byte(zout, 31) # 1)`],
  ] as const

  test.each(details)('in the %s of a detail, is named by its leaf', async (_, change) => {
    for (const index of places) {
      await attack((pool) =>
        sql`update gebeurtenis_detail set ${change} where gebeurtenis_id = ${idAt(index)}`.execute(
          pool,
        ),
      )
      expect(await findings()).toEqual([
        { kind: 'detail-gewijzigd', index, gebeurtenisId: idAt(index) },
      ])
      await asSuperuser(database, restore)
    }
  })

  test('in a detail that still waits, is named by its event', async () => {
    const [waiting] = await log.append(1)
    const id = waiting?.gebeurtenisId ?? ''
    await attack((pool) =>
      sql`update gebeurtenis_detail set oin = null where gebeurtenis_id = ${id}`.execute(pool),
    )
    expect(await findings()).toEqual([{ kind: 'detail-gewijzigd', gebeurtenisId: id }])
  })

  test('in a commitment, is named by its leaf', async () => {
    for (const index of places) {
      await attack((pool) => flipCommitment(pool, idAt(index)))
      expect(await findings()).toEqual([
        { kind: 'blad-gewijzigd', index, gebeurtenisId: idAt(index) },
      ])
      await asSuperuser(database, restore)
    }
  })

  test('in a commitment whose detail is gone, is named by its leaf', async () => {
    await attack(async (pool) => {
      await sql`delete from gebeurtenis_detail`.execute(pool)
      await flipCommitment(pool, idAt(300))
    })
    expect(await findings()).toEqual([
      { kind: 'blad-gewijzigd', index: 300, gebeurtenisId: idAt(300) },
    ])
  })

  test('in a hash of a leaf tile, is named by its tile and leaf', async () => {
    for (const index of places) {
      const [nummer, offset] = [Math.floor(index / 256), (index % 256) * 32 + 7]
      await attack((pool) => flipTile(pool, 0, nummer, offset))
      expect(await findings()).toEqual([
        { kind: 'tegel-gewijzigd', niveau: 0, nummer, index, totIndex: index },
      ])
      await asSuperuser(database, restore)
    }
  })

  test('in a hash of a tile above, is named by the leaves under it', async () => {
    await attack((pool) => flipTile(pool, 1, 0, 32))
    expect(await findings()).toEqual([
      { kind: 'tegel-gewijzigd', niveau: 1, nummer: 0, index: 256, totIndex: 511 },
    ])
  })

  test.each([
    [0, 1, [{ kind: 'tegel-gewijzigd', niveau: 0, nummer: 1, index: 256, totIndex: 511 }]],
    [0, 2, [{ kind: 'tegel-gewijzigd', niveau: 0, nummer: 2, index: 512, totIndex: 599 }]],
    [1, 0, [{ kind: 'tegel-gewijzigd', niveau: 1, nummer: 0, index: 0, totIndex: 511 }]],
  ])('by removing tile %d/%d, is named by the tile', async (niveau, nummer, expected) => {
    await attack((pool) =>
      sql`delete from log_tegel where niveau = ${niveau} and nummer = ${nummer}`.execute(pool),
    )
    expect(await findings()).toEqual(expected)
  })

  test('in a commitment and in the tile over another leaf, both are named', async () => {
    await attack(async (pool) => {
      await flipCommitment(pool, idAt(300))
      await flipTile(pool, 0, 1, 50 * 32)
    })
    expect(await findings()).toEqual([
      { kind: 'tegel-gewijzigd', niveau: 0, nummer: 1, index: 306, totIndex: 306 },
      { kind: 'blad-gewijzigd', index: 300, gebeurtenisId: idAt(300) },
    ])
  })

  test('in a commitment and the tile over it, is named by the detail that was left', async () => {
    await attack((pool) => forgeLeaf(pool, idAt(300), 300))
    expect(await findings()).toEqual([
      { kind: 'tegel-gewijzigd', niveau: 0, nummer: 1, index: 300, totIndex: 300 },
      { kind: 'blad-gewijzigd', index: 300, gebeurtenisId: idAt(300) },
    ])
  })

  test('in a commitment, its detail and the tile over it, is named by the tile and by the checkpoints around it', async () => {
    await attack(async (pool) => {
      await sql`delete from gebeurtenis_detail where gebeurtenis_id = ${idAt(280)}`.execute(pool)
      await forgeLeaf(pool, idAt(280), 280)
    })
    expect(await findings()).toEqual([
      { kind: 'tegel-gewijzigd', niveau: 0, nummer: 1, index: 256, totIndex: 511 },
      { kind: 'log-vervangen', grootte: 300, index: 100, totIndex: 299 },
    ])
  })

  test('by rewriting an event and all tiles up to the root, is named by what the checkpoints signed', async () => {
    await attack(async (pool) => {
      await sql`delete from gebeurtenis_detail where gebeurtenis_id = ${idAt(310)}`.execute(pool)
      await flipCommitment(pool, idAt(310))
      await rebuildTiles(pool)
    })
    expect(await findings()).toEqual([
      { kind: 'kop-onjuist', grootte: SIZE },
      { kind: 'wortel-onjuist', grootte: SIZE },
      { kind: 'log-vervangen', grootte: 520, index: 300, totIndex: 519 },
    ])
  })

  test('by the operator with the key, who signs a new log over it, is named by an older checkpoint that someone kept', async () => {
    const kept = await keptCheckpoint(database, 520)
    await attack(async (pool) => {
      await sql`delete from gebeurtenis_detail where gebeurtenis_id = ${idAt(310)}`.execute(pool)
      await flipCommitment(pool, idAt(310))
      await rebuildTiles(pool)
      await signAnew(pool)
    })
    expect(await findings()).toEqual([])
    expect((await log.verify({ bladHashes: [], checkpoints: [kept] })).bevindingen).toEqual([
      { kind: 'log-vervangen', grootte: 520, index: 0, totIndex: 519 },
    ])
    const bladHash = toHex(events[310]?.leafHash ?? new Uint8Array())
    expect((await log.verify({ bladHashes: [bladHash], checkpoints: [] })).bevindingen).toEqual([
      { kind: 'bewijs-niet-in-log', bladHash },
    ])
  })

  test('by dropping an event, is named by its place', async () => {
    for (const index of places) {
      await attack((pool) => drop(pool, idAt(index)))
      expect(await findings()).toEqual([{ kind: 'blad-ontbreekt', index }])
      await asSuperuser(database, restore)
    }
  })

  test('by dropping an event and moving up all that follow, is named by its place alone', async () => {
    for (const index of places) {
      await attack(async (pool) => {
        await drop(pool, idAt(index))
        await shift(pool, index, -1)
      })
      expect(await findings()).toEqual([{ kind: 'blad-ontbreekt', index }])
      await asSuperuser(database, restore)
    }
  })

  test('by inserting an event and moving down all that follow, is named by its place alone', async () => {
    for (const index of places) {
      const id = '019a0c3e-0000-7000-8000-000000000001'
      await attack(async (pool) => {
        await shift(pool, index, 1)
        await sql`insert into gebeurtenis values (${id}, ${seededRandom(5)(32)}, ${index})`.execute(
          pool,
        )
      })
      expect(await findings()).toEqual([{ kind: 'blad-ingevoegd', index, gebeurtenisId: id }])
      await asSuperuser(database, restore)
    }
  })

  test('by inserting a copy of an event, is named by the place of the copy, among others', async () => {
    const id = '019a0c3e-0000-7000-8000-000000000001'
    await attack(async (pool) => {
      await shift(pool, 10, 1)
      await sql`insert into gebeurtenis select ${id}, commitment, 10 from gebeurtenis where id = ${idAt(400)}`.execute(
        pool,
      )
    })
    // Which of two equal leaves is the copy cannot be told: the other one is named too.
    const named = await findings()
    expect(named).toContainEqual({ kind: 'blad-verplaatst', index: 10, hoortOp: 400, aantal: 1 })
    expect(named).toContainEqual({ kind: 'blad-ingevoegd', index: 401, gebeurtenisId: idAt(400) })
  })

  test('by swapping two events, is named by both places', async () => {
    for (const [a, b] of [
      [3, 4],
      [10, 450],
      [598, 599],
    ] as const) {
      await attack((pool) => swap(pool, a, b))
      expect(await findings()).toEqual([
        { kind: 'blad-verplaatst', index: a, hoortOp: b, aantal: 1 },
        { kind: 'blad-verplaatst', index: b, hoortOp: a, aantal: 1 },
      ])
      await asSuperuser(database, restore)
    }
  })

  test('by setting the head back alone, is named as cut short', async () => {
    await attack((pool) => setHeadBack(pool, 520))
    expect((await findings())[0]).toEqual({ kind: 'log-ingekort', index: 520, bekend: SIZE })
  })

  test('by cutting off its tail without a trace, shows only to who kept a receipt or a later checkpoint', async () => {
    const kept = await keptCheckpoint(database, SIZE)
    await attack((pool) => cutOff(pool, 520))
    const inLog = toHex(events[519]?.leafHash ?? new Uint8Array())
    const cut = toHex(events[520]?.leafHash ?? new Uint8Array())
    expect(await log.verify()).toMatchObject({ grootte: 520, bevindingen: [] })
    expect(
      (await log.verify({ bladHashes: [inLog, cut], checkpoints: [kept] })).bevindingen,
    ).toEqual([
      { kind: 'log-ingekort', index: 520, bekend: SIZE },
      { kind: 'bewijs-niet-in-log', bladHash: cut },
    ])
  })

  test('is held against what others kept, and passes when it is the same log', async () => {
    const kept = await Promise.all([1, 300, SIZE].map((size) => keptCheckpoint(database, size)))
    const [waiting] = await log.append(1)
    const bladHashes = [events[0], events[599], waiting].map((event) =>
      toHex(event?.leafHash ?? new Uint8Array()),
    )
    expect(await log.verify({ bladHashes, checkpoints: kept })).toMatchObject({
      bevindingen: [],
      checkpoints: PARTS.length + kept.length,
    })
  })

  test('does not take a checkpoint of another key or another log for evidence', async () => {
    const root = (await log.head()).wortel
    const foreign = signer.sign(checkpointText({ origin: 'ander.example.nl', size: SIZE, root }))
    const { bevindingen } = await log.verify({ bladHashes: [], checkpoints: [foreign, 'geen'] })
    expect(bevindingen).toEqual([
      { kind: 'checkpoint-onjuist', grootte: 0 },
      { kind: 'checkpoint-onjuist', grootte: 0 },
    ])
  })

  test('in a stored checkpoint, is named by its size', async () => {
    await attack((pool) =>
      sql`update log_checkpoint set tekst = replace(tekst, ${ORIGIN}, 'ander.example.nl') where grootte = 300`.execute(
        pool,
      ),
    )
    expect(await findings()).toEqual([{ kind: 'checkpoint-onjuist', grootte: 300 }])
  })

  test('in the head, is named as the head', async () => {
    await attack((pool) => sql`update log_kop set wortel = ${new Uint8Array(32)}`.execute(pool))
    expect(await findings()).toEqual([{ kind: 'kop-onjuist', grootte: SIZE }])
    await attack((pool) => sql`update log_kop set checkpoint = 'weg'`.execute(pool))
    expect((await findings())[0]).toEqual({ kind: 'checkpoint-onjuist', grootte: SIZE })
  })

  test('cannot be built on: the sequencer refuses to sign', async () => {
    const spoil: readonly [string, (pool: Pool) => Promise<unknown>, RegExp][] = [
      ['a growing tile', (pool) => flipTile(pool, 0, 2, 5), /tiles do not give the stored root/],
      ['a tile above', (pool) => flipTile(pool, 1, 0, 5), /tiles do not give the stored root/],
      [
        'a tile that is gone',
        (pool) => sql`delete from log_tegel where niveau = 1`.execute(pool),
        /tiles do not give the stored root/,
      ],
      [
        'the root',
        (pool) => sql`update log_kop set wortel = ${new Uint8Array(32)}`.execute(pool),
        /not what its checkpoint signed/,
      ],
      [
        'the checkpoint',
        (pool) =>
          sql`update log_kop set checkpoint = replace(checkpoint, '600', '601')`.execute(pool),
        /not signed by this log/,
      ],
      ['the head', (pool) => setHeadBack(pool, 520), /not at its last checkpoint/],
    ]
    for (const [what, change, message] of spoil) {
      await log.append(1)
      await attack(change)
      await expect(log.publish(), what).rejects.toThrow(message)
      await asSuperuser(database, restore)
    }
    await log.append(1)
    expect(await log.publish()).toEqual({ size: SIZE + 1, appended: 1 })
  })
})

async function restore(pool: Pool): Promise<void> {
  await sql`truncate ${sql.join(TABLES.map((table) => sql.id(table)))}`.execute(pool)
  for (const table of TABLES) {
    const { rows } = await sql<{ name: string }>`select column_name as name
      from information_schema.columns where table_name = ${table} and is_generated = 'NEVER'`.execute(
      pool,
    )
    const columns = sql.join(rows.map(({ name }) => sql.id(name)))
    await sql`insert into ${sql.id(table)} (${columns})
      select ${columns} from ${sql.id(`reserve_${table}`)}`.execute(pool)
  }
}

const flipCommitment = (pool: Pool, id: string): Promise<unknown> =>
  sql`update gebeurtenis set commitment = set_byte(commitment, 0, get_byte(commitment, 0) # 1)
    where id = ${id}`.execute(pool)

const flipTile = (pool: Pool, niveau: number, nummer: number, offset: number): Promise<unknown> =>
  sql`update log_tegel set hashes = set_byte(hashes, ${offset}::int, get_byte(hashes, ${offset}::int) # 1)
    where niveau = ${niveau} and nummer = ${nummer}`.execute(pool)

/** Changes a commitment and the leaf hash over it alike. */
async function forgeLeaf(pool: Pool, id: string, index: number): Promise<void> {
  await flipCommitment(pool, id)
  const { commitment } = await pool
    .selectFrom('gebeurtenis')
    .select('commitment')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  await sql`update log_tegel set hashes = overlay(hashes placing ${leafHash(commitment)}::bytea
    from ${(index % 256) * 32 + 1}::int) where niveau = 0 and nummer = ${Math.floor(index / 256)}`.execute(
    pool,
  )
}

async function drop(pool: Pool, id: string): Promise<void> {
  await sql`delete from gebeurtenis_detail where gebeurtenis_id = ${id}`.execute(pool)
  await sql`delete from gebeurtenis where id = ${id}`.execute(pool)
}

/** Moves all places from `index` on, past the unique constraint. */
async function shift(pool: Pool, index: number, by: number): Promise<void> {
  await sql`update gebeurtenis set leaf_index = -1 - leaf_index where leaf_index >= ${index}`.execute(
    pool,
  )
  await sql`update gebeurtenis set leaf_index = -1 - leaf_index + ${by}::bigint where leaf_index < 0`.execute(
    pool,
  )
}

async function swap(pool: Pool, a: number, b: number): Promise<void> {
  await sql`update gebeurtenis set leaf_index = -1 where leaf_index = ${a}`.execute(pool)
  await sql`update gebeurtenis set leaf_index = ${a} where leaf_index = ${b}`.execute(pool)
  await sql`update gebeurtenis set leaf_index = ${b} where leaf_index = -1`.execute(pool)
}

async function setHeadBack(pool: Pool, size: number): Promise<void> {
  const { tekst } = await pool
    .selectFrom('log_checkpoint')
    .select('tekst')
    .where('grootte', '=', size)
    .executeTakeFirstOrThrow()
  const root = Buffer.from(tekst.split('\n')[2] ?? '', 'base64')
  await sql`update log_kop set grootte = ${size}, wortel = ${root}, checkpoint = ${tekst}`.execute(
    pool,
  )
}

/** Cuts the log back to `size`, consistently: events, details, tiles, checkpoints and head. */
async function cutOff(pool: Pool, size: number): Promise<void> {
  await setHeadBack(pool, size)
  await sql`delete from gebeurtenis_detail where gebeurtenis_id in
    (select id from gebeurtenis where leaf_index >= ${size})`.execute(pool)
  await sql`delete from gebeurtenis where leaf_index >= ${size}`.execute(pool)
  await sql`delete from log_checkpoint where grootte > ${size}`.execute(pool)
  await sql`update log_tegel set hashes = substr(hashes, 1, ${(size % 256) * 32}::int)
    where niveau = 0 and nummer = ${Math.floor(size / 256)}`.execute(pool)
}

async function allLeaves(pool: Pool): Promise<readonly Uint8Array[]> {
  const rows = await pool
    .selectFrom('gebeurtenis')
    .select('commitment')
    .where('leaf_index', 'is not', null)
    .orderBy('leaf_index')
    .execute()
  return rows.map((row) => leafHash(row.commitment))
}

/** Makes all tiles and the head's root fit the events again, as someone without the log's key could. */
async function rebuildTiles(pool: Pool): Promise<void> {
  const empty = extendLog({ grootte: 0, wortel: await emptyRootOf(pool), rand: [] }, [])
  const { tegels, wortel } = extendLog({ ...empty, rand: [] }, await allLeaves(pool))
  await sql`delete from log_tegel`.execute(pool)
  for (const tile of tegels) await pool.insertInto('log_tegel').values(tile).execute()
  await sql`update log_kop set wortel = ${wortel}`.execute(pool)
}

async function emptyRootOf(pool: Pool): Promise<Uint8Array> {
  const { rows } = await sql<{ leeg: Uint8Array }>`select sha256('') as leeg`.execute(pool)
  return rows[0]?.leeg ?? new Uint8Array()
}

/** Replaces all checkpoints by one over the events as they are now, as only the log's own key can. */
async function signAnew(pool: Pool): Promise<void> {
  const { grootte, wortel } = await pool
    .selectFrom('log_kop')
    .select(['grootte', 'wortel'])
    .executeTakeFirstOrThrow()
  const note = signer.sign(checkpointText({ origin: keys.origin, size: grootte, root: wortel }))
  await sql`delete from log_checkpoint`.execute(pool)
  await sql`insert into log_checkpoint values (${grootte}, ${note}, ${new Date(0)})`.execute(pool)
  await sql`update log_kop set checkpoint = ${note}`.execute(pool)
}

const keptCheckpoint = (database: TestDatabase, size: number): Promise<string> =>
  database.db.transaction({ role: 'gw_aanlevering', oin: linde }, async (tx) => {
    const { tekst } = await tx
      .selectFrom('log_checkpoint')
      .select('tekst')
      .where('grootte', '=', size)
      .executeTakeFirstOrThrow()
    return tekst
  })
