/** Canaries: values that occur nowhere else, and a scanner of raw bytes that finds them in any of their usual disguises. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const HASHES = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3-256', 'blake2b512']

/** Shorter ones turn up by chance in random bytes. */
const SHORTEST = 6

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8')

/** Base64 and base64url of a value at each of the three alignments, without the borders that depend on its neighbours. */
function base64Cores(value: Buffer): readonly Buffer[] {
  return [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), value]).toString('base64')
    const core = text.slice(
      Math.ceil((shift * 8) / 6),
      Math.floor(((shift + value.length) * 8) / 6),
    )
    return [bytes(core), bytes(core.replaceAll('+', '-').replaceAll('/', '_'))]
  })
}

/** The value as it stands in texts: as it is, in one case, decomposed, escaped for a URL or for JSON, with its digits alone. */
function spellings(value: string): readonly string[] {
  const digits = value.replaceAll(/\D/g, '')
  const escaped = JSON.stringify(value).slice(1, -1)
  const ascii = escaped.replaceAll(
    /[^\u0020-\u007e]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return [
    value,
    value.toLowerCase(),
    value.toUpperCase(),
    value.normalize('NFD'),
    encodeURIComponent(value),
    new URLSearchParams([['', value]]).toString().slice(1),
    escaped,
    ascii,
    ...(digits.length > SHORTEST ? [digits] : []),
  ]
}

function digestsOf(value: string): readonly Buffer[] {
  const texts = [value, value.toLowerCase(), value.toUpperCase(), JSON.stringify(value)]
  return HASHES.flatMap((name) =>
    texts.flatMap((text) => {
      const hash = createHash(name).update(text).digest()
      return [
        hash,
        ...[hash.toString('hex'), hash.toString('base64'), hash.toString('base64url')].map(bytes),
      ]
    }),
  )
}

/** Every form in which `value` could lie in a file: texts, encodings and unsalted hashes. */
function disguises(value: string): readonly Buffer[] {
  const plain = bytes(value)
  const utf16 = Buffer.from(value, 'utf16le')
  return [
    ...spellings(value).map(bytes),
    Buffer.from(value, 'latin1'),
    utf16,
    Buffer.from(utf16).swap16(),
    bytes(plain.toString('hex')),
    bytes(plain.toString('hex').toUpperCase()),
    ...base64Cores(plain),
    ...digestsOf(value),
  ]
}

/** Finds canaries and gives their names, never their values. */
export type Scanner = {
  find(content: string | Uint8Array): readonly string[]
  /** `file: name` for every canary in every file under `paths`; one that vanished meanwhile is passed by. */
  findInFiles(paths: readonly string[]): readonly string[]
}

/** `alone`: digits only, which stand within hexadecimal and base64 by chance, so neither letter nor digit may touch them. */
type Needle = { readonly name: string; readonly form: Buffer; readonly alone: boolean }

const DIGITS = /^\d+$/
const isAlphanumeric = (byte = 0): boolean => /[0-9A-Za-z]/.test(String.fromCharCode(byte))

const standsAt = (content: Buffer, at: number, { form, alone }: Needle): boolean => {
  const end = at + form.length
  return (
    content.subarray(at, end).equals(form) &&
    !(alone && (isAlphanumeric(content[at - 1]) || isAlphanumeric(content[end])))
  )
}

/** Files of a database are empty for the greater part. */
const EMPTY = Buffer.alloc(4_096)
/** In two bytes a character, its first is 0: so near the end of what is empty a form may begin. */
const FORM_MAY_BEGIN = 8
const emptyFrom = (content: Buffer, at: number): number =>
  content.subarray(at, at + EMPTY.length).equals(EMPTY) ? EMPTY.length - FORM_MAY_BEGIN : 0

const MOST_START = 0xff_ff_ff
const startOf = (content: Uint8Array, at: number): number =>
  ((content[at] ?? 0) << 16) | ((content[at + 1] ?? 0) << 8) | (content[at + 2] ?? 0)

/**
 * Reads content once, whatever the number of canaries.
 * @param canaries their values by name, at least six characters each
 */
export function createScanner(canaries: Readonly<Record<string, string>>): Scanner {
  const starts = new Uint8Array(MOST_START + 1)
  const needles = new Map<number, Needle[]>()
  for (const [name, value] of Object.entries(canaries)) {
    if (value.length < SHORTEST) throw new Error(`canary ${name} is too short`)
    for (const form of disguises(value)) {
      const start = startOf(form, 0)
      starts[start] = 1
      const alone = DIGITS.test(form.toString('latin1'))
      needles.set(start, [...(needles.get(start) ?? []), { name, form, alone }])
    }
  }
  const namesAt = (content: Buffer, at: number): readonly string[] =>
    (needles.get(startOf(content, at)) ?? [])
      .filter((needle) => standsAt(content, at, needle))
      .map(({ name }) => name)
  /** Looks at each place of one page where a form may begin; the last three bytes that passed are kept, so that each is read once. */
  const findInPage = (content: Buffer, page: number, found: Set<string>): void => {
    const from = page + emptyFrom(content, page)
    const to = Math.min(page + EMPTY.length, content.length - 2)
    let passed = startOf(content, from - 1)
    for (let at = from; at < to; at += 1) {
      passed = ((passed << 8) | (content[at + 2] ?? 0)) & MOST_START
      if (starts[passed] === 0) continue
      for (const name of namesAt(content, at)) found.add(name)
    }
  }
  const find: Scanner['find'] = (given) => {
    const content = typeof given === 'string' ? bytes(given) : Buffer.from(given)
    const found = new Set<string>()
    for (let page = 0; page < content.length; page += EMPTY.length) findInPage(content, page, found)
    return [...found].sort()
  }
  const findInFiles: Scanner['findInFiles'] = (paths) =>
    paths
      .flatMap(listFiles)
      .flatMap((file) => find(readIfThere(file)).map((name) => `${file}: ${name}`))
  return { find, findInFiles }
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** A running database removes files of its own accord. */
function readIfThere(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    if (isGone(error)) return new Uint8Array()
    throw error
  }
}

function listFiles(path: string): readonly string[] {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat?.isFile() === true) return [path]
  if (stat?.isDirectory() !== true) return []
  return readdirSync(path).flatMap((name) => listFiles(join(path, name)))
}
