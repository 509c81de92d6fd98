/** Scenarios 6, 10–12, 14–19 of the domain, as data, each on its own day of the law, through the API. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, addMonths } from '../../src/legal/calendar.ts'
import { addWorkingDays } from '../../src/legal/working-days.ts'
import { Besluit } from '../../src/model/besluit.ts'
import type { RedenCode } from '../../src/model/reden.ts'
import type { Veld } from '../../src/model/veld.ts'
import { acceptedOf, callerOf, problemOf } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { MORE_PARTIES, POSTCODES, registerMoreParties } from '../support/more-parties.ts'

type Json = Readonly<Record<string, unknown>>

type Scenario = {
  readonly nr: string
  readonly zin: string
  readonly door: string
  readonly te: keyof typeof POSTCODES
  readonly signaal: Json
  readonly besluit: 'aanvaard' | 'geweigerd'
  readonly redenen: readonly (readonly [RedenCode, string | undefined])[]
  readonly velden?: Partial<Record<Veld, string>>
  /** What the remedy of the first reason must say. */
  readonly remedie?: string
}

type Day = { readonly klok: string; readonly scenarios: readonly Scenario[] }

const REST = { bedragInCenten: 65_000 }
const own = (code: string, soort: string, waarde: unknown): Json => ({ code, soort, waarde })

