/** A gateway's PKI whose authorities a test keeps in hand: it can revoke, renew and let lists go stale while the gateway runs. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../src/config.ts'
import { issueRevocationList, issueServerCertificate } from '../../src/crypto/issue-certificate.ts'
import { DEVELOPMENT_PARTIES } from '../../src/development/parties.ts'
import { writePki } from '../../src/development/pki.ts'
import { serialOf, type TestCa, term, testCa } from './test-ca.ts'

export type GatewayCa = {
  readonly ca: TestCa
  /** For `openGateway`: writes the PKI before the first start. */
  prepare(config: Config): Promise<void>
  /** The file `name` in the gateway's folder. */
  path(name: string): string
  /** Puts `content` in the place of a file, whole at once. */
  put(name: string, content: string): void
  /** The serial of a party's certificate. */
  serialOf(party: string): string
  /** Publishes the issuing authority's list with these serials. */
  revoke(serials: readonly string[], lists?: ReturnType<typeof term>): Promise<void>
  /** Publishes the root's list with the issuing authority on it, or without. */
  revokeIssuer(revoked: boolean): Promise<void>
  /** Renews the server's certificate; gives it (PEM). */
  renewServer(): Promise<string>
}

/** `folder()` is known once the gateway is prepared. */
export async function createGatewayCa(): Promise<GatewayCa> {
  const ca = await testCa()
  let folder = ''
  const path = (name: string): string => join(folder, name)
  const put = (name: string, content: string): void => {
    writeFileSync(path(`${name}.nieuw`), content)
    renameSync(path(`${name}.nieuw`), path(name))
  }
  return {
    ca,
    path,
    put,
    prepare: async (config) => {
      folder = join(config.certsFolder, 'proef')
      mkdirSync(folder, { recursive: true })
      await writePki(folder, DEVELOPMENT_PARTIES, ca, {
        at: new Date(),
        random: (length) => new Uint8Array(randomBytes(length)),
      })
    },
    serialOf: (party) =>
      serialOf(readFileSync(path(join('partijen', party, 'certificaat.pem')), 'utf8')),
    revoke: async (serials, lists = term()) =>
      put('uitgever.crl.pem', await issueRevocationList(ca.issuing, serials, lists)),
    revokeIssuer: async (revoked) =>
      put(
        'wortel.crl.pem',
        await issueRevocationList(
          ca.root,
          revoked ? [serialOf(ca.issuing.certificatePem)] : [],
          term(),
        ),
      ),
    renewServer: async () => {
      const names = { dns: ['localhost'], ip: ['127.0.0.1', '::1'] }
      const server = await issueServerCertificate(ca.issuing, names, term())
      put(join('server', 'certificaat.pem'), ca.chain(server))
      put(join('server', 'sleutel.pem'), server.privateKeyPem)
      return server.certificatePem
    },
  }
}
