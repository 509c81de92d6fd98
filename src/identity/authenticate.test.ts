import { describe, expect, test } from 'vitest'
import type { ClientCertificate } from '../crypto/certificate.ts'
import { Oin } from '../model/ids.ts'
import {
  authenticateCertificate,
  type CertificateRequirements,
  checkBinding,
  parseAuthorization,
  type TlsFacts,
} from './authenticate.ts'

const AT = new Date('2026-11-03T09:00:00Z')
const linde = Oin.parse('00000099000000001000')
const certificate = {
  oin: linde,
  thumbprint: 'A'.repeat(43),
  serial: 'AB12',
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2027-01-01T00:00:00Z'),
  forClients: true,
  policies: ['2.16.528.1.1003.1.2.41.16.25.8'],
} as const satisfies ClientCertificate

const good: TlsFacts = { authorized: true, der: new Uint8Array([1]) }
const decide = (
  tls: TlsFacts,
  override: Partial<ClientCertificate> = {},
  rules: {
    at?: Date
    serials?: string[]
    staleAt?: Date
    requirements?: CertificateRequirements
  } = {},
): unknown => {
  try {
    return authenticateCertificate(tls, {
      at: rules.at ?? AT,
      revocations: {
        serials: new Set(rules.serials),
        staleAt: rules.staleAt ?? new Date('2026-12-01T00:00:00Z'),
        lists: [],
      },
      requirements: rules.requirements ?? { omgeving: 'proef' },
      read: () => ({ ...certificate, ...override }),
    })
  } catch (error) {
    return error
  }
}

describe('authenticateCertificate', () => {
  test('gives the certificate of a party', () => {
    expect(decide(good)).toEqual(certificate)
  })

  test.each([
    ['CERT_REVOKED', 'certificaat-ingetrokken'],
    ['CERT_HAS_EXPIRED', 'certificaat-verlopen'],
    ['CERT_NOT_YET_VALID', 'certificaat-verlopen'],
    ['UNABLE_TO_GET_CRL', 'certificaat-niet-vertrouwd'],
    ['CRL_HAS_EXPIRED', 'certificaat-niet-vertrouwd'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificaat-niet-vertrouwd'],
    ['toString', 'certificaat-niet-vertrouwd'],
    [undefined, 'certificaat-niet-vertrouwd'],
  ])('OpenSSL code %s is %s', (code, kind) => {
    const tls = { authorized: false, der: new Uint8Array([1]) }
    expect(decide(code === undefined ? tls : { ...tls, authorizationError: code })).toMatchObject({
      kind,
    })
  })

  test('no certificate is refused, even on a socket that calls itself authorised', () => {
    for (const authorized of [true, false])
      expect(decide({ authorized })).toMatchObject({ kind: 'certificaat-ontbreekt' })
  })

  test('what changed since the handshake counts', () => {
    const on = (day: string): Date => new Date(`${day}T00:00:00Z`)
    expect(decide(good, {}, { at: on('2027-01-02'), staleAt: on('2028-01-01') })).toMatchObject({
      kind: 'certificaat-verlopen',
    })
    expect(decide(good, {}, { at: on('2025-12-31') })).toMatchObject({
      kind: 'certificaat-verlopen',
    })
    expect(decide(good, {}, { serials: ['AB12'] })).toMatchObject({
      kind: 'certificaat-ingetrokken',
    })
    expect(decide(good, {}, { staleAt: AT })).toMatchObject({ kind: 'certificaat-niet-vertrouwd' })
  })

  test('a certificate without an OIN, or not for clients, is refused', () => {
    expect(decide(good, { oin: undefined })).toMatchObject({ kind: 'certificaat-zonder-oin' })
    expect(decide(good, { forClients: false })).toMatchObject({
      kind: 'certificaat-niet-vertrouwd',
    })
  })
})

describe('what a gateway asks of a certificate', () => {
  const production = { omgeving: 'productie', clientPolicies: new Set(['1.2.3']) } as const

  test('one of the policies of its configuration, where it names any', () => {
    const requirements = {
      omgeving: 'proef',
      clientPolicies: new Set(certificate.policies),
    } as const
    expect(decide(good, {}, { requirements })).toEqual(certificate)
    expect(decide(good, { policies: ['1.2.3'] }, { requirements })).toMatchObject({
      kind: 'certificaat-niet-vertrouwd',
    })
    expect(decide(good, { policies: [] }, { requirements })).toMatchObject({
      kind: 'certificaat-niet-vertrouwd',
    })
  })

  test('an OIN of its own environment', () => {
    const oin = Oin.parse('00000003123456780000')
    expect(decide(good, { oin })).toMatchObject({ kind: 'certificaat-zonder-oin' })
    expect(decide(good, { oin, policies: ['1.2.3'] }, { requirements: production })).toMatchObject({
      oin,
    })
    expect(decide(good, { policies: ['1.2.3'] }, { requirements: production })).toMatchObject({
      kind: 'certificaat-zonder-oin',
    })
  })
})

describe('checkBinding', () => {
  const token = { oin: linde, doel: 'aanleveren', thumbprint: certificate.thumbprint } as const

  test('holds for the certificate, the party and the purpose together', () => {
    expect(() => checkBinding(token, certificate, 'aanleveren')).not.toThrow()
  })

  test.each([
    ['another thumbprint', { thumbprint: `${'A'.repeat(42)}B` }, 'token-van-ander-certificaat'],
    ['a shorter thumbprint', { thumbprint: 'A' }, 'token-van-ander-certificaat'],
    ['another party', { oin: Oin.parse('00000099000000002000') }, 'token-van-ander-certificaat'],
    ['another purpose', { doel: 'monitor' as const }, 'doel-niet-toegestaan'],
  ])('is broken by %s', (_what, override, kind) => {
    expect(() => checkBinding({ ...token, ...override }, certificate, 'aanleveren')).toThrow(kind)
  })
})

test('one form of the header is read', () => {
  expect(parseAuthorization('Bearer a.b-c_d.e')).toBe('a.b-c_d.e')
  expect(() => parseAuthorization(undefined)).toThrow('token-ontbreekt')
  for (const header of [
    '',
    'Bearer',
    'Bearer ',
    'bearer a',
    'Bearer  a',
    'Bearer a b',
    'Bearer a, Bearer b',
    'Basic a',
  ])
    expect(() => parseAuthorization(header), header).toThrow('token-ongeldig')
})
