/**
 * The development PKI: made on the first start into a folder, read on every later one. For trial only; its private keys stand in
 * plain files (0600) and its authorities' keys are thrown away once it is made.
 */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { toBase64Url } from '../crypto/bytes.ts'
import {
  type Authority,
  createIssuingAuthority,
  createRootAuthority,
  type IssuedCertificate,
  issueClientCertificate,
  issueRevocationList,
  issueServerCertificate,
  partySubject,
  type Term,
} from '../crypto/issue-certificate.ts'
import { signKeyRegistration } from '../crypto/key-registration.ts'
import { createSleutelpaar } from '../crypto/recipient-key.ts'
import { generateSigningKeys, PrivateSigningJwk, publicSigningJwk } from '../crypto/signing-keys.ts'
import type { PartyToRegister } from '../flows/register-parties.ts'
import type { Deelnemer } from '../model/deelnemer.ts'
import { OPENINGSDOELEN, type Openingsdoel } from '../model/doel.ts'
import { type Gemeentecode, Oin, SleutelId } from '../model/ids.ts'
import type { RandomBytes } from '../model/ports.ts'
import type { DevelopmentParty } from './parties.ts'

const HOUR_MS = 3_600_000
const YEARS_MS = 5 * 365 * 24 * HOUR_MS
const SECRET = { mode: 0o600 } as const

/** The organisation of the trial gateway itself, as its receivers see it. */
const GATEWAY_OIN = Oin.parse('00000099000000000100')

/** A recipient's key in its file: base64url, 32 bytes each. */
export const RecipientKeyFile = z.strictObject({
  sleutelId: SleutelId,
  publiekeSleutel: z.string(),
  geheimeSleutel: z.string(),
})
export type RecipientKeyFile = z.infer<typeof RecipientKeyFile>

/** What the gateway needs of it beside `trust.ts`, PEM throughout. Clients trust `wortel` too. */
export type DevelopmentPki = {
  readonly folder: string
  readonly wortel: string
  readonly parties: readonly PartyToRegister[]
}

/** The file of a recipient's key: a college's own keys need not say for which municipality they are. */
export function recipientKeyFile(
  { gemeentecode: own }: Deelnemer,
  gemeentecode: Gemeentecode,
  doel: Openingsdoel,
): string {
  return `ontvanger-${gemeentecode === own ? '' : `${gemeentecode}-`}${doel}.json`
}

/** Where a party's files are. */
export function partyFolder(folder: string, party: DevelopmentParty): string {
  return join(folder, 'partijen', party.map)
}

/**
 * Makes the PKI in `folder` unless it is there, and reads it. Made beside it and renamed: a kill half way leaves nothing behind
 * under the real name, and the next start removes what it left beside it. One process at a time.
 * @throws Error in one line when the folder was made for fewer parties
 * @param at real time: from an hour before until five years after, certificates and (empty) revocation lists hold
 */
export async function ensureDevelopmentPki(
  folder: string,
  parties: readonly DevelopmentParty[],
  at: Date,
  random: RandomBytes,
): Promise<DevelopmentPki> {
  if (!existsSync(folder)) await makeWhole(folder, parties, { at, random })
  const missing = parties.filter((party) => !existsSync(partyFolder(folder, party)))
  if (missing.length > 0 || !existsSync(join(folder, 'client')))
    throw new Error(
      `de partijen in ${folder} zijn van een oudere versie: verwijder die map en de map met gegevens (SIGNAALPOORT_MAP), en start opnieuw`,
    )
  return readPki(folder, parties)
}

/** What making takes from the ports. */
type Made = { readonly at: Date; readonly random: RandomBytes }

