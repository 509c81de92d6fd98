/** Hot queries keep their speed as tables grow: each uses an index, under row-level security and for any value (generic plans). */
import { CompiledQuery, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Tx } from '../../src/db/database.ts'
import { findKenmerkenForUpdate } from '../../src/intake/kenmerk.store.ts'
import { Kenmerk } from '../../src/model/ids.ts'
import { anAcceptance } from '../support/audit-log.ts'
import { engines, type TestDatabase } from '../support/databases.ts'
import { GROWING, HOT_QUERIES, type HotQuery, oin } from '../support/hot-queries.ts'

const MUNICIPALITIES = 300
const SIGNALS = 20_000

/** Rows enough that reading a table as a whole is never the cheaper way; spread over municipalities, parties and days. */
const FILL = `
  set session_replication_role = replica;
  set synchronous_commit = off;
  create temp table rij as select i, lpad((i % ${MUNICIPALITIES})::text, 4, '0') as code,
    '000000990000000' || lpad((i % 50)::text, 2, '0') || '000' as oin,
    ('019a0c3e-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid as id, date '2026-11-01' + (i % 180) as dag,
    timestamptz '2026-11-01' + (i || ' seconds')::interval as tijd
    from generate_series(1, ${SIGNALS}) i;
  insert into signaal (gemeentecode, id, versie, oin, ingediend_door, signaaltype, aangeleverd_tijdstip, beleid_id, beleid_hash,
      voorwaarden, vervaldatum, velden_vervaldatum, ontvangen_tijdstip)
    select code, id, 1, oin, oin, 'huur', tijd, 'b', 'b', '{}', dag, case when i % 3 = 0 then dag end, case when i % 3 = 0 then tijd end from rij;
  insert into verzegeld select code, id, 1, dag, 1, oin, '{persoon.achternaam}', '{hulpaanbod}', '{a}', '{a}' from rij;
  insert into bewaarsleutel select c.code, date '2026-11-01' + d, 1, case when d < 0 then 'vernietigd' else 'open' end
    from (select distinct code from rij) c, generate_series(-120, 40) d;
  insert into kenmerk (oin, kenmerk, signaal_id, gemeentecode, versie, sleutelmaand, inhoud_hmac)
    select oin, 'K-' || i, id, code, 1, '2026-11', 'h' from rij;
  insert into ontvangstbewijs select oin, id, 1, id, 'j' from rij;
  insert into idempotentie select oin, 'poging-' || i || '-' || n, id, 1, '2026-11', 'h', tijd from rij, generate_series(1, 10) n;
  insert into assertie select oin, 'jti-' || i || '-' || n, tijd from rij, generate_series(1, 10) n;
  insert into gemeente_gebeurtenis select code, i, 'verlopen', id, 1, null, tijd, dag from rij;
  insert into gebeurtenis (id, commitment, leaf_index) select id, 'c', case when i < ${SIGNALS - 100} then i end from rij;
  insert into gebeurtenis_detail (gebeurtenis_id, tijdstip, oin, namens, gemeentecode, zout, detail, vervaldatum)
    select id, tijd, oin, case when i % 5 > 0 then oin else '00000099000000004000' end, code, 'z', jsonb_set('${JSON.stringify(anAcceptance(oin))}', '{signaalId}', to_jsonb(id)), dag from rij;
  insert into adres_gemeente select (1000 + i / 20) || 'AB', i % 20, code, 'w', 'b', '2026-01-01', null from rij;
  insert into log_tegel select 0, i, 'h' from rij where i < 20000;
  insert into log_checkpoint select i, 't', tijd from rij where i < 20000;
  reset session_replication_role;
  analyze`

type Plan = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string | undefined
  readonly 'Index Name'?: string | undefined
  readonly 'Index Cond'?: string | undefined
  readonly Plans?: readonly Plan[] | undefined
}
const Plan: z.ZodType<Plan> = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  'Index Cond': z.string().optional(),
  get Plans() {
    return z.array(Plan).optional()
  },
})
const Explained = z.tuple([z.object({ Plan })])

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

const postgres = engines.filter(({ name }) => name === 'PostgreSQL')

