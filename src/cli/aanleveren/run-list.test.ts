import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { energyExport, NOTE } from '../../../tests/support/sample-exports.ts'
import { createClientOver } from '../../client/client.ts'
import { CsvRows } from '../../intake/list/csv-rows.ts'
import type { Besluit } from '../../model/besluit.ts'
import { Dag, Oin } from '../../model/ids.ts'
import type { Toetsing } from '../../model/toetsing.ts'
import { proposeProfile } from '../indeling/propose-profile.ts'
import { parseProfile } from '../indeling/read-profile.ts'
import { deliver } from './deliver.ts'
import { inTrialStreets } from './find-gemeente.ts'
import { filesBeside } from './local-files.ts'
import { openList } from './local-list.ts'
import { Outcome } from './outcome.ts'
import { TryOut } from './try-out.ts'

const DAG = Dag.parse('2026-11-03')
const NAMENS = Oin.parse('00000099000000001000')
const HEAD =
  'kenmerk;signaaltype;signaaldatum;persoon.achternaam;persoon.natuurlijkPersoon;adres.postcode;adres.huisnummer;achterstand.bedragInEuro;achterstand.maanden;contact.telefoonnummer'
const row = (
  kenmerk: string,
  euro: string,
  more: { postcode?: string; tel?: string } = {},
): string =>
  `${kenmerk};huur;2026-11-03;Zwartkruis;ja;${more.postcode ?? '6811AB'};12;${euro};2;${more.tel ?? ''}`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'signaalpoort-lijst-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, rows: readonly string[]): string => {
  const path = join(folder, name)
  writeFileSync(path, `${[HEAD, ...rows].join('\r\n')}\r\n`)
  return path
}

const quiet = { show: () => undefined, end: () => undefined }
const refusal = (code: string): object => ({
  redenen: [{ code, zin: 'Nee.', remedie: 'Niet doen.' }],
})

/** A gateway that takes everything but what `answer` says otherwise; remembers every body. */
function fakeGateway(answer: (kenmerk: string, at: number) => Response | undefined) {
  const bodies: string[] = []
  const seen = new Set<string>()
  const client = createClientOver(
    async (request) => {
      const body = await request.text()
      bodies.push(body)
      const { kenmerk } = JSON.parse(body) as { kenmerk: string }
      const other = answer(kenmerk, bodies.length)
      if (other !== undefined) return other
      const isKnown = seen.has(kenmerk)
      seen.add(kenmerk)
      const data = { id: `id-${kenmerk}`, versie: 1, ontvangstbewijs: `jws-${kenmerk}` }
      return Response.json(data, { status: isKnown ? 200 : 201 })
    },
    { baseUrl: 'https://poort.example.nl/v1', token: async () => await Promise.resolve('t') },
  )
  return { bodies, client }
}

async function run(path: string, gateway: ReturnType<typeof fakeGateway>, hervat = false) {
  const list = openList(path, undefined, DAG)
  const outcome = new Outcome(filesBeside(path), () => list.kop)
  const given = { namens: NAMENS, hervat, outcome, progress: quiet }
  return { text: await deliver(gateway.client, list, given), outcome }
}

