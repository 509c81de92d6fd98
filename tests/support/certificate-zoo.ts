/** The zoo: certificates that must be refused, each with its kind of problem, and good ones that must come in (testing.md §3, §9). */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import 'reflect-metadata'
import {
  CertificatePolicyExtension,
  KeyUsageFlags,
  SubjectAlternativeNameExtension,
} from '@peculiar/x509'
import {
  type Authority,
  issueRevocationList,
  partySubject,
  type SubjectName,
} from '../../src/crypto/issue-certificate.ts'
import type { ProblemKind } from '../../src/model/problem.ts'
import {
  ALGORITHMS,
  type Issued,
  issue,
  onlyDnsNamesUnder,
  unknownCritical,
  type Wanted,
} from './issue.ts'
import { createTestCa, OINS, serialOf, type TestCa, term } from './test-ca.ts'

/** What a client shows. `trust`: other anchors and lists than those of the gateway's own test authority. */
export type Specimen = {
  readonly cert: string
  readonly key: string
  readonly trust?: { readonly anchors: readonly string[]; readonly lists: readonly string[] }
  /** TLS 1.3 has no signature for some keys. */
  readonly maxVersion?: 'TLSv1.2'
}

/** `expected`: the kind of the refusal, that TLS itself refuses the handshake, or that it comes in as its party. */
export type ZooCase = {
  readonly name: string
  readonly expected: ProblemKind | 'geen-handdruk' | 'toegelaten'
  readonly make: (ca: TestCa) => Promise<Specimen>
}

const { linde } = OINS
const SUBJECT = partySubject('Fictieve partij', 'partij.example.nl', linde)
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'
const ANY = '2.5.29.37.0'
const named = (commonName: string): SubjectName => [
  { C: ['NL'] },
  { O: ['Signaalpoort (fictief)'] },
  { CN: [commonName] },
]
const chain = (...certificates: readonly string[]): string => `${certificates.join('\n')}\n`

/** A leaf of the test authority, not as it should be. */
const leaf =
  (wanted: Partial<Wanted> = {}): ZooCase['make'] =>
  async (ca) => {
    const made = await issue({ issuer: ca.issuing, subject: SUBJECT, ...wanted })
    return { cert: chain(made.cert, ca.issuing.certificatePem), key: made.key }
  }

/** A leaf below an authority of its own under the root, for which there is a list. */
const below =
  (authority: Partial<Wanted>, wanted: Partial<Wanted> = {}): ZooCase['make'] =>
  async (ca) => {
    const issuing = await issue({
      issuer: ca.root,
      subject: named('Andere uitgever'),
      authority: { pathLength: 0 },
      term: term(-300, 300),
      ...authority,
    })
    const made = await issue({ issuer: issuing.as, subject: SUBJECT, ...wanted })
    return {
      cert: chain(made.cert, issuing.cert),
      key: made.key,
      trust: {
        anchors: [ca.root.certificatePem],
        lists: [...(await ca.crl()), await issueRevocationList(issuing.as, [], term())],
      },
    }
  }

/** A leaf below a root of its own. */
const underRoot =
  (wanted: Partial<Wanted>): ZooCase['make'] =>
  async () => {
    const root = await issue({ subject: named('Oude wortel'), authority: {}, ...wanted })
    const made = await issue({
      issuer: root.as,
      subject: SUBJECT,
      ...(wanted.algorithm === undefined
        ? {}
        : { algorithm: wanted.algorithm, signedWith: wanted.algorithm }),
    })
    return { ...made, trust: await trustOf(root, wanted.algorithm) }
  }

async function trustOf(
  root: Issued,
  algorithm: Wanted['algorithm'],
): Promise<Required<Specimen>['trust']> {
  const list = await issueRevocationList(root.as, [], term(), algorithm)
  return { anchors: [root.cert], lists: [list] }
}

