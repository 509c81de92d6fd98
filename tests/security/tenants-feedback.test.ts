import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/database.ts'
import { findFinalCode, readFeedback } from '../../src/feedback/feed.store.ts'
import {
  deleteWaiting,
  findLastFinal,
  findOwnNames,
  insertFeed,
  listWaitingVlps,
  lockFeedOf,
  takeVisible,
} from '../../src/feedback/publish.store.ts'
import { queueFeedback } from '../../src/feedback/terugkoppeling.store.ts'
import { findCollegeContacten } from '../../src/identity/deelnemerkaart.store.ts'
import { deleteExpiredFeedback } from '../../src/retention/rows.store.ts'
import {
  A,
  arnhem,
  asLinde,
  asSweep,
  at,
  DUE,
  ELSEWHERE,
  grounds,
  lageLand,
  linde,
  THEIRS,
  type Twins,
  tilburg,
} from '../support/twins.ts'

/** On top of the twins: the same numbers, ids and days in the feeds of both VLPs and in the queues of both municipalities; the other was told more. */
const FEEDBACK = [
  [linde, arnhem, 'geen-hulp'],
  [lageLand, tilburg, 'hulp-aanvaard'],
]
  .map(
    ([oin, code, told]) => `
  insert into terugkoppeling_kop values ('${oin}', 2);
  insert into terugkoppeling (oin, volgnummer, signaal_id, gemeentecode, code, soort, datum, vervaldatum) values
    ('${oin}', 1, '${A}', '${code}', '${told}', 'eind', '2026-10-01', '${DUE}'),
    ('${oin}', 2, '${ELSEWHERE}', '${code}', '${told}', 'eind', '2026-10-01', '${oin === linde ? '2026-12-01' : DUE}');
  insert into terugkoppeling_wacht (gemeentecode, plaats, oin, signaal_id, code, soort, datum, zichtbaar_vanaf)
    overriding system value values ('${code}', 1000, '${oin}', '${A}', '${told}', 'eind', '2026-10-01', '2026-10-01');`,
  )
  .join('')
  .concat(`update terugkoppeling_kop set laatste = 5 where oin = '${lageLand}';
  insert into terugkoppeling (oin, volgnummer, signaal_id, gemeentecode, code, soort, datum, vervaldatum)
    values ('${lageLand}', 3, '${A}', '${tilburg}', 'hulp-aanvaard', 'eind', '2026-10-01', '2026-12-01');`)

