import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openerOf } from '../../src/cli/afnemer.ts'
import { readParty } from '../../src/cli/party.ts'
import { addDays } from '../../src/legal/calendar.ts'
import { Besluit, sentFields } from '../../src/model/besluit.ts'
import { Melding } from '../../src/model/melding.ts'
import type { ProblemKind } from '../../src/model/problem.ts'
import type { RedenCode } from '../../src/model/reden.ts'
import { Signaal } from '../../src/model/signaal.ts'
import type { Veld } from '../../src/model/veld.ts'
import { veldwaarden } from '../../src/model/veldwaarden.ts'
import { acceptedOf, callerOf, chooseAll, problemOf, type TestCaller } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { premiumToday, rentToday, today } from '../support/signals.ts'

type Outcome = 'doorgegeven' | 'geen-grondslag' | 'alleen-voor-besluit' | 'signaal-geweigerd'

/** A scenario of the domain note: what is sent, and what the answer must say. */
type Scenario = {
  readonly nr: string
  readonly zin: string
  readonly door: 'de-linde' | 'kompas'
  readonly signaal: Readonly<Record<string, unknown>>
  readonly besluit: 'aanvaard' | 'geweigerd'
  /** Code and article of each reason. */
  readonly redenen: readonly (readonly [code: RedenCode, grondslag: string | undefined])[]
  /** Of the fields that the scenario is about: how each fares, and on which articles it passes. */
  readonly velden: Partial<Record<Veld, readonly [Outcome, ...string[]]>>
}

const TODAY = today()
const BSN = '999990019'
const ART_2 = 'bgs-2020-art-2'
const RZV = 'rzv-art-7b1-2'

const SCENARIOS: readonly Scenario[] = [
  {
    nr: '1',
    zin: 'rent arrears without a written reminder are refused',
    door: 'de-linde',
    signaal: rentToday('S-1', { inspanningen: { herinneringen: undefined } }),
    besluit: 'geweigerd',
    redenen: [['herinnering-ontbreekt', ART_2]],
    velden: {
      'persoon.achternaam': ['signaal-geweigerd'],
      'achterstand.bedragInCenten': ['signaal-geweigerd'],
    },
  },
  {
    nr: '2',
    zin: 'rent arrears with all four efforts pass, with name, address, phone and amount',
    door: 'de-linde',
    signaal: rentToday('S-2'),
    besluit: 'aanvaard',
    redenen: [],
    velden: {
      'persoon.voorletters': ['doorgegeven', ART_2],
      'persoon.achternaam': ['doorgegeven', ART_2],
      'adres.straatnaam': ['doorgegeven', ART_2],
      'adres.huisnummer': ['doorgegeven', ART_2],
      'adres.postcode': ['doorgegeven', ART_2],
      'contact.telefoonnummer': ['doorgegeven', ART_2],
      'achterstand.bedragInCenten': ['doorgegeven', ART_2],
      'inspanningen.herinneringen': ['alleen-voor-besluit'],
    },
  },
  {
    nr: '3a',
    zin: 'the BSN that a landlord adds is withheld and named, and the rest passes',
    door: 'de-linde',
    signaal: rentToday('S-3a', { persoon: { burgerservicenummer: BSN } }),
    besluit: 'aanvaard',
    redenen: [],
    velden: {
      'persoon.burgerservicenummer': ['geen-grondslag'],
      'persoon.achternaam': ['doorgegeven', ART_2],
    },
  },
  {
    nr: '4',
    zin: 'a tenant who refused sharing is not signalled at all',
    door: 'de-linde',
    signaal: rentToday('S-4', { inspanningen: { reactie: 'geweigerd' } }),
    besluit: 'geweigerd',
    redenen: [['gegevensdeling-geweigerd', ART_2]],
    velden: { 'persoon.achternaam': ['signaal-geweigerd'] },
  },
  {
    nr: '5',
    zin: 'premium arrears of seven months are too old, and the remedy names the CAK',
    door: 'kompas',
    signaal: premiumToday('S-5', {
      achterstand: { bedragInCenten: 102_000, ontstaansdatum: undefined, maanden: 7 },
    }),
    besluit: 'geweigerd',
    redenen: [['te-oud', 'lcv']],
    velden: { 'persoon.burgerservicenummer': ['signaal-geweigerd'] },
  },
  {
    nr: '5b',
    zin: 'premium arrears of 62 days pass, with BSN, date of birth and UZOVI number',
    door: 'kompas',
    signaal: premiumToday('S-5b'),
    besluit: 'aanvaard',
    redenen: [],
    velden: {
      'persoon.burgerservicenummer': ['doorgegeven', RZV, 'wgs-art-8c'],
      'persoon.geboortedatum': ['doorgegeven', RZV],
      'polis.uzovinummer': ['doorgegeven', RZV],
    },
  },
  {
    nr: '5c',
    zin: 'for rent, a neutral answer of the tenant is enough',
    door: 'de-linde',
    signaal: rentToday('S-5c', { inspanningen: { reactie: 'neutraal' } }),
    besluit: 'aanvaard',
    redenen: [],
    velden: { 'persoon.achternaam': ['doorgegeven', ART_2] },
  },
]