const oin = (name: string, subject: SubjectName): ZooCase => ({
  name: `an OIN ${name}`,
  expected: 'certificaat-zonder-oin',
  make: leaf({ subject }),
})

const serialNumber = (value: string): SubjectName => [{ CN: ['x'] }, { '2.5.4.5': [value] }]

const distrusted = (name: string, make: ZooCase['make']): ZooCase => ({
  name,
  expected: 'certificaat-niet-vertrouwd',
  make,
})

const ended = (name: string, make: ZooCase['make']): ZooCase => ({
  name,
  expected: 'certificaat-verlopen',
  make,
})

const good = (name: string, make: ZooCase['make']): ZooCase => ({
  name,
  expected: 'toegelaten',
  make,
})

const PATHS: readonly ZooCase[] = [
  distrusted('a self-signed one', async () => issue({ subject: SUBJECT })),
  distrusted('one of another authority with the same names', async () => {
    const twin = await createTestCa()
    const made = await twin.client(linde)
    return { cert: twin.chain(made), key: made.privateKeyPem }
  }),
  distrusted('one without its intermediate', async (ca) => {
    const made = await ca.client(linde)
    return { cert: made.certificatePem, key: made.privateKeyPem }
  }),
  distrusted('one with the intermediate of another', async (ca) => {
    const [made, twin] = [await ca.client(linde), await createTestCa()]
    return {
      cert: chain(made.certificatePem, twin.issuing.certificatePem),
      key: made.privateKeyPem,
    }
  }),
  distrusted('an authority itself', async (ca) => {
    const made = await issue({
      issuer: ca.root,
      subject: SUBJECT,
      authority: {},
      usages: [CLIENT_AUTH],
      keyUsage: KeyUsageFlags.keyCertSign | KeyUsageFlags.digitalSignature,
    })
    return { cert: chain(made.cert), key: made.key }
  }),
  distrusted(
    'a leaf that calls itself an authority',
    leaf({ authority: {}, usages: [CLIENT_AUTH], keyUsage: KeyUsageFlags.digitalSignature }),
  ),
  distrusted('one below a path that may not be so long', async (ca) => {
    const sub = await issue({
      issuer: ca.issuing,
      subject: named('Onder de uitgever'),
      authority: {},
    })
    const made = await issue({ issuer: sub.as, subject: SUBJECT })
    return {
      cert: chain(made.cert, sub.cert, ca.issuing.certificatePem),
      key: made.key,
      trust: {
        anchors: [ca.root.certificatePem],
        lists: [...(await ca.crl()), await issueRevocationList(sub.as, [], term())],
      },
    }
  }),
  distrusted('one with an authority more than there are lists of', async (ca) => {
    const mid = await issue({ issuer: ca.root, subject: named('Midden'), authority: {} })
    const sub = await issue({
      issuer: mid.as,
      subject: named('Onbekende onder midden'),
      authority: {},
    })
    const made = await issue({ issuer: sub.as, subject: SUBJECT })
    return {
      cert: chain(made.cert, sub.cert, mid.cert),
      key: made.key,
      trust: {
        anchors: [ca.root.certificatePem],
        lists: [...(await ca.crl()), await issueRevocationList(mid.as, [], term())],
      },
    }
  }),
  distrusted('one that another leaf issued', async (ca) => {
    const other = await issue({ issuer: ca.issuing, subject: named('Een deelnemer') })
    const made = await issue({ issuer: other.as, subject: SUBJECT })
    return {
      cert: chain(made.cert, other.cert, ca.issuing.certificatePem),
      key: made.key,
      trust: {
        anchors: [ca.root.certificatePem],
        lists: [...(await ca.crl()), await issueRevocationList(other.as, [], term())],
      },
    }
  }),
  distrusted(
    'one of an authority that may not sign certificates',
    below({ keyUsage: KeyUsageFlags.cRLSign }),
  ),
  distrusted('one of an authority for servers only', below({ usages: [SERVER_AUTH] })),
  distrusted(
    'one with a name that its authority may not give',
    below(
      { extensions: [onlyDnsNamesUnder('toegestaan.example.nl')] },
      {
        extensions: [
          new SubjectAlternativeNameExtension([{ type: 'dns', value: 'ander.example.nl' }]),
        ],
      },
    ),
  ),
  distrusted(
    'one with a critical extension that nobody knows',
    leaf({ extensions: [unknownCritical()] }),
  ),
  distrusted(
    'one of an authority with a critical extension that nobody knows',
    below({ extensions: [unknownCritical()] }),
  ),
  distrusted('one whose signature was changed', async (ca) => {
    const made = await ca.client(linde)
    const bytes = Buffer.from(made.certificatePem.replaceAll(/-----.*?-----|\s/g, ''), 'base64')
    bytes[bytes.length - 5] = (bytes.at(-5) ?? 0) ^ 1
    const changed = `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64')}\n-----END CERTIFICATE-----`
    return { cert: chain(changed, ca.issuing.certificatePem), key: made.privateKeyPem }
  }),
]