async function makeWhole(
  folder: string,
  parties: readonly DevelopmentParty[],
  made: Made,
): Promise<void> {
  await mkdir(dirname(folder), { recursive: true })
  await removeUnfinished(folder)
  const temporary = await mkdtemp(join(dirname(folder), unfinishedName(folder)))
  try {
    await makePki(temporary, parties, made)
    await rename(temporary, folder)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

const unfinishedName = (folder: string): string => `.${basename(folder)}-`

/** What a killed first start left: private keys that nobody will use. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(dirname(folder))) {
    if (name.startsWith(unfinishedName(folder)))
      await rm(join(dirname(folder), name), { recursive: true, force: true })
  }
}

async function makePki(
  folder: string,
  parties: readonly DevelopmentParty[],
  made: Made,
): Promise<void> {
  const term = termFrom(made.at)
  const root = await createRootAuthority('Signaalpoort proef wortel', term)
  const issuing = await createIssuingAuthority(root, 'Signaalpoort proef uitgever', term)
  await writePki(folder, parties, { root, issuing }, made)
}

/** From an hour before `at` until five years after. */
export function termFrom(at: Date): Term {
  return {
    notBefore: new Date(at.getTime() - HOUR_MS),
    notAfter: new Date(at.getTime() + YEARS_MS),
  }
}

/** Writes certificates, keys and lists below `folder`, which is there and empty; the keys of the authorities are not among them. */
export async function writePki(
  folder: string,
  parties: readonly DevelopmentParty[],
  { root, issuing }: { readonly root: Authority; readonly issuing: Authority },
  { at, random }: Made,
): Promise<void> {
  const term = termFrom(at)
  const names = { dns: ['localhost'], ip: ['127.0.0.1', '::1'] }
  const chain = (leaf: IssuedCertificate): string =>
    `${leaf.certificatePem}\n${issuing.certificatePem}\n`
  await writeFile(join(folder, 'wortel.pem'), root.certificatePem)
  await writeFile(join(folder, 'uitgever.pem'), issuing.certificatePem)
  await writeFile(join(folder, 'wortel.crl.pem'), await issueRevocationList(root, [], term))
  await writeFile(join(folder, 'uitgever.crl.pem'), await issueRevocationList(issuing, [], term))
  await mkdir(join(folder, 'server'))
  const server = await issueServerCertificate(issuing, names, term)
  await writePair(join(folder, 'server'), server, chain(server))
  await mkdir(join(folder, 'client'))
  const client = await issueClientCertificate(
    issuing,
    partySubject('Signaalpoort (fictief)', 'signaalpoort.example.nl', GATEWAY_OIN),
    term,
  )
  await writePair(join(folder, 'client'), client, chain(client))
  for (const party of parties) {
    const { naam, oin } = party.deelnemer
    const subject = partySubject(naam, `${party.map}.example.nl`, oin)
    const leaf = await issueClientCertificate(issuing, subject, term)
    await mkdir(partyFolder(folder, party), { recursive: true })
    await writeParty(partyFolder(folder, party), party, { leaf, chainPem: chain(leaf), at, random })
  }
}

async function writePair(folder: string, pair: IssuedCertificate, chainPem: string): Promise<void> {
  await writeFile(join(folder, 'certificaat.pem'), chainPem)
  await writeFile(join(folder, 'sleutel.pem'), pair.privateKeyPem, SECRET)
}

async function writeParty(
  folder: string,
  party: DevelopmentParty,
  own: { readonly leaf: IssuedCertificate; readonly chainPem: string } & Made,
): Promise<void> {
  await writePair(folder, own.leaf, own.chainPem)
  const { privateJwk } = await generateSigningKeys()
  await writeFile(join(folder, 'client-sleutel.json'), toJson(privateJwk), SECRET)
  const { oin } = party.deelnemer
  for (const { gemeentecode, doel, file: name } of recipientKeysOf(party)) {
    const key = await createSleutelpaar(own.random)
    const file: RecipientKeyFile = {
      sleutelId: key.sleutelId,
      publiekeSleutel: toBase64Url(key.publiekeSleutel),
      geheimeSleutel: toBase64Url(key.geheimeSleutel),
    }
    const jws = await signKeyRegistration(
      {
        oin,
        gemeentecode,
        doelen: [doel],
        publiekeSleutel: key.publiekeSleutel,
        geregistreerdTijdstip: own.at,
      },
      { privateKeyPem: own.leaf.privateKeyPem, chainPem: own.chainPem },
    )
    await writeFile(join(folder, name), toJson(file), SECRET)
    await writeFile(registrationFile(folder, name), jws)
  }
}

async function readPki(
  folder: string,
  parties: readonly DevelopmentParty[],
): Promise<DevelopmentPki> {
  const text = (...path: readonly string[]): Promise<string> =>
    readFile(join(folder, ...path), 'utf8')
  return {
    folder,
    wortel: await text('wortel.pem'),
    parties: await Promise.all(
      parties.map((party) => readParty(partyFolder(folder, party), party)),
    ),
  }
}

async function readParty(folder: string, party: DevelopmentParty): Promise<PartyToRegister> {
  const jwk = JSON.parse(await readFile(join(folder, 'client-sleutel.json'), 'utf8')) as unknown
  return {
    deelnemer: party.deelnemer,
    clientJwks: { keys: [publicSigningJwk(PrivateSigningJwk.parse(jwk))] },
    sleutelregistraties: await Promise.all(
      recipientKeysOf(party).map(({ file }) => readFile(registrationFile(folder, file), 'utf8')),
    ),
  }
}

function recipientKeysOf(party: DevelopmentParty): readonly {
  readonly gemeentecode: Gemeentecode
  readonly doel: Openingsdoel
  readonly file: string
}[] {
  return party.ontvangtVoor.flatMap((gemeentecode) =>
    OPENINGSDOELEN.map((doel) => ({
      gemeentecode,
      doel,
      file: recipientKeyFile(party.deelnemer, gemeentecode, doel),
    })),
  )
}

function registrationFile(folder: string, keyFile: string): string {
  return join(folder, keyFile.replace(/\.json$/, '.registratie.jws'))
}

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
