/**
 * One more party of the trial, made beside the development PKI: whoever wants to connect tries every step with it. Its certificate comes from an
 * authority of its own, whose keys are thrown away; a running gateway takes the new anchor and lists into use by itself.
 */
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import {
  createIssuingAuthority,
  createRootAuthority,
  issueClientCertificate,
  issueRevocationList,
  partySubject,
} from '../crypto/issue-certificate.ts'
import { generateSigningKeys, publicSigningJwk } from '../crypto/signing-keys.ts'
import { Rol } from '../model/deelnemer.ts'
import { Gemeentecode, Oin } from '../model/ids.ts'
import { termFrom } from './pki.ts'

const SECRET = { mode: 0o600 } as const
const DESCRIPTION = 'partij.json'

/** Who it is; the name of its folder is what `--als` takes. */
export const TrialParty = z.strictObject({
  oin: Oin,
  naam: z.string().min(1).max(200),
  rol: Rol,
  gemeentecode: Gemeentecode.optional(),
})
export type TrialParty = z.infer<typeof TrialParty>

/** The folder of party `map` below the PKI in `folder`. */
const folderOf = (folder: string, map: string): string => join(folder, 'partijen', map)

/**
 * Makes party `map`: certificate, key, client key (secret and public). The anchor and its revocation lists join those of the PKI.
 * @throws Error in Dutch when there is no PKI yet, or the name is taken
 * @param at real time: certificates and lists hold from an hour before until five years after
 */
export async function makeTrialParty(
  folder: string,
  map: string,
  party: TrialParty,
  at: Date,
): Promise<string> {
  if (!existsSync(join(folder, 'wortel.pem')))
    throw new Error(`${folder} is er nog niet: start eerst de poort (npm start)`)
  const target = folderOf(folder, map)
  if (existsSync(target)) throw new Error(`${target} is er al: kies een andere naam`)
  const term = termFrom(at)
  const root = await createRootAuthority(`Signaalpoort proef wortel ${map}`, term)
  const issuing = await createIssuingAuthority(root, `Signaalpoort proef uitgever ${map}`, term)
  const subject = partySubject(party.naam, `${map}.example.nl`, party.oin)
  const leaf = await issueClientCertificate(issuing, subject, term)
  const { privateJwk } = await generateSigningKeys()

  // Half made it stands under another name, and a list without its anchor trusts nobody.
  const temporary = folderOf(folder, `.${map}`)
  await rm(temporary, { recursive: true, force: true })
  await mkdir(temporary, { recursive: true, mode: 0o700 })
  const write = (name: string, text: string, options: object = {}): Promise<void> =>
    writeFile(join(temporary, name), text, options)
  await write('certificaat.pem', `${leaf.certificatePem}\n${issuing.certificatePem}\n`)
  await write('sleutel.pem', leaf.privateKeyPem, SECRET)
  await write('client-sleutel.json', toJson(privateJwk), SECRET)
  await write('clientsleutels.json', toJson({ keys: [publicSigningJwk(privateJwk)] }))
  await write(DESCRIPTION, toJson(party))
  const lists = [
    await issueRevocationList(root, [], term),
    await issueRevocationList(issuing, [], term),
  ]
  await replace(join(folder, `proefpartij-${map}.crl.pem`), lists.join('\n'))
  const anchors = await readFile(join(folder, 'wortel.pem'), 'utf8')
  await replace(join(folder, 'wortel.pem'), `${anchors.trimEnd()}\n${root.certificatePem}\n`)
  await rename(temporary, target)
  return target
}

/** What is known of party `map`; undefined when there is no such folder. @throws Error when its description was changed */
export function findTrialParty(folder: string, map: string): TrialParty | undefined {
  const file = join(folderOf(folder, map), DESCRIPTION)
  return existsSync(file) ? TrialParty.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined
}

/** Beside and renamed: the gateway never sees half of it. */
async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.nieuw`, text)
  await rename(`${path}.nieuw`, path)
}

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
