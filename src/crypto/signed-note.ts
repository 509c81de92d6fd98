/** Signed notes (c2sp.org/signed-note v1.0.0) with Ed25519 keys (type 0x01): text that anyone can check with one line of key. */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { RandomBytes } from '../model/ports.ts'
import { fromBase64, fromHex, toBase64, toHex, utf8 } from './bytes.ts'
import { sameBytes, sha256 } from './hash.ts'

const ED25519 = 0x01
const KEY_ID_BYTES = 4
const SIGNATURE_BYTES = 64
/** More than the 16 that every verifier must accept, and few enough to bound the work. */
const MAX_SIGNATURES = 64
const PKCS8_HEAD = fromHex('302e020100300506032b657004220420')
const SIGNATURE_LINE = /^\u2014 (\S+) (\S+)$/u

/** Signs note texts under one name; holds the private key and never shows it. */
export type NoteSigner = {
  readonly name: string
  /** The public half as others configure it: `<name>+<key id, 8 hex>+<base64(type ‖ key)>`. */
  readonly vkey: string
  /** The whole note: `text`, an empty line, the signature line. `text` ends in a newline. */
  sign(text: string): string
}

type Verifier = { readonly name: string; readonly keyId: Uint8Array; readonly key: KeyObject }

/**
 * A new private key as one line, `PRIVATE+KEY+<name>+<key id>+<base64(type ‖ seed)>` (the form that Go's `note` reads too).
 * @throws Error when `name` is empty or holds a space or a plus
 */
export function createNoteKey(name: string, random: RandomBytes): string {
  assertName(name)
  const seed = random(32)
  const id = toHex(keyIdOf(name, publicBytes(privateKeyOf(seed))))
  return `PRIVATE+KEY+${name}+${id}+${toBase64(typed(seed))}`
}

/**
 * Opens a private key made by `createNoteKey`.
 * @throws Error when the line is not such a key, or when its parts do not belong together
 */
export function openNoteSigner(secretLine: string): NoteSigner {
  const [, name = '', id, body = ''] =
    /^PRIVATE\+KEY\+([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(secretLine.trim()) ?? []
  const bytes = strictBase64(body)
  if (bytes?.length !== 33 || bytes[0] !== ED25519) throw new Error('not a private note key')
  const privateKey = privateKeyOf(bytes.subarray(1))
  const publicKey = publicBytes(privateKey)
  const keyId = keyIdOf(name, publicKey)
  if (toHex(keyId) !== id) throw new Error('the private note key does not carry its own id')
  return {
    name,
    vkey: `${name}+${id}+${toBase64(typed(publicKey))}`,
    sign: (text) => {
      assertText(text)
      const signature = new Uint8Array(sign(null, utf8(text), privateKey))
      return `${text}\n\u2014 ${name} ${toBase64(joined(keyId, signature))}\n`
    },
  }
}

/**
 * The text of a note that at least one of `vkeys` signed. Undefined when the note is malformed, when no known key signed it, or
 * when a known key's signature is wrong; signatures of unknown keys are ignored.
 * @throws Error when one of `vkeys` is not an Ed25519 verifier key
 */
export function verifyNote(note: string, vkeys: readonly string[]): string | undefined {
  const verifiers = vkeys.map(parseVkey)
  const end = note.lastIndexOf('\n\n')
  if (end < 1 || !note.endsWith('\n') || !isClean(note)) return undefined
  const text = note.slice(0, end + 1)
  const lines = note.slice(end + 2, -1).split('\n')
  if (lines.length > MAX_SIGNATURES) return undefined
  let known = 0
  for (const line of lines) {
    const outcome = checkLine(line, text, verifiers)
    if (outcome === 'wrong') return undefined
    if (outcome === 'right') known += 1
  }
  return known > 0 ? text : undefined
}

function checkLine(
  line: string,
  text: string,
  verifiers: readonly Verifier[],
): 'right' | 'wrong' | 'unknown' {
  const [, name, body] = SIGNATURE_LINE.exec(line) ?? []
  const bytes = strictBase64(body ?? '')
  if (name === undefined || bytes === undefined || bytes.length <= KEY_ID_BYTES) return 'wrong'
  const keyId = bytes.subarray(0, KEY_ID_BYTES)
  const verifier = verifiers.find((one) => one.name === name && sameBytes(one.keyId, keyId))
  if (verifier === undefined) return 'unknown'
  const signature = bytes.subarray(KEY_ID_BYTES)
  if (signature.length !== SIGNATURE_BYTES) return 'wrong'
  return verify(null, utf8(text), verifier.key, signature) ? 'right' : 'wrong'
}

function parseVkey(vkey: string): Verifier {
  const [, name = '', id, body = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? []
  const bytes = strictBase64(body)
  if (bytes?.length !== 33 || bytes[0] !== ED25519) throw new Error('not an Ed25519 note key')
  const keyId = keyIdOf(name, bytes.subarray(1))
  if (toHex(keyId) !== id) throw new Error('the note key does not carry its own id')
  const jwk = {
    kty: 'OKP',
    crv: 'Ed25519',
    x: Buffer.from(bytes.subarray(1)).toString('base64url'),
  }
  return { name, keyId, key: createPublicKey({ key: jwk, format: 'jwk' }) }
}

/** Standard base64 in its one canonical spelling (padding, no stray bits), or undefined. */
function strictBase64(text: string): Uint8Array | undefined {
  const bytes = fromBase64(text)
  return toBase64(bytes) === text ? bytes : undefined
}

const isClean = (note: string): boolean =>
  note.isWellFormed() && [...note].every((sign) => sign === '\n' || sign >= ' ')

function assertName(name: string): void {
  if (!/^[^+\s]+$/u.test(name) || !isClean(name)) throw new Error('not a name for a note key')
}

function assertText(text: string): void {
  if (!text.endsWith('\n') || !isClean(text)) throw new Error('not a text for a note')
}

function privateKeyOf(seed: Uint8Array): KeyObject {
  const key = Buffer.from(joined(PKCS8_HEAD, seed))
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}

function publicBytes(privateKey: KeyObject): Uint8Array {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' })
  return new Uint8Array(Buffer.from(x ?? '', 'base64url'))
}

const keyIdOf = (name: string, publicKey: Uint8Array): Uint8Array =>
  sha256(utf8(`${name}\n`), typed(publicKey)).subarray(0, KEY_ID_BYTES)

const typed = (key: Uint8Array): Uint8Array => joined(new Uint8Array([ED25519]), key)

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => new Uint8Array([...a, ...b])
