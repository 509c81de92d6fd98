/**
 * The 66 signals of the Signaalreis, played through the API: delivered as a list, chosen from the work list, opened, called at, closed, and told of by
 * their VLP. The indicators then give the table of the source, before and after the sweep took every row.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freezeMonths } from '../../src/flows/count-months/freeze-months.ts'
import { Aanleveringregels, Mutaties } from '../../src/http/bodies.ts'
import { feedbackOf } from '../../src/legal/feedback.ts'
import { Aanlevering } from '../../src/model/aanlevering.ts'
import type { SignaalId } from '../../src/model/ids.ts'
import { INDICATOREN, INDICATORNAMEN, type Indicatornaam } from '../../src/model/indicator.ts'
import { Indicatoren } from '../../src/model/indicatoren.ts'
import { Selectie } from '../../src/model/selectie.ts'
import type { Uitkomstgroep } from '../../src/model/terugkoppeling.ts'
import { Meldingverloop, Signaalverloop } from '../../src/model/verloop.ts'
import { Werkvoorraad } from '../../src/model/werkvoorraad.ts'
import { aSignal } from '../support/builders.ts'
import { engines } from '../support/databases.ts'
import { type House, openHouse } from '../support/house.ts'
import { type HouseDoor, houseDoor } from '../support/house-door.ts'
import { csvOf } from '../support/lists.ts'
import { projectPolicies } from '../support/project-policies.ts'
import { arnhem } from '../support/sealed-signals.ts'
import { COLUMNS, FOLLOWED, ROWS } from '../support/signaalreis.ts'

const POLICIES = projectPolicies()
const IN_MARCH = '2026-03-03'
const TOLD = '2026-04-30'
const LETTERS = 'abcdefghijklm'

/** One row a signal, each of a person of its own. */
const PLAYED = FOLLOWED.flatMap(([ontwikkeling, groep, aantal]) =>
  Array.from({ length: aantal }, () => ({ ontwikkeling, groep })),
).map((one, i) => ({
  ...one,
  kenmerk: `SR-2026-03-${i}`,
  persoon: { achternaam: `Proef${LETTERS[i % 13] ?? ''}${LETTERS[Math.floor(i / 13)] ?? ''}` },
  adres: {
    straatnaam: 'Zonnebloemstraat',
    huisnummer: 1 + 2 * (i % 50),
    postcode: '6825CD',
    plaatsnaam: 'Arnhem',
  },
}))

/** A code that the VLP may read of a group, as the policies say. */
const codeOf = (groep: Uitkomstgroep): string => {
  const [first] = feedbackOf(POLICIES, groep, { geheim: false, dag: '2026-03-10' })
  if (first === undefined) throw new Error(`no code for ${groep}`)
  return first.code
}

