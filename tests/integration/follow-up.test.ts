import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDetail, sealDetail } from '../../src/client/result-detail.ts'
import { loadFieldOpener } from '../../src/crypto/field-opener.ts'
import { recordAttempt, voidAttempt } from '../../src/flows/follow-up/contact-attempts.ts'
import { joinMeldingen, splitMelding } from '../../src/flows/follow-up/join-meldingen.ts'
import { readFollowUp } from '../../src/flows/follow-up/read-follow-up.ts'
import { recordViews } from '../../src/flows/follow-up/record-views.ts'
import { sendInterim } from '../../src/flows/follow-up/send-interim.ts'
import { setResult } from '../../src/flows/follow-up/set-result.ts'
import { watchClocks } from '../../src/flows/follow-up/watch-clocks.ts'
import { publishFeedback } from '../../src/flows/give-feedback/publish-feedback.ts'
import { readOwnFeedback } from '../../src/flows/give-feedback/read-feedback.ts'
import type { SignaalId } from '../../src/model/ids.ts'
import type { Detailzegel } from '../../src/model/resultaat.ts'
import type { Resultaatdetail } from '../../src/model/resultaatdetail.ts'
import type { Terugkoppelcode, Uitkomstgroep } from '../../src/model/terugkoppeling.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { engines } from '../support/databases.ts'
import { college, type House, openHouse, tilburg, vlp } from '../support/house.ts'
import { arnhem, linde } from '../support/sealed-signals.ts'

const DETAIL: Resultaatdetail = {
  resultaat: 'vervolghulp-financieel',
  hulpvormen: ['budgetcoaching', 'schuldenoverzicht'],
  planVanAanpak: true,
}
const HUISBEZOEK = { soort: 'huisbezoek', dagdeel: 'avond', bereikt: false } as const

