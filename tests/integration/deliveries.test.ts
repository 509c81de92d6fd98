import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { appendEvent } from '../../src/audit/audit.store.ts'
import { endAgreement, recordAgreement } from '../../src/flows/manage-register/agreements.ts'
import type { ManageRegisterDeps } from '../../src/flows/manage-register/change-register.ts'
import { endParty } from '../../src/flows/manage-register/end-party.ts'
import { readMunicipalityFeed } from '../../src/flows/read-feed.ts'
import { searchEvents } from '../../src/flows/search-events.ts'
import { watchDeliveries } from '../../src/flows/watch-deliveries.ts'
import { type Gemeentecode, SignaalId } from '../../src/model/ids.ts'
import type { NieuweLeverafspraak } from '../../src/model/leverafspraak.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { aSignal } from '../support/builders.ts'
import { engines } from '../support/databases.ts'
import {
  acceptsRetour,
  college,
  type House,
  lageLand,
  openHouse,
  tilburg,
  vlp,
} from '../support/house.ts'
import { csvOf } from '../support/lists.ts'
import { arnhem, linde } from '../support/sealed-signals.ts'

const PARTIES = [
  [linde, 'verhuurder', 'null'],
  [lageLand, 'verhuurder', 'null'],
  [college(arnhem).oin, 'college', `'${arnhem}'`],
  [college(tilburg).oin, 'college', `'${tilburg}'`],
]
  .map(
    ([oin, rol, code]) => `insert into deelnemer (oin, naam, rol, gemeentecode, client_jwks, vanaf)
      values ('${oin}', 'Fictief', '${rol}', ${code}, '{"keys":[{"kty":"EC","kid":"k"}]}', '2025-01-01');`,
  )
  .join('')

/** Nobody agreed, delivered or was told anything. */
const CLEAR = `delete from leverafspraak; delete from aanlevering; delete from eerder_signaal; delete from kenmerk; delete from gemeente_gebeurtenis;
  delete from gebeurtenis_detail; update deelnemer set tot = null`

/** The first instant on which a list of 10 November is missed: the 11th is its day of grace. */
const MISSED = '2026-11-11T23:00:00Z'
const day = { signaaldatum: '2026-11-03' }
const inTilburg = { adres: { straatnaam: 'Wevershof', huisnummer: 7, postcode: '5011EF' } }

