import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/database.ts'
import { keepCountsOf } from '../../src/monitor/count.store.ts'
import {
  livingMonths,
  monthLives,
  readMeldingfeiten,
  readSignaalfeiten,
} from '../../src/monitor/feiten.store.ts'
import { findInwoners } from '../../src/monitor/inwoners.store.ts'
import {
  addCellen,
  findMaand,
  fixedMonths,
  fixPhase,
  lockMaand,
  openMonths,
  readCellen,
} from '../../src/monitor/telling.store.ts'
import {
  A,
  arnhem,
  asSweep,
  at,
  ELSEWHERE,
  grounds,
  NEIGHBOUR,
  THEIRS,
  type Twins,
  tilburg,
} from '../support/twins.ts'

/** The month of the ids of the twins. */
const MAAND = '2025-10'
const welke = { maand: MAAND }
const everything = (): boolean => true

/** On top of the twins: meldingen of the same names on both sides, numbers of the same places, months that only one side has. */
const MONITOR = `
  delete from melding; delete from gemeente_inwoners;
  insert into gemeente_inwoners values ('${arnhem}', '2025-01-01', 160000), ('${tilburg}', '2025-06-01', 230000);
  insert into melding (gemeentecode, id, maand, vorige) values
    ('${arnhem}', '${A}', '${MAAND}', null), ('${arnhem}', '${NEIGHBOUR}', '2025-11', null),
    ('${tilburg}', '${A}', '${MAAND}', null), ('${tilburg}', '${ELSEWHERE}', '2025-09', null), ('${tilburg}', '${THEIRS}', '2025-08', '${A}');
  update signaal set melding_id = id where id in ('${A}', '${ELSEWHERE}');
  update signaal set melding_id = '${A}' where gemeentecode = '${tilburg}' and id = '${THEIRS}';
  insert into matchwacht values ('${tilburg}', '${A}', 'x', '${MAAND}', '[]');
  insert into indicator_maand (gemeentecode, maand) values ('${arnhem}', '${MAAND}'), ('${tilburg}', '${MAAND}'), ('${tilburg}', '2025-07');
  insert into indicator_maand values ('${tilburg}', '2025-06', '2025-07-01', '2025-08-01'), ('${tilburg}', '2025-05', '2025-06-01', null);
  insert into indicator_telling values
    ('${arnhem}', '${MAAND}', 'soort', 'huur', 'instroom', 1), ('${tilburg}', '${MAAND}', 'soort', 'huur', 'instroom', 7),
    ('${tilburg}', '${MAAND}', 'soort', 'energie', 'instroom', 7), ('${arnhem}', '${MAAND}', 'uitkomst', 'lopend', 'uitkomst', 2);`

describe.each(grounds)('who counts for one municipality counts its own, on $name', (ground) => {
  let twins: Twins
  beforeAll(async () => {
    twins = await ground.open()
  })
  beforeEach(async () => {
    await twins.plant()
    await put(MONITOR)
  })
  afterAll(() => twins.close())
  const put = (script: string): Promise<void> => {
    const { owner, kind } = twins.database
    return owner.exec(kind === 'pglite' ? `reset role; ${script}; set role gw_login` : script)
  }
  const counting = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    twins.as({ role: 'gw_monitor', gemeenten: [arnhem] }, work)
  const numbersOf = (code: string): Promise<readonly unknown[]> =>
    twins.rows(
      'indicator_telling',
      'maand, tabel, waarde, aantal::text',
      `gemeentecode = '${code}'`,
    )

  test('its signals, of the month or of ids', async () => {
    const month = await counting((tx) => readSignaalfeiten(tx, arnhem, welke))
    expect(month.filter(({ melding }) => melding !== undefined)).toHaveLength(1)
    expect(month).toHaveLength(2)
    const byId = await counting((tx) => readSignaalfeiten(tx, arnhem, { ids: [A, THEIRS] }))
    expect(byId).toHaveLength(1)
  })

  test('its meldingen with its own signals, and who came back there', async () => {
    const [found, ...others] = await counting((tx) => readMeldingfeiten(tx, arnhem, welke))
    expect(others).toEqual([])
    expect(found).toMatchObject({ isMeervoudig: false, keerdeTerug: false })
    // At Tilburg the melding of that name has a signal of another too: with the ids of all of Arnhem it ends.
    for (const ids of [[A], [A, THEIRS]])
      expect(await counting((tx) => readMeldingfeiten(tx, arnhem, { ids }))).toHaveLength(1)
    expect(await counting((tx) => readMeldingfeiten(tx, arnhem, { ids: [THEIRS] }))).toEqual([])
  })

  test('what lives and waits, and which months', async () => {
    expect(await counting((tx) => monthLives(tx, arnhem, MAAND))).toEqual({
      lives: true,
      waits: false,
    })
    await put(`delete from verzegeld where gemeentecode = '${arnhem}';
      delete from signaal where gemeentecode = '${arnhem}'`)
    expect((await counting((tx) => monthLives(tx, arnhem, MAAND))).lives).toBe(false)
    expect(await counting((tx) => livingMonths(tx, arnhem))).toEqual([MAAND, '2025-11'])
    expect(await counting((tx) => openMonths(tx, arnhem))).toEqual([MAAND])
    expect(await counting((tx) => fixedMonths(tx, arnhem))).toEqual(new Set())
    expect(await counting((tx) => findMaand(tx, arnhem, '2025-06'))).toEqual({})
    expect(await counting((tx) => lockMaand(tx, arnhem, '2025-06'))).toEqual({})
  })

  test('its inhabitants', async () => {
    expect(await counting((tx) => findInwoners(tx, arnhem, MAAND))).toBe(160_000)
  })

  test('its kept numbers, and adds to those only', async () => {
    const before = await numbersOf(tilburg)
    const cell = { maand: MAAND, tabel: 'soort', waarde: 'huur', aantal: 1 } as const
    expect(await counting((tx) => readCellen(tx, arnhem, MAAND))).toEqual([
      cell,
      { maand: MAAND, tabel: 'uitkomst', waarde: 'lopend', aantal: 2 },
    ])
    await counting(async (tx) => {
      await lockMaand(tx, arnhem, MAAND)
      await addCellen(tx, arnhem, [cell])
    })
    expect(await numbersOf(arnhem)).toContainEqual([MAAND, 'soort', 'huur', '2'])
    expect(await numbersOf(tilburg)).toEqual(before)
  })

  test('fixes its own month, and replaces the numbers of that phase there', async () => {
    const before = await numbersOf(tilburg)
    await counting((tx) => fixPhase(tx, arnhem, MAAND, { fase: 'instroom', cells: [], at }))
    expect(await numbersOf(arnhem)).toEqual([[MAAND, 'uitkomst', 'lopend', '2']])
    expect(await numbersOf(tilburg)).toEqual(before)
    expect(
      await twins.rows(
        'indicator_maand',
        'gemeentecode',
        `maand = '${MAAND}' and instroom_tijdstip is not null`,
      ),
    ).toEqual([[arnhem]])
  })

  test('the sweep keeps the numbers of its rows there, as who may write no numbers elsewhere', async () => {
    const before = await numbersOf(tilburg)
    await twins.as(asSweep, (tx) => keepCountsOf(tx, arnhem, [A, NEIGHBOUR], everything))
    expect(await numbersOf(arnhem)).toContainEqual([MAAND, 'soort', 'huur', '3'])
    expect(await numbersOf(tilburg)).toEqual(before)
  })
})
