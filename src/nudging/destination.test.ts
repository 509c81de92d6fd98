import { describe, expect, test } from 'vitest'
import { isHost } from '../model/bestemmingshost.ts'
import { parseDestination } from './destination.ts'
import { isPublicAddress } from './public-address.ts'

describe('a host', () => {
  test.each([
    'seintjes.example.nl',
    'a.example.nl:8443',
    'localhost:9443',
    'xn--caf-dma.example.nl',
  ])('%s can be one', (text) => expect(isHost(text)).toBe(true))
  test.each([
    '',
    'Seintjes.example.nl',
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    'a.0x7f',
    '[::1]',
    '::1',
    'a.example.nl:443',
    'a.example.nl:0',
    'a.example.nl:65536',
    'a.example.nl:',
    'a.example.nl.',
    '-a.example.nl',
    'a_b.example.nl',
    'a.example.nl/pad',
    'gast@a.example.nl',
    `${'a.'.repeat(127)}example.nl`,
  ])('%j can be none', (text) => expect(isHost(text)).toBe(false))
})

describe('a destination', () => {
  test.each([
    ['https://a.example.nl/in', 'a.example.nl'],
    ['https://A.example.nl:443', 'a.example.nl'],
    ['https://a.example.nl:8443/in', 'a.example.nl:8443'],
  ])('%s is on %s', (text, host) => expect(parseDestination(text)?.host).toBe(host))
  test.each([
    'http://a.example.nl/in',
    'ftp://a.example.nl/in',
    'file:///etc/passwd',
    'gopher://a.example.nl/',
    'https://naam:woord@a.example.nl/in',
    'https://a.example.nl/in?x=1',
    'https://a.example.nl/in?',
    'https://a.example.nl/in#x',
    'https://127.1/in',
    'https://0x7f.1/in',
    'https://[::ffff:127.0.0.1]/in',
    'https://①②⑦.⓪.⓪.①/in',
    'geen adres',
  ])('%s is none', (text) => expect(parseDestination(text)).toBeUndefined())
})

describe('an address', () => {
  test.each(['145.21.3.4', '8.8.8.8', '172.32.0.1', '2a00:1450:4001::1'])(
    '%s is of the public internet',
    (address) => expect(isPublicAddress(address)).toBe(true),
  )
  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'fe80::1',
    'fd00:ec2::254',
    'ff02::1',
    'localhost',
    '',
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false))
})
