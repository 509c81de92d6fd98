import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IssuedCertificate } from '../../src/crypto/issue-certificate.ts'
import { readTlsFacts } from '../../src/http/certificate-gate.ts'
import { createTlsListener, type TlsListener } from '../../src/http/tls-listener.ts'
import { OINS, type TestCa, testCa } from '../support/test-ca.ts'

describe('the TLS listener', () => {
  let ca: TestCa
  let leaf: IssuedCertificate
  let listener: TlsListener
  let port = 0
  let lastSession: Buffer | undefined
  const material = async (
    revoked: readonly string[] = [],
  ): Promise<Parameters<TlsListener['renew']>[0]> => ({
    key: ca.server.privateKeyPem,
    cert: ca.chain(ca.server),
    ca: [ca.root.certificatePem],
    crl: await ca.crl(revoked),
  })
  beforeAll(async () => {
    ca = await testCa()
    leaf = await ca.client(OINS.linde)
    listener = createTlsListener({
      ...(await material()),
      fetch: (_request, env) => {
        const { der: _der, ...facts } = readTlsFacts(
          (env as { incoming: { socket: unknown } }).incoming.socket,
        )
        return Response.json(facts)
      },
    })
    await new Promise<void>((resolve) => listener.server.listen(0, '127.0.0.1', resolve))
    port = (listener.server.address() as AddressInfo).port
  })
  afterAll(
    () =>
      new Promise<void>((resolve) => {
        listener.server.close(() => resolve())
        listener.server.closeAllConnections()
      }),
  )

  const open = async (options: ConnectionOptions = {}): Promise<TLSSocket> => {
    const socket = connect({
      host: '127.0.0.1',
      servername: 'localhost',
      port,
      ca: ca.root.certificatePem,
      cert: ca.chain(leaf),
      key: leaf.privateKeyPem,
      ...options,
    })
    // TLS 1.2 hands out its session before the handshake is done, TLS 1.3 after it.
    socket.on('session', (ticket: Buffer) => {
      lastSession = ticket
    })
    await once(socket, 'secureConnect')
    return socket
  }
  const facts = async (socket: TLSSocket): Promise<unknown> => {
    socket.write(`GET / HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`)
    let text = ''
    for await (const chunk of socket) text += String(chunk)
    return JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1))
  }

  test('takes TLS 1.3 first and agrees on the hybrid post-quantum group', async () => {
    const socket = await open()
    expect([socket.getProtocol(), socket.getCipher().name]).toEqual([
      'TLSv1.3',
      'TLS_AES_256_GCM_SHA384',
    ])
    socket.destroy()
    const hybrid = await open({ ecdhCurve: 'X25519MLKEM768' })
    expect(await facts(hybrid)).toEqual({ authorized: true })
  })

  test.each<readonly [string, ConnectionOptions]>([
    ['TLS 1.1', { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' }],
    ['a CBC suite', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA256' }],
    ['a suite without forward secrecy', { maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256' }],
    ['a group of 224 bits', { ecdhCurve: 'secp224r1', maxVersion: 'TLSv1.2' }],
  ])('refuses %s', async (_what, options) => {
    await expect(open(options)).rejects.toThrow()
  })

  test('finishes the handshake of whoever has no certificate, and says so', async () => {
    const socket = connect({
      host: '127.0.0.1',
      servername: 'localhost',
      port,
      ca: ca.root.certificatePem,
    })
    await once(socket, 'secureConnect')
    expect(await facts(socket)).toMatchObject({ authorized: false })
  })

  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'no %s session is resumed: every connection is verified against the lists of now',
    async (version) => {
      const other = await ca.client(OINS.lageLand)
      const identity = { cert: ca.chain(other), key: other.privateKeyPem, maxVersion: version }
      expect(await facts(await open(identity))).toEqual({ authorized: true })
      const ticket = lastSession
      if (ticket === undefined) throw new Error('no session')
      const again = await open({ ...identity, session: ticket })
      expect(again.isSessionReused()).toBe(false)
      expect(await facts(again)).toEqual({ authorized: true })
      listener.renew(await material([other.serial]), () => false)
      expect(await facts(await open({ ...identity, session: ticket }))).toEqual({
        authorized: false,
        authorizationError: 'CERT_REVOKED',
      })
      listener.renew(await material(), () => false)
    },
  )

  test('a client cannot change its certificate on the way', async () => {
    const socket = await open({ maxVersion: 'TLSv1.2' })
    socket.on('error', () => undefined)
    const answered = await new Promise((resolve) => {
      socket.renegotiate({}, (error) => resolve(error === null ? 'renegotiated' : 'refused'))
      socket.once('close', () => resolve('refused'))
    })
    expect(answered).toBe('refused')
    socket.destroy()
  })

  test('without anchors or lists nothing is taken into use', async () => {
    const good = await material()
    expect(() => listener.renew({ ...good, ca: [] }, () => false)).toThrow('no trust anchors')
    expect(() => listener.renew({ ...good, crl: [] }, () => false)).toThrow('or no lists')
    const socket = await open()
    expect(await facts(socket)).toEqual({ authorized: true })
  })

  test('a retired connection finishes its answer and takes no further request', async () => {
    let finish: (answer: Response) => void = () => undefined
    const slow = createTlsListener({
      ...(await material()),
      fetch: () =>
        new Promise<Response>((resolve) => {
          finish = resolve
        }),
    })
    await new Promise<void>((resolve) => slow.server.listen(0, '127.0.0.1', resolve))
    const socket = await open({ port: (slow.server.address() as AddressInfo).port })
    const request = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'
    socket.write(request)
    await expect.poll(() => slow.connections()).toMatchObject([{ busy: 1 }])
    slow.retire(() => true)
    socket.write(request)
    finish(new Response('the answer'))
    let text = ''
    for await (const chunk of socket) text += String(chunk)
    expect(text).toContain('the answer')
    expect(text.match(/^HTTP\/1\.1 \d+/gm)?.slice(0, 2)).toEqual(
      expect.arrayContaining(['HTTP/1.1 200']),
    )
    expect(text).not.toMatch(/200[\s\S]*HTTP\/1\.1 200/)
    await new Promise<void>((resolve) => slow.server.close(() => resolve()))
  })
})
