import { describe, expect } from 'vitest'
import { signRequest } from '../../src/crypto/http-signature.ts'
import { generateSigningKeys } from '../../src/crypto/signing-keys.ts'
import { CLOUD_EVENT_TYPE, toCloudEvent } from '../../src/nudging/cloud-event.ts'
import { run, testWith } from '../support/foreign-tool.ts'

const withTools = await testWith('http-message-signatures (npm ci in tools/)', process.execPath, [
  '-e',
  "const r = require('node:module').createRequire(process.cwd() + '/tools/package.json'); r.resolve('http-message-signatures'); r.resolve('cloudevents')",
])

const tijdstip = new Date('2026-11-23T09:00:00Z')
const url = new URL('https://seintjes.arnhem.example.nl/in')
const event = toCloudEvent(
  {
    stroom: 'gebeurtenissen',
    sleutel: '0202',
    volgnummer: 17,
    soort: 'ingetrokken',
    onderwerp: '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e',
    tijdstip,
  },
  {
    source: 'urn:nld:oin:00000099000000000100:systeem:signaalpoort',
    feedUrl: (stroom) => `https://localhost:8443/v1/${stroom}`,
  },
)

describe('a nudge in the eyes of libraries of others', () => {
  withTools(
    'is a CloudEvent without data, with a signature that holds for it and for nothing else',
    async () => {
      const { privateJwk, publicJwk } = await generateSigningKeys()
      const body = JSON.stringify(event)
      const signed = (created = new Date()): Readonly<Record<string, string>> =>
        signRequest({ method: 'POST', url, contentType: CLOUD_EVENT_TYPE, body }, privateJwk, {
          created,
          lifetimeSeconds: 300,
          tag: 'signaalpoort-seintje',
        })
      const headers = signed()
      const ask = async (change: object): Promise<{ verified: boolean; sameBody: boolean }> => {
        const input = { url: url.href, headers, body, keys: [publicJwk], ...change }
        const said = await run(process.execPath, ['tools/nudge-verify.mjs'], JSON.stringify(input))
        expect(said.err).toBe('')
        return JSON.parse(said.out) as { verified: boolean; sameBody: boolean }
      }
      expect(await ask({})).toEqual({
        verified: true,
        sameBody: true,
        event: { ...event, time: tijdstip.toISOString() },
      })
      const stranger = (await generateSigningKeys()).publicJwk
      for (const change of [
        { url: 'https://elders.example.nl/in' },
        { headers: { ...headers, 'Content-Digest': 'sha-256=:AAAA:' } },
        { headers: { ...headers, 'Content-Type': 'application/cloudevents+json; charset=utf-16' } },
        { headers: signed(new Date(Date.now() - 3_600_000)) },
        { keys: [{ ...stranger, kid: publicJwk.kid }] },
        { keys: [] },
      ])
        expect([change, (await ask(change)).verified]).toEqual([change, false])
      const other = await ask({ body: body.replace('ingetrokken', 'verlopen') })
      expect(other.sameBody).toBe(false)
    },
  )
})
