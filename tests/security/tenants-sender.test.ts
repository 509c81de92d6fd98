import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  findActiveOins,
  findClientJwks,
  findDeelnemer,
  findMachtigingen,
  findMachtigingenOf,
  findMandaten,
  hasOtherBody,
} from '../../src/identity/deelnemer.store.ts'
import { findOntvangersleutels } from '../../src/identity/ontvangersleutel.store.ts'
import { findIdempotentie, keepIdempotentie } from '../../src/intake/idempotentie.store.ts'
import {
  findKenmerkenForUpdate,
  findKenmerkOfSignaal,
  findKenmerkOfSignaalForUpdate,
  moveKenmerk,
  releaseKenmerk,
  withdrawKenmerk,
} from '../../src/intake/kenmerk.store.ts'
import { findOntvangstbewijs } from '../../src/intake/ontvangstbewijs.store.ts'
import { findEerdere, findEerderMaanden, findOwnType } from '../../src/intake/own-earlier.store.ts'
import { findSignaal } from '../../src/intake/signaal.store.ts'
import { deleteIndexes } from '../../src/matching/wachtrij.store.ts'
import { Kenmerk } from '../../src/model/ids.ts'
import {
  eraseDerived,
  eraseFields,
  eraseSignaal,
  lockSignaal,
  markIngetrokken,
} from '../../src/retention/early-end.store.ts'
import { findOntvanger, findOntvangers } from '../../src/routing/ontvanger.store.ts'
import { lockOpenKey } from '../../src/sealing/bewaarsleutel.store.ts'
import * as twin from '../support/twins.ts'
import {
  A,
  arnhem,
  asLinde,
  asRegister,
  at,
  ELSEWHERE,
  ENDED,
  grounds,
  incasso,
  lageLand,
  linde,
  NEIGHBOUR,
  THEIRS,
  type Twins,
  tilburg,
} from '../support/twins.ts'

