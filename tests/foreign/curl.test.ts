import { createPrivateKey, randomBytes, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { type Party, readParty } from '../../src/cli/party.ts'
import { EXAMPLES } from '../../src/development/examples.ts'
import { dayInAmsterdam } from '../../src/model/calendar.ts'
import { chooseAll } from '../support/calls.ts'
import { run, testWith } from '../support/foreign-tool.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'

const withCurl = await testWith('curl', 'curl', ['--version'])
const withOpenssl = await testWith('openssl', 'openssl', ['version'])

type Answer = { readonly status: number; readonly body: unknown }

describe('the documented flow with tools of everybody', () => {
  let gateway: TestGateway
  let folder: string
  beforeAll(async () => {
    gateway = await openGateway('PGlite')
    folder = mkdtempSync(join(tmpdir(), 'signaalpoort-curl-'))
  })
  afterAll(async () => {
    await gateway.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const party = (name: string): Party => readParty(gateway.config.certsFolder, name)
  const identity = ({ folder: own }: Party): readonly string[] => [
    '--cert',
    join(own, 'certificaat.pem'),
    '--key',
    join(own, 'sleutel.pem'),
  ]
  const anchor = (): string => join(gateway.config.certsFolder, 'proef', 'wortel.pem')

  const curl = async (who: Party | undefined, ...words: readonly string[]): Promise<Answer> => {
    const all = ['-sS', '--cacert', anchor(), ...(who === undefined ? [] : identity(who))]
    const { code, out, err } = await run('curl', [...all, '-w', '\n%{http_code}', ...words])
    if (code !== 0) throw new Error(`curl: ${err}`)
    const at = out.lastIndexOf('\n')
    return { status: Number(out.slice(at + 1)), body: JSON.parse(out.slice(0, at)) as unknown }
  }

  /** A client assertion (RFC 7523) from its parts: header, claims and a signature of 64 bytes. */
  const assertion = ({ clientKey, deelnemer }: Party): string => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const seconds = Math.floor(Date.now() / 1000)
    const signed = `${part({ alg: 'ES256', kid: clientKey.kid })}.${part({
      iss: deelnemer.oin,
      sub: deelnemer.oin,
      aud: gateway.apiUrl,
      jti: randomBytes(16).toString('hex'),
      iat: seconds,
      exp: seconds + 60,
    })}`
    const key = createPrivateKey({ key: { ...clientKey }, format: 'jwk' })
    const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' })
    return `${signed}.${signature.toString('base64url')}`
  }

  const token = async (who: Party, scope: string): Promise<string> => {
    const { status, body } = await curl(
      who,
      ...[
        '--data-urlencode',
        'grant_type=client_credentials',
        '--data-urlencode',
        `scope=${scope}`,
      ],
      '--data-urlencode',
      'client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      ...['--data-urlencode', `client_assertion=${assertion(who)}`],
      `${gateway.apiUrl}/oauth/token`,
    )
    expect(status).toBe(200)
    return (body as { access_token: string }).access_token
  }

  const signalFile = (suffix: string): string => {
    const path = join(folder, `signaal-${suffix}.json`)
    const signal = EXAMPLES.find(({ naam }) => naam === 'huur')?.maak(
      dayInAmsterdam(new Date()),
      suffix,
    )
    writeFileSync(path, JSON.stringify(signal))
    return path
  }

  withCurl('curl gets a token, posts a signal, repeats it and collects it', async () => {
    const [linde, arnhem] = [party('de-linde'), party('arnhem')]
    const authorization = ['-H', `Authorization: Bearer ${await token(linde, 'aanleveren')}`]
    const post = [
      ...['-H', 'Content-Type: application/json', '--data-binary', `@${signalFile('curl-1')}`],
      `${gateway.apiUrl}/v1/signalen`,
    ]
    const first = await curl(linde, ...authorization, ...post)
    const again = await curl(linde, ...authorization, ...post)
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.body).toEqual(first.body)
    await chooseAll(gateway, 'arnhem')
    const collected = await curl(
      arnhem,
      ...['-H', `Authorization: Bearer ${await token(arnhem, 'hulpaanbod')}`],
      ...['-H', 'Signaalpoort-Medewerker: mw-17', `${gateway.apiUrl}/v1/meldingen`],
    )
    expect(collected.status).toBe(200)
    expect((collected.body as { meldingen: unknown[] }).meldingen).toHaveLength(1)
  })

  withCurl('curl is refused without a certificate, and with a token of another', async () => {
    const [linde, lageLand] = [party('de-linde'), party('het-lage-land')]
    const url = `${gateway.apiUrl}/v1/meldingen`
    const stranger = await curl(undefined, url)
    const thief = await curl(
      lageLand,
      ...['-H', `Authorization: Bearer ${await token(linde, 'aanleveren')}`, url],
    )
    expect([stranger, thief]).toMatchObject([
      { status: 401, body: { title: 'Certificaat ontbreekt' } },
      { status: 401, body: { title: 'Token hoort bij een ander certificaat' } },
    ])
  })

  withOpenssl(
    'openssl s_client speaks to the API by itself and verifies its certificate',
    async () => {
      const linde = party('de-linde')
      const { host, hostname, port } = new URL(gateway.apiUrl)
      const asked = await run(
        'openssl',
        [
          ...['s_client', '-connect', `127.0.0.1:${port}`, '-servername', hostname, '-quiet'],
          ...['-CAfile', anchor(), '-verify_return_error', '-verify_hostname', hostname],
          ...['-cert', join(linde.folder, 'certificaat.pem')],
          ...['-cert_chain', join(gateway.config.certsFolder, 'proef', 'uitgever.pem')],
          ...['-key', join(linde.folder, 'sleutel.pem'), '-ign_eof'],
        ],
        `GET /v1/meldingen HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      )
      expect(asked.out).toContain('HTTP/1.1 401')
      expect(asked.out).toContain('token-ontbreekt')
    },
  )
})
