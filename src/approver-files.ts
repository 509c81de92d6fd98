/** The files of who may approve policies: the private half for the person alone, the public half for the gateway's configuration. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { generateSigningKeys, PrivateSigningJwk, publicSigningJwk } from './crypto/signing-keys.ts'
import { writeDurably } from './keyring/durable-file.ts'
import { Ondertekenaar } from './model/beleid.ts'

/** A person's own file: who it is, and the private half. */
const ApproverKeyFile = z.strictObject({ ...Ondertekenaar.shape, sleutel: PrivateSigningJwk })
export type ApproverKeyFile = z.infer<typeof ApproverKeyFile>

/** Where both halves of one person lie in a folder. */
export const approverFiles = (
  folder: string,
  persoon: string,
): { readonly eigen: string; readonly openbaar: string } => ({
  eigen: join(folder, `${persoon}.sleutel.json`),
  openbaar: join(folder, `${persoon}.json`),
})

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

/** @throws Error that names the file and never what it holds */
export function readApproverKey(file: string): ApproverKeyFile {
  const text = readFileSync(file, 'utf8')
  try {
    return ApproverKeyFile.parse(JSON.parse(text))
  } catch {
    throw new Error(`${file} is geen sleutel van "signaalpoort beleid sleutel"`)
  }
}

/**
 * Makes a key for one person in `folder`; the private half is readable by its owner only.
 * @throws Error when there is one already
 */
export async function makeApprover(folder: string, wie: Ondertekenaar): Promise<void> {
  const { eigen, openbaar } = approverFiles(folder, wie.persoon)
  if (existsSync(eigen) || existsSync(openbaar))
    throw new Error(`${eigen} of ${openbaar} bestaat al: kies een andere map of een ander kenmerk`)
  const { privateJwk } = await generateSigningKeys()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const secret: ApproverKeyFile = { ...wie, sleutel: privateJwk }
  await writeDurably(eigen, json(secret), () => undefined)
  await writePublicHalf(openbaar, secret)
}

/** Writes the half that the configuration needs, whole or not at all, unless it is there. */
export async function writePublicHalf(
  file: string,
  { sleutel, ...wie }: ApproverKeyFile,
): Promise<void> {
  const half = json({ ...wie, sleutel: publicSigningJwk(sleutel) })
  if (existsSync(file) && readFileSync(file, 'utf8') === half) return
  await writeDurably(file, half, () => undefined)
}
