/** Lists through a running gateway: every row its verdict, found back, and nothing doubled. */
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Aanleveringen, Aanleveringregels } from '../../src/http/bodies.ts'
import { Aanlevering } from '../../src/model/aanlevering.ts'
import { Signaalstand } from '../../src/model/signaalstand.ts'
import { acceptedOf, callerOf } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type PartyAccess, type TestGateway } from '../support/gateway.ts'
import { csvOf, linesOf, sendList } from '../support/lists.ts'
import { openRawList } from '../support/raw-list.ts'
import { rentToday } from '../support/signals.ts'

const NDJSON = { 'Content-Type': 'application/x-ndjson' }
const CSV = { 'Content-Type': 'text/csv' }

describe.each(engines)('lists on $name', ({ name }) => {
  let gateway: TestGateway
  let linde: PartyAccess
  let lageLand: PartyAccess
  beforeAll(async () => {
    gateway = await openGateway(name)
    linde = gateway.as('de-linde', 'aanleveren')
    lageLand = gateway.as('het-lage-land', 'aanleveren')
  })
  afterAll(() => gateway.close())

  const rowsOf = async (id: string, limiet = 500) => {
    const { text } = await linde.send('GET', `/v1/aanleveringen/${id}/regels?limiet=${limiet}`)
    return Aanleveringregels.parse(JSON.parse(text)).regels
  }

  test('a line for each row with its receipt, running counts, and the end', async () => {
    const refused = rentToday('L-4', { inspanningen: { reactie: 'geweigerd' } })
    const rows = [rentToday('L-1'), rentToday('L-2'), { kenmerk: 'L-3', notitie: 'x' }, refused]
    const { status, lines } = await sendList(linde, rows, { lines: true })
    expect(status).toBe(200)
    const regels = lines.flatMap((line) => (line.soort === 'regel' ? [line] : []))
    expect(regels.map(({ regel, kenmerk, uitkomst }) => [regel, kenmerk, uitkomst])).toEqual([
      [1, 'L-1', 'aanvaard'],
      [2, 'L-2', 'aanvaard'],
      [3, 'L-3', 'onjuist'],
      [4, 'L-4', 'geweigerd'],
    ])
    expect(regels[2]?.fouten?.map(({ kolom, code }) => [kolom, code])).toContainEqual([
      'notitie',
      'onbekend-veld',
    ])
    expect(regels[3]?.besluit?.redenen.map(({ code }) => code)).toEqual([
      'gegevensdeling-geweigerd',
    ])
    const counts = { aanvaard: 2, herhaald: 0, geweigerd: 1, onjuist: 1 }
    expect(lines.at(-2)).toEqual({ soort: 'stand', aantallen: counts })
    expect(lines.at(-1)).toMatchObject({
      soort: 'slot',
      aanlevering: { toestand: 'ontvangen', vorm: 'ndjson', aantallen: counts },
    })
    const stand = await linde.send('GET', `/v1/signalen/${regels[0]?.id}`)
    expect(Signaalstand.parse(JSON.parse(stand.text)).ontvangstbewijs).toBe(
      regels[0]?.ontvangstbewijs,
    )
  })

  test('the end alone, with counts per municipality, and every row found back', async () => {
    const tilburg = { adres: { postcode: '5011EF', huisnummer: 1 } }
    const rows = [rentToday('S-1'), rentToday('S-2', tilburg), { kenmerk: 'S-3' }]
    const { aanlevering } = await sendList(linde, rows, { csv: true, naam: 'zoek-mij' })
    expect(aanlevering).toMatchObject({
      naam: 'zoek-mij',
      vorm: 'csv',
      toestand: 'ontvangen',
      aantallen: { aanvaard: 2, herhaald: 0, geweigerd: 0, onjuist: 1 },
    })
    expect(aanlevering?.perGemeente?.map((one) => [one.gemeentecode, one.aanvaard])).toEqual([
      ['0202', 1],
      ['0855', 1],
    ])
    const found = await linde.send('GET', '/v1/aanleveringen?naam=zoek-mij')
    const lists = Aanleveringen.parse(JSON.parse(found.text)).aanleveringen
    expect(lists.map(({ id }) => id)).toEqual([aanlevering?.id])
    const one = await linde.send('GET', `/v1/aanleveringen/${aanlevering?.id}`)
    expect(Aanlevering.parse(JSON.parse(one.text))).toEqual(aanlevering)
    // The head is line 1. Of a row that was not accepted no kenmerk is kept.
    expect(await rowsOf(aanlevering?.id ?? '')).toMatchObject([
      { regel: 2, uitkomst: 'aanvaard', kenmerk: 'S-1', toestand: 'aangeleverd' },
      { regel: 3, uitkomst: 'aanvaard', kenmerk: 'S-2', gemeentecode: '0855' },
      { regel: 4, uitkomst: 'onjuist' },
    ])
    expect((await rowsOf(aanlevering?.id ?? ''))[2]).not.toHaveProperty('kenmerk')
  })

  test.each([
    ['NDJSON without a line', '', {}],
    ['CSV with its head alone', csvOf([rentToday('LEEG-1')]).split('\r\n')[0] ?? '', { csv: true }],
  ])('an empty list is a list: %s is received and found back', async (form, text, how) => {
    const naam = `leeg-${form.length}`
    const { aanlevering } = await sendList(linde, text, { ...how, naam })
    const none = { aanvaard: 0, herhaald: 0, geweigerd: 0, onjuist: 0 }
    expect(aanlevering).toMatchObject({ naam, toestand: 'ontvangen', aantallen: none })
    const { lines } = await sendList(linde, text, { ...how, lines: true })
    expect(lines.map(({ soort }) => soort)).toEqual(['lijst', 'slot'])
    const found = await linde.send('GET', `/v1/aanleveringen?naam=${naam}`)
    expect(Aanleveringen.parse(JSON.parse(found.text)).aanleveringen).toMatchObject([
      { id: aanlevering?.id, toestand: 'ontvangen', aantallen: none },
    ])
    expect(await rowsOf(aanlevering?.id ?? '')).toEqual([])
  })

  test('sent again, alone or in a list, each row has its first receipt', async () => {
    const rows = [rentToday('H-1'), rentToday('H-2')]
    const alone = acceptedOf(await callerOf(gateway, 'de-linde', 'aanleveren').post(rows[0] ?? {}))
    const receiptsOf = async () => {
      const { lines } = await sendList(linde, rows, { lines: true })
      return lines.flatMap((line) =>
        line.soort === 'regel' ? [[line.uitkomst, line.ontvangstbewijs]] : [],
      )
    }
    const [first, second] = await receiptsOf()
    expect(first).toEqual(['herhaald', alone.ontvangstbewijs])
    expect(await receiptsOf()).toEqual([first, ['herhaald', second?.[1]]])
  })

  test('the same kenmerk twice in one list: the second is a repeat, or a correction', async () => {
    const first = rentToday('D-1')
    const other = { ...first, achterstand: { bedragInCenten: 99_900, maanden: 3 } }
    const { lines } = await sendList(linde, [first, first, other], { lines: true })
    const regels = lines.flatMap((line) =>
      line.soort === 'regel' ? [[line.uitkomst, line.versie]] : [],
    )
    expect(regels).toEqual([
      ['aanvaard', 1],
      ['herhaald', 1],
      ['aanvaard', 2],
    ])
  })

  test('more rows than one part, in order', async () => {
    const rows = Array.from({ length: 260 }, (_, i) => rentToday(`M-${i}`))
    const { lines, aanlevering } = await sendList(linde, rows, { lines: true })
    expect(lines.filter(({ soort }) => soort === 'stand').length).toBeGreaterThan(1)
    expect(aanlevering?.aantallen.aanvaard).toBe(260)
    expect((await rowsOf(aanlevering?.id ?? '')).map(({ kenmerk }) => kenmerk)).toEqual(
      rows.map((row) => row['kenmerk']),
    )
    const page = await linde.send('GET', `/v1/aanleveringen/${aanlevering?.id}/regels?limiet=200`)
    const next = /<([^>]+)>; rel="next"/.exec(page.headers.get('Link') ?? '')?.[1] ?? ''
    const rest = Aanleveringregels.parse(JSON.parse((await linde.send('GET', next)).text)).regels
    expect([rest.length, rest[0]?.kenmerk]).toEqual([60, 'M-200'])
  })

  test('in gzip', async () => {
    const body = new Blob([gzipSync(linesOf([rentToday('G-1')]))])
    const request = new Request(`${gateway.apiUrl}/v1/aanleveringen`, {
      method: 'POST',
      body,
      headers: {
        Authorization: `Bearer ${await linde.token()}`,
        'Content-Encoding': 'gzip',
        ...NDJSON,
      },
    })
    const answer = await linde.fetch(request)
    expect(Aanlevering.parse(await answer.json()).aantallen.aanvaard).toBe(1)
  })

  test('a bomb is refused, and leaves no list', async () => {
    const before = (await gateway.owner.counts(['aanlevering']))['aanlevering']
    const answer = await linde.fetch(
      new Request(`${gateway.apiUrl}/v1/aanleveringen`, {
        method: 'POST',
        body: new Blob([gzipSync(Buffer.alloc(20_000_000, 32))]),
        headers: {
          Authorization: `Bearer ${await linde.token()}`,
          'Content-Encoding': 'gzip',
          ...CSV,
        },
      }),
    )
    expect([answer.status, await answer.text()]).toEqual([413, expect.stringContaining('te-groot')])
    expect((await gateway.owner.counts(['aanlevering']))['aanlevering']).toBe(before)
  })

  test('an empty list is one, and is recorded', async () => {
    const { status, aanlevering } = await sendList(linde, '')
    expect([status, aanlevering?.toestand, aanlevering?.aantallen.aanvaard]).toEqual([
      200,
      'ontvangen',
      0,
    ])
    const head = csvOf([rentToday('X')]).split('\r\n')[0] ?? ''
    expect((await sendList(linde, `\ufeff${head}\r\n`, { csv: true })).status).toBe(200)
  })

  test('a head that is none is refused as a whole, and nothing of it is kept or repeated', async () => {
    const { status, text } = await sendList(linde, 'Jan;Jansen\r\nPiet;Pietersen\r\n', {
      csv: true,
    })
    expect([status, text]).toEqual([400, expect.stringContaining('kop-ontbreekt')])
    expect(text).not.toMatch(/Jan|Piet/)
  })

  test('another landlord finds nothing of it', async () => {
    const { aanlevering } = await sendList(linde, [rentToday('A-1')], { naam: 'van-linde' })
    for (const path of [`/${aanlevering?.id}`, `/${aanlevering?.id}/regels`])
      expect((await lageLand.send('GET', `/v1/aanleveringen${path}`)).status).toBe(404)
    const { text } = await lageLand.send('GET', '/v1/aanleveringen?naam=van-linde')
    expect(JSON.parse(text)).toEqual({ aanleveringen: [] })
  })

  test('a third list at once waits: 429 with the limit, while another landlord goes on', async () => {
    const open = async () => {
      const list = await openRawList(gateway, linde, 'de-linde')
      await list.write(linesOf([rentToday('W-1')]))
      await list.until('"soort":"stand"')
      return list
    }
    const lists = [await open(), await open()]
    const third = await linde.send('POST', '/v1/aanleveringen', '', NDJSON)
    expect([
      third.status,
      third.headers.get('RateLimit'),
      third.headers.get('Retry-After'),
    ]).toEqual([429, '"lijsten";r=0;t=5', '5'])
    expect(third.headers.get('RateLimit-Policy')).toContain('"lijsten";q=2')
    expect((await lageLand.send('POST', '/v1/aanleveringen', '', NDJSON)).status).toBe(200)
    for (const list of lists) {
      await list.end()
      expect(await list.all()).toContain('"soort":"slot"')
    }
    expect((await linde.send('POST', '/v1/aanleveringen', '', NDJSON)).status).toBe(200)
  })
})
