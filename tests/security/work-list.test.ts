/** The work list tells a municipality no more than it shows, and a sender nothing of who is chosen: tried by differencing and by reading states. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Oin, SignaalId } from '../../src/model/ids.ts'
import type { Werkvoorraadfilters } from '../../src/model/werkvoorraad.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { engines } from '../support/databases.ts'
import { type House, lageLand, openHouse } from '../support/house.ts'
import { linde } from '../support/sealed-signals.ts'

const LETTERS = [...'ABCDEFGHKLMN']

describe.each(engines)('the work list on $name', (engine) => {
  let house: House
  beforeAll(async () => {
    house = await openHouse(await engine.open())
  })
  // Nobody waits when a test begins; what was recorded stays.
  beforeEach(() =>
    asSuperuser(house.database, (pool) =>
      sql`truncate signaal, kenmerk, melding, selectie cascade`.execute(pool),
    ),
  )
  afterAll(() => house.close())

  const post = async (letter: string, centen = 81_200, oin: Oin = linde): Promise<SignaalId> => {
    house.passHours(1 / 3600)
    const persoon = { voorletters: `${letter}.`, achternaam: 'Boer', natuurlijkPersoon: true }
    const achterstand = { bedragInCenten: centen, maanden: 2 }
    return (await house.post({ persoon, achterstand }, oin)).id
  }

  test('shows kinds, classes and district, and nothing else of anyone', async () => {
    for (const letter of LETTERS.slice(0, 5)) await post(letter)
    const { werkvoorraad, totaal } = await house.workList()
    expect(totaal).toBe(5)
    for (const one of werkvoorraad)
      expect(one).toEqual({
        id: expect.any(String) as string,
        soort: 'enkelvoudig',
        signaaltypen: ['huur'],
        bedragklasse: '50000-100000',
        leeftijdsklasse: '60-100',
        wijk: expect.any(String) as string,
        uitgesteld: 0,
        beschikbaarTijdstip: expect.any(String) as string,
      })
    const text = JSON.stringify(werkvoorraad)
    for (const secret of ['Boer', '6811', 'Lindelaan', '81200', linde])
      expect(text).not.toContain(secret)
  })

  test('who is one of few has no district, and no difference of filters, pages or counts gives it back', async () => {
    for (const letter of LETTERS.slice(0, 6)) await post(letter)
    const few = [await post('K', 300_000), await post('L', 300_000)]
    const whole = await house.workList()
    const districts = new Set(whole.werkvoorraad.flatMap(({ wijk }) => wijk ?? []))
    expect(districts.size).toBe(1)
    const [wijk = ''] = districts
    const shown = (ids: readonly string[]): readonly string[] =>
      ids.filter((id) => few.some((one) => one === id))
    expect(whole.werkvoorraad.filter((one) => one.wijk === undefined).map(({ id }) => id)).toEqual(
      few,
    )
    const others: Werkvoorraadfilters[] = [
      {},
      { signaaltype: 'huur' },
      { klasse: '250000-500000' },
      { klasse: '50000-100000' },
      { soort: 'enkelvoudig' },
    ]
    for (const filters of others) {
      const within = await house.workList({ ...filters, wijk })
      expect(shown(within.werkvoorraad.map(({ id }) => id)), JSON.stringify(filters)).toEqual([])
      expect(within.totaal).toBe(within.werkvoorraad.length)
      for (const { id, wijk: told } of (await house.workList(filters)).werkvoorraad)
        expect(told === undefined).toBe(few.includes(id))
    }
    // Nor does a proposal, whose limit per district and shares go by what is shown.
    const { aandelen, meldingen } = await house.propose({ maximumPerWijk: 1 })
    expect(aandelen.perWijk).toEqual([
      { totaal: 2, gekozen: 2 },
      { wijk, totaal: 6, gekozen: 1 },
    ])
    expect(shown(meldingen.filter(({ reden }) => reden === 'wijk').map(({ id }) => id))).toEqual([])
    // Positive control: with enough of them alike they do have it.
    for (const letter of ['M', 'N', 'P']) await post(letter, 300_000)
    expect((await house.workList({ wijk })).totaal).toBe(11)
  })

  test('reads page by page, each once, and each reading is one event without a melding', async () => {
    const ids: SignaalId[] = []
    for (const letter of LETTERS.slice(0, 5)) ids.push(await post(letter))
    const before = (await house.events('werkvoorraad-getoond')).length
    const first = await house.workList({ signaaltype: 'huur' }, { limiet: 3 })
    house.passHours(1 / 3600)
    const rest = await house.workList(
      { signaaltype: 'huur' },
      { limiet: 3, cursor: first.volgende ?? '' },
    )
    expect([...first.werkvoorraad, ...rest.werkvoorraad].map(({ id }) => id)).toEqual(ids)
    expect(rest.volgende).toBeUndefined()
    const events = (await house.events('werkvoorraad-getoond')).slice(before)
    expect(events).toMatchObject([
      { filters: ['signaaltype'], aantal: 3, actor: { doel: 'selectie', medewerker: 'mw-17' } },
      { filters: ['signaaltype'], aantal: 2 },
    ])
    expect(JSON.stringify(events)).not.toContain(ids[0])
  })

  test('a sender reads ontvangen of all its signals from the same reading on, whoever is chosen, opened or shown', async () => {
    const [chosen, other, theirs] = [
      await post('A'),
      await post('B'),
      await post('C', 81_200, lageLand),
    ]
    const told = async (): Promise<readonly string[]> => [
      (await house.stateOf(chosen)).toestand,
      (await house.stateOf(other)).toestand,
      (await house.stateOf(theirs, lageLand)).toestand,
    ]
    expect(await told()).toEqual(['aangeleverd', 'aangeleverd', 'aangeleverd'])
    await house.workList({ soort: 'meervoudig' }, { limiet: 1 })
    const same = ['ontvangen', 'ontvangen', 'ontvangen']
    expect(await told()).toEqual(same)
    await house.decide((await house.propose({ meldingen: [chosen] })).id)
    await house.collectChosen()
    await house.confirm(chosen)
    expect(await told()).toEqual(same)
    // A signal that joins what was taken up is shown no sooner than one that waits.
    const joined = await post('A', 81_200, lageLand)
    await house.collectChosen()
    expect((await house.stateOf(joined, lageLand)).toestand).toBe('aangeleverd')
    await house.workList()
    expect((await house.stateOf(joined, lageLand)).toestand).toBe('ontvangen')
  })
})
