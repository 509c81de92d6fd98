/** Scenarios 5c, 7a, 7b and 9 of the domain, one signal of every other permanent type, and the change of law at 2026-01-01. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openerOf } from '../../src/cli/afnemer.ts'
import { readParty } from '../../src/cli/party.ts'
import { EXAMPLES } from '../../src/development/examples.ts'
import { readReceiptClaims } from '../../src/intake/receipt.ts'
import { addDays } from '../../src/legal/calendar.ts'
import type { Besluit } from '../../src/model/besluit.ts'
import { Melding } from '../../src/model/melding.ts'
import { SignaalAntwoord } from '../../src/model/ontvangstbewijs.ts'
import { chooseAll } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type PartyAccess, type TestGateway } from '../support/gateway.ts'

type Json = Readonly<Record<string, unknown>>
type Posted = { readonly status: number; readonly besluit: Besluit; readonly antwoord: unknown }

const exampleOf = (name: string): (typeof EXAMPLES)[number] => {
  const found = EXAMPLES.find(({ naam }) => naam === name)
  if (found === undefined) throw new Error(`no example ${name}`)
  return found
}

async function post(gateway: TestGateway, party: string, body: Json): Promise<Posted> {
  const { client } = gateway.as(party, 'aanleveren')
  const { response, data, error } = await client.POST('/signalen', { body: body as never })
  const answer = (data ?? error) as { besluit?: Besluit }
  if (answer.besluit === undefined) throw new Error(`no verdict: ${response.status}`)
  return { status: response.status, besluit: answer.besluit, antwoord: data }
}

/** Posts an example, dated `dag`, of a person of its own, with some of its parts changed. */
const postExample = (
  gateway: TestGateway,
  name: string,
  dag: string,
  suffix: string,
  change: Json = {},
): Promise<Posted> => {
  const { door, maak } = exampleOf(name)
  const body = maak(dag, suffix)
  const persoon = { ...(body['persoon'] as Json), voorletters: `S.${suffix}.` }
  return post(gateway, door, { ...body, persoon, ...change })
}

/** The kind of a problem document, from the end of its type. */
const kindOf = (error: unknown): string | undefined =>
  (error as { type?: string } | undefined)?.type?.split('/').at(-1)
const codes = ({ besluit }: Posted): string[] => besluit.redenen.map(({ code }) => code)
const passed = ({ besluit }: Posted): string[] =>
  besluit.velden.filter(({ uitkomst }) => uitkomst === 'doorgegeven').map(({ veld }) => veld)
const idOf = ({ antwoord }: Posted): string => SignaalAntwoord.parse(antwoord).id
const openedBy = async (
  gateway: TestGateway,
  party: string,
  access: PartyAccess,
  gemeente?: string,
): Promise<readonly Json[]> => {
  const { certsFolder } = gateway.config
  const code = gemeente === undefined ? undefined : readParty(certsFolder, gemeente).deelnemer
  const opener = await openerOf(readParty(certsFolder, party), 'hulpaanbod', code?.gemeentecode)
  const page = await access.client.GET('/meldingen')
  return Melding.array()
    .parse(page.data?.meldingen)
    .flatMap((melding) => opener.openMelding(melding).signalen.map(({ velden }) => velden))
}

const DAY = '2026-11-03'

