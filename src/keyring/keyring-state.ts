/** What stands in the keyring's file: every key wrapped under the root, and the ids of those that were destroyed. */
import { z } from 'zod'
import type { Aead } from '../crypto/aead.ts'
import { fromBase64, toBase64, utf8 } from '../crypto/bytes.ts'
import { Gemeentecode, Oin } from '../model/ids.ts'
import type { BewaarsleutelId } from '../model/sealed.ts'
import type { Maandsleutel, Matchsleutel } from './keyring.ts'
import type { Root } from './root.ts'

const Bestand = z.strictObject({
  versie: z.literal(1),
  wortelId: z.string(),
  sleutels: z.record(z.string(), z.base64()),
  vernietigd: z.array(z.string()),
})

/** `keys`: by name, nonce ‖ ciphertext in base64, bound to that name. `destroyed`: names that never come back. */
export type KeyringState = {
  readonly wortelId: string
  readonly keys: ReadonlyMap<string, string>
  readonly destroyed: ReadonlySet<string>
}

/** The name of a retention key in the keyring. */
export const retentionName = ({ gemeentecode, vervaldatum, volgnummer }: BewaarsleutelId): string =>
  `bewaar/${gemeentecode}/${vervaldatum}/${volgnummer}`

/**
 * The name of a VLP's month key in the keyring.
 * @throws Error when `month` is not `YYYY-MM`
 */
export function monthName(oin: Oin, month: string): string {
  return `maand/${oin}/${checked(month)}`
}

/**
 * The name of a municipality's matching key in the keyring.
 * @throws Error when the month is not `YYYY-MM`
 */
export function matchName({ gemeentecode, month }: Matchsleutel): string {
  return `match/${gemeentecode}/${checked(month)}`
}

function checked(month: string): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new Error('a month is written YYYY-MM')
  return month
}

/** The id of a retention key's name in the keyring; undefined for any other key. */
export function parseRetentionName(name: string): BewaarsleutelId | undefined {
  const [kind, gemeentecode, vervaldatum, volgnummer] = name.split('/')
  if (kind !== 'bewaar' || vervaldatum === undefined) return undefined
  const id = { vervaldatum, volgnummer: Number(volgnummer) }
  return { gemeentecode: Gemeentecode.parse(gemeentecode), ...id }
}

/** The month key of a name in the keyring; undefined for any other key. */
export function parseMonthName(name: string): Maandsleutel | undefined {
  const [kind, oin, month] = name.split('/')
  if (kind !== 'maand' || month === undefined) return undefined
  return { oin: Oin.parse(oin), month }
}

/** The matching key of a name in the keyring; undefined for any other key. */
export function parseMatchName(name: string): Matchsleutel | undefined {
  const [kind, gemeentecode, month] = name.split('/')
  if (kind !== 'match' || month === undefined) return undefined
  return { gemeentecode: Gemeentecode.parse(gemeentecode), month }
}

/** @throws Error when the text is not a keyring */
export function parseState(text: string): KeyringState {
  const { wortelId, sleutels, vernietigd } = Bestand.parse(JSON.parse(text))
  return {
    wortelId,
    keys: new Map(Object.entries(sleutels)),
    destroyed: new Set(vernietigd),
  }
}

export function formatState({ wortelId, keys, destroyed }: KeyringState): string {
  const file: z.input<typeof Bestand> = {
    versie: 1,
    wortelId,
    sleutels: Object.fromEntries(keys),
    vernietigd: [...destroyed],
  }
  return `${JSON.stringify(file)}\n`
}

export function wrapKey(aead: Aead, root: Root, name: string, key: Uint8Array): string {
  return toBase64(aead.seal(root.key, utf8(name), key))
}

/** @throws CannotOpen when the key hangs on another root or stands under another name */
export function unwrapKey(aead: Aead, root: Root, name: string, wrapped: string): Uint8Array {
  return aead.open(root.key, utf8(name), fromBase64(wrapped))
}

/** The same keys under another root. */
export function rewrapState(aead: Aead, state: KeyringState, from: Root, to: Root): KeyringState {
  const keys = new Map<string, string>()
  for (const [name, wrapped] of state.keys) {
    const key = unwrapKey(aead, from, name, wrapped)
    keys.set(name, wrapKey(aead, to, name, key))
    key.fill(0)
  }
  return { ...state, wortelId: to.id, keys }
}

/** Whether every key opens under the root. */
export function allOpen(aead: Aead, state: KeyringState, root: Root): boolean {
  try {
    for (const [name, wrapped] of state.keys) unwrapKey(aead, root, name, wrapped).fill(0)
    return true
  } catch {
    return false
  }
}
