import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessOf, type PartyAccess } from '../support/gateway.ts'
import {
  createSiteWithStore,
  type Ended,
  freePorts,
  type GatewayProcess,
  type Site,
} from '../support/gateway-process.ts'

type Opened = {
  readonly meldingen: readonly {
    readonly toestand: string
    readonly signalen: readonly { readonly velden: Readonly<Record<string, unknown>> }[]
  }[]
}

let site: Site
let gateway: GatewayProcess
let landlord: PartyAccess & { close(): Promise<void> }
beforeAll(async () => {
  site = createSiteWithStore()
  gateway = await site.start()
  landlord = accessOf(gateway.apiUrl, site.config, 'de-linde', 'aanleveren', {})
})
afterAll(async () => {
  await landlord.close()
  await site.close()
})

/** A command with the address of this gateway. */
const run = (...words: readonly string[]): Promise<Ended> =>
  site.run([...words, '--url', gateway.apiUrl])

function expectRefused({ code, stdout, stderr }: Ended, line: RegExp): void {
  expect(stderr).toMatch(/^signaalpoort: .+\n$/)
  expect(stderr).toMatch(line)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
}

/** Posts what the command gave, byte for byte. */
async function post(example: string): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await landlord.fetch(
    new Request(`${gateway.apiUrl}/v1/signalen`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${await landlord.token()}`,
        'Content-Type': 'application/json',
      },
      body: (await site.run(['voorbeeld', example])).stdout,
    }),
  )
  return { status: answer.status, text: await answer.text() }
}

describe('signaalpoort token', () => {
  test.each([
    ['de-linde', [], 'aanleveren'],
    ['arnhem', [], 'hulpaanbod'],
    ['arnhem', ['--doel', 'controle'], 'controle'],
    ['toezicht', [], 'toezicht'],
  ])('gives %s with %j a token for %s and nothing else', async (party, more, doel) => {
    const { code, stdout, stderr } = await run('token', '--als', party, ...more)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const claims = Buffer.from(stdout.split('.')[1] ?? '', 'base64url').toString('utf8')
    expect(JSON.parse(claims)).toMatchObject({ scope: doel, aud: `${gateway.apiUrl}/v1` })
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
  })
})

describe('signaalpoort voorbeeld', () => {
  test('without a name lists the names, with a name gives a signal that the gateway decides as it says', async () => {
    const { code, stdout } = await site.run(['voorbeeld'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^huur +\S/m)
    expect((await post('huur-crisis')).status).toBe(201)
    expect((await post('huur-zonder-herinnering')).status).toBe(422)
    expect((await post('huur-met-notitie')).status).toBe(400)
  })
})

describe('signaalpoort afnemer', () => {
  const collect = async (...words: readonly string[]): Promise<Ended & { opened: Opened }> => {
    const ended = await run('afnemer', '--als', 'arnhem', ...words)
    return { ...ended, opened: JSON.parse(ended.stdout) as Opened }
  }

  test('opens with the key of each purpose what that purpose may see, and confirms when it is told to', async () => {
    const posted = await post('huur')
    expect(posted.status).toBe(201)
    const control = await collect('--doel', 'controle')
    const checked = control.opened.meldingen.at(-1)?.signalen[0]?.velden ?? {}
    expect(checked['persoon.achternaam']).toBe('Boer')
    expect(Object.keys(checked)).not.toContain('contact.telefoonnummer')
    const chosen = await run(
      ...['selectie', '--als', 'arnhem', '--medewerker', 'mw-17', '--alles', '--vaststellen'],
    )
    expect(chosen.stdout).toMatch(/^Selectie .*: vastgesteld\. Gekozen [1-9]/)
    const first = await collect('--medewerker', 'mw-17')
    expect(first.opened.meldingen.at(-1)?.signalen[0]?.velden).toMatchObject({
      'persoon.achternaam': 'Boer',
      'contact.telefoonnummer': '+31612345678',
    })
    const count = first.opened.meldingen.length
    const confirming = await collect('--medewerker', 'mw-17', '--bevestig')
    expect(confirming.opened.meldingen).toHaveLength(count)
    expect(confirming.stderr).toBe(`${count} ontvangsten bevestigd\n`)
    expect((await collect('--medewerker', 'mw-17')).opened).toEqual({ meldingen: [] })
  })
})

describe('a municipality without integration', () => {
  const who = ['--als', 'arnhem', '--medewerker', 'mw-17']
  const at = (name: string): string => join(site.folder, name)

  test('chooses in a spreadsheet and opens; a case system on the same machine gets JSON until its opener is told to stop', async () => {
    const body = (await site.run(['voorbeeld', 'warmte'])).stdout
    const sender = accessOf(gateway.apiUrl, site.config, 'warmtebaan', 'aanleveren', {})
    try {
      expect((await sender.send('POST', '/v1/signalen', body)).status).toBe(201)
    } finally {
      await sender.close()
    }
    const listed = await run('afnemer', 'lijst', ...who, '--uit', at('werklijst.csv'))
    expect(listed).toMatchObject({ code: 0, stdout: '' })
    const list = readFileSync(at('werklijst.csv'), 'utf8')
    expect(statSync(at('werklijst.csv')).mode & 0o777).toBe(0o600)
    expectRefused(
      await run('afnemer', 'lijst', ...who, '--uit', at('werklijst.csv')),
      /werklijst\.csv bestaat al: er is niets opgehaald/,
    )
    const marked = (word: string): void =>
      writeFileSync(at('keuze.csv'), list.replace(/^([^;]+);;(.*;warmte;)/m, `$1;${word};$2`))
    marked('misschien')
    const held = await run('selectie', 'lees', at('keuze.csv'), ...who, '--vaststellen')
    expect([held.code, held.stdout]).toEqual([1, ''])
    expect(held.stderr).toMatch(
      /^regel \d+, gekozen: Verwacht: ja, nee of niets\.\nsignaalpoort: er is niets gekozen/,
    )
    marked('ja')
    const chosen = await run('selectie', 'lees', at('keuze.csv'), ...who, '--vaststellen')
    expect(chosen.stdout).toMatch(/vastgesteld\. Gekozen 1 /)
    const again = await run('selectie', 'lees', at('keuze.csv'), ...who, '--goede-regels')
    expect([again.code, again.stdout]).toEqual([1, ''])
    expect(again.stderr).toMatch(/^regel \d+, melding: .+\nsignaalpoort: bij niemand die nog wacht/)
    await run('afnemer', 'lijst', ...who, '--geopend', '--uit', at('geopend.csv'))
    expect(readFileSync(at('geopend.csv'), 'utf8')).toMatch(/;Kuiper;/)

    const [port = 0] = await freePorts(1)
    const words = ['afnemer', 'dien', '--als', 'arnhem', '--geheim', at('geheim.txt')]
    const opener = site.command([...words, '--poort', String(port), '--url', gateway.apiUrl])
    await opener.says('De opener luistert op')
    const secret = readFileSync(at('geheim.txt'), 'utf8').trim()
    const ask = (headers: Record<string, string>): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}/meldingen`, { headers })
    expect((await ask({ 'Signaalpoort-Medewerker': 'mw-17' })).status).toBe(401)
    const answer = await ask({
      Authorization: `Bearer ${secret}`,
      'Signaalpoort-Medewerker': 'mw-17',
    })
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringContaining('"persoon.achternaam":"Kuiper"'),
    ])
    opener.kill('SIGTERM')
    const ended = await opener.ended
    expect([ended.code, ended.stderr]).toEqual([0, ''])
    expect(ended.stdout).not.toContain(secret)
  })
})