describe.each(engines)('signal types on $name', ({ name }) => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await openGateway(name as 'PGlite' | 'PostgreSQL', {
      klok: `${DAY}T09:00:00Z`,
    })
  })
  afterAll(() => gateway.close())

  test('5c: a neutral answer to an energy, heat or water supplier is refused; to a landlord it is accepted', async () => {
    for (const type of ['energie', 'warmte', 'drinkwater']) {
      const inspanningen = exampleOf(type).maak(DAY, 'x')['inspanningen'] as Json
      const neutral = { inspanningen: { ...inspanningen, reactie: 'neutraal' } }
      const posted = await postExample(gateway, type, DAY, `5c-${type}`, neutral)
      expect(posted.status).toBe(422)
      expect(codes(posted)).toEqual(['reactie-onvoldoende'])
      expect(passed(posted)).toEqual([])
    }
    expect((await postExample(gateway, 'huur-neutraal', DAY, '5c-huur')).status).toBe(201)
  })

  test('7a: a sole trader is accepted, with a remark on the name', async () => {
    const posted = await postExample(gateway, 'energie-eenmanszaak', DAY, '7a')
    expect(posted.status).toBe(201)
    expect(codes(posted)).toEqual(['naam-mogelijk-onderneming'])
    expect(passed(posted)).toContain('persoon.achternaam')
  })

  test('7b: a legal person is refused, whatever it owes', async () => {
    const persoon = { achternaam: 'Zonneveld Bakkers B.V.', natuurlijkPersoon: false }
    const posted = await postExample(gateway, 'drinkwater', DAY, '7b', { persoon })
    expect(posted.status).toBe(422)
    expect(codes(posted)).toEqual(['rechtspersoon'])
    expect(passed(posted)).toEqual([])
  })

  test('each type is opened by its municipality, with the customer number, and without a BSN', async () => {
    const bsn = { burgerservicenummer: '999990019', geboortedatum: '1985-06-15' }
    for (const type of ['energie', 'warmte', 'drinkwater']) {
      const persoon = { ...(exampleOf(type).maak(DAY, '')['persoon'] as Json), ...bsn }
      const posted = await postExample(gateway, type, DAY, `soort-${type}`, { persoon })
      expect(posted.status).toBe(201)
      expect(passed(posted)).toContain('klantnummer')
      expect(passed(posted)).not.toContain('persoon.burgerservicenummer')
      expect(passed(posted)).not.toContain('persoon.geboortedatum')
    }
    const arnhem = gateway.as('arnhem', 'hulpaanbod', { medewerker: 'mw-17' })
    await chooseAll(gateway, 'arnhem')
    const opened = await openedBy(gateway, 'arnhem', arnhem)
    expect(opened.find((velden) => velden['persoon.achternaam'] === 'Kuiper')).toMatchObject({
      klantnummer: '8841-22',
      'achterstand.bedragInCenten': 43_000,
    })
  })

  test('9: below the threshold of its municipality a signal is accepted and no field is kept', async () => {
    const posted = await postExample(gateway, 'drinkwater-onder-drempel', DAY, '9')
    expect(posted.status).toBe(201)
    expect(codes(posted)).toEqual(['onder-gemeentelijke-drempel'])
    expect(passed(posted)).toEqual([])
    expect(posted.besluit.ontvanger).toEqual({
      gemeentecode: '0855',
      oin: '00000099000000855000',
      sleutelIds: [],
    })
    const { ontvangstbewijs } = SignaalAntwoord.parse(posted.antwoord)
    expect(readReceiptClaims(ontvangstbewijs).besluit).toEqual(posted.besluit)
    const vlp = gateway.as('heldere-bron', 'aanleveren')
    await expect
      .poll(async () => (await vlp.client.GET('/terugkoppelingen')).data?.terugkoppelingen, {
        timeout: 20_000,
      })
      .toMatchObject([{ signaalId: idOf(posted), soort: 'eind', code: 'onterecht-signaal' }])
    const state = await vlp.client.GET('/signalen/{id}', {
      params: { path: { id: idOf(posted) } },
    })
    expect(state.data).toMatchObject({ toestand: 'teruggekoppeld', gemeentecode: '0855' })

    const tilburg = gateway.as('tilburg', 'hulpaanbod', { medewerker: 'mw-1' })
    expect((await tilburg.client.GET('/meldingen')).data?.meldingen).toEqual([])
    const path = { id: idOf(posted) }
    const one = await tilburg.client.GET('/meldingen/{id}', { params: { path } })
    expect(one.response.status).toBe(404)
    const confirmed = await tilburg.client.POST('/ontvangsten', { body: { meldingen: [path.id] } })
    expect(confirmed.response.status).toBe(404)
    const machine = gateway.as('tilburg', 'controle')
    expect((await machine.client.GET('/controles')).data?.meldingen).toEqual([])
  })

  test('9: sent again it is the same; above the threshold it becomes a signal, and below it leaves nothing again', async () => {
    const first = await postExample(gateway, 'drinkwater-onder-drempel', DAY, '9b')
    const again = await postExample(gateway, 'drinkwater-onder-drempel', DAY, '9b')
    expect([again.status, idOf(again)]).toEqual([200, idOf(first)])
    const tilburg = gateway.as('tilburg', 'hulpaanbod', { medewerker: 'mw-1' })
    const listed = async (): Promise<number> => {
      await chooseAll(gateway, 'tilburg', { gemeentecode: '0855' })
      return (await tilburg.client.GET('/meldingen')).data?.meldingen.length ?? -1
    }
    const owes = (bedragInCenten: number): Promise<Posted> =>
      postExample(gateway, 'drinkwater-onder-drempel', DAY, '9b', {
        achterstand: { bedragInCenten, ontstaansdatum: '2026-08-01' },
      })
    const grown = await owes(7_500)
    expect([grown.status, codes(grown), idOf(grown)]).toEqual([201, [], idOf(first)])
    expect(await listed()).toBe(1)
    const paid = await owes(7_499)
    expect([paid.status, codes(paid)]).toEqual([201, ['onder-gemeentelijke-drempel']])
    expect(await listed()).toBe(0)
  })
})

