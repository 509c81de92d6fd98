import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/database.ts'
import { Gemeentecode } from '../../src/model/ids.ts'
import { lockForEnding, setToestand } from '../../src/retention/bewaarsleutel-einde.store.ts'
import { lockForDelivery, lockOpenKey } from '../../src/sealing/bewaarsleutel.store.ts'
import { engines, type TestDatabase } from '../support/databases.ts'
import { arnhem, linde } from '../support/sealed-signals.ts'

const intake = { role: 'gw_aanlevering', oin: linde } as const
const delivery = { role: 'gw_aflevering', gemeenten: [arnhem] } as const
const ender = { role: 'gw_bewaring', gemeenten: [arnhem] } as const

describe.each(engines)('the state of retention keys on $name', (engine) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await engine.open()
  })
  afterAll(() => database.close())

  const open = (dag: string) =>
    database.db.transaction(intake, (tx) => lockOpenKey(tx, arnhem, dag))
  const end = (dag: string, volgnummer: number, toestand: 'sluitend' | 'vernietigd') =>
    database.db.transaction(ender, async (tx) => {
      const id = { gemeentecode: arnhem, vervaldatum: dag, volgnummer }
      await lockForEnding(tx, id)
      await setToestand(tx, id, toestand)
    })

  test('one key is open per due date: made when absent, found again after', async () => {
    const first = await open('2027-01-01')
    expect(first).toEqual({ gemeentecode: arnhem, vervaldatum: '2027-01-01', volgnummer: 1 })
    expect(await open('2027-01-01')).toEqual(first)
    expect((await open('2027-01-02')).volgnummer).toBe(1)
  })

  test('twenty intakes at once agree on one key', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => open('2027-01-03')))
    expect(new Set(ids.map((id) => id.volgnummer))).toEqual(new Set([1]))
  })

  test('a closed key gets no more fields: the next number opens', async () => {
    await open('2027-01-04')
    await end('2027-01-04', 1, 'sluitend')
    expect((await open('2027-01-04')).volgnummer).toBe(2)
    await end('2027-01-04', 1, 'vernietigd')
    expect((await open('2027-01-04')).volgnummer).toBe(2)
  })

  test('delivery may use an open and a closing key, never a destroyed one', async () => {
    for (const volgnummer of [1, 2, 3]) {
      expect((await open('2027-01-05')).volgnummer).toBe(volgnummer)
      if (volgnummer < 3) await end('2027-01-05', volgnummer, 'sluitend')
    }
    await end('2027-01-05', 1, 'vernietigd')
    const asked = [1, 2, 3].map((volgnummer) => ({ vervaldatum: '2027-01-05', volgnummer }))
    const held = await database.db.transaction(delivery, (tx) => lockForDelivery(tx, arnhem, asked))
    expect(held.map((id) => id.volgnummer)).toEqual([2, 3])
    const none = await database.db.transaction(delivery, (tx) => lockForDelivery(tx, arnhem, []))
    expect(none).toEqual([])
  })

  test('states only move forward', async () => {
    await open('2027-01-06')
    await expect(end('2027-01-06', 1, 'vernietigd')).rejects.toThrow('cannot become')
    await end('2027-01-06', 1, 'sluitend')
    await expect(end('2027-01-06', 1, 'sluitend')).rejects.toThrow('cannot become')
    await expect(end('2027-01-06', 9, 'sluitend')).rejects.toThrow('no such retention key')
  })

  test('intake and delivery hold a key but can change nothing of it', async () => {
    await open('2027-01-07')
    for (const scope of [intake, delivery])
      for (const column of ['slot', 'toestand', 'volgnummer', 'herverpakt']) {
        const change = (tx: Tx) =>
          sql`update bewaarsleutel set ${sql.ref(column)} = null`.execute(tx)
        await expect(database.db.transaction(scope, change)).rejects.toThrow(
          column === 'slot' ? /row-level security/ : /permission denied/,
        )
      }
  })

  test('neither delivery nor ending reaches the key of another municipality', async () => {
    await open('2027-01-08')
    const utrecht = [Gemeentecode.parse('0344')]
    const key = { vervaldatum: '2027-01-08', volgnummer: 1 }
    expect(
      await database.db.transaction({ role: 'gw_aflevering', gemeenten: utrecht }, (tx) =>
        lockForDelivery(tx, arnhem, [key]),
      ),
    ).toEqual([])
    await expect(
      database.db.transaction({ role: 'gw_bewaring', gemeenten: utrecht }, (tx) =>
        lockForEnding(tx, { gemeentecode: arnhem, ...key }),
      ),
    ).rejects.toThrow('no such retention key')
    // Control: its own municipality reaches it.
    expect(
      await database.db.transaction(delivery, (tx) => lockForDelivery(tx, arnhem, [key])),
    ).toHaveLength(1)
  })
})

/** A promise to be kept by hand. */
type Gate = { readonly passed: Promise<void>; open(): void }

