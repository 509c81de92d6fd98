/** From the faults that zod finds to ours: a JSON Pointer (RFC 6901), a stable code and Dutch words; never a value of the input. */
import type { z } from 'zod'
import type { Invoerfout } from './problem.ts'

/** How many faults one answer names; the rest is counted, so that a small body never buys a large answer. */
const MOST_FAULTS = 100
/** Names of the vocabulary have no digit and are short. What looks otherwise may be a value in the place of a name. */
const NAME = /^[A-Za-z_][A-Za-z_.-]{0,39}$/

type Issue = z.core.$ZodIssue
type Text = { readonly code: string; readonly detail: string }

/** The JSON Pointer of a path; a name from the input that could not be one of ours (a number, a sentence) stands there as `?`. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path
    .map((part) => `/${typeof part === 'number' || NAME.test(String(part)) ? String(part) : '?'}`)
    .join('')
}

const SOORT: Readonly<Record<string, string>> = {
  string: 'tekst',
  number: 'een getal',
  int: 'een geheel getal',
  boolean: 'true of false',
  object: 'een object',
  record: 'een object',
  array: 'een lijst',
}

const VORM: Readonly<Record<string, string>> = {
  date: 'Verwacht: een bestaande datum als JJJJ-MM-DD.',
  email: 'Verwacht: een e-mailadres.',
}

const isThere = (input: unknown, path: readonly PropertyKey[]): boolean => {
  let at = input
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return false
    at = Reflect.get(at, part)
  }
  return true
}

const size = (origin: string, limit: number | bigint, tooBig: boolean): Text => {
  const bound = `${tooBig ? 'hoogstens' : 'minstens'} ${String(limit)}`
  if (origin === 'string')
    return { code: tooBig ? 'te-lang' : 'te-kort', detail: `Verwacht: ${bound} tekens.` }
  if (origin === 'array')
    return { code: tooBig ? 'te-veel' : 'te-weinig', detail: `Verwacht: ${bound} onderdelen.` }
  return { code: tooBig ? 'te-hoog' : 'te-laag', detail: `Verwacht: ${bound}.` }
}

const choice = (values: readonly unknown[]): Text => ({
  code: 'waarde-niet-toegestaan',
  detail:
    values.length <= 12
      ? `Kies uit: ${values.map(String).join(', ')}.`
      : 'Deze waarde staat niet in de lijst van de documentatie.',
})

const NEEDS: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value', 'invalid_union'])

const text = (issue: Issue, input: unknown): Text => {
  if (NEEDS.has(issue.code) && !isThere(input, issue.path))
    return { code: 'verplicht', detail: 'Dit veld is verplicht.' }
  switch (issue.code) {
    case 'invalid_type':
      return {
        code: 'soort-onjuist',
        detail: `Verwacht: ${SOORT[issue.expected] ?? 'een andere soort'}.`,
      }
    case 'too_big':
      return size(issue.origin, issue.maximum, true)
    case 'too_small':
      return size(issue.origin, issue.minimum, false)
    case 'invalid_format':
      return {
        code: issue.format === 'date' ? 'datum-onjuist' : 'vorm-onjuist',
        detail: VORM[issue.format] ?? 'De vorm klopt niet; zie de documentatie van dit veld.',
      }
    case 'invalid_value':
      return choice(issue.values)
    case 'custom':
      // Our own words, written in the schema; they hold no value.
      return { code: 'niet-toegestaan', detail: `${issue.message}.` }
    case 'not_multiple_of':
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_union':
    case 'unrecognized_keys':
      return {
        code: 'waarde-niet-toegestaan',
        detail: 'Deze waarde past hier niet; zie de documentatie van dit veld.',
      }
  }
}

const ofIssue = (issue: Issue, input: unknown): readonly Invoerfout[] => {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      pointer: jsonPointer([...issue.path, key]),
      code: 'onbekend-veld',
      detail: 'Dit veld bestaat niet; ook vrije tekst wordt niet aangenomen.',
    }))
  return [{ pointer: jsonPointer(issue.path), ...text(issue, input) }]
}

/** Puts a bound on a list of faults: the first hundred, and one that tells how many more there are. */
export function boundedFaults(faults: readonly Invoerfout[]): readonly Invoerfout[] {
  if (faults.length <= MOST_FAULTS) return faults
  const rest = faults.length - MOST_FAULTS
  const more = { pointer: '', code: 'meer-fouten', detail: `En nog ${rest} andere fouten.` }
  return [...faults.slice(0, MOST_FAULTS), more]
}

/** All faults of one parse. `input` is what was parsed: it tells a missing field from a wrong one, and is not repeated. */
export function invoerfouten(error: z.ZodError, input: unknown): readonly Invoerfout[] {
  return error.issues.flatMap((issue) => ofIssue(issue, input))
}