describe.each(engines)('a body that receives for two colleges on $name', ({ name }) => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await openGateway(name as 'PGlite' | 'PostgreSQL', { klok: '2030-12-31T09:00:00Z' })
  })
  afterAll(() => gateway.close())

  const oinOf = (party: string): string =>
    readParty(gateway.config.certsFolder, party).deelnemer.oin
  const rijnoeverFor = (college: string, doel: 'hulpaanbod' | 'controle' = 'hulpaanbod') =>
    gateway.as('rijnoever', doel, { medewerker: 'mw-3', namens: oinOf(college) })

  test('collects and opens for each of them, one at a time, until its mandate ends', async () => {
    const energy = await postExample(gateway, 'energie', '2030-12-31', 'body')
    const water = await postExample(gateway, 'drinkwater', '2030-12-31', 'body')
    await postExample(gateway, 'premie', '2030-12-31', 'body')
    for (const [posted, gemeentecode] of [
      [energy, '0268'],
      [water, '0274'],
    ] as const) {
      const { besluit } = readReceiptClaims(SignaalAntwoord.parse(posted.antwoord).ontvangstbewijs)
      expect(besluit.ontvanger).toMatchObject({ gemeentecode, oin: oinOf('rijnoever') })
    }
    for (const [college, surname] of [
      ['nijmegen', 'Zonneveld'],
      ['renkum', 'Bakker'],
    ] as const) {
      const gemeentecode = college === 'nijmegen' ? '0268' : '0274'
      await chooseAll(gateway, 'rijnoever', { gemeentecode, namens: oinOf(college) })
      const opened = await openedBy(gateway, 'rijnoever', rijnoeverFor(college), college)
      expect(opened.map((velden) => velden['persoon.achternaam'])).toEqual([surname])
      const checked = await rijnoeverFor(college, 'controle').client.GET('/controles')
      expect(checked.data?.meldingen).toHaveLength(1)
    }
  })

  test('gets nothing of a college that did not mandate it, and nothing for itself', async () => {
    for (const namens of [oinOf('tilburg'), oinOf('arnhem'), oinOf('rijnoever')]) {
      const access = gateway.as('rijnoever', 'hulpaanbod', { medewerker: 'mw-3', namens })
      const refused = await access.client.GET('/meldingen')
      expect([refused.response.status, kindOf(refused.error)]).toEqual([403, 'mandaat-ontbreekt'])
    }
    const wrong = await rijnoeverFor('renkum').client.GET('/meldingen/{id}', {
      params: { path: { id: '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e' } },
    })
    expect(wrong.response.status).toBe(404)
  })

  test('the college itself gets no box of its body', async () => {
    const nijmegen = gateway.as('nijmegen', 'hulpaanbod', { medewerker: 'mw-9' })
    const page = await nijmegen.client.GET('/meldingen')
    expect([page.response.status, kindOf(page.error)]).toEqual([400, 'sleutel-onbekend'])
  })

  test('from the day its mandate ended it collects nothing, and nothing is sealed to it', async () => {
    await gateway.restart({ klok: '2031-01-01T09:00:00Z' })
    const refused = await rijnoeverFor('nijmegen').client.GET('/meldingen')
    expect([refused.response.status, kindOf(refused.error)]).toEqual([403, 'mandaat-ontbreekt'])
    const posted = await postExample(gateway, 'energie', '2031-01-01', 'na')
    expect(posted.status).toBe(422)
    expect(codes(posted)).toEqual(['gemeente-niet-aangesloten'])
    const tilburg = gateway.as('tilburg', 'hulpaanbod', { medewerker: 'mw-1' })
    await chooseAll(gateway, 'tilburg', { gemeentecode: '0855' })
    expect((await tilburg.client.GET('/meldingen')).data?.meldingen).toHaveLength(1)
  })
})

