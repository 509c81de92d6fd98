import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callBeheer, openBeheer } from '../../src/cli/beheer.ts'
import { readParty } from '../../src/cli/party.ts'
import { createMtlsFetch } from '../../src/client/mtls-fetch.ts'
import { Abonnement } from '../../src/model/abonnement.ts'
import { Registeruitkomst } from '../../src/model/deelnemerstand.ts'
import { acceptedOf, callerOf, refusalOf, type TestCaller } from '../support/calls.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { rentToday } from '../support/signals.ts'

const ARNHEM = '00000099000000202000'
const POORT_OIN = '00000099000000000100'

/** A port that was free a moment ago. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })

describe('the receiver of docs/abonnementen.md, beside a gateway that runs', () => {
  let gateway: TestGateway
  let receiver: ChildProcess
  let bestemming: string
  let arnhem: TestCaller
  const said: string[] = []
  const heard = async (text: string): Promise<string> => {
    for (let tries = 0; tries < 200; tries += 1) {
      const line = said.find((one) => one.includes(text))
      if (line !== undefined) return line
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`the receiver did not say ${text}: ${said.join(' | ')}`)
  }
  const hosts = async (wijziging: object): Promise<void> => {
    const connection = await openBeheer(gateway.config)
    await callBeheer(connection, `/deelnemers/${ARNHEM}/wijziging`, Registeruitkomst, {
      json: wijziging,
      medewerker: 'bh-7',
    })
    await connection.close()
  }
  beforeAll(async () => {
    gateway = await openGateway('PGlite')
    const folder = join(gateway.config.certsFolder, 'proef')
    const port = await freePort()
    bestemming = `https://localhost:${port}/in`
    const [, code = ''] =
      /```js\n([\s\S]+?)```/.exec(readFileSync('docs/abonnementen.md', 'utf8')) ?? []
    const file = join(gateway.config.dataFolder, 'ontvanger.mjs')
    writeFileSync(file, code)
    receiver = spawn(process.execPath, [file], {
      env: {
        ADRES: bestemming,
        POORT: String(port),
        WORTEL: join(folder, 'wortel.pem'),
        CERTIFICAAT: join(folder, 'server/certificaat.pem'),
        SLEUTEL: join(folder, 'server/sleutel.pem'),
        JWKS: `${gateway.webUrl}/.well-known/jwks.json`,
        POORT_OIN,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [receiver.stdout, receiver.stderr])
      stream?.on('data', (part) => said.push(String(part)))
    arnhem = callerOf(gateway, 'arnhem', 'hulpaanbod', { medewerker: 'systeem' })
    await heard('luistert')
  })
  afterAll(async () => {
    receiver.kill()
    await gateway.close()
  })

  test('is told that a signal was withdrawn, believes it, and reads the feed', async () => {
    const asked = { bestemming }
    expect(refusalOf(await arnhem.call('POST /v1/abonnementen', asked))).toEqual([
      422,
      'bestemming-niet-toegestaan',
    ])
    await hosts({ bestemmingenErbij: [new URL(bestemming).host] })
    const made = await arnhem.call('POST /v1/abonnementen', asked)
    expect(made.status).toBe(201)
    const { id } = Abonnement.parse(JSON.parse(made.text))
    const linde = callerOf(gateway, 'de-linde', 'aanleveren')
    const signal = acceptedOf(await linde.post(rentToday('S-1')))
    await linde.call(`POST /v1/signalen/${signal.id}/intrekking`, { reden: 'betaald' })
    expect(await heard(signal.id)).toBe(
      `nl.vroegsignalering.ingetrokken ${signal.id}: lees ${gateway.apiUrl}/v1/gebeurtenissen\n`,
    )
    const feed = await arnhem.call('GET /v1/gebeurtenissen')
    expect(feed.text).toContain(signal.id)
    const state = await arnhem.call(`GET /v1/abonnementen/${id}`)
    expect(JSON.parse(state.text)).toMatchObject({ id, toestand: 'actief' })
    expect(await gateway.owner.events('abonnement-gemaakt')).toMatchObject([
      { namens: ARNHEM, gemeentecode: '0202', event: { abonnementId: id } },
    ])
    const tilburg = callerOf(gateway, 'tilburg', 'hulpaanbod', { medewerker: 'systeem' })
    for (const method of ['GET', 'DELETE'])
      expect(refusalOf(await tilburg.call(`${method} /v1/abonnementen/${id}`))[0]).toBe(404)
    const ended = await arnhem.call(`DELETE /v1/abonnementen/${id}`)
    expect([ended.status, ended.text]).toEqual([204, ''])
  })

  test('believes nobody else: another certificate, or none of our signatures', async () => {
    const { ca, cert, key } = readParty(gateway.config.certsFolder, 'tilburg')
    const folder = join(gateway.config.certsFolder, 'proef/client')
    const own = {
      cert: readFileSync(join(folder, 'certificaat.pem'), 'utf8'),
      key: readFileSync(join(folder, 'sleutel.pem'), 'utf8'),
    }
    const before = said.length
    for (const pair of [{ cert, key }, own]) {
      const { fetch, close } = createMtlsFetch({ ca, ...pair })
      for (const headers of [{}, { 'Signature-Input': 'sig1=()', Signature: 'sig1=:AAAA:' }]) {
        const body = JSON.stringify({ type: 'vals' })
        const answer = await fetch(new Request(bestemming, { method: 'POST', headers, body }))
        expect(answer.status).toBe(403)
      }
      await close()
    }
    expect(said.length).toBe(before)
  })

  test('who has no feed has no subscription; a VLP has one, on a host of its own', async () => {
    const asked = async (party: string) => {
      const { call } = callerOf(gateway, party, 'aanleveren')
      return refusalOf(await call('POST /v1/abonnementen', { bestemming }))
    }
    expect(await asked('incasso-noord')).toEqual([403, 'rol-niet-toegestaan'])
    expect(await asked('de-linde')).toEqual([422, 'bestemming-niet-toegestaan'])
  })
})
