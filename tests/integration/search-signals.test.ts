/** A VLP finds its own signals back: by kenmerk, list and state, page by page, as reading each of them would say. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { searchSignals } from '../../src/flows/search-signals.ts'
import type { AanleveringId } from '../../src/model/aanlevering.ts'
import { Kenmerk, type SignaalId } from '../../src/model/ids.ts'
import type { Signaalstand } from '../../src/model/signaalstand.ts'
import type { Signaalzoekvraag } from '../../src/model/signaalzoekvraag.ts'
import { aSignal, DAY } from '../support/builders.ts'
import { engines } from '../support/databases.ts'
import { type House, lageLand, openHouse, vlp } from '../support/house.ts'
import { linde } from '../support/sealed-signals.ts'

describe.each(engines)('searching own signals on $name', (engine) => {
  let house: House
  let list: AanleveringId
  const ids = new Map<string, SignaalId>()
  beforeAll(async () => {
    house = await openHouse(await engine.open())
    for (const kenmerk of ['Z-1', 'Z-2', 'Z-3']) {
      ids.set(kenmerk, (await house.post({ kenmerk })).id)
      house.passHours(0.01)
    }
    await house.post({ kenmerk: 'Z-1' }, lageLand)
    await house.followUpDeps.group(['0202' as never])
    await house.workList()
    house.passHours(0.01)
    const sent = await house.lists.send([
      aSignal({ kenmerk: 'Z-4' }, DAY),
      aSignal({ kenmerk: 'Z-1' }, DAY),
    ])
    list = sent.id
    const held = await house.lists.send([aSignal({ kenmerk: 'Z-5' }, DAY)], {
      vrijgave: 'handmatig',
    })
    for (const { kenmerk = '', id } of [...sent.regels, ...held.regels])
      if (id !== undefined) ids.set(kenmerk, id)
    await house.withdraw(ids.get('Z-2') as SignaalId, 'betaald')
  })
  afterAll(() => house.close())

  const page = (vraag: Signaalzoekvraag, limiet = 100, cursor?: string) =>
    searchSignals(house.followUpDeps, vlp(linde), vraag, {
      limiet,
      ...(cursor !== undefined && { cursor }),
    })
  const named = ({ signalen }: { readonly signalen: readonly Signaalstand[] }) =>
    signalen.map(({ kenmerk, toestand }) => [kenmerk, toestand])

  test('gives what reading each of them gives, without its receipt, newest first', async () => {
    const { signalen, ...rest } = await page({})
    expect(rest).toEqual({})
    expect(named({ signalen }).toSorted()).toEqual([
      ['Z-1', 'ontvangen'],
      ['Z-2', 'ingetrokken'],
      ['Z-3', 'ontvangen'],
      ['Z-4', 'aangeleverd'],
      ['Z-5', 'vastgehouden'],
    ])
    const order = signalen.map(({ id }) => id)
    expect(order).toEqual(order.toSorted().toReversed())
    for (const found of signalen) {
      const { ontvangstbewijs: _, ...alone } = await house.stateOf(found.id)
      expect(found).toEqual(alone)
    }
  })

  test('by kenmerk, by list and by state; all that is asked holds', async () => {
    const kenmerken = ['Z-1', 'Z-2', 'NERGENS'].map((one) => Kenmerk.parse(one))
    expect(named(await page({ kenmerken })).toSorted()).toEqual([
      ['Z-1', 'ontvangen'],
      ['Z-2', 'ingetrokken'],
    ])
    expect(
      named(await page({ aanlevering: list }))
        .map(([kenmerk]) => kenmerk)
        .toSorted(),
    ).toEqual(['Z-1', 'Z-4'])
    expect(named(await page({ toestand: 'ingetrokken' }))).toEqual([['Z-2', 'ingetrokken']])
    expect(named(await page({ kenmerken, aanlevering: list }))).toEqual([['Z-1', 'ontvangen']])
    expect(named(await page({ onderdeel: 'MERK' }))).toEqual([])
  })

  test('page by page gives each once, by state too', async () => {
    for (const vraag of [{}, { toestand: 'ontvangen' } as const]) {
      const all = named(await page(vraag))
      const found = []
      let next: string | undefined
      do {
        const one = await page(vraag, 1, next)
        expect(one.signalen.length).toBeLessThanOrEqual(1)
        found.push(...named(one))
        next = one.volgende
      } while (next !== undefined)
      expect(found).toEqual(all)
    }
    await expect(page({}, 1, 'bm9wZQ')).rejects.toMatchObject({ kind: 'verzoek-onjuist' })
  })

  test('finds nothing of another VLP', async () => {
    const [theirs] = (await searchSignals(house.followUpDeps, vlp(lageLand), {}, { limiet: 100 }))
      .signalen
    expect(theirs?.kenmerk).toBe('Z-1')
    expect(theirs?.id).not.toBe(ids.get('Z-1'))
    const found = await searchSignals(
      house.followUpDeps,
      vlp(lageLand),
      { aanlevering: list },
      { limiet: 100 },
    )
    expect(found.signalen).toEqual([])
  })
})
