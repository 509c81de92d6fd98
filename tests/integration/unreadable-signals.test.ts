import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSleutelpaar, type Sleutelpaar } from '../../src/crypto/recipient-key.ts'
import { changeKey } from '../../src/flows/manage-keys/change-key.ts'
import { markUnreadable } from '../../src/flows/mark-unreadable.ts'
import type { CrashPoint } from '../../src/model/ports.ts'
import type { Ontvangersleutel } from '../../src/model/sealed.ts'
import type { Sleutelgevolg } from '../../src/model/sleutel.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { engines } from '../support/databases.ts'
import { type House, openHouse } from '../support/house.ts'
import { arnhem, linde, random } from '../support/sealed-signals.ts'

const COLLEGE = '00000099000000202000'
const POINTS = [
  'onleesbaar-gedaan',
  'onleesbaar-vastgelegd',
  'verlies-gedaan',
  'verlies-vastgelegd',
] as const

describe.each(engines)('signals whose keys were lost, on $name', (engine) => {
  let house: House
  let reserve: Sleutelpaar
  let active: (readonly Ontvangersleutel['doelen'][number][])[]
  beforeEach(async () => {
    reserve = await createSleutelpaar(random)
    active = [['hulpaanbod', 'controle'], ['hulpaanbod']]
    house = await openHouse(await engine.open(), ({ paar }) =>
      [paar, reserve].flatMap((key, i) => {
        const doelen = active[i]
        const { sleutelId, publiekeSleutel } = key
        const place = { gemeentecode: arnhem, toestand: 'actief' } as const
        return doelen === undefined ? [] : [{ sleutelId, publiekeSleutel, ...place, doelen }]
      }),
    )
    await asSuperuser(house.database, async (pool) => {
      await sql`insert into deelnemer (oin, naam, rol, gemeentecode, client_jwks, vanaf)
        values (${COLLEGE}, 'Arnhem', 'college', '0202', '{}', '2025-01-01')`.execute(pool)
      for (const key of [house.bench.paar, reserve])
        await sql`insert into ontvangersleutel values ('0202', ${key.sleutelId}, ${COLLEGE},
          array['hulpaanbod'], ${key.publiekeSleutel}, 'actief', 'jws', '2026-01-01')`.execute(pool)
    })
  })
  afterEach(() => house.close())

  const lose = async ({ sleutelId }: Sleutelpaar): Promise<Sleutelgevolg> => {
    const revocations = { serials: new Set<string>(), staleAt: new Date('2030-01-01'), lists: [] }
    const { now, db } = house.sweepDeps
    const deps = { db, now, realNow: now, random, anchors: () => [] }
    const { gevolg } = await changeKey(
      { ...deps, revocations: () => revocations },
      { beheerder: 'beheer-1' },
      { sleutelId, gemeenten: [arnhem] },
      { toestand: 'gecompromitteerd', reden: 'verloren' },
    )
    return gevolg
  }
  const mark = (crashPoint: CrashPoint = () => undefined): Promise<number> =>
    markUnreadable({ ...house.sweepDeps, crashPoint, batchSize: 2 })
  const states = (ids: readonly { readonly id: never }[]): Promise<readonly string[]> =>
    Promise.all(ids.map(async ({ id }) => (await house.stateOf(id)).toestand))

  test('stay while one usable key has a box, and end when the last is lost: erased, told and offered anew', async () => {
    const { id } = await house.post({ kenmerk: 'V-1', idempotentiesleutel: 'poging-1' })
    expect((await lose(house.bench.paar)).onleesbaar).toBe(0)
    expect([await mark(), await house.count('sleutelverlies')]).toEqual([0, 0])
    expect(await house.stateOf(id)).toMatchObject({ toestand: 'aangeleverd' })

    const gevolg = await lose(reserve)
    expect(gevolg).toMatchObject({ onleesbaar: 1, zonderSleutel: ['controle', 'hulpaanbod'] })
    expect(gevolg.getroffen.signalen).toEqual([{ id, verstrekt: false }])
    expect(await mark()).toBe(1)
    expect(await house.stateOf(id)).toEqual({
      id,
      versie: 1,
      kenmerk: 'V-1',
      gemeentecode: arnhem,
      toestand: 'onleesbaar',
      beeindigdTijdstip: '2026-11-03T09:00:00.000Z',
    })
    for (const table of ['signaal', 'verzegeld', 'ontvangstbewijs', 'idempotentie'] as const)
      expect(await house.count(table), table).toBe(0)
    expect(await house.count('herverpakking')).toBeGreaterThan(0)
    expect((await house.feed()).gebeurtenissen).toMatchObject([
      { soort: 'onleesbaar', signaalId: id, versie: 1 },
    ])
    expect(await house.events('signaal-onleesbaar')).toEqual([
      {
        soort: 'signaal-onleesbaar',
        signaalId: id,
        versie: 1,
        gemeentecode: arnhem,
        sleutelId: reserve.sleutelId,
      },
    ])

    const next = await createSleutelpaar(random)
    reserve = next
    active = [[], ['hulpaanbod', 'controle']]
    await expect(house.post({ kenmerk: 'V-1' })).rejects.toThrow('signaal-geweigerd')
    const anew = await house.post({ kenmerk: 'V-1', heraanbieding: true })
    expect(anew.id).not.toBe(id)
    expect(await house.stateOf(anew.id)).toMatchObject({ toestand: 'aangeleverd' })
    expect((await house.sweep())?.aantallen.signalen).toBe(0)
    expect(await house.count('herverpakking')).toBe(0)
  })

  test('of which the municipality holds what it collected keep their state: only the fields go', async () => {
    const confirmed = await house.post()
    const withdrawn = await house.post()
    const collected = await house.post()
    await house.collect().catch(() => undefined)
    await house.confirm(confirmed.id)
    await asSuperuser(house.database, (pool) =>
      sql`update signaal set verstrekt_tijdstip = now() where id <> ${confirmed.id}::uuid`.execute(
        pool,
      ),
    )
    await house.withdraw(withdrawn.id, 'betaald')
    await lose(house.bench.paar)
    expect((await lose(reserve)).onleesbaar).toBe(1)
    expect(await mark()).toBe(1)
    expect(await house.count('verzegeld')).toBe(0)
    expect(await states([confirmed, withdrawn, collected] as never)).toEqual([
      'ontvangen',
      'ingetrokken',
      'onleesbaar',
    ])
  })

  test('are not judged where it is not known which keys have a box', async () => {
    const { id } = await house.post()
    await asSuperuser(house.database, (pool) =>
      sql`update verzegeld set sleutels = null`.execute(pool),
    )
    await lose(house.bench.paar)
    const { getroffen, onleesbaar } = await lose(reserve)
    expect([getroffen.signalen, onleesbaar]).toEqual([[{ id, verstrekt: false }], 0])
    expect(await mark()).toBe(0)
    expect(await house.stateOf(id)).toMatchObject({ toestand: 'aangeleverd' })
  })

  test('of another sort of key, or of a later version for a key that lives, stay', async () => {
    active = [['hulpaanbod', 'controle']]
    const corrected = await house.post({ kenmerk: 'C-1' })
    active = [[], ['hulpaanbod', 'controle']]
    await house.post({ kenmerk: 'C-1', persoon: { achternaam: 'Visser' } })
    const other = await house.post()
    await lose(house.bench.paar)
    expect(await mark()).toBe(0)
    expect(await states([corrected, other] as never)).toEqual(['aangeleverd', 'aangeleverd'])
  })

  test.each(POINTS)('after a crash at %s all end, each once', async (point) => {
    const posted = [await house.post(), await house.post(), await house.post()]
    await lose(house.bench.paar)
    await lose(reserve)
    await expect(
      mark((step) => {
        if (step === point) throw new Error(`crash at ${step}`)
      }),
    ).rejects.toThrow(`crash at ${point}`)
    await mark()
    expect(await states(posted as never)).toEqual(['onleesbaar', 'onleesbaar', 'onleesbaar'])
    expect(await house.count('sleutelverlies')).toBe(0)
    const events = await house.events('signaal-onleesbaar')
    expect(new Set(events.map((event) => 'signaalId' in event && event.signaalId)).size).toBe(3)
    expect([events.length, (await house.feed()).gebeurtenissen.length]).toEqual([3, 3])
  })

  test('two processes at once end each signal once', async () => {
    for (let n = 0; n < 5; n += 1) await house.post()
    await lose(house.bench.paar)
    await lose(reserve)
    const [one, other] = await Promise.all([mark(), mark()])
    expect(one + other).toBe(5)
    expect(await house.events('signaal-onleesbaar')).toHaveLength(5)
  })

  test("stand in the VLP's own log, and in no other VLP's", async () => {
    await house.post()
    await lose(house.bench.paar)
    await lose(reserve)
    await mark()
    const seen = (oin: string): Promise<number> =>
      house.database.db.transaction(
        { role: 'gw_toezicht', oin: oin as typeof linde },
        async (tx) =>
          (await tx.selectFrom('gebeurtenis_detail').select('detail').execute()).filter(
            ({ detail }) => (detail as { soort: string }).soort === 'signaal-onleesbaar',
          ).length,
      )
    expect([await seen(linde), await seen('00000099000000002000')]).toEqual([1, 0])
  })
})
