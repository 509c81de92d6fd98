/**
 * The gateway's signing keys as files of one folder, a file a key, so that adding, ending and removing one never touches another: the
 * first as `<naam>.json`, each later one as `<naam>.<kid>.json` with the instant from which it signs. Readable by their owner only.
 */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type KeyRing, toKeyRing } from './crypto/key-ring.ts'
import {
  generateSigningKeys,
  PrivateSigningJwk,
  PublicSigningJwk,
  publicSigningJwk,
} from './crypto/signing-keys.ts'
import { writeDurably } from './keyring/durable-file.ts'

/** The uses: access tokens, receipts, and nudges. */
export type KeyUse = 'token-sleutel' | 'bewijs-sleutel' | 'seintje-sleutel'
export const KEY_USES: readonly KeyUse[] = ['token-sleutel', 'bewijs-sleutel', 'seintje-sleutel']

const Jwk = z.union([PrivateSigningJwk, PublicSigningJwk])
const LaterKey = z.strictObject({ vanaf: z.iso.datetime(), sleutel: Jwk })

const namesOf = (folder: string, use: KeyUse): readonly string[] =>
  readdirSync(folder).filter((name) => name === `${use}.json` || isLater(name, use))

const isLater = (name: string, use: KeyUse): boolean =>
  name.startsWith(`${use}.`) && /\.[A-Za-z0-9_-]{43}\.json$/.test(name)

/** A key with where it lies. */
export type KeyFile = KeyRing[number] & { readonly path: string }

/** @throws Error when a file is none of these; never with what it holds */
export function readKeyFiles(folder: string, use: KeyUse): readonly KeyFile[] {
  return namesOf(folder, use).map((name) => {
    const path = join(folder, name)
    try {
      const json: unknown = JSON.parse(readFileSync(path, 'utf8'))
      if (!isLater(name, use)) return { path, vanaf: new Date(0), jwk: Jwk.parse(json) }
      const { vanaf, sleutel } = LaterKey.parse(json)
      return { path, vanaf: new Date(vanaf), jwk: sleutel }
    } catch {
      throw new Error(`${path} is geen leesbare sleutel: zet het bestand terug uit de back-up`)
    }
  })
}

export const readRing = (folder: string, use: KeyUse): KeyRing =>
  toKeyRing(readKeyFiles(folder, use))

/** Names, sizes, instants and inodes: what is read again only when one of these changed. */
export const stampOf = (folder: string): string =>
  KEY_USES.flatMap((use) => namesOf(folder, use))
    .map((name) => {
      const found = statSync(join(folder, name), { throwIfNoEntry: false })
      return [name, found?.size, found?.mtimeMs, found?.ino].join(' ')
    })
    .join('\n')

/** Makes the first key of a use where there is none yet. */
export async function ensureFirstKey(folder: string, use: KeyUse): Promise<void> {
  if (namesOf(folder, use).length > 0) return
  const { privateJwk } = await generateSigningKeys()
  await write(join(folder, `${use}.json`), privateJwk)
}

/** Adds a new key that signs from `vanaf` on. */
export async function addKey(folder: string, use: KeyUse, vanaf: Date): Promise<void> {
  const { privateJwk } = await generateSigningKeys()
  const key = { vanaf: vanaf.toISOString(), sleutel: privateJwk }
  await write(join(folder, `${use}.${privateJwk.kid}.json`), key)
}

/** Leaves the public half of a key that does not sign any more. */
export async function dropPrivateHalf({ path, vanaf, jwk }: KeyFile): Promise<void> {
  if (!('d' in jwk)) return
  const half = publicSigningJwk(jwk)
  await write(path, vanaf.getTime() === 0 ? half : { vanaf: vanaf.toISOString(), sleutel: half })
}

export const removeKey = ({ path }: KeyFile): void => rmSync(path, { force: true })

const write = (path: string, json: object): Promise<void> =>
  writeDurably(path, `${JSON.stringify(json, null, 2)}\n`, () => undefined)
