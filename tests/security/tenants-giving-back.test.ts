import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/database.ts'
import type { Scope } from '../../src/db/transaction.ts'
import { endReturned } from '../../src/feedback/publish.store.ts'
import { emptySignals, holdWithSignals } from '../../src/selection/teruggeven.store.ts'
import { stepMeldingen } from '../../src/selection/werkvoorraad.store.ts'
import {
  A,
  arnhem,
  at,
  ELSEWHERE,
  grounds,
  lageLand,
  linde,
  NEIGHBOUR,
  THEIRS,
  type Twins,
  tilburg,
} from '../support/twins.ts'

const asChooser: Scope = { role: 'gw_selectie', gemeenten: [arnhem] }
const asPublisher: Scope = { role: 'gw_terugkoppeling', oin: linde }

/** On top of the twins: meldingen of the same names at both, with all their signals in them. */
const MELDINGEN = `
  insert into melding (gemeentecode, id, maand) values
    ('${arnhem}', '${A}', '2026-10'), ('${tilburg}', '${A}', '2026-10'), ('${tilburg}', '${THEIRS}', '2026-10');
  update signaal set melding_id = '${A}';`

describe.each(grounds)('giving back touches its own municipality only, on $name', (ground) => {
  let twins: Twins
  beforeAll(async () => {
    twins = await ground.open()
  })
  beforeEach(async () => {
    await twins.plant()
    await put(MELDINGEN)
  })
  afterAll(() => twins.close())
  const put = (script: string): Promise<void> => {
    const { owner, kind } = twins.database
    return owner.exec(kind === 'pglite' ? `reset role; ${script}; set role gw_login` : script)
  }
  const chosen = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => twins.as(asChooser, work)

  test('holding meldingen and their signals', async () => {
    const how = { van: ['werkvoorraad'], dag: '2026-11-03' } as const
    const held = await chosen((tx) => holdWithSignals(tx, arnhem, [A, THEIRS], how))
    expect(held.map(({ id, oin, melding }) => [id, oin, melding])).toEqual([
      [A, linde, A],
      [NEIGHBOUR, lageLand, A],
    ])
    // How the melding of that name stands elsewhere is nothing to it.
    await put(`update melding set toestand = 'opgepakt' where gemeentecode = '${arnhem}'`)
    expect(await chosen((tx) => holdWithSignals(tx, arnhem, [A], how))).toEqual([])
  })

  test('the step itself', async () => {
    const step = { van: ['werkvoorraad'], naar: 'retour', uitgesteld: 0, teruggegeven: at } as const
    expect(await chosen((tx) => stepMeldingen(tx, arnhem, [A, THEIRS], step))).toEqual([A])
    expect(await twins.rows('melding', 'gemeentecode', `toestand = 'retour'`)).toEqual([[arnhem]])
  })

  test('emptying', async () => {
    await chosen((tx) => emptySignals(tx, arnhem, [A, THEIRS, ELSEWHERE], '2026-10-15'))
    expect(await twins.rows('matchindex', 'gemeentecode')).toEqual([[tilburg]])
    const emptied = await twins.rows('signaal', 'gemeentecode, id::text', 'soort is null')
    expect(emptied).toEqual([[arnhem, A]])
    const earlier = await twins.rows('signaal', 'gemeentecode', `vervaldatum = '2026-10-15'`)
    expect(earlier).toEqual([[arnhem]])
  })

  test('ending the kenmerken of one VLP', async () => {
    const end = { at, vervaldatum: '2027-11-03' } as const
    await twins.as(asPublisher, (tx) => endReturned(tx, linde, [A, THEIRS], end))
    expect(await twins.rows('kenmerk', 'oin, kenmerk', `toestand = 'retour'`)).toEqual([
      [linde, 'K-1'],
    ])
    for (const table of ['ontvangstbewijs', 'idempotentie', 'eerder_signaal']) {
      expect(await twins.rows(table, 'oin', `oin = '${linde}'`)).toEqual([])
      expect(await twins.rows(table, 'oin', `oin = '${lageLand}'`)).not.toEqual([])
    }
  })
})