describe.runIf(postgres.length > 0)('with many rows on PostgreSQL', () => {
  let database: TestDatabase
  const query = vi.spyOn(pg.Client.prototype, 'query')
  beforeAll(async () => {
    const [engine] = postgres
    if (engine === undefined) throw new Error('no PostgreSQL')
    database = await engine.open()
    await database.owner.exec(FILL)
  })
  afterAll(async () => {
    query.mockRestore()
    await database.close()
  })

  type Statement = { readonly text: string; readonly values: readonly unknown[] }

  /** The statements that `work` sends. */
  const statementsOf = async (work: () => Promise<unknown>): Promise<readonly Statement[]> => {
    query.mockClear()
    await work()
    const calls: readonly (readonly unknown[])[] = query.mock.calls
    return calls.map(([text, values]) => ({
      text: String(text),
      values: Array.isArray(values) ? values : [],
    }))
  }

  const planFor = async (tx: Tx, { text, values }: Statement): Promise<Plan> => {
    const explained = await tx.executeQuery<{ 'QUERY PLAN': unknown }>(
      CompiledQuery.raw(`explain (format json) ${text}`, [...values]),
    )
    return Explained.parse(explained.rows[0]?.['QUERY PLAN'])[0].Plan
  }

  /** The plan of a statement for values that are not known yet. */
  const planOf = async (tx: Tx, { text }: Statement): Promise<Plan> => {
    const count = new Set(text.match(/\$\d+/g) ?? []).size
    await sql.raw(`prepare hete_vraag as ${text}`).execute(tx)
    const values = count === 0 ? '' : `(${Array.from({ length: count }, () => 'null').join(', ')})`
    const explained = await sql
      .raw<{ 'QUERY PLAN': unknown }>(`explain (format json) execute hete_vraag ${values}`)
      .execute(tx)
    await sql.raw('deallocate hete_vraag').execute(tx)
    return Explained.parse(explained.rows[0]?.['QUERY PLAN'])[0].Plan
  }

  const faultsIn = async (
    tx: Tx,
    statements: readonly Statement[],
    { unbounded, valued }: HotQuery,
  ): Promise<readonly string[]> => {
    const faults: string[] = []
    for (const statement of statements) {
      const plan = await (valued === true ? planFor : planOf)(tx, statement)
      faults.push(...nodesOf(plan).flatMap((node) => faultOf(node, unbounded === true)))
    }
    return faults
  }

  /** What a query does that grows with the table, one line each; undone afterwards. */
  const faultsOf = async (hot: HotQuery): Promise<readonly string[]> => {
    const { scope, run, valued } = hot
    const faults: string[] = []
    const undone = new Error('undone')
    const tried = database.db.transaction(scope, async (tx) => {
      const mode = valued === true ? 'force_custom_plan' : 'force_generic_plan'
      await sql`select set_config('plan_cache_mode', ${mode}, true)`.execute(tx)
      const statements = await statementsOf(() => run(tx))
      expect(statements.length).toBeGreaterThan(0)
      faults.push(...(await faultsIn(tx, statements, hot)))
      throw undone
    })
    await expect(tried).rejects.toBe(undone)
    return faults
  }

  test.each(HOT_QUERIES)('$name', async (hot) => {
    expect(await faultsOf(hot)).toEqual([])
  })

  test('many kenmerken are looked up one by one, however few their sender has', async () => {
    const names = Array.from({ length: 250 }, (_, i) => ({ kenmerk: Kenmerk.parse(`K-${i}`) }))
    const plans = await database.db.transaction({ role: 'gw_aanlevering', oin }, async (tx) => {
      const statements = await statementsOf(() => findKenmerkenForUpdate(tx, oin, names))
      return Promise.all(statements.map((statement) => planFor(tx, statement)))
    })
    const looks = plans.flatMap(nodesOf).filter((node) => node['Relation Name'] === 'kenmerk')
    expect(looks.map((node) => node['Index Cond'])).toEqual([
      expect.stringMatching(/oin = .*onderdeel = .*kenmerk = /),
    ])
  })

  test('a query without an index is noticed', async () => {
    const slow: HotQuery = {
      name: 'slow',
      scope: { role: 'gw_log' },
      run: (tx) => sql`select id from gebeurtenis where commitment = ${'c'}`.execute(tx),
    }
    for (const valued of [true, false])
      expect(await faultsOf({ ...slow, valued })).toEqual(['Seq Scan of gebeurtenis'])
  })
})

function faultOf(node: Plan, unbounded: boolean): readonly string[] {
  const { 'Node Type': type, 'Relation Name': table, 'Index Name': index } = node
  if (type === 'Seq Scan' && table !== undefined && GROWING.includes(table))
    return [`Seq Scan of ${table}`]
  const isWhole = type.includes('Index') && node['Index Cond'] === undefined
  return isWhole && !unbounded ? [`${type} of all of ${index}`] : []
}