const USES: readonly ZooCase[] = [
  distrusted('one for servers only', leaf({ usages: [SERVER_AUTH] })),
  distrusted('one for no use', leaf({ usages: null })),
  distrusted('one for any use', leaf({ usages: [ANY] })),
  distrusted('one for code signing', leaf({ usages: ['1.3.6.1.5.5.7.3.3'] })),
  distrusted('one whose key may not sign', leaf({ keyUsage: KeyUsageFlags.keyEncipherment })),
  distrusted('one signed with SHA-1', leaf({ signedWith: ALGORITHMS.p256WithSha1 })),
  distrusted('one with RSA of 1024 bits', leaf({ algorithm: ALGORITHMS.rsa1024 })),
  distrusted(
    'one with RSA of 2048 bits, which is being phased out',
    leaf({ algorithm: ALGORITHMS.rsa2048 }),
  ),
  {
    name: 'one on a curve of 224 bits',
    expected: 'geen-handdruk',
    make: async (ca) => ({
      ...(await issueOnCurve(ca.issuing, 'secp224r1')),
      maxVersion: 'TLSv1.2',
    }),
  },
  distrusted('one of an authority with RSA of 2048 bits', async (ca) => {
    const issuing = await issue({
      issuer: ca.root,
      subject: named('Zwakke uitgever'),
      authority: { pathLength: 0 },
      algorithm: ALGORITHMS.rsa2048,
    })
    const made = await issue({
      issuer: issuing.as,
      subject: SUBJECT,
      signedWith: ALGORITHMS.rsa2048,
    })
    const list = await issueRevocationList(issuing.as, [], term(), ALGORITHMS.rsa2048)
    return {
      cert: chain(made.cert, issuing.cert),
      key: made.key,
      trust: { anchors: [ca.root.certificatePem], lists: [...(await ca.crl()), list] },
    }
  }),
]

const TERMS: readonly ZooCase[] = [
  ended('an expired one', leaf({ term: term(-10, -1) })),
  ended('one of tomorrow', leaf({ term: term(1, 10) })),
  ended('one of an expired authority', below({ term: term(-300, -1) })),
  ended('one of an authority of tomorrow', below({ term: term(1, 300) })),
  ended('one of an expired root', underRoot({ term: term(-300, -1) })),
]

