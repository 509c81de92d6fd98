import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/database.ts'
import {
  deleteWachtend,
  findBezet,
  findGroepen,
  lockWachtend,
  savePlaatsing,
} from '../../src/matching/groepering.store.ts'
import type { Groepssignaal } from '../../src/matching/group.ts'
import { lockQueued } from '../../src/matching/queue.store.ts'
import { SignaalId } from '../../src/model/ids.ts'
import { deleteEmptyMeldingen, deleteOldIndexes } from '../../src/retention/rows.store.ts'
import {
  A,
  arnhem,
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
/** Meldingen, by the same names on both sides: of whom they are differs. */
const [BOTH, OTHERS, EMPTY_HERE, EMPTY_THERE] = [A, idOf(22), idOf(23), idOf(24)]
/** A third signal, on both sides. */
const THIRD = idOf(6)

const index = (code: string, month: string, value: string, id: string, soort: string): string =>
  `('${code}', '${month}', '\\x${value}', '${id}', '${soort}', '${code === arnhem ? linde : lageLand}')`

/** A melding of Tilburg alone, before any that is empty here. */
const THEIRS_ALONE = idOf(21)

/** On top of the twins: the same value on both sides, and links that would cross if nothing but ids were compared. */
const MATCHING = `
  delete from matchindex;
  insert into signaal (gemeentecode, id, versie, oin, ingediend_door, signaaltype, aangeleverd_tijdstip,
    beleid_id, beleid_hash, voorwaarden, vervaldatum)
  select code, '${THIRD}', 1, oin, oin, 'huur', '2026-10-01', 'b', 'b', '{}', '2026-12-01'
    from (values ('${arnhem}', '${linde}'), ('${tilburg}', '${lageLand}')) v(code, oin);
  insert into melding (gemeentecode, id, maand) select code, id::uuid, '2026-11'
    from unnest(array['${arnhem}', '${tilburg}']) code, unnest(array['${[BOTH, OTHERS, EMPTY_HERE, EMPTY_THERE].join("','")}']) id;
  insert into melding (gemeentecode, id, maand) values ('${tilburg}', '${THEIRS_ALONE}', '2026-11');
  update signaal set melding_id = case
    when gemeentecode = '${arnhem}' and id = '${A}' then '${BOTH}'
    when gemeentecode = '${arnhem}' and id = '${NEIGHBOUR}' then '${OTHERS}'
    when gemeentecode = '${arnhem}' then '${EMPTY_THERE}'
    when id in ('${ELSEWHERE}', '${THIRD}') then '${BOTH}'
    when id = '${A}' then '${OTHERS}'
    else '${EMPTY_HERE}' end::uuid;
  insert into matchindex values
    ${index(arnhem, '2026-11', '07', A, 'vol')}, ${index(arnhem, '2026-11', '09', NEIGHBOUR, 'vol')},
    ${index(arnhem, '2026-01', '01', A, 'adres')}, ${index(arnhem, '2026-11', '0a', THIRD, 'vol')},
    ${index(tilburg, '2026-11', '07', ELSEWHERE, 'vol')}, ${index(tilburg, '2026-11', '08', A, 'korter')},
    ${index(tilburg, '2026-11', '07', A, 'vol')}, ${index(tilburg, '2026-11', '07', THIRD, 'vol')},
    ${index(tilburg, '2026-02', '01', A, 'adres')},
    ${index(tilburg, '2025-12', '01', THEIRS, 'adres')};
  insert into matchwacht values
    ('${arnhem}', '${A}', '${linde}', '2026-11', '[]'), ('${arnhem}', '${NEIGHBOUR}', '${lageLand}', '2026-11', '[]'),
    ('${tilburg}', '${A}', '${lageLand}', '2026-10', '[]'), ('${tilburg}', '${THEIRS}', '${lageLand}', '2026-11', '[]');`

describe.each(grounds)('grouping touches one municipality only, on $name', (ground) => {
  let twins: Twins
  beforeAll(async () => {
    twins = await ground.open()
  })
  beforeEach(async () => {
    await twins.plant()
    await put(MATCHING)
  })
  afterAll(() => twins.close())
  const put = (script: string): Promise<void> => {
    const { owner, kind } = twins.database
    return owner.exec(kind === 'pglite' ? `reset role; ${script}; set role gw_login` : script)
  }
  const asked = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    twins.as({ role: 'gw_matching', gemeenten: [arnhem] }, work)

  const asking: Groepssignaal = {
    id: THIRD,
    oin: linde,
    maand: '2026-11',
    indexen: new Map([['2026-11', { maand: '2026-11', persoon: '07', korter: [], adres: '' }]]),
  }

  /** What `deed` leaves of both sides. */
  const expectTheirs = async (
    table: string,
    columns: string,
    deed: (tx: Tx) => Promise<unknown>,
    as: typeof asked = asked,
  ): Promise<readonly unknown[]> => {
    const look = (code: string) => twins.rows(table, columns, `gemeentecode = '${code}'`)
    const before = await look(tilburg)
    expect(before.length).toBeGreaterThan(0)
    await as(deed)
    expect(await look(tilburg)).toEqual(before)
    return look(arnhem)
  }

  test('taking what waits, oldest first', async () => {
    const take = (limit: number) => asked((tx) => lockWachtend(tx, arnhem, limit))
    const seen = async (limit: number) =>
      (await take(limit)).map(({ signaal: { id, oin, maand } }) => [id, oin, maand])
    expect(await seen(10)).toEqual([
      [A, linde, '2026-11'],
      [NEIGHBOUR, lageLand, '2026-11'],
    ])
    expect(await seen(2)).toHaveLength(2)
  })

  test('holding what is next in the queue', async () => {
    const held = await asked((tx) => lockQueued(tx, 'matchwacht', arnhem, 2))
    expect(held.map(({ id, oin }) => [id, oin])).toEqual([
      [A, linde],
      [NEIGHBOUR, lageLand],
    ])
  })

  test('finding the meldingen of a person', async () => {
    const [found, ...more] = await asked((tx) => findGroepen(tx, arnhem, [asking]))
    expect(more).toEqual([])
    expect(found?.id).toBe(BOTH)
    expect(found?.signalen.map(({ id, indexen }) => [id, [...indexen.values()]])).toEqual([
      [A, [{ maand: '2026-11', persoon: '07', korter: [], adres: '' }]],
    ])
  })

  test('finding none that stands elsewhere alone', async () => {
    await put(`delete from melding where gemeentecode = '${arnhem}' and id = '${BOTH}'`)
    expect(await asked((tx) => findGroepen(tx, arnhem, [asking]))).toEqual([])
  })

  test('asking which names are taken', async () => {
    const taken = await asked((tx) => findBezet(tx, arnhem, [A, OTHERS]))
    expect([...taken]).toEqual([OTHERS])
  })

  test('placing a signal', async () => {
    const signaal = { ...asking, id: A }
    const own = await expectTheirs('signaal', 'id::text, melding_id::text', (tx) =>
      savePlaatsing(tx, arnhem, [
        { signaal, melding: EMPTY_HERE, bij: undefined, vorige: undefined },
      ]),
    )
    expect(own).toContainEqual([A, EMPTY_HERE])
  })

  test('taking a signal out of the queue', async () => {
    const own = await expectTheirs('matchwacht', 'signaal_id::text', (tx) =>
      deleteWachtend(tx, arnhem, [A]),
    )
    expect(own).toEqual([[NEIGHBOUR]])
  })

  const swept: typeof asked = (work) => twins.as(asSweep, work)

  test('sweeping indexes of a month that left the window', async () => {
    const own = await expectTheirs(
      'matchindex',
      'sleutelmaand, signaal_id::text',
      (tx) => deleteOldIndexes(tx, arnhem, '2026-06', 1),
      swept,
    )
    expect(own).toEqual([
      ['2026-11', A],
      ['2026-11', NEIGHBOUR],
      ['2026-11', THIRD],
    ])
  })

  test('sweeping meldingen without signals', async () => {
    const own = await expectTheirs(
      'melding',
      'id::text',
      (tx) => deleteEmptyMeldingen(tx, arnhem, 1),
      swept,
    )
    expect(own).toEqual([[BOTH], [OTHERS], [EMPTY_THERE]])
  })
})
