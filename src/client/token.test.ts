import { decodeJwt } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import { generateSigningKeys } from '../crypto/signing-keys.ts'
import { createTokenSource } from './token.ts'

const START = Date.parse('2026-11-23T09:00:00Z')
const { privateJwk: signWith } = await generateSigningKeys()

let elapsedMs = 0
let forms: URLSearchParams[] = []
let answers: (() => Response)[] = []
let drawn = 0

const granted = (): Response =>
  Response.json({ access_token: `token-${forms.length}`, token_type: 'Bearer', expires_in: 300 })

const aSource = () =>
  createTokenSource({
    issuer: 'https://localhost:8443',
    tokenEndpoint: 'https://localhost:8443/oauth/token',
    clientId: '00000099000000001000',
    doel: 'aanleveren',
    signWith,
    fetch: async (request) => {
      forms.push(new URLSearchParams(await request.text()))
      return (answers.shift() ?? granted)()
    },
    now: () => new Date(START + elapsedMs),
    random: (length) => {
      drawn += 1
      return new Uint8Array(length).fill(drawn)
    },
  })

beforeEach(() => {
  elapsedMs = 0
  forms = []
  answers = []
})

describe('createTokenSource', () => {
  test('asks with an assertion for exactly one purpose', async () => {
    expect(await aSource()()).toBe('token-1')
    const form = Object.fromEntries(forms[0] ?? [])
    const { client_assertion = '', ...rest } = form
    expect(rest).toEqual({
      grant_type: 'client_credentials',
      scope: 'aanleveren',
      client_id: '00000099000000001000',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    })
    expect(decodeJwt(client_assertion)).toMatchObject({
      iss: '00000099000000001000',
      aud: 'https://localhost:8443',
      iat: START / 1000,
    })
  })

  test('holds a token until 30 s before it ends', async () => {
    const token = aSource()
    await token()
    elapsedMs = 269_999
    expect(await token()).toBe('token-1')
    elapsedMs = 270_000
    expect(await token()).toBe('token-2')
  })

  test('never sends an assertion twice', async () => {
    const token = aSource()
    await token()
    elapsedMs = 300_000
    await token()
    const ids = forms.map((form) => decodeJwt(form.get('client_assertion') ?? '').jti)
    expect(new Set(ids).size).toBe(2)
  })

  test('shares one request among calls at the same time', async () => {
    const token = aSource()
    const tokens = await Promise.all(Array.from({ length: 20 }, () => token()))
    expect(new Set(tokens)).toEqual(new Set(['token-1']))
    expect(forms).toHaveLength(1)
  })

  test('names the OAuth error and tries again the next time', async () => {
    answers = [() => Response.json({ error: 'invalid_client' }, { status: 401 })]
    const token = aSource()
    await expect(token()).rejects.toThrow('geen token gekregen: 401 invalid_client')
    expect(await token()).toBe('token-2')
  })

  test.each([
    () => new Response('<html>', { status: 502 }),
    () => Response.json({ error: 'regel\r\nsplitsing' }, { status: 400 }),
  ])('repeats nothing of an answer that it does not know', async (answer) => {
    answers = [answer]
    await expect(aSource()()).rejects.toThrow(
      /^geen token gekregen: \d{3} onbekend\. Probeer het later opnieuw, of vraag de beheerder van de poort\.$/,
    )
  })

  test.each([
    { access_token: '', token_type: 'Bearer', expires_in: 300 },
    { access_token: 'x', token_type: 'DPoP', expires_in: 300 },
    { access_token: 'x', token_type: 'Bearer' },
  ])('takes no %j for a token', async (body) => {
    answers = [() => Response.json(body)]
    await expect(aSource()()).rejects.toThrow()
  })
})
