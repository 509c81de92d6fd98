/** Canaries: values that occur nowhere else, and a scanner of raw bytes that finds them in any of their usual disguises. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8')

/** Base64 of a value at each of the three alignments, without the borders that depend on its neighbours. */
function base64Cores(value: Buffer): Buffer[] {
  return [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), value]).toString('base64')
    const core = text.slice(
      Math.ceil((shift * 8) / 6),
      Math.floor(((shift + value.length) * 8) / 6),
    )
    return [bytes(core), bytes(core.replaceAll('+', '-').replaceAll('/', '_'))]
  })
}

/** Every form in which `value` could lie in a file: texts, encodings and unsalted hashes. */
function disguises(value: string): readonly Buffer[] {
  const plain = bytes(value)
  const utf16 = Buffer.from(value, 'utf16le')
  const hashes = ['md5', 'sha1', 'sha256', 'sha512'].flatMap((name) =>
    [value, value.toLowerCase(), value.toUpperCase()].map((text) =>
      createHash(name).update(text).digest(),
    ),
  )
  const texts = [
    value.toLowerCase(),
    value.toUpperCase(),
    encodeURIComponent(value),
    value.normalize('NFD'),
  ]
  return [
    plain,
    utf16,
    Buffer.from(utf16).swap16(),
    ...texts.map(bytes),
    bytes(plain.toString('hex')),
    bytes(plain.toString('hex').toUpperCase()),
    ...base64Cores(plain),
    ...hashes.flatMap((hash) => [
      hash,
      bytes(hash.toString('hex')),
      bytes(hash.toString('base64')),
    ]),
  ]
}

/** The files under `paths` that hold any disguise of any of `values`, as `file: index of the value`. Unreadable ones are an error. */
export function findCanaries(
  paths: readonly string[],
  values: readonly string[],
): readonly string[] {
  const needles = values.map(disguises)
  return paths.flatMap(listFiles).flatMap((file) => {
    const content = readFileSync(file)
    return needles.flatMap((forms, index) =>
      forms.some((form) => content.includes(form)) ? [`${file}: ${index}`] : [],
    )
  })
}

/** The same for text that is not in a file: answers, captured output. */
export function hasCanary(text: string, values: readonly string[]): boolean {
  const content = bytes(text)
  return values.some((value) => disguises(value).some((form) => content.includes(form)))
}

function listFiles(path: string): string[] {
  const stat = statSync(path)
  if (stat.isFile()) return [path]
  if (!stat.isDirectory()) return []
  return readdirSync(path).flatMap((name) => listFiles(join(path, name)))
}
