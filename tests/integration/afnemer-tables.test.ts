/** The tables of a municipality without integration, there and back: an employee chooses in one, and tells what was done in others. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { POGING_KOLOMMEN, VERVOLG_KOLOMMEN } from '../../src/cli/afnemer/archief/read-work.ts'
import { chooseWaiting, readWorkList } from '../../src/cli/afnemer/choose-from-table.ts'
import { readTable } from '../../src/cli/afnemer/csv-table.ts'
import { attemptsOf, POGINGEN } from '../../src/cli/afnemer/melden/attempts.ts'
import { RESULTAATSOORT, resultsOf } from '../../src/cli/afnemer/melden/results.ts'
import { type Afloop, tellRows, type Wijze } from '../../src/cli/afnemer/melden/tell-rows.ts'
import { readChoice, workListTable } from '../../src/cli/afnemer/work-list-table.ts'
import { writeTable } from '../../src/cli/afnemer/write-table.ts'
import type { GatewayClient } from '../../src/client/client.ts'
import { feedbackFor } from '../../src/legal/feedback.ts'
import type { SignaalId } from '../../src/model/ids.ts'
import { engines } from '../support/databases.ts'
import { idOf } from '../support/dossiers.ts'
import { type House, openHouse } from '../support/house.ts'
import { houseClient } from '../support/house-door.ts'
import { projectPolicies } from '../support/project-policies.ts'

const NAMES = 'Boer Visser Smit Mulder Dekker Brouwer Hoekstra Kuiper Postma Vink Zwart'.split(' ')
const DAY = '2026-11-03'

describe('tables of a municipality', () => {
  let house: House
  let client: GatewayClient
  let folder: string
  let posted = 0
  beforeAll(async () => {
    // What a store does is tried elsewhere, on each; here the quickest that there is.
    const [engine] = engines
    house = await openHouse(await engine.open())
    client = houseClient(house, 'mw-17')
    folder = mkdtempSync(join(tmpdir(), 'tabel-'))
  })
  beforeEach(() => house.publish())
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    await house.close()
  })

  const post = async (): Promise<SignaalId> => {
    posted += 1
    return (await house.post({ persoon: { achternaam: NAMES[posted] } })).id
  }
  /** Somebody who was chosen and collected. */
  const takenUp = async (): Promise<SignaalId> => {
    const id = await post()
    await house.collectOne(id)
    await house.publish()
    return id
  }
  const file = (text: string): string => {
    const path = join(folder, `tabel-${Math.random()}.csv`)
    writeFileSync(path, text)
    return path
  }

  test('who an employee marks in the exported list is chosen, and the same table again chooses nobody', async () => {
    const [first, second] = [await post(), await post()]
    await house.publish()
    const path = join(folder, 'werklijst.csv')
    writeTable(path, workListTable(await readWorkList(client)))
    const text = readFileSync(path, 'utf8')
    expect(text.startsWith('\ufeffmelding;gekozen;')).toBe(true)
    expect(text).not.toMatch(/Boer|Visser|Smit|6811AB/)
    expect(readChoice(path)).toEqual({ gekozen: [], fouten: [] })
    const marked = file(text.replace(`${first};;`, `${first};ja;`))
    const keuze = chooseWaiting(readChoice(marked), await readWorkList(client))
    expect(keuze).toEqual({ meldingen: [first], fouten: [] })
    const { id } = await house.propose({ meldingen: [...keuze.meldingen] })
    await house.decide(id)
    await house.publish()
    const again = chooseWaiting(readChoice(marked), await readWorkList(client))
    expect(again.meldingen).toEqual([])
    expect(again.fouten.map(({ kolom }) => kolom)).toEqual(['melding'])
    expect((await readWorkList(client)).map((one) => one.id)).toEqual([second])
  })

  const tellAttempts = (rows: readonly string[], wijze: Partial<Wijze> = {}): Promise<Afloop> => {
    const path = file([POGING_KOLOMMEN.join(';'), ...rows].join('\r\n'))
    const tabel = attemptsOf(readTable<string>(path, POGING_KOLOMMEN), DAY)
    return tellRows(client, tabel, POGINGEN, { proef: false, ookMetFouten: false, ...wijze })
  }
  const attemptsAt = async (id: SignaalId): Promise<readonly unknown[]> => {
    const path = { params: { path: { id } } }
    const { data } = await client.GET('/meldingen/{id}/verloop', path)
    return (data?.stappen ?? [])
      .filter(({ wat }) => wat === 'contactpoging')
      .map(({ contactsoort, dagdeel, bereikt }) => [contactsoort, dagdeel, bereikt])
  }

  test('attempts are told once: in a second run, after the name of the first is forgotten, and beside an equal one', async () => {
    const id = await takenUp()
    const rows = [
      `${id};p-1;Huisbezoek;nee;2026-11-03;Avond`,
      `${id};p-2;Huisbezoek;nee;2026-11-03;Avond`,
      `${id};p-3;SMS/Whatsapp;ja;2026-11-03;Ochtend`,
    ]
    expect(await tellAttempts(rows.slice(0, 1))).toMatchObject({ gemeld: 1, bekend: 0 })
    expect(await tellAttempts(rows)).toMatchObject({ gemeld: 2, bekend: 1, fouten: [] })
    house.passHours(25)
    await house.publish()
    expect(await tellAttempts(rows)).toMatchObject({ gemeld: 0, bekend: 3, fouten: [] })
    expect((await attemptsAt(id)).toSorted()).toEqual([
      ['huisbezoek', 'avond', false],
      ['huisbezoek', 'avond', false],
      ['sms-whatsapp', 'ochtend', true],
    ])
    // How it stands was read without collecting a field again.
    expect(await house.events('contactpoging-vastgelegd')).toHaveLength(3)
    expect(await house.events('signaal-verstrekt')).toHaveLength(1)
  })

  test('a table with a wrong row sends nothing, unless asked; each is named by line and column', async () => {
    const id = await takenUp()
    const waiting = await post()
    await house.publish()
    await readWorkList(client)
    const rows = [
      `${id};p-1;Telefoon;nee;2026-11-03;Middag`,
      `${id};p-1;Telefoon;nee;2026-11-03;Middag`,
      `${id};p-4;Postduif;nee;2026-11-03;Middag`,
      `${id};p-5;Telefoon;nee;2026-11-04;Middag`,
      `${id};p-6;Telefoon;nee;2026-11-03;`,
      `${idOf(999)};p-7;Telefoon;nee;2026-11-03;Middag`,
      `${waiting};p-8;Telefoon;nee;2026-11-03;Middag`,
    ]
    const wrong = [
      [3, 'id'],
      [4, 'soort'],
      [5, 'datum'],
      [6, 'dagdeel'],
      [7, 'melding'],
      [8, 'melding'],
    ]
    const places = ({ fouten }: Afloop) => fouten.map(({ regel, kolom }) => [regel, kolom])
    const held = await tellAttempts(rows)
    expect([places(held), held.gemeld, held.nietGestuurd]).toEqual([wrong, 0, 1])
    expect(await attemptsAt(id)).toEqual([])
    expect(JSON.stringify(held)).not.toContain('Postduif')
    const tried = await tellAttempts(rows, { proef: true, ookMetFouten: true })
    expect([tried.gemeld, await attemptsAt(id)]).toEqual([0, []])
    const sent = await tellAttempts(rows, { ookMetFouten: true })
    expect([places(sent), sent.gemeld]).toEqual([wrong, 1])
    expect(await attemptsAt(id)).toEqual([['telefoon', 'middag', false]])
  })

  const policies = projectPolicies()
  const tellResults = (rows: readonly string[], wijze: Partial<Wijze> = {}): Promise<Afloop> => {
    const path = file([VERVOLG_KOLOMMEN.join(';'), ...rows].join('\r\n'))
    const tabel = resultsOf(
      readTable<string>(path, VERVOLG_KOLOMMEN),
      (resultaat) => feedbackFor(policies, resultaat, { geheim: false, dag: DAY })?.code,
    )
    return tellRows(client, tabel, RESULTAATSOORT, { proef: false, ookMetFouten: false, ...wijze })
  }
  /** Group and code of each result that was recorded; none with a detail. */
  const told = async (id: SignaalId): Promise<readonly string[]> =>
    (await house.events('resultaat-vastgelegd'))
      .flatMap((one) =>
        one.soort === 'resultaat-vastgelegd' && one.meldingId === id && !one.metDetail
          ? [`${one.uitkomstgroep}/${one.terugkoppelcode}`]
          : [],
      )
      .toSorted()
  const rest = ';'.repeat(VERVOLG_KOLOMMEN.length - 4)

  test('results are told once, as group and code; a changed one replaces what stood', async () => {
    const [one, two] = [await takenUp(), await takenUp()]
    const rows = [
      `${one};vervolghulp-financieel;2026-11-03;ja${rest}`,
      `${two};Definitief geen contact kunnen krijgen;2026-11-03;${rest}`,
    ]
    expect(await tellResults(rows)).toMatchObject({ gemeld: 2, bekend: 0, fouten: [] })
    expect(await tellResults(rows)).toMatchObject({ gemeld: 0, bekend: 2, fouten: [] })
    expect(await told(one)).toEqual(['hulp-aanvaard/hulp-aanvaard'])
    expect(await told(two)).toEqual(['niet-bereikt/geen-contact'])
    const coarse = `${one};regelt-het-zelf;2026-11-03;${rest.slice(1)};niet-opgepakt`
    expect(await tellResults([coarse])).toMatchObject({ gemeld: 1, fouten: [] })
    expect(await told(one)).toEqual(['geen-hulp/niet-opgepakt', 'hulp-aanvaard/hulp-aanvaard'])
  })

  test('a code that the gateway refuses is a wrong row that names what may be told; the others stand', async () => {
    const [one, two] = [await takenUp(), await takenUp()]
    const rows = [
      `${one};overleden;2026-11-03;${rest.slice(1)};hulp-aanvaard`,
      `${two};regelt-het-zelf;2026-11-03;${rest}`,
    ]
    const { gemeld, fouten } = await tellResults(rows)
    expect([gemeld, fouten.map(({ regel }) => regel)]).toEqual([1, [2]])
    expect(fouten[0]?.waarom).toContain('niet-opgepakt')
  })
})
