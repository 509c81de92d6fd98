import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/database.ts'
import {
  addCounts,
  clearRewrap,
  deleteRows,
  findBatch,
  lockForEnding,
  moveRow,
  setToestand,
} from '../../src/retention/bewaarsleutel-einde.store.ts'
import {
  deleteSignalen,
  findDueSignalen,
  findExpiredHeld,
  keyLives,
  listEarlyKeys,
  lockDueSignalen,
  lockExpiredHeld,
  lockOpened,
  settleOpened,
} from '../../src/retention/due.store.ts'
import {
  deleteBewijzen,
  deleteDueDetails,
  deleteEndedKenmerken,
  deleteExpiredAsserties,
  deleteExpiredEerder,
  deleteExpiredIdempotentie,
  deleteFeedRows,
  deleteIdempotentieOf,
  endKenmerken,
  lockKenmerken,
  monthIsUsed,
} from '../../src/retention/rows.store.ts'
import {
  advanceVerlies,
  deleteVerlies,
  findDark,
  lockDark,
  nextSignalen,
} from '../../src/retention/unreadable.store.ts'
import {
  A,
  ACTIVE_THERE,
  arnhem,
  asSweep,
  at,
  DUE,
  ENDED,
  grounds,
  KEY_DAY,
  key,
  lageLand,
  linde,
  NEIGHBOUR,
  OF_BODY,
  THEIRS,
  type Twins,
  tilburg,
} from '../support/twins.ts'

const TODAY = '2026-11-03'
const signalen = [{ oin: linde, id: A }]

