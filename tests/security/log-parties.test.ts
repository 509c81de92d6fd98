import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Appended } from '../../src/audit/audit.store.ts'
import { verifyProof } from '../../src/audit/proof.ts'
import type { Scope } from '../../src/db/transaction.ts'
import { proveEvent } from '../../src/flows/prove-event.ts'
import { GebeurtenisId, Gemeentecode } from '../../src/model/ids.ts'
import { Problem } from '../../src/model/problem.ts'
import {
  arnhem,
  asSuperuser,
  createLog,
  eik,
  keys,
  linde,
  type TestLog,
} from '../support/audit-log.ts'
import { engines, type TestDatabase } from '../support/databases.ts'

const asLinde: Scope = { role: 'gw_aanlevering', oin: linde }
const asEik: Scope = { role: 'gw_aanlevering', oin: eik }
const asArnhem: Scope = { role: 'gw_aflevering', gemeenten: [arnhem] }
const asOther: Scope = { role: 'gw_aflevering', gemeenten: [Gemeentecode.parse('0363')] }
const unknown = GebeurtenisId.parse('019a0c3e-0000-7000-8000-000000000001')

describe.each(engines)('the log and its parties on $name', (engine) => {
  let database: TestDatabase
  let log: TestLog
  let ofLinde: readonly Appended[]
  let ofEik: readonly Appended[]
  beforeAll(async () => {
    database = await engine.open()
    log = createLog(database)
    ofLinde = await log.append(300, linde)
    ofEik = await log.append(10, eik)
    await log.publish()
  })
  afterAll(() => database.close())

  const prove = (scope: Scope, id: GebeurtenisId): Promise<string> =>
    proveEvent({ db: database.db }, scope, id)
  const at = (list: readonly Appended[], i: number): Appended => {
    const one = list[i]
    if (one === undefined) throw new Error('no such event')
    return one
  }

  test.each([0, 255, 256, 299])('a party proves its own event %d', async (i) => {
    const event = at(ofLinde, i)
    const proof = await prove(asLinde, event.gebeurtenisId)
    expect(verifyProof(proof, event.leafHash, keys)).toEqual({ valid: true, index: i, size: 310 })
    expect(verifyProof(proof, at(ofLinde, 1).leafHash, keys)).toEqual({
      valid: false,
      why: 'inclusion',
    })
  })

  test('the municipality of an event proves it too', async () => {
    const event = at(ofEik, 3)
    const proof = await prove(asArnhem, event.gebeurtenisId)
    expect(verifyProof(proof, event.leafHash, keys)).toEqual({ valid: true, index: 303, size: 310 })
  })

  test('an event found by another statement of the same transaction is proved too', async () => {
    const proof = await proveEvent(
      { db: database.db },
      asLinde,
      async () => at(ofLinde, 7).gebeurtenisId,
    )
    expect(verifyProof(proof, at(ofLinde, 7).leafHash, keys)).toMatchObject({ index: 7 })
    await expect(
      proveEvent({ db: database.db }, asLinde, async () => undefined),
    ).rejects.toMatchObject({ kind: 'niet-gevonden' })
  })

  test("another party's event is not there: the same answer as for one that never was", async () => {
    const attempts: readonly [Scope, GebeurtenisId][] = [
      [asEik, at(ofLinde, 0).gebeurtenisId],
      [asLinde, at(ofEik, 0).gebeurtenisId],
      [asOther, at(ofEik, 0).gebeurtenisId],
      [{ role: 'gw_aanlevering' }, at(ofEik, 0).gebeurtenisId],
      [{ role: 'gw_aflevering' }, at(ofEik, 0).gebeurtenisId],
      [asLinde, unknown],
    ]
    for (const [scope, id] of attempts)
      await expect(prove(scope, id)).rejects.toEqual(new Problem('niet-gevonden'))
  })

  test('an event that still waits is not provable yet, and says when to ask again', async () => {
    const [event] = await log.append(1)
    await expect(prove(asLinde, event?.gebeurtenisId ?? unknown)).rejects.toMatchObject({
      kind: 'bewijs-nog-niet-beschikbaar',
      retryAfterSeconds: 2,
    })
    await log.publish()
    expect(await prove(asLinde, event?.gebeurtenisId ?? unknown)).toContain('index 310\n')
  })

  test('a false proof never leaves: a tile that was changed is our own fault', async () => {
    const flip = sql`update log_tegel set hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1)
      where niveau = 0 and nummer = 0`
    await asSuperuser(database, (pool) => flip.execute(pool))
    await expect(prove(asLinde, at(ofLinde, 1).gebeurtenisId)).rejects.toThrow('not in its own log')
    await asSuperuser(database, (pool) => flip.execute(pool))
    expect(await prove(asLinde, at(ofLinde, 1).gebeurtenisId)).toContain('index 1\n')
  })

  test('a party sees the details and leaves of its own events only', async () => {
    const seen = (scope: Scope): Promise<readonly [number, number]> =>
      database.db.transaction(scope, async (tx) => [
        (await tx.selectFrom('gebeurtenis').select('id').execute()).length,
        (await tx.selectFrom('gebeurtenis_detail').select('gebeurtenis_id').execute()).length,
      ])
    const [own, ofOther] = [ofLinde.length + 1, ofEik.length]
    expect(await seen(asLinde)).toEqual([own, own])
    expect(await seen(asEik)).toEqual([ofOther, ofOther])
    expect(await seen(asArnhem)).toEqual([own + ofOther, own + ofOther])
    expect(await seen(asOther)).toEqual([0, 0])
    expect(await seen({ role: 'gw_aanlevering' })).toEqual([0, 0])
  })

  const writers = [
    'gw_identiteit',
    'gw_aanlevering',
    'gw_aflevering',
    'gw_bewaring',
    'gw_beheer',
  ] as const
  const changes = [
    sql`update gebeurtenis set commitment = commitment`,
    sql`update gebeurtenis set leaf_index = null`,
    sql`delete from gebeurtenis`,
    sql`truncate gebeurtenis cascade`,
    sql`update gebeurtenis_detail set detail = '{}'`,
    sql`update gebeurtenis_detail set vervaldatum = '2026-11-04'`,
    sql`update log_kop set grootte = 0`,
    sql`update log_tegel set hashes = ''`,
    sql`delete from log_tegel`,
    sql`insert into log_checkpoint values (999, 'x', '2026-11-03')`,
    sql`delete from log_checkpoint`,
  ]

  const deleteDetails = sql`delete from gebeurtenis_detail`

  test('the sweep deletes no detail before its day, and none while it is not under way', async () => {
    const asSweep = { role: 'gw_bewaring', gemeenten: [arnhem] } as const
    const remove = (begonnen: string | null, gezien: string): Promise<number> =>
      database.db
        .transaction(asSweep, async (tx) => {
          await sql`update opruiming set begonnen_tijdstip = ${begonnen}, gezien_tijdstip = ${gezien}`.execute(
            tx,
          )
          const { numAffectedRows } = await deleteDetails.execute(tx)
          throw new Undone(Number(numAffectedRows))
        })
        .catch((error: unknown) => {
          if (error instanceof Undone) return error.rows
          throw error
        })
    const due = '2031-11-03T09:00:00Z'
    expect(await remove('2031-11-02T01:00:00Z', '2031-11-02T22:59:59Z')).toBe(0)
    expect(await remove(null, due)).toBe(0)
    expect(await remove(due, due)).toBeGreaterThan(ofLinde.length)
  })

  test.each(writers)('%s can append to the log and change nothing in it', async (role) => {
    const scope = { role, oin: linde, gemeenten: [arnhem] }
    const refused = role === 'gw_bewaring' ? changes : [...changes, deleteDetails]
    for (const change of refused)
      await expect(database.db.transaction(scope, (tx) => change.execute(tx))).rejects.toThrow(
        /permission denied/,
      )
    const placed = sql`insert into gebeurtenis values (${unknown}, '\\x00', 5000)`
    await expect(database.db.transaction(scope, (tx) => placed.execute(tx))).rejects.toThrow(
      /row-level security/,
    )
  })

  test('gw_log can give a place and nothing else: no commitment, no detail, no removal', async () => {
    const forbidden = [
      sql`update gebeurtenis set commitment = commitment`,
      sql`update gebeurtenis set id = id`,
      sql`insert into gebeurtenis values (${unknown}, '\\x00', null)`,
      sql`delete from gebeurtenis`,
      sql`update gebeurtenis_detail set detail = '{}'`,
      sql`delete from gebeurtenis_detail`,
      sql`delete from log_kop`,
      sql`insert into log_kop values (1, 0, '')`,
      sql`delete from log_tegel`,
      sql`update log_checkpoint set tekst = ''`,
      sql`delete from log_checkpoint`,
    ]
    for (const change of forbidden)
      await expect(
        database.db.transaction({ role: 'gw_log' }, (tx) => change.execute(tx)),
      ).rejects.toThrow(/permission denied/)
  })
})

/** Rolls a transaction back and tells what it did. */
class Undone extends Error {
  readonly rows: number

  constructor(rows: number) {
    super('undone')
    this.rows = rows
  }
}
