import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { signClientAssertion } from './client-assertion.ts'
import { generateSigningKeys } from './signing-keys.ts'

const at = new Date('2026-11-23T09:00:00.500Z')
const { privateJwk: signWith, publicJwk } = await generateSigningKeys()
const sign = (random: (length: number) => Uint8Array): Promise<string> =>
  signClientAssertion({
    clientId: '00000099000000001000',
    issuer: 'https://localhost:8443',
    signWith,
    at,
    random,
  })

describe('signClientAssertion', () => {
  test('says who, for whom, from when and until when, once', async () => {
    const jwt = await sign((length) => new Uint8Array(length).fill(7))
    const { payload } = await jwtVerify(jwt, await importJWK(publicJwk), { currentDate: at })
    expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'ES256', kid: publicJwk.kid })
    const issuedAt = Date.parse('2026-11-23T09:00:00Z') / 1000
    expect(payload).toEqual({
      iss: '00000099000000001000',
      sub: '00000099000000001000',
      aud: 'https://localhost:8443',
      iat: issuedAt,
      exp: issuedAt + 60,
      jti: 'BwcHBwcHBwcHBwcHBwcHBw',
    })
  })

  test('draws at least 128 fresh bits for each', async () => {
    let drawn = 0
    await sign((length) => {
      drawn += length
      return new Uint8Array(length)
    })
    expect(drawn).toBeGreaterThanOrEqual(16)
  })
})