/** The days in order: the clock of a store never goes back. */
const DAYS: readonly Day[] = [
  {
    klok: '2024-05-13',
    scenarios: [
      {
        nr: '14',
        zin: 'an end of supply in 25 working days is an ordinary signal, whatever came before',
        door: 'zonkracht',
        te: 'utrecht',
        signaal: {
          signaaltype: 'eindelevering',
          eindeleveringDatum: addWorkingDays('2024-05-13', 25),
        },
        besluit: 'aanvaard',
        redenen: [],
        velden: { eindeleveringDatum: 'doorgegeven' },
      },
    ],
  },
  {
    klok: '2025-06-02',
    scenarios: [
      {
        nr: '11',
        zin: 'a mortgage signal for a municipality that the rule does not name is refused',
        door: 'rabobank',
        te: 'utrecht',
        signaal: { signaaltype: 'hypotheek' },
        besluit: 'geweigerd',
        redenen: [['gemeente-niet-aangewezen', 'tr-art-2-2']],
      },
      {
        nr: '11',
        zin: 'the same signal for a named municipality is accepted',
        door: 'rabobank',
        te: 'rotterdam',
        signaal: { signaaltype: 'hypotheek' },
        besluit: 'aanvaard',
        redenen: [],
      },
      {
        nr: '11',
        zin: 'and from a bank that the rule does not name it is refused',
        door: 'andere-bank',
        te: 'rotterdam',
        signaal: { signaaltype: 'hypotheek' },
        besluit: 'geweigerd',
        redenen: [['afzender-niet-bevoegd', 'tr-art-2-2']],
      },
    ],
  },
  {
    klok: '2026-03-02',
    scenarios: [
      {
        nr: '10',
        zin: 'a municipal tax signal has lost its basis, and its sender hears which article and what now',
        door: 'belasting-purmerend',
        te: 'purmerend',
        signaal: { signaaltype: 'gemeentelijke-belastingen' },
        besluit: 'geweigerd',
        redenen: [['grondslag-verlopen', 'tr-2025-b']],
        remedie: 'Wijs de inwoner zelf op de schuldhulpverlening',
      },
    ],
  },
  {
    klok: '2026-05-11',
    scenarios: [
      {
        nr: '15',
        zin: 'without an earlier signal an end of supply is accepted and its supplier told',
        door: 'zonkracht',
        te: 'utrecht',
        signaal: {
          signaaltype: 'eindelevering',
          eindeleveringDatum: addWorkingDays('2026-05-11', 25),
        },
        besluit: 'aanvaard',
        redenen: [['vroegsignaal-vooraf-ontbreekt', 'er-2026']],
      },
      {
        nr: '15',
        zin: 'with 12 working days left it is too late, and still accepted',
        door: 'zonkracht',
        te: 'utrecht',
        signaal: {
          signaaltype: 'eindelevering',
          eindeleveringDatum: addWorkingDays('2026-05-11', 12),
        },
        besluit: 'aanvaard',
        redenen: [
          ['eindelevering-te-laat', 'er-2026'],
          ['vroegsignaal-vooraf-ontbreekt', 'er-2026'],
        ],
      },
    ],
  },
  {
    klok: '2026-11-03',
    scenarios: [
      {
        nr: '6',
        zin: 'the list of premium defaulters serves another purpose, and the municipality asks for it itself',
        door: 'cak',
        te: 'arnhem',
        signaal: { signaaltype: 'cak-wanbetalers' },
        besluit: 'geweigerd',
        redenen: [['verkeerd-doel', 'rzv-art-7b1-3']],
        remedie: 'De gemeente vraagt haar zelf bij het CAK op',
      },
      {
        nr: '16',
        zin: 'a threatening eviction is said in the verdict',
        door: 'de-linde',
        te: 'arnhem',
        signaal: { signaaltype: 'huur', crisissignaal: true },
        besluit: 'aanvaard',
        redenen: [['bedreigend', undefined]],
        velden: { crisissignaal: 'doorgegeven' },
      },
      {
        nr: '17',
        zin: 'a student debt without arrears on a fine is refused',
        door: 'duo',
        te: 'amsterdam',
        signaal: {
          signaaltype: 'duo',
          achterstand: { bedragInCenten: 30_000, ontstaansdatum: '2026-05-03' },
        },
        besluit: 'geweigerd',
        redenen: [['boeteachterstand-ontbreekt', 'tr-art-2-3']],
      },
      {
        nr: '17',
        zin: 'with those arrears it passes, and they are a field of their own',
        door: 'duo',
        te: 'amsterdam',
        signaal: {
          signaaltype: 'duo',
          bijzonderheden: [own('boeteachterstand', 'bedragInCenten', 9_500)],
        },
        besluit: 'aanvaard',
        redenen: [],
        velden: { 'bijzonderheden.boeteachterstand': 'doorgegeven' },
      },
      {
        nr: '17',
        zin: 'and to any other municipality it does not',
        door: 'duo',
        te: 'rotterdam',
        signaal: {
          signaaltype: 'duo',
          bijzonderheden: [own('boeteachterstand', 'bedragInCenten', 9_500)],
        },
        besluit: 'geweigerd',
        redenen: [['gemeente-niet-aangewezen', 'tr-art-2-3']],
      },
      {
        nr: '18',
        zin: 'a contribution of € 95, six months old, is below the threshold of the rule',
        door: 'cak',
        te: 'arnhem',
        signaal: {
          signaaltype: 'cak-eigen-bijdrage',
          achterstand: { bedragInCenten: 9_500, maanden: 6 },
        },
        besluit: 'geweigerd',
        redenen: [['onder-drempel', 'tr-art-2-4']],
      },
      {
        nr: '19',
        zin: 'income tax for which deferral was granted is refused',
        door: 'belastingdienst',
        te: 'arnhem',
        signaal: {
          signaaltype: 'belastingdienst',
          bijzonderheden: [
            own('belastingsoort', 'code', 'inkomstenbelasting'),
            own('uitstel-verleend', 'jaNee', true),
          ],
        },
        besluit: 'geweigerd',
        redenen: [['uitstel-verleend', 'tr-art-2-5']],
      },
      {
        nr: '19',
        zin: 'without deferral it passes; what only decided does not',
        door: 'belastingdienst',
        te: 'arnhem',
        signaal: {
          signaaltype: 'belastingdienst',
          bijzonderheden: [
            own('belastingsoort', 'code', 'inkomstenbelasting'),
            own('uitstel-verleend', 'jaNee', false),
          ],
        },
        besluit: 'aanvaard',
        redenen: [],
        velden: {
          'bijzonderheden.belastingsoort': 'alleen-voor-besluit',
          'bijzonderheden.uitstel-verleend': 'alleen-voor-besluit',
        },
      },
      {
        nr: '–',
        zin: 'a code of another type is withheld and named, like any field without a basis',
        door: 'dienst-toeslagen',
        te: 'arnhem',
        signaal: {
          signaaltype: 'dienst-toeslagen',
          bijzonderheden: [
            own('boeteachterstand', 'bedragInCenten', 1_000),
            own('uitstel-verleend', 'jaNee', false),
          ],
        },
        besluit: 'aanvaard',
        redenen: [],
        velden: { 'bijzonderheden.boeteachterstand': 'geen-grondslag' },
      },
    ],
  },
  {
    klok: '2027-01-05',
    scenarios: [
      {
        nr: '12',
        zin: 'five years after it began the mortgage experiment has no basis left',
        door: 'rabobank',
        te: 'rotterdam',
        signaal: { signaaltype: 'hypotheek' },
        besluit: 'geweigerd',
        redenen: [['grondslag-verlopen', 'wgs-art-10']],
        remedie: 'Vraag uw jurist naar een nieuwe grondslag',
      },
    ],
  },
]

