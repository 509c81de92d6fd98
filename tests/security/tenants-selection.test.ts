import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/database.ts'
import type { Scope } from '../../src/db/transaction.ts'
import { SelectieId } from '../../src/model/selectie.ts'
import { deleteOldSelecties } from '../../src/retention/rows.store.ts'
import { listStillChosen, setGekozen, undoKeuze } from '../../src/selection/keuze-vervolg.store.ts'
import {
  decideKeuze,
  findKeuzeByKey,
  listKeuzeregels,
  lockKeuzekop,
} from '../../src/selection/selectie.store.ts'
import { listMeldingen, markShown, stepMeldingen } from '../../src/selection/werkvoorraad.store.ts'
import {
  A,
  arnhem,
  asSweep,
  at,
  colleges,
  grounds,
  lageLand,
  linde,
  NEIGHBOUR,
  THEIRS,
  type Twins,
  tilburg,
} from '../support/twins.ts'

const asChooser: Scope = { role: 'gw_selectie', oin: colleges.arnhem, gemeenten: [arnhem] }
const CHOICE = SelectieId.parse('019a0c3e-5b7a-7c41-9d34-000000000001')
const THEIR_CHOICE = SelectieId.parse('019a0c3e-5b7a-7c41-9d34-000000000002')
const DAY = '2026-11-03'

const choice = (code: string, id: string): string => `
  insert into selectie (gemeentecode, id, toestand, vraag, grenzen, aandelen, idempotentiesleutel, voorgesteld_door, voorgesteld_tijdstip,
    vastgesteld_door, vastgesteld_tijdstip, vervaldatum)
  values ('${code}', '${id}', 'vastgesteld', '{"gemeentecode": "${code}", "alles": true}',
    '{"volgorde": ["bedrag"], "gewichten": {}, "uitsluitHerhaald": false}', '{"perWijk": [], "perSoort": []}', '${id === THEIR_CHOICE ? 'hun-poging' : 'poging'}', 'mw-1',
    '2026-11-01', 'mw-1', '2026-11-01', '2029-11-01');`
const melding = (code: string, id: string, toestand: string, keuze: string): string => `
  insert into melding (gemeentecode, id, maand, toestand, selectie_id, aanbod)
    values ('${code}', '${id}', '2026-10', '${toestand}', '${keuze}', 'volledig');
  update signaal set melding_id = id, vervaldatum = '2030-01-01' where gemeentecode = '${code}' and id = '${id}';
  insert into selectie_melding (gemeentecode, selectie_id, melding_id, plaats, gekozen, maatstaven, stand)
    values ('${code}', '${keuze}', '${id}', 1, true, '{}', '1.1.1');`

/** On top of the twins: choices and meldingen of the same names at both, and one that only the other has. */
const CHOICES = `delete from matchwacht;
  ${choice(arnhem, CHOICE)}${choice(tilburg, CHOICE)}${choice(tilburg, THEIR_CHOICE)}
  ${melding(arnhem, A, 'geselecteerd', CHOICE)}${melding(tilburg, A, 'geselecteerd', CHOICE)}
  ${melding(tilburg, THEIRS, 'geselecteerd', THEIR_CHOICE)}`

