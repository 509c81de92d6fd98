import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/database.ts'
import type { Scope } from '../../src/db/transaction.ts'
import type { Groepssignaal } from '../../src/matching/group.ts'
import {
  findSlepers,
  insertSleperwacht,
  keepSlepers,
  lockSleperwacht,
} from '../../src/matching/sleper.store.ts'
import { SignaalId } from '../../src/model/ids.ts'
import { monthLives } from '../../src/monitor/feiten.store.ts'
import { countSlepers } from '../../src/monitor/slepers.store.ts'
import { deleteSlepers } from '../../src/retention/rows.store.ts'
import {
  A,
  arnhem,
  asLinde,
  asSweep,
  ELSEWHERE,
  grounds,
  lageLand,
  linde,
  NEIGHBOUR,
  THEIRS,
  type Twins,
  tilburg,
} from '../support/twins.ts'

const idOf = (n: number): SignaalId =>
  SignaalId.parse(`019a0c3e-5b7a-7c41-9d2e-${String(n).padStart(12, '0')}`)
/** Persons, by the same names on both sides: of November, another of November, and one of October whom only Tilburg knows. */
const [NOVEMBER, OTHER, OCTOBER] = [idOf(31), idOf(32), idOf(33)]
/** A third signal, on both sides. */
const THIRD = idOf(6)
const DUE = '2026-12-01'

const sleper = (code: string, id: string, persoon: string, vorige?: string, maand = '2026-11') =>
  `('${code}', '${id}', '${maand}', '${persoon}', ${vorige === undefined ? 'null' : `'${vorige}'`}, '${DUE}')`
const index = (code: string, value: string, id: string, soort = 'vol', maand = '2026-11') =>
  `('${code}', '${maand}', '\\x${value}', '${id}', '${soort}')`
const waiting = (code: string, oin: string, id: string) =>
  `('${code}', '${id}', '${oin}', '${code === arnhem ? '2026-10' : '2026-09'}', '${DUE}', '[]')`

/** Ids, persons and values cross wherever nothing but they would be compared. */
const SLEPERS = `
  insert into signaal (gemeentecode, id, versie, oin, ingediend_door, signaaltype, aangeleverd_tijdstip,
    beleid_id, beleid_hash, voorwaarden, vervaldatum)
  select code, '${THIRD}', 1, oin, oin, 'huur', '2026-10-01', 'b', 'b', '{}', '2026-12-01'
    from (values ('${arnhem}', '${linde}'), ('${tilburg}', '${lageLand}')) v(code, oin);
  insert into sleper (gemeentecode, signaal_id, maand, persoon, vorige, vervaldatum) values
    ${sleper(arnhem, A, NOVEMBER, OCTOBER)}, ${sleper(arnhem, NEIGHBOUR, OTHER)},
    ${sleper(tilburg, A, OTHER)}, ${sleper(tilburg, THIRD, NOVEMBER, OCTOBER)},
    ${sleper(tilburg, THEIRS, OCTOBER, undefined, '2026-10')}, ${sleper(tilburg, ELSEWHERE, idOf(34))};
  insert into sleperindex (gemeentecode, sleutelmaand, waarde, signaal_id, soort) values
    ${index(arnhem, '07', A)}, ${index(arnhem, '0b', A, 'korter')}, ${index(arnhem, '0a', NEIGHBOUR)},
    ${index(tilburg, '07', A)}, ${index(tilburg, '0c', A, 'korter')}, ${index(tilburg, '07', THIRD)},
    ${index(tilburg, '08', THEIRS, 'vol', '2026-10')}, ${index(tilburg, '07', ELSEWHERE, 'korter')};
  insert into sleperwacht (gemeentecode, signaal_id, oin, maand, vervaldatum, indexen) values
    ${waiting(arnhem, linde, A)}, ${waiting(arnhem, linde, THIRD)}, ${waiting(tilburg, lageLand, A)}, ${waiting(tilburg, lageLand, THIRD)};`

