import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestDatabase } from '../support/databases.ts'
import {
  getToken,
  type IdentityGateway,
  startIdentityGateway,
} from '../support/identity-gateway.ts'
import { OINS, testCa } from '../support/test-ca.ts'
import { ask } from '../support/tls-client.ts'

describe.each(engines)('who may come in, on $name', (engine) => {
  let database: TestDatabase
  let gateway: IdentityGateway
  beforeAll(async () => {
    database = await engine.open()
    gateway = await startIdentityGateway(database, await testCa())
  })
  afterAll(async () => {
    await gateway.close()
    await database.close()
  })

  test('a party with its certificate and a token of one purpose is let in as itself', async () => {
    const { linde } = gateway.parties
    const token = await getToken(gateway, linde, 'aanleveren')
    const answer = await ask(gateway.port, linde.identity, {
      path: '/v1/aanleveren',
      headers: { authorization: `Bearer ${token}` },
    })
    expect(gateway.faults).toEqual([])
    expect(JSON.parse(answer.body)).toEqual({
      oin: OINS.linde,
      namens: OINS.linde,
      rol: 'verhuurder',
      gemeenten: [],
      doel: 'aanleveren',
      via: 'direct',
    })
  })
})
