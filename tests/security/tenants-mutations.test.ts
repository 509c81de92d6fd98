/** What senders told of their debts, among twins: another sender told something else of a signal of the same id. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findSchuldverlopen, putSchuldverlopen } from '../../src/intake/schuldverloop.store.ts'
import { searchSignalen } from '../../src/intake/signaal-zoek.store.ts'
import { readMeldingfeiten, readSignaalfeiten } from '../../src/monitor/feiten.store.ts'
import { eraseDerived } from '../../src/retention/early-end.store.ts'
import {
  A,
  arnhem,
  asLinde,
  asSweep,
  grounds,
  LIST,
  lageLand,
  linde,
  NEIGHBOUR,
  type Twins,
  tilburg,
} from '../support/twins.ts'

const POGING = '019a0c3e-5b7a-4c41-9d33-000000000001'
const ROWS = 'gemeentecode, signaal_id::text, oin, ontwikkeling, datum::text'

/** On top of the twins: something told of A on both sides and of the neighbour's; a melding with attempts on both sides. */
const TOLD = `
  insert into schuldverloop values ('${arnhem}', '${A}', '${linde}', 'opgelopen', '2026-10-10'),
    ('${tilburg}', '${A}', '${lageLand}', 'geen-achterstand', '2026-10-11'),
    ('${arnhem}', '${NEIGHBOUR}', '${lageLand}', 'ingelopen', '2026-10-12');
  delete from melding;
  insert into melding (gemeentecode, id, maand) values ('${arnhem}', '${A}', '2025-10'), ('${tilburg}', '${A}', '2025-10');
  update signaal set melding_id = id where id = '${A}';
  insert into contactpoging (gemeentecode, id, melding_id, soort, dagdeel, bereikt, datum, door, tijdstip) values
    ('${arnhem}', '${POGING}', '${A}', 'brief', 'avond', false, '2026-10-10', 'mw-1', '2026-10-10'),
    ('${tilburg}', '${POGING}', '${A}', 'huisbezoek', 'avond', true, '2026-10-10', 'mw-2', '2026-10-10');`

describe.each(grounds)('what was told of a debt is its sender’s own, on $name', (ground) => {
  let twins: Twins
  beforeAll(async () => {
    twins = await ground.open()
  })
  beforeEach(async () => {
    await twins.plant()
    await put(TOLD)
  })
  afterAll(() => twins.close())
  const put = (script: string): Promise<void> => {
    const { owner, kind } = twins.database
    return owner.exec(kind === 'pglite' ? `reset role; ${script}; set role gw_login` : script)
  }
  const theirs = (): Promise<readonly unknown[]> =>
    twins.rows('schuldverloop', ROWS, `oin = '${lageLand}'`)

  test('finding it', async () => {
    const places = [
      { gemeentecode: arnhem, signaalId: A },
      { gemeentecode: arnhem, signaalId: NEIGHBOUR },
    ]
    const found = await twins.as(asLinde, (tx) => findSchuldverlopen(tx, linde, places))
    expect([...found]).toEqual([[A, { ontwikkeling: 'opgelopen', datum: '2026-10-10' }]])
    // What is its own goes by its place too, not by its id alone.
    const elsewhere = [{ gemeentecode: tilburg, signaalId: A }]
    expect((await twins.as(asLinde, (tx) => findSchuldverlopen(tx, linde, elsewhere))).size).toBe(0)
  })

  test('searching the signals that it is of, by list too', async () => {
    await twins.as(asLinde, async (tx) => {
      const all = await searchSignalen(tx, linde, {}, { na: undefined, limiet: 10 })
      // Its kenmerken, those of a signal that is not its own or not there among them: of these no coded row is seen.
      expect(new Set(all.map(({ kenmerk }) => kenmerk))).toEqual(
        new Set(['K-1', 'K-4', 'K-6', 'K-9']),
      )
      expect(
        all.filter(({ signaaltype }) => signaaltype !== null).map(({ kenmerk }) => kenmerk),
      ).toEqual(['K-1'])
      const listed = await searchSignalen(
        tx,
        linde,
        { aanlevering: LIST },
        { na: undefined, limiet: 10 },
      )
      expect(listed.map(({ kenmerk }) => kenmerk)).toEqual(['K-1'])
    })
  })

  test('searching is told nothing by the list or the feed of another', async () => {
    // Under the same name the other listed a signal of which De Linde has a kenmerk too, and was told the end of its own.
    await put(`insert into aanlevering_regel values ('${lageLand}', '${LIST}', 7, 'aanvaard', '${NEIGHBOUR}', 1, '${arnhem}', '{}');
      insert into terugkoppeling (oin, volgnummer, signaal_id, gemeentecode, code, soort, datum, vervaldatum)
        values ('${lageLand}', 1, '${A}', '${tilburg}', 'retour', 'eind', '2026-10-01', '2026-12-01');`)
    const found = await twins.as(asLinde, (tx) =>
      searchSignalen(tx, linde, { aanlevering: LIST }, { na: undefined, limiet: 10 }),
    )
    expect(found.map(({ kenmerk, eindcode }) => [kenmerk, eindcode])).toEqual([['K-1', null]])
  })

  test('replacing it', async () => {
    const before = await theirs()
    const next = { ontwikkeling: 'ingelopen', datum: '2026-11-01' } as const
    await twins.as(asLinde, (tx) =>
      putSchuldverlopen(tx, linde, [{ gemeentecode: arnhem, signaalId: A, ...next }]),
    )
    expect(await theirs()).toEqual(before)
    expect(await twins.rows('schuldverloop', ROWS, `oin = '${linde}'`)).toEqual([
      [arnhem, A, linde, 'ingelopen', '2026-11-01'],
    ])
  })

  test('erasing it with what was derived of its signal', async () => {
    const before = await theirs()
    await twins.as(asLinde, (tx) => eraseDerived(tx, arnhem, A))
    expect(await theirs()).toEqual(before)
    expect(await twins.rows('schuldverloop', ROWS, `oin = '${linde}'`)).toEqual([])
  })

  test('counted by its municipality alone, with the attempts of that', async () => {
    const expected = [[{ soort: 'brief', dagdeel: 'avond', bereikt: false }]]
    for (const scope of [{ role: 'gw_monitor', gemeenten: [arnhem] } as const, asSweep]) {
      const signals = await twins.as(scope, (tx) => readSignaalfeiten(tx, arnhem, { ids: [A] }))
      expect(signals.map(({ ontwikkeling }) => ontwikkeling)).toEqual(['opgelopen'])
      const meldingen = await twins.as(scope, (tx) =>
        readMeldingfeiten(tx, arnhem, { maand: '2025-10' }),
      )
      expect(meldingen.map(({ pogingen }) => pogingen)).toEqual(expected)
    }
  })
})

