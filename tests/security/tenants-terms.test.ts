import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/database.ts'
import { BesluitId } from '../../src/model/bewaarbesluit.ts'
import { MaatregelId } from '../../src/model/maatregel.ts'
import {
  deleteOldBesluiten,
  findBesluitByKey,
  insertBesluit,
  listBesluiten,
  lockBesluit,
  lockToCarryOut,
  saveUitvoering,
  stepBesluit,
} from '../../src/retention/bewaarbesluit.store.ts'
import {
  deleteOwnTerms,
  findOwnTermsOf,
  findWijze,
  insertOwnTerms,
  listOwnTerms,
} from '../../src/retention/eigen-termijn.store.ts'
import {
  deleteOldMaatregelen,
  findMaatregelByKey,
  insertMaatregel,
  listMaatregelen,
  lockEnded,
  lockLiving,
  lockMaatregel,
  lockThere,
  settleMeasures,
  stepMaatregel,
} from '../../src/retention/maatregel.store.ts'
import {
  groupStored,
  lockNextStored,
  setDueDates,
} from '../../src/retention/stored-signals.store.ts'
import { KeysAtHand, lockSealed, rehang } from '../../src/sealing/rehang.store.ts'
import {
  A,
  arnhem,
  asSweep,
  at,
  DECISION,
  grounds,
  HOLD,
  KEY_DAY,
  NEIGHBOUR,
  THEIR_DECISION,
  THEIR_HOLD,
  THEIRS,
  type Twins,
  tilburg,
} from '../support/twins.ts'

const TODAY = '2026-11-03'
const LONG_AGO = new Date('2026-09-01T00:00:00Z')
const LATER = '2026-10-15'
const by = { door: 'mw-18', at }
const NEW = '019a0c3e-5b7a-7c41-9d32-000000000001'

