import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCheckpoint } from '../../src/audit/checkpoint.ts'
import { publishCheckpoint } from '../../src/flows/publish-checkpoint.ts'
import { readDailyCheckpoint, readPublicTile } from '../../src/flows/read-public-log.ts'
import { Probleem } from '../../src/http/problem-document.ts'
import { createLog, keys, ORIGIN, signer, type TestLog } from '../support/audit-log.ts'
import { engines, type TestDatabase } from '../support/databases.ts'
import { aWeb } from '../support/web-app.ts'

/** The second of these days begins at 23:00 UTC. */
const LATE_ON_3 = new Date('2026-11-03T22:59:59.000Z')
const EARLY_ON_4 = new Date('2026-11-03T23:00:00.000Z')
const NOON_ON_4 = new Date('2026-11-04T11:00:00.000Z')
const DAY_5 = new Date('2026-11-05T11:00:00.000Z')

/** RFC 6962 §2.1 as it stands there, with nothing of the project. */
function rootOf(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves
  if (first === undefined || leaves.length === 1) return first ?? createHash('sha256').digest()
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  const halves = [rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split))]
  return createHash('sha256')
    .update(Buffer.from([1]))
    .update(Buffer.concat(halves))
    .digest()
}

const split = (tile: Buffer): readonly Buffer[] =>
  Array.from({ length: tile.length / 32 }, (_, i) => tile.subarray(i * 32, i * 32 + 32))

describe.each(engines)('the log that anyone may read on $name', (engine) => {
  let database: TestDatabase
  let log: TestLog
  let at = LATE_ON_3
  const publish = async (when: Date): Promise<void> => {
    await publishCheckpoint({ db: database.db, now: () => when, signer, origin: ORIGIN })
  }
  const webAt = (now: Date): ReturnType<typeof aWeb> => {
    const deps = { db: database.db, now: () => now }
    return aWeb({
      readCheckpoint: () => readDailyCheckpoint(deps),
      readTile: (path) => readPublicTile(deps, path),
    })
  }
  const get = (path: string, now = at): Response | Promise<Response> => webAt(now).app.request(path)

  beforeAll(async () => {
    database = await engine.open()
    log = createLog(database)
    await log.append(100)
    await publish(new Date('2026-11-03T12:00:00.000Z'))
    await log.append(200)
    await publish(LATE_ON_3)
    await log.append(5)
    await publish(EARLY_ON_4)
    await log.append(300)
    await publish(NOON_ON_4)
    at = NOON_ON_4
  })
  afterAll(() => database.close())

  const checkpointAt = async (now: Date): Promise<{ size: number; root: Uint8Array }> => {
    const answer = await get('/log/checkpoint', now)
    expect(answer.status).toBe(200)
    const opened = openCheckpoint(await answer.text(), keys.origin, keys.vkeys)
    if (opened === undefined) throw new Error('the checkpoint does not open')
    return opened
  }

  test('has no checkpoint on its first day', async () => {
    for (const path of ['/log/checkpoint', '/log/tile/0/000.p/1']) {
      const answer = await get(path, LATE_ON_3)
      expect(Probleem.parse(await answer.json()).title).toBe('Niet gevonden')
      expect(answer.status).toBe(404)
    }
  })

  test("gives the last checkpoint of the day before, whatever happens today, and tomorrow today's", async () => {
    expect((await checkpointAt(EARLY_ON_4)).size).toBe(300)
    expect((await checkpointAt(NOON_ON_4)).size).toBe(300)
    expect((await checkpointAt(DAY_5)).size).toBe(605)
  })

  test('its tiles alone give the root that the checkpoint signed', async () => {
    const { size, root } = await checkpointAt(at)
    const tiles = await Promise.all(
      ['/log/tile/0/000', `/log/tile/0/001.p/${size - 256}`].map(async (path) => {
        const answer = await get(path)
        expect(answer.status).toBe(200)
        expect(answer.headers.get('Content-Type')).toBe('application/octet-stream')
        return Buffer.from(await answer.arrayBuffer())
      }),
    )
    const leaves = tiles.flatMap(split)
    expect(leaves).toHaveLength(300)
    expect(rootOf(leaves).equals(root)).toBe(true)
    const above = Buffer.from(await (await get('/log/tile/1/000.p/1')).arrayBuffer())
    expect(above.equals(rootOf(leaves.slice(0, 256)))).toBe(true)
  })

  test('shows no hash of today, although the tiles have grown', async () => {
    for (const path of ['0/001', '0/001.p/45', '0/002.p/1', '1/000.p/2', '2/000.p/1', '1/000'])
      expect((await get(`/log/tile/${path}`)).status, path).toBe(404)
    expect((await get('/log/tile/0/001', DAY_5)).status).toBe(200)
    expect((await get('/log/tile/0/002.p/93', DAY_5)).status).toBe(200)
    expect((await get('/log/tile/0/002.p/94', DAY_5)).status).toBe(404)
  })

  test.each(['entries/000', 'data/000', '0/0', '0/000.p/256', '0/000%2Ep/1', '0/000/', '%30/000'])(
    'has no tile %s',
    async (path) => {
      expect((await get(`/log/tile/${path}`)).status).toBe(404)
    },
  )

  test('a tile that is not whole is our fault, not an answer', async () => {
    const other = await engine.open()
    try {
      const broken = createLog(other)
      await broken.append(3)
      await publishCheckpoint({ db: other.db, now: () => LATE_ON_3, signer, origin: ORIGIN })
      await other.db.transaction({ role: 'gw_log' }, (tx) =>
        tx
          .updateTable('log_tegel')
          .set({ hashes: new Uint8Array(32) })
          .execute(),
      )
      const read = readPublicTile({ db: other.db, now: () => NOON_ON_4 }, '0/000.p/3')
      await expect(read).rejects.toThrow('missing or too short')
    } finally {
      await other.close()
    }
  })
})
