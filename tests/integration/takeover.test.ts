/** A running gateway takes over other policies: no request lost, none decided by half of each; what is wrong changes nothing. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { callBeheer, openBeheer } from '../../src/cli/beheer.ts'
import { signAsTrial } from '../../src/development/approvers.ts'
import { addDays } from '../../src/legal/calendar.ts'
import { loadPolicies } from '../../src/legal/load.ts'
import { Activeringsuitkomst, Beleidsstand } from '../../src/model/beleid.ts'
import { acceptedOf, callerOf } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { rentToday, today } from '../support/signals.ts'

const AT_ONCE = 8
const PHONE = 'contact.telefoonnummer'

describe.each(engines)('a takeover on $name', ({ name }) => {
  let gateway: TestGateway
  let place: string
  const folder = (): string => join(place, 'beleid')
  const replace = (file: string, from: string | RegExp, to: string): void => {
    const path = join(folder(), file)
    const text = readFileSync(path, 'utf8')
    const changed = text.replace(from, to)
    if (changed === text) throw new Error(`nothing to change in ${file}`)
    writeFileSync(path, changed)
  }
  /** Fresh files, which are not yet what is in force. */
  const reset = (): void => {
    rmSync(folder(), { recursive: true, force: true })
    cpSync('policies', folder(), { recursive: true })
  }
  /** Rent gives no telephone number any more. */
  const withoutPhone = (): void => {
    const file = 'wet/huur.yaml'
    replace(file, / {2}contact\.telefoonnummer:\n[\s\S]*?(?= {2}contact\.emailadres:)/, '')
    replace(file, '      contact.telefoonnummer: doorgegeven\n', '')
    replace(file, ', contact.telefoonnummer: [hulpaanbod]', '')
    replace(
      file,
      '      klantnummer: niet',
      '      contact.telefoonnummer: niet-doorgegeven\n      klantnummer: niet',
    )
    replace(file, '[persoon.burgers', '[contact.telefoonnummer, persoon.burgers')
  }
  const operator = async <T>(work: (c: Awaited<ReturnType<typeof openBeheer>>) => Promise<T>) => {
    const connection = await openBeheer(gateway.config)
    try {
      return await work(connection)
    } finally {
      await connection.close()
    }
  }
  const stand = (): Promise<Beleidsstand> =>
    operator((c) => callBeheer(c, '/beleid', Beleidsstand, { method: 'GET' }))
  const activate = (): Promise<Activeringsuitkomst> =>
    operator((c) => callBeheer(c, '/beleid/activering', Activeringsuitkomst))
  const sign = async (): Promise<void> => {
    const { nummer, hash } = await stand()
    const signatures = await signAsTrial(gateway.config.approversFolder, {
      beleid: loadPolicies(folder()).hash,
      na: { nummer, hash },
      omgeving: 'proef',
      vanaf: today(),
      uiterlijk: addDays(today(), 1),
      ondertekendTijdstip: new Date().toISOString(),
    })
    const signed = join(folder(), 'handtekeningen')
    rmSync(signed, { recursive: true, force: true })
    mkdirSync(signed)
    for (const { file, jws } of signatures) writeFileSync(join(signed, `${file}.jws`), jws)
  }
  const health = async (path = '/health', accept = 'application/json'): Promise<Response> =>
    fetch(`${gateway.healthUrl}${path}`, { headers: { Accept: accept } })

  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), 'overname-'))
    reset()
    gateway = await openGateway(name, { policies: folder() })
  })
  afterAll(async () => {
    await gateway.close()
    rmSync(place, { recursive: true })
  })
  beforeEach(reset)

  test('under steady requests loses none, and each is decided whole by one of both', async () => {
    const before = await stand()
    withoutPhone()
    await sign()
    const linde = callerOf(gateway, 'de-linde', 'aanleveren')
    const answers: { readonly hash: string; readonly phone: string | undefined }[] = []
    let over = false
    let count = 0
    let told: () => void = () => undefined
    const post = async (): Promise<void> => {
      count += 1
      const contact = { telefoonnummer: '+31600000000' }
      const { besluit } = acceptedOf(await linde.post(rentToday(`over-${count}`, { contact })))
      const phone = besluit.velden.find(({ veld }) => veld === PHONE)?.uitkomst
      answers.push({ hash: besluit.beleid.hash, phone })
      told()
    }
    const worker = async (): Promise<void> => {
      while (!over) await post()
    }
    const more = async (wanted: number): Promise<void> => {
      const until = answers.length + wanted
      while (answers.length < until)
        await new Promise<void>((next) => {
          told = next
        })
    }
    const load = Promise.all(Array.from({ length: AT_ONCE }, worker))
    try {
      await Promise.race([load, more(AT_ONCE)])
      expect(await activate()).toMatchObject({ uitkomst: 'geactiveerd' })
      await Promise.race([load, more(2 * AT_ONCE)])
    } finally {
      over = true
      await load
    }
    const after = await stand()
    expect(after).toMatchObject({ toestand: 'actueel', nummer: before.nummer + 1 })
    expect(answers).toHaveLength(count)
    const seen = new Set(answers.map(({ hash, phone }) => `${hash} ${phone ?? ''}`))
    expect(seen).toEqual(new Set([`${before.hash} doorgegeven`, `${after.hash} niet-doorgegeven`]))
    // Whoever begins after the answer of the operator gets the new one.
    await post()
    expect(answers.at(-1)?.hash).toBe(after.hash)
  })

  test.each<[string, () => void, RegExp]>([
    [
      'a typo',
      () => replace('wet/huur.yaml', '  persoon.voorletters:', '  persoon.bijnaam:'),
      /wet\/huur\.yaml, regel \d+, velden\/persoon\.bijnaam: .*Verbeter de spelling/,
    ],
    [
      'an unknown article',
      () =>
        replace(
          'wet/huur.yaml',
          /(persoon\.achternaam:\n(?:.*\n)*?.*grondslag: ).*/,
          '$1bestaat-niet',
        ),
      /wet\/huur\.yaml, regel \d+, velden\/persoon\.achternaam\/grondslag.*bestaat-niet/,
    ],
    [
      'a field without its reason',
      () => replace('wet/huur.yaml', /(persoon\.achternaam:\n(?:.*\n)*?) *omdat: .*\n/, '$1'),
      /wet\/huur\.yaml, regel \d+, velden\/persoon\.achternaam\/omdat: Dit veld is verplicht/,
    ],
    [
      'a gap in validity',
      () => {
        cpSync(join(folder(), 'wet/huur.yaml'), join(folder(), 'wet/huur-2.yaml'))
        replace('wet/huur-2.yaml', 'versie: 1\n', 'versie: 2\n')
        replace('wet/huur-2.yaml', '{ vanaf: 2021-01-01 }', '{ vanaf: 2026-01-02 }')
        replace('wet/huur.yaml', '{ vanaf: 2021-01-01 }', '{ vanaf: 2021-01-01, tot: 2026-01-01 }')
      },
      /wet\/huur-2\.yaml, regel \d+, geldig: tussen 2026-01-01 .* aansluiten/,
    ],
    [
      'an anchor bomb',
      () => writeFileSync(join(folder(), 'wet/bom.yaml'), 'a: &a [x, x]\nb: [*a, *a]\n'),
      /wet\/bom\.yaml, regel 1: een anker \(&\) of verwijzing \(\*\) hoort hier niet\. Schrijf uit/,
    ],
    [
      'a file of 50 MB',
      () => writeFileSync(join(folder(), 'wet/groot.yaml'), Buffer.alloc(50_000_000, '# ')),
      /wet\/groot\.yaml, regel 1: het bestand is groter dan 256 KiB\. Zet er alleen beleid in/,
    ],
  ])(
    'refuses %s with file, line and remedy, replaces nothing, and its health says so',
    async (_what, spoil, fault) => {
      const before = await stand()
      spoil()
      const outcome = await activate()
      expect(outcome).toMatchObject({ uitkomst: 'geweigerd', soort: 'beleid-klopt-niet' })
      expect(outcome.uitkomst === 'geweigerd' && outcome.fouten.join('\n')).toMatch(fault)
      const answer = await health()
      expect(answer.status).toBe(200)
      expect(await answer.json()).toMatchObject({
        toestand: 'let-op',
        beleid: {
          toestand: 'verouderd',
          nummer: before.nummer,
          hash: before.hash,
          laatsteMislukking: { soort: 'beleid-klopt-niet' },
        },
      })
    },
  )

  test('is refused when one person signed, and a start with such a folder goes on with the last good set', async () => {
    const before = await stand()
    replace('klassen.yaml', 'versie: 1', 'versie: 7')
    await sign()
    rmSync(join(folder(), 'handtekeningen/proef-jurist.jws'))
    expect(await activate()).toMatchObject({ uitkomst: 'geweigerd', soort: 'handtekening-van-een' })
    await gateway.restart()
    expect(await stand()).toMatchObject({
      toestand: 'verouderd',
      nummer: before.nummer,
      hash: before.hash,
      laatsteMislukking: { soort: 'handtekening-van-een' },
    })
    expect(gateway.logged.join('\n')).toContain('het laatste goede beleid blijft beslissen')
    const linde = callerOf(gateway, 'de-linde', 'aanleveren')
    const { besluit } = acceptedOf(await linde.post(rentToday('na-herstart')))
    expect(besluit.beleid.hash).toBe(before.hash)
    const page = await health('/health', 'text/html')
    expect(page.headers.get('content-type')).toContain('text/html')
    const text = await page.text()
    expect(text).toContain(before.hash)
    expect(text).toContain('het laatste goede beleid beslist')
    expect((await health('/ready')).status).toBe(200)
    expect(await (await health('/ready')).json()).toEqual({ toestand: 'let-op' })
  })
})
