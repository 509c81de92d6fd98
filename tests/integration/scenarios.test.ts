/** The scenarios of the field (domain §9) that end in a verdict, through the API: signal and try-out say the same. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays } from '../../src/legal/calendar.ts'
import { Besluit } from '../../src/model/besluit.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { premiumToday, rentToday, today } from '../support/signals.ts'

type Json = Readonly<Record<string, unknown>>
type Scenario = {
  readonly naam: string
  readonly door: 'de-linde' | 'kompas'
  readonly signaal: Json
  readonly status: 201 | 422
  readonly redenen: readonly { readonly code: string; readonly grondslag: string }[]
  /** Outcome of some fields. */
  readonly velden: Readonly<Record<string, string>>
}

const efforts = (change: Json): Json => ({ inspanningen: change })
const bsn = '999990019'

const SCENARIOS: readonly Scenario[] = [
  {
    naam: '1: rent without a written reminder is refused',
    door: 'de-linde',
    signaal: rentToday('S-1', efforts({ herinneringen: [] })),
    status: 422,
    redenen: [{ code: 'herinnering-ontbreekt', grondslag: 'bgs-2020-art-2' }],
    velden: { 'persoon.achternaam': 'niet-doorgegeven' },
  },
  {
    naam: '2: with all four efforts name, address, telephone and amount pass',
    door: 'de-linde',
    signaal: rentToday('S-2'),
    status: 201,
    redenen: [],
    velden: {
      'persoon.achternaam': 'doorgegeven',
      'adres.postcode': 'doorgegeven',
      'contact.telefoonnummer': 'doorgegeven',
      'achterstand.bedragInCenten': 'doorgegeven',
    },
  },
  {
    naam: '3a: a BSN from a landlord is withheld and the signal goes on',
    door: 'de-linde',
    signaal: rentToday('S-3a', { persoon: { burgerservicenummer: bsn } }),
    status: 201,
    redenen: [],
    velden: {
      'persoon.burgerservicenummer': 'niet-doorgegeven',
      'persoon.achternaam': 'doorgegeven',
    },
  },
  {
    naam: '4: a tenant who refused sharing blocks the whole signal',
    door: 'de-linde',
    signaal: rentToday('S-4', efforts({ reactie: 'geweigerd' })),
    status: 422,
    redenen: [{ code: 'gegevensdeling-geweigerd', grondslag: 'bgs-2020-art-2' }],
    velden: { 'persoon.achternaam': 'niet-doorgegeven' },
  },
  {
    naam: '5: a premium seven months in arrears is too old',
    door: 'kompas',
    signaal: premiumToday('S-5', {
      achterstand: { bedragInCenten: 102_000, ontstaansdatum: undefined, maanden: 7 },
    }),
    status: 422,
    redenen: [{ code: 'te-oud', grondslag: 'lcv' }],
    velden: { 'persoon.burgerservicenummer': 'niet-doorgegeven' },
  },
  {
    naam: '5b: a premium 62 days in arrears passes, with the BSN',
    door: 'kompas',
    signaal: premiumToday('S-5b'),
    status: 201,
    redenen: [],
    velden: {
      'persoon.burgerservicenummer': 'doorgegeven',
      'persoon.geboortedatum': 'doorgegeven',
      'polis.uzovinummer': 'doorgegeven',
    },
  },
  {
    naam: '5c: a neutral reaction does not block a rent signal',
    door: 'de-linde',
    signaal: rentToday('S-5c', efforts({ reactie: 'neutraal' })),
    status: 201,
    redenen: [],
    velden: { 'persoon.achternaam': 'doorgegeven' },
  },
]

const verdictOf = (text: string): Besluit =>
  Besluit.parse((JSON.parse(text) as { besluit: unknown }).besluit)

/** The try-out of a signal: facts and names of fields only. */
function tryOut(signaal: Json, velden: readonly string[]): Json {
  const { signaaltype, signaaldatum, achterstand, inspanningen, persoon } = signaal
  const { natuurlijkPersoon } = persoon as Json
  return {
    signaaltype,
    signaaldatum,
    gemeentecode: '0202',
    natuurlijkPersoon,
    achterstand,
    inspanningen,
    velden,
  }
}

describe.each(engines)('the scenarios on $name', ({ name }) => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await openGateway(name)
  })
  afterAll(() => gateway.close())

  test.each(SCENARIOS)('$naam', async ({ door, signaal, status, redenen, velden }) => {
    const vlp = gateway.as(door, 'aanleveren')
    const answer = await vlp.send('POST', '/v1/signalen', signaal)
    expect(answer.status).toBe(status)
    const besluit = verdictOf(answer.text)
    expect(besluit.redenen).toEqual(redenen.map((reden) => expect.objectContaining(reden)))
    const outcome = Object.fromEntries(besluit.velden.map((one) => [one.veld, one.uitkomst]))
    expect(outcome).toMatchObject(velden)

    const tried = await vlp.send('POST', '/v1/toetsingen', tryOut(signaal, Object.keys(outcome)))
    expect(tried.status).toBe(200)
    const {
      besluit: same,
      redenen: reasons,
      velden: fields,
    } = Besluit.parse(JSON.parse(tried.text))
    expect({ besluit: same, reasons, fields }).toEqual({
      besluit: besluit.besluit,
      reasons: besluit.redenen,
      fields: besluit.velden,
    })
  })

  test('5: the remedy of a premium that is too old names the route by the CAK', async () => {
    const { text } = await gateway
      .as('kompas', 'aanleveren')
      .send(
        'POST',
        '/v1/signalen',
        premiumToday('S-5-remedie', { achterstand: { ontstaansdatum: addDays(today(), -213) } }),
      )
    expect(verdictOf(text).redenen[0]?.remedie).toContain('CAK')
  })

  test('3b: a note is no field: 400 with its pointer, and nothing is decided', async () => {
    const { status, text } = await gateway
      .as('de-linde', 'aanleveren')
      .send('POST', '/v1/signalen', { ...rentToday('S-3b'), notitie: 'verslaafd, overlast' })
    expect(status).toBe(400)
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ pointer: '/notitie', code: 'onbekend-veld' }],
    })
    expect(text).not.toContain('besluit"')
  })
})
