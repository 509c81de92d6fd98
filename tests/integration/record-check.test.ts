import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { publishFeedback } from '../../src/flows/give-feedback/publish-feedback.ts'
import { readOwnFeedback } from '../../src/flows/give-feedback/read-feedback.ts'
import { recordCheck } from '../../src/flows/record-check.ts'
import type { Policies } from '../../src/legal/compile.ts'
import type { Controleuitkomst } from '../../src/model/controle.ts'
import type { SignaalId } from '../../src/model/ids.ts'
import type { Meldingtoestand } from '../../src/model/melding-life.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { engines } from '../support/databases.ts'
import { college, type House, openHouse, tilburg, vlp } from '../support/house.ts'
import { arnhem, linde } from '../support/sealed-signals.ts'

const NAMES =
  'Boer Visser Smit Mulder Dekker Brouwer Hoekstra Kuiper Postma Vink Zwart Jonker Bos Kramer Prins'.split(
    ' ',
  )
const AFTER_CLOSING = '2026-12-01T00:00:00Z'

describe.each(engines)('what a check found, on $name', (engine) => {
  let house: House
  beforeAll(async () => {
    house = await openHouse(await engine.open())
  })
  beforeEach(() => house.setClock('2026-11-03T09:00:00Z'))
  afterAll(() => house.close())

  const find = (
    id: SignaalId,
    uitkomst: Controleuitkomst,
    {
      herstel,
      gemeentecode = arnhem,
      policies,
    }: { herstel?: true; gemeentecode?: typeof arnhem; policies?: Policies } = {},
  ) =>
    recordCheck(
      { ...house.sweepDeps, ...(policies === undefined ? {} : { policies: () => policies }) },
      college(gemeentecode, 'controle'),
      { id, bevinding: { uitkomst, ...(herstel === undefined ? {} : { herstel }) } },
    )
  /** What the landlord reads by now of these signals. */
  const told = async (...ids: readonly SignaalId[]): Promise<readonly unknown[]> => {
    await publishFeedback({ ...house.sweepDeps, crashPoint: () => undefined })
    const { terugkoppelingen } = await readOwnFeedback(house.sweepDeps, vlp(linde), { limiet: 100 })
    return terugkoppelingen
      .filter(({ signaalId }) => ids.includes(signaalId))
      .map(({ signaalId, code }) => [signaalId, code])
  }
  let posted = 0
  /** A signal of somebody else each time, that has its melding. */
  const post = async (): Promise<SignaalId> => {
    posted += 1
    const { id } = await house.post({ persoon: { achternaam: NAMES[posted] } })
    await house.collect(arnhem, 'controle')
    return id
  }
  const setState = (id: SignaalId, toestand: Meldingtoestand) =>
    asSuperuser(house.database, (pool) =>
      pool.updateTable('melding').set({ toestand }).where('id', '=', id).execute(),
    )
  const eventsOf = async (id: SignaalId) =>
    (await house.events('controle-vastgelegd')).filter(
      (event) => event.soort === 'controle-vastgelegd' && event.meldingId === id,
    )
  const sealedOf = async (id: SignaalId): Promise<number> =>
    (await house.backup()).filter(({ signaal_id }) => signaal_id === id).length
  const rowOf = (id: SignaalId) =>
    asSuperuser(house.database, async (pool) => ({
      melding: await pool.selectFrom('melding').selectAll().where('id', '=', id).executeTakeFirst(),
      signaal: await pool.selectFrom('signaal').selectAll().where('id', '=', id).executeTakeFirst(),
    }))

  test('who moved falls out before anyone chooses: its landlord reads the coarse code at once', async () => {
    const id = await post()
    expect(await find(id, 'geen-inwoner')).toEqual({
      id,
      versie: 2,
      toestand: 'uitgevallen',
      gevolg: 'uitvallen',
    })
    const { melding, signaal } = await rowOf(id)
    expect(melding).toMatchObject({ uitkomstgroep: 'gesloten', geheim: false })
    expect(signaal?.velden_vervaldatum).toBe('2026-11-17')
    expect(await told(id)).toEqual([[id, 'niet-opgepakt']])
  })

  test('who falls out after being chosen: nobody learns of the choice, and the landlord reads it when the month closes', async () => {
    const id = await post()
    await setState(id, 'geselecteerd')
    expect(await find(id, 'geen-inwoner')).toMatchObject({ toestand: 'uitgevallen' })
    expect(await told(id)).toEqual([])
    expect(await house.stateOf(id)).toMatchObject({ toestand: 'aangeleverd' })
    house.setClock(AFTER_CLOSING)
    expect(await told(id)).toEqual([[id, 'niet-opgepakt']])
  })

  test('whom a check took off the list opens for nobody, though it was chosen before; who stayed opens', async () => {
    const [id, other] = [await post(), await post()]
    for (const one of [id, other]) await setState(one, 'geselecteerd')
    await find(id, 'geen-inwoner')
    await expect(house.collectOneChosen(id)).rejects.toMatchObject({ kind: 'niet-geselecteerd' })
    const opened = await house.collectChosen()
    expect(opened.map((one) => String(one.id))).not.toContain(id)
    expect((await house.collectOneChosen(other)).signalen[0]?.velden).not.toEqual([])
  })

  test('it may be said again, and is told once', async () => {
    const id = await post()
    await find(id, 'overleden')
    expect(await find(id, 'geen-inwoner')).toMatchObject({ versie: 2, toestand: 'uitgevallen' })
    house.setClock(AFTER_CLOSING)
    expect(await told(id)).toHaveLength(1)
    const events = await eventsOf(id)
    expect(events).toHaveLength(2)
    expect(events).toContainEqual(
      expect.objectContaining({
        gevolg: 'uitvallen',
        uitkomstgroep: 'gesloten',
        gewisteSignalen: [],
      }),
    )
  })

  test('what ends nothing leaves it waiting, and a protected address is marked', async () => {
    const id = await post()
    for (const uitkomst of ['in-orde', 'in-onderzoek', 'bewind', 'geheim'] as const)
      expect(await find(id, uitkomst)).toMatchObject({ versie: 1, toestand: 'werkvoorraad' })
    expect((await rowOf(id)).melding).toMatchObject({ geheim: true, uitkomstgroep: null })
    expect((await rowOf(id)).melding?.gecontroleerd_tijdstip).toEqual(house.sweepDeps.now())
  })

  test('of a protected address no VLP reads more than the coarse code, even where more may be told', async () => {
    const policies = house.sweepDeps.policies()
    const doelen = new Map(policies.documents.doelen)
    for (const [name, file] of doelen)
      if (file.doel === 'terugkoppeling') {
        const overleden = { ...file.resultaten.overleden, aanvaardDoor: 'test' }
        doelen.set(name, { ...file, resultaten: { ...file.resultaten, overleden } })
      }
    const accepted = { ...policies, documents: { ...policies.documents, doelen } }
    const open = await post()
    const secret = await post()
    await find(secret, 'geheim')
    for (const id of [open, secret]) await find(id, 'overleden', { policies: accepted })
    house.setClock(AFTER_CLOSING)
    expect(await told(open)).toEqual([[open, 'overleden']])
    expect(await told(secret)).toEqual([[secret, 'niet-opgepakt']])
  })

  test('a wrong finding is mended: it waits again, and nobody was told', async () => {
    const id = await post()
    await find(id, 'geen-inwoner')
    await expect(find(id, 'in-orde')).rejects.toMatchObject({
      kind: 'stap-niet-mogelijk',
      errors: [{ code: 'uitgevallen' }],
    })
    expect(await find(id, 'in-orde', { herstel: true })).toMatchObject({
      versie: 3,
      toestand: 'werkvoorraad',
    })
    expect((await rowOf(id)).melding).toMatchObject({
      uitkomstgroep: null,
      afgesloten_tijdstip: null,
    })
    house.setClock(AFTER_CLOSING)
    expect(await told(id)).toEqual([])
  })

  describe('an objection', () => {
    test('takes everything of the person away at once, and is not undone', async () => {
      const id = await post()
      expect(await find(id, 'bezwaar')).toMatchObject({ toestand: 'uitgevallen', gevolg: 'wissen' })
      expect(await sealedOf(id)).toBe(0)
      expect(await house.count('herverpakking')).toBeGreaterThan(0)
      const { signaal } = await rowOf(id)
      expect(signaal).toMatchObject({ soort: null, bedragklasse: null, wijkcode: null })
      const left = await asSuperuser(house.database, (pool) =>
        pool.selectFrom('matchindex').selectAll().where('signaal_id', '=', id).execute(),
      )
      expect(left).toEqual([])
      await expect(find(id, 'in-orde', { herstel: true })).rejects.toMatchObject({
        kind: 'stap-niet-mogelijk',
      })
      expect((await eventsOf(id)).at(0)).toMatchObject({
        gevolg: 'wissen',
        gewisteSignalen: [id],
      })
    })

    test('is heard where someone works on it already, and its end is left to them', async () => {
      const id = await post()
      await setState(id, 'opgepakt')
      expect(await find(id, 'bezwaar')).toMatchObject({ toestand: 'opgepakt' })
      expect(await sealedOf(id)).toBe(0)
      await expect(find(id, 'geen-inwoner')).rejects.toMatchObject({ kind: 'stap-niet-mogelijk' })
    })

    test('takes nothing of what two persons froze, and nothing of what may only be kept', async () => {
      const id = await post()
      const set = (column: 'bevroren_tot' | 'beperkt_tot', dag: string | null) =>
        asSuperuser(house.database, (pool) =>
          pool
            .updateTable('signaal')
            .set({ [column]: dag })
            .execute(),
        )
      await set('bevroren_tot', '2027-01-01')
      await expect(find(id, 'bezwaar')).rejects.toMatchObject({ kind: 'signaal-bevroren' })
      await set('bevroren_tot', null)
      await set('beperkt_tot', '2027-01-01')
      await expect(find(id, 'bezwaar')).rejects.toMatchObject({ kind: 'signaal-beperkt' })
      expect(await sealedOf(id)).toBeGreaterThan(0)
      expect((await rowOf(id)).melding).toMatchObject({ toestand: 'werkvoorraad' })
    })
  })

  test('another municipality finds nothing of it, nor says anything', async () => {
    const id = await post()
    await expect(find(id, 'geen-inwoner', { gemeentecode: tilburg })).rejects.toMatchObject({
      kind: 'niet-gevonden',
    })
    expect((await rowOf(id)).melding).toMatchObject({ toestand: 'werkvoorraad' })
  })

  test('a signal that its landlord withdrew is not there to be found', async () => {
    const id = await post()
    await house.withdraw(id, 'betaald')
    await expect(find(id, 'overleden')).rejects.toMatchObject({ kind: 'niet-gevonden' })
  })
})
