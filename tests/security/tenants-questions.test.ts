import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/database.ts'
import { NavraagId } from '../../src/model/navraag.ts'
import {
  endNavraag,
  findNavraag,
  findNavraagByKey,
  insertNavraag,
  listNavragenAan,
  lockNavraagAan,
  lockOverdue,
  lockVraagsignaal,
} from '../../src/questions/navraag.store.ts'
import { addSealedField, lockAnswered } from '../../src/sealing/answer.store.ts'
import {
  A,
  arnhem,
  asArnhem,
  asLinde,
  asSweep,
  at,
  ELSEWHERE,
  grounds,
  KEY_DAY,
  lageLand,
  linde,
  NEIGHBOUR,
  THEIRS,
  type Twins,
  tilburg,
} from '../support/twins.ts'

const idOf = (n: number): NavraagId =>
  NavraagId.parse(`019a0c3e-5b7a-7c41-9d3e-${String(n).padStart(12, '0')}`)
/** A question of that id on both sides; one at Arnhem to the other VLP; one at Tilburg alone. */
const [BOTH, TO_NEIGHBOUR, THERE] = [idOf(1), idOf(2), idOf(3)]

const question = (code: string, id: string, signaal: string, oin: string): string =>
  `('${code}', '${id}', '${signaal}', 1, '${oin}', 'actueel-bedrag', 'mw-1', '2026-10-01', '${id === THERE ? 'hun-poging' : 'poging'}', '2026-10-05')`
/** On top of the twins: meldingen that are open to questions, and questions alike on both sides; one signal names a melding of elsewhere alone. */
const QUESTIONS = `
  delete from melding;
  insert into melding (gemeentecode, id, maand, toestand) values
    ('${arnhem}', '${A}', '2026-10', 'opgepakt'), ('${tilburg}', '${A}', '2026-10', 'werkvoorraad'), ('${tilburg}', '${THEIRS}', '2026-10', 'opgepakt');
  update signaal set melding_id = id where id in ('${A}', '${THEIRS}');
  update signaal set melding_id = '${THEIRS}' where id = '${NEIGHBOUR}';
  insert into navraag (gemeentecode, id, signaal_id, versie, oin, soort, gesteld_door, gesteld_tijdstip, idempotentiesleutel, uiterlijk) values
    ${question(arnhem, BOTH, A, linde)}, ${question(tilburg, BOTH, A, lageLand)},
    ${question(arnhem, TO_NEIGHBOUR, NEIGHBOUR, lageLand)}, ${question(tilburg, THERE, THEIRS, lageLand)};`

describe.each(grounds)('questions reach one municipality and one VLP only, on $name', (ground) => {
  let twins: Twins
  beforeAll(async () => {
    twins = await ground.open()
  })
  beforeEach(async () => {
    await twins.plant()
    const { owner, kind } = twins.database
    await owner.exec(kind === 'pglite' ? `reset role; ${QUESTIONS}; set role gw_login` : QUESTIONS)
  })
  afterAll(() => twins.close())
  const asking = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => twins.as(asArnhem, work)
  const answering = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => twins.as(asLinde, work)
  const states = (code: string): Promise<readonly unknown[]> =>
    twins.rows('navraag', 'id::text, toestand', `gemeentecode = '${code}'`)

  test('a municipality asks about its own signals, and reads its own questions', async () => {
    const own = await asking((tx) => lockVraagsignaal(tx, [arnhem], A, '2026-10-02'))
    expect(own).toMatchObject({ gemeentecode: arnhem, oin: linde, toestand: 'opgepakt' })
    for (const id of [THEIRS, NEIGHBOUR])
      expect(await asking((tx) => lockVraagsignaal(tx, [arnhem], id, '2026-10-02'))).toBeUndefined()
    expect((await asking((tx) => findNavraag(tx, [arnhem], BOTH)))?.navraag.gemeentecode).toBe(
      arnhem,
    )
    expect(await asking((tx) => findNavraag(tx, [arnhem], THERE))).toBeUndefined()
    const since = new Date('2026-09-30')
    const byKey = (sleutel: string) => asking((tx) => findNavraagByKey(tx, arnhem, sleutel, since))
    expect((await byKey('poging'))?.gemeentecode).toBe(arnhem)
    expect(await byKey('hun-poging')).toBeUndefined()
  })

  test('one open question of a kind is counted within the municipality', async () => {
    const asked = (signaalId: typeof A) => ({
      gemeentecode: arnhem,
      id: idOf(9),
      signaalId,
      versie: 1,
      oin: linde,
      soort: 'telefoonnummer' as const,
      door: 'mw-1',
      at,
      uiterlijk: '2026-11-05',
      sleutel: undefined,
    })
    expect(await asking((tx) => insertNavraag(tx, asked(A)))).toBe(true)
    expect(await asking((tx) => insertNavraag(tx, { ...asked(A), id: idOf(10) }))).toBe(false)
  })

  test('a VLP reads, holds and ends its own', async () => {
    const own = await answering((tx) => listNavragenAan(tx, linde, { limiet: 10 }))
    expect(own.map(({ id, gemeentecode }) => [id, gemeentecode])).toEqual([[BOTH, arnhem]])
    expect(await answering((tx) => lockNavraagAan(tx, linde, TO_NEIGHBOUR))).toBeUndefined()
    const before = await states(tilburg)
    await answering((tx) => endNavraag(tx, { gemeentecode: arnhem, id: BOTH }, 'beantwoord', at))
    expect(await states(tilburg)).toEqual(before)
    expect(await states(arnhem)).toContainEqual([BOTH, 'beantwoord'])
  })

  test('an answer joins the fields of its own signal', async () => {
    expect(await answering((tx) => lockAnswered(tx, arnhem, linde, A))).toBeDefined()
    for (const id of [NEIGHBOUR, ELSEWHERE])
      expect(await answering((tx) => lockAnswered(tx, arnhem, linde, id))).toBeUndefined()
    const before = await twins.rows('verzegeld', 'velden::text', `gemeentecode = '${tilburg}'`)
    const place = { gemeentecode: arnhem, signaalId: A, versie: 1, oin: linde, volgnummer: 1 }
    const one = new Uint8Array([1])
    await answering((tx) =>
      addSealedField(tx, place, {
        veld: 'bijzonderheden.navraag-telefoonnummer',
        waarde: one,
        dozen: one,
        doelen: ['hulpaanbod'],
        vervaldatum: KEY_DAY,
      }),
    )
    expect(await twins.rows('verzegeld', 'velden::text', `gemeentecode = '${tilburg}'`)).toEqual(
      before,
    )
    expect(
      await twins.rows(
        'verzegeld',
        'velden::text',
        `gemeentecode = '${arnhem}' and signaal_id = '${A}'`,
      ),
    ).toEqual([['{persoon.achternaam,bijzonderheden.navraag-telefoonnummer}']])
  })

  test('who closes what nobody answered closes those of one municipality', async () => {
    const overdue = await twins.as(asSweep, (tx) => lockOverdue(tx, arnhem, '2026-11-03', 10))
    expect(overdue.map(({ id }) => id)).toEqual([BOTH, TO_NEIGHBOUR])
  })
})