describe('signaalpoort log verify', () => {
  const verify = (...words: readonly string[]): Promise<Ended> =>
    site.run(['log', 'verify', ...words])
  const file = (name: string, text: string): string => {
    const path = join(site.folder, name)
    writeFileSync(path, text)
    return path
  }
  const changed = (text: string): string => text.replace(/.{9}$/s, 'AAAAAAAAA')

  const expectGood = async (words: readonly string[]): Promise<void> => {
    const { code, stdout, stderr } = await verify(...words)
    expect({ words, code, stderr }).toEqual({ words, code: 0, stderr: '' })
    expect(stdout).toContain('Het logboek klopt')
  }
  const expectBad = async ([option, path, line]: readonly [string, string, RegExp]) => {
    const { code, stdout, stderr } = await verify(option, path)
    expect({ path, code, stderr }).toEqual({ path, code: 1, stderr: '' })
    expect(stdout).toMatch(line)
    expect(stdout).not.toContain('Het logboek klopt')
  }

  test('holds every form of evidence against the log, of a running gateway and of a stopped one', async () => {
    const { text } = await post('huur-neutraal')
    const { id, ontvangstbewijs } = JSON.parse(text) as { id: string; ontvangstbewijs: string }
    const path = { params: { path: { id } }, parseAs: 'text' } as const
    await expect
      .poll(
        async () => (await landlord.client.GET('/signalen/{id}/bewijs', path)).response.status,
        {
          timeout: 10_000,
        },
      )
      .toBe(200)
    const { data = '' } = await landlord.client.GET('/signalen/{id}/bewijs', path)
    const seen = readFileSync(join(site.config.dataFolder, 'laatste-checkpoint.txt'), 'utf8')
    const good = [
      ['--bewijs', file('antwoord.json', text)],
      ['--bewijs', file('bewijs.jws', ontvangstbewijs)],
      ['--bewijs', file('bewijs.tlog-proof', data)],
      ['--checkpoint', file('checkpoint.txt', seen)],
    ]
    const bad: readonly (readonly [string, string, RegExp])[] = [
      ['--bewijs', file('onzin.jws', 'onzin'), /geen ontvangstbewijs van deze poort/],
      [
        '--bewijs',
        file('gewijzigd.jws', changed(ontvangstbewijs)),
        /geen ontvangstbewijs van deze poort/,
      ],
      ['--bewijs', file('blad.txt', 'ab'.repeat(32)), /- bewijs-niet-in-log/],
      ['--checkpoint', file('onzin.txt', 'onzin'), /- checkpoint-onjuist/],
    ]
    for (const words of good) await expectGood(words)
    for (const words of bad) await expectBad(words)
    await gateway.term()
    for (const words of good.slice(0, 1)) await expectGood(words)
    for (const words of bad.slice(1, 3)) await expectBad(words)
    gateway = await site.start()
  })
})