describe.each(grounds)('a sender touches its own rows only, on $name', (ground) => {
  let twins: Twins
  beforeAll(async () => {
    twins = await ground.open()
  })
  beforeEach(() => twins.plant())
  afterAll(() => twins.close())
  const theirs = (table: string, columns: string): Promise<readonly unknown[]> =>
    twins.rows(table, columns, `oin = '${lageLand}'`)

  /** Runs `deed` as De Linde and shows that no row of Het Lage Land changed in `tables`. */
  const expectUntouched = async (
    tables: Readonly<Record<string, string>>,
    deed: Parameters<Twins['as']>[1],
  ): Promise<void> => {
    const look = async (): Promise<readonly unknown[][]> => {
      const all: unknown[][] = []
      for (const [table, columns] of Object.entries(tables))
        all.push([...(await theirs(table, columns))])
      return all
    }
    const before = await look()
    expect(before.every((rows) => rows.length > 0)).toBe(true)
    await twins.as(asLinde, deed)
    expect(await look()).toEqual(before)
  }

  test('finding a kenmerk by its name', async () => {
    const find = (name: string) =>
      twins.as(asLinde, (tx) =>
        findKenmerkenForUpdate(tx, linde, [{ kenmerk: Kenmerk.parse(name) }]),
      )
    expect([...(await find('K-1')).values()]).toMatchObject([{ gemeentecode: arnhem }])
    expect([...(await find('K-3')).values()]).toEqual([])
  })

  test('finding a kenmerk by its signal', async () => {
    const find = (id: typeof A) => twins.as(asLinde, (tx) => findKenmerkOfSignaal(tx, linde, id))
    expect(await find(A)).toMatchObject({ gemeentecode: arnhem })
    expect(await find(THEIRS)).toBeUndefined()
  })

  test('holding a kenmerk by its signal', async () => {
    const find = (id: typeof A) =>
      twins.as(asLinde, (tx) => findKenmerkOfSignaalForUpdate(tx, linde, id))
    expect(await find(A)).toMatchObject({ gemeentecode: arnhem })
    expect(await find(THEIRS)).toBeUndefined()
  })

  test('moving a kenmerk to the next version', () =>
    expectUntouched({ kenmerk: 'kenmerk, versie::text' }, (tx) =>
      moveKenmerk(tx, linde, {
        kenmerk: Kenmerk.parse('K-1'),
        onderdeel: '',
        signaalId: A,
        gemeentecode: arnhem,
        versie: 2,
        sleutelmaand: '2026-11',
        inhoudHmac: new Uint8Array(1),
      }),
    ))

  test('withdrawing a kenmerk, with its receipts, idempotency keys and hash of a person', () =>
    expectUntouched(
      {
        kenmerk: 'kenmerk, toestand',
        ontvangstbewijs: 'signaal_id',
        idempotentie: 'sleutel',
        eerder_signaal: 'signaal_id::text',
      },
      (tx) => withdrawKenmerk(tx, linde, A, { at, vervaldatum: '2026-12-01' }),
    ))

  test('ending the indexes of a person', () =>
    expectUntouched({ matchindex: 'signaal_id::text' }, (tx) => deleteIndexes(tx, linde, A)))

  test('releasing a kenmerk that ended', () =>
    expectUntouched({ kenmerk: 'kenmerk' }, (tx) => releaseKenmerk(tx, linde, ENDED)))

  test('finding a receipt', async () => {
    const find = (id: typeof A) => twins.as(asLinde, (tx) => findOntvangstbewijs(tx, linde, id, 1))
    expect(await find(A)).toBeDefined()
    expect(await find(THEIRS)).toBeUndefined()
  })

  test('finding the outcome under an idempotency key', async () => {
    const find = (sleutel: string) =>
      twins.as(asLinde, (tx) => findIdempotentie(tx, linde, sleutel, at))
    expect(await find('poging')).toMatchObject({ sleutelmaand: '2026-10' })
    expect(await find('hun-poging')).toBeUndefined()
  })

  test('keeping an outcome where an old one stood', () =>
    expectUntouched({ idempotentie: 'sleutel, sleutelmaand' }, (tx) =>
      keepIdempotentie(
        tx,
        linde,
        {
          sleutel: 'poging',
          signaalId: A,
          versie: 1,
          sleutelmaand: '2026-12',
          inhoudHmac: new Uint8Array(1),
        },
        new Date('2027-01-01'),
      ),
    ))

  test('finding a signal, at the municipality that it went to', async () => {
    const find = (code: typeof arnhem, id: typeof A) =>
      twins.as(asLinde, (tx) => findSignaal(tx, linde, code, id))
    expect(await find(arnhem, A)).toBeDefined()
    expect(await find(arnhem, NEIGHBOUR)).toBeUndefined()
    expect(await find(arnhem, ELSEWHERE)).toBeUndefined()
  })

  test('knowing its earlier signals of a person', async () => {
    const dag = '2026-10-15'
    await twins.as(asLinde, async (tx) => {
      expect(await findEerderMaanden(tx, linde, ['2026-09', '2026-10', '2026-11'])).toEqual([
        '2026-10',
      ])
      const person = { sleutelmaand: '2026-10', persoonHmac: twin.PERSON }
      const found = await findEerdere(tx, linde, [person], { dag, vastgehoudenTot: undefined })
      expect(found.map(({ signaalId, signaaltype }) => [signaalId, signaaltype])).toEqual([
        [A, 'huur'],
      ])
    })
  })

  test('naming an earlier signal: both its kenmerk and the signal are its own, and of one place', async () => {
    const find = (id: typeof A) => twins.as(asLinde, (tx) => findOwnType(tx, linde, id))
    expect(await find(A)).toBe('huur')
    for (const id of [THEIRS, NEIGHBOUR, ELSEWHERE]) expect(await find(id)).toBeUndefined()
  })

  test('holding a signal', async () => {
    const hold = (id: typeof A) => twins.as(asLinde, (tx) => lockSignaal(tx, arnhem, id))
    expect(await hold(A)).toBeDefined()
    expect(await hold(THEIRS)).toBeUndefined()
  })

  test('erasing the fields of a signal', () =>
    expectUntouched({ verzegeld: 'gemeentecode, signaal_id::text' }, (tx) =>
      eraseFields(tx, arnhem, [A]),
    ))

  test('erasing a signal as a whole', () =>
    expectUntouched(
      { signaal: 'gemeentecode, id::text', verzegeld: 'gemeentecode, signaal_id::text' },
      (tx) => eraseSignaal(tx, arnhem, A),
    ))

  test('marking a signal as withdrawn', () =>
    expectUntouched({ signaal: 'id::text, ingetrokken_tijdstip::text' }, (tx) =>
      markIngetrokken(tx, arnhem, A, at),
    ))

  test('emptying what was derived of a signal', async () => {
    await expectUntouched({ signaal: 'gemeentecode, id::text, soort' }, (tx) =>
      eraseDerived(tx, arnhem, A),
    )
    expect(
      await twins.rows('signaal', 'soort', `gemeentecode = '${arnhem}' and id = '${A}'`),
    ).toEqual([[null]])
  })

  test('opening the retention key of one municipality', async () => {
    const open = () => twins.as(asLinde, (tx) => lockOpenKey(tx, arnhem, '2026-12-02'))
    expect((await open()).volgnummer).toBe(1)
    // Of a key that ended elsewhere the next number is no business of this municipality.
    const next = await twins.as(asLinde, (tx) => lockOpenKey(tx, arnhem, '2026-12-05'))
    expect(next.volgnummer).toBe(1)
  })

  describe('and the register answers about the party that was asked for', () => {
    test.each([linde, lageLand])('its record and its keys (%s)', async (oin) => {
      await twins.as(asRegister, async (tx) => {
        expect((await findDeelnemer(tx, oin))?.oin).toBe(oin)
        expect((await findClientJwks(tx, oin))?.keys[0]?.kid).toBe(oin)
        expect(await findActiveOins(tx, [oin], '2026-11-03')).toEqual([oin])
      })
    })

    test('its mandates', async () => {
      const found = await twins.as(asRegister, (tx) => findMandaten(tx, incasso, linde))
      expect(found.map(({ vanaf }) => vanaf)).toEqual(['2026-02-01'])
    })

    test('the mandates of one college to one body', async () => {
      const { orgaan } = twin.colleges
      await twins.as(asRegister, async (tx) => {
        expect(await findMachtigingen(tx, orgaan, tilburg)).toMatchObject([{ doel: 'hulpaanbod' }])
        expect(await findMachtigingen(tx, orgaan, arnhem)).toEqual([])
        expect(await findMachtigingen(tx, linde, tilburg)).toEqual([])
      })
    })

    test('whether another body decides for the same giver', async () => {
      const mandaat = (gever: typeof linde) => ({
        gemachtigde: incasso,
        gever,
        doel: 'hulpaanbod' as const,
        vanaf: '2026-05-01',
        hoedanigheid: 'mandaat' as const,
      })
      const { arnhem: a, tilburg: t } = twin.colleges
      await twins.as({ role: 'gw_beheer' }, async (tx) => {
        expect(await hasOtherBody(tx, mandaat(t))).toBe(true)
        expect(await hasOtherBody(tx, mandaat(a))).toBe(false)
      })
    })

    test('who receives for a municipality', async () => {
      await twins.as(asLinde, async (tx) => {
        expect(await findOntvanger(tx, arnhem, '2026-11-03')).toBe(twin.colleges.arnhem)
        expect(await findOntvanger(tx, tilburg, '2026-11-03')).toBe(twin.colleges.orgaan)
        // Its body stopped: that others did not is nothing to it.
        expect(await findOntvanger(tx, twin.utrecht, '2026-11-03')).toBe(twin.colleges.utrecht)
      })
    })

    test('the keys of the municipalities that were asked for, one by one', async () => {
      await twins.as(asLinde, async (tx) => {
        const found = await findOntvangersleutels(tx, [arnhem])
        expect(found.map(({ oin }) => oin)).toEqual([twin.colleges.arnhem])
        const both = await findOntvangersleutels(tx, [tilburg, arnhem])
        expect(both.map(({ gemeentecode }) => gemeentecode)).toEqual([arnhem, tilburg, tilburg])
      })
    })

    test('who receives for each of many', async () => {
      await twins.as(asLinde, async (tx) => {
        const found = await findOntvangers(tx, [tilburg, twin.utrecht], '2026-11-03')
        expect(found).toEqual(
          new Map([
            [tilburg, twin.colleges.orgaan],
            [twin.utrecht, twin.colleges.utrecht],
          ]),
        )
      })
    })

    test('the mandates of one pair among many', async () => {
      const { orgaan } = twin.colleges
      await twins.as(asRegister, async (tx) => {
        const machtigingenOf = await findMachtigingenOf(tx, [
          { gemachtigde: orgaan, gemeentecode: tilburg },
          { gemachtigde: linde, gemeentecode: arnhem },
        ])
        expect(machtigingenOf(orgaan, tilburg)).toMatchObject([{ doel: 'hulpaanbod' }])
        expect(machtigingenOf(linde, arnhem)).toEqual([])
        expect(machtigingenOf(orgaan, twin.utrecht)).toEqual([])
      })
    })
  })
})
