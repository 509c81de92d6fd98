import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { publishFeedback } from '../../src/flows/give-feedback/publish-feedback.ts'
import { readOwnFeedback } from '../../src/flows/give-feedback/read-feedback.ts'
import { readReceiptClaims } from '../../src/intake/receipt.ts'
import type { SignaalId } from '../../src/model/ids.ts'
import type { Regelbericht } from '../../src/model/lijstbericht.ts'
import type { SignaalAntwoord } from '../../src/model/ontvangstbewijs.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { aSignal } from '../support/builders.ts'
import { engines } from '../support/databases.ts'
import { type House, lageLand, openHouse, vlp } from '../support/house.ts'
import { arnhem, linde } from '../support/sealed-signals.ts'

type Json = Readonly<Record<string, unknown>>

const REPEAT = 'herhaalde-melding'
const WHO = { voorletters: 'A.B.', achternaam: 'Van Dam-Ünal', natuurlijkPersoon: true }

const owing = (kenmerk: string, bedragInCenten: number, change: Json = {}): Json => ({
  kenmerk,
  persoon: WHO,
  achterstand: { bedragInCenten },
  ...change,
})

const codesOf = ({ besluit }: SignaalAntwoord): readonly string[] =>
  besluit.redenen.map(({ code }) => code)

/** Of an accepted row, whose verdict stands in its receipt. */
const codesOfRow = ({ ontvangstbewijs = '' }: Regelbericht): readonly string[] =>
  readReceiptClaims(ontvangstbewijs).besluit.redenen.map(({ code }) => code)

