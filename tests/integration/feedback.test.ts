import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { queueFeedback } from '../../src/feedback/terugkoppeling.store.ts'
import { publishFeedback } from '../../src/flows/give-feedback/publish-feedback.ts'
import { readOwnFeedback } from '../../src/flows/give-feedback/read-feedback.ts'
import type { SignaalId } from '../../src/model/ids.ts'
import type { CrashPoint } from '../../src/model/ports.ts'
import type { Terugkoppelregel } from '../../src/model/terugkoppelregel.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { engines } from '../support/databases.ts'
import { type House, lageLand, openHouse, vlp } from '../support/house.ts'
import { arnhem, linde } from '../support/sealed-signals.ts'

describe.each(engines)('feedback to VLPs, on $name', (engine) => {
  let house: House
  beforeEach(async () => {
    house = await openHouse(await engine.open())
  })
  afterEach(() => house.close())

  const tell = (
    zichtbaar: 'direct' | 'sluiting',
    ...lines: readonly (Pick<Terugkoppelregel, 'signaalId' | 'code'> & Partial<Terugkoppelregel>)[]
  ): Promise<void> => {
    const at = house.sweepDeps.now()
    const place = { gemeentecode: arnhem, oin: linde, soort: 'eind', dag: '2026-11-03' } as const
    return house.database.db.transaction({ role: 'gw_opvolging', gemeenten: [arnhem] }, (tx) =>
      queueFeedback(
        tx,
        lines.map((line) => ({ ...place, ...line })),
        { zichtbaar, at },
      ),
    )
  }
  const publish = (crashPoint: CrashPoint = () => undefined): Promise<number> =>
    publishFeedback({ ...house.sweepDeps, crashPoint })
  const read = (sinds?: string, oin = linde, limiet = 100) =>
    readOwnFeedback(house.sweepDeps, vlp(oin), {
      limiet,
      ...(sinds !== undefined && { sinds }),
    })
  const codes = async (): Promise<readonly unknown[]> =>
    (await read()).terugkoppelingen.map(({ volgnummer, signaalId, code, vervangt }) => [
      volgnummer,
      signaalId,
      code,
      vervangt,
    ])
  const postTwo = async (): Promise<readonly [SignaalId, SignaalId]> => {
    const { id: first } = await house.post({ kenmerk: 'T-1' })
    house.passHours(1)
    return [first, (await house.post({ kenmerk: 'T-2' })).id]
  }

  test('a line is numbered, says the municipality’s own contact, and its signal reads teruggekoppeld', async () => {
    const [first] = await postTwo()
    await asSuperuser(house.database, async (pool) => {
      await pool
        .insertInto('deelnemer')
        .values({
          oin: '00000099000000202000',
          naam: 'Arnhem',
          rol: 'college',
          gemeentecode: '0202',
          client_jwks: '{}',
          vanaf: '2025-01-01',
        })
        .execute()
      await pool
        .insertInto('deelnemer_contact')
        .values({ oin: '00000099000000202000', emailadres: 'vs@example.nl', telefoonnummer: null })
        .execute()
    })
    await tell('direct', {
      signaalId: first,
      code: 'hulp-aanvaard',
      opschortenTotDatum: '2026-12-03',
    })
    expect([await publish(), await publish()]).toEqual([1, 0])
    expect(await read()).toEqual({
      terugkoppelingen: [
        {
          volgnummer: 1,
          signaalId: first,
          kenmerk: 'T-1',
          gemeentecode: arnhem,
          soort: 'eind',
          code: 'hulp-aanvaard',
          datum: '2026-11-03',
          opschortenTotDatum: '2026-12-03',
          contact: { naam: 'Arnhem', emailadres: 'vs@example.nl' },
        },
      ],
      sinds: '1',
      meer: false,
    })
    expect((await house.stateOf(first)).toestand).toBe('teruggekoppeld')
    expect(await house.events('terugkoppeling-gegeven')).toEqual([
      {
        soort: 'terugkoppeling-gegeven',
        signaalId: first,
        gemeentecode: arnhem,
        volgnummer: 1,
        regelsoort: 'eind',
        code: 'hulp-aanvaard',
      },
    ])
  })

  test('what waits for the closing is not seen a second before it, and comes in the order of the signals', async () => {
    const [first, second] = await postTwo()
    await tell(
      'sluiting',
      { signaalId: second, code: 'retour' },
      { signaalId: first, code: 'geen-hulp' },
    )
    house.setClock('2026-11-30T22:59:59Z')
    expect([await publish(), (await read()).terugkoppelingen]).toEqual([0, []])
    expect((await house.stateOf(second)).toestand).toBe('aangeleverd')
    house.setClock('2026-11-30T23:00:00Z')
    expect(await publish()).toBe(2)
    expect(await codes()).toEqual([
      [1, first, 'geen-hulp', undefined],
      [2, second, 'retour', undefined],
    ])
    expect((await house.stateOf(second)).toestand).toBe('retour')
  })

  test('a later final line replaces the one that was told; of two that waited only the last is told', async () => {
    const [first] = await postTwo()
    await tell('direct', { signaalId: first, code: 'geen-contact' })
    await publish()
    await tell('direct', { signaalId: first, code: 'geen-hulp' })
    await tell('direct', { signaalId: first, code: 'hulp-aanvaard' })
    await publish()
    expect(await codes()).toEqual([
      [1, first, 'geen-contact', undefined],
      [2, first, 'hulp-aanvaard', 1],
    ])
  })

  test('of a signal that its VLP withdrew nothing is told any more', async () => {
    const [first] = await postTwo()
    await tell('sluiting', { signaalId: first, code: 'retour' })
    await house.withdraw(first, 'betaald')
    house.setClock('2026-12-01T09:00:00Z')
    expect([await publish(), (await read()).terugkoppelingen]).toEqual([0, []])
  })

  test('a reader goes on after the last number, sees nothing of another VLP, and may not make up a place', async () => {
    const [first, second] = await postTwo()
    await tell(
      'direct',
      { signaalId: first, code: 'geen-hulp' },
      { signaalId: second, code: 'geen-hulp' },
    )
    await publish()
    const page = await read(undefined, linde, 1)
    expect([page.terugkoppelingen.length, page.sinds, page.meer]).toEqual([1, '1', true])
    expect((await read('1')).terugkoppelingen.map(({ signaalId }) => signaalId)).toEqual([second])
    expect(await read(undefined, lageLand)).toEqual({ terugkoppelingen: [], meer: false })
    await expect(read('1 or true')).rejects.toMatchObject({ kind: 'verzoek-onjuist' })
  })

  test.each(['terugkoppeling-gedaan', 'terugkoppeling-vastgelegd'] as const)(
    'a crash at %s loses and doubles nothing',
    async (point) => {
      const [first, second] = await postTwo()
      await tell(
        'direct',
        { signaalId: first, code: 'geen-hulp' },
        { signaalId: second, code: 'geen-hulp' },
      )
      const dead = new Error('dead')
      const dying = publish((name) => {
        if (name === point) throw dead
      })
      await expect(dying).rejects.toBe(dead)
      await publish()
      expect(await codes()).toEqual([
        [1, first, 'geen-hulp', undefined],
        [2, second, 'geen-hulp', undefined],
      ])
    },
  )

  test('the sweep takes a line away when its term has ended', async () => {
    const [first] = await postTwo()
    await tell('direct', { signaalId: first, code: 'geen-hulp' })
    await publish()
    house.setClock('2027-05-02T09:00:00Z')
    await house.sweep()
    expect((await read()).terugkoppelingen).toHaveLength(1)
    house.setClock('2027-05-03T09:00:00Z')
    expect((await house.sweep())?.aantallen.terugkoppelingen).toBe(1)
    expect((await read()).terugkoppelingen).toEqual([])
  })
})