const REVOCATIONS: readonly ZooCase[] = [
  {
    name: 'a revoked one',
    expected: 'certificaat-ingetrokken',
    make: async (ca) => {
      const made = await ca.client(linde)
      const lists = await ca.crl([made.serial])
      return {
        cert: ca.chain(made),
        key: made.privateKeyPem,
        trust: { anchors: [ca.root.certificatePem], lists },
      }
    },
  },
  {
    name: 'one of a revoked authority',
    expected: 'certificaat-ingetrokken',
    make: async (ca) => {
      const made = await ca.client(linde)
      const [, issued = ''] = await ca.crl()
      const revoking = await issueRevocationList(
        ca.root,
        [serialOf(ca.issuing.certificatePem)],
        term(),
      )
      return {
        cert: ca.chain(made),
        key: made.privateKeyPem,
        trust: { anchors: [ca.root.certificatePem], lists: [revoking, issued] },
      }
    },
  },
  distrusted('one of which the list is stale', async (ca) =>
    listed(ca, [
      await issueRevocationList(ca.root, [], term()),
      await issueRevocationList(ca.issuing, [], term(-10, -1)),
    ]),
  ),
  distrusted('one of which the list of the root is stale', async (ca) =>
    listed(ca, [
      await issueRevocationList(ca.root, [], term(-10, -1)),
      await issueRevocationList(ca.issuing, [], term()),
    ]),
  ),
  distrusted('one of which the list is of tomorrow', async (ca) =>
    listed(ca, [
      await issueRevocationList(ca.root, [], term()),
      await issueRevocationList(ca.issuing, [], term(1, 10)),
    ]),
  ),
  distrusted('one of which the list is missing', async (ca) =>
    listed(ca, [await issueRevocationList(ca.root, [], term())]),
  ),
  distrusted('one of which the list was signed by another with the same name', async (ca) => {
    const twin = await createTestCa()
    return listed(ca, [
      await issueRevocationList(ca.root, [], term()),
      await issueRevocationList(twin.issuing, [], term()),
    ])
  }),
]

const OIN_PLACES: readonly ZooCase[] = [
  oin('in the common name', [{ CN: [linde] }]),
  oin('in the organisation', [{ O: [linde] }, { CN: ['x'] }]),
  oin('in organizationIdentifier', [{ '2.5.4.97': [linde] }, { CN: ['x'] }]),
  oin('as a surname, which a DN string calls SN', [{ '2.5.4.4': [linde] }, { CN: ['x'] }]),
  oin('written into a name', [{ CN: [`x,serialNumber=${linde}`] }]),
  oin('twice', [{ '2.5.4.5': [linde] }, { '2.5.4.5': [OINS.lageLand] }]),
  oin('twice in one name', [{ '2.5.4.5': [linde, OINS.lageLand] }]),
  oin('together with another attribute', [{ '2.5.4.5': [linde], CN: ['x'] }]),
  oin('with a position too few', serialNumber(linde.slice(1))),
  oin('with a position too many', serialNumber(`${linde}0`)),
  oin('with a space behind it', serialNumber(`${linde} `)),
  oin('with a space before it', serialNumber(` ${linde}`)),
  oin('with spaces in it', serialNumber(`${linde.slice(0, 8)} ${linde.slice(9)}`)),
  oin('with a zero byte', serialNumber(`${linde.slice(0, 19)}\0`)),
  oin('in full-width digits', serialNumber(linde.replaceAll('1', '１'))),
  oin('in Arabic digits', serialNumber(linde.replaceAll('1', '١'))),
  oin('with a letter O for a zero', serialNumber(linde.replace('0', 'O'))),
  oin('of no register', serialNumber(`00000042${linde.slice(8)}`)),
  oin('without its zeroes', serialNumber(`${linde.slice(0, 17)}001`)),
  oin('of production', serialNumber('00000003123456780000')),
  {
    name: 'an OIN in another name of the subject',
    expected: 'certificaat-zonder-oin',
    make: leaf({
      subject: named('x'),
      extensions: [
        new SubjectAlternativeNameExtension([
          { type: 'dns', value: `${linde}.example.nl` },
          { type: 'url', value: `urn:nl:oin:${linde}` },
        ]),
      ],
    }),
  },
  {
    name: 'an OIN of the issuer only',
    expected: 'certificaat-zonder-oin',
    make: below({ subject: SUBJECT }, { subject: named('x') }),
  },
]

