import { createHash } from 'node:crypto'
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyProof } from '../../src/audit/proof.ts'
import { systemRandom } from '../../src/crypto/random.ts'
import { ensureGatewayKeys } from '../../src/gateway-keys.ts'
import { Ontvangstbewijs, SignaalAntwoord } from '../../src/model/ontvangstbewijs.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type RawAnswer, type TestGateway } from '../support/gateway.ts'
import { premiumToday, rentToday } from '../support/signals.ts'

const LINDE = '00000099000000001000'
const INCASSO = '00000099000000004000'

const parse = ({ text }: RawAnswer): SignaalAntwoord => SignaalAntwoord.parse(JSON.parse(text))
const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))

describe.each(engines)('POST /v1/signalen on $name', ({ name }) => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await openGateway(name)
  })
  afterAll(() => gateway.close())

  const post = (body: unknown, headers: Record<string, string> = {}): Promise<RawAnswer> =>
    gateway.as('de-linde', 'aanleveren').send('POST', '/v1/signalen', body, headers)

  test('a repeat answers 200 with the very same receipt, also when its keys stand in another order or a withheld BSN differs', async () => {
    const first = await post(rentToday('R-1', { persoon: { burgerservicenummer: '999990019' } }))
    expect(first.status).toBe(201)
    const { persoon, ...rest } = rentToday('R-1', { persoon: { burgerservicenummer: '999990020' } })
    const body = JSON.stringify({ ...rest, persoon })
    const again = await post(body)
    expect(again.status).toBe(200)
    expect(parse(again).ontvangstbewijs).toBe(parse(first).ontvangstbewijs)
    const { invoerHash, invoerZout } = parse(again)
    const own = createHash('sha256').update(Buffer.from(invoerZout, 'base64url')).update(body)
    expect(invoerHash).toBe(own.digest('base64url'))
    expect(parse(first).invoerHash).not.toBe(invoerHash)
  })

  test('twenty posts of one signal at once are one signal with one receipt', async () => {
    const vlp = gateway.as('de-linde', 'aanleveren')
    const body = rentToday('R-20')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => vlp.send('POST', '/v1/signalen', body)),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([
      ...Array.from({ length: 19 }, () => 200),
      201,
    ])
    expect(new Set(answers.map((answer) => parse(answer).ontvangstbewijs)).size).toBe(1)
  })

  test('other content is a new version of the same signal, and the rows of the one before are gone', async () => {
    const first = parse(await post(rentToday('R-2')))
    const second = await post(rentToday('R-2', { achterstand: { bedragInCenten: 90_000 } }))
    expect(second.status).toBe(201)
    expect(parse(second)).toMatchObject({ id: first.id, versie: 2 })
    expect(
      await gateway.ask(`select distinct versie from verzegeld where signaal_id = '${first.id}'`),
    ).toEqual([{ versie: 2 }])
  })

  test('a refused correction leaves the earlier version, unless the person refused sharing', async () => {
    const { id } = parse(await post(rentToday('R-3')))
    const refused = await post(rentToday('R-3', { inspanningen: { herinneringen: [] } }))
    expect(refused.status).toBe(422)
    const state = await gateway.as('de-linde', 'aanleveren').send('GET', `/v1/signalen/${id}`)
    expect(JSON.parse(state.text)).toMatchObject({ id, versie: 1, toestand: 'aangeleverd' })

    const objected = await post(rentToday('R-3', { inspanningen: { reactie: 'geweigerd' } }))
    expect(objected.status).toBe(422)
    const gone = await gateway.as('de-linde', 'aanleveren').send('GET', `/v1/signalen/${id}`)
    expect(gone.status).toBe(404)
    const left = await gateway.ask(`select 1 from verzegeld where signaal_id = '${id}'
      union all select 1 from signaal where id = '${id}' union all select 1 from kenmerk where signaal_id = '${id}'`)
    expect(left).toEqual([])
  })

  test('an idempotency key stands for one content, per VLP', async () => {
    const key = { 'Idempotency-Key': '"sleutel-1"' }
    const first = await post(rentToday('R-4'), key)
    expect(first.status).toBe(201)
    const again = await post(rentToday('R-4'), key)
    expect([again.status, parse(again).ontvangstbewijs]).toEqual([
      200,
      parse(first).ontvangstbewijs,
    ])
    const other = await post(rentToday('R-5'), key)
    expect(other.status).toBe(409)
    expect(other.text).toContain('idempotentiesleutel-hergebruikt')
    const elsewhere = await gateway
      .as('kompas', 'aanleveren')
      .send('POST', '/v1/signalen', premiumToday('R-4'), key)
    expect(elsewhere.status).toBe(201)
  })

  test('a telephone number that cannot be used is dropped and named; an unknown house number is said', async () => {
    const answer = await post(
      rentToday('R-6', { contact: { telefoonnummer: 'onbekend' }, adres: { huisnummer: 13 } }),
    )
    expect(answer.status).toBe(201)
    const { velden, redenen } = parse(answer).besluit
    expect(velden.find(({ veld }) => veld === 'contact.telefoonnummer')?.uitkomst).toBe(
      'onbruikbaar',
    )
    expect(redenen.map(({ code }) => code)).toEqual(['adres-niet-gevonden'])
  })

  test('the receipt verifies with the published keys, names both parties, and its leaf is in the log', async () => {
    const supplier = gateway.as('incasso-noord', 'aanleveren', { namens: LINDE })
    const answer = parse(await supplier.send('POST', '/v1/signalen', rentToday('R-7')))
    const jwks = await supplier.fetch(new Request(`${gateway.webUrl}/.well-known/jwks.json`))
    const keys = createLocalJWKSet((await jwks.json()) as JSONWebKeySet)
    const { payload } = await compactVerify(answer.ontvangstbewijs, keys)
    const claims = Ontvangstbewijs.parse(JSON.parse(new TextDecoder().decode(payload)))
    expect(claims).toMatchObject({
      id: answer.id,
      deelnemer: LINDE,
      ingediendDoor: INCASSO,
      omgeving: 'proef',
    })
    expect(claims.duurzaamheid).toBe(name === 'PostgreSQL' ? 'schijf' : 'proces')

    const proof = await untilProved(answer.id)
    const { log } = await ensureGatewayKeys(`${gateway.config.certsFolder}/poort`, systemRandom)
    const trusted = { origin: log.name, vkeys: [log.vkey] }
    expect(verifyProof(proof, fromHex(claims.bladHash), trusted)).toMatchObject({ valid: true })
    expect(verifyProof(proof, fromHex('00'.repeat(32)), trusted)).toMatchObject({ valid: false })
  })

  async function untilProved(id: string): Promise<string> {
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const answer = await gateway
        .as('de-linde', 'aanleveren')
        .send('GET', `/v1/signalen/${id}/bewijs`)
      if (answer.status === 200) return answer.text
      expect(answer.status).toBe(503)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    throw new Error('no proof within 10 s')
  }
})
