import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nextCursor } from '../../src/client/client.ts'
import { EXAMPLES } from '../../src/development/examples.ts'
import { ofSomebodyElse } from '../../src/development/somebody-else.ts'
import { Auditgebeurtenis } from '../../src/model/auditgebeurtenis.ts'
import { dayInAmsterdam } from '../../src/model/calendar.ts'
import { chooseAll } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type PartyAccess, type TestGateway } from '../support/gateway.ts'

const COLLEGE_ARNHEM = '00000099000000202000'
const COLLEGE_TILBURG = '00000099000000855000'

/** Of a person of its own. */
const example = (number: number): never => {
  const made = EXAMPLES.find(({ naam }) => naam === 'huur')?.maak(
    dayInAmsterdam(new Date()),
    `toezicht-${number}`,
  )
  return ofSomebodyElse(made ?? {}, number) as never
}

describe.each(engines)('supervision through the door on $name', ({ name }) => {
  let gateway: TestGateway
  let arnhem: PartyAccess
  beforeAll(async () => {
    gateway = await openGateway(name as 'PGlite' | 'PostgreSQL')
    arnhem = gateway.as('arnhem', 'toezicht', { medewerker: 'fg-1' })
    const { client } = gateway.as('de-linde', 'aanleveren')
    for (const number of [1, 2])
      expect((await client.POST('/signalen', { body: example(number) })).response.status).toBe(201)
    await chooseAll(gateway, 'arnhem')
    await gateway.as('arnhem', 'hulpaanbod', { medewerker: 'mw-17' }).client.GET('/meldingen')
  })
  afterAll(() => gateway.close())

  const search = async (
    access: PartyAccess,
    body: { medewerker?: string; deelnemer?: string } = {},
    query: { limiet?: number; cursor?: string } = {},
  ): Promise<{
    status: number
    events: readonly Auditgebeurtenis[]
    cursor: string | undefined
  }> => {
    const { data, response } = await access.client.POST('/auditgebeurtenissen/_zoek', {
      params: { query },
      body,
    })
    const events = Auditgebeurtenis.array().parse(data?.auditgebeurtenissen ?? [])
    return { status: response.status, events, cursor: nextCursor(response) }
  }
  const answerOf = async (access: PartyAccess, path: string, method: string): Promise<Response> =>
    access.fetch(
      new Request(`${gateway.apiUrl}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${await access.token()}`,
          'Signaalpoort-Medewerker': 'fg-1',
        },
      }),
    )

  test('a municipality finds who opened what, page by page, and nobody else does', async () => {
    const first = await search(arnhem, { medewerker: 'mw-17' }, { limiet: 1 })
    const second = await search(
      arnhem,
      { medewerker: 'mw-17' },
      { limiet: 1, cursor: first.cursor ?? '' },
    )
    const events = [...first.events, ...second.events]
    expect(events.map(({ soort }) => soort)).toEqual(['signaal-verstrekt', 'signaal-verstrekt'])
    expect(second.cursor).toBeUndefined()
    for (const other of ['tilburg', 'de-linde', 'kompas'])
      expect(
        await search(gateway.as(other, 'toezicht', { medewerker: 'fg-2' }), {
          medewerker: 'mw-17',
        }),
      ).toEqual({ status: 200, events: [], cursor: undefined })
  })

  test('the proof of an own event is given, and HEAD says only whether there is one', async () => {
    const { events } = await search(arnhem, { medewerker: 'mw-17' })
    const path = `/v1/auditgebeurtenissen/${events[0]?.id ?? ''}/bewijs`
    await expect
      .poll(async () => (await answerOf(arnhem, path, 'GET')).text(), { timeout: 10_000 })
      .toMatch(/^c2sp\.org\/tlog-proof@v1\nindex \d+\n/)
    const head = await answerOf(arnhem, path, 'HEAD')
    expect([head.status, await head.text()]).toEqual([200, ''])
    const kompas = gateway.as('kompas', 'toezicht')
    for (const method of ['GET', 'HEAD'])
      expect((await answerOf(kompas, path, method)).status).toBe(404)
  })

  test('the search has its own method, path and employee', async () => {
    const get = await answerOf(arnhem, '/v1/auditgebeurtenissen/_zoek', 'GET')
    expect([get.status, get.headers.get('Allow')]).toEqual([405, 'POST'])
    expect((await answerOf(arnhem, '/v1/auditgebeurtenissen', 'GET')).status).toBe(404)
    expect((await answerOf(arnhem, '/v1/auditgebeurtenissen/1/bewijs', 'GET')).status).toBe(404)
    expect((await search(gateway.as('arnhem', 'toezicht'))).status).toBe(400)
    expect((await search(arnhem, {}, { limiet: 501 })).status).toBe(400)
    expect((await search(arnhem, {}, { cursor: 'onzin' })).status).toBe(400)
  })

  test('a supervisor sees only what a mandate gives it', async () => {
    const as = (namens?: string): PartyAccess =>
      gateway.as('toezicht', 'toezicht', {
        medewerker: 'insp-3',
        ...(namens === undefined ? {} : { namens }),
      })
    const { events } = await search(as())
    expect(events.filter(({ namens }) => namens !== '00000099000000009000')).toEqual([])
    expect((await search(as(COLLEGE_ARNHEM), { medewerker: 'mw-17' })).events).toHaveLength(2)
    expect((await search(as(COLLEGE_TILBURG))).status).toBe(403)
  })

  test('a supplier has no events to search, also for whom it works', async () => {
    const noord = gateway.as('incasso-noord', 'toezicht', {
      medewerker: 'x',
      namens: '00000099000000001000',
    })
    await expect(search(noord)).rejects.toThrow('invalid_scope')
  })

  test('anyone reads the pages, from the policies that this gateway decides by', async () => {
    const { fetch } = arnhem
    for (const path of ['/', '/grondslagen', '/api', '/stijl.css', '/.well-known/security.txt'])
      expect((await fetch(new Request(`${gateway.webUrl}${path}`))).status, path).toBe(200)
    const page = await (await fetch(new Request(`${gateway.webUrl}/grondslagen?taal=en`))).text()
    expect(page).toContain('What may pass, on which article')
    expect(page).toContain('zorgverzekering')
  })
})
