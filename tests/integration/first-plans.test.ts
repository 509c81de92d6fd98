/**
 * What a database plans before it has statistics. The check of a foreign key keeps its plan, so the one made on an empty table reads whatever
 * comes into it until autovacuum has looked: it must go by the key.
 */
import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/database.ts'
import { Gemeentecode } from '../../src/model/ids.ts'
import { markShown } from '../../src/selection/werkvoorraad.store.ts'
import { engines, type TestDatabase } from '../support/databases.ts'

const ARNHEM = Gemeentecode.parse('0202')
/** Tables with a handful of rows for each party. */
const SMALL = ['abonnement', 'maatregel', 'selectie']

type Key = {
  readonly table: string
  readonly index: string
  readonly columns: readonly string[]
  readonly types: readonly string[]
}

describe.each(engines)('before there are statistics, on $name', (engine) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await engine.open()
    if (database.kind === 'pglite') await database.owner.exec('reset role')
  })
  afterAll(() => database.close())

  /** Each key that foreign keys point at. */
  const keys = async (): Promise<readonly Key[]> => {
    const { rows } = await sql<Key>`
      select distinct c.confrelid::regclass::text as table, c.conindid::regclass::text as index,
        array_agg(a.attname::text order by a.attnum) as columns, array_agg(format_type(a.atttypid, a.atttypmod) order by a.attnum) as types
      from pg_constraint c join pg_attribute a on a.attrelid = c.confrelid and a.attnum = any(c.confkey)
      where c.contype = 'f' and c.connamespace = 'public'::regnamespace
      group by c.oid`.execute(database.owner.pool)
    return rows
  }

  /** Of values that are not known yet, as the check asks. */
  const planOf = ({ table, columns, types }: Key): Promise<string> =>
    database.owner.pool.transaction().execute(async (tx) => {
      await sql`set local plan_cache_mode = force_generic_plan`.execute(tx)
      const where = columns.map((column, index) => `${column} = $${index + 1}`).join(' and ')
      const check = `select 1 from only ${table} where ${where} for key share`
      await sql.raw(`prepare sleutelproef (${types.join(', ')}) as ${check}`).execute(tx)
      const values = types.map(() => 'null').join(', ')
      const { rows } = await sql
        .raw<{ 'QUERY PLAN': string }>(`explain (costs off) execute sleutelproef (${values})`)
        .execute(tx)
      await sql.raw('deallocate sleutelproef').execute(tx)
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    })

  test('the check of every foreign key goes by the key that it points at', async () => {
    const all = await keys()
    expect(all.length).toBeGreaterThan(5)
    const faults = []
    for (const key of all.filter(({ table }) => !SMALL.includes(table))) {
      const plan = await planOf(key)
      if (!plan.includes(`using ${key.index} `)) faults.push(`${key.table}: ${plan}`)
    }
    expect(faults).toEqual([])
  })

  test('all that is shown at once is looked up once, not for each of them', async () => {
    const plans = await database.owner.pool.transaction().execute(async (tx) => {
      const sent = await statementsOf(tx, (watched) => markShown(watched, ARNHEM, new Date()))
      return Promise.all(sent.map((one) => explain(tx, one)))
    })
    expect(plans.map((plan) => plan.split('\n')[0])).toEqual([
      expect.stringContaining('Update on melding'),
      expect.stringContaining('Update on signaal'),
    ])
    const [, signals = ''] = plans
    expect(signals).toMatch(/InitPlan 1.*\n +-> +LockRows/)
    expect(signals).not.toContain('Subquery Scan')
  })
})

/** The statements that `work` sends. */
async function statementsOf(
  tx: Tx,
  work: (watched: Tx) => Promise<void>,
): Promise<readonly CompiledQuery[]> {
  const sent: CompiledQuery[] = []
  const watched = tx.withPlugin({
    transformQuery: ({ node, queryId }) => {
      sent.push(tx.getExecutor().compileQuery(node, queryId))
      return node
    },
    transformResult: async ({ result }) => result,
  })
  await work(watched)
  return sent
}

async function explain(tx: Tx, { sql: text, parameters }: CompiledQuery): Promise<string> {
  const { rows } = await tx.executeQuery<{ 'QUERY PLAN': string }>(
    CompiledQuery.raw(`explain (costs off) ${text}`, [...parameters]),
  )
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}