describe.each(engines)('a list that stays out, on $name', (engine) => {
  let house: House
  let register: ManageRegisterDeps
  beforeAll(async () => {
    house = await openHouse(await engine.open(), undefined, acceptsRetour())
    await asSuperuser(house.database, () => house.database.owner.exec(PARTIES))
    const { db, now, random } = house.sweepDeps
    register = {
      ...{ db, now, omgeving: 'proef' },
      appendEvent: (tx, event, parties) => appendEvent(tx, { at: now(), random }, event, parties),
    }
  })
  beforeEach(async () => {
    house.setClock('2026-11-03T09:00:00Z')
    await asSuperuser(house.database, () => house.database.owner.exec(CLEAR))
  })
  afterAll(() => house.close())

  const agree = (more: Partial<NieuweLeverafspraak> = {}) =>
    recordAgreement(register, 'bh-7', { gemeentecode: arnhem, deelnemer: linde, dag: 10, ...more })
  const watch = () => watchDeliveries(house.sweepDeps)
  const at = (instant: string): Promise<number> => {
    house.setClock(instant)
    return watch()
  }
  const feed = async (gemeentecode: Gemeentecode = arnhem) =>
    (await readMunicipalityFeed(house.sweepDeps, college(gemeentecode), { limiet: 100 }))
      .gebeurtenissen

  test('is told to its municipality once a month, after its day and the grace, in words of its own', async () => {
    await agree()
    expect(await at('2026-11-11T22:59:59Z')).toBe(0)
    expect(await at(MISSED)).toBe(1)
    expect(await watch()).toBe(0)
    const line = { soort: 'aanlevering-uitgebleven', deelnemer: linde }
    const first = { ...line, datum: '2026-11-10', tijdstip: '2026-11-11T23:00:00.000Z' }
    expect(await feed()).toEqual([first])
    expect(await feed(tilburg)).toEqual([])
    expect(await house.events('aanlevering-uitgebleven')).toEqual([
      { ...line, gemeentecode: arnhem, datum: '2026-11-10' },
    ])
    expect(await at('2026-12-11T23:00:00Z')).toBe(1)
    expect(await feed()).toMatchObject([first, { datum: '2026-12-10' }])
  })

  test('stands in the events of its VLP too, and of no other', async () => {
    await agree()
    await at(MISSED)
    const kinds = async (oin: typeof linde) => {
      const vraag = { soort: ['aanlevering-uitgebleven' as const] }
      const page = await searchEvents(
        house.followUpDeps,
        { ...vlp(oin), doel: 'toezicht' },
        vraag,
        { limiet: 10 },
      )
      return page.auditgebeurtenissen.length
    }
    expect([await kinds(linde), await kinds(lageLand)]).toEqual([1, 0])
  })

  describe('did not stay out when there came', () => {
    test.each<[string, () => Promise<unknown>]>([
      ['a signal', () => house.post(day)],
      [
        'a signal that was withdrawn since',
        async () => {
          const { id } = await house.post(day)
          await house.withdraw(id, 'betaald')
        },
      ],
      ['a list with a row of it', () => house.lists.send([aSignal(day)])],
      [
        'a list with rows of others alone',
        () => house.lists.send([aSignal({ ...day, ...inTilburg })]),
      ],
      [
        'a list that brings what was known',
        async () => {
          await house.post({ kenmerk: 'T-1', ...day, ...inTilburg })
          await house.lists.send([aSignal({ kenmerk: 'T-1', ...day, ...inTilburg })])
        },
      ],
      ['an empty list', () => house.lists.send('')],
      [
        'a CSV list with its head alone',
        () => house.lists.send(csvOf([aSignal(day)]).split('\r\n')[0] ?? '', { vorm: 'csv' }),
      ],
      [
        'a list that was held back and is released',
        async () => {
          const { id } = await house.lists.send([aSignal(day)], { vrijgave: 'handmatig' })
          await house.lists.release(id)
        },
      ],
      [
        'something on the day of grace',
        async () => {
          house.setClock('2026-11-11T22:00:00Z')
          await house.lists.send('')
        },
      ],
    ])('%s', async (_what, deliver) => {
      await agree()
      await deliver()
      expect(await at(MISSED)).toBe(0)
      expect(await feed()).not.toContainEqual(
        expect.objectContaining({ soort: 'aanlevering-uitgebleven' }),
      )
      // And the next month is asked for again.
      expect(await at('2026-12-11T23:00:00Z')).toBe(1)
    })
  })

  describe('stayed out although there came', () => {
    test.each<[string, () => Promise<unknown>]>([
      ['a signal of another VLP', () => house.post(day, lageLand)],
      ['a signal for another municipality', () => house.post({ ...day, ...inTilburg })],
      ['a list of which nothing could be accepted', () => house.lists.send([{ kenmerk: 'X-1' }])],
      [
        'a list that is held back',
        () => house.lists.send([aSignal(day)], { vrijgave: 'handmatig' }),
      ],
      ['an empty list that is held back', () => house.lists.send('', { vrijgave: 'handmatig' })],
      [
        'a list that was withdrawn as a whole',
        async () => {
          const { id } = await house.lists.send([aSignal(day)])
          await house.lists.withdraw(id)
        },
      ],
    ])('%s', async (_what, deliver) => {
      await agree()
      await deliver()
      expect(await at(MISSED)).toBe(1)
    })

    test('something in the month before', async () => {
      await house.lists.send([aSignal(day)])
      house.setClock('2026-11-30T09:00:00Z')
      await agree()
      expect(await at('2026-12-11T23:00:00Z')).toBe(1)
    })
  })

  test('says nothing of what the municipality did: signals that it gave back had come', async () => {
    await agree()
    const name = (achternaam: string) => ({ persoon: { voorletters: 'J.', achternaam } })
    const { id: signaalId } = await house.post({ ...day, ...name('Terug') })
    const { id } = await house.post({ kenmerk: 'B-1', ...day, ...name('Blijft') }, lageLand)
    await house.followUpDeps.group([arnhem])
    const chosen = SignaalId.parse((await house.meldingOf(id)).id)
    const proposal = await house.propose({ meldingen: [chosen] })
    await house.decide(proposal.id, arnhem, 'retour')
    expect(await house.events('signaal-teruggegeven')).toContainEqual(
      expect.objectContaining({ signaalId }),
    )
    expect(await at(MISSED)).toBe(0)
  })

  test('is not missed once the agreement or its VLP ended, nor before it began', async () => {
    await agree({ vanaf: '2026-11-11' })
    await agree({ gemeentecode: tilburg })
    await endAgreement(register, 'bh-7', { gemeentecode: tilburg, deelnemer: linde })
    await agree({ deelnemer: lageLand, tot: '2026-11-10' })
    await agree({ deelnemer: lageLand, gemeentecode: tilburg })
    await endParty(register, 'bh-7', lageLand, { per: '2026-11-10' })
    expect(await at(MISSED)).toBe(0)
    expect(await at('2026-12-11T23:00:00Z')).toBe(1)
  })

  test('is not missed while its municipality has no college', async () => {
    await agree()
    await endParty(register, 'bh-7', college(arnhem).oin, { per: '2026-11-10' })
    expect(await at(MISSED)).toBe(0)
  })

  test('is told by one of several gateways', async () => {
    for (const gemeentecode of [arnhem, tilburg]) await agree({ gemeentecode })
    house.setClock(MISSED)
    const told = await Promise.all([watch(), watch(), watch()])
    expect(told.reduce((sum, one) => sum + one, 0)).toBe(2)
    expect([await feed(), await feed(tilburg)].map(({ length }) => length)).toEqual([1, 1])
  })

  test('is told whole or not at all, and then at the next look', async () => {
    await agree()
    house.setClock(MISSED)
    const broken = watchDeliveries({
      ...house.sweepDeps,
      // What is asked for last, after the event was written.
      policies: () => {
        throw new Error('killed')
      },
    })
    await expect(broken).rejects.toThrow('killed')
    expect(await house.events('aanlevering-uitgebleven')).toEqual([])
    expect(await watch()).toBe(1)
    expect(await feed()).toHaveLength(1)
  })

  test('is not told after so long that what tells of a delivery may be gone', async () => {
    await agree()
    expect(await at('2027-03-01T09:00:00Z')).toBe(2)
    expect(await feed()).toMatchObject([{ datum: '2027-01-11' }, { datum: '2027-02-10' }])
  })

  test('stops between two agreements when asked', async () => {
    for (const gemeentecode of [arnhem, tilburg]) await agree({ gemeentecode })
    house.setClock(MISSED)
    expect(await watchDeliveries(house.sweepDeps, AbortSignal.abort())).toBe(0)
    expect(await watch()).toBe(2)
  })
})