describe('signaalpoort help', () => {
  test.each([[['help']], [[]], [['--help']], [['token', '-h']]])('%j', async (words) => {
    const { code, stdout, stderr } = await site.run(words, { SIGNAALPOORT_POORT: 'acht' })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const word of ['start', 'token', 'voorbeeld', 'afnemer', 'log verify', 'DATABASE_URL'])
      expect(stdout).toContain(word)
  })
})

describe('wrong usage is told in one line, with what would be right', () => {
  test.each<[readonly string[], RegExp]>([
    [['strat'], /onbekende opdracht "strat"; "signaalpoort help"/],
    [['start', '--foo'], /de optie --foo bestaat niet .+ "signaalpoort help"/],
    [['token', '--als'], /de optie --als .+ mist haar waarde/],
    [['token'], /zeg met --als welke partij u bent: de-linde, /],
    [['token', '--als', 'niemand'], /zeg met --als welke partij u bent: de-linde, /],
    [['token', '--als', 'de-linde', '--doel', 'niets'], /--doel niets .+ kies uit aanleveren, /],
    [['token', 'extra', '--als', 'de-linde'], /"extra" hoort niet achter "token"/],
    [
      ['token', '--als', 'de-linde', '--url', 'onzin'],
      /--url onzin is geen https-adres; .+ https:\/\/localhost:8443/,
    ],
    [['voorbeeld', 'niets'], /geen voorbeeld "niets"; "signaalpoort voorbeeld"/],
    [['afnemer', '--als', 'arnhem'], /zeg met --medewerker wie er kijkt/],
    [['afnemer', '--als', 'de-linde', '--medewerker', 'mw-1'], /geen gemeente: zeg met --als/],
    [
      ['afnemer', '--als', 'arnhem', '--doel', 'selectie'],
      /--doel selectie .+ kies uit controle, hulpaanbod/,
    ],
    [['afnemer', 'lijst', '--als', 'arnhem'], /zeg met --medewerker wie er kijkt/],
    [
      ['afnemer', 'lijst', '--als', 'arnhem', '--medewerker', 'mw-1', '--bevestig'],
      /--bevestig kan alleen met --geopend en --uit/,
    ],
    [['afnemer', 'meld', 'alles', 'x.csv'], /"alles" is niet te melden; kies uit: contactpogingen/],
    [['afnemer', 'dien', '--als', 'arnhem', '--adres', '0.0.0.0'], /de optie --adres bestaat niet/],
    [['afnemer', 'dien', '--als', 'arnhem', '--poort', '99999'], /--poort is een getal van 0 tot/],
    [['log'], /bedoelt u "signaalpoort log verify" of "log zoek"\?/],
    [['deelnemer', 'voeg'], /"deelnemer voeg" bestaat niet; kies uit: toon, voegtoe/],
    [
      ['deelnemer', 'toon', '--foo'],
      /de optie --foo bestaat niet .+ "signaalpoort deelnemer --help"/,
    ],
    [['deelnemer', 'beeindig'], /geef na "deelnemer beeindig" nog OIN/],
    [['deelnemer', 'voegtoe', '12'], /ten minste --naam, --rol en --sleutels/],
    [['deelnemer', 'toon', 'a', 'b'], /"b" hoort niet achter "deelnemer toon"/],
    [['deelnemer', 'toon', 'abc'], /een OIN heeft 20 posities/],
    [['mandaat', 'beeindig'], /--gever en --gemachtigde/],
    [
      ['log', 'verify', '--bewijs', '/nergens'],
      /\/nergens is niet te gebruiken \(ENOENT\): controleer/,
    ],
  ])('%j', async (words, line) => {
    expectRefused(await site.run(words), line)
  })

  test('a purpose that is not of the party is refused by the gateway', async () => {
    const ended = await run('token', '--als', 'de-linde', '--doel', 'selectie')
    expectRefused(ended, /400 invalid_scope\. Kies een doel dat bij de rol van deze partij hoort/)
  })

  test('a gateway with other certificates is not taken for one that is down', async () => {
    const other = createSiteWithStore()
    try {
      const { apiUrl } = await other.start()
      const ended = await site.run(['token', '--als', 'de-linde', '--url', apiUrl])
      expectRefused(
        ended,
        /de verbinding met .+ mislukte \(\w+\): controleer of daar de poort draait/,
      )
    } finally {
      await other.close()
    }
  })

  test('a gateway that is down is to be started', async () => {
    const [port = 0] = await freePorts(1)
    const ended = await site.run([
      'token',
      '--als',
      'de-linde',
      '--url',
      `https://localhost:${port}`,
    ])
    expectRefused(ended, /niet te bereiken: start haar met npm start/)
  })

  test('before the first start there is nothing to act with, and it says what to do', async () => {
    const nowhere = {
      SIGNAALPOORT_CERTS: join(site.folder, 'none'),
      SIGNAALPOORT_MAP: join(site.folder, 'none'),
    }
    expectRefused(
      await site.run(['token', '--als', 'de-linde'], nowhere),
      /start eerst de poort \(npm start\)/,
    )
    expectRefused(
      await site.run(['log', 'verify'], nowhere),
      /nog geen opslag: start eerst de poort/,
    )
  })
})