describe.each(engines)('the change of law at 2026-01-01 on $name', ({ name }) => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await openGateway(name as 'PGlite' | 'PostgreSQL', { klok: '2025-12-31T09:00:00Z' })
  })
  afterAll(() => gateway.close())

  const contactOn = (dag: string): Json => ({
    inspanningen: {
      ...(exampleOf('energie').maak(dag, '')['inspanningen'] as Json),
      pogingPersoonlijkContactDatum: dag,
    },
  })

  test('the old rule decides until its last day, the new one after it, also on a signal dated before', async () => {
    const last = '2025-12-31'
    const old = await postExample(gateway, 'energie', last, 'oud', contactOn(last))
    expect([old.status, old.besluit.beleid.id]).toEqual([201, 'wet/energie@1'])
    const claims = readReceiptClaims(SignaalAntwoord.parse(old.antwoord).ontvangstbewijs)
    expect(claims.aangeleverdTijdstip.slice(0, 10)).toBe(last)

    await gateway.restart({ klok: '2026-01-02T09:00:00Z' })
    const first = '2026-01-02'
    const contact = await postExample(gateway, 'energie', first, 'nieuw-1', contactOn(first))
    expect([contact.status, codes(contact)]).toEqual([422, ['persoonlijk-contact-ontbreekt']])
    expect(contact.besluit.beleid.id).toBe('wet/energie@2')
    const sound = await postExample(gateway, 'energie', first, 'nieuw-2')
    expect([sound.status, sound.besluit.beleid.id]).toEqual([201, 'wet/energie@2'])
    // Dated under the predecessor, received under the successor: the day of receipt decides.
    const dated = await postExample(gateway, 'energie', addDays(first, -10), 'nieuw-3')
    expect([dated.status, dated.besluit.beleid.id]).toEqual([201, 'wet/energie@2'])
    const tooOld = await postExample(gateway, 'energie', addDays(first, -32), 'nieuw-4')
    expect(codes(tooOld)).toEqual(['signaaldatum-buiten-bereik'])
    // A repeat of what the old rule accepted is still answered by its first receipt.
    const repeat = await postExample(gateway, 'energie', last, 'oud', contactOn(last))
    expect([repeat.status, idOf(repeat)]).toEqual([200, idOf(old)])
    const body = gateway.as('rijnoever', 'hulpaanbod', {
      medewerker: 'mw-3',
      namens: readParty(gateway.config.certsFolder, 'nijmegen').deelnemer.oin,
    })
    const namens = readParty(gateway.config.certsFolder, 'nijmegen').deelnemer.oin
    await chooseAll(gateway, 'rijnoever', { gemeentecode: '0268', namens })
    const opened = await openedBy(gateway, 'rijnoever', body, 'nijmegen')
    expect(opened.map((velden) => velden['klantnummer'])).toEqual(['8841-22', '8841-22', '8841-22'])
  })

  test('the clock never goes back in one store: an earlier one refuses to start', async () => {
    const line = /staat een gebeurtenis van 2026-01-02T09:.*, later dan de klok \(2026-01-02T08:59/
    await expect(gateway.restart({ klok: '2026-01-02T08:59:00Z' })).rejects.toThrow(line)
    await gateway.restart({ klok: '2026-01-03T09:00:00Z' })
    expect((await postExample(gateway, 'energie', '2026-01-03', 'later')).status).toBe(201)
  })
})