describe.each(grounds)('feedback touches one VLP only, on $name', (ground) => {
  let twins: Twins
  beforeAll(async () => {
    twins = await ground.open()
  })
  beforeEach(async () => {
    await twins.plant()
    const { owner, kind } = twins.database
    await owner.exec(kind === 'pglite' ? `reset role; ${FEEDBACK}; set role gw_login` : FEEDBACK)
  })
  afterAll(() => twins.close())

  const published = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    twins.as({ role: 'gw_terugkoppeling', oin: linde }, work)
  const theirs = (table: string): Promise<readonly unknown[]> =>
    twins.rows(table, `oin, to_jsonb(${table})::text`, `oin = '${lageLand}'`)
  const expectTheirsKept = async (table: string, deed: () => Promise<unknown>): Promise<void> => {
    const before = await theirs(table)
    expect(before.length).toBeGreaterThan(0)
    await deed()
    expect(await theirs(table)).toEqual(before)
  }

  test('reading a feed', async () => {
    const lines = await twins.as(asLinde, (tx) => readFeedback(tx, linde, 0, 10))
    expect(lines.map(({ volgnummer, code }) => [volgnummer, code])).toEqual([
      [1, 'geen-hulp'],
      [2, 'geen-hulp'],
    ])
    expect(await twins.as(asLinde, (tx) => findFinalCode(tx, linde, A))).toBe('geen-hulp')
  })

  test('asking what was told before, and how the VLP calls its signals', async () => {
    const last = await published((tx) => findLastFinal(tx, linde, [A, ELSEWHERE]))
    expect([...last]).toEqual([
      [A, 1],
      [ELSEWHERE, 2],
    ])
    const names = await published((tx) => findOwnNames(tx, linde, [A, ELSEWHERE, THEIRS]))
    expect([...names].map(([id, { kenmerk }]) => [id, kenmerk]).sort()).toEqual([
      [A, 'K-1'],
      [ELSEWHERE, 'K-6'],
    ])
  })

  test('taking what may be seen out of the queues', async () => {
    expect(await published((tx) => listWaitingVlps(tx, at))).toEqual([linde, lageLand])
    const mine = await published((tx) => takeVisible(tx, linde, at, 10))
    expect(mine.map(({ gemeentecode, code }) => [gemeentecode, code])).toEqual([
      [arnhem, 'geen-hulp'],
    ])
    await expectTheirsKept('terugkoppeling_wacht', () => published((tx) => deleteWaiting(tx, mine)))
    expect(await twins.rows('terugkoppeling_wacht', 'oin')).toEqual([[lageLand]])
  })

  test('numbering and adding', async () => {
    const regel = { gemeentecode: arnhem, oin: linde, signaalId: A, code: 'retour' } as const
    const line = { ...regel, soort: 'eind', dag: '2026-11-03', volgnummer: 3 } as const
    await expectTheirsKept('terugkoppeling', () =>
      expectTheirsKept('terugkoppeling_kop', () =>
        published(async (tx) => {
          expect(await lockFeedOf(tx, linde)).toBe(2)
          await insertFeed(tx, linde, [line], '2027-05-03')
        }),
      ),
    )
    expect(await twins.rows('terugkoppeling_kop', 'laatste::text, oin')).toEqual([
      ['3', linde],
      ['5', lageLand],
    ])
  })

  test.each([
    [linde, 2],
    [lageLand, 5],
  ])('holding the counter of one feed (%s)', async (oin, laatste) => {
    const scope = { role: 'gw_terugkoppeling', oin } as const
    expect(await twins.as(scope, (tx) => lockFeedOf(tx, oin))).toBe(laatste)
  })

  test('telling', async () => {
    const regel = { gemeentecode: arnhem, oin: lageLand, signaalId: A, code: 'retour' } as const
    const line = { ...regel, soort: 'eind', dag: '2026-11-03' } as const
    const queue = { zichtbaar: 'sluiting', at } as const
    await twins.as({ role: 'gw_opvolging', gemeenten: [arnhem] }, (tx) =>
      queueFeedback(tx, [line], queue),
    )
    const closing = `zichtbaar_vanaf = '2026-11-30T23:00:00Z'`
    expect(await twins.rows('terugkoppeling_wacht', 'gemeentecode, code', closing)).toEqual([
      [arnhem, 'retour'],
    ])
  })

  test('sweeping lines whose term ended', async () => {
    const gone = await twins.as(asSweep, (tx) => deleteExpiredFeedback(tx, DUE, 10))
    expect(gone).toBe(3)
    expect(await twins.rows('terugkoppeling', 'oin, volgnummer::text')).toEqual([
      [linde, '2'],
      [lageLand, '3'],
    ])
  })

  test('how a college is reached', async () => {
    const found = await twins.as({ role: 'gw_deelnemer', oin: linde }, (tx) =>
      findCollegeContacten(tx, [arnhem], '2026-11-03'),
    )
    expect([...found]).toEqual([[arnhem, { naam: 'Partij' }]])
  })

  test.runIf(ground.name.endsWith('with row-level security'))(
    'a role tells nothing in the name of another municipality or VLP, and writes in no other feed',
    async () => {
      const regel = { signaalId: A, code: 'retour', soort: 'eind', dag: '2026-11-03' } as const
      const queue = { zichtbaar: 'direct', at } as const
      for (const scope of [
        { role: 'gw_opvolging', gemeenten: [arnhem] },
        { role: 'gw_aanlevering', oin: linde },
      ] as const)
        await expect(
          twins.as(scope, (tx) =>
            queueFeedback(tx, [{ ...regel, gemeentecode: tilburg, oin: lageLand }], queue),
          ),
        ).rejects.toThrow(/row-level security/)
      const line = { ...regel, gemeentecode: arnhem, oin: linde, volgnummer: 9 }
      await expect(
        published((tx) => insertFeed(tx, lageLand, [line], '2027-05-03')),
      ).rejects.toThrow(/row-level security/)
    },
  )
})