describe.each(engines)(
  'a signal that repeats its own sender’s of this month, on $name',
  (engine) => {
    let house: House
    beforeEach(async () => {
      house = await openHouse(await engine.open())
    })
    afterEach(() => house.close())

    /** The codes of an accepted signal, and its id. */
    const post = async (kenmerk: string, centen: number, change: Json = {}, oin = linde) => {
      const { voorvoegsel: _, ...rest } = owing(kenmerk, centen, change)
      const answer = await house.post(rest, oin)
      return {
        id: answer.id,
        codes: codesOf(answer),
        herhaald: answer.herhaald,
        versie: answer.versie,
      }
    }
    const publish = (): Promise<number> =>
      publishFeedback({ ...house.sweepDeps, crashPoint: () => undefined })
    const told = async (oin = linde) =>
      (await readOwnFeedback(house.sweepDeps, vlp(oin), { limiet: 100 })).terugkoppelingen.map(
        ({ signaalId, code }) => [signaalId, code],
      )
    const rowOf = (id: SignaalId) =>
      asSuperuser(house.database, (pool) =>
        pool
          .selectFrom('signaal')
          .select(['gesloten', 'gegroeid', 'bedragklasse'])
          .where('id', '=', id)
          .executeTakeFirstOrThrow(),
      )
    const hashes = () =>
      asSuperuser(house.database, (pool) =>
        pool.selectFrom('eerder_signaal').select(['signaal_id', 'bedrag_hmac']).execute(),
      )

    test('is accepted and closed: no field is kept, nobody can choose it, and its feedback follows at once', async () => {
      const first = await post('R-1', 31_000)
      house.passHours(24)
      const again = await post('R-2', 31_000, { persoon: { ...WHO, achternaam: 'van dam unal' } })
      expect([first.codes, again.codes]).toEqual([[], [REPEAT]])
      expect(await rowOf(again.id)).toEqual({
        gesloten: REPEAT,
        gegroeid: null,
        bedragklasse: null,
      })
      const sealed = await asSuperuser(house.database, (pool) =>
        pool.selectFrom('verzegeld').select('signaal_id').distinct().execute(),
      )
      expect(sealed).toEqual([{ signaal_id: first.id }])
      expect(
        (await house.collect()).flatMap(({ signalen }) => signalen.map(({ id }) => id)),
      ).toEqual([first.id])
      expect(await publish()).toBe(1)
      expect(await told()).toEqual([[again.id, REPEAT]])
      expect((await house.stateOf(again.id)).toestand).toBe('teruggekoppeld')
      expect((await house.stateOf(first.id)).toestand).toBe('ontvangen')
    })

    test('is answered with its first receipt when it is offered again, and is a signal once its amount changes', async () => {
      await post('R-1', 31_000)
      house.passHours(1)
      const first = await post('R-2', 31_000)
      const again = await post('R-2', 31_000)
      expect(again).toEqual({ ...first, herhaald: true })
      const grown = await post('R-2', 36_500)
      expect(grown).toEqual({ id: first.id, codes: [], herhaald: false, versie: 2 })
      expect(await rowOf(grown.id)).toMatchObject({ gesloten: null, gegroeid: true })
      const back = await post('R-2', 31_000)
      expect([back.codes, back.versie]).toEqual([[REPEAT], 3])
      const { gebeurtenissen } = await house.feed()
      expect(gebeurtenissen).toMatchObject([
        { soort: 'ingetrokken', signaalId: back.id, reden: REPEAT },
      ])
    })

    test('with more is a signal that stands outside every limit of a choice; with a class less it is as any', async () => {
      await post('R-1', 31_000)
      house.passHours(1)
      const more = await post('R-2', 36_500)
      expect([more.codes, (await rowOf(more.id)).gegroeid]).toEqual([[], true])
      house.passHours(1)
      const less = await post('R-3', 9_000)
      expect([less.codes, (await rowOf(less.id)).gegroeid]).toEqual([[], null])
      const other = { persoon: { ...WHO, achternaam: 'Ander' } }
      await post('R-4', 90_000, other)
      await house.followUpDeps.group([arnhem])
      const { meldingen } = await house.propose({ capaciteit: 1 })
      expect(meldingen.every(({ gekozen }) => gekozen)).toBe(true)
      expect(meldingen.map(({ buitenGrenzen }) => buitenGrenzen)).toContain('gegroeid')
    })

    test('is only the same person, of the same sender, with the same type, that is no threat', async () => {
      await post('R-1', 31_000)
      expect((await post('R-2', 31_000, { persoon: { ...WHO, voorletters: 'A.' } })).codes).toEqual(
        [],
      )
      const adres = {
        huisnummer: 14,
        postcode: '6811AB',
        straatnaam: 'Lindelaan',
        plaatsnaam: 'Arnhem',
      }
      expect((await post('R-3', 31_000, { adres })).codes).toEqual([])
      expect((await post('R-4', 31_000, { crisissignaal: true })).codes).toEqual(['bedreigend'])
      expect((await post('R-5', 31_000, {}, lageLand)).codes).toEqual([])
      expect((await post('R-6', 31_000, {}, lageLand)).codes).toEqual([REPEAT])
      expect((await post('R-7', 31_000)).codes).toEqual([REPEAT])
    })

    test('of another sender is nothing to know by: the answer, the rows and what is kept are as if it were not there', async () => {
      const shape = async (kenmerk: string) => {
        const { besluit, herhaald, versie } = await house.post(owing(kenmerk, 31_000), lageLand)
        return { besluit, herhaald, versie }
      }
      const alone = await shape('R-1')
      house.passHours(24 * 40)
      await house.sweep()
      await post('R-2', 31_000)
      const overrides = owing('R-3', 31_000, { signaaldatum: '2026-12-13' })
      const { besluit } = await house.post(overrides, lageLand)
      expect(besluit.redenen).toEqual(alone.besluit.redenen)
      expect(besluit.velden).toEqual(alone.besluit.velden)
      await publish()
      expect([await told(), await told(lageLand)]).toEqual([[], []])
      // Nor can its hash be told from one's own: the keys differ.
      const kept = await hashes()
      expect(
        new Set(kept.map(({ bedrag_hmac }) => Buffer.from(bedrag_hmac ?? []).toString('hex'))).size,
      ).toBe(kept.length)
    })

    test('is none once the earlier one was withdrawn, refused after all or corrected to another amount', async () => {
      const first = await post('R-1', 31_000)
      await house.withdraw(first.id, 'betaald')
      const second = await post('R-2', 31_000)
      expect(second.codes).toEqual([])
      await post('R-2', 40_000)
      const third = await post('R-3', 31_000)
      expect(third.codes).toEqual([])
      await house
        .post(owing('R-3', 31_000, { inspanningen: { reactie: 'geweigerd' } }))
        .catch(() => undefined)
      expect((await post('R-4', 31_000)).codes).toEqual([])
    })

    test('is not repeated itself, so that who is signalled month after month is not closed for ever', async () => {
      await post('R-1', 31_000)
      house.passHours(20 * 24)
      expect((await post('R-2', 31_000, { signaaldatum: '2026-11-23' })).codes).toEqual([REPEAT])
      house.passHours(20 * 24)
      expect((await post('R-3', 31_000, { signaaldatum: '2026-12-13' })).codes).toEqual([])
    })

    test('is known for 31 days, over the end of a month; then the hash goes, and with the last signal of the month its key', async () => {
      const { id } = await post('R-1', 31_000)
      house.setClock('2026-12-03T22:00:00Z')
      expect((await post('R-2', 31_000, { signaaldatum: '2026-12-03' })).codes).toEqual([REPEAT])
      await house.sweep()
      expect((await hashes()).map(({ signaal_id }) => signaal_id)).toEqual([id])
      house.setClock('2026-12-04T09:00:00Z')
      expect((await post('R-3', 31_000, { signaaldatum: '2026-12-04' })).codes).toEqual([])
      await house.sweep()
      expect((await hashes()).map(({ signaal_id }) => signaal_id)).not.toContain(id)
      const months = async () =>
        (await house.followUpDeps.keyring.monthKeys()).map(({ month }) => month)
      expect(await months()).toContain('2026-11')
      await house.withdraw(id, 'betaald')
      house.passHours(48)
      await house.sweep()
      expect(await months()).not.toContain('2026-11')
    })

    test('holds no amount and no name: what is kept is 32 bytes, and equal amounts of two persons differ', async () => {
      await post('R-1', 31_000)
      await post('R-2', 31_000, { persoon: { ...WHO, achternaam: 'Ander' } })
      const kept = await hashes()
      const hex = kept.map(({ bedrag_hmac }) => Buffer.from(bedrag_hmac ?? []).toString('hex'))
      expect(hex.map((one) => one.length)).toEqual([64, 64])
      expect(hex[0]).not.toBe(hex[1])
    })

    test('of two that come at the same time one is a signal and the other its repeat', async () => {
      for (const round of [1, 2, 3]) {
        const persoon = { ...WHO, achternaam: `Samen ${round}` }
        const both = await Promise.all(
          ['A', 'B', 'C'].map((kenmerk) => post(`G-${round}-${kenmerk}`, 31_000, { persoon })),
        )
        expect(both.map(({ codes }) => codes.join()).toSorted()).toEqual(['', REPEAT, REPEAT])
      }
    })

    test('is found in a list as well, between two equal rows of one part, and between a list and a request beside it', async () => {
      const row = (kenmerk: string, centen: number): Json => aSignal(owing(kenmerk, centen))
      const list = await house.lists.send([
        row('L-1', 31_000),
        row('L-2', 31_000),
        row('L-3', 36_500),
      ])
      expect(list.regels.map((regel) => codesOfRow(regel))).toEqual([[], [REPEAT], []])
      const persons = Array.from({ length: 8 }, (_, i) => `Naast ${i}`)
      const named = (kenmerk: string, achternaam: string): Json =>
        owing(kenmerk, 31_000, { persoon: { ...WHO, achternaam } })
      const [sent, single] = await Promise.all([
        house.lists.send(persons.map((name, i) => aSignal(named(`N-${i}`, name)))),
        Promise.all(persons.map((name, i) => house.post(named(`S-${i}`, name)))),
      ])
      const repeats = [
        ...sent.regels.map((regel) => codesOfRow(regel).length),
        ...single.map(({ besluit }) => besluit.redenen.length),
      ]
      expect(repeats.reduce((sum, one) => sum + one, 0)).toBe(persons.length)
    })

    test('of a list that is held back is told when it is released, and what may never go on is repeated by nothing', async () => {
      const row = (kenmerk: string): Json => aSignal(owing(kenmerk, 31_000))
      const held = await house.lists.send([row('H-1'), row('H-2')], { vrijgave: 'handmatig' })
      const codes = held.regels.map((regel) => codesOfRow(regel))
      expect(codes).toEqual([[], [REPEAT]])
      await publish()
      expect(await told()).toEqual([])
      house.passHours(1)
      const other = await house.lists.send([row('H-3')], { vrijgave: 'handmatig' })
      expect(other.regels.flatMap(codesOfRow)).toEqual([])
      const beside = await post('H-4', 31_000)
      expect(beside.codes).toEqual([])
      await house.lists.release(held.id)
      await publish()
      expect(await told()).toEqual([[held.signalen[1], REPEAT]])
    })

    test('below the threshold of a municipality a signal is told so at once, and leaves no hash', async () => {
      const adres = {
        straatnaam: 'Spinnerij',
        huisnummer: 2,
        postcode: '5038GH',
        plaatsnaam: 'Tilburg',
      }
      const { id, codes } = await post('D-1', 4_800, { adres })
      expect(codes).toEqual(['onder-gemeentelijke-drempel'])
      expect(await hashes()).toEqual([])
      await publish()
      expect(await told()).toEqual([[id, 'onterecht-signaal']])
    })

    test('the database lets no municipality and no other sender read what was kept', async () => {
      await post('R-1', 31_000)
      const rows = (scope: Parameters<House['database']['db']['transaction']>[0]) =>
        house.database.db.transaction(scope, (tx) =>
          sql<object>`select bedrag_hmac, bedragklasse from eerder_signaal`.execute(tx),
        )
      expect((await rows({ role: 'gw_aanlevering', oin: lageLand })).rows).toEqual([])
      for (const role of ['gw_selectie', 'gw_aflevering', 'gw_opvolging', 'gw_bewaring'] as const)
        await expect(rows({ role, gemeenten: [arnhem] })).rejects.toThrow(/permission denied/)
    })
  },
)