describe.each(engines)('the Signaalreis of March on $name', (engine) => {
  let house: House
  let call: HouseDoor
  const ids = new Map<string, SignaalId>()
  const ok = async (...asked: Parameters<HouseDoor>): Promise<unknown> => {
    const answer = await call(...asked)
    expect(answer.status, `${asked[1]}\n${answer.text}`).toBeLessThan(300)
    return answer.text === '' ? undefined : answer.json()
  }

  beforeAll(async () => {
    house = await openHouse(await engine.open())
    call = houseDoor(house)
    house.setClock(`${IN_MARCH}T09:00:00Z`)
    await deliver()
    await house.publish()
    await choose()
    house.setClock('2026-03-10T09:00:00Z')
    await house.publish()
    await followUp()
    house.setClock(`${TOLD}T09:00:00Z`)
    await tell()
  }, 300_000)
  afterAll(() => house.close())

  /** The list of the month, and each signal's own melding. */
  async function deliver(): Promise<void> {
    const rows = PLAYED.map(({ kenmerk, persoon, adres }) =>
      aSignal({ kenmerk, persoon, adres }, IN_MARCH),
    )
    const list = Aanlevering.parse(await ok('linde', 'POST /v1/aanleveringen', csvOf(rows)))
    expect(list.aantallen.aanvaard).toBe(66)
    const path = `/v1/aanleveringen/${list.id}/regels?limiet=500`
    for (const { kenmerk, id } of Aanleveringregels.parse(await ok('linde', `GET ${path}`)).regels)
      if (kenmerk !== undefined && id !== undefined) ids.set(kenmerk, id)
    await house.followUpDeps.group([arnhem])
  }

  const idOf = (kenmerk: string): SignaalId => {
    const id = ids.get(kenmerk)
    if (id === undefined) throw new Error('no such signal')
    return id
  }

  /** A person chooses from the work list those that are taken up. */
  async function choose(): Promise<void> {
    const list = Werkvoorraad.parse(await ok('arnhem', 'GET /v1/werkvoorraad?limiet=500'))
    expect(list.totaal).toBe(66)
    const meldingen = PLAYED.filter(({ groep }) => groep !== undefined).map(({ kenmerk }) =>
      idOf(kenmerk),
    )
    const proposal = Selectie.parse(
      await ok('arnhem', 'POST /v1/selecties', { gemeentecode: arnhem, meldingen }),
    )
    await ok('arnhem', `POST /v1/selecties/${proposal.id}/vaststelling`, {})
  }

  /** Opened; two attempts where somebody went, and a result. */
  async function followUp(): Promise<void> {
    await ok('arnhem', 'GET /v1/meldingen?limiet=500')
    for (const { kenmerk, groep } of PLAYED)
      if (groep !== undefined) await close(`/v1/meldingen/${idOf(kenmerk)}`, groep)
  }

  async function close(melding: string, groep: Uitkomstgroep): Promise<void> {
    const attempts = groep === 'niet-opgepakt' || groep === 'bekend' ? [] : ['brief', 'huisbezoek']
    for (const soort of attempts)
      await ok('arnhem', `POST ${melding}/contactpogingen`, {
        soort,
        dagdeel: 'avond',
        bereikt: soort === 'huisbezoek' && groep !== 'niet-bereikt',
        datum: '2026-03-09',
      })
    const opened = await call('arnhem', `GET ${melding}`)
    const result = { uitkomstgroep: groep, terugkoppelcode: codeOf(groep) }
    const etag = opened.headers.get('ETag') ?? ''
    await ok('arnhem', `PUT ${melding}/resultaat`, result, { 'If-Match': etag })
  }

  /** What the VLP saw of the debts, as one list. */
  async function tell(): Promise<void> {
    const rows = PLAYED.flatMap(({ kenmerk, ontwikkeling }) =>
      ontwikkeling === undefined ? [] : [{ kenmerk, schuldverloop: ontwikkeling, datum: TOLD }],
    )
    const { aantallen } = Mutaties.parse(await ok('linde', 'POST /v1/mutaties', csvOf(rows)))
    expect(aantallen.gedaan).toBe(37)
  }

  const march = async (): Promise<Indicatoren> =>
    Indicatoren.parse(await ok('arnhem', 'GET /v1/indicatoren?maand=2026-03'))
  const said = ({ indicatoren }: Indicatoren, naam: Indicatornaam) =>
    indicatoren.find((one) => one.naam === naam)

  const expectTable = ({ signaalreis }: Indicatoren): void => {
    expect(signaalreis?.kolommen).toEqual(COLUMNS)
    expect(
      signaalreis?.rijen.map(({ ontwikkeling, cellen }) => [
        ontwikkeling,
        cellen.map(({ aantal }) => aantal),
        cellen.map(({ procent }) => procent),
      ]),
    ).toEqual(ROWS)
  }

  const expectKpis = (found: Indicatoren): void => {
    expect(found.indicatoren.map(({ naam }) => naam)).toEqual([...INDICATORNAMEN])
    const computed = INDICATORNAMEN.filter(
      (naam) =>
        INDICATOREN[naam].waar === 'poort' &&
        // What no source names is counted only where a policy says so.
        INDICATOREN[naam].bron !== 'beleid' &&
        naam !== 'signaalreis' &&
        !naam.endsWith('-per-1000'),
    )
    for (const naam of computed) {
      // A share of nothing says its parts and no number: none of the 66 is of energy.
      const { waarde, delen, noemer } = said(found, naam) ?? {}
      expect(waarde ?? delen ?? noemer, naam).toBeDefined()
    }
    expect(said(found, 'aantal-contactpogingen')).toMatchObject({
      waarde: 120,
      delen: [
        { waarde: 'brief', aantal: 60 },
        { waarde: 'huisbezoek', aantal: 60 },
      ],
    })
    expect(said(found, 'opvolging-x-contact')?.delen).toEqual([
      { waarde: 'brief', aantal: 0, noemer: 60, procent: 0 },
      { waarde: 'huisbezoek', aantal: 23, noemer: 60, procent: 38.3 },
    ])
    expect(said(found, 'bereik')).toMatchObject({ teller: 23, noemer: 66 })
    expect(said(found, 'hulpacceptatie-van-bereikt')).toMatchObject({ teller: 8, noemer: 23 })
  }

  test('comes out of the indicators exactly, with every KPI of the sources by name', async () => {
    const found = await march()
    expectTable(found)
    expectKpis(found)
  })

  test('of one signal: the VLP reads what it told, the municipality what it did, and neither the other’s', async () => {
    const one = PLAYED.find(
      ({ ontwikkeling, groep }) => ontwikkeling === 'opgelopen' && groep === 'hulp-aanvaard',
    )
    const id = idOf(one?.kenmerk ?? '')
    const own = Signaalverloop.parse(await ok('linde', `GET /v1/signalen/${id}/verloop`))
    expect(own.stappen).toEqual([
      { wat: 'aangeleverd', datum: IN_MARCH },
      { wat: 'schuldverloop', datum: TOLD, schuldverloop: 'opgelopen' },
    ])
    const { stappen } = Meldingverloop.parse(await ok('arnhem', `GET /v1/meldingen/${id}/verloop`))
    expect(stappen.map(({ wat }) => wat)).toContain('contactpoging')
    expect(JSON.stringify(stappen)).not.toMatch(/schuldverloop|opgelopen/)
  })

  test('stays as it is when the sweep takes every row, some before others, and the month is fixed', async () => {
    house.setClock('2027-06-02T02:00:00Z')
    let passed = 0
    const crashPoint = (step: string): void => {
      if (step === 'signalen-vastgelegd' && ++passed === 2) throw new Error('killed')
    }
    await expect(house.sweep({}, { crashPoint, batchSize: 20 })).rejects.toThrow('killed')
    const half = await house.count('signaal')
    expect(half).toBeGreaterThan(0)
    expect(half).toBeLessThan(66)
    expectTable(await march())
    await house.sweep({}, { batchSize: 50 })
    await freezeMonths(house.sweepDeps)
    expect(await house.count('signaal')).toBe(0)
    const found = await march()
    expect(found.fasen.uitkomst.stand).toBe('bevroren')
    expectTable(found)
    expectKpis(found)
  })
})
