import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ZOO, type ZooCase } from '../support/certificate-zoo.ts'
import { engines, type TestDatabase } from '../support/databases.ts'
import {
  createParty,
  getToken,
  type IdentityGateway,
  startIdentityGateway,
} from '../support/identity-gateway.ts'
import { OINS, type TestCa, testCa } from '../support/test-ca.ts'
import { ask, type TlsAnswer, type TlsIdentity } from '../support/tls-client.ts'

const bodyOf = (answer: TlsAnswer): unknown => JSON.parse(answer.body)

/** A client that shows whatever it is given, however weak. */
const WILLING = { ciphers: 'DEFAULT:@SECLEVEL=0' }

describe.each(engines)('the zoo of certificates, on $name', (engine) => {
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

  const show = async (
    zooCase: ZooCase,
  ): Promise<{ readonly identity: TlsIdentity; readonly answer: TlsAnswer }> => {
    const { cert, key, trust, ...rest } = await zooCase.make(ca)
    if (trust !== undefined) gateway.trust(trust.anchors, trust.lists)
    const identity = { ca: ca.root.certificatePem, cert, key, ...WILLING, ...rest }
    return { identity, answer: await ask(gateway.port, identity, { path: '/v1/aanleveren' }) }
  }

  const unmet = ZOO.filter(({ expected }) => expected === 'geen-handdruk')
  test.each(unmet)('TLS itself refuses $name', async (zooCase) => {
    await expect(show(zooCase)).rejects.toThrow(/alert illegal parameter/)
    expect(gateway.seen()).toEqual({ events: [], unknown: [] })
  })

  const refused = ZOO.filter(({ expected }) => expected.startsWith('certificaat-'))
  test.each(refused)('$name is refused as $expected, and counted', async (zooCase) => {
    const { answer } = await show(zooCase)
    expect(bodyOf(answer)).toEqual({ probleem: zooCase.expected })
    expect(gateway.seen()).toEqual({ events: [], unknown: [zooCase.expected] })
    expect(gateway.faults).toEqual([])
  })

  const good = ZOO.filter(({ expected }) => expected === 'toegelaten')
  test.each(good)('$name gets a token and comes in', async (zooCase) => {
    const { identity } = await show(zooCase)
    gateway.seen()
    const token = await getToken(gateway, { ...gateway.parties.linde, identity }, 'aanleveren')
    const answer = await ask(gateway.port, identity, {
      path: '/v1/aanleveren',
      headers: { authorization: `Bearer ${token}` },
    })
    expect(bodyOf(answer)).toMatchObject({ oin: OINS.linde, doel: 'aanleveren' })
    expect(gateway.seen()).toEqual({ events: [], unknown: [] })
  })

  test('two certificates of one OIN that overlap both work, each with its own token', async () => {
    const { jwk } = gateway.parties.linde
    const [old, renewed] = [await createParty(ca, OINS.linde), await createParty(ca, OINS.linde)]
    for (const { identity } of [old, renewed, old]) {
      const party = { ...gateway.parties.linde, identity, jwk }
      const authorization = `Bearer ${await getToken(gateway, party, 'aanleveren')}`
      const answer = await ask(gateway.port, identity, {
        path: '/v1/aanleveren',
        headers: { authorization },
      })
      expect(bodyOf(answer)).toMatchObject({ oin: OINS.linde })
    }
    await gateway.revoke([old.leaf.serial])
    const answers = [old, renewed].map(({ identity }) =>
      ask(gateway.port, identity, { path: '/v1/aanleveren' }).then(bodyOf),
    )
    expect(await Promise.all(answers)).toEqual([
      { probleem: 'certificaat-ingetrokken' },
      { probleem: 'token-ontbreekt' },
    ])
  })
})

test('the zoo is whole: every kind that a certificate can be refused for, and no name twice', () => {
  expect(new Set(ZOO.map(({ name }) => name)).size).toBe(ZOO.length)
  expect(new Set(ZOO.map(({ expected }) => expected))).toEqual(
    new Set([
      'toegelaten',
      'geen-handdruk',
      'certificaat-niet-vertrouwd',
      'certificaat-verlopen',
      'certificaat-ingetrokken',
      'certificaat-zonder-oin',
    ]),
  )
  expect(ZOO.length).toBeGreaterThan(60)
})
