/** From JSON to a signal, a mutation or a try-out: every fault at once, each with its place, none with its value. */
import type { z } from 'zod'
import { boundedFaults, invoerfouten } from '../model/invoerfouten.ts'
import { Mutatie } from '../model/mutatie.ts'
import { type Invoerfout, Problem } from '../model/problem.ts'
import { Signaal } from '../model/signaal.ts'
import { Toetsing } from '../model/toetsing.ts'
import type { Veld } from '../model/veld.ts'
import { veldwaarden } from '../model/veldwaarden.ts'
import { textFaults } from './characters.ts'
import { cleanContact } from './contact.ts'

/** The pointer itself and those of all that it lies in. */
const ancestors = (pointer: string): readonly string[] => {
  const names = pointer.split('/')
  return names.map((_, index) => names.slice(0, index + 1).join('/'))
}

const parse = <T>(schema: z.ZodType<T>, json: unknown): T => {
  const parsed = schema.safeParse(json)
  const found = parsed.success ? [] : invoerfouten(parsed.error, json)
  const places = new Set(found.map(({ pointer }) => pointer))
  // A text in a property that does not exist is no news beside the property itself.
  const known = (fault: Invoerfout): boolean => !ancestors(fault.pointer).some((p) => places.has(p))
  const faults = [...found, ...textFaults(json).filter(known)]
  if (!parsed.success || faults.length > 0)
    throw new Problem('verzoek-onjuist', { errors: boundedFaults(faults) })
  return parsed.data
}

/**
 * Parses one signal. A telephone number becomes E.164; an optional contact value that cannot be used is dropped and named.
 * @throws Problem `verzoek-onjuist` with all faults
 */
export function parseSignaal(json: unknown): {
  readonly signaal: Signaal
  readonly onbruikbaar: readonly Veld[]
} {
  const cleaned = cleanContact(json)
  return { signaal: parse(Signaal, cleaned.json), onbruikbaar: cleaned.onbruikbaar }
}

/**
 * Parses a try-out, which holds facts and names of fields; `persoon`, `adres` and `contact` do not exist in it.
 * @throws Problem `verzoek-onjuist` with all faults
 */
export function parseToetsing(json: unknown): Toetsing {
  return parse(Toetsing, json)
}

/**
 * Parses one mutation of a list.
 * @throws Problem `verzoek-onjuist` with all faults
 */
export function parseMutatie(json: unknown): Mutatie {
  return parse(Mutatie, json)
}

/** The fields of the vocabulary that a signal has, in the order of `VELDEN`. */
export function presentFields(signaal: Signaal): Veld[] {
  return [...veldwaarden(signaal).keys()]
}
