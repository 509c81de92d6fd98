/** What a VLP tells of many signals at once: withdrawals as those of one signal, and how debts developed; a list twice is a list once. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { INTREKKINGSREDENEN } from '../../src/model/intrekking.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { aSignal, DAY } from '../support/builders.ts'
import { engines } from '../support/databases.ts'
import { type House, lageLand, openHouse } from '../support/house.ts'
import { mutate, type Rows } from '../support/mutations.ts'
import { arnhem } from '../support/sealed-signals.ts'

const uitkomsten = async (house: House, rows: Rows): Promise<readonly string[]> =>
  (await mutate(house, rows)).regels.map(({ uitkomst }) => uitkomst)

describe.each(engines)('mutations of De Linde on $name', (engine) => {
  let house: House
  beforeAll(async () => {
    house = await openHouse(await engine.open())
  })
  afterAll(() => house.close())

  /** The kept developments by kenmerk, past all policies. */
  const told = (...kenmerken: readonly string[]): Promise<readonly unknown[]> =>
    asSuperuser(house.database, async (pool) => {
      const { rows } = await sql<{ k: string; o: string; d: string }>`
        select k.kenmerk as k, v.ontwikkeling as o, v.datum as d from schuldverloop v
        join kenmerk k on k.signaal_id = v.signaal_id where k.kenmerk = any(${kenmerken}) order by 1`.execute(
        pool,
      )
      return rows.map(({ k, o, d }) => [k, o, d])
    })
  const eventsOf = async (soort: 'schuldverloop-vastgelegd' | 'signaal-ingetrokken') =>
    (await house.events(soort)).length
  const verloop = (kenmerk: string, schuldverloop: string, datum: string = DAY) => ({
    kenmerk,
    schuldverloop,
    datum,
  })

  test('withdraw by each reason as one by one, and a second time change nothing', async () => {
    const rows = INTREKKINGSREDENEN.map((intrekking) => ({
      kenmerk: `I-${intrekking}`,
      intrekking,
    }))
    const ids = []
    for (const { kenmerk } of rows) ids.push((await house.post({ kenmerk })).id)
    const collected = (await house.post({ kenmerk: 'I-opgehaald' })).id
    await house.collectOne(collected)
    const all = [...rows, { kenmerk: 'I-opgehaald', intrekking: 'betaald' }]
    const first = await mutate(house, all)
    expect(first.regels).toEqual(
      [...ids, collected].map((id, i) => ({
        regel: i + 1,
        kenmerk: all[i]?.kenmerk,
        uitkomst: 'gedaan',
        id,
      })),
    )
    expect(first.aantallen).toMatchObject({ gedaan: 6, ongewijzigd: 0 })
    for (const id of ids) expect((await house.stateOf(id)).toestand).toBe('ingetrokken')
    const heard = (await house.feed()).gebeurtenissen.filter(({ soort }) => soort === 'ingetrokken')
    expect(heard.map(({ signaalId }) => signaalId).sort()).toEqual([...ids, collected].sort())
    const events = await eventsOf('signaal-ingetrokken')
    expect(await uitkomsten(house, all)).toEqual(all.map(() => 'ongewijzigd'))
    expect(await eventsOf('signaal-ingetrokken')).toBe(events)
    expect((await house.feed()).gebeurtenissen).toHaveLength(heard.length)
  })

  test('keep of each debt the newest that was told, and say which rows changed nothing', async () => {
    for (const kenmerk of ['S-1', 'S-2', 'S-3']) await house.post({ kenmerk })
    const events = await eventsOf('schuldverloop-vastgelegd')
    const rows = [
      verloop('S-1', 'opgelopen', '2026-11-01'),
      verloop('S-2', 'ingelopen', '2026-11-02'),
      verloop('S-3', 'geen-achterstand'),
    ]
    expect(await uitkomsten(house, rows)).toEqual(['gedaan', 'gedaan', 'gedaan'])
    expect(await uitkomsten(house, rows)).toEqual(['ongewijzigd', 'ongewijzigd', 'ongewijzigd'])
    expect(await eventsOf('schuldverloop-vastgelegd')).toBe(events + 3)
    const later = await mutate(house, [
      verloop('S-1', 'betaald-nieuwe-achterstand', '2026-11-02'),
      verloop('S-2', 'geen-achterstand', '2026-11-02'),
      verloop('S-3', 'opgelopen', '2026-11-02'),
    ])
    expect(later.regels.map(({ uitkomst }) => uitkomst)).toEqual(['gedaan', 'gedaan', 'onmogelijk'])
    expect(later.regels[2]?.fouten).toEqual([
      {
        kolom: 'datum',
        code: 'verloop-achterhaald',
        uitleg: expect.stringContaining(
          'Wat kan: een schuldverloop van die dag of later',
        ) as string,
      },
    ])
    expect(await told('S-1', 'S-2', 'S-3')).toEqual([
      ['S-1', 'betaald-nieuwe-achterstand', '2026-11-02'],
      ['S-2', 'geen-achterstand', '2026-11-02'],
      ['S-3', 'geen-achterstand', DAY],
    ])
    // What was told stands in no event, and the municipality finds that it was told in its own log.
    for (const event of await house.events('schuldverloop-vastgelegd'))
      expect(Object.keys(event).sort()).toEqual(
        ['actor', 'gemeentecode', 'signaalId', 'soort', 'versie'].sort(),
      )
    expect(await house.municipalEvents(arnhem)).toContain('schuldverloop-vastgelegd')
  })

  test('follow each other where one list names a signal twice, in the order of its rows', async () => {
    await house.post({ kenmerk: 'V-1' })
    const { regels, standen } = await mutate(house, [
      verloop('V-1', 'opgelopen', '2026-11-01'),
      verloop('V-1', 'ingelopen', '2026-11-02'),
      { kenmerk: 'V-1', intrekking: 'betaald' },
      verloop('V-1', 'geen-achterstand'),
    ])
    expect(regels.map(({ uitkomst }) => uitkomst)).toEqual([
      'gedaan',
      'gedaan',
      'gedaan',
      'onmogelijk',
    ])
    expect(regels[3]?.fouten?.[0]?.uitleg).toContain('intrekken wegens ten-onrechte of bezwaar')
    expect(standen).toHaveLength(4)
  })

  test('answer a kenmerk of another VLP as one that does not exist, and touch nothing of it', async () => {
    const { id } = await house.post({ kenmerk: 'VAN-HUN' }, lageLand)
    const of = async (kenmerk: string) =>
      (
        await mutate(house, [
          { kenmerk, intrekking: 'bezwaar' },
          verloop(kenmerk, 'opgelopen'),
          { kenmerk, onderdeel: 'X', intrekking: 'bezwaar' },
        ])
      ).regels.map(({ kenmerk: _, ...rest }) => rest)
    const theirs = await of('VAN-HUN')
    expect(theirs).toEqual(await of('NERGENS'))
    expect(theirs.map(({ uitkomst }) => uitkomst)).toEqual(['onbekend', 'onbekend', 'onbekend'])
    expect((await house.stateOf(id, lageLand)).toestand).toBe('aangeleverd')
    expect(await told('VAN-HUN')).toEqual([])
  })

  test('of CSV name line, column and code of what is wrong, never a value, and do the rest', async () => {
    await house.post({ kenmerk: 'C-1' })
    await house.post({ kenmerk: 'C-2' })
    const { regels, aantallen } = await mutate(
      house,
      [
        'kenmerk;intrekking;schuldverloop;datum',
        'C-1;;ingelopen;2-11-2026',
        'C-2;verhuisd naar Zwolle;;',
        'C-2;betaald;opgelopen;3-11-2026',
        'C-2;;opgelopen;',
        'C-2;;opgelopen;3/11/2026',
        'C-2;;opgelopen;2026-11-04',
        'C-2;betaald;;1-11-2026',
        'kenmerk met spatie;betaald;;',
        'C-2;Betaald;;',
      ].join('\r\n'),
    )
    expect(regels.map(({ regel, uitkomst }) => [regel, uitkomst])).toEqual([
      [2, 'gedaan'],
      ...[3, 4, 5, 6, 7, 8, 9].map((regel) => [regel, 'onjuist']),
      [10, 'gedaan'],
    ])
    expect(
      regels.flatMap(({ regel, fouten = [] }) =>
        fouten.map(({ kolom, code }) => [regel, kolom, code]),
      ),
    ).toEqual([
      [3, 'intrekking', 'waarde-niet-toegestaan'],
      [4, 'intrekking', 'niet-toegestaan'],
      [5, 'datum', 'niet-toegestaan'],
      [6, 'datum', 'datum-onduidelijk'],
      [7, 'datum', 'datum-in-toekomst'],
      [8, 'datum', 'niet-toegestaan'],
      [9, 'kenmerk', 'vorm-onjuist'],
    ])
    expect(JSON.stringify(regels)).not.toMatch(/Zwolle|spatie/)
    expect(aantallen).toEqual({ gedaan: 2, ongewijzigd: 0, onbekend: 0, onmogelijk: 0, onjuist: 7 })
  })

  test('refuse a list without its head, and one with a column too many, before anything is done', async () => {
    await house.post({ kenmerk: 'H-1' })
    for (const list of [
      'H-1;betaald\r\n',
      'kenmerk;intrekking;notitie\r\nH-1;betaald;x\r\n',
      'kenmerk;persoon.achternaam\r\nH-1;Boer\r\n',
    ])
      await expect(mutate(house, list)).rejects.toMatchObject({ kind: 'lijst-onleesbaar' })
    expect(await uitkomsten(house, [{ kenmerk: 'H-1', intrekking: 'betaald' }])).toEqual(['gedaan'])
  })

  test('of a signal that is held back are told to no municipality', async () => {
    await house.lists.send([aSignal({ kenmerk: 'VH-1' }, DAY)], { vrijgave: 'handmatig' })
    const before = await house.municipalEvents(arnhem)
    expect(await uitkomsten(house, [verloop('VH-1', 'opgelopen')])).toEqual(['gedaan'])
    expect(await house.municipalEvents(arnhem)).toEqual(before)
  })

  test('stay with a signal through a correction, and go with an objection, its end or the sweep', async () => {
    const bodies = ['E-1', 'E-2', 'E-3'].map((kenmerk) => aSignal({ kenmerk }, DAY))
    for (const body of bodies) await house.post(body)
    const rows = ['E-1', 'E-2', 'E-3'].map((kenmerk) => verloop(kenmerk, 'opgelopen'))
    await mutate(house, rows)
    const { id } = await house.post({ ...bodies[0], klantnummer: '7', contact: undefined })
    expect((await house.stateOf(id)).versie).toBe(2)
    expect(await told('E-1')).toEqual([['E-1', 'opgelopen', DAY]])
    expect(await uitkomsten(house, [rows[0] ?? {}])).toEqual(['ongewijzigd'])
    // Collected, so that its coded row stays.
    await house.collectOne(id)
    await mutate(house, [{ kenmerk: 'E-1', intrekking: 'betaald' }])
    expect(await told('E-1')).toHaveLength(1)
    await mutate(house, [{ kenmerk: 'E-1', intrekking: 'bezwaar' }])
    expect(await told('E-1')).toEqual([])
    await mutate(house, [{ kenmerk: 'E-2', intrekking: 'betaald' }])
    expect(await told('E-2', 'E-3')).toEqual([['E-3', 'opgelopen', DAY]])
    house.setClock('2027-06-02T02:00:00Z')
    await house.sweep()
    const left = await asSuperuser(house.database, (pool) =>
      pool.selectFrom('schuldverloop').select('signaal_id').execute(),
    )
    expect(left).toEqual([])
    // What ended 90 days ago is no more known, what ended just now is.
    expect(await uitkomsten(house, rows)).toEqual(['onbekend', 'onbekend', 'onmogelijk'])
    house.setClock('2026-11-03T09:00:00Z')
  })

  test('come in parts of at most a hundred rows, each whole', async () => {
    const rows = Array.from({ length: 250 }, (_, i) => verloop(`ONB-${i}`, 'opgelopen'))
    const { standen, aantallen } = await mutate(house, rows)
    expect(standen.map(({ onbekend }) => onbekend)).toEqual([100, 200, 250])
    expect(aantallen?.onbekend).toBe(250)
  })
})