/** The try-out of a signal: its facts, and the names of its fields. */
function toetsingOf(json: Scenario['signaal']): object {
  const signaal = Signaal.parse(json)
  const { signaaltype, signaaldatum, achterstand, inspanningen, persoon } = signaal
  return {
    signaaltype,
    signaaldatum,
    gemeentecode: '0202',
    natuurlijkPersoon: persoon.natuurlijkPersoon,
    achterstand,
    inspanningen,
    velden: [...veldwaarden(signaal).keys()],
  }
}

function outcomeOf(besluit: Besluit, veld: string): readonly string[] {
  const found = besluit.velden.filter((one) => one.veld === veld)
  expect(found).toHaveLength(1)
  const [one] = found
  return one?.uitkomst === 'doorgegeven' ? ['doorgegeven', ...one.grondslag] : [one?.reden ?? '']
}

/** Tables in which a signal would leave something. */
const TABLES = [
  'signaal',
  'verzegeld',
  'kenmerk',
  'ontvangstbewijs',
  'idempotentie',
  'bewaarsleutel',
  'gebeurtenis',
  'gebeurtenis_detail',
]

describe.each(engines)('the scenarios of the domain on $name', ({ name }) => {
  let gateway: TestGateway
  let owner: TestGateway['owner']
  let callers: Readonly<Record<Scenario['door'], TestCaller>>
  beforeAll(async () => {
    gateway = await openGateway(name)
    owner = gateway.owner
    callers = {
      'de-linde': callerOf(gateway, 'de-linde', 'aanleveren'),
      kompas: callerOf(gateway, 'kompas', 'aanleveren'),
    }
  })
  afterAll(async () => {
    await gateway.close()
  })

  /** Posts the signal and gives the verdict that its answer carries. */
  const verdictOf = async ({ door, signaal, besluit }: Scenario): Promise<Besluit> => {
    const answer = await callers[door].post(signaal)
    if (besluit === 'aanvaard') return acceptedOf(answer).besluit
    const problem = problemOf(answer)
    expect([answer.status, problem.kind]).toEqual([422, 'signaal-geweigerd'])
    return Besluit.parse(problem.besluit)
  }

  test.each(SCENARIOS)('$nr: $zin', async (scenario) => {
    const besluit = await verdictOf(scenario)
    expect(besluit.besluit).toBe(scenario.besluit)
    expect(besluit.redenen.map(({ code, grondslag }) => [code, grondslag])).toEqual(
      scenario.redenen,
    )
    for (const [veld, expected = []] of Object.entries(scenario.velden))
      expect([veld, ...outcomeOf(besluit, veld)]).toEqual([veld, ...expected])
    const present = [...veldwaarden(Signaal.parse(scenario.signaal)).keys()]
    expect(sentFields(besluit.velden).map(({ veld }) => veld)).toEqual(present)
  })

  test.each(SCENARIOS)(
    '$nr tried out first gives the very same verdict, and leaves nothing',
    async (scenario) => {
      const caller = callers[scenario.door]
      const before = await owner.counts(TABLES)
      const answer = await caller.call('POST /v1/toetsingen', toetsingOf(scenario.signaal))
      expect(answer.status).toBe(200)
      expect(await owner.counts(TABLES)).toEqual(before)
      const tried = Besluit.parse(JSON.parse(answer.text))
      const kenmerk = `${String(scenario.signaal['kenmerk'])}-na`
      // Of somebody else: tried out there is no person, and so no repeat.
      const persoon = { ...(scenario.signaal['persoon'] as object), achternaam: 'Later' }
      expect(tried).toEqual(
        await verdictOf({ ...scenario, signaal: { ...scenario.signaal, kenmerk, persoon } }),
      )
    },
  )

  test('3b: a note is a fault in the request, named by its place, and nothing is decided', async () => {
    const before = await owner.counts(TABLES)
    const note = { notitie: 'verslaafd, overlast' }
    const answer = await callers['de-linde'].post(rentToday('S-3b', { ...note }))
    const problem = problemOf(answer)
    expect([answer.status, problem.kind]).toEqual([400, 'verzoek-onjuist' satisfies ProblemKind])
    expect(problem.errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/notitie', 'onbekend-veld'],
    ])
    expect(problem.besluit).toBeUndefined()
    expect(answer.text).not.toMatch(/verslaafd|overlast/)
    expect(await owner.counts(TABLES)).toEqual(before)
  })

  test('1: of a refused signal only rule, codes and names of fields are recorded', async () => {
    const before = await owner.counts(TABLES)
    const [scenario] = SCENARIOS
    if (scenario === undefined) throw new Error('no scenario')
    const signaal = { ...scenario.signaal, kenmerk: 'S-1-spoor' }
    await verdictOf({ ...scenario, signaal })
    const after = await owner.counts(TABLES)
    const more = (table: string): number => (before[table] ?? 0) + 1
    expect(after).toEqual({
      ...before,
      gebeurtenis: more('gebeurtenis'),
      gebeurtenis_detail: more('gebeurtenis_detail'),
    })
    const last = (await owner.events('signaal-geweigerd')).at(-1)
    expect(last?.event).toMatchObject({
      signaaltype: 'huur',
      gemeentecode: '0202',
      redenen: ['herinnering-ontbreekt'],
      beleid: { id: 'wet/huur@1' },
      voorwaarden: { schriftelijkHerinnerd: false, aanbodGedaan: true },
    })
    expect(last?.event.velden).toContain('persoon.achternaam')
  })

  test('5: the remedy of arrears that are too old names the way by the CAK', async () => {
    const scenario = SCENARIOS.find(({ nr }) => nr === '5')
    if (scenario === undefined) throw new Error('no scenario')
    const besluit = await verdictOf(scenario)
    expect(besluit.redenen[0]?.remedie).toMatch(/CAK/)
  })

  test('3a and 5b: of the same number the landlord passes nothing, the insurer only for the check', async () => {
    const posted = [
      acceptedOf(
        await callers['de-linde'].post(
          rentToday('S-3a-5b', { persoon: { burgerservicenummer: BSN } }),
        ),
      ),
      acceptedOf(await callers.kompas.post(premiumToday('S-3a-5b'))),
    ].map(({ id }) => id)
    const party = readParty(gateway.config.certsFolder, 'arnhem')
    const opened = async (doel: 'controle' | 'hulpaanbod', route: string): Promise<unknown[]> => {
      const caller = callerOf(gateway, 'arnhem', doel, { medewerker: 'mw-3' })
      const { text } = await caller.call(route)
      const { meldingen } = JSON.parse(text) as { meldingen: unknown }
      const opener = await openerOf(party, doel)
      const byId = new Map(
        Melding.array()
          .parse(meldingen)
          .flatMap((melding) => opener.openMelding(melding).signalen)
          .map(({ id, velden }) => [id, velden]),
      )
      return posted.map((id) => byId.get(id)?.['persoon.burgerservicenummer'])
    }
    await chooseAll(gateway, 'arnhem')
    expect(await opened('controle', 'GET /v1/controles?limiet=500')).toEqual([undefined, BSN])
    expect(await opened('hulpaanbod', 'GET /v1/meldingen?limiet=500')).toEqual([
      undefined,
      undefined,
    ])
  })

  test('5b: the day decides: 100 days pass and 101 do not', async () => {
    const of = (days: number): Scenario['signaal'] =>
      premiumToday(`S-5b-${days}`, {
        achterstand: { ontstaansdatum: addDays(TODAY, -days) },
      })
    expect((await callers.kompas.post(of(100))).status).toBe(201)
    expect((await callers.kompas.post(of(101))).status).toBe(422)
  })
})