function gate(): Gate {
  let open = (): void => undefined
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

const waiting = async (database: TestDatabase): Promise<number> => {
  const { rows } = await sql<{ aantal: number }>`
    select count(*)::int as aantal from pg_locks l join pg_stat_activity a using (pid)
    where not l.granted and a.datname = current_database()`.execute(database.owner.pool)
  return rows[0]?.aantal ?? 0
}

/**
 * Waits until some transaction of this database waits for a lock.
 * @throws Error when none does within two seconds, after letting the holder go
 */
async function untilOneWaits(database: TestDatabase, holder: Gate): Promise<void> {
  for (let looks = 0; (await waiting(database)) === 0; looks += 1) {
    if (looks === 200) {
      holder.open()
      throw new Error('nobody waits for a lock')
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const postgres = engines.filter((engine) => engine.name === 'PostgreSQL')

describe.each(postgres)('two connections on $name', (engine) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await engine.open()
  })
  afterAll(() => database.close())

  const id = (vervaldatum: string) => ({ gemeentecode: arnhem, vervaldatum, volgnummer: 1 })

  test.each([
    ['an intake', '2027-02-01', intake, (tx: Tx) => lockOpenKey(tx, arnhem, '2027-02-01')],
    [
      'a delivery',
      '2027-02-02',
      delivery,
      (tx: Tx) => lockForDelivery(tx, arnhem, [{ vervaldatum: '2027-02-02', volgnummer: 1 }]),
    ],
  ])('an ender waits for %s that holds the key', async (_who, dag, scope, hold) => {
    await database.db.transaction(intake, (tx) => lockOpenKey(tx, arnhem, dag))
    const [held, done] = [gate(), gate()]
    const order: string[] = []
    const holder = database.db.transaction(scope, async (tx) => {
      await hold(tx)
      held.open()
      await done.passed
      order.push('holder ends')
    })
    await held.passed
    const ending = database.db.transaction(ender, async (tx) => {
      await lockForEnding(tx, id(dag))
      order.push('ender has the lock')
    })
    await untilOneWaits(database, done)
    expect(order).toEqual([])
    done.open()
    await Promise.all([holder, ending])
    expect(order).toEqual(['holder ends', 'ender has the lock'])
  })

  test('an intake that waits for an ender gets the successor, not the key that closed', async () => {
    const dag = '2027-02-04'
    await database.db.transaction(intake, (tx) => lockOpenKey(tx, arnhem, dag))
    const [held, done] = [gate(), gate()]
    const ending = database.db.transaction(ender, async (tx) => {
      await lockForEnding(tx, id(dag))
      held.open()
      await done.passed
      await setToestand(tx, id(dag), 'sluitend')
    })
    await held.passed
    const taken = database.db.transaction(intake, (tx) => lockOpenKey(tx, arnhem, dag))
    await untilOneWaits(database, done)
    done.open()
    await ending
    expect((await taken).volgnummer).toBe(2)
  })

  test('a delivery that waits for an ender does not get a key that was destroyed meanwhile', async () => {
    const dag = '2027-02-05'
    await database.db.transaction(intake, (tx) => lockOpenKey(tx, arnhem, dag))
    const [held, done] = [gate(), gate()]
    const ending = database.db.transaction(ender, async (tx) => {
      await lockForEnding(tx, id(dag))
      held.open()
      await done.passed
      await setToestand(tx, id(dag), 'sluitend')
      await setToestand(tx, id(dag), 'vernietigd')
    })
    await held.passed
    const taken = database.db.transaction(delivery, (tx) =>
      lockForDelivery(tx, arnhem, [{ vervaldatum: dag, volgnummer: 1 }]),
    )
    await untilOneWaits(database, done)
    done.open()
    await ending
    expect(await taken).toEqual([])
  })

  test('of two intakes that open the first key at once, the second waits and uses it too', async () => {
    const dag = '2027-02-06'
    const [held, done] = [gate(), gate()]
    const first = database.db.transaction(intake, async (tx) => {
      const key = await lockOpenKey(tx, arnhem, dag)
      held.open()
      await done.passed
      return key
    })
    await held.passed
    const second = database.db.transaction(intake, (tx) => lockOpenKey(tx, arnhem, dag))
    await untilOneWaits(database, done)
    done.open()
    expect(await second).toEqual(await first)
  })

  test('and opens it itself when the first takes its insert back', async () => {
    const dag = '2027-02-07'
    const [held, done] = [gate(), gate()]
    const first = database.db.transaction(intake, async (tx) => {
      await lockOpenKey(tx, arnhem, dag)
      held.open()
      await done.passed
      throw new Error('taken back')
    })
    const failed = expect(first).rejects.toThrow('taken back')
    await held.passed
    const second = database.db.transaction(intake, (tx) => lockOpenKey(tx, arnhem, dag))
    await untilOneWaits(database, done)
    done.open()
    await failed
    expect((await second).volgnummer).toBe(1)
  })
})
