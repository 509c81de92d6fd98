import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { createTlsListener, type TlsListener } from '../../src/http/tls-listener.ts'
import { run, type Said, testWith } from '../support/foreign-tool.ts'
import { ALGORITHMS, issue } from '../support/issue.ts'
import { type TestCa, testCa } from '../support/test-ca.ts'

const withOpenssl = await testWith('openssl', 'openssl', ['version'])

/** What the NCSC guideline of 2025-05 calls good or sufficient, in its order, and we offer. */
const TLS_1_3 = ['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256']
const OF_ECDSA = [
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
]
const OF_RSA = OF_ECDSA.map((suite) => suite.replace('ECDSA', 'RSA'))
const ALL = 'ALL:COMPLEMENTOFALL:@SECLEVEL=0'

describe('what TLS the API speaks, asked by openssl s_client', () => {
  let ca: TestCa
  let folder: string
  const listeners: TlsListener[] = []
  const ports: { ecdsa: number; rsa: number } = { ecdsa: 0, rsa: 0 }

  const listen = async (key: string, cert: string): Promise<number> => {
    const listener = createTlsListener({
      key,
      cert,
      ca: [ca.root.certificatePem],
      crl: await ca.crl(),
      fetch: () => new Response('ok'),
    })
    listeners.push(listener)
    await new Promise<void>((resolve) => listener.server.listen(0, '127.0.0.1', resolve))
    return (listener.server.address() as AddressInfo).port
  }
  beforeAll(async () => {
    ca = await testCa()
    folder = mkdtempSync(join(tmpdir(), 'signaalpoort-tls-'))
    writeFileSync(join(folder, 'ca.pem'), ca.root.certificatePem)
    const rsa = await issue({
      issuer: ca.issuing,
      subject: [{ CN: ['localhost'] }],
      algorithm: ALGORITHMS.rsa3072,
      usages: ['1.3.6.1.5.5.7.3.1'],
    })
    ports.ecdsa = await listen(ca.server.privateKeyPem, ca.chain(ca.server))
    ports.rsa = await listen(rsa.key, `${rsa.cert}\n${ca.issuing.certificatePem}`)
  })
  afterAll(async () => {
    for (const { server } of listeners) {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    }
    rmSync(folder, { recursive: true, force: true })
  })

  const ask = (port: number, ...words: readonly string[]): Promise<Said> =>
    run(
      'openssl',
      ['s_client', '-connect', `127.0.0.1:${port}`, '-CAfile', join(folder, 'ca.pem'), ...words],
      'Q\n',
    )
  const suiteOf = ({ out }: Said): string | undefined => {
    const suite = /^(?:New|Reused), [^,]+, Cipher is (.+)$/m.exec(out)?.[1]
    return suite === '(NONE)' ? undefined : suite
  }
  /** Offers everything, takes away what was chosen, and again: the suites in the order of the server. */
  const enumerate = async (
    port: number,
    offer: (refused: readonly string[]) => readonly string[],
  ): Promise<readonly string[]> => {
    const chosen: string[] = []
    for (;;) {
      const suite = suiteOf(await ask(port, ...offer(chosen)))
      if (suite === undefined || chosen.includes(suite)) return chosen
      chosen.push(suite)
    }
  }

  withOpenssl(
    'takes TLS 1.3 with the three suites of the guideline, the strongest first',
    async () => {
      const offer = (chosen: readonly string[]): readonly string[] => {
        const left = [...TLS_1_3, 'TLS_AES_128_CCM_SHA256', 'TLS_AES_128_CCM_8_SHA256'].filter(
          (suite) => !chosen.includes(suite),
        )
        return ['-tls1_3', '-ciphersuites', left.reverse().join(':')]
      }
      expect(await enumerate(ports.ecdsa, offer)).toEqual(TLS_1_3)
    },
  )

  withOpenssl(
    'takes TLS 1.2 with forward secret authenticated encryption, and no other suite',
    async () => {
      const offer = (chosen: readonly string[]): readonly string[] => [
        '-tls1_2',
        '-cipher',
        [ALL, ...chosen.map((suite) => `!${suite}`)].join(':'),
      ]
      expect(await enumerate(ports.ecdsa, offer)).toEqual([OF_ECDSA[0], OF_ECDSA[1], OF_ECDSA[2]])
      expect(await enumerate(ports.rsa, offer)).toEqual(OF_RSA)
    },
  )

  withOpenssl('refuses TLS 1.0 and 1.1 by an alert of its own', async () => {
    for (const version of ['-tls1', '-tls1_1']) {
      const said = await ask(ports.ecdsa, version, '-cipher', ALL)
      expect(suiteOf(said)).toBeUndefined()
      expect(said.err).toContain('alert protocol version')
    }
  })

  withOpenssl('agrees on the curves of the guideline and on no other group', async () => {
    const agreed = async (group: string): Promise<boolean> =>
      suiteOf(await ask(ports.ecdsa, '-groups', group, '-cipher', ALL)) !== undefined
    for (const group of ['X25519', 'P-256', 'P-384', 'P-521'])
      expect([group, await agreed(group)]).toEqual([group, true])
    for (const group of ['secp224r1', 'secp256k1', 'ffdhe2048', 'ffdhe3072', 'X448'])
      expect([group, await agreed(group)]).toEqual([group, false])
  })

  withOpenssl(
    'has extended master secrets and no compression, renegotiation, tickets or early data',
    async () => {
      const old = await ask(ports.ecdsa, '-tls1_2')
      expect(old.out).toContain('Extended master secret: yes')
      expect(old.out).toContain('Compression: NONE')
      expect(old.out).toContain('Secure Renegotiation IS supported')
      expect(old.out).not.toContain('TLS session ticket:')
      const renegotiated = await run(
        'openssl',
        ['s_client', '-connect', `127.0.0.1:${ports.ecdsa}`, '-tls1_2'],
        'R\n',
      )
      expect(renegotiated.err).toMatch(/no renegotiation/)
      const current = await ask(ports.ecdsa, '-tls1_3')
      expect(current.out).not.toMatch(/Max Early Data: [1-9]/)
    },
  )

  withOpenssl('asks for a certificate, and its own chain holds for the anchor', async () => {
    const said = await ask(ports.ecdsa, '-verify_return_error', '-verify_hostname', 'localhost')
    expect(said.out).toContain('Verify return code: 0 (ok)')
    expect(said.out).toContain('Acceptable client certificate CA names')
  })
})
