/** The opener on loopback as whoever is on the machine, or in its browser, attacks it; and what it tells the gateway of who looks. */
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDoor } from '../../src/cli/afnemer/dien/door.ts'
import { createGeheugen } from '../../src/cli/afnemer/dien/memory.ts'
import { createOpenerApp, type OpenerDeps } from '../../src/cli/afnemer/dien/opener-app.ts'
import { knows } from '../../src/cli/afnemer/dien/secret.ts'
import { createOpener, type Opener, VreemdeSleutel } from '../../src/client/opener.ts'
import { createSleutelpaar } from '../../src/crypto/recipient-key.ts'
import type { SignaalId } from '../../src/model/ids.ts'
import { engines } from '../support/databases.ts'
import { type House, openHouse } from '../support/house.ts'
import { houseClient } from '../support/house-door.ts'
import { random } from '../support/sealed-signals.ts'

const SECRET = 'geheim-van-deze-proef-0123456789abcdef'
const PORT = 8446
const MINUTE_MS = 60_000

type Headers = Readonly<Record<string, string | undefined>>
const GOOD: Headers = {
  Host: `127.0.0.1:${PORT}`,
  Authorization: `Bearer ${SECRET}`,
  'Signaalpoort-Medewerker': 'mw-17',
}

describe('the opener on loopback', () => {
  let house: House
  let opener: Opener
  let id: SignaalId
  let at = 0
  const told: Error[] = []
  /** What it asked of the gateway. */
  const asked: string[] = []
  beforeAll(async () => {
    const [engine] = engines
    house = await openHouse(await engine.open())
    opener = await createOpener([house.bench.paar])
    id = (await house.post()).id
    await house.collectOne(id)
    await house.publish()
  })
  afterAll(() => house.close())

  const appOf = (more: Partial<OpenerDeps> = {}) => {
    const client = houseClient(house)
    client.use({ onRequest: ({ request }) => void asked.push(`${request.method} ${request.url}`) })
    return createOpenerApp({
      client,
      opener,
      geheugen: createGeheugen(() => new Date(at), 5 * MINUTE_MS),
      // The house stands still; what was looked at when is told by its clock.
      now: () => new Date('2026-11-03T09:00:00Z'),
      random,
      port: () => PORT,
      knows: knows(SECRET),
      tell: (error) => void told.push(error),
      ...more,
    })
  }
  const ask = async (
    app: ReturnType<typeof appOf>,
    path: string,
    headers: Headers = {},
    more: { readonly method?: string; readonly body?: string } = {},
  ) => {
    const given = Object.entries({ ...GOOD, ...headers }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as [string, string]],
    )
    const answer = await app.request(path, { headers: given, ...more })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, text }
  }
  const kindOf = ({ text }: { readonly text: string }): string =>
    (JSON.parse(text) as { type: string }).type.split('/').at(-1) ?? ''

  test('gives a page of opened meldingen, and one by its id, and lets nobody keep them', async () => {
    const app = appOf()
    for (const path of ['/meldingen', `/meldingen/${id}`]) {
      const { status, headers, text } = await ask(app, path)
      expect(status).toBe(200)
      expect(text).toContain('"persoon.achternaam":"Boer"')
      expect(headers.get('Cache-Control')).toBe('no-store')
      expect(headers.get('Access-Control-Allow-Origin')).toBeNull()
    }
  })

  test('goes on with the cursor of the page before', async () => {
    const other = (await house.post({ persoon: { achternaam: 'Visser' } })).id
    await house.collectOne(other)
    await house.publish()
    const app = appOf()
    const first = await ask(app, '/meldingen?limiet=1')
    const next = /^<(.+)>; rel="next"$/.exec(first.headers.get('Link') ?? '')?.[1] ?? ''
    const second = await ask(app, next)
    const names = [first, second].map(({ text }) => /achternaam":"(\w+)"/.exec(text)?.[1])
    expect(names.toSorted()).toEqual(['Boer', 'Visser'])
    expect(second.headers.get('Link')).toBeNull()
    await house.confirm(other)
  })

  test.each<[string, Headers, number, string]>([
    ['no secret', { Authorization: undefined }, 401, 'opener-geheim-ontbreekt'],
    ['another secret', { Authorization: `Bearer ${SECRET}x` }, 401, 'opener-geheim-ontbreekt'],
    ['the secret as a name', { Authorization: `Basic ${SECRET}` }, 401, 'opener-geheim-ontbreekt'],
    [
      'a name of a page elsewhere',
      { Host: `kwaad.example.nl:${PORT}` },
      421,
      'opener-host-onjuist',
    ],
    [
      'that name with ours before it',
      { Host: `localhost.example.nl:${PORT}` },
      421,
      'opener-host-onjuist',
    ],
    ['another port', { Host: '127.0.0.1:80' }, 421, 'opener-host-onjuist'],
    ['no port', { Host: 'localhost' }, 421, 'opener-host-onjuist'],
    ['every address', { Host: `0.0.0.0:${PORT}` }, 421, 'opener-host-onjuist'],
    ['a page elsewhere', { Origin: 'https://kwaad.example.nl' }, 403, 'opener-geen-browser'],
    ['a page without origin', { Origin: 'null' }, 403, 'opener-geen-browser'],
    ['a page of this machine', { Origin: `http://localhost:${PORT}` }, 403, 'opener-geen-browser'],
    ['a picture in a page', { 'Sec-Fetch-Site': 'cross-site' }, 403, 'opener-geen-browser'],
    ['a link that was followed', { 'Sec-Fetch-Dest': 'document' }, 403, 'opener-geen-browser'],
    ['nobody', { 'Signaalpoort-Medewerker': undefined }, 400, 'opener-medewerker-ontbreekt'],
    ['no reference', { 'Signaalpoort-Medewerker': 'J. Boer' }, 400, 'opener-medewerker-ontbreekt'],
  ])(
    'asked with %s gives nothing and asks the gateway nothing',
    async (_, headers, status, kind) => {
      const app = appOf()
      asked.length = 0
      for (const path of ['/meldingen', `/meldingen/${id}`]) {
        const answer = await ask(app, path, headers)
        expect([answer.status, kindOf(answer)]).toEqual([status, kind])
        expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
        expect(answer.headers.get('Cache-Control')).toBe('no-store')
        expect(answer.text).not.toMatch(/Boer|geheim-van/)
      }
      expect(asked).toEqual([])
    },
  )

  test.each(['HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE'])(
    '%s discloses nothing',
    async (method) => {
      const app = appOf()
      asked.length = 0
      const answer = await ask(app, `/meldingen/${id}`, {}, { method })
      expect([answer.status, answer.headers.get('Allow')]).toEqual([405, 'GET'])
      expect(asked).toEqual([])
    },
  )

  test('a stranger learns not even which addresses there are', async () => {
    const app = appOf()
    const wrong = { Authorization: undefined }
    for (const path of ['/', '/elders', '/meldingen', '/meldingen/x', '/ontvangsten'])
      expect((await ask(app, path, wrong)).status).toBe(401)
    for (const path of ['/', '/meldingen/', '/meldingen/x'])
      expect((await ask(app, path)).status).toBe(404)
    expect((await ask(app, '/meldingen?limiet=501')).status).toBe(400)
    expect((await ask(app, '/meldingen?wie=Boer')).text).not.toContain('Boer')
  })

  test('who looks again within minutes is told to the gateway first, each by name; later it collects anew', async () => {
    const app = appOf()
    const before = (await house.events('signaal-verstrekt')).length
    await ask(app, `/meldingen/${id}`)
    const again = await ask(app, `/meldingen/${id}`, { 'Signaalpoort-Medewerker': 'mw-18' })
    expect([again.status, again.text.includes('Boer')]).toEqual([200, true])
    expect(await house.events('signaal-verstrekt')).toHaveLength(before + 1)
    expect((await house.events('melding-geraadpleegd')).at(-1)).toMatchObject({
      meldingId: id,
      geraadpleegdDoor: 'mw-18',
      reden: 'hulpaanbod',
    })
    at += 5 * MINUTE_MS
    await ask(app, `/meldingen/${id}`)
    expect(await house.events('signaal-verstrekt')).toHaveLength(before + 2)
  })

  test('what cannot be recorded is not shown again, and is forgotten', async () => {
    const client = houseClient(house)
    let refuses = false
    client.use({
      onRequest: ({ request }) =>
        refuses && request.url.endsWith('/raadplegingen')
          ? Response.json({ title: 'Niet gevonden', status: 404 }, { status: 404 })
          : undefined,
    })
    const app = appOf({ client })
    expect((await ask(app, `/meldingen/${id}`)).status).toBe(200)
    refuses = true
    const refused = await ask(app, `/meldingen/${id}`)
    expect([refused.status, refused.text]).toEqual([404, expect.not.stringContaining('Boer')])
    refuses = false
    const views = (await house.events('melding-geraadpleegd')).length
    expect((await ask(app, `/meldingen/${id}`)).status).toBe(200)
    expect(await house.events('melding-geraadpleegd')).toHaveLength(views)
  })

  test('a gateway that is away, or does not know this opener, means nothing is given', async () => {
    const down = houseClient(house)
    down.use({
      onRequest: () => {
        throw new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') })
      },
    })
    const away = await ask(appOf({ client: down }), '/meldingen')
    expect([away.status, kindOf(away)]).toEqual([503, 'opener-poort-onbereikbaar'])
    const unknown = houseClient(house)
    unknown.use({ onRequest: () => Response.json({ title: 'x', status: 401 }, { status: 401 }) })
    const refused = await ask(appOf({ client: unknown }), '/meldingen')
    expect([refused.status, kindOf(refused)]).toEqual([502, 'opener-poort-weigert'])
    expect(refused.headers.get('WWW-Authenticate')).toBeNull()
    const none = await ask(appOf(), '/meldingen/019a0c3e-5b7a-7c41-9d2e-000000000999')
    expect([none.status, kindOf(none)]).toEqual([404, 'niet-gevonden'])
  })

  test('a box for a key that is not ours raises the alarm and gives nothing', async () => {
    told.length = 0
    const stranger = await createOpener([await createSleutelpaar(random)])
    const answer = await ask(appOf({ opener: { ...stranger, sleutelIds: [] } }), '/meldingen')
    expect([answer.status, kindOf(answer)]).toEqual([500, 'opener-onverwacht'])
    expect(answer.text).not.toContain('Boer')
    expect(told[0]).toBeInstanceOf(VreemdeSleutel)
  })

  test('what is kept safely is told, as JSON only', async () => {
    const app = appOf()
    const body = JSON.stringify({ meldingen: [id] })
    const send = (type: string, text = body) =>
      ask(app, '/ontvangsten', { 'Content-Type': type }, { method: 'POST', body: text })
    expect((await send('text/plain')).status).toBe(400)
    expect((await send('application/json', '{"meldingen":["Boer"]}')).status).toBe(400)
    expect((await send('application/json', 'x'.repeat(70_000))).status).toBe(400)
    expect((await ask(app, '/ontvangsten')).headers.get('Allow')).toBe('POST')
    const { status, text } = await send('application/json')
    expect([status, text]).toEqual([200, JSON.stringify({ bevestigd: [id] })])
    expect((await ask(app, '/meldingen')).text).toBe('{"meldingen":[]}')
  })
})

describe('where the opener listens', () => {
  const others = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address)
  const reaches = (host: string, port: number): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect({ host, port, timeout: 2000 })
      const end = (reached: boolean) => () => {
        socket.destroy()
        resolve(reached)
      }
      socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false))
    })
  const door = (port = 0) => openDoor({ fetch: () => new Response('{}') }, port)

  test('is loopback, and no other address of this machine', async () => {
    const open = await door()
    try {
      expect(await reaches('127.0.0.1', open.port)).toBe(true)
      // 127.0.0.2 is this machine too, and whoever binds every address answers there.
      for (const other of ['127.0.0.2', ...others])
        expect(await reaches(other, open.port)).toBe(false)
    } finally {
      await open.drain()
    }
    expect(await reaches('127.0.0.1', open.port)).toBe(false)
  })

  test('is said in one line when the port is taken', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = taken.address() as AddressInfo
      await expect(door(port)).rejects.toThrow(/is in gebruik: .+ kies met --poort een andere/)
    } finally {
      taken.close()
    }
  })
})
