import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openerOf } from '../../src/cli/afnemer.ts'
import { readParty } from '../../src/cli/party.ts'
import { EXAMPLES } from '../../src/development/examples.ts'
import { dayInAmsterdam } from '../../src/model/calendar.ts'
import { Melding } from '../../src/model/melding.ts'
import { chooseAll } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'

const example = (name: string, suffix: string): never =>
  EXAMPLES.find(({ naam }) => naam === name)?.maak(dayInAmsterdam(new Date()), suffix) as never

describe.each(engines)('the way of a signal on $name', ({ name }) => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await openGateway(name)
  })
  afterAll(() => gateway.close())

  test('what a landlord posts is opened by its municipality and by nobody else', async () => {
    const posted = await gateway
      .as('de-linde', 'aanleveren')
      .client.POST('/signalen', { body: example('huur', 'weg-1') })
    expect(posted.response.status).toBe(201)
    await chooseAll(gateway, 'arnhem')
    const arnhem = gateway.as('arnhem', 'hulpaanbod', { medewerker: 'mw-17' })
    const page = await arnhem.client.GET('/meldingen')
    const [melding] = Melding.array().parse(page.data?.meldingen)
    if (melding === undefined) throw new Error('nothing to collect')
    const opener = await openerOf(readParty(gateway.config.certsFolder, 'arnhem'), 'hulpaanbod')
    expect(opener.openMelding(melding).signalen[0]?.velden['persoon.achternaam']).toBe('Boer')
    const tilburg = gateway.as('tilburg', 'hulpaanbod', { medewerker: 'mw-1' })
    expect((await tilburg.client.GET('/meldingen')).data?.meldingen).toEqual([])
    const other = await tilburg.client.GET('/meldingen/{id}', {
      params: { path: { id: melding.id } },
    })
    expect(other.response.status).toBe(404)
  })
})
