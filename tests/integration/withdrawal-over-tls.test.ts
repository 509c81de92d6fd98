import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { followBeheer, openBeheer } from '../../src/cli/beheer.ts'
import { EXAMPLES } from '../../src/development/examples.ts'
import { Probleem } from '../../src/http/problem-document.ts'
import { dayInAmsterdam } from '../../src/model/calendar.ts'
import { SignaalAntwoord } from '../../src/model/ontvangstbewijs.ts'
import { Opruimuitkomst } from '../../src/model/opruiming.ts'
import { chooseAll } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'

const example = (suffix: string, more: object = {}): never =>
  ({
    ...EXAMPLES.find(({ naam }) => naam === 'huur')?.maak(dayInAmsterdam(new Date()), suffix),
    ...more,
  }) as never

describe.each(engines)('a running gateway on $name', ({ name }) => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await openGateway(name as 'PGlite' | 'PostgreSQL')
  })
  afterAll(() => gateway.close())

  /** The command of the operator: over the socket while the gateway runs, on the store itself while it does not. */
  const sweepByHand = async (): Promise<Opruimuitkomst> => {
    const connection = await openBeheer(gateway.config)
    const onProgress = (): void => undefined
    try {
      const call = { json: { zeker: false }, onProgress }
      return await followBeheer(connection, '/opruiming', Opruimuitkomst, call)
    } finally {
      await connection.close()
    }
  }

  test('takes a withdrawal, tells the municipality, refuses the ended kenmerk, takes it anew, and sweeps by hand', async () => {
    const linde = gateway.as('de-linde', 'aanleveren').client
    const posted = await linde.POST('/signalen', { body: example('in-1') })
    const { id } = SignaalAntwoord.parse(posted.data)
    const path = { params: { path: { id } } }
    const arnhem = gateway.as('arnhem', 'hulpaanbod', { medewerker: 'mw-17' }).client
    expect((await arnhem.GET('/gebeurtenissen')).data).toEqual({ gebeurtenissen: [] })

    const withdrawn = await linde.POST('/signalen/{id}/intrekking', {
      ...path,
      body: { reden: 'betaald' },
    })
    expect([withdrawn.response.status, withdrawn.data?.toestand]).toEqual([200, 'ingetrokken'])
    expect((await linde.GET('/signalen/{id}', path)).data).toEqual(withdrawn.data)
    const other = gateway.as('het-lage-land', 'aanleveren').client
    const stranger = await other.POST('/signalen/{id}/intrekking', {
      ...path,
      body: { reden: 'betaald' },
    })
    expect(stranger.response.status).toBe(404)

    const feed = await arnhem.GET('/gebeurtenissen')
    expect(feed.data?.gebeurtenissen).toMatchObject([
      { soort: 'ingetrokken', signaalId: id, versie: 1, reden: 'betaald' },
    ])
    const query = { sinds: feed.data?.sinds ?? '' }
    const rest = await arnhem.GET('/gebeurtenissen', { params: { query } })
    expect(rest.data).toEqual({ gebeurtenissen: [], sinds: query.sinds })
    const tilburg = gateway.as('tilburg', 'hulpaanbod', { medewerker: 'mw-1' }).client
    expect((await tilburg.GET('/gebeurtenissen')).data?.gebeurtenissen).toEqual([])

    const again = await linde.POST('/signalen', { body: example('in-1') })
    expect([again.response.status, Probleem.parse(again.error).besluit?.redenen[0]?.code]).toEqual([
      409,
      'kenmerk-beeindigd',
    ])
    const anew = await linde.POST('/signalen', { body: example('in-1', { heraanbieding: true }) })
    expect(anew.response.status).toBe(201)
    expect(anew.data?.id).not.toBe(id)

    const swept = await sweepByHand()
    expect(swept.ok).toBe(true)
    expect(swept.text).toContain('1 bewaarsleutels')
    await chooseAll(gateway, 'arnhem')
    const page = await arnhem.GET('/meldingen')
    expect(page.data?.meldingen.map((melding) => melding.id)).toEqual([anew.data?.id])
    expect(page.data?.meldingen[0]?.signalen[0]?.velden.length).toBeGreaterThan(3)
  })

  test('leaves its store to the command when it is stopped', async () => {
    const linde = gateway.as('de-linde', 'aanleveren').client
    // With the same amount it would be a repeat of the one that was offered anew.
    const achterstand = { bedragInCenten: 91_200, maanden: 3 }
    const body = example('in-2', { achterstand })
    expect((await linde.POST('/signalen', { body })).response.status).toBe(201)
    const said: string[] = []
    await gateway.restart({
      between: async () => {
        said.push((await sweepByHand()).text)
      },
    })
    expect(said.join()).toContain('Niets was verlopen')
    const arnhem = gateway.as('arnhem', 'hulpaanbod', { medewerker: 'mw-17' }).client
    await chooseAll(gateway, 'arnhem')
    const { meldingen = [] } = (await arnhem.GET('/meldingen')).data ?? {}
    // Both are of one person, so they stand together.
    expect(meldingen.map(({ signalen }) => signalen.length)).toEqual([2])
  })
})
