import { describe, expect, test } from 'vitest'
import { Oin } from '../model/ids.ts'
import { findAssertionFault, findDoel } from './oauth-client.ts'

const linde = Oin.parse('00000099000000001000')
const at = new Date('2026-11-03T09:00:00Z')
const seconds = at.getTime() / 1000
const audiences = ['https://localhost:8443', 'https://localhost:8443/oauth/token']
const good = {
  iss: linde,
  sub: linde,
  aud: audiences[0],
  jti: 'abcdefghijklmnopqrstuv',
  iat: seconds,
  exp: seconds + 60,
}

describe('findAssertionFault', () => {
  test('finds none in an assertion to the issuer or to its token endpoint', () => {
    for (const aud of audiences)
      expect(findAssertionFault({ ...good, aud }, { audiences, oin: linde, at })).toBeUndefined()
  })

  test.each<readonly [string, object, string]>([
    ['a list of audiences', { aud: [audiences[0]] }, 'claims'],
    ['another audience', { aud: 'https://localhost:8443/' }, 'aud'],
    ['another subject', { sub: '00000099000000002000' }, 'the certificate is of another party'],
    ['a life of 301 seconds', { exp: seconds + 301 }, 'exp'],
    ['an end before its start', { exp: seconds - 1 }, 'exp'],
    ['a start eleven seconds ahead', { iat: seconds + 11, exp: seconds + 60 }, 'iat'],
    ['an end in words', { exp: 'morgen' }, 'claims'],
    ['a huge end', { exp: 1e99 }, 'claims'],
  ])('names %s', (_what, override, fault) => {
    expect(findAssertionFault({ ...good, ...override }, { audiences, oin: linde, at })).toBe(fault)
  })
})

test('a scope is one purpose of the role, or nothing', () => {
  expect(findDoel('aanleveren', 'verhuurder')).toBe('aanleveren')
  for (const scope of [undefined, '', 'hulpaanbod', 'aanleveren terugkoppeling', ['aanleveren']])
    expect(findDoel(scope, 'verhuurder')).toBeUndefined()
})