describe.each(grounds)('a sweep of one municipality touches its rows only, on $name', (ground) => {
  let twins: Twins
  beforeAll(async () => {
    twins = await ground.open()
  })
  beforeEach(() => twins.plant())
  afterAll(() => twins.close())
  const put = (script: string): Promise<void> => {
    const { owner, kind } = twins.database
    return owner.exec(kind === 'pglite' ? `reset role; ${script}; set role gw_login` : script)
  }
  const swept = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => twins.as(asSweep, work)

  /** Runs `deed` and shows that it left Tilburg's rows, or those of Het Lage Land, as they were. */
  const expectUntouched = async (
    table: string,
    columns: string,
    deed: (tx: Tx) => Promise<unknown>,
  ): Promise<void> => {
    const isByParty = ['ontvangstbewijs', 'idempotentie', 'assertie', 'eerder_signaal'].includes(
      table,
    )
    const theirs = isByParty ? `oin = '${lageLand}'` : `gemeentecode = '${tilburg}'`
    const own = isByParty ? `oin = '${linde}'` : `gemeentecode = '${arnhem}'`
    const look = () => twins.rows(table, columns, theirs)
    const [before, ownBefore] = [await look(), await twins.rows(table, columns, own)]
    expect(before.length).toBeGreaterThan(0)
    await swept(deed)
    expect(await look()).toEqual(before)
    expect(await twins.rows(table, columns, own)).not.toEqual(ownBefore)
  }

  describe('ending a key', () => {
    const ending = (vervaldatum: string, volgnummer: number) =>
      swept((tx) => lockForEnding(tx, { gemeentecode: arnhem, vervaldatum, volgnummer }))

    test('holds the key that was named, and no other of its number', async () => {
      expect(await ending('2026-12-01', 1)).toMatchObject({ toestand: 'open', heeftRijen: true })
      await expect(ending('2026-12-02', 4)).rejects.toThrow('no such retention key')
    })

    test('sees rows that hang on it, and none of another', async () => {
      expect((await ending('2026-12-04', 1)).heeftRijen).toBe(false)
    })

    test('closes that key alone', () =>
      expectUntouched('bewaarsleutel', 'vervaldatum::text, volgnummer::text, toestand', (tx) =>
        setToestand(tx, key, 'sluitend'),
      ))

    test('counts on that key alone', () =>
      expectUntouched('bewaarsleutel', 'vervaldatum::text, herverpakt::text', (tx) =>
        addCounts(tx, key, { herverpakt: 3, vernietigdeVelden: 2 }),
      ))

    test('takes the rows of that key', async () => {
      const rows = await swept((tx) => findBatch(tx, key, 10))
      expect(rows.map(({ signaalId }) => signaalId)).toEqual([A, NEIGHBOUR])
    })

    test('moves a row of that key', () =>
      expectUntouched('verzegeld', 'signaal_id::text, volgnummer::text', (tx) =>
        moveRow(
          tx,
          key,
          { ...key, volgnummer: 2 },
          {
            signaalId: A,
            versie: 1,
            velden: [],
            dozen: [],
          },
        ),
      ))

    test('deletes rows of that key', () =>
      expectUntouched('verzegeld', 'signaal_id::text, vervaldatum::text', (tx) =>
        deleteRows(tx, key, [A, THEIRS]),
      ))

    test('settles its own re-wrapping', () =>
      expectUntouched('herverpakking', 'vervaldatum::text', (tx) => clearRewrap(tx, key)))

    test('asks whether it lives here, whatever lives elsewhere', async () => {
      const lives = (vervaldatum: string, volgnummer: number) =>
        swept((tx) => keyLives(tx, { gemeentecode: arnhem, vervaldatum, volgnummer }))
      expect([await lives(KEY_DAY, 1), await lives('2026-12-02', 4)]).toEqual([true, false])
    })

    test('ends early only the keys that were put down themselves', async () => {
      const keys = await swept((tx) => listEarlyKeys(tx, TODAY))
      expect(keys.filter(({ gemeentecode }) => gemeentecode === arnhem)).toEqual([
        key,
        { ...key, volgnummer: 2 },
      ])
    })
  })

  describe('what is due', () => {
    const HERE = [A, NEIGHBOUR]

    test('opened signals', async () => {
      expect(await swept((tx) => lockOpened(tx, arnhem, TODAY, 10))).toEqual(HERE)
    })

    test('opened signals that are settled', () =>
      expectUntouched('signaal', 'id::text, velden_vervaldatum::text', (tx) =>
        settleOpened(tx, arnhem, [A, THEIRS]),
      ))

    test('signals whose row is due', async () => {
      const found = await swept((tx) => findDueSignalen(tx, arnhem, TODAY, 10))
      expect(found.map(({ id }) => id)).toEqual(HERE)
    })

    test('signals that are still due', async () => {
      expect(await swept((tx) => lockDueSignalen(tx, arnhem, DUE, [A, THEIRS]))).toEqual([A])
    })

    test('signals that are deleted', () =>
      expectUntouched('signaal', 'id::text', (tx) => deleteSignalen(tx, arnhem, [A, THEIRS])))

    test('signals that are deleted, as their own melding stands', async () => {
      await put(`insert into melding (gemeentecode, id, maand, toestand) values
          ('${arnhem}', '${A}', '2026-10', 'werkvoorraad'), ('${tilburg}', '${A}', '2026-10', 'retour');
        update signaal set melding_id = '${A}'`)
      const gone = await swept((tx) => deleteSignalen(tx, arnhem, [A]))
      expect(gone).toMatchObject([{ oin: linde, onopgepakt: true, teruggegeven: false }])
    })

    test('signals that their sender held back until now', async () => {
      await put(
        `update signaal set vastgehouden_tot = '2026-11-02' where id in ('${A}', '${THEIRS}')`,
      )
      const found = await swept((tx) => findExpiredHeld(tx, arnhem, at, 10))
      expect(found).toEqual([{ oin: linde, id: A }])
      expect(await swept((tx) => lockExpiredHeld(tx, arnhem, at, [A, THEIRS]))).toEqual([A])
    })

    test('lines of the feed', async () => {
      await expectUntouched('gemeente_gebeurtenis', 'volgnummer::text', (tx) =>
        deleteFeedRows(tx, arnhem, TODAY, 10),
      )
      const own = `gemeentecode = '${arnhem}'`
      expect(await twins.rows('gemeente_gebeurtenis', 'volgnummer', own)).toEqual([[2]])
    })

    test('kenmerken that ended', async () => {
      await expectUntouched('kenmerk', 'kenmerk', (tx) =>
        deleteEndedKenmerken(tx, arnhem, TODAY, 10),
      )
      expect(await twins.rows('kenmerk', 'oin', `signaal_id = '${ENDED}'`)).toEqual([[lageLand]])
    })

    test('details of events, whoever they are of: none before its day', async () => {
      expect(await swept((tx) => deleteDueDetails(tx, TODAY, 10))).toBe(0)
    })
  })

  describe('what a compromised key leaves', () => {
    const verlies = { gemeentecode: arnhem, sleutelId: ACTIVE_THERE }

    test('the next signals to look at', async () => {
      const next = (sleutelId: typeof OF_BODY) =>
        swept((tx) => nextSignalen(tx, { gemeentecode: arnhem, sleutelId }, 10))
      expect((await next(ACTIVE_THERE))?.map(({ id }) => id)).toEqual([A, NEIGHBOUR])
      expect(await next(OF_BODY)).toBeUndefined()
    })

    test('notes how far it is', () =>
      expectUntouched('sleutelverlies', 'sleutel_id, tot_signaal::text', (tx) =>
        advanceVerlies(tx, verlies, A),
      ))

    test('is done with its own', () =>
      expectUntouched('sleutelverlies', 'sleutel_id', (tx) => deleteVerlies(tx, verlies)))

    test('signals that nobody can open: a key elsewhere opens nothing here', async () => {
      const dark = await swept((tx) => findDark(tx, verlies, [A, THEIRS]))
      expect(dark).toEqual([A])
    })

    test('holds those signals', async () => {
      const held = await swept((tx) => lockDark(tx, arnhem, [A, THEIRS]))
      expect(held).toEqual([{ id: A, wacht: true }])
    })
  })

  describe('what hung on a signal of one sender', () => {
    test('holds its kenmerk', async () => {
      const locked = (oin: string) =>
        twins.rows('kenmerk', `(xmax::text <> '0')::text`, `oin = '${oin}' and kenmerk = 'K-1'`)
      await swept((tx) => lockKenmerken(tx, signalen))
      expect([await locked(linde), await locked(lageLand)]).toEqual([[['true']], [['false']]])
    })

    test('expires its kenmerk', () =>
      expectUntouched('kenmerk', 'kenmerk, toestand', (tx) =>
        endKenmerken(tx, signalen, { einde: 'verlopen', at, vervaldatum: '2026-12-01' }),
      ))

    test('deletes its receipts', () =>
      expectUntouched('ontvangstbewijs', 'signaal_id', (tx) => deleteBewijzen(tx, signalen)))

    test('deletes its idempotency keys', () =>
      expectUntouched('idempotentie', 'sleutel', (tx) => deleteIdempotentieOf(tx, signalen)))

    test('deletes idempotency keys that expired, not those of the same name', () =>
      expectUntouched('idempotentie', 'sleutel', (tx) => deleteExpiredIdempotentie(tx, at, 10)))

    test('deletes assertions that expired, not those of the same name', () =>
      expectUntouched('assertie', 'jti', (tx) => deleteExpiredAsserties(tx, at, 10)))

    test('deletes hashes of persons that expired, not those of the same signal', () =>
      expectUntouched('eerder_signaal', 'signaal_id::text', (tx) =>
        deleteExpiredEerder(tx, TODAY, 10),
      ))

    test('asks whether its own month key is in use', async () => {
      const used = (month: string) => swept((tx) => monthIsUsed(tx, linde, month))
      expect([await used('2026-10'), await used('2026-11')]).toEqual([true, false])
    })
  })
})
