import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { derOf, OINS, testCa } from '../../tests/support/test-ca.ts'
import { createCertificateReader, normaliseSerial, readClientCertificate } from './certificate.ts'

describe('readClientCertificate', () => {
  test('agrees with OpenSSL on the serial number, the term and the thumbprint', async () => {
    const ca = await testCa()
    const leaf = await ca.client(OINS.linde)
    const openssl = new X509Certificate(leaf.certificatePem)
    const read = readClientCertificate(derOf(leaf.certificatePem))
    expect(read).toEqual({
      oin: OINS.linde,
      thumbprint: Buffer.from(openssl.fingerprint256.replaceAll(':', ''), 'hex').toString(
        'base64url',
      ),
      serial: normaliseSerial(openssl.serialNumber),
      notBefore: openssl.validFromDate,
      notAfter: openssl.validToDate,
      forClients: true,
      policies: [],
    })
    expect(read.thumbprint).toHaveLength(43)
  })

  test('is not fooled by the names of an authority or a server', async () => {
    const ca = await testCa()
    for (const pem of [ca.issuing.certificatePem, ca.server.certificatePem])
      expect(readClientCertificate(derOf(pem))).toMatchObject({ oin: undefined, forClients: false })
  })

  test('a renewed certificate keeps the OIN and changes the thumbprint', async () => {
    const ca = await testCa()
    const [first, second] = [await ca.client(OINS.linde), await ca.client(OINS.linde)].map((leaf) =>
      readClientCertificate(derOf(leaf.certificatePem)),
    )
    expect(first?.oin).toBe(second?.oin)
    expect(first?.thumbprint).not.toBe(second?.thumbprint)
  })

  test('throws on bytes that are no certificate', () => {
    expect(() => readClientCertificate(new Uint8Array([1, 2, 3]))).toThrow()
  })
})

test('a reader that remembers gives the same as one that does not, also when it is full', async () => {
  const ca = await testCa()
  const ders = await Promise.all(
    [OINS.linde, OINS.lageLand, OINS.arnhem].map(async (oin) =>
      derOf((await ca.client(oin)).certificatePem),
    ),
  )
  const read = createCertificateReader(2)
  for (const der of [...ders, ...ders]) expect(read(der)).toEqual(readClientCertificate(der))
})