describe.each(engines)('what a municipality does after opening, on $name', (engine) => {
  let house: House
  beforeEach(async () => {
    house = await openHouse(await engine.open())
  })
  afterEach(() => house.close())

  const caller = college(arnhem)
  const deps = () => house.followUpDeps
  const opened = async (overrides: Readonly<Record<string, unknown>> = {}): Promise<SignaalId> => {
    const { id } = await house.post(overrides)
    await house.followUpDeps.group([arnhem])
    await setState('opgepakt', id)
    return id
  }
  const setState = (toestand: string, id: SignaalId): Promise<unknown> =>
    asSuperuser(house.database, (pool) =>
      sql`update melding set toestand = ${toestand} where id = ${id}`.execute(pool),
    )
  const give = async (
    id: SignaalId,
    uitkomstgroep: Uitkomstgroep,
    terugkoppelcode: Terugkoppelcode,
    more: { readonly versie?: number; readonly detail?: Detailzegel } = {},
  ): Promise<number> => {
    const versie = more.versie ?? (await read(id)).versie
    const { detail } = more
    const invoer = { uitkomstgroep, terugkoppelcode, ...(detail !== undefined && { detail }) }
    return (await setResult(deps(), caller, id, { ifMatch: `"${versie}"`, invoer })).versie
  }
  const read = async (id: SignaalId) => {
    const found = await readFollowUp(deps(), caller, { id })
    if (found === undefined) throw new Error('no follow-up')
    return found
  }
  const attempt = (id: SignaalId, poging: object, idempotentiesleutel?: string) =>
    recordAttempt(deps(), caller, id, {
      poging: { ...HUISBEZOEK, datum: '2026-11-03', ...poging },
      ...(idempotentiesleutel !== undefined && { idempotentiesleutel }),
    })
  const told = async () => {
    await publishFeedback(house.sweepDeps)
    const { terugkoppelingen } = await readOwnFeedback(house.sweepDeps, vlp(linde), { limiet: 100 })
    return terugkoppelingen.map(({ signaalId, code, vervangt, opschortenTotDatum }) => ({
      signaalId,
      code,
      vervangt,
      opschortenTotDatum,
    }))
  }
  const remind = async () => {
    await watchClocks(house.sweepDeps)
    const { gebeurtenissen } = await house.feed()
    return gebeurtenissen.flatMap((one) => (one.soort === 'termijn' ? [[one.wat, one.datum]] : []))
  }

  test('a result tells the VLP its code and no more, and its detail opens for the municipality alone', async () => {
    const id = await opened()
    const plaats = { melding: id, versie: 2, gemeentecode: arnhem }
    const detail = sealDetail(house.bench.fieldBox, plaats, DETAIL, [house.bench.paar])
    expect(await give(id, 'hulp-aanvaard', 'hulp-aanvaard', { detail })).toBe(2)
    const { resultaat, toestand, versie } = await read(id)
    expect([toestand, versie, resultaat?.terugkoppelcode]).toEqual([
      'afgesloten',
      2,
      'hulp-aanvaard',
    ])
    const sealed = resultaat?.detail
    if (sealed === undefined) throw new Error('no detail')
    const opener = await loadFieldOpener(house.bench.paar)
    expect(openDetail(opener, plaats, sealed)).toEqual(DETAIL)
    expect(() => openDetail(opener, { ...plaats, gemeentecode: tilburg }, sealed)).toThrow()
    expect(await told()).toEqual([
      { signaalId: id, code: 'hulp-aanvaard', opschortenTotDatum: '2026-12-03' },
    ])
    expect(await house.events('resultaat-vastgelegd')).toMatchObject([
      { meldingId: id, stap: 'afsluiten', uitkomstgroep: 'hulp-aanvaard', metDetail: true },
    ])
    const files = JSON.stringify(await house.events('resultaat-vastgelegd'))
    expect(files).not.toContain('budgetcoaching')
  })

  test('two colleagues: the second must have read what the first wrote', async () => {
    const id = await opened()
    const invoer = { uitkomstgroep: 'geen-hulp', terugkoppelcode: 'geen-hulp' } as const
    await expect(
      setResult(deps(), caller, id, { ifMatch: undefined, invoer }),
    ).rejects.toMatchObject({
      kind: 'voorwaarde-ontbreekt',
    })
    await give(id, 'geen-hulp', 'geen-hulp', { versie: 1 })
    await expect(give(id, 'niet-bereikt', 'geen-contact', { versie: 1 })).rejects.toMatchObject({
      kind: 'versie-verouderd',
    })
  })

  test('a code that the policies do not allow is refused with those that they do', async () => {
    const id = await opened()
    await expect(give(id, 'gesloten', 'overleden')).rejects.toMatchObject({
      kind: 'terugkoppeling-niet-toegestaan',
      errors: [{ pointer: '/terugkoppelcode', detail: 'Bij gesloten mag: niet-opgepakt.' }],
    })
    expect(await give(id, 'gesloten', 'niet-opgepakt')).toBe(2)
  })

  test('help accepted late reopens, and the VLP reads which line it replaces', async () => {
    const id = await opened()
    await give(id, 'niet-bereikt', 'geen-contact')
    expect((await told()).map(({ code }) => code)).toEqual(['geen-contact'])
    house.passHours(1)
    await give(id, 'hulp-aanvaard', 'hulp-aanvaard')
    expect((await read(id)).toestand).toBe('opgepakt')
    expect((await told()).at(-1)).toMatchObject({ code: 'hulp-aanvaard', vervangt: 1 })
    expect(await house.events('resultaat-vastgelegd')).toMatchObject([
      { stap: 'afsluiten' },
      { stap: 'heropenen' },
    ])
  })

  test('what was not chosen gets no result and no attempt: the refusal names what can happen', async () => {
    const { id } = await house.post()
    await house.followUpDeps.group([arnhem])
    await expect(give(id, 'geen-hulp', 'geen-hulp')).rejects.toMatchObject({
      kind: 'stap-onmogelijk',
      errors: [{ detail: expect.stringContaining('selecteren') as string }],
    })
    await expect(attempt(id, {})).rejects.toMatchObject({ kind: 'stap-onmogelijk' })
    await expect(readFollowUp(deps(), college(tilburg), { id })).resolves.toBeUndefined()
  })

  test('an interim message is told only when somebody accepted its question', async () => {
    const id = await opened()
    await expect(sendInterim(deps(), caller, id, 'in-behandeling')).rejects.toMatchObject({
      kind: 'terugkoppeling-niet-toegestaan',
    })
  })

  test('attempts are recorded once under their key, and stay when they do not count', async () => {
    const id = await opened()
    const first = await attempt(id, {}, 'poging-1')
    expect(await attempt(id, {}, 'poging-1')).toEqual({ ...first, herhaald: true })
    await expect(attempt(id, { bereikt: true }, 'poging-1')).rejects.toMatchObject({
      kind: 'idempotentiesleutel-hergebruikt',
    })
    await expect(attempt(id, { datum: '2026-11-04' })).rejects.toMatchObject({
      kind: 'verzoek-onjuist',
    })
    const place = { melding: id, poging: first.poging.id }
    await voidAttempt(deps(), caller, place, 'dubbel')
    await voidAttempt(deps(), caller, place, 'onjuist')
    expect((await read(id)).contactpogingen).toEqual([{ ...first.poging, vervallen: 'dubbel' }])
    expect(await house.events('contactpoging-vervallen')).toHaveLength(1)
  })

  test('the conversation of Wgs art. 4 is warned of five days before, told when it has passed, each once', async () => {
    const id = await opened()
    expect(await remind()).toEqual([])
    expect((await read(id)).uiterlijkeGespreksdatum).toBe('2026-12-01')
    house.setClock('2026-11-26T09:00:00Z')
    expect(await remind()).toEqual([['gesprek-nadert', '2026-12-01']])
    expect(await remind()).toHaveLength(1)
    house.setClock('2026-12-02T09:00:00Z')
    expect((await remind()).at(-1)).toEqual(['gesprek-verstreken', '2026-12-01'])
    expect(await house.events('termijn-gemeld')).toHaveLength(2)
  })

  test('somebody who was spoken with in time is told of no more', async () => {
    const id = await opened()
    await remind()
    await attempt(id, { bereikt: true })
    house.setClock('2026-12-02T09:00:00Z')
    expect(await remind()).toEqual([])
  })

  test('a threat and accepted help leave three working days (scenario 16)', async () => {
    const id = await opened({ crisissignaal: true })
    await give(id, 'hulp-aanvaard', 'hulp-aanvaard')
    expect((await read(id)).uiterlijkeGespreksdatum).toBe('2026-11-06')
    house.setClock('2026-11-05T09:00:00Z')
    expect(await remind()).toEqual([['gesprek-nadert', '2026-11-06']])
  })

  test('a card asks for another visit after five days, and three weeks end the attempts', async () => {
    const id = await opened()
    await attempt(id, { soort: 'kaartje' })
    house.setClock('2026-11-08T09:00:00Z')
    expect(await remind()).toEqual([['na-kaartje', '2026-11-08']])
    house.setClock('2026-11-24T09:00:00Z')
    expect((await remind()).at(-1)).toEqual(['einde-pogingen', '2026-11-24'])
  })

  test('the coded row ends half a year after a result without help, a year after one with; its fields on their own day', async () => {
    const [one, two] = [await opened(), await opened({ persoon: { achternaam: 'Anders' } })]
    house.setClock('2027-04-01T09:00:00Z')
    await give(one, 'geen-hulp', 'geen-hulp')
    await give(two, 'hulp-aanvaard', 'hulp-aanvaard')
    house.setClock('2027-05-03T09:00:00Z')
    await house.sweep()
    expect([await house.count('verzegeld'), await house.count('signaal')]).toEqual([0, 2])
    house.setClock('2027-10-01T09:00:00Z')
    await house.sweep()
    expect(await house.count('signaal')).toBe(1)
    house.setClock('2028-04-01T09:00:00Z')
    await house.sweep()
    expect(await house.count('signaal')).toBe(0)
  })

  test('the detail of a result is dark with its row, and one that was replaced within a day', async () => {
    const id = await opened()
    const seal = (versie: number) =>
      sealDetail(house.bench.fieldBox, { melding: id, versie, gemeentecode: arnhem }, DETAIL, [
        house.bench.paar,
      ])
    await give(id, 'geen-hulp', 'geen-hulp', { detail: seal(2) })
    await give(id, 'geen-hulp', 'geen-hulp', { detail: seal(3) })
    expect(await house.count('herverpakking')).toBe(1)
    await house.sweep()
    const { resultaat } = await read(id)
    if (resultaat?.detail === undefined) throw new Error('no detail')
    const opener = await loadFieldOpener(house.bench.paar)
    const plaats = { melding: id, gemeentecode: arnhem }
    expect(openDetail(opener, plaats, resultaat.detail)).toEqual(DETAIL)
    house.setClock('2027-05-03T09:00:00Z')
    await house.sweep()
    const rows = await asSuperuser(house.database, (pool) =>
      pool.selectFrom('resultaat_detail').select('versie').execute(),
    )
    expect(rows).toEqual([])
  })

  test('an objection after collection takes the detail of the result with it, within a day', async () => {
    const id = await opened()
    await asSuperuser(house.database, (pool) =>
      sql`update signaal set verstrekt_tijdstip = '2026-11-03T09:00:00Z'`.execute(pool),
    )
    const plaats = { melding: id, versie: 2, gemeentecode: arnhem }
    const detail = sealDetail(house.bench.fieldBox, plaats, DETAIL, [house.bench.paar])
    await give(id, 'geen-hulp', 'geen-hulp', { detail })
    await house.withdraw(id, 'bezwaar')
    expect((await house.sweep())?.aantallen.resultaten).toBe(1)
    expect((await read(id)).resultaat).toEqual({
      uitkomstgroep: 'geen-hulp',
      terugkoppelcode: 'geen-hulp',
      datum: '2026-11-03',
    })
  })

  test('views of a case system are an event each, once', async () => {
    const id = await opened()
    const view = {
      id: '019ab0c4-1d2e-4f30-8a41-5b6c7d8e9f04',
      meldingId: id,
      medewerker: 'mw-9',
      reden: 'contact',
      tijdstip: '2026-11-03T08:00:00Z',
    } as const
    expect([
      await recordViews(deps(), caller, [view, view]),
      await recordViews(deps(), caller, [view]),
    ]).toEqual([1, 0])
    expect(await house.events('melding-geraadpleegd')).toMatchObject([
      { meldingId: id, geraadpleegdDoor: 'mw-9', reden: 'contact' },
    ])
    await expect(
      recordViews(deps(), college(tilburg), [
        { ...view, id: '019ab0c4-1d2e-4f30-8a41-5b6c7d8e9f05' },
      ]),
    ).rejects.toMatchObject({ kind: 'niet-gevonden' })
  })

  test('meldingen are joined and parted again, and only what was opened', async () => {
    const one = await opened()
    house.passHours(1)
    const two = await opened({ persoon: { achternaam: 'Anders' } })
    const { id: closed } = await house.post({ persoon: { achternaam: 'Elders' } })
    await house.followUpDeps.group([arnhem])
    await expect(joinMeldingen(deps(), caller, one, closed)).rejects.toMatchObject({
      kind: 'melding-niet-geopend',
    })
    await joinMeldingen(deps(), caller, one, two)
    expect((await house.meldingOf(two)).id).toBe(one)
    await expect(splitMelding(deps(), caller, one, [one, two])).rejects.toMatchObject({
      kind: 'verzoek-onjuist',
    })
    await splitMelding(deps(), caller, one, [two])
    expect([(await house.meldingOf(one)).id, (await house.meldingOf(two)).id]).toEqual([one, two])
  })
})
