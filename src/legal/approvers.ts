/** Who may approve a set of policies: a folder with a file a person, holding the public half of a key. The operator fills it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { PublicSigningJwk } from '../crypto/signing-keys.ts'
import type { Beleidsfout } from '../model/beleid.ts'
import { Ondertekenaar } from '../model/beleid.ts'
import { Dag } from '../model/ids.ts'

/** A set is not taken over; each fault names its file and line, and what to do, in Dutch. */
export class PoliciesRefused extends Error {
  readonly soort: Beleidsfout
  readonly faults: readonly string[]

  constructor(soort: Beleidsfout, faults: readonly string[], options?: ErrorOptions) {
    super(`het beleid is niet overgenomen:\n${faults.map((one) => `- ${one}`).join('\n')}`, options)
    this.name = 'PoliciesRefused'
    this.soort = soort
    this.faults = faults
  }
}

/** `vanaf` and `tot` bound the days on which this person approves; without them: always. */
export const Goedkeurder = z.strictObject({
  ...Ondertekenaar.shape,
  vanaf: Dag.optional(),
  tot: Dag.optional(),
  sleutel: PublicSigningJwk,
})
export type Goedkeurder = z.infer<typeof Goedkeurder>

/** The point itself, so that one key under two names, or written in two ways, is one key. */
const pointOf = ({ sleutel: { x, y } }: Goedkeurder): string =>
  [x, y].map((part) => Buffer.from(part, 'base64url').toString('hex')).join('.')

const REMEDY = 'Maak hem met "signaalpoort beleid sleutel" en zet hier de openbare helft.'

const readOne = (folder: string, file: string): Goedkeurder => {
  const parsed = Goedkeurder.safeParse(parseJson(readFileSync(join(folder, file), 'utf8')))
  if (parsed.success) return parsed.data
  throw new PoliciesRefused('goedkeurders-onbruikbaar', [
    `${file}, regel 1: dit is geen goedkeurder. ${REMEDY}`,
  ])
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const doubled = (
  all: readonly (readonly [string, Goedkeurder])[],
  keyOf: (one: Goedkeurder) => string,
  what: string,
): readonly string[] =>
  all
    .filter(([, one], at) => all.slice(0, at).some(([, other]) => keyOf(other) === keyOf(one)))
    .map(([file]) => `${file}, regel 1: ${what} staat ook in een ander bestand. Haal er één weg.`)

/**
 * The approvers of `folder`: every `.json` in it, private halves (`.sleutel.json`) excepted.
 * @throws PoliciesRefused `goedkeurders-onbruikbaar`: a file that is none, a person or a key that stands there twice
 */
export function readApprovers(folder: string): readonly Goedkeurder[] {
  const names = list(folder).filter(
    (name) => name.endsWith('.json') && !name.endsWith('.sleutel.json'),
  )
  const all = names.map((name) => [name, readOne(folder, name)] as const)
  const faults = [
    ...doubled(all, ({ persoon }) => persoon, 'deze persoon'),
    ...doubled(all, pointOf, 'deze sleutel'),
    ...doubled(all, ({ sleutel }) => sleutel.kid, 'dit kid'),
  ]
  if (faults.length > 0) throw new PoliciesRefused('goedkeurders-onbruikbaar', faults)
  return all.map(([, one]) => one)
}

const list = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).toSorted()
  } catch (cause) {
    throw new PoliciesRefused(
      'goedkeurders-onbruikbaar',
      [`${folder} is niet te lezen: zet er de goedkeurders in (SIGNAALPOORT_GOEDKEURDERS).`],
      { cause },
    )
  }
}
