import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { Agent, request as httpsRequest, type RequestOptions } from 'node:https'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readParty } from '../../src/cli/party.ts'
import { openPglite } from '../../src/db/connect.ts'
import { COMPILED } from '../support/compiled.ts'
import {
  createSite,
  createSiteWithStore,
  type Ended,
  FROM_SOURCE,
  freePorts,
  type GatewayProcess,
  type Site,
} from '../support/gateway-process.ts'
import { ask } from '../support/tls-client.ts'

const ROOT = new URL('../..', import.meta.url).pathname
const SERVES_WITHIN_MS = 60_000
const portOf = (url: string): number => Number(new URL(url).port)

/** What every refusal to start has: one line, of ours, that says what to do; no stack. */
function expectOneLine(ended: Ended, line: RegExp): void {
  expect(ended.stderr).toMatch(/^signaalpoort: .+\n$/)
  expect(ended.stderr.trim().split('\n')).toHaveLength(1)
  expect(ended.stderr).toMatch(line)
  expect(ended.stderr).not.toMatch(/\bat .+:\d+|node:internal/)
  expect(ended.code).toBe(1)
}

describe('signaalpoort start', () => {
  let site: Site
  let gateway: GatewayProcess
  beforeAll(async () => {
    site = createSite({}, FROM_SOURCE)
    gateway = await site.start()
  })
  afterAll(() => site.close())

  test('serves within a minute and says where everything is', () => {
    expect(gateway.startMs).toBeLessThan(SERVES_WITHIN_MS)
    for (const word of [
      gateway.apiUrl,
      `${gateway.webUrl}/`,
      'duurzaamheid: proces',
      site.config.dataFolder,
      site.config.policiesFolder,
      'verhuurders de-linde, het-lage-land',
      'gemeenten arnhem, tilburg',
      'toezicht',
      'Alle partijen en personen zijn fictief',
    ]) {
      expect(gateway.stdout).toContain(word)
    }
  })

  test('answers who shows a certificate, and tells who shows none what is missing', async () => {
    const { ca, cert, key } = readParty(site.config.certsFolder, 'de-linde')
    const port = portOf(gateway.apiUrl)
    const path = '/.well-known/oauth-authorization-server'
    const known = await ask(port, { ca, cert, key }, { path })
    expect(known.status).toBe(200)
    expect(JSON.parse(known.body)).toMatchObject({ issuer: gateway.apiUrl })
    const unknown = await ask(port, { ca }, { path })
    expect(unknown.status).toBe(401)
    expect(unknown.headers['content-type']).toBe('application/problem+json')
    expect(JSON.parse(unknown.body)).toMatchObject({ status: 401, title: 'Certificaat ontbreekt' })
    expect((await ask(portOf(gateway.webUrl), { ca }, { path: '/v1/openapi.json' })).status).toBe(
      200,
    )
  })

  test('prints a curl line that delivers a signal when it is pasted into a shell', async () => {
    try {
      execFileSync('curl', ['--version'], { stdio: 'ignore' })
    } catch (cause) {
      throw new Error('this test needs curl: apt-get install curl', { cause })
    }
    const line = /^ {2}curl [\s\S]+?\/v1\/signalen$/m.exec(gateway.stdout)?.[0] ?? ''
    const answer = JSON.parse(await shell(`${line} --silent --show-error --max-time 30`)) as object
    expect(answer).toMatchObject({ versie: 1, besluit: { besluit: 'aanvaard' } })
    expect(Object.keys(answer)).toContain('ontvangstbewijs')
    const choose = /^ {2}.*npx signaalpoort selectie .+$/m.exec(gateway.stdout)?.[0] ?? ''
    await shell(choose)
    const collect = /^ {2}.*npx signaalpoort afnemer .+$/m.exec(gateway.stdout)?.[0] ?? ''
    expect(await shell(collect)).toContain('"persoon.achternaam": "Boer"')
  })

  /** As someone in another window would: without the settings of the gateway's own window. */
  function shell(line: string): Promise<string> {
    const { PATH = '', HOME = '' } = site.env
    return new Promise((resolve, reject) => {
      execFile(
        'bash',
        ['-c', line],
        { env: { PATH, HOME, ...COMPILED }, timeout: 60_000 },
        (error, out, err) =>
          error === null ? resolve(out) : reject(new Error(`${err}${out}`, { cause: error })),
      )
    })
  }

  test('a second one on the same folder refuses and names who holds it', async () => {
    expectOneLine(await site.run(['start']), /in gebruik door een andere .+ stop die eerst$/m)
    const log = await site.run(['log', 'verify'])
    expect(log.stdout).toContain('Het logboek klopt')
  })

  test.each([
    ['SIGNAALPOORT_POORT', () => gateway.apiUrl],
    ['SIGNAALPOORT_WEBPOORT', () => gateway.webUrl],
  ])('a port in use is told with %s, and the folder is free again', async (setting, url) => {
    const other = createSiteWithStore({ [setting]: String(portOf(url())) })
    try {
      expectOneLine(
        await other.run(['start']),
        new RegExp(`poort ${portOf(url())} is in gebruik: .+ kies met ${setting} een andere`),
      )
      expect(existsSync(join(other.config.dataFolder, 'poort.slot'))).toBe(false)
    } finally {
      await other.close()
    }
  })
})