describe.each(grounds)(
  'what a municipality decides about keeping is its own, on $name',
  (ground) => {
    let twins: Twins
    beforeAll(async () => {
      twins = await ground.open()
    })
    beforeEach(() => twins.plant())
    afterAll(() => twins.close())
    const own = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => twins.as(asSweep, work)

    /** Runs `deed` and shows that it changed rows of Arnhem and none of Tilburg. */
    const expectUntouched = async (
      table: string,
      columns: string,
      deed: (tx: Tx) => Promise<unknown>,
    ): Promise<void> => {
      const look = (code: string) => twins.rows(table, columns, `gemeentecode = '${code}'`)
      const [theirs, ours] = [await look(tilburg), await look(arnhem)]
      expect(theirs.length).toBeGreaterThan(0)
      await own(deed)
      expect(await look(tilburg)).toEqual(theirs)
      expect(await look(arnhem)).not.toEqual(ours)
    }

    const besluit = async (tx: Tx) => {
      const found = await lockBesluit(tx, arnhem, DECISION)
      if (found === undefined) throw new Error('not planted')
      return found
    }
    const maatregel = async (tx: Tx) => {
      const found = await lockMaatregel(tx, arnhem, HOLD)
      if (found === undefined) throw new Error('not planted')
      return found
    }

    describe('terms', () => {
      test('in force', async () => {
        expect(await own((tx) => listOwnTerms(tx, arnhem, TODAY))).toMatchObject([
          { categorie: 'gecodeerd', termijn: 'P3M', vanaf: '2026-10-01' },
        ])
        expect(await own((tx) => findOwnTermsOf(tx, [arnhem], TODAY))).toEqual(
          new Map([[arnhem, new Map([['gecodeerd', 'P3M']])]]),
        )
        expect(await own((tx) => findWijze(tx, arnhem, TODAY))).toBe('fgStelt')
      })

      test('put down and taken away', async () => {
        await expectUntouched('eigen_bewaartermijn', 'categorie, termijn', (tx) =>
          insertOwnTerms(tx, arnhem, {
            besluitId: DECISION,
            vanaf: '2026-12-01',
            termijnen: [{ categorie: 'gecodeerd', termijn: 'P1M' }],
            wijze: 'fgAdviseert',
          }),
        )
        await expectUntouched('eigen_bewaartermijn', 'categorie, termijn', (tx) =>
          deleteOwnTerms(tx, arnhem, DECISION),
        )
      })
    })

    describe('decisions', () => {
      test('found by id, in the list and by idempotency key', async () => {
        const kenmerken = await own(async (tx) => [
          (await lockBesluit(tx, arnhem, DECISION))?.kenmerk,
          (await lockBesluit(tx, arnhem, THEIR_DECISION))?.kenmerk,
          (await listBesluiten(tx, arnhem)).map(({ kenmerk }) => kenmerk).join(),
          (await findBesluitByKey(tx, arnhem, 'poging', LONG_AGO))?.kenmerk,
          (await lockToCarryOut(tx, arnhem, TODAY))?.besluit.kenmerk,
          (await lockToCarryOut(tx, arnhem, '2026-11-02'))?.besluit.kenmerk,
        ])
        expect(kenmerken).toEqual([arnhem, undefined, arnhem, arnhem, arnhem, undefined])
      })

      test('drafted, stepped, carried out and cleared', async () => {
        const state = 'id::text, toestand, uitvoering::text'
        const uitvoering = { tijdstip: at.toISOString(), voorzien: [], nagekomen: [] }
        await expectUntouched('bewaarbesluit', state, async (tx) =>
          saveUitvoering(tx, await besluit(tx), { totSignaal: A, uitvoering, klaar: false }),
        )
        await expectUntouched('bewaarbesluit', state, async (tx) =>
          stepBesluit(tx, await besluit(tx), { naar: 'ingetrokken' }, by),
        )
        await expectUntouched('bewaarbesluit', state, (tx) =>
          insertBesluit(tx, {
            id: BesluitId.parse(NEW),
            gemeentecode: arnhem,
            ontwerp: { termijnen: [], wijze: 'fgStelt', ingangsdatum: '2026-12-01' },
            wijze: 'fgStelt',
            ...by,
            sleutel: undefined,
            vervaldatum: '2029-12-01',
          }),
        )
        await expectUntouched('bewaarbesluit', state, (tx) =>
          deleteOldBesluiten(tx, arnhem, TODAY, 10),
        )
      })
    })

    describe('measures', () => {
      test('found by id, in the list, by idempotency key and by their day, with their own signals', async () => {
        const found = await own(async (tx) => [
          await lockMaatregel(tx, arnhem, HOLD),
          await lockMaatregel(tx, arnhem, THEIR_HOLD),
          ...(await listMaatregelen(tx, arnhem)),
          await findMaatregelByKey(tx, arnhem, 'poging', LONG_AGO),
          ...(await lockEnded(tx, arnhem, TODAY, 10)),
          ...(await lockEnded(tx, arnhem, '2026-11-01', 10)),
        ])
        expect(found.map((one) => one && [one.id, one.totDatum, ...one.signalen])).toEqual([
          [HOLD, '2026-11-02', A],
          undefined,
          [HOLD, '2026-11-02', A],
          [HOLD, '2026-11-02', A],
          [HOLD, '2026-11-02', A],
        ])
      })

      test('proposed, stepped and cleared', async () => {
        const state = 'id::text, toestand'
        await expectUntouched('maatregel', state, async (tx) =>
          stepMaatregel(tx, await maatregel(tx), 'beeindigd', by),
        )
        await expectUntouched('maatregel', state, (tx) =>
          insertMaatregel(tx, {
            id: MaatregelId.parse(NEW),
            gemeentecode: arnhem,
            voorstel: {
              soort: 'bevriezing',
              reden: 'klacht',
              totDatum: '2027-01-01',
              signalen: [A],
            },
            ...by,
            sleutel: undefined,
            vervaldatum: '2030-01-01',
          }),
        )
        await expectUntouched('maatregel', state, (tx) =>
          deleteOldMaatregelen(tx, arnhem, TODAY, 10),
        )
      })

      test('reach signals of their municipality only', async () => {
        const held = await own(async (tx) => [
          await lockThere(tx, arnhem, [A, THEIRS]),
          await lockLiving(tx, arnhem, [A, THEIRS], LATER),
        ])
        expect(held).toEqual([[A], [A]])
        await expectUntouched('signaal', 'id::text, bevroren_tot::text', (tx) =>
          settleMeasures(tx, arnhem, [A, THEIRS], LATER),
        )
        // By what its own municipality set on it, whatever another one set on the same ids.
        await own((tx) => settleMeasures(tx, arnhem, [A, NEIGHBOUR], LATER))
        const columns = 'id::text, bevroren_tot::text, beperkt_tot::text'
        expect(await twins.rows('signaal', columns, `gemeentecode = '${arnhem}'`)).toEqual([
          [A, '2026-11-02', '2026-11-02'],
          [NEIGHBOUR, null, null],
        ])
      })
    })

    describe('stored signals', () => {
      test('counted and gone through', async () => {
        const groups = await own((tx) => groupStored(tx, arnhem, at))
        expect(groups.reduce((sum, { aantal }) => sum + aantal, 0)).toBe(2)
        expect(
          groups.flatMap(({ velden }) => velden.map(({ vervaldatum }) => vervaldatum)),
        ).toEqual(groups.map(() => KEY_DAY))
        const next = await own((tx) => lockNextStored(tx, arnhem, undefined, 10))
        expect(next.map(({ id, velden }) => [id, velden.length])).toEqual([
          [A, 1],
          [NEIGHBOUR, 1],
        ])
      })

      test('brought forward', () =>
        expectUntouched('signaal', 'id::text, vervaldatum::text', (tx) =>
          setDueDates(tx, arnhem, [{ id: A, vervaldatum: '2026-10-20', velden: undefined }]),
        ))

      test('with the sealed rows under them', async () => {
        const rows = await own((tx) => lockSealed(tx, arnhem, [A, THEIRS]))
        expect(rows.map(({ signaalId, vervaldatum }) => [signaalId, vervaldatum])).toEqual([
          [A, KEY_DAY],
        ])
        await expectUntouched('verzegeld', 'signaal_id::text, vervaldatum::text', async (tx) => {
          const held = await lockSealed(tx, arnhem, [A])
          const none = new KeysAtHand({
            retentionKey: async () => undefined,
            ensureRetentionKey: async () => new Uint8Array(32),
          })
          await rehang(tx, { fieldBox: {} as never, keys: none }, arnhem, [
            { rows: held, dueOf: () => undefined },
          ])
        })
      })
    })
  },
)