const GOOD: readonly ZooCase[] = [
  good('one on P-256', leaf()),
  good('one on P-384', leaf({ algorithm: ALGORITHMS.p384 })),
  good('one on P-521', leaf({ algorithm: ALGORITHMS.p521 })),
  good('one with RSA of 3072 bits', leaf({ algorithm: ALGORITHMS.rsa3072 })),
  good(
    'one of an RSASSA-PSS hierarchy, as PKIoverheid G4',
    underRoot({ algorithm: ALGORITHMS.pss3072 }),
  ),
  good('one for servers and clients', leaf({ usages: [SERVER_AUTH, CLIENT_AUTH] })),
  good('one directly under the root', async (ca) => issue({ issuer: ca.root, subject: SUBJECT })),
  good('one with a policy', leaf({ extensions: [new CertificatePolicyExtension(['1.2.3'])] })),
  good(
    'one with a name that its authority may give',
    below(
      { extensions: [onlyDnsNamesUnder('toegestaan.example.nl')] },
      {
        extensions: [
          new SubjectAlternativeNameExtension([{ type: 'dns', value: 'a.toegestaan.example.nl' }]),
        ],
      },
    ),
  ),
  good('one that ends today', leaf({ term: term(-300, 0.5) })),
  good('one that OpenSSL made', async (ca) => issueOnCurve(ca.issuing, 'prime256v1')),
  good('one on TLS 1.2', async (ca) => ({
    ...(await issueOnCurve(ca.issuing, 'secp384r1')),
    maxVersion: 'TLSv1.2',
  })),
]

/** Every case; names are unique. */
export const ZOO: readonly ZooCase[] = [
  ...PATHS,
  ...USES,
  ...TERMS,
  ...REVOCATIONS,
  ...OIN_PLACES,
  ...GOOD,
]

async function listed(ca: TestCa, lists: readonly string[]): Promise<Specimen> {
  const made = await ca.client(linde)
  return {
    cert: ca.chain(made),
    key: made.privateKeyPem,
    trust: { anchors: [ca.root.certificatePem], lists },
  }
}

/** By the `openssl` command: curves that WebCrypto does not have. */
async function issueOnCurve(issuer: Authority, curve: string): Promise<Specimen> {
  const folder = mkdtempSync(join(tmpdir(), 'signaalpoort-zoo-'))
  const at = (name: string): string => join(folder, name)
  const openssl = (...words: readonly string[]): unknown =>
    execFileSync('openssl', words, { stdio: ['ignore', 'ignore', 'ignore'] })
  try {
    const pkcs8 = await crypto.subtle.exportKey('pkcs8', issuer.keys.privateKey)
    writeFileSync(at('ca.key'), Buffer.from(pkcs8))
    writeFileSync(at('ca.pem'), issuer.certificatePem)
    writeFileSync(
      at('ext'),
      'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n' +
        'subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n',
    )
    openssl('ecparam', '-name', curve, '-genkey', '-noout', '-out', at('leaf.sec1'))
    openssl('pkcs8', '-topk8', '-nocrypt', '-in', at('leaf.sec1'), '-out', at('leaf.key'))
    const subject = `/C=NL/O=Fictieve partij/CN=partij.example.nl/serialNumber=${linde}`
    openssl('req', '-new', '-key', at('leaf.key'), '-subj', subject, '-out', at('leaf.csr'))
    openssl(
      ...['x509', '-req', '-in', at('leaf.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key')],
      ...['-CAkeyform', 'DER', '-CAcreateserial', '-days', '30', '-sha256'],
      ...['-extfile', at('ext'), '-out', at('leaf.pem')],
    )
    return {
      cert: chain(readFileSync(at('leaf.pem'), 'utf8'), issuer.certificatePem),
      key: readFileSync(at('leaf.key'), 'utf8'),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
