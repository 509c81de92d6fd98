import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { type Agent, Agent as HttpsAgent } from 'node:https'
import { connect, type TLSSocket } from 'node:tls'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readParty } from '../../src/cli/party.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { createGatewayCa, type GatewayCa } from '../support/gateway-ca.ts'
import { OINS, term } from '../support/test-ca.ts'
import { ask, type TlsAnswer, type TlsIdentity } from '../support/tls-client.ts'

/** Longer than the gateway takes to look at its files again by itself. */
const NOTICED_MS = 8_000

const problemOf = ({ body }: TlsAnswer): string => {
  const { type } = JSON.parse(body) as { type?: string }
  return type?.split(/[:/]/).at(-1) ?? 'none'
}

/** Files, TLS and one process: the engine has no part in it. */
describe('trust while running', () => {
  let files: GatewayCa
  let gateway: TestGateway
  let agents: Agent[]
  beforeAll(async () => {
    files = await createGatewayCa()
    gateway = await openGateway('PGlite', { prepare: files.prepare })
  })
  beforeEach(() => {
    agents = []
  })
  afterEach(async () => {
    for (const agent of agents) agent.destroy()
    await files.revoke([])
    await files.revokeIssuer(false)
    await gateway.look()
    expect(await comesIn('de-linde')).toBe('none')
  })
  afterAll(() => gateway.close())

  const port = (): number => Number(new URL(gateway.apiUrl).port)
  const identityOf = (party: string): TlsIdentity => {
    const { ca, cert, key } = readParty(gateway.config.certsFolder, party)
    return { ca, cert, key }
  }
  /** What a call without any token hears: `none` when only the token is missing. */
  const comesIn = async (party: string): Promise<string> => {
    const answer = await ask(port(), identityOf(party), { path: '/v1/meldingen' })
    return problemOf(answer).replace('token-ontbreekt', 'none')
  }
  /** One kept connection with a live token; gives how a call on it ends. */
  const keepCalling = async (party: string): Promise<() => Promise<string>> => {
    const token = await gateway.as(party, 'aanleveren').token()
    const agent = new HttpsAgent({ keepAlive: true, maxSockets: 1, ...identityOf(party) })
    agents.push(agent)
    const path = '/v1/signalen/019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e'
    const headers = { authorization: `Bearer ${token}` }
    return () =>
      ask(port(), identityOf(party), { agent, path, headers }).then(problemOf, () => 'closed')
  }
  const openSocket = async (party: string): Promise<TLSSocket> => {
    const socket = connect({
      host: '127.0.0.1',
      servername: 'localhost',
      port: port(),
      ...identityOf(party),
    })
    socket.on('error', () => undefined)
    socket.resume()
    await once(socket, 'secureConnect')
    return socket
  }
  const logLines = (text: string): number =>
    gateway.logged.filter((line) => line.includes(text)).length

  test('a client revoked while its connection and token are alive is refused on its next request, without anyone telling the gateway', async () => {
    const call = await keepCalling('de-linde')
    const other = await keepCalling('het-lage-land')
    expect([await call(), await other()]).toEqual(['niet-gevonden', 'niet-gevonden'])
    await files.revoke([files.serialOf('de-linde')])
    await expect.poll(call, { timeout: NOTICED_MS }).toMatch(/^(closed|certificaat-ingetrokken)$/)
    expect(await call()).toBe('certificaat-ingetrokken')
    expect(await other()).toBe('niet-gevonden')
  })

  test('the open connection of a revoked client is closed without a request', async () => {
    const socket = await openSocket('de-linde')
    const closed = once(socket, 'close')
    await files.revoke([files.serialOf('de-linde')])
    await gateway.look()
    await closed
  })

  test('a revoked authority stops everybody below it, on open connections too', async () => {
    const call = await keepCalling('de-linde')
    expect(await call()).toBe('niet-gevonden')
    await files.revokeIssuer(true)
    await gateway.look()
    await expect.poll(call).toBe('certificaat-ingetrokken')
  })

  test.each([
    ['garbage', () => files.put('uitgever.crl.pem', 'geen lijst')],
    ['cut off', () => files.put('uitgever.crl.pem', '-----BEGIN X509 CRL-----\nMIIB')],
    ['an anchor that is none', () => files.put('wortel.pem', 'geen certificaat')],
  ])(
    '%s in the folder stops everybody until it is mended, and is said once',
    async (_what, spoil) => {
      const call = await keepCalling('de-linde')
      expect(await call()).toBe('niet-gevonden')
      const said = logLines('niemand wordt toegelaten tot dat is hersteld')
      spoil()
      await gateway.look()
      await expect.poll(call).toBe('certificaat-niet-vertrouwd')
      await gateway.look()
      expect(await call()).toBe('certificaat-niet-vertrouwd')
      expect(logLines('niemand wordt toegelaten tot dat is hersteld')).toBe(said + 1)
      files.put('wortel.pem', files.ca.root.certificatePem)
      await files.revoke([])
      await gateway.look()
      await expect.poll(call).toBe('niet-gevonden')
    },
  )

  test('a stale list stops everybody, and a list that is gone whoever needs it', async () => {
    await files.revoke([], term(-2, -1))
    await gateway.look()
    expect(await comesIn('de-linde')).toBe('certificaat-niet-vertrouwd')
    expect(logLines('een intrekkingslijst is verlopen')).toBe(1)
    await files.revoke([])
    await gateway.look()
    expect(await comesIn('de-linde')).toBe('none')
    const call = await keepCalling('de-linde')
    expect(await call()).toBe('niet-gevonden')
    rmSync(files.path('uitgever.crl.pem'))
    await gateway.look()
    await expect.poll(call).toBe('certificaat-niet-vertrouwd')
  })

  test('a new certificate of the server is shown from now on, and no connection is dropped', async () => {
    const socket = await openSocket('de-linde')
    const before = socket.getPeerCertificate().fingerprint256
    const renewed = new X509Certificate(await files.renewServer()).fingerprint256
    const shown = async (at: number): Promise<string | undefined> => {
      const fresh = connect({
        host: '127.0.0.1',
        servername: 'localhost',
        port: at,
        ...identityOf('de-linde'),
      })
      await once(fresh, 'secureConnect')
      const { fingerprint256 } = fresh.getPeerCertificate()
      fresh.destroy()
      return fingerprint256
    }
    await gateway.look()
    expect(await shown(port())).toBe(renewed)
    expect(await shown(Number(new URL(gateway.webUrl).port))).toBe(renewed)
    expect(renewed).not.toBe(before)
    expect(socket.destroyed).toBe(false)
    socket.destroy()
  })

  test('a certificate of the server without its key is not taken into use', async () => {
    const said = logLines('passen niet bij elkaar')
    files.put('server/certificaat.pem', files.ca.chain(await files.ca.client(OINS.linde)))
    await gateway.look()
    expect(logLines('passen niet bij elkaar')).toBe(said + 1)
    expect(await comesIn('de-linde')).toBe('none')
    await files.renewServer()
  })
})
