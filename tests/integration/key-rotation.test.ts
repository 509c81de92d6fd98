import { join } from 'node:path'
import { decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readParty } from '../../src/cli/party.ts'
import { createMtlsFetch } from '../../src/client/mtls-fetch.ts'
import { verifyJwsByKid } from '../../src/crypto/sign.ts'
import { PublicSigningJwk } from '../../src/crypto/signing-keys.ts'
import { rotateGatewayKeys } from '../../src/gateway-keys.ts'
import { acceptedOf, callerOf, refusalOf } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { rentToday } from '../support/signals.ts'

const Jwks = z.object({ keys: z.array(PublicSigningJwk) })
/** New keys sign a minute after the change: one that was made a minute ago signs now. */
const MINUTE_MS = 60_000
const NOWHERE = '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e'

describe.each(engines)('keys are changed while the gateway serves, on $name', ({ name }) => {
  let gateway: TestGateway
  let close: () => Promise<void>
  let publicKeys: () => Promise<readonly PublicSigningJwk[]>
  beforeAll(async () => {
    gateway = await openGateway(name)
    const { ca, cert, key } = readParty(gateway.config.certsFolder, 'de-linde')
    const web = createMtlsFetch({ ca, cert, key })
    close = web.close
    publicKeys = async () => {
      const answer = await web.fetch(new Request(`${gateway.webUrl}/.well-known/jwks.json`))
      return Jwks.parse(await answer.json()).keys
    }
  })
  afterAll(async () => {
    await close()
    await gateway.close()
  })

  /** Changes the keys; the gateway then shows `count` of them. */
  const rotate = async (at: Date, direct: boolean, count: number): Promise<void> => {
    await rotateGatewayKeys(join(gateway.config.certsFolder, 'poort'), at, { direct })
    await gateway.look()
    expect((await publicKeys()).length).toBe(count)
  }
  const tokenOf = (party: string): Promise<string> => gateway.as(party, 'aanleveren').token()
  const kidOf = (jws: string): string => decodeProtectedHeader(jws).kid ?? ''
  /** The answer to a bearer of `token`: any that is not 401 was let in. */
  const statusWith = async (token: string): Promise<number> => {
    const { fetch } = gateway.as('de-linde', 'aanleveren')
    const url = `${gateway.apiUrl}/v1/signalen/${NOWHERE}`
    const answer = await fetch(new Request(url, { headers: { Authorization: `Bearer ${token}` } }))
    await answer.arrayBuffer()
    return answer.status
  }

  test('no good token is refused, a removed key is, and receipts stay verifiable', async () => {
    const linde = callerOf(gateway, 'de-linde', 'aanleveren')
    const first = acceptedOf(await linde.post(rentToday('R-1'))).ontvangstbewijs
    const before = await tokenOf('de-linde')
    expect(await statusWith(before)).toBe(404)

    // Under traffic: each request brings a token that was fetched just before or long ago.
    const ended = new AbortController()
    const seen: number[] = []
    const traffic = (async () => {
      while (!ended.signal.aborted)
        seen.push(await statusWith(before), await statusWith(await tokenOf('de-linde')))
    })()
    await rotate(new Date(Date.now() - MINUTE_MS), false, 6)
    await expect.poll(async () => kidOf(await tokenOf('de-linde'))).not.toBe(kidOf(before))
    ended.abort()
    await traffic
    expect(new Set(seen)).toEqual(new Set([404]))

    const after = await tokenOf('de-linde')
    expect([await statusWith(before), await statusWith(after)]).toEqual([404, 404])
    const second = acceptedOf(await linde.post(rentToday('R-2'))).ontvangstbewijs
    expect(kidOf(second)).not.toBe(kidOf(first))

    // The next change is published before it signs.
    await rotate(new Date(), false, 9)
    expect(kidOf(await tokenOf('de-linde'))).toBe(kidOf(after))

    // Both keys for tokens go at once, the one that never signed too: one for tokens, three for receipts.
    await rotate(new Date(), true, 5)
    expect([await statusWith(before), await statusWith(after)]).toEqual([401, 401])
    const stale = await gateway
      .as('de-linde', 'aanleveren')
      .send('GET', `/v1/signalen/${NOWHERE}`, undefined, { Authorization: `Bearer ${after}` })
    expect(refusalOf(stale)).toEqual([401, 'token-ongeldig'])
    expect(await statusWith(await tokenOf('de-linde'))).toBe(404)

    const keys = await publicKeys()
    for (const receipt of [first, second])
      expect(await verifyJwsByKid(receipt, keys, 'ontvangstbewijs+jwt')).toMatchObject({
        deelnemer: '00000099000000001000',
      })
  })

  test('a restart knows them all', async () => {
    const keys = await publicKeys()
    await gateway.restart()
    expect(await publicKeys()).toEqual(keys)
    expect(await statusWith(await tokenOf('de-linde'))).toBe(404)
  })
})
