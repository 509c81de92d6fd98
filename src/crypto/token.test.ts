import { importJWK, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { generateSigningKeys } from './signing-keys.ts'
import { createTokenVerifier } from './token.ts'

const AT = new Date('2026-11-03T09:00:00Z')
const iat = AT.getTime() / 1000
const issuer = 'https://localhost:8443'
const audience = `${issuer}/v1`
const thumbprint = 'A'.repeat(43)

describe('an access token at an instant', () => {
  const setUp = async (): Promise<(at: Date) => Promise<unknown>> => {
    const { privateJwk, publicJwk } = await generateSigningKeys()
    const token = await new SignJWT({
      iss: issuer,
      aud: audience,
      sub: '00000099000000001000',
      client_id: '00000099000000001000',
      jti: 'abcdefghijklmnopqrstuv',
      scope: 'aanleveren',
      cnf: { 'x5t#S256': thumbprint },
      iat,
      exp: iat + 300,
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: privateJwk.kid })
      .sign(await importJWK(privateJwk, 'ES256'))
    const verify = createTokenVerifier({ issuer, audience, keys: () => [publicJwk] })
    return (at) => verify(token, at)
  }
  const plus = (seconds: number): Date => new Date(AT.getTime() + seconds * 1000)

  test('says who, for what and on which certificate', async () => {
    const verify = await setUp()
    expect(await verify(AT)).toEqual({
      oin: '00000099000000001000',
      doel: 'aanleveren',
      thumbprint,
    })
  })

  test.each([
    ['eleven seconds before it begins', -11, 'token-ongeldig'],
    ['ten seconds before it begins', -10, undefined],
    ['at its last second', 299, undefined],
    ['well after its end', 320, 'token-verlopen'],
  ])('%s', async (_when, seconds, kind) => {
    const verify = await setUp()
    if (kind === undefined) expect(await verify(plus(seconds))).toBeDefined()
    else await expect(verify(plus(seconds))).rejects.toMatchObject({ kind })
  })

  test('a text of 10 kB is refused before it is read', async () => {
    const { publicJwk } = await generateSigningKeys()
    const verify = createTokenVerifier({ issuer, audience, keys: () => [publicJwk] })
    await expect(verify('a'.repeat(10_000), AT)).rejects.toMatchObject({ kind: 'token-ongeldig' })
  })
})
