import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ownsEvent, searchEvents } from '../../src/audit/search.store.ts'
import type { Tx } from '../../src/db/database.ts'
import { countAffected, countDark, listAffected } from '../../src/delivery/affected.store.ts'
import {
  findMeldingen,
  findSamenstelling,
  holdMeldingen,
  holdSignalen,
  listOpenMeldingen,
  markOntvangen,
  markVerstrekt,
  type Poort,
} from '../../src/delivery/collect.store.ts'
import { readFeed } from '../../src/delivery/feed.store.ts'
import { holdToestand, markOpgepakt } from '../../src/delivery/gate.store.ts'
import { GebeurtenisId, type SignaalId } from '../../src/model/ids.ts'
import { lockForDelivery } from '../../src/sealing/bewaarsleutel.store.ts'
import { findSealed, updateDozen } from '../../src/sealing/sealed.store.ts'
import {
  A,
  ACTIVE_THERE,
  arnhem,
  asArnhem,
  at,
  ELSEWHERE,
  EVENT_IDS,
  grounds,
  incasso,
  KEY_DAY,
  lageLand,
  linde,
  NEIGHBOUR,
  OWN_EVENTS,
  THEIRS,
  type Twins,
  tilburg,
} from '../support/twins.ts'

describe.each(grounds)('a municipality touches its own rows only, on $name', (ground) => {
  let twins: Twins
  beforeAll(async () => {
    twins = await ground.open()
  })
  beforeEach(() => twins.plant())
  afterAll(() => twins.close())
  const asked = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => twins.as(asArnhem, work)
  const idsOf = (rows: readonly { id: SignaalId }[]): readonly SignaalId[] =>
    rows.map(({ id }) => id)
  const ALL = [A, THEIRS, NEIGHBOUR]
  const CHOSEN: Poort = new Map([[arnhem, ['geselecteerd']]])
  const choose = (ids: readonly SignaalId[], code: string): string =>
    ids
      .map(
        (id) =>
          `insert into melding (gemeentecode, id, maand, toestand) values ('${code}', '${id}', '2026-10', 'geselecteerd');`,
      )
      .join('')
  const chooseAll = (): Promise<void> =>
    plainly(choose([A, NEIGHBOUR], arnhem) + choose([A, THEIRS], tilburg))
  const plainly = async (statements: string): Promise<void> => {
    const { owner, kind } = twins.database
    await owner.exec(kind === 'pglite' ? `reset role; ${statements} set role gw_login` : statements)
  }

  test('listing what is open', async () => {
    await chooseAll()
    expect(idsOf(await asked((tx) => listOpenMeldingen(tx, CHOSEN, 10)))).toEqual([A, NEIGHBOUR])
    const after = { gemeentecode: arnhem, id: A }
    expect(idsOf(await asked((tx) => listOpenMeldingen(tx, CHOSEN, 10, after)))).toEqual([
      NEIGHBOUR,
    ])
  })

  test('listing for two that one receiver has, each melding by the name and the state of its own municipality', async () => {
    await plainly(
      choose([A], arnhem) +
        choose([A, NEIGHBOUR], tilburg) +
        `update melding set toestand = 'opgepakt' where gemeentecode = '${tilburg}' and id = '${NEIGHBOUR}';`,
    )
    const poort: Poort = new Map([
      [arnhem, ['geselecteerd']],
      [tilburg, ['opgepakt']],
    ])
    const both = { ...asArnhem, gemeenten: [arnhem, tilburg] }
    expect(await twins.as(both, (tx) => listOpenMeldingen(tx, poort, 10))).toEqual([
      { gemeentecode: arnhem, id: A },
    ])
  })

  test('listing what does not wait for its melding there, whoever waits elsewhere', async () => {
    await chooseAll()
    const waiting = `insert into matchwacht values ('${arnhem}', '${NEIGHBOUR}', '${lageLand}', '2026-11', '[]'),
      ('${tilburg}', '${A}', '${lageLand}', '2026-11', '[]');`
    await plainly(waiting)
    expect(idsOf(await asked((tx) => listOpenMeldingen(tx, CHOSEN, 10)))).toEqual([A])
  })

  test('finding a melding', async () => {
    const found = await asked((tx) => findMeldingen(tx, [arnhem], [A, THEIRS]))
    expect([...found]).toEqual([[A, { gemeentecode: arnhem, id: A }]])
  })

  test('holding the signals of a melding', async () => {
    const held = await asked((tx) => holdMeldingen(tx, [arnhem], ALL))
    expect(held.map(({ id, oin }) => [id, oin])).toEqual([
      [A, linde],
      [NEIGHBOUR, lageLand],
    ])
  })

  test('telling of whom a melding is, and what came before it', async () => {
    const { owner, kind } = twins.database
    // Each side has a melding of that name; only at the other there is a signal in the one before, or the one before itself.
    const both = `insert into melding (gemeentecode, id, maand) select code, id::uuid, '2026-10'
        from unnest(array['${arnhem}', '${tilburg}']) code, unnest(array['${A}', '${THEIRS}', '${ELSEWHERE}']) id;
      update melding set vorige = '${THEIRS}' where id = '${A}' and gemeentecode = '${arnhem}';
      update melding set vorige = '${THEIRS}' where id = '${ELSEWHERE}' and gemeentecode = '${tilburg}';
      insert into melding (gemeentecode, id, maand, aanbod) values ('${tilburg}', '${NEIGHBOUR}', '2026-10', 'licht');
      update signaal set melding_id = '${A}' where id = '${A}';
      update signaal set melding_id = '${THEIRS}' where id = '${THEIRS}';`
    await owner.exec(kind === 'pglite' ? `reset role; ${both}; set role gw_login` : both)
    const made = await asked((tx) => findSamenstelling(tx, [arnhem], [A, ELSEWHERE, NEIGHBOUR]))
    expect([...made]).toEqual([
      [A, { oins: [linde], heeftVorige: false }],
      [ELSEWHERE, { oins: [], heeftVorige: false }],
      [NEIGHBOUR, { oins: [], heeftVorige: false }],
    ])
  })

  test('holding how meldingen stand, and taking them up', async () => {
    await chooseAll()
    const states = await asked((tx) => holdToestand(tx, [arnhem], ALL))
    expect([...states]).toEqual([
      [A, 'geselecteerd'],
      [NEIGHBOUR, 'geselecteerd'],
    ])
    const step = { van: 'geselecteerd', naar: 'opgepakt', at } as const
    await asked((tx) => markOpgepakt(tx, [arnhem], ALL, step))
    const taken = await twins.rows('melding', 'gemeentecode', "toestand = 'opgepakt'")
    expect(taken).toEqual([[arnhem], [arnhem]])
  })

  test('holding signals', async () => {
    expect(idsOf(await asked((tx) => holdSignalen(tx, [arnhem], ALL)))).toEqual([A, NEIGHBOUR])
  })

  test('marking signals as collected', async () => {
    await asked((tx) => markVerstrekt(tx, [arnhem], ALL, at))
    const marked = await twins.rows('signaal', 'gemeentecode', 'verstrekt_tijdstip is not null')
    expect(marked).toEqual([[arnhem], [arnhem]])
  })

  test('marking signals as received', async () => {
    const term = { at, veldenVervaldatum: '2026-11-17' }
    const marked = await asked((tx) => markOntvangen(tx, [arnhem], ALL, term))
    expect(idsOf(marked).toSorted()).toEqual([A, NEIGHBOUR])
    const stored = await twins.rows('signaal', 'gemeentecode', 'ontvangen_tijdstip is not null')
    expect(stored).toEqual([[arnhem], [arnhem]])
  })

  test('reading sealed fields', async () => {
    const rows = await asked((tx) => findSealed(tx, arnhem, ALL))
    expect(rows.map(({ signaalId }) => signaalId)).toEqual([A, NEIGHBOUR])
  })

  test('holding retention keys', async () => {
    const place = (vervaldatum: string, volgnummer: number) => ({ vervaldatum, volgnummer })
    const places = [place(KEY_DAY, 1), place('2026-12-02', 4)]
    expect(await asked((tx) => lockForDelivery(tx, arnhem, places))).toEqual([
      { gemeentecode: arnhem, vervaldatum: KEY_DAY, volgnummer: 1 },
    ])
  })

  test('reading its feed', async () => {
    const lines = await asked((tx) => readFeed(tx, [arnhem], new Map(), 10))
    expect(lines.map(({ volgnummer }) => volgnummer)).toEqual([1, 2])
  })

  test('hanging boxes in its own row', async () => {
    const row = { signaalId: A, versie: 1, vervaldatum: KEY_DAY, volgnummer: 1, fields: [] }
    const boxes = (code: string) =>
      twins.rows('verzegeld', 'dozen::text', `gemeentecode = '${code}' and signaal_id = '${A}'`)
    const [theirs, own] = [await boxes(tilburg), await boxes(arnhem)]
    await asked((tx) => updateDozen(tx, arnhem, row, [new Uint8Array([1])], ACTIVE_THERE))
    expect(await boxes(tilburg)).toEqual(theirs)
    expect(await boxes(arnhem)).not.toEqual(own)
  })

  describe('after an incident with a key', () => {
    const incident = { gemeentecode: arnhem, sleutelId: ACTIVE_THERE }

    test('seeing which signals have a box of it, and of which boxes went out', async () => {
      const found = await asked((tx) => listAffected(tx, incident, 10))
      expect(found).toEqual([A, NEIGHBOUR].map((id) => ({ id, verstrekt: false })))
      const days = await asked((tx) => countAffected(tx, incident))
      expect(days.map(({ aantal, verstrekt }) => [aantal, verstrekt])).toEqual([[2, 0]])
    })

    test('counting those that nobody can open: a key elsewhere opens nothing here', async () => {
      expect(await asked((tx) => countDark(tx, incident))).toBe(2)
    })

    test('leaving out what it confirmed, whoever has a signal of that id open', async () => {
      const term = { at, veldenVervaldatum: '2026-11-17' }
      await asked((tx) => markOntvangen(tx, [arnhem], [A], term))
      expect(await asked((tx) => countDark(tx, incident))).toBe(1)
    })
  })

  const asSupervisor = { role: 'gw_toezicht', oin: linde, gemeenten: [arnhem] } as const
  const eigenaar = { oin: linde, gemeenten: [arnhem] }

  test('searching events', async () => {
    const found = await twins.as(asSupervisor, (tx) =>
      searchEvents(tx, eigenaar, {}, { limiet: 10 }),
    )
    expect(found.map(({ id }) => id).toSorted()).toEqual(OWN_EVENTS)
  })

  test('searching events of one party among its own', async () => {
    const of = (deelnemer: typeof linde) =>
      twins.as(asSupervisor, (tx) => searchEvents(tx, eigenaar, { deelnemer }, { limiet: 10 }))
    expect((await of(incasso)).map(({ id }) => id)).toEqual([OWN_EVENTS[1]])
    expect((await of(linde)).map(({ id }) => id)).toEqual([OWN_EVENTS[1], OWN_EVENTS[0]])
    expect(await of(lageLand)).toEqual([])
  })

  test('proving events', async () => {
    const own = await twins.as(asSupervisor, async (tx) => {
      const answers: boolean[] = []
      for (const id of EVENT_IDS)
        answers.push(await ownsEvent(tx, eigenaar, GebeurtenisId.parse(id)))
      return answers
    })
    expect(own).toEqual([true, true, true, false, false, false])
  })
})
