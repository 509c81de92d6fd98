import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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
import { lockOpenKey, lockOpenKeys } from '../../src/sealing/bewaarsleutel.store.ts'
import {
  A,
  arnhem,
  asLinde,
  at,
  ELSEWHERE,
  ENDED,
  grounds,
  KEY_DAY,
  key,
  lageLand,
  linde,
  NEIGHBOUR,
  PERSON,
  THEIRS,
  type Twins,
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
    // Its own is held back; that the other’s of that name went on is nothing to it.
    const { owner, kind } = twins.database
    const held = `update signaal set vastgehouden_tot = '2026-11-04' where gemeentecode = '${arnhem}' and id = '${A}'`
    await owner.exec(kind === 'pglite' ? `reset role; ${held}; set role gw_login` : held)
    await twins.as(asLinde, async (tx) => {
      expect(await findEerderMaanden(tx, linde, ['2026-09', '2026-10', '2026-11'])).toEqual([
        '2026-10',
      ])
      const person = { sleutelmaand: '2026-10', persoonHmac: PERSON }
      const found = await findEerdere(tx, linde, [person], { dag, vastgehoudenTot: undefined })
      expect(found).toMatchObject([{ signaalId: A, signaaltype: 'huur', telt: false }])
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
    // Of what is open for the same day no other is held, or named first.
    const held = await twins.as(asLinde, (tx) =>
      lockOpenKeys(tx, [{ gemeentecode: arnhem, vervaldatum: KEY_DAY }]),
    )
    expect(held).toEqual([key])
  })
})