describe.each(grounds)(
  'who stays below a threshold is seen by one municipality only, on $name',
  (ground) => {
    let twins: Twins
    beforeAll(async () => {
      twins = await ground.open()
    })
    beforeEach(async () => {
      await twins.plant()
      const { owner, kind } = twins.database
      await owner.exec(kind === 'pglite' ? `reset role; ${SLEPERS}; set role gw_login` : SLEPERS)
    })
    afterAll(() => twins.close())

    const asStep: Scope = { role: 'gw_matching', gemeenten: [arnhem] }
    const asMonitor: Scope = { role: 'gw_monitor', gemeenten: [arnhem] }
    const as = <T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> => twins.as(scope, work)

    const asking: Groepssignaal = {
      id: THIRD,
      oin: linde,
      maand: '2026-11',
      indexen: new Map(
        ['2026-10', '2026-11'].map((maand, n) => [
          maand,
          { maand, persoon: n === 0 ? '08' : '07', korter: [], adres: '' },
        ]),
      ),
    }

    /** What `deed` leaves of our side, and that it leaves the other as it was. */
    const expectTheirs = async (
      scope: Scope,
      table: string,
      deed: (tx: Tx) => Promise<unknown>,
    ): Promise<readonly unknown[]> => {
      const look = (code: string) =>
        twins.rows(table, 'signaal_id::text', `gemeentecode = '${code}'`)
      const before = await look(tilburg)
      expect(before.length).toBeGreaterThan(0)
      await as(scope, deed)
      expect(await look(tilburg)).toEqual(before)
      return look(arnhem)
    }

    test('taking what waits, oldest first', async () => {
      const seen = async (limit: number) =>
        (await as(asStep, (tx) => lockSleperwacht(tx, arnhem, limit))).map(
          ({ signaal: { id, oin } }) => [id, oin],
        )
      expect(await seen(10)).toEqual([
        [A, linde],
        [THIRD, linde],
      ])
      expect(await seen(2)).toHaveLength(2)
    })

    test('finding the person', async () => {
      const found = await as(asStep, (tx) => findSlepers(tx, arnhem, [asking]))
      expect(
        found.map(({ id, signalen }) => [
          id,
          signalen.map((one) => [one.id, one.oin, ...one.indexen.values()]),
        ]),
      ).toEqual([
        [NOVEMBER, [[A, linde, { maand: '2026-11', persoon: '07', korter: ['0b'], adres: '' }]]],
      ])
    })

    test('keeping the person of a signal', async () => {
      const placed = { signaal: asking, melding: NOVEMBER, bij: undefined, vorige: undefined }
      const keep = (tx: Tx) => keepSlepers(tx, arnhem, [{ ...placed, vervaldatum: DUE }])
      expect(await expectTheirs(asStep, 'sleperwacht', keep)).toEqual([[A]])
      expect(
        (await twins.rows('sleper', 'gemeentecode', `signaal_id = '${THIRD}'`)).flat().toSorted(),
      ).toEqual([arnhem, tilburg])
    })

    test('counting, also back to the months before', async () => {
      const cells = await as(asMonitor, (tx) => countSlepers(tx, arnhem, '2026-11', 2))
      expect(cells).toEqual([{ maand: '2026-11', tabel: 'sleper', waarde: 'nee', aantal: 2 }])
    })

    test('asking whether any waits', async () => {
      const found = await as(asMonitor, (tx) => monthLives(tx, arnhem, '2026-09'))
      expect(found.waits).toBe(false)
    })

    test('sweeping them', async () => {
      const sweep = (tx: Tx) =>
        deleteSlepers(tx, arnhem, { dag: DUE, from: '2026-06', telt: true }, 1)
      expect(await expectTheirs(asSweep, 'sleper', sweep)).toEqual([[NEIGHBOUR]])
    })
  },
)

describe.each(grounds.filter(({ name }) => name.includes(' with ')))(
  'a sender learns nothing of who stays below, on $name',
  (ground) => {
    let twins: Twins
    beforeAll(async () => {
      twins = await ground.open()
      await twins.plant()
    })
    afterAll(() => twins.close())

    test.each(['sleperwacht', 'sleper', 'sleperindex'])(
      '%s is not for it to read',
      async (table) => {
        const read = twins.as(asLinde, (tx) => sql`select 1 from ${sql.table(table)}`.execute(tx))
        await expect(read).rejects.toThrow('permission denied')
      },
    )

    test('it leaves nothing under another’s name', async () => {
      const regel = { gemeentecode: arnhem, signaalId: A, maand: '2026-11', vervaldatum: DUE }
      const write = twins.as(asLinde, (tx) =>
        insertSleperwacht(tx, lageLand, [{ ...regel, indexen: [] }]),
      )
      await expect(write).rejects.toThrow('row-level security')
    })
  },
)
