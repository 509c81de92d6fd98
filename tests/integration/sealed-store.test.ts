import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Gemeentecode, Gemeentecode as GemeentecodeSchema, Oin } from '../../src/model/ids.ts'
import { eraseFields } from '../../src/retention/early-end.store.ts'
import { findSealed, insertSealed } from '../../src/sealing/sealed.store.ts'
import { engines, type TestDatabase } from '../support/databases.ts'
import {
  arnhem,
  type Bench,
  openBench,
  signaalIdOf,
  takeIn,
  veld,
} from '../support/sealed-signals.ts'

const [first, second, absent] = [signaalIdOf(1), signaalIdOf(2), signaalIdOf(9)]
const utrecht = GemeentecodeSchema.parse('0344')

describe.each(engines)('the sealed rows on $name', (engine) => {
  let database: TestDatabase
  let bench: Bench
  beforeAll(async () => {
    database = await engine.open()
    bench = await openBench()
    const fields = new Map([
      ['klantnummer', veld('8841-22', '2027-11-03')],
      ['persoon.achternaam', veld('Boer', '2027-05-03')],
      ['adres.huisnummer', veld(12, '2027-05-03')],
    ] as const)
    await takeIn(database.db, bench, first, fields)
    await takeIn(database.db, bench, second, fields)
  })
  afterAll(async () => {
    await database.close()
    await bench.close()
  })

  const find = (gemeenten: readonly Gemeentecode[]) =>
    database.db.transaction({ role: 'gw_aflevering', gemeenten, doel: 'sleutels' }, (tx) =>
      findSealed(tx, arnhem, [second, absent, first]),
    )

  test('hold the fields of one due date together, in step, by signal and day', async () => {
    const rows = await find([arnhem])
    const seen = rows.map((row) => [
      row.signaalId,
      row.vervaldatum,
      row.volgnummer,
      row.versie,
      row.fields.map((field) => field.veld),
    ])
    const both = ['persoon.achternaam', 'adres.huisnummer']
    expect(seen).toEqual([
      [first, '2027-05-03', 1, 1, both],
      [first, '2027-11-03', 1, 1, ['klantnummer']],
      [second, '2027-05-03', 1, 1, both],
      [second, '2027-11-03', 1, 1, ['klantnummer']],
    ])
    const [field] = rows[0]?.fields ?? []
    expect([field?.doelen, field?.vervaldatum]).toEqual([['hulpaanbod'], '2027-05-03'])
  })

  test('show another municipality nothing, and another VLP cannot write under this one', async () => {
    expect(await find([utrecht])).toEqual([])
    expect(await find([arnhem])).toHaveLength(4)
    const stranger = { role: 'gw_aanlevering', oin: Oin.parse('00000099000000002000') } as const
    const [row] = await find([arnhem])
    if (row === undefined) throw new Error('no row')
    const forged = {
      gemeentecode: arnhem,
      signaalId: first,
      versie: 1,
      oin: Oin.parse('00000099000000001000'),
      fields: row.fields.map((field) => ({ ...field, vervaldatum: '2027-12-01' })),
      volgnummers: new Map([['2027-12-01', 1]]),
    }
    await expect(
      database.db.transaction(stranger, (tx) => insertSealed(tx, [forged])),
    ).rejects.toThrow('row-level security')
  })

  test('refuse a due date without a retention key', async () => {
    const [row] = await find([arnhem])
    const signal = {
      gemeentecode: arnhem,
      signaalId: first,
      versie: 1,
      oin: Oin.parse('00000099000000001000'),
      fields: row?.fields ?? [],
      volgnummers: new Map<string, number>(),
    }
    await expect(
      database.db.transaction({ role: 'gw_aanlevering', oin: signal.oin }, (tx) =>
        insertSealed(tx, [signal]),
      ),
    ).rejects.toThrow('no retention key for 2027-05-03')
  })

  test('go for the named signals only, and only from their own municipality', async () => {
    const remove = (gemeenten: readonly Gemeentecode[]) =>
      database.db.transaction({ role: 'gw_bewaring', gemeenten }, (tx) =>
        eraseFields(tx, arnhem, [first, absent]),
      )
    expect(await remove([utrecht])).toBe(0)
    expect(await remove([arnhem])).toBe(2)
    expect((await find([arnhem])).map((row) => row.signaalId)).toEqual([second, second])
  })
})
