import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  emptyDerived,
  endFieldsBy,
  hasSealed,
  lockStand,
  saveStand,
} from '../../src/checks/melding-stand.store.ts'
import type { Tx } from '../../src/db/database.ts'
import type { Scope } from '../../src/db/transaction.ts'
import { forgetFeedback } from '../../src/feedback/forget.store.ts'
import {
  A,
  arnhem,
  at,
  colleges,
  DUE,
  ELSEWHERE,
  grounds,
  lageLand,
  linde,
  THEIRS,
  type Twins,
  tilburg,
} from '../support/twins.ts'

const asMachine: Scope = { role: 'gw_controle', oin: colleges.arnhem, gemeenten: [arnhem] }

/** On top of the twins: meldingen of the same names at both, how they stand told apart, and lines that wait of the same signals. */
const STANDS = `
  insert into melding (gemeentecode, id, maand, uitkomstgroep) values
    ('${arnhem}', '${A}', '2026-10', null), ('${tilburg}', '${A}', '2026-10', 'bekend'), ('${tilburg}', '${THEIRS}', '2026-10', 'bekend');
  insert into terugkoppeling_wacht (gemeentecode, oin, signaal_id, code, soort, datum, zichtbaar_vanaf) values
    ('${arnhem}', '${linde}', '${A}', 'niet-opgepakt', 'eind', '2026-10-01', '2026-12-01'),
    ('${tilburg}', '${lageLand}', '${A}', 'niet-opgepakt', 'eind', '2026-10-01', '2026-12-01');`

describe.each(grounds)('a check touches its own municipality only, on $name', (ground) => {
  let twins: Twins
  beforeAll(async () => {
    twins = await ground.open()
  })
  beforeEach(async () => {
    await twins.plant()
    const { owner, kind } = twins.database
    await owner.exec(kind === 'pglite' ? `reset role; ${STANDS}; set role gw_login` : STANDS)
  })
  afterAll(() => twins.close())
  const checked = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => twins.as(asMachine, work)

  test('holding a melding', async () => {
    expect(await checked((tx) => lockStand(tx, arnhem, A))).toMatchObject({
      toestand: 'werkvoorraad',
      uitkomstgroep: undefined,
    })
    expect(await checked((tx) => lockStand(tx, arnhem, THEIRS))).toBeUndefined()
  })

  test('writing how it stands', async () => {
    const stand = {
      gemeentecode: arnhem,
      id: A,
      toestand: 'uitgevallen',
      versie: 2,
      uitkomstgroep: 'gesloten',
      geheim: true,
    } as const
    await checked((tx) => saveStand(tx, stand, { at, afgesloten: at }))
    const fallen = await twins.rows('melding', 'gemeentecode, id::text', `toestand = 'uitgevallen'`)
    expect(fallen).toEqual([[arnhem, A]])
    expect(await twins.rows('melding', 'gemeentecode', 'geheim')).toEqual([[arnhem]])
  })

  test('letting fields go earlier, never later', async () => {
    await checked((tx) => endFieldsBy(tx, arnhem, [A, ELSEWHERE, THEIRS], '2026-10-15'))
    const ended = await twins.rows(
      'signaal',
      'gemeentecode, id::text',
      `velden_vervaldatum = '2026-10-15'`,
    )
    expect(ended).toEqual([[arnhem, A]])
    await checked((tx) => endFieldsBy(tx, arnhem, [A], DUE))
    expect(await twins.rows('signaal', 'id::text', `velden_vervaldatum = '2026-10-15'`)).toEqual([
      [A],
    ])
  })

  test('asking whether fields are left: what another has of that id counts for nothing', async () => {
    expect(await checked((tx) => hasSealed(tx, arnhem, [A]))).toBe(true)
    expect(await checked((tx) => hasSealed(tx, arnhem, [THEIRS, ELSEWHERE]))).toBe(false)
  })

  test('emptying what was derived of a signal', async () => {
    await checked((tx) => emptyDerived(tx, arnhem, [A, THEIRS]))
    expect(await twins.rows('signaal', 'gemeentecode, id::text', 'soort is null')).toEqual([
      [arnhem, A],
    ])
  })

  test('taking back what nobody saw', async () => {
    await checked((tx) => forgetFeedback(tx, arnhem, [A]))
    expect(await twins.rows('terugkoppeling_wacht', 'gemeentecode')).toEqual([[tilburg]])
  })
})
