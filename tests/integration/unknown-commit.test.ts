/** A connection to PostgreSQL that breaks at the commit: the outcome is unknown, is told as unknown, and a repeat settles it. */
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openPostgres } from '../../src/db/connect.ts'
import { createDb } from '../../src/db/transaction.ts'
import { Oin } from '../../src/model/ids.ts'
import { problemOf } from '../support/calls.ts'
import { type Cut, type CuttingProxy, startCuttingProxy } from '../support/cutting-proxy.ts'
import {
  openGateway,
  type PartyAccess,
  type RawAnswer,
  type TestGateway,
} from '../support/gateway.ts'
import { rentToday } from '../support/signals.ts'

/** More than the pool has connections. */
const BROKEN = 12

const socketDir = inject('postgresSocketDir')

describe.skipIf(socketDir === null)('a connection to PostgreSQL that breaks', () => {
  let proxy: CuttingProxy
  let gateway: TestGateway
  let linde: PartyAccess
  beforeAll(async () => {
    proxy = await startCuttingProxy(join(socketDir ?? '', '.s.PGSQL.5432'))
    gateway = await openGateway('PostgreSQL', { through: throughProxy })
    linde = gateway.as('de-linde', 'aanleveren')
  })
  afterAll(async () => {
    await gateway.close()
    await proxy.close()
  })

  const throughProxy = (url: string): string => {
    const through = new URL(url)
    through.searchParams.delete('host')
    through.hostname = '127.0.0.1'
    through.port = String(proxy.port)
    return through.href
  }

  const post = (kenmerk: string): Promise<RawAnswer> =>
    linde.send('POST', '/v1/signalen', rentToday(kenmerk))

  /** Signals, receipts and events of acceptance under this kenmerk. */
  const kept = async (kenmerk: string): Promise<unknown> =>
    (
      await gateway.owner.query(sql`
        select count(distinct s.id)::int as signalen, count(distinct b.gebeurtenis_id)::int as bewijzen,
          count(distinct d.gebeurtenis_id)::int as gebeurtenissen
        from kenmerk k left join signaal s on s.id = k.signaal_id
          left join ontvangstbewijs b on b.signaal_id = k.signaal_id
          left join gebeurtenis_detail d on d.signaal_id = k.signaal_id and d.detail ->> 'soort' = 'signaal-aanvaard'
        where k.kenmerk = ${kenmerk}`)
    )[0]

  test.each<readonly [Cut, string, number, number]>([
    ['unsent', 'before the server saw the commit', 201, 0],
    ['unheard', 'after the server committed', 200, 1],
  ])(
    'at the commit (%s: %s) is a 503 that says so, and the repeat leaves one signal',
    async (cut, _, status, before) => {
      const kenmerk = `BREUK-${cut}`
      proxy.cutNext('signaal', cut)
      const broken = await post(kenmerk)
      expect(proxy.cuts()).toBeGreaterThan(0)
      expect([broken.status, problemOf(broken).type]).toEqual([
        503,
        expect.stringMatching(/uitkomst-onbekend$/),
      ])
      expect(problemOf(broken).detail).toContain('hetzelfde kenmerk')
      expect(broken.headers.get('retry-after')).toBe('5')
      expect(await kept(kenmerk)).toMatchObject({ signalen: before })
      const repeat = await post(kenmerk)
      expect(repeat.status).toBe(status)
      const again = await post(kenmerk)
      expect([again.status, JSON.parse(again.text)]).toEqual([200, JSON.parse(repeat.text)])
      expect(await kept(kenmerk)).toEqual({ signalen: 1, bewijzen: 1, gebeurtenissen: 1 })
    },
  )

  test('within the work is a 503 that says that nothing was done', async () => {
    proxy.cutNext('signaal', 'insert')
    const broken = await post('BREUK-werk')
    expect([broken.status, problemOf(broken).type]).toEqual([
      503,
      expect.stringMatching(/niet-beschikbaar$/),
    ])
    expect((await post('BREUK-werk')).status).toBe(201)
  })

  test(`${BROKEN} times at the commit leaves no connection behind: the pool goes on`, async () => {
    const from = proxy.cuts()
    for (let n = 0; n < BROKEN; n += 1) {
      proxy.cutNext('signaal', n % 2 === 0 ? 'unsent' : 'unheard')
      expect((await post(`BREUK-vaak-${n}`)).status).toBe(503)
    }
    expect(proxy.cuts() - from).toBe(BROKEN)
    for (let n = 0; n < BROKEN; n += 1)
      expect((await post(`BREUK-vaak-${n}`)).status).toBe(n % 2 === 0 ? 201 : 200)
  })

  test('a commit that nobody answers is called unknown too, after a while', async () => {
    const engine = openPostgres(gateway.config.databaseUrl ?? '', 1)
    const db = createDb(engine.pool, { commitWaitMs: 300 })
    const scope = { role: 'gw_identiteit' } as const
    const insert = (jti: string): Promise<unknown> =>
      db.transaction(scope, (tx) =>
        tx
          .insertInto('assertie')
          .values({
            oin: Oin.parse('00000099000000009000'),
            jti,
            verloopt_tijdstip: new Date('2030-01-01T00:00:00Z'),
          })
          .execute(),
      )
    await insert('jti-1')
    proxy.cutNext('assertie', 'unanswered')
    await expect(insert('jti-2')).rejects.toMatchObject({ kind: 'uitkomst-onbekend' })
    expect(
      await gateway.owner.query(sql`select jti from assertie where jti like 'jti-_'`),
    ).toHaveLength(2)
    await proxy.close()
    await engine.close()
  })
})
