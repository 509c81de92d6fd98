import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { createTestCa, OINS, type TestCa, term, testCa } from '../../tests/support/test-ca.ts'
import { Gemeentecode } from '../model/ids.ts'
import type { IssuedCertificate } from './issue-certificate.ts'
import {
  KeyRegistrationInvalid,
  signKeyRegistration,
  verifyKeyRegistration,
} from './key-registration.ts'
import { createSleutelpaar, type Sleutelpaar } from './recipient-key.ts'

const at = new Date()
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

describe('a registered recipient key', () => {
  let ca: TestCa
  let leaf: IssuedCertificate
  let key: Sleutelpaar
  beforeAll(async () => {
    key = await createSleutelpaar(random)
    ca = await testCa()
    leaf = await ca.client(OINS.arnhem)
  })

  const sign = (
    signer: { readonly privateKeyPem: string; readonly chainPem: string },
    override: object = {},
  ): Promise<string> =>
    signKeyRegistration(
      {
        oin: OINS.arnhem,
        gemeentecode: Gemeentecode.parse('0202'),
        doelen: ['hulpaanbod'],
        publiekeSleutel: key.publiekeSleutel,
        geregistreerdTijdstip: at,
        ...override,
      },
      signer,
    )
  const own = (): { privateKeyPem: string; chainPem: string } => ({
    privateKeyPem: leaf.privateKeyPem,
    chainPem: ca.chain(leaf),
  })
  const verify = (jws: string): Promise<unknown> =>
    verifyKeyRegistration(jws, [ca.root.certificatePem])

  test('is what its party signed', async () => {
    expect(await verify(await sign(own()))).toEqual({
      oin: OINS.arnhem,
      gemeentecode: '0202',
      sleutelId: key.sleutelId,
      doelen: ['hulpaanbod'],
      publiekeSleutel: key.publiekeSleutel,
      geregistreerdTijdstip: at,
    })
  })

  test('with another public key put in its place is refused', async () => {
    const [head, payload = '', signature] = (await sign(own())).split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
    const other = await createSleutelpaar(random)
    const swapped = {
      ...claims,
      sleutelId: other.sleutelId,
      publiekeSleutel: Buffer.from(other.publiekeSleutel).toString('base64url'),
    }
    const body = Buffer.from(JSON.stringify(swapped)).toString('base64url')
    await expect(verify([head, body, signature].join('.'))).rejects.toThrow('its signature')
  })

  test('signed by the certificate of another party is refused', async () => {
    const other = await ca.client(OINS.linde)
    const jws = await sign({ privateKeyPem: other.privateKeyPem, chainPem: ca.chain(other) })
    await expect(verify(jws)).rejects.toThrow('signed by another party')
  })

  test('that shows the certificate of the party but is signed by another key is refused', async () => {
    const other = await ca.client(OINS.linde)
    const jws = await sign({ privateKeyPem: other.privateKeyPem, chainPem: ca.chain(leaf) })
    await expect(verify(jws)).rejects.toThrow('its signature')
  })

  test('under an authority of the same names that is no anchor is refused', async () => {
    const twin = await createTestCa()
    const fake = await twin.client(OINS.arnhem)
    const jws = await sign({ privateKeyPem: fake.privateKeyPem, chainPem: twin.chain(fake) })
    await expect(verify(jws)).rejects.toThrow('no trust anchor')
    const mixed = `${fake.certificatePem}\n${ca.issuing.certificatePem}`
    const crossed = await sign({ privateKeyPem: fake.privateKeyPem, chainPem: mixed })
    await expect(verify(crossed)).rejects.toThrow('the chain')
  })

  test('whose chain goes through a leaf that is no authority is refused', async () => {
    const chainPem = `${leaf.certificatePem}\n${(await ca.client(OINS.linde)).certificatePem}`
    const jws = await sign({ privateKeyPem: leaf.privateKeyPem, chainPem })
    await expect(verify(jws)).rejects.toThrow(/no trust anchor|the chain/)
  })

  test('signed outside the term of the certificate is refused, one that ended since is not', async () => {
    const old = await ca.client(OINS.arnhem, { term: term(-20, -10) })
    const signer = { privateKeyPem: old.privateKeyPem, chainPem: ca.chain(old) }
    await expect(verify(await sign(signer))).rejects.toThrow('did not hold then')
    const then = { geregistreerdTijdstip: term(-15).notBefore }
    expect(await verify(await sign(signer, then))).toMatchObject({ oin: OINS.arnhem })
  })

  test.each(['', 'a.b.c', '..', 'eyJhbGciOiJub25lIn0.e30.'])('%j is refused', async (jws) => {
    await expect(verify(jws)).rejects.toThrow(KeyRegistrationInvalid)
  })
})