/** A signal with everything in order on `dag`, about an invented person of its own. */
const signalOn = (dag: string, { nr, te, signaal }: Scenario, index: number): Json => ({
  kenmerk: `S-${nr === '–' ? 'x' : nr}-${dag}-${index}`,
  signaaldatum: dag,
  persoon: { voorletters: 'T.', achternaam: `Voorbeeld-${dag}-${index}`, natuurlijkPersoon: true },
  adres: { huisnummer: 1, postcode: POSTCODES[te] },
  achterstand: { ...REST, ontstaansdatum: addMonths(dag, -6) },
  inspanningen: {
    pogingPersoonlijkContactDatum: addDays(dag, -12),
    gewezenOpSchuldhulpDatum: addDays(dag, -30),
    herinneringen: [-60, -43, -28].map((days) => addDays(dag, days)),
    aanbodGegevensdelingDatum: addDays(dag, -43),
    reactie: 'geen',
  },
  ...signaal,
})

const verdictOf = async (gateway: TestGateway, scenario: Scenario, body: Json) => {
  const answer = await callerOf(gateway, scenario.door, 'aanleveren').post(body)
  if (scenario.besluit === 'aanvaard') return Besluit.parse(acceptedOf(answer).besluit)
  const problem = problemOf(answer)
  expect(problem.kind).toBe('signaal-geweigerd')
  return Besluit.parse(problem.besluit)
}

describe.each(engines)('scenarios of the law on $name', ({ name }) => {
  let gateway: TestGateway
  let at = ''
  beforeAll(async () => {
    at = DAYS[0]?.klok ?? ''
    gateway = await openGateway(name, { klok: `${at}T09:00:00Z`, strangers: MORE_PARTIES })
    await registerMoreParties(gateway, new Date(`${at}T09:00:01Z`))
  })
  afterAll(() => gateway.close())

  for (const { klok, scenarios } of DAYS)
    describe(`on ${klok}`, () => {
      beforeAll(async () => {
        if (klok !== at) await gateway.restart({ klok: `${klok}T09:00:00Z` })
        at = klok
      })

      test.each(
        scenarios.map((scenario, index) => [scenario.nr, scenario.zin, scenario, index] as const),
      )('%s: %s', async (_nr, _zin, scenario, index) => {
        const besluit = await verdictOf(gateway, scenario, signalOn(klok, scenario, index))
        expect(besluit.besluit).toBe(scenario.besluit)
        expect(besluit.redenen.map(({ code, grondslag }) => [code, grondslag])).toEqual(
          scenario.redenen,
        )
        if (scenario.remedie !== undefined)
          expect(besluit.redenen[0]?.remedie).toContain(scenario.remedie)
        for (const [veld, expected] of Object.entries(scenario.velden ?? {})) {
          const found = besluit.velden.find((one) => one.veld === veld)
          expect([veld, found?.reden ?? found?.uitkomst]).toEqual([veld, expected])
        }
      })
    })
})
