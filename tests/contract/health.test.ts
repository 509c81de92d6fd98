import { describe, expect, test } from 'vitest'
import { createHealth } from '../../src/http/health.ts'
import type { Beleidsstand } from '../../src/model/beleid.ts'

const HOST = '127.0.0.1:8445'
const stand: Beleidsstand = {
  toestand: 'actueel',
  nummer: 3,
  hash: 'a'.repeat(64),
  actiefTijdstip: '2026-11-03T09:00:00.000Z',
  ondertekenaars: [
    { persoon: 'eigenaar-1', rol: 'proceseigenaar' },
    { persoon: 'jurist-1', rol: 'jurist' },
  ],
}
const laatsteMislukking = {
  tijdstip: '2026-11-04T09:00:00.000Z',
  soort: 'handtekening-van-een',
} as const

const ask = async (
  beleid: Beleidsstand,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  gestoord = 0,
): Promise<Response> => {
  const app = createHealth(
    {
      log: { error: () => undefined, warn: () => undefined } as never,
      duurzaamheid: 'schijf',
      beleid: () => beleid,
      gestoordeAbonnementen: () => gestoord,
    },
    () => [HOST],
  )
  return app.request(`http://${HOST}${path}`, { headers: { Host: HOST, ...headers } })
}

describe('the health page', () => {
  test.each([
    ['actueel', 'goed', 200],
    ['verouderd', 'let-op', 200],
    ['achter', 'storing', 503],
  ] as const)('with policies that are %s says %s', async (toestand, health, status) => {
    const failed = toestand === 'actueel' ? {} : { laatsteMislukking }
    const beleid = { ...stand, ...failed, toestand }
    const answer = await ask(beleid, '/health')
    expect(answer.status).toBe(status)
    expect(await answer.json()).toEqual({
      toestand: health,
      duurzaamheid: 'schijf',
      beleid,
      gestoordeAbonnementen: 0,
    })
    const ready = await ask(beleid, '/ready')
    expect([ready.status, await ready.json()]).toEqual([status, { toestand: health }])
    const page = await ask(beleid, '/health', { Accept: 'text/html,application/xhtml+xml' })
    expect(page.status).toBe(status)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    const text = await page.text()
    expect(text).toContain('eigenaar-1 (proceseigenaar)')
    expect(text.includes('2026-11-04T09:00:00.000Z')).toBe(toestand !== 'actueel')
  })

  test('a subscription to which nothing arrives asks for somebody to look, and no more', async () => {
    const said = await ask(stand, '/ready', {}, 2)
    expect([said.status, await said.json()]).toEqual([200, { toestand: 'let-op' }])
    const page = await ask(stand, '/health', { Accept: 'text/html' }, 2)
    expect(await page.text()).toContain('2 abonnementen krijgen al 72 uur niets bezorgd')
    const behind = await ask({ ...stand, toestand: 'achter' }, '/ready', {}, 2)
    expect(behind.status).toBe(503)
  })

  test('answers to its own name only, so that a page from elsewhere cannot read it', async () => {
    const answer = await ask(stand, '/health', { Host: 'poort.example.nl' })
    expect(answer.status).toBe(400)
    expect(await answer.text()).not.toContain(stand.hash)
  })

  test('has nothing else', async () => {
    expect((await ask(stand, '/')).status).toBe(404)
  })
})
