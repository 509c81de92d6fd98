/** Optional contact values: brought to one form, or dropped when they cannot be used. A wrong number never holds up a signal. */
import { z } from 'zod'
import type { Veld } from '../model/veld.ts'

const SEPARATORS = /[\s().-]+/g
const E164 = /^\+[1-9]\d{6,14}$/
const DUTCH = /^\+31[1-9]\d{8}$/
const EMAIL = z.email()
/** No usable value is longer (RFC 5321 §4.5.3.1). */
const LONGEST = 254

/**
 * A telephone number as E.164 (`+31612345678`), from E.164, `00…` or the Dutch national form (`06-1234 5678`);
 * undefined when it is none of these.
 */
export function normaliseTelephone(raw: string): string | undefined {
  const digits = raw.replace('(0)', '').replaceAll(SEPARATORS, '')
  const international = digits.replace(/^00/, '+').replace(/^0(?=[1-9]\d{8}$)/, '+31')
  const shape = international.startsWith('+31') ? DUTCH : E164
  return shape.test(international) ? international : undefined
}

const normaliseEmail = (raw: string): string | undefined => {
  const found = EMAIL.safeParse(raw.trim())
  return found.success ? found.data : undefined
}

const NORMALISERS: readonly [string, Veld, (raw: string) => string | undefined][] = [
  ['telefoonnummer', 'contact.telefoonnummer', normaliseTelephone],
  ['emailadres', 'contact.emailadres', normaliseEmail],
]

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The signal's JSON with its contact values in their one form; those that cannot be used are left out and named.
 * What is no text is left for the schema to refuse.
 */
export function cleanContact(json: unknown): {
  readonly json: unknown
  readonly onbruikbaar: readonly Veld[]
} {
  if (!isObject(json) || !isObject(json['contact'])) return { json, onbruikbaar: [] }
  const contact: Record<string, unknown> = { ...json['contact'] }
  const onbruikbaar: Veld[] = []
  for (const [key, veld, normalise] of NORMALISERS) {
    const raw = contact[key]
    if (typeof raw !== 'string') continue
    const value = raw.length <= LONGEST ? normalise(raw) : undefined
    if (value !== undefined) {
      contact[key] = value
      continue
    }
    delete contact[key]
    onbruikbaar.push(veld)
  }
  return { json: { ...json, contact }, onbruikbaar }
}
