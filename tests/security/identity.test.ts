import { once } from 'node:events'
import { connect } from 'node:tls'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SubjectName } from '../../src/crypto/issue-certificate.ts'
import { engines, type TestDatabase } from '../support/databases.ts'
import {
  createParty,
  getToken,
  type IdentityGateway,
  startIdentityGateway,
  type TestParty,
} from '../support/identity-gateway.ts'
import { createTestCa, OINS, type TestCa, term, testCa } from '../support/test-ca.ts'
import { ask, keepAlive, type TlsAnswer, type TlsIdentity } from '../support/tls-client.ts'

const problemOf = (answer: TlsAnswer): unknown =>
  (JSON.parse(answer.body) as { probleem?: unknown }).probleem

describe.each(engines)('who may come in, on $name', (engine) => {
  let database: TestDatabase
  let ca: TestCa
  let gateway: IdentityGateway
  beforeAll(async () => {
    database = await engine.open()
    ca = await testCa()
    gateway = await startIdentityGateway(database, ca)
  })
  beforeEach(async () => {
    await gateway.revoke([])
    gateway.seen()
  })
  afterAll(async () => {
    await gateway.close()
    await database.close()
  })

  const call = (
    identity: TlsIdentity,
    doel: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<TlsAnswer> => ask(gateway.port, identity, { path: `/v1/${doel}`, headers })

  const callWithToken = async (
    party: TestParty,
    doel: 'aanleveren' | 'selectie' | 'controle',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<TlsAnswer> =>
    call(party.identity, doel, {
      authorization: `Bearer ${await getToken(gateway, party, doel)}`,
      ...headers,
    })

  const expectCounted = (answer: TlsAnswer, kind: string): void => {
    expect(problemOf(answer)).toBe(kind)
    expect(gateway.seen()).toEqual({ events: [], unknown: [kind] })
    expect(gateway.faults).toEqual([])
  }

  const expectRecorded = (answer: TlsAnswer, oin: string, probleem: string, doel: string): void => {
    expect(problemOf(answer)).toBe(probleem)
    expect(gateway.seen()).toEqual({
      events: [{ soort: 'toegang-geweigerd', oin, probleem, doel, route: '/v1/{doel}' }],
      unknown: [],
    })
    expect(gateway.faults).toEqual([])
  }

  describe('by certificate', () => {
    test('without one, every path is refused alike, also those that do not exist', async () => {
      const stranger = { ca: ca.root.certificatePem }
      for (const path of ['/v1/aanleveren', '/oauth/token', '/bestaat-niet', '/']) {
        expectCounted(await ask(gateway.port, stranger, { path }), 'certificaat-ontbreekt')
      }
    })

    test('one of another authority with the same names is refused', async () => {
      const twin = await createTestCa()
      const party = await createParty(twin, OINS.linde)
      const identity = { ...party.identity, ca: ca.root.certificatePem }
      expectCounted(await call(identity, 'aanleveren'), 'certificaat-niet-vertrouwd')
    })

    test('an expired one and one of tomorrow are refused', async () => {
      for (const validity of [term(-10, -1), term(1, 10)]) {
        const party = await createParty(ca, OINS.linde, { term: validity })
        expectCounted(await call(party.identity, 'aanleveren'), 'certificaat-verlopen')
      }
    })

    test('a revoked one is refused', async () => {
      const party = await createParty(ca, OINS.linde)
      expect(problemOf(await call(party.identity, 'aanleveren'))).toBe('token-ontbreekt')
      gateway.seen()
      await gateway.revoke([party.leaf.serial])
      expectCounted(await call(party.identity, 'aanleveren'), 'certificaat-ingetrokken')
    })

    test('a revocation reaches a connection that was open before it', async () => {
      const party = await createParty(ca, OINS.linde)
      const agent = keepAlive(party.identity)
      const options = { path: '/v1/aanleveren', agent }
      expect(problemOf(await ask(gateway.port, party.identity, options))).toBe('token-ontbreekt')
      gateway.seen()
      await gateway.revoke([party.leaf.serial], { listener: false })
      expectCounted(await ask(gateway.port, party.identity, options), 'certificaat-ingetrokken')
      agent.destroy()
    })

    test('renewing the listener closes the open connections of a revoked certificate only', async () => {
      const revoked = await createParty(ca, OINS.linde)
      const kept = await createParty(ca, OINS.linde)
      const open = [revoked, kept].map((party) =>
        connect({ port: gateway.port, host: '127.0.0.1', ...party.identity }),
      )
      await Promise.all(open.map((socket) => once(socket, 'secureConnect')))
      const [first, second] = open
      if (first === undefined || second === undefined) throw new Error('no sockets')
      first.on('error', () => undefined)
      first.resume()
      await new Promise((resolve) => setTimeout(resolve, 50))
      await gateway.revoke([revoked.leaf.serial])
      await once(first, 'close')
      expect(second.destroyed).toBe(false)
      second.destroy()
    })

    test('a stale revocation list stops everybody', async () => {
      await gateway.revoke([], { lists: term(-10, -1) })
      const { linde } = gateway.parties
      expectCounted(await call(linde.identity, 'aanleveren'), 'certificaat-niet-vertrouwd')
    })

    const oin = OINS.linde
    const wrongSubjects: readonly (readonly [string, SubjectName])[] = [
      ['in the common name', [{ CN: [oin] }]],
      ['in the organisation', [{ O: [oin] }, { CN: ['x'] }]],
      ['in organizationIdentifier', [{ '2.5.4.97': [oin] }, { CN: ['x'] }]],
      ['as a surname, which a DN string calls SN', [{ '2.5.4.4': [oin] }, { CN: ['x'] }]],
      ['twice', [{ '2.5.4.5': [oin] }, { '2.5.4.5': [OINS.lageLand] }]],
      ['twice in one name', [{ '2.5.4.5': [oin, OINS.lageLand] }]],
      ['together with another attribute', [{ '2.5.4.5': [oin], CN: ['x'] }]],
      ['with a position too few', [{ '2.5.4.5': [oin.slice(1)] }]],
      ['with a space behind it', [{ '2.5.4.5': [`${oin} `] }]],
      ['with a zero byte', [{ '2.5.4.5': [`${oin.slice(0, 19)}\0`] }]],
      ['in full-width digits', [{ '2.5.4.5': [oin.replaceAll('1', '１')] }]],
      ['written into a name', [{ CN: [`x,serialNumber=${oin}`] }]],
    ]
    test.each(wrongSubjects)('an OIN %s is no OIN', async (_where, subject) => {
      const party = await createParty(ca, oin, { subject })
      expectCounted(await call(party.identity, 'aanleveren'), 'certificaat-zonder-oin')
    })

    test('a certificate that is not for clients is refused', async () => {
      for (const usages of [['1.3.6.1.5.5.7.3.1'], ['2.5.29.37.0']]) {
        const party = await createParty(ca, oin, { usages })
        expectCounted(await call(party.identity, 'aanleveren'), 'certificaat-niet-vertrouwd')
      }
    })

    test('a valid one of somebody who does not take part is refused', async () => {
      const party = await createParty(ca, OINS.onbekend)
      expectCounted(await call(party.identity, 'aanleveren'), 'deelnemer-onbekend')
      expectCounted(
        await ask(gateway.port, party.identity, { method: 'POST', path: '/oauth/token' }),
        'deelnemer-onbekend',
      )
    })

    test('headers in which a proxy would put a certificate count for nothing', async () => {
      const answer = await call({ ca: ca.root.certificatePem }, 'aanleveren', {
        'x-forwarded-client-cert': `Subject="serialNumber=${oin}"`,
        'x-ssl-client-cert': encodeURIComponent(gateway.parties.linde.leaf.certificatePem),
        'x-oin': oin,
      })
      expectCounted(answer, 'certificaat-ontbreekt')
    })
  })

  describe('by token', () => {
    test('a party with a token of one purpose is let in as itself', async () => {
      const answer = await callWithToken(gateway.parties.linde, 'aanleveren')
      expect(JSON.parse(answer.body)).toEqual({
        oin: OINS.linde,
        namens: OINS.linde,
        rol: 'verhuurder',
        gemeenten: [],
        doel: 'aanleveren',
        via: 'direct',
      })
      expect(gateway.seen()).toEqual({ events: [], unknown: [] })
    })

    test('no token is refused, and only one form of the header is read', async () => {
      const { linde } = gateway.parties
      const token = await getToken(gateway, linde, 'aanleveren')
      expectRecorded(
        await call(linde.identity, 'aanleveren'),
        OINS.linde,
        'token-ontbreekt',
        'aanleveren',
      )
      for (const authorization of [`bearer ${token}`, `Bearer  ${token}`, `DPoP ${token}`, token])
        expectRecorded(
          await call(linde.identity, 'aanleveren', { authorization }),
          OINS.linde,
          'token-ongeldig',
          'aanleveren',
        )
      const inQuery = await ask(gateway.port, linde.identity, {
        path: `/v1/aanleveren?access_token=${token}`,
      })
      expectRecorded(inQuery, OINS.linde, 'token-ontbreekt', 'aanleveren')
    })

    test('a stolen token is useless on the certificate of another party', async () => {
      const { linde, lageLand } = gateway.parties
      const authorization = `Bearer ${await getToken(gateway, linde, 'aanleveren')}`
      expectRecorded(
        await call(lageLand.identity, 'aanleveren', { authorization }),
        OINS.lageLand,
        'token-van-ander-certificaat',
        'aanleveren',
      )
    })

    test('a token is bound to one certificate, not to the OIN', async () => {
      const renewed = await createParty(ca, OINS.linde)
      const authorization = `Bearer ${await getToken(gateway, gateway.parties.linde, 'aanleveren')}`
      expectRecorded(
        await call(renewed.identity, 'aanleveren', { authorization }),
        OINS.linde,
        'token-van-ander-certificaat',
        'aanleveren',
      )
    })

    test('a token of one purpose does not serve another', async () => {
      const { arnhem } = gateway.parties
      const authorization = `Bearer ${await getToken(gateway, arnhem, 'controle')}`
      expectRecorded(
        await call(arnhem.identity, 'hulpaanbod', {
          authorization,
          'signaalpoort-medewerker': 'systeem',
        }),
        OINS.arnhem,
        'doel-niet-toegestaan',
        'hulpaanbod',
      )
    })
  })

  describe('on behalf of another', () => {
    test('a supplier acts for the party that gave it a mandate', async () => {
      const answer = await callWithToken(gateway.parties.incasso, 'aanleveren', {
        'signaalpoort-namens': OINS.linde,
      })
      expect(JSON.parse(answer.body)).toMatchObject({ oin: OINS.incasso, namens: OINS.linde })
    })

    test.each([
      ['for a party that gave none', OINS.lageLand],
      ['for a party that does not exist', OINS.onbekend],
      ['for itself', OINS.incasso],
    ])('a supplier is refused %s', async (_whom, namens) => {
      const answer = await callWithToken(gateway.parties.incasso, 'aanleveren', {
        'signaalpoort-namens': namens,
      })
      expectRecorded(answer, OINS.incasso, 'mandaat-ontbreekt', 'aanleveren')
    })

    test('a party that is nobody is refused as a wrong header', async () => {
      const answer = await callWithToken(gateway.parties.incasso, 'aanleveren', {
        'signaalpoort-namens': "' or true --",
      })
      expectRecorded(answer, OINS.incasso, 'kop-onjuist', 'aanleveren')
    })

    test('a decision needs the name of an employee', async () => {
      const { arnhem } = gateway.parties
      expectRecorded(
        await callWithToken(arnhem, 'selectie'),
        OINS.arnhem,
        'medewerker-ontbreekt',
        'selectie',
      )
      const answer = await callWithToken(arnhem, 'selectie', { 'signaalpoort-medewerker': 'm-12' })
      expect(JSON.parse(answer.body)).toMatchObject({
        rol: 'college',
        gemeenten: ['0202'],
        medewerker: 'm-12',
      })
    })
  })

  describe('by the head of the request', () => {
    const raw = async (lines: readonly string[]): Promise<string> => {
      const socket = connect({
        port: gateway.port,
        host: '127.0.0.1',
        ...gateway.parties.linde.identity,
      })
      await once(socket, 'secureConnect')
      socket.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`)
      let text = ''
      for await (const chunk of socket) text += String(chunk)
      return text
    }
    const host = (): string => `Host: 127.0.0.1:${gateway.port}`

    test('what could be read in two ways is refused', async () => {
      const first = 'GET /v1/aanleveren HTTP/1.1'
      const requests = [
        [first, host(), host()],
        [first, host(), 'Host: evil.example.nl'],
        [first, 'Host: evil.example.nl'],
        [first, host(), 'Authorization: Bearer a', 'Authorization: Bearer b'],
        [first, host(), 'Idempotency-Key: a', 'idempotency-key: a'],
        [first, host(), `Signaalpoort-Namens: ${OINS.linde}`, 'signaalpoort-namens: x'],
        ['GET http://evil.example.nl/v1/aanleveren HTTP/1.1', host()],
        [`GET https://127.0.0.1:${gateway.port}/v1/aanleveren HTTP/1.1`, host()],
        ['GET //evil.example.nl/v1 HTTP/1.1', host()],
      ]
      for (const lines of requests) {
        const text = await raw(lines)
        expect(text, lines.join(' | ')).toContain('{"probleem":"kop-onjuist"}')
      }
      expect(gateway.faults).toEqual([])
    })

    test('a host that is no host gets a problem document before anything looks at it', async () => {
      const text = await raw(['GET / HTTP/1.1', `Host: x@127.0.0.1:${gateway.port}`])
      expect(text).toMatch(/^HTTP\/1\.1 400 /)
      expect(text).toContain('application/problem+json')
      expect(text).toContain('/problemen/kop-onjuist')
      expect(gateway.seen()).toEqual({ events: [], unknown: [] })
    })

    test('the same request once and plainly is read', async () => {
      expect(await raw(['GET /v1/aanleveren HTTP/1.1', host()])).toContain('token-ontbreekt')
    })
  })
})
