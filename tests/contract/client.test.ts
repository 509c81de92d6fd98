import { describe, expect, test } from 'vitest'
import { createClientOver, nextCursor } from '../../src/client/client.ts'
import { readError } from '../../src/client/read-error.ts'
import { VOORBEELDEN } from '../../src/http/examples.ts'
import { Melding } from '../../src/model/melding.ts'
import { Problem } from '../../src/model/problem.ts'
import { AN_ID, aFakeApi, type FakeApi } from '../support/api-app.ts'

const clientOf = (api: FakeApi, party: { namens?: string; medewerker?: string } = {}) =>
  createClientOver(async (request) => await api.app.fetch(request), {
    baseUrl: 'https://localhost:8443/v1',
    token: async () => 'het-token',
    ...party,
  })

describe('the typed client', () => {
  test('posts a signal and reads the receipt', async () => {
    const api = aFakeApi()
    const { data, response } = await clientOf(api).POST('/signalen', { body: VOORBEELDEN.signaal })
    expect(response.status).toBe(201)
    expect(data?.id).toBe(AN_ID)
    expect(api.credentials[0]?.authorization).toBe('Bearer het-token')
  })

  test('says for whom and by whom it calls', async () => {
    const api = aFakeApi()
    const party = { namens: '00000099000000002000', medewerker: 'systeem' }
    await clientOf(api, party).GET('/meldingen')
    expect(api.credentials[0]).toMatchObject(party)
  })

  test('follows pages by their cursor until there is none', async () => {
    const melding = Melding.parse(VOORBEELDEN.melding)
    const api = aFakeApi({
      collectMeldingen: async (_caller, { cursor }) =>
        cursor === undefined ? { meldingen: [melding], volgende: 'deel/2=' } : { meldingen: [] },
    })
    const client = clientOf(api)
    const first = await client.GET('/meldingen', { params: { query: { limiet: 1 } } })
    const cursor = nextCursor(first.response) ?? ''
    expect(cursor).toBe('deel/2=')
    const last = await client.GET('/meldingen', { params: { query: { limiet: 1, cursor } } })
    expect(api.inputs.at(-1)).toEqual({ limiet: 1, cursor })
    expect(nextCursor(last.response)).toBeUndefined()
  })

  test('reads a proof as text', async () => {
    const { data } = await clientOf(aFakeApi()).GET('/signalen/{id}/bewijs', {
      params: { path: { id: AN_ID } },
      parseAs: 'text',
    })
    expect(data).toBe(VOORBEELDEN.bewijs)
  })

  test('turns a refusal into one clear line', async () => {
    const api = aFakeApi({
      collectMelding: async () => Promise.reject(new Problem('niet-gevonden')),
    })
    const path = { id: AN_ID }
    const { data, error } = await clientOf(api).GET('/meldingen/{id}', { params: { path } })
    expect(data).toBeUndefined()
    expect(readError(error)).toBe(
      '404 Niet gevonden: Dit adres bestaat niet, of niet voor u. Controleer het pad en de id.',
    )
  })
})
