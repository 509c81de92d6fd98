import { once } from 'node:events'
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, createServer as createTcp, type Server as TcpServer } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TLSSocket } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { issueServerCertificate } from '../../src/crypto/issue-certificate.ts'
import { TLS_CONTEXT } from '../../src/http/tls-settings.ts'
import type { Antwoord } from '../../src/nudging/answer.ts'
import { createPostNudge, type PostDeps, type Resolve } from '../../src/nudging/post.ts'
import { createTestCa, OINS, serialOf, type TestCa, term } from '../support/test-ca.ts'

const LOOPBACK = { address: '127.0.0.1', family: 4 }

describe('a nudge on its way', () => {
  let ca: TestCa
  let own: { readonly cert: string; readonly key: string }
  let lists: readonly string[]
  const servers: (Server | TcpServer)[] = []
  const seen: { headers: IncomingHttpHeaders; body: string; client: unknown }[] = []
  beforeAll(async () => {
    ca = await createTestCa()
    const client = await ca.client(OINS.onbekend)
    own = { cert: ca.chain(client), key: client.privateKeyPem }
    lists = await ca.crl()
  })
  afterEach(() => {
    seen.length = 0
    for (const server of servers.splice(0)) {
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
    }
  })
  afterAll(() => expect(servers).toEqual([]))

  type Answer = (response: ServerResponse) => void
  /** A receiver with a certificate for `names`; the port on which it listens. */
  const receiver = async (
    answer: Answer = (response) => response.writeHead(204).end(),
    { from = ca, names = ['localhost'] }: { from?: TestCa; names?: readonly string[] } = {},
  ): Promise<number> => {
    const leaf = await issueServerCertificate(from.issuing, { dns: names, ip: [] }, term())
    const server = createServer(
      {
        cert: from.chain(leaf),
        key: leaf.privateKeyPem,
        ca: ca.root.certificatePem,
        requestCert: true,
        rejectUnauthorized: true,
      },
      (request, response) => {
        void text(request).then((body) => {
          const client = (request.socket as TLSSocket).getPeerCertificate().subject
          seen.push({ headers: request.headers, body, client })
          answer(response)
        })
      },
    ).listen(0, '127.0.0.1')
    servers.push(server)
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const send = (
    port: number,
    more: Partial<PostDeps> = {},
    name = 'localhost',
  ): Promise<Antwoord> =>
    createPostNudge({
      resolve: async () => [LOOPBACK],
      tls: () => ({ ...TLS_CONTEXT, ...own, ca: ca.root.certificatePem, crl: [...lists] }),
      allowPrivate: true,
      timeoutMs: 2_000,
      ...more,
    })({
      url: new URL(`https://${name}:${port}/in`),
      headers: { 'Content-Type': 'application/cloudevents+json' },
      body: '{"id":"é"}',
    })

  test('comes with the certificate of the gateway, and its answer is a status', async () => {
    expect(await send(await receiver())).toEqual({ status: 204, retryAfter: undefined })
    expect(seen).toMatchObject([
      {
        body: '{"id":"é"}',
        headers: { 'content-type': 'application/cloudevents+json' },
        client: { serialNumber: OINS.onbekend },
      },
    ])
  })

  describe('is not given to whom it is not for:', () => {
    test.each([
      ['a certificate of another authority', () => createTestCa('Vreemd'), ['localhost']],
      ['a certificate on another name', async () => ca, ['elders.example.nl']],
    ])('%s', async (_, from, names) => {
      const port = await receiver(undefined, { from: await from(), names })
      expect(await send(port)).toEqual({ fout: 'certificaat-onjuist' })
      expect(seen).toEqual([])
    })

    test('a certificate that was revoked, or lists that are stale', async () => {
      const server = await issueServerCertificate(
        ca.issuing,
        { dns: ['localhost'], ip: [] },
        term(),
      )
      const pair = { cert: ca.chain(server), key: server.privateKeyPem }
      const listening = createServer(pair, (_request, response) => response.end())
      listening.listen(0, '127.0.0.1')
      servers.push(listening)
      await once(listening, 'listening')
      const { port } = listening.address() as AddressInfo
      const withLists = (crl: readonly string[]): Partial<PostDeps> => ({
        tls: () => ({ ...own, ca: ca.root.certificatePem, crl: [...crl] }),
      })
      expect(await send(port, withLists(lists))).toMatchObject({ status: 200 })
      const revoked = await ca.crl([serialOf(server.certificatePem)])
      expect(await send(port, withLists(revoked))).toEqual({ fout: 'certificaat-onjuist' })
      const stale = await ca.crl([], term(-20, -1))
      expect(await send(port, withLists(stale))).toEqual({ fout: 'certificaat-onjuist' })
    })

    test('the same machine or network, in production', async () => {
      const port = await receiver()
      for (const address of ['127.0.0.1', '10.0.0.7', '169.254.169.254']) {
        const resolve: Resolve = async () => [{ address, family: 4 }]
        expect(await send(port, { resolve, allowPrivate: false })).toEqual({
          fout: 'adres-niet-toegestaan',
        })
      }
      expect(seen).toEqual([])
    })

    test('a name of which one address among others is ours', async () => {
      const port = await receiver()
      const resolve: Resolve = async () => [{ address: '145.21.3.4', family: 4 }, LOOPBACK]
      expect(await send(port, { resolve, allowPrivate: false })).toEqual({
        fout: 'adres-niet-toegestaan',
      })
    })

    test('a literal address, which nobody would have to resolve', async () => {
      const port = await receiver()
      expect(await send(port, {}, '127.0.0.1')).toEqual({ fout: 'adres-niet-toegestaan' })
      expect(await send(port, {}, '2130706433')).toEqual({ fout: 'adres-niet-toegestaan' })
    })

    test('whoever a name means a moment after it was judged (rebinding): it is asked once', async () => {
      const port = await receiver()
      let asked = 0
      const resolve: Resolve = async () => {
        asked += 1
        // An address of the public internet answers nobody here; the second meaning would be our own receiver.
        return asked === 1 ? [{ address: '145.21.3.4', family: 4 }] : [LOOPBACK]
      }
      const answer = await send(port, { resolve, allowPrivate: false, timeoutMs: 300 })
      expect(answer).not.toHaveProperty('status')
      expect([asked, seen]).toEqual([1, []])
    })

    test('who it is sent on to: a redirect is an answer', async () => {
      const other = await receiver()
      const port = await receiver((response) =>
        response.writeHead(307, { Location: `https://localhost:${other}/in` }).end(),
      )
      expect(await send(port)).toMatchObject({ status: 307 })
      expect(seen).toHaveLength(1)
    })
  })

  describe('waits for nobody longer than it may:', () => {
    const limit = { timeoutMs: 400 }

    test('a receiver that never answers', async () => {
      expect(await send(await receiver(() => undefined), limit)).toEqual({ fout: 'geen-antwoord' })
    })

    test('one that accepts a connection and says nothing, or gives one byte now and then', async () => {
      const timers: NodeJS.Timeout[] = []
      const mute = createTcp((socket) => {
        timers.push(setInterval(() => socket.write('x'), 50))
        socket.on('error', () => undefined)
      }).listen(0, '127.0.0.1')
      servers.push(mute)
      await once(mute, 'listening')
      const answer = await send((mute.address() as AddressInfo).port, limit)
      expect(answer).toHaveProperty('fout')
      for (const timer of timers) clearInterval(timer)
    })

    test('a name that does not resolve in time, or not at all', async () => {
      const never: Resolve = () => new Promise(() => undefined)
      expect(await send(1, { ...limit, resolve: never })).toEqual({ fout: 'geen-antwoord' })
      const nowhere: Resolve = async () => Promise.reject(new Error('ENOTFOUND'))
      expect(await send(1, { resolve: nowhere })).toEqual({ fout: 'adres-onbekend' })
      expect(await send(1, { resolve: async () => [] })).toEqual({ fout: 'adres-onbekend' })
    })

    test('an answer without end: its status counts, the rest is not taken', async () => {
      let taken = 0
      const port = await receiver((response) => {
        response.writeHead(200)
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536))) taken += 65_536
        }
        response.on('drain', more).on('error', () => undefined)
        more()
      })
      expect(await send(port)).toMatchObject({ status: 200 })
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(taken).toBeLessThan(16 * 1024 * 1024)
    })

    test('headers without end', async () => {
      const port = await receiver((response) =>
        response.writeHead(200, { Lang: 'x'.repeat(60_000) }).end(),
      )
      expect(await send(port)).toEqual({ fout: 'niet-bereikbaar' })
    })

    test('nobody at all', async () => {
      const port = await receiver()
      for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))
      expect(await send(port)).toEqual({ fout: 'niet-bereikbaar' })
    })
  })
})
