import { describe, expect, test } from 'vitest'
import { isUnambiguous } from './raw-header-guard.ts'

const hosts = ['localhost:8443', '127.0.0.1:8443']
const ask = (url: string, ...rawHeaders: string[]): boolean =>
  isUnambiguous({ url, rawHeaders }, hosts)

describe('isUnambiguous', () => {
  test('takes a path with each header once, in any case', () => {
    expect(ask('/v1/signalen?x=1', 'HOST', 'LocalHost:8443', 'Authorization', 'Bearer a')).toBe(
      true,
    )
    expect(ask('/', 'Host', 'localhost:8443', 'Accept', 'a', 'accept', 'b')).toBe(true)
  })

  test.each([
    'host',
    'authorization',
    'content-type',
    'idempotency-key',
    'signaalpoort-namens',
    'signaalpoort-medewerker',
    'signaalpoort-wat-dan-ook',
  ])('refuses %s twice, however it is spelled', (name) => {
    expect(ask('/', 'Host', hosts[0] ?? '', name, 'a', name.toUpperCase(), 'a')).toBe(false)
  })

  test.each(['http://localhost:8443/v1', 'https://localhost:8443/', '//localhost/v1', '*', ''])(
    'refuses the target %j',
    (url) => {
      expect(ask(url, 'Host', 'localhost:8443')).toBe(false)
    },
  )

  test('refuses another host, or none', () => {
    expect(ask('/')).toBe(false)
    for (const host of ['localhost', 'localhost:8444', 'evil.example.nl', 'x@localhost:8443', ''])
      expect(ask('/', 'Host', host)).toBe(false)
  })
})
