import { expect, test } from 'vitest'
import { createJwsSigner, verifyJws } from './sign.ts'
import {
  ClientJwks,
  generateSigningKeys,
  PrivateSigningJwk,
  publicSigningJwk,
} from './signing-keys.ts'

test('what is signed is read back by the public half, and by no other key', async () => {
  const { privateJwk, publicJwk } = await generateSigningKeys()
  const jws = await createJwsSigner(privateJwk, { kid: privateJwk.kid, typ: 'proef+jwt' }).sign({
    a: 1,
  })
  expect(await verifyJws(jws, publicJwk, 'proef+jwt')).toEqual({ a: 1 })
  const other = await generateSigningKeys()
  await expect(verifyJws(jws, other.publicJwk)).rejects.toThrow()
})

test('a number that begins with zeroes stands at its place in the signature', async () => {
  const { privateJwk, publicJwk } = await generateSigningKeys()
  const { sign } = createJwsSigner(privateJwk, { kid: privateJwk.kid, typ: 'proef+jwt' })
  const begins = new Set<number>()
  for (let a = 0; begins.size < 2; a += 1) {
    const jws = await sign({ a })
    const signature = Buffer.from(jws.split('.')[2] ?? '', 'base64url')
    expect(signature).toHaveLength(64)
    const zeroes = [0, 32].filter((at) => signature[at] === 0)
    if (zeroes.length === 0) continue
    for (const at of zeroes) begins.add(at)
    expect(await verifyJws(jws, publicJwk)).toEqual({ a })
  }
})

test('a JWS of another type is refused', async () => {
  const { privateJwk, publicJwk } = await generateSigningKeys()
  const jws = await createJwsSigner(privateJwk, { kid: privateJwk.kid, typ: 'bewijs+jwt' }).sign({})
  await expect(verifyJws(jws, publicJwk, 'proef+jwt')).rejects.toThrow('another type')
})

test('any changed byte of the payload is refused', async () => {
  const { privateJwk, publicJwk } = await generateSigningKeys()
  const jws = await createJwsSigner(privateJwk, { kid: 'k', typ: 't' }).sign({ bedrag: 1 })
  const [head, , signature] = jws.split('.')
  const payload = Buffer.from('{"bedrag":2}').toString('base64url')
  await expect(verifyJws([head, payload, signature].join('.'), publicJwk)).rejects.toThrow()
})

test('the public half holds no secret, and the register takes no private or shared key', async () => {
  const { privateJwk, publicJwk } = await generateSigningKeys()
  expect(publicSigningJwk(PrivateSigningJwk.parse({ ...privateJwk }))).toEqual(publicJwk)
  expect(publicJwk).not.toHaveProperty('d')
  expect(ClientJwks.safeParse({ keys: [publicJwk] }).success).toBe(true)
  for (const key of [privateJwk, { kty: 'oct', k: 'c2VjcmV0' }])
    expect(ClientJwks.safeParse({ keys: [key] }).success).toBe(false)
})