describe.each(grounds)('choosing touches its own municipality only, on $name', (ground) => {
  let twins: Twins
  beforeAll(async () => {
    twins = await ground.open()
  })
  beforeEach(async () => {
    await twins.plant()
    await put(CHOICES)
  })
  afterAll(() => twins.close())
  const put = (script: string): Promise<void> => {
    const { owner, kind } = twins.database
    return owner.exec(kind === 'pglite' ? `reset role; ${script}; set role gw_login` : script)
  }
  const choosing = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => twins.as(asChooser, work)
  const states = (): Promise<readonly unknown[]> =>
    twins.rows('melding', 'gemeentecode, id::text, toestand', 'true')
  const untouched = [
    [tilburg, A, 'geselecteerd'],
    [tilburg, THEIRS, 'geselecteerd'],
  ]

  test('holding a choice, by its id or by the key that made it', async () => {
    expect(await choosing((tx) => lockKeuzekop(tx, arnhem, CHOICE))).toMatchObject({ id: CHOICE })
    expect(await choosing((tx) => lockKeuzekop(tx, arnhem, THEIR_CHOICE))).toBeUndefined()
    const since = new Date('2026-10-01')
    const byKey = (sleutel: string) => choosing((tx) => findKeuzeByKey(tx, arnhem, sleutel, since))
    expect((await byKey('poging'))?.vraag.gemeentecode).toBe(arnhem)
    expect(await byKey('hun-poging')).toBeUndefined()
  })

  test('reading its meldingen, and those that are still chosen by it', async () => {
    const regels = await choosing((tx) => listKeuzeregels(tx, arnhem, CHOICE))
    expect(regels.map(({ id }) => id)).toEqual([A])
    expect(await choosing((tx) => listKeuzeregels(tx, arnhem, THEIR_CHOICE))).toEqual([])
    expect(await choosing((tx) => listStillChosen(tx, arnhem, CHOICE, DAY))).toEqual([A])
    expect(await choosing((tx) => listStillChosen(tx, arnhem, THEIR_CHOICE, DAY))).toEqual([])
    // Its own signal was withdrawn: that one of the same melding lives elsewhere is nothing to it.
    await put(
      `update signaal set ingetrokken_tijdstip = '2026-11-02' where gemeentecode = '${arnhem}'`,
    )
    expect(await choosing((tx) => listStillChosen(tx, arnhem, CHOICE, DAY))).toEqual([])
  })

  test('deciding on it and undoing it', async () => {
    const by = { door: 'mw-9', at }
    for (const id of [CHOICE, THEIR_CHOICE]) {
      await choosing((tx) => decideKeuze(tx, arnhem, id, { ...by, rest: 'brief' }))
      await choosing((tx) => undoKeuze(tx, arnhem, id, by))
    }
    const changed = await twins.rows(
      'selectie',
      'gemeentecode, id::text',
      `rest = 'brief' or toestand = 'teruggedraaid'`,
    )
    expect(changed).toEqual([[arnhem, CHOICE]])
  })

  test('taking a melding out of it', async () => {
    const out = { gekozen: false, reden: 'teruggedraaid' } as const
    for (const id of [CHOICE, THEIR_CHOICE])
      await choosing((tx) => setGekozen(tx, arnhem, id, [A, THEIRS], out))
    expect(
      await twins.rows('selectie_melding', 'gemeentecode, melding_id::text', 'not gekozen'),
    ).toEqual([[arnhem, A]])
  })

  test('listing meldingen, each with its own signals', async () => {
    const found = await choosing((tx) =>
      listMeldingen(tx, arnhem, { toestand: 'geselecteerd', dag: DAY }),
    )
    expect(found.map(({ id, signalen }) => [id, signalen.map(({ oin }) => oin)])).toEqual([
      [A, [linde]],
    ])
    expect(JSON.stringify(found)).not.toContain(lageLand)
  })

  test('listing meldingen with what came before them here, whatever waits or came before elsewhere', async () => {
    await put(`insert into matchwacht values ('${tilburg}', '${A}', '${lageLand}', '2026-11', '[]');
      update melding set toestand = 'opgepakt' where id = '${THEIRS}';
      insert into melding (gemeentecode, id, maand, toestand) values ('${arnhem}', '${THEIRS}', '2026-10', 'uitgevallen');
      update melding set vorige = '${THEIRS}' where gemeentecode = '${arnhem}' and id = '${A}'`)
    const found = await choosing((tx) =>
      listMeldingen(tx, arnhem, { toestand: 'geselecteerd', dag: DAY }),
    )
    expect(found).toMatchObject([{ id: A, eerder: [], eerderOpgepakt: false }])
    expect(found.flatMap(({ signalen }) => signalen)).toHaveLength(1)
  })

  test('taking a step with meldingen', async () => {
    const step = { van: ['geselecteerd'], naar: 'werkvoorraad', uitgesteld: 0 } as const
    expect(await choosing((tx) => stepMeldingen(tx, arnhem, [A, THEIRS], step))).toEqual([A])
    const after = await states()
    for (const one of untouched) expect(after).toContainEqual(one)
    expect(after).toContainEqual([arnhem, A, 'werkvoorraad'])
  })

  test('taking a step only with what one choice chose', async () => {
    const step = { van: ['geselecteerd'], naar: 'werkvoorraad', uitgesteld: 0 } as const
    const under = { ...step, onder: THEIR_CHOICE }
    expect(await choosing((tx) => stepMeldingen(tx, arnhem, [A], under))).toEqual([])
    expect(
      await choosing((tx) => stepMeldingen(tx, arnhem, [A], { ...step, onder: CHOICE })),
    ).toEqual([A])
  })

  test('marking what was shown', async () => {
    await put(
      `insert into matchwacht values ('${tilburg}', '${A}', '${lageLand}', '2026-11', '[]')`,
    )
    await choosing((tx) => markShown(tx, arnhem, at))
    const shown = (table: string) =>
      twins.rows(table, 'gemeentecode, id::text', 'beschikbaar_tijdstip is not null')
    expect(await shown('melding')).toEqual([[arnhem, A]])
    expect(await shown('signaal')).toEqual([
      [arnhem, A],
      [arnhem, NEIGHBOUR],
    ])
  })

  test('what was shown before stays as it was, whatever was not shown elsewhere', async () => {
    const earlier = `beschikbaar_tijdstip = '2026-10-05'`
    await put(`update signaal set ${earlier} where gemeentecode = '${arnhem}' and id = '${A}'`)
    await choosing((tx) => markShown(tx, arnhem, at))
    expect(await twins.rows('signaal', 'gemeentecode, id::text', earlier)).toEqual([[arnhem, A]])
  })

  test('sweeping choices whose own term ended', async () => {
    const sweep = () => twins.as(asSweep, (tx) => deleteOldSelecties(tx, arnhem, DAY, 10))
    const left = () => twins.rows('selectie', 'gemeentecode, id::text')
    const before = await left()
    await put(`update selectie set vervaldatum = '${DAY}' where gemeentecode = '${tilburg}'`)
    expect(await sweep()).toBe(0)
    expect(await left()).toEqual(before)
    await put(`update selectie set vervaldatum = '${DAY}'`)
    expect(await sweep()).toBe(1)
    expect(await left()).toEqual([
      [tilburg, CHOICE],
      [tilburg, THEIR_CHOICE],
    ])
  })
})