describe('what keeps signaalpoort from starting is one line with what to do', () => {
  let site: Site
  beforeAll(() => {
    site = createSiteWithStore()
    writeFileSync(join(site.folder, 'file'), '')
  })
  afterAll(() => site.close())

  // Permissions do not bind root, so the folder that cannot be made lies below a file.
  test.each([
    [
      'SIGNAALPOORT_MAP',
      'file/data',
      /file\/data is niet te gebruiken \(ENOTDIR\): .+ SIGNAALPOORT_MAP/,
    ],
    ['SIGNAALPOORT_MAP', 'file', /file is niet te gebruiken \(EEXIST\): .+ SIGNAALPOORT_MAP/],
    [
      'SIGNAALPOORT_CERTS',
      'file/certs',
      /file\/certs is niet te gebruiken \(ENOTDIR\): .+ SIGNAALPOORT_CERTS/,
    ],
    [
      'SIGNAALPOORT_BELEID',
      'nothing',
      /nothing\/wet is niet te gebruiken \(ENOENT\): .+ SIGNAALPOORT_BELEID/,
    ],
    [
      'SIGNAALPOORT_MAP',
      'x'.repeat(120),
      /kan geen socket zijn .+ kies met SIGNAALPOORT_MAP een map met een korter pad/,
    ],
  ])('%s in %s', async (setting, place, line) => {
    expectOneLine(await site.run(['start'], { [setting]: join(site.folder, place) }), line)
  })

  test.each([
    [
      'a setting that does not exist',
      { SIGNAALPOORT_PORT: '1' },
      /SIGNAALPOORT_PORT bestaat niet \("signaalpoort help" noemt alle/,
    ],
    [
      'a port that is none',
      { SIGNAALPOORT_POORT: 'acht' },
      /SIGNAALPOORT_POORT is onjuist \(bedoeld is: /,
    ],
    [
      'an address that is not of this machine',
      { SIGNAALPOORT_ADRES: '192.0.2.1' },
      /kies een ander SIGNAALPOORT_ADRES/,
    ],
    [
      'production without a database',
      { SIGNAALPOORT_OMGEVING: 'productie' },
      /productie vraagt een DATABASE_URL .+; zet haar/,
    ],
    [
      'production, which is not there yet',
      { SIGNAALPOORT_OMGEVING: 'productie', DATABASE_URL: 'postgresql://gw_login@localhost/x' },
      /laat SIGNAALPOORT_OMGEVING weg voor een proef/,
    ],
    [
      'a database that is not there',
      { DATABASE_URL: 'postgresql://gw_login@localhost:1/x' },
      /de database is niet te bereiken \(ECONNREFUSED\): .+ controleer DATABASE_URL/,
    ],
  ])('%s', async (_what, env, line) => {
    expectOneLine(await site.run(['start'], env), line)
  })

  test('a database that is newer than the program', async () => {
    const newer = createSiteWithStore()
    try {
      await (await newer.start()).term()
      const store = await openPglite(join(newer.config.dataFolder, 'pgdata'))
      await store.exec("insert into migratie (nummer, naam) values (9999, '9999-later.sql')")
      await store.close()
      expectOneLine(
        await newer.run(['start']),
        /staat op migratie 9999, .+: start de nieuwere versie/,
      )
      expect(readdirSync(newer.config.dataFolder)).not.toContain('poort.slot')
    } finally {
      await newer.close()
    }
  })
})

describe('SIGTERM', () => {
  let site: Site
  beforeAll(async () => {
    const [apiPort = 0, webPort = 0] = await freePorts(2)
    site = createSiteWithStore({
      SIGNAALPOORT_POORT: String(apiPort),
      SIGNAALPOORT_WEBPOORT: String(webPort),
    })
  })
  afterAll(() => site.close())

  /** A request of which the second part of the body comes when `finish` is called. */
  async function postSlowly(port: number, identity: RequestOptions, token: string, body: string) {
    const request = httpsRequest({
      host: '127.0.0.1',
      servername: 'localhost',
      port,
      path: '/v1/signalen',
      method: 'POST',
      ...identity,
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
      },
    })
    const status = new Promise<number | undefined>((resolve, reject) => {
      request.once('error', reject)
      request.once('response', (answer) => resolve(answer.resume().statusCode))
    })
    await new Promise((resolve) => request.write(body.slice(0, 40), resolve))
    return {
      finish: () => {
        request.end(body.slice(40))
        return status
      },
    }
  }

  test('lets a request that is under way finish, waits for nobody else, and stops with code 0', async () => {
    const gateway = await site.start()
    const port = portOf(gateway.apiUrl)
    const { ca, cert, key } = readParty(site.config.certsFolder, 'de-linde')
    const words = ['token', '--als', 'de-linde', '--url', gateway.apiUrl]
    const token = (await site.run(words)).stdout.trim()
    const body = (await site.run(['voorbeeld', 'huur'])).stdout
    const agent = new Agent({ keepAlive: true })
    const slow = await postSlowly(port, { ca, cert, key, agent }, token, body)
    const silent = connect({ host: '127.0.0.1', servername: 'localhost', port, ca, cert, key })
    silent.on('error', () => undefined)
    await once(silent, 'secureConnect')
    await setTimeout(300)
    const ended = gateway.term()
    await setTimeout(1_000)
    await expect(ask(port, { ca, cert, key })).rejects.toThrow('ECONNREFUSED')
    const finished = performance.now()
    expect(await slow.finish()).toBe(201)
    expect(await ended).toMatchObject({ code: 0, stderr: '' })
    expect((await ended).stdout).toContain('Signaalpoort maakt af wat loopt en stopt')
    // Well before the ten seconds after which it would have cut everything.
    expect(performance.now() - finished).toBeLessThan(5_000)
    agent.destroy()
    expect(readdirSync(site.config.dataFolder)).not.toContain('poort.slot')
    const log = await site.run(['log', 'verify'])
    expect(log.stdout).toMatch(/0 gebeurtenissen wachten[\s\S]+Het logboek klopt/)
  })

  test('while it still starts ends it with code 0 as soon as it may', async () => {
    const launched = site.launch()
    await launched.says('Signaalpoort start')
    launched.kill('SIGTERM')
    const { code, stderr } = await launched.ended
    expect(stderr).toBe('')
    expect(code).toBe(0)
  })

  test('to the shell of npm, which tells nobody, ends the gateway too', async () => {
    const npm = spawn('npm', ['start'], {
      cwd: ROOT,
      env: site.env,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let written = ''
    npm.stdout.setEncoding('utf8').on('data', (text: string) => {
      written += text
    })
    await expect.poll(() => written, { timeout: 60_000 }).toContain('afnemer --als')
    const closed = once(npm, 'close')
    npm.kill('SIGTERM')
    // The pipe closes when the last process that writes to it is gone.
    await closed
    expect(written).toContain('Signaalpoort maakt af wat loopt en stopt')
    expect(readdirSync(site.config.dataFolder)).not.toContain('poort.slot')
  })
})
