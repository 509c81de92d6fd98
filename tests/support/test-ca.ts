/** A fictitious public key infrastructure for tests: made once a worker, in memory, on the real clock that TLS runs on. */
import { X509Certificate } from 'node:crypto'
import { normaliseSerial } from '../../src/crypto/certificate.ts'
import {
  type Authority,
  createIssuingAuthority,
  createRootAuthority,
  type IssuedCertificate,
  issueClientCertificate,
  issueRevocationList,
  issueServerCertificate,
  partySubject,
  type SubjectName,
  type Term,
} from '../../src/crypto/issue-certificate.ts'
import { Oin } from '../../src/model/ids.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Fictitious parties, by the names of `development/parties.ts`. */
export const OINS = {
  linde: Oin.parse('00000099000000001000'),
  lageLand: Oin.parse('00000099000000002000'),
  incasso: Oin.parse('00000099000000004000'),
  arnhem: Oin.parse('00000099000000202000'),
  onbekend: Oin.parse('00000099000000666000'),
} as const

/** From `fromDays` to `untilDays` around now. */
export function term(fromDays = -1, untilDays = 30): Term {
  const now = Date.now()
  return {
    notBefore: new Date(now + fromDays * DAY),
    notAfter: new Date(now + untilDays * DAY),
  }
}

/** A root with one issuing authority. */
export type TestCa = {
  readonly root: Authority
  readonly issuing: Authority
  readonly server: IssuedCertificate
  /** Leaf and issuing certificate, as a client sends them. */
  chain(leaf: IssuedCertificate): string
  /** A client certificate with the subject of a party, or with the one given. */
  client(oin: Oin, options?: ClientOptions): Promise<IssuedCertificate>
  /** The lists of both authorities. */
  crl(revokedSerials?: readonly string[], lists?: Term): Promise<readonly string[]>
}

type ClientOptions = {
  readonly subject?: SubjectName
  readonly term?: Term
  readonly usages?: readonly string[]
}

/** Makes a new infrastructure. */
export async function createTestCa(name = 'Proef'): Promise<TestCa> {
  const root = await createRootAuthority(`${name} wortel`, term(-300, 300))
  const issuing = await createIssuingAuthority(root, `${name} uitgever`, term(-300, 300))
  return {
    root,
    issuing,
    server: await issueServerCertificate(
      issuing,
      { dns: ['localhost'], ip: ['127.0.0.1', '::1'] },
      term(),
    ),
    chain: (leaf) => `${leaf.certificatePem}\n${issuing.certificatePem}\n`,
    client: (oin, options = {}) =>
      issueClientCertificate(
        issuing,
        options.subject ?? partySubject('Fictieve partij', 'partij.example.nl', oin),
        options.term ?? term(),
        options.usages,
      ),
    crl: async (revokedSerials = [], lists = term()) => [
      await issueRevocationList(root, [], lists),
      await issueRevocationList(issuing, revokedSerials, lists),
    ],
  }
}

let shared: Promise<TestCa> | undefined

/** The one that all tests of a worker share. */
export function testCa(): Promise<TestCa> {
  shared ??= createTestCa()
  return shared
}

/** The DER of a certificate in PEM. */
export function derOf(pem: string): Uint8Array {
  return new Uint8Array(new X509Certificate(pem).raw)
}

/** The serial of a certificate in PEM, as `ClientCertificate` spells it. */
export function serialOf(pem: string): string {
  return normaliseSerial(new X509Certificate(pem).serialNumber)
}
