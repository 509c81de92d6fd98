/** What the register answers among twins: each question names a party or a municipality, and the answer is of no other. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  findActiveOins,
  findClientJwks,
  findDeelnemer,
  findDeelnemers,
  findMachtigingen,
  findMachtigingenOf,
  findMandaten,
  hasOtherBody,
} from '../../src/identity/deelnemer.store.ts'
import { findOntvangersleutels } from '../../src/identity/ontvangersleutel.store.ts'
import { findOntvanger, findOntvangers } from '../../src/routing/ontvanger.store.ts'
import {
  arnhem,
  asLinde,
  asRegister,
  colleges,
  grounds,
  incasso,
  lageLand,
  linde,
  type Twins,
  tilburg,
  utrecht,
} from '../support/twins.ts'

describe.each(grounds)(
  'the register answers about the party that was asked for, on $name',
  (ground) => {
    let twins: Twins
    beforeAll(async () => {
      twins = await ground.open()
    })
    beforeEach(() => twins.plant())
    afterAll(() => twins.close())

    test.each([linde, lageLand])('its record and its keys (%s)', async (oin) => {
      await twins.as(asRegister, async (tx) => {
        expect((await findDeelnemer(tx, oin))?.oin).toBe(oin)
        expect([...(await findDeelnemers(tx, [oin])).keys()]).toEqual([oin])
        expect((await findClientJwks(tx, oin))?.keys[0]?.kid).toBe(oin)
        expect(await findActiveOins(tx, [oin], '2026-11-03')).toEqual([oin])
      })
    })

    test('its mandates', async () => {
      const found = await twins.as(asRegister, (tx) => findMandaten(tx, incasso, linde))
      expect(found.map(({ vanaf }) => vanaf)).toEqual(['2026-02-01'])
    })

    test('the mandates of one college to one body', async () => {
      const { orgaan } = colleges
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
      const { arnhem: a, tilburg: t } = colleges
      await twins.as({ role: 'gw_beheer' }, async (tx) => {
        expect(await hasOtherBody(tx, mandaat(t))).toBe(true)
        expect(await hasOtherBody(tx, mandaat(a))).toBe(false)
      })
    })

    test('who receives for a municipality', async () => {
      await twins.as(asLinde, async (tx) => {
        expect(await findOntvanger(tx, arnhem, '2026-11-03')).toBe(colleges.arnhem)
        expect(await findOntvanger(tx, tilburg, '2026-11-03')).toBe(colleges.orgaan)
        // Its body stopped: that others did not is nothing to it.
        expect(await findOntvanger(tx, utrecht, '2026-11-03')).toBe(colleges.utrecht)
      })
    })

    test('the keys of the municipalities that were asked for, one by one', async () => {
      await twins.as(asLinde, async (tx) => {
        const found = await findOntvangersleutels(tx, [arnhem])
        expect(found.map(({ oin }) => oin)).toEqual([colleges.arnhem])
        const both = await findOntvangersleutels(tx, [tilburg, arnhem])
        expect(both.map(({ gemeentecode }) => gemeentecode)).toEqual([arnhem, tilburg, tilburg])
      })
    })

    test('who receives for each of many', async () => {
      await twins.as(asLinde, async (tx) => {
        const found = await findOntvangers(tx, [tilburg, utrecht], '2026-11-03')
        expect(found).toEqual(
          new Map([
            [tilburg, colleges.orgaan],
            [utrecht, colleges.utrecht],
          ]),
        )
      })
    })

    test('the mandates of one pair among many', async () => {
      const { orgaan } = colleges
      await twins.as(asRegister, async (tx) => {
        const machtigingenOf = await findMachtigingenOf(tx, [
          { gemachtigde: orgaan, gemeentecode: tilburg },
          { gemachtigde: linde, gemeentecode: arnhem },
        ])
        expect(machtigingenOf(orgaan, tilburg)).toMatchObject([{ doel: 'hulpaanbod' }])
        expect(machtigingenOf(linde, arnhem)).toEqual([])
        expect(machtigingenOf(orgaan, utrecht)).toEqual([])
      })
    })
  },
)
