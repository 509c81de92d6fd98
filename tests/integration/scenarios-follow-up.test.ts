/** Scenarios 8, 13, 21 and 22 of the domain, through the API: what becomes of a signal after it came in, and what its sender reads of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { readKeyPair } from '../../src/cli/afnemer.ts'
import { afnemerControleerCommand } from '../../src/cli/afnemer-controleer.ts'
import { readParty } from '../../src/cli/party.ts'
import { sealDetail } from '../../src/client/result-detail.ts'
import { loadFieldBox } from '../../src/crypto/field-box.ts'
import { systemRandom } from '../../src/crypto/random.ts'
import { recipientKeyFile } from '../../src/development/pki.ts'
import { Gemeentecode } from '../../src/model/ids.ts'
import { Terugkoppeling } from '../../src/model/terugkoppelregel.ts'
import { Werkvoorraad } from '../../src/model/werkvoorraad.ts'
import { type BrpStub, openBrpStub } from '../support/brp-stub.ts'
import { acceptedOf, callerOf, chooseAll } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { rentToday } from '../support/signals.ts'

type Json = Readonly<Record<string, unknown>>

const TILBURG = {
  straatnaam: 'Wevershof',
  huisnummer: 7,
  postcode: '5011EF',
  plaatsnaam: 'Tilburg',
}
const WAIT = { timeout: 30_000 }

describe.each(engines)('what becomes of a signal, on $name', ({ name }) => {
  let gateway: TestGateway
  let brp: BrpStub
  let folder: string
  /** Where the BRP says that a surname lives; none: unknown. */
  const moved = new Map<string, string>()
  beforeAll(async () => {
    gateway = await openGateway(name)
    folder = mkdtempSync(join(tmpdir(), 'scenario-'))
    brp = await openBrpStub((vraag) => {
      const { type } = vraag
      const personen = [...moved].map(([geslachtsnaam, code]) => ({
        burgerservicenummer: '999990019',
        naam: { geslachtsnaam, voorletters: 'B.' },
        gemeenteVanInschrijving: { code },
        leeftijd: 41,
      }))
      return { body: { type, personen } }
    })
  })
  afterAll(async () => {
    await gateway.close()
    await brp.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const post = async (door: string, signal: Json) =>
    acceptedOf(await callerOf(gateway, door, 'aanleveren').post(signal))
  const told = async (door: string, id: string): Promise<readonly unknown[]> => {
    const { text } = await callerOf(gateway, door, 'aanleveren').call(
      'GET /v1/terugkoppelingen?limiet=500',
    )
    const { terugkoppelingen } = JSON.parse(text) as { terugkoppelingen: unknown }
    return Terugkoppeling.array()
      .parse(terugkoppelingen)
      .filter(({ signaalId }) => signaalId === id)
      .map(({ code }) => code)
  }
  const waiting = async (party: string): Promise<number> => {
    const { text } = await callerOf(gateway, party, 'selectie', { medewerker: 'mw-1' }).call(
      'GET /v1/werkvoorraad',
    )
    return Werkvoorraad.parse(JSON.parse(text)).totaal
  }

  test('8: who the BRP says moved to Breda is closed at Tilburg: the VLP reads niet-opgepakt, and nothing goes to Breda', async () => {
    moved.set('Verhuisd', '0758')
    const persoon = { voorletters: 'B.', achternaam: 'Verhuisd', natuurlijkPersoon: true }
    const { id } = await post('het-lage-land', rentToday('8', { persoon, adres: TILBURG }))
    expect(await waiting('tilburg')).toBe(1)
    const path = join(folder, 'brp.yaml')
    writeFileSync(path, `url: ${brp.url}\nkoppen: { x-doelbinding: Vroegsignalering }\n`)
    const out: string[] = []
    const spy = vi
      .spyOn(process.stdout, 'write')
      .mockImplementation((text) => out.push(String(text)) > 0)
    const run = afnemerControleerCommand.subcommands['controleer']?.run as (
      config: unknown,
      given: unknown,
    ) => Promise<number>
    const values = { als: 'tilburg', brp: path, proef: false, url: gateway.apiUrl }
    try {
      expect(await run(gateway.config, { values, words: [] })).toBe(0)
    } finally {
      spy.mockRestore()
    }
    expect(out.join('')).toMatch(/geen-inwoner +1/)
    expect(out.join('')).not.toMatch(/Verhuisd|5011/)
    expect(brp.asked.length).toBeGreaterThan(0)
    expect(await waiting('tilburg')).toBe(0)
    await expect.poll(() => told('het-lage-land', id), WAIT).toEqual(['niet-opgepakt'])
    // Nothing of it is Breda's: no signal, no line, no event.
    const gone = await gateway.owner.query(sql`select 1 from signaal where gemeentecode = '0758'
      union all select 1 from gemeente_gebeurtenis where gemeentecode = '0758'
      union all select 1 from gebeurtenis_detail where gemeentecode = '0758'`)
    expect(gone).toEqual([])
    moved.clear()
  })

  test('13: the same arrears again within the month are a repeat, told at once; grown they are a signal to be taken up', async () => {
    const persoon = { voorletters: 'H.', achternaam: 'Nogmaals', natuurlijkPersoon: true }
    const owing = (kenmerk: string, bedragInCenten: number) =>
      post('de-linde', rentToday(kenmerk, { persoon, achterstand: { bedragInCenten } }))
    const codes = ({ besluit }: Awaited<ReturnType<typeof post>>) =>
      besluit.redenen.map(({ code }) => code)
    const first = await owing('13-a', 31_000)
    const again = await owing('13-b', 31_000)
    expect([codes(first), codes(again)]).toEqual([[], ['herhaalde-melding']])
    await expect.poll(() => told('de-linde', again.id), WAIT).toEqual(['herhaalde-melding'])
    expect(await told('de-linde', first.id)).toEqual([])
    expect(codes(await owing('13-c', 36_500))).toEqual([])
    const { call } = callerOf(gateway, 'arnhem', 'selectie', { medewerker: 'mw-1' })
    await post('de-linde', rentToday('13-d', { achterstand: { bedragInCenten: 900_000 } }))
    const proposed = await call('POST /v1/selecties', { gemeentecode: '0202', capaciteit: 1 })
    const { meldingen } = JSON.parse(proposed.text) as {
      meldingen: { buitenGrenzen?: string; gekozen: boolean }[]
    }
    expect(meldingen.filter(({ buitenGrenzen }) => buitenGrenzen === 'gegroeid')).toMatchObject([
      { gekozen: true },
    ])
  })

  test('21: of "niet opgepakt: andere reden" with a reason that only the municipality opens, the VLP reads niet-opgepakt', async () => {
    const persoon = { voorletters: 'D.', achternaam: 'Reden', natuurlijkPersoon: true }
    const { id } = await post('de-linde', rentToday('21', { persoon }))
    await chooseAll(gateway, 'arnhem')
    const worker = callerOf(gateway, 'arnhem', 'hulpaanbod', { medewerker: 'mw-2' })
    const melding = await worker.call(`GET /v1/meldingen/${id}`)
    const etag = melding.headers.get('etag') ?? ''
    const party = readParty(gateway.config.certsFolder, 'arnhem')
    const gemeentecode = Gemeentecode.parse(party.deelnemer.gemeentecode)
    const file = recipientKeyFile(party.deelnemer, gemeentecode, 'hulpaanbod')
    const plaats = { melding: id, versie: Number(etag.replaceAll('"', '')) + 1, gemeentecode }
    const detail = sealDetail(
      await loadFieldBox(systemRandom),
      plaats,
      { resultaat: 'andere-reden', redenGeenHulp: 'andere-problemen' },
      [readKeyPair(join(party.folder, file))],
    )
    const body = { uitkomstgroep: 'niet-opgepakt', terugkoppelcode: 'niet-opgepakt', detail }
    const set = await worker.call(`PUT /v1/meldingen/${id}/resultaat`, body, { 'If-Match': etag })
    expect([set.status, set.text]).toEqual([200, expect.any(String)])
    await expect.poll(() => told('de-linde', id), WAIT).toEqual(['niet-opgepakt'])
    const vlp = callerOf(gateway, 'de-linde', 'aanleveren')
    for (const route of [
      `GET /v1/signalen/${id}`,
      `GET /v1/signalen/${id}/verloop`,
      'GET /v1/terugkoppelingen',
    ])
      expect((await vlp.call(route)).text).not.toMatch(/andere-reden|andere-problemen/)
  })

  test('22: no answer tells a VLP whether others signalled the same person', async () => {
    const named = (achternaam: string) => ({
      persoon: { voorletters: 'E.', achternaam, natuurlijkPersoon: true },
    })
    await post('het-lage-land', rentToday('22-x', named('Gedeeld')))
    const shape = async (kenmerk: string, achternaam: string): Promise<string> => {
      const vlp = callerOf(gateway, 'de-linde', 'aanleveren')
      const answer = await vlp.post(rentToday(kenmerk, named(achternaam)))
      const { id, besluit, versie } = acceptedOf(answer)
      const seen = [
        JSON.stringify({ besluit, versie, status: answer.status }),
        (await vlp.call(`GET /v1/signalen/${id}`)).text,
        (await vlp.call(`GET /v1/signalen/${id}/verloop`)).text,
        JSON.stringify(await told('de-linde', id)),
        String((await vlp.call(`GET /v1/meldingen/${id}`)).status),
      ]
      return seen
        .join('\n')
        .replaceAll(/"ontvangstbewijs":"[^"]*"/g, '')
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'toen')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
        .replaceAll(kenmerk, 'kenmerk')
    }
    expect(await shape('22-a', 'Gedeeld')).toBe(await shape('22-b', 'Eigen'))
  })
})