describe('a list that is sent', () => {
  test('leaves receipts, the refused without a value, and a copy of what another way must take', async () => {
    const path = write('maand.csv', [
      row('A', '812,00'),
      row('B', '8.12'),
      row('C', '900,00', { tel: '12' }),
      row('D', '900,00'),
      row('E', '700,00'),
    ])
    const gateway = fakeGateway((kenmerk) => {
      const code = { D: 'gemeente-niet-aangesloten', E: 'onder-drempel' }[kenmerk]
      return code === undefined
        ? undefined
        : Response.json({ besluit: refusal(code) }, { status: 422 })
    })
    const { outcome, text } = await run(path, gateway)
    const files = filesBeside(path)
    expect(text).toContain('Aangeleverd: 5 regels')
    expect(outcome.tally.count('aanvaard')).toBe(3)
    expect(readFileSync(files.geweigerd, 'utf8').split('\r\n').toSorted()).toEqual([
      '',
      '5;D;;gemeente-niet-aangesloten;Nee. Niet doen.',
      '6;E;;onder-drempel;Nee. Niet doen.',
      '\ufeffregel;kenmerk;kolom;code;uitleg',
    ])
    expect(readFileSync(files.nietAangesloten, 'utf8')).toBe(`${HEAD}\r\n${row('D', '900,00')}\r\n`)
    const receipts = readFileSync(files.bewijzen, 'utf8').trim().split('\n')
    expect(
      receipts.map((line) => (JSON.parse(line) as { kenmerk: string }).kenmerk).toSorted(),
    ).toEqual(['A', 'B', 'C'])
    expect(outcome.finish().join('\n')).toContain('contact.telefoonnummer: onbruikbaar')
    for (const file of [files.geweigerd, files.nietAangesloten, files.bewijzen, files.voortgang])
      expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(files.voortgang, 'utf8')).toMatch(
      /^(\{"regel":\d,"kenmerk":"[0-9a-f]{64}"\}\n){3}$/,
    )
  })

  test('by a profile sends no more than the profile names: the notes are in no request', async () => {
    const path = join(folder, 'export.csv')
    writeFileSync(path, energyExport(DAG))
    const reader = new CsvRows()
    const rijen = [...reader.push(readFileSync(path)), ...reader.end()]
    const yaml = proposeProfile({
      naam: 'export.csv',
      kolommen: reader.kop?.kolommen ?? [],
      rijen: rijen.flatMap((one) => ('cellen' in one ? [one.cellen] : [])),
      tekenset: 'utf-8',
      signaaltype: 'energie',
    })
    const gateway = fakeGateway(() => undefined)
    const list = openList(path, parseProfile(yaml, 'p.yaml'), DAG)
    const outcome = new Outcome(filesBeside(path), () => list.kop)
    await deliver(gateway.client, list, { namens: NAMENS, hervat: false, outcome, progress: quiet })
    expect(list.overgeslagen).toEqual(['INTERN_MEMO'])
    expect(gateway.bodies).toHaveLength(3)
    expect(gateway.bodies.join('')).toContain('Zonneveld')
    expect(gateway.bodies.join('')).not.toContain(NOTE.slice(0, 8))
  })

  test('goes on where it broke off: what was accepted is not sent again, and no receipt is kept twice', async () => {
    const rows = Array.from({ length: 40 }, (_, at) => row(`K-${at}`, '812,00'))
    const path = write('afgebroken.csv', rows)
    const broken = fakeGateway((_, at) =>
      at > 20 ? Response.json({ title: 'Ongeldig', status: 401 }, { status: 401 }) : undefined,
    )
    await expect(run(path, broken)).rejects.toThrow('401 Ongeldig')
    const whole = fakeGateway(() => undefined)
    const { outcome } = await run(path, whole, true)
    const lines = readFileSync(filesBeside(path).bewijzen, 'utf8').trim().split('\n')
    expect(new Set(lines).size).toBe(40)
    expect(lines).toHaveLength(40)
    expect(whole.bodies).toHaveLength(20)
    expect(outcome.tally.count('aanvaard')).toBe(20)
    expect(existsSync(filesBeside(path).voortgang)).toBe(false)
  })

  test('waits for a gateway that is busy', async () => {
    const path = write('druk.csv', [row('A', '812,00')])
    const gateway = fakeGateway((_, at) =>
      at === 1 ? Response.json({}, { status: 503, headers: { 'Retry-After': '0.01' } }) : undefined,
    )
    await run(path, gateway)
    expect(gateway.bodies).toHaveLength(2)
    expect(gateway.bodies[0]).toBe(gateway.bodies[1])
  })

  test('of NDJSON is sent as it stands, and a wrong line stays', async () => {
    const path = join(folder, 'lijst.ndjson')
    const signaal = {
      kenmerk: 'N-1',
      signaaltype: 'huur',
      signaaldatum: '2026-11-03',
      persoon: { achternaam: 'Boer', natuurlijkPersoon: true },
      adres: { postcode: '6811AB', huisnummer: 12 },
      achterstand: { bedragInCenten: 81_200, maanden: 2 },
    }
    writeFileSync(
      path,
      `${JSON.stringify(signaal)}\n${JSON.stringify({ ...signaal, notitie: 'Zwartkruis' })}\n`,
    )
    const gateway = fakeGateway(() => undefined)
    await run(path, gateway)
    expect(gateway.bodies.map((body) => JSON.parse(body) as unknown)).toEqual([signaal])
    expect(readFileSync(filesBeside(path).geweigerd, 'utf8')).toContain(
      '2;N-1;notitie;onbekend-veld;',
    )
  })
})

const THRESHOLD = 10_000
const POSTCODES = ['6811AB', '5011EF', '9999ZZ']
const AMOUNTS = Array.from({ length: 2_000 }, (_, at) => 5_000 + ((at * 7_919) % 40_000))

/** What a row of the long list would be told alone. */
function expected(at: number): string | undefined {
  if (POSTCODES[at % 3] === '9999ZZ') return 'postcode-onbekend'
  return (AMOUNTS[at] ?? 0) < THRESHOLD ? 'onder-drempel' : undefined
}

async function decide(vraag: Toetsing): Promise<Besluit> {
  const isLow = vraag.achterstand.bedragInCenten < THRESHOLD
  const low = { code: 'onder-drempel', zin: 'Te laag.', remedie: 'Wacht.' } as const
  return await Promise.resolve({
    besluit: isLow ? 'geweigerd' : 'aanvaard',
    redenen: isLow ? [low] : [],
    velden: [],
    beleid: { id: 'wet/huur@1', hash: '0'.repeat(64) },
  })
}

describe('a try-out', () => {
  test('asks few questions about two thousand rows, and gives each the answer that it would get alone', async () => {
    const rows = AMOUNTS.map((cents, at) =>
      row(`K-${at}`, (cents / 100).toFixed(2), { postcode: POSTCODES[at % 3] ?? '' }),
    )
    const list = openList(write('veel.csv', rows), undefined, DAG)
    const tryOut = new TryOut(inTrialStreets(DAG))
    for await (const rij of list.rows()) if ('signaal' in rij) tryOut.add(rij)
    const asked: string[] = []
    const { vragen, uitslagen } = await tryOut.ask(async (vraag) => {
      asked.push(JSON.stringify(vraag))
      return await decide(vraag)
    })
    expect(vragen).toBeLessThan(40)
    expect(asked.join('')).not.toMatch(/Zwartkruis|6811|5011|K-\d/)
    expect(uitslagen.map(({ rij, redenen }) => [rij.kenmerk, redenen[0]?.code])).toEqual(
      AMOUNTS.map((_, at) => [`K-${at}`, expected(at)]),
    )
    expect(uitslagen.every(({ aanvaard, redenen }) => aanvaard === (redenen.length === 0))).toBe(
      true,
    )
  })
})