describe.each(grounds.filter(({ name }) => name.endsWith('with row-level security')))(
  'on $name',
  (ground) => {
    let twins: Twins
    beforeAll(async () => {
      twins = await ground.open()
      await twins.plant()
    })
    afterAll(() => twins.close())

    test.each([
      'gw_aflevering',
      'gw_opvolging',
      'gw_controle',
      'gw_matching',
      'gw_terugkoppeling',
      'gw_toezicht',
    ] as const)(
      '%s, which serves a municipality, may not read what was told of one debt',
      async (role) => {
        const reading = twins.as({ role, gemeenten: [arnhem] }, (tx) =>
          tx.selectFrom('schuldverloop').select('ontwikkeling').execute(),
        )
        await expect(reading).rejects.toThrow('permission denied')
      },
    )

    test('who chooses reads it of what went back to its VLP alone, to keep its numbers', async () => {
      const { owner, kind } = twins.database
      const asOwner = (script: string): Promise<void> =>
        owner.exec(kind === 'pglite' ? `reset role; ${script}; set role gw_login` : script)
      const read = () =>
        twins.as({ role: 'gw_selectie', gemeenten: [arnhem] }, async (tx) => [
          ...(await tx.selectFrom('schuldverloop').select('ontwikkeling').execute()),
          ...(await tx.selectFrom('contactpoging').select('soort').execute()),
        ])
      await asOwner(TOLD)
      expect(await read()).toEqual([])
      await asOwner("update melding set toestand = 'retour'")
      expect(await read()).toEqual([{ ontwikkeling: 'opgelopen' }, { soort: 'brief' }])
      await twins.plant()
    })

    test('who counts reads no day and no sender of it, nor who tried to reach a person', async () => {
      for (const role of ['gw_monitor', 'gw_bewaring'] as const) {
        const scope = { role, gemeenten: [arnhem] }
        await expect(
          twins.as(scope, (tx) =>
            tx.selectFrom('schuldverloop').select(['datum', 'oin']).execute(),
          ),
        ).rejects.toThrow('permission denied')
        await expect(
          twins.as(scope, (tx) => tx.selectFrom('contactpoging').select('door').execute()),
        ).rejects.toThrow('permission denied')
      }
    })
  },
)
