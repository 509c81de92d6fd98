import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCertificateReader, readClientCertificate } from '../../src/crypto/certificate.ts'
import { type Revocations, readRevocations } from '../../src/crypto/revocations.ts'
import { generateSigningKeys } from '../../src/crypto/signing-keys.ts'
import { findActiveParties } from '../../src/flows/find-active-parties.ts'
import { registerParties } from '../../src/flows/register-parties.ts'
import { createExpiryWarner } from '../../src/flows/warn-of-expiry.ts'
import { type GuardConnectionsDeps, guardConnections } from '../../src/guard-connections.ts'
import { createTlsListener, type TlsListener } from '../../src/http/tls-listener.ts'
import type { AuditEvent } from '../../src/model/audit-event.ts'
import type { Oin } from '../../src/model/ids.ts'
import { engines, type TestDatabase } from '../support/databases.ts'
import { derOf, OINS, type TestCa, term, testCa } from '../support/test-ca.ts'

const readOf = (pem: string): ReturnType<typeof readClientCertificate> =>
  readClientCertificate(derOf(pem))

const DAY = 86_400_000
const HOUR = 3_600_000

describe.each(engines)('the round over the connections, on $name', (engine) => {
  let database: TestDatabase
  let ca: TestCa
  let listener: TlsListener
  let deps: GuardConnectionsDeps
  let lists: readonly string[]
  let sockets: TLSSocket[]
  let events: AuditEvent[]
  /** The clock of law, real time for certificates, and milliseconds since the start. */
  let law: Date
  let at: number
  let elapsed: number
  let server: { readonly cert: string; readonly key: string }
  let client: typeof server

  beforeEach(async () => {
    database = await engine.open()
    ca = await testCa()
    lists = await ca.crl()
    sockets = []
    events = []
    law = new Date('2026-11-03T09:00:00Z')
    at = Date.now()
    elapsed = 10_000
    server = { cert: ca.chain(ca.server), key: ca.server.privateKeyPem }
    client = server
    await register(OINS.linde, { tot: '2026-11-10' })
    await register(OINS.lageLand, {})
    listener = createTlsListener({
      ...server,
      ca: [ca.root.certificatePem],
      crl: lists,
      fetch: () => new Response('ok'),
    })
    await new Promise<void>((resolve) => listener.server.listen(0, '127.0.0.1', resolve))
    deps = createDeps()
  })
  afterEach(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => {
      listener.server.close(() => resolve())
      listener.server.closeAllConnections()
    })
    await database.close()
  })

  const appendEvent = async (_tx: unknown, event: AuditEvent): Promise<number> => events.push(event)
  const register = async (oin: Oin, more: { tot?: string }): Promise<void> => {
    const { publicJwk } = await generateSigningKeys()
    const deelnemer = {
      oin,
      naam: 'Fictief',
      rol: 'verhuurder',
      vanaf: '2026-01-01',
      ...more,
    } as const
    const party = { deelnemer, clientJwks: { keys: [publicJwk] }, sleutelregistraties: [] }
    await registerParties(
      { db: database.db, trustAnchorsPem: [], appendEvent: async () => undefined },
      { parties: [party], mandaten: [] },
    )
  }
  const trustOf = (revocations: Revocations): GuardConnectionsDeps['trust'] => ({
    trusted: { anchors: [ca.root.certificatePem], lists, revocations },
    server,
    client,
    revocations: () => revocations,
    poll: async () => undefined,
  })
  const createDeps = (): GuardConnectionsDeps => ({
    trust: trustOf(readRevocations(lists)),
    listener,
    renewOthers: () => undefined,
    readCertificate: createCertificateReader(),
    activeParties: (oins) => findActiveParties({ db: database.db, now: () => law }, oins),
    warner: createExpiryWarner({ db: database.db, tlsNow: () => new Date(at), appendEvent }),
    // Connections count their age by performance.now(); the round looks from `elapsed` later.
    monotonic: () => performance.now() + elapsed,
  })

  const open = async (oin?: Oin): Promise<TLSSocket> => {
    const leaf = oin === undefined ? undefined : await ca.client(oin)
    const socket = connect({
      host: '127.0.0.1',
      servername: 'localhost',
      port: (listener.server.address() as AddressInfo).port,
      ca: ca.root.certificatePem,
      ...(leaf === undefined ? {} : { cert: ca.chain(leaf), key: leaf.privateKeyPem }),
    })
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.resume()
    await once(socket, 'secureConnect')
    await expect.poll(() => listener.connections().length).toBe(sockets.length)
    return socket
  }
  const openCount = (): Promise<number> =>
    new Promise((resolve) => setTimeout(() => resolve(listener.connections().length), 30))

  test('a connection stays while its party takes part, and goes on the day it ends', async () => {
    const [linde, lageLand] = [await open(OINS.linde), await open(OINS.lageLand)]
    await guardConnections(deps)
    expect(await openCount()).toBe(2)
    law = new Date('2026-11-10T00:30:00Z')
    await guardConnections(deps)
    if (!linde.destroyed) await once(linde, 'close')
    expect([await openCount(), lageLand.destroyed]).toEqual([1, false])
  })

  test('a party that never took part hears it in an answer before its connection goes', async () => {
    const stranger = await open(OINS.onbekend)
    elapsed = 0
    await guardConnections(deps)
    expect(await openCount()).toBe(1)
    elapsed = 10_000
    await guardConnections(deps)
    if (!stranger.destroyed) await once(stranger, 'close')
  })

  test('a connection comes back after an hour, when its answer is finished', async () => {
    const socket = await open(OINS.lageLand)
    elapsed = HOUR - 10_000
    await guardConnections(deps)
    expect(await openCount()).toBe(1)
    elapsed = HOUR + 10_000
    await guardConnections(deps)
    if (!socket.destroyed) await once(socket, 'close')
  })

  test('without connections the store is not asked', async () => {
    let asked = 0
    const activeParties: GuardConnectionsDeps['activeParties'] = async (oins) => {
      asked += oins.length
      return new Set()
    }
    await open()
    await guardConnections({ ...deps, activeParties })
    expect(asked).toBe(0)
    expect(await openCount()).toBe(1)
  })

  describe('warnings of an expiry', () => {
    const warned = (): readonly unknown[] =>
      events.splice(0).map((event) => ('dagen' in event ? [event.van, event.dagen] : event))

    test('come at 60, 30 and 7 days, once each, also after a restart', async () => {
      const leaf = await ca.client(OINS.linde, { term: term(-300, 90) })
      const seen = { ...readOf(leaf.certificatePem), oin: OINS.linde }
      const end = seen.notAfter.getTime()
      for (const [left, expected] of [
        [61, []],
        [60, [['deelnemer', 60]]],
        [59, []],
        [30, [['deelnemer', 30]]],
        [8, []],
        [7, [['deelnemer', 7]]],
        [1, []],
      ] as const) {
        at = end - left * DAY
        deps.warner.seen(seen)
        deps.warner.seen(seen)
        await deps.warner.report([])
        expect([left, warned()]).toEqual([left, expected])
      }
      const restarted = createDeps()
      restarted.warner.seen(seen)
      expect(await restarted.warner.report([])).toBe(0)
    })

    test('come for the certificates of the gateway itself and for a list too', async () => {
      at = Date.now()
      const [root, issued] = [await ca.crl([], term(-100, 20)), await ca.crl([], term(-1, 6))]
      lists = [root[0] ?? '', issued[1] ?? '']
      const aging = await ca.client(OINS.linde, { term: term(-300, 5) })
      server = { cert: aging.certificatePem, key: aging.privateKeyPem }
      const older = await ca.client(OINS.linde, { term: term(-300, 20) })
      client = { cert: older.certificatePem, key: older.privateKeyPem }
      deps = createDeps()
      await guardConnections(deps)
      await guardConnections(deps)
      expect(warned()).toEqual([
        ['server', 7],
        ['client', 30],
        ['intrekkingslijst', 30],
      ])
    })

    test('are kept for the next time when the store fails', async () => {
      const leaf = await ca.client(OINS.linde, { term: term(-300, 20) })
      deps.warner.seen({ ...readOf(leaf.certificatePem), oin: OINS.linde })
      const failing = createExpiryWarner({
        db: database.db,
        tlsNow: () => new Date(at),
        appendEvent: async () => {
          throw new Error('no store')
        },
      })
      failing.seen({ ...readOf(leaf.certificatePem), oin: OINS.linde })
      await expect(failing.report([])).rejects.toThrow('no store')
      await expect(failing.report([])).rejects.toThrow('no store')
      expect(await deps.warner.report([])).toBe(1)
      expect(warned()).toEqual([['deelnemer', 30]])
    })
  })
})
