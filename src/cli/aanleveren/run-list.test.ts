import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { energyExport, NOTE } from '../../../tests/support/sample-exports.ts'
import { CsvRows } from '../../intake/list/csv-rows.ts'
import type { Vrijgave } from '../../model/aanlevering.ts'
import type { Besluit } from '../../model/besluit.ts'
import { Dag, Oin } from '../../model/ids.ts'
import type { Toetsing } from '../../model/toetsing.ts'
import { proposeProfile } from '../indeling/propose-profile.ts'
import { parseProfile } from '../indeling/read-profile.ts'
import { deliver } from './deliver.ts'
import { inTrialStreets } from './find-gemeente.ts'
import { filesBeside } from './local-files.ts'
import { type Goed, openList } from './local-list.ts'
import { Outcome } from './outcome.ts'
import { type PostList, sendRows } from './send-rows.ts'
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

/** What a gateway says of one row instead of taking it: a refusal, or a problem with which it breaks the list off. */
type Verdict = { readonly besluit: object } | { readonly probleem: { readonly status: number } }

/**
 * A gateway that takes everything but what `answer` says otherwise, and every list but those that `opening` refuses; remembers each row that
 * it took or refused, and which lists there were.
 */
function fakeGateway(
  answer: (kenmerk: string, at: number) => Verdict | undefined,
  opening: (attempt: number) => Response | undefined = () => undefined,
) {
  const bodies: string[] = []
  const lists: string[] = []
  const seen = new Set<string>()
  let attempts = 0
  const line = (json: object): Uint8Array => Buffer.from(`${JSON.stringify(json)}\n`)
  const judge = (row: string, regel: number): object => {
    const { kenmerk } = JSON.parse(row) as { kenmerk: string }
    const other = answer(kenmerk, bodies.length + 1)
    if (other !== undefined && 'probleem' in other) return { soort: 'afbreking', ...other }
    bodies.push(row)
    if (other !== undefined)
      return { soort: 'regel', regel, kenmerk, uitkomst: 'geweigerd', ...other }
    const uitkomst = seen.has(kenmerk) ? 'herhaald' : 'aanvaard'
    seen.add(kenmerk)
    const data = { id: `id-${kenmerk}`, versie: 1, ontvangstbewijs: `jws-${kenmerk}` }
    return { soort: 'regel', regel, kenmerk, uitkomst, ...data }
  }
  const verdicts = async function* (
    vrijgave: string,
    body: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array> {
    lists.push(vrijgave)
    yield line({ soort: 'lijst', id: `lijst-${lists.length}` })
    let regel = 0
    for await (const piece of body)
      for (const row of Buffer.from(piece).toString().trimEnd().split('\n')) {
        regel += 1
        const verdict = judge(row, regel)
        // In two pieces: what comes is cut anywhere.
        const bytes = line(verdict)
        yield bytes.subarray(0, 9)
        yield bytes.subarray(9)
        if ('probleem' in verdict) return
      }
    yield line({ soort: 'stand', aantallen: {} })
    yield line({ soort: 'slot', aanlevering: {} })
  }
  const post: PostList = async (vrijgave, body) => {
    attempts += 1
    const refused = opening(attempts)
    if (refused === undefined)
      return { status: 200, headers: new Headers(), body: verdicts(vrijgave, body) }
    const { status, headers } = refused
    return await Promise.resolve({ status, headers, body: refused.body ?? verdicts('', body) })
  }
  return { bodies, lists, post }
}

async function run(
  path: string,
  gateway: ReturnType<typeof fakeGateway>,
  { hervat = false, vrijgave = 'direct' as Vrijgave } = {},
) {
  const list = openList(path, undefined, DAG)
  const outcome = new Outcome(filesBeside(path), () => list.kop)
  const given = { namens: NAMENS, hervat, vrijgave, outcome, progress: quiet }
  return { text: await deliver(gateway.post, list, given), outcome }
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
      return code === undefined ? undefined : { besluit: refusal(code) }
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
    const given = {
      namens: NAMENS,
      hervat: false,
      vrijgave: 'direct',
      outcome,
      progress: quiet,
    } as const
    await deliver(gateway.post, list, given)
    expect(list.overgeslagen).toEqual(['INTERN_MEMO'])
    expect(gateway.bodies).toHaveLength(3)
    expect(gateway.bodies.join('')).toContain('Zonneveld')
    expect(gateway.bodies.join('')).not.toContain(NOTE.slice(0, 8))
  })

  test('goes on where it broke off: what was accepted is not sent again, and no receipt is kept twice', async () => {
    const rows = Array.from({ length: 40 }, (_, at) => row(`K-${at}`, '812,00'))
    const path = write('afgebroken.csv', rows)
    const broken = fakeGateway((_, at) =>
      at > 20 ? { probleem: { title: 'Gesloten', status: 409 } } : undefined,
    )
    await expect(run(path, broken)).rejects.toThrow('409 Gesloten')
    const whole = fakeGateway(() => undefined)
    const { outcome } = await run(path, whole, { hervat: true })
    const lines = readFileSync(filesBeside(path).bewijzen, 'utf8').trim().split('\n')
    expect(new Set(lines).size).toBe(40)
    expect(lines).toHaveLength(40)
    expect(whole.bodies).toHaveLength(20)
    expect(outcome.tally.count('aanvaard')).toBe(20)
    expect(existsSync(filesBeside(path).voortgang)).toBe(false)
  })

  test('waits for a gateway that is busy', async () => {
    const path = write('druk.csv', [row('A', '812,00')])
    const gateway = fakeGateway(
      () => undefined,
      (attempt) =>
        attempt < 3
          ? Response.json({}, { status: 503, headers: { 'Retry-After': '0.01' } })
          : undefined,
    )
    await run(path, gateway)
    expect(gateway.bodies).toHaveLength(1)
  })

  test('that breaks off for a while goes on in another, with what has no verdict and nothing else', async () => {
    const rows = Array.from({ length: 9 }, (_, at) => row(`T-${at}`, '812,00'))
    const path = write('even-weg.csv', rows)
    const fails = new Set([4, 7])
    const gateway = fakeGateway((_, at) =>
      fails.delete(at) ? { probleem: { status: 503 } } : undefined,
    )
    const { outcome, text } = await run(path, gateway, { vrijgave: 'handmatig' })
    const sent = gateway.bodies.map((body) => (JSON.parse(body) as { kenmerk: string }).kenmerk)
    expect(sent).toEqual(rows.map((_, at) => `T-${at}`))
    expect(outcome.tally.count('aanvaard')).toBe(9)
    expect(gateway.lists).toEqual(['handmatig', 'handmatig', 'handmatig'])
    for (const id of ['lijst-1', 'lijst-2', 'lijst-3'])
      expect(text).toContain(`signaalpoort aanleveren vrijgave ${id}`)
  })

  test('whose answer ends without its end is not whole, and one without a verdict on every row neither', async () => {
    const path = write('half.csv', [row('A', '812,00'), row('B', '812,00')])
    const headers = new Headers()
    const answer =
      (lines: readonly object[]): PostList =>
      async (_, body) => {
        for await (const _row of body); // Takes all of it.
        const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
        return { status: 200, headers, body: Readable.from([Buffer.from(text)]) }
      }
    const accepted = { uitkomst: 'aanvaard', id: 'i', versie: 1, ontvangstbewijs: 'j' }
    const first = { soort: 'regel', regel: 1, ...accepted }
    const gateway = fakeGateway(() => undefined)
    const ending = { ...gateway, post: answer([first, { soort: 'slot' }]) }
    await expect(run(path, ending)).rejects.toThrow('niet op elke regel een besluit')
    await expect(run(path, { ...gateway, post: answer([first]) })).rejects.toThrow('brak af')
    const strange = answer([{ ...first, regel: 3 }])
    await expect(run(path, { ...gateway, post: strange })).rejects.toThrow('niet is verzonden')
  })

  test('that cannot be read on says so itself, and what was accepted by then stays accepted', async () => {
    const gateway = fakeGateway(() => undefined)
    const rows = async function* (): AsyncGenerator<Goed> {
      for await (const rij of openList(
        write('bron.csv', [row('A', '812,00')]),
        undefined,
        DAG,
      ).rows())
        if ('signaal' in rij) yield rij
      throw new Error('de schijf is weg')
    }
    const given: string[] = []
    const reading = async (): Promise<void> => {
      const options = { vrijgave: 'direct', onList: () => undefined } as const
      for await (const { rij } of sendRows(gateway.post, rows(), options))
        given.push(rij.kenmerk ?? '')
    }
    await expect(reading()).rejects.toThrow('de schijf is weg')
    expect(given).toEqual(['A'])
  })

  test('with nothing to send makes no list', async () => {
    const gateway = fakeGateway(() => undefined)
    await run(write('alles-fout.csv', [row('B', '1.234')]), gateway)
    expect(gateway.lists).toEqual([])
  })

  test('without rows is sent as one that is empty, also after a gateway that was busy', async () => {
    const busy = new Response('', { status: 503, headers: { 'Retry-After': '0.01' } })
    const gateway = fakeGateway(
      () => undefined,
      (attempt) => (attempt === 1 ? busy : undefined),
    )
    const { text } = await run(write('leeg.csv', []), gateway)
    expect([gateway.lists, gateway.bodies]).toEqual([['direct'], []])
    expect(text).toContain('Aangeleverd: 0 regels.')
    expect(text).toContain('Bij de poort: lijst lijst-1')
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
