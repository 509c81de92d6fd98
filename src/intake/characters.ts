/** Characters that no text of a signal may hold: they hide, reorder or break what a caseworker reads. */
import { jsonPointer } from '../model/invoerfouten.ts'
import type { Invoerfout } from '../model/problem.ts'

// Controls (Cc), format characters (Cf: zero width, bidirectional, byte order mark), line separators, unassigned and private use.
const UNWANTED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/u

const faultOf = (text: string): Omit<Invoerfout, 'pointer'> | undefined => {
  if (text.trim() === '')
    return { code: 'leeg', detail: 'Deze tekst is leeg; laat het veld weg als u het niet hebt.' }
  if (UNWANTED.test(text))
    return {
      code: 'teken-niet-toegestaan',
      detail: 'Deze tekst bevat een besturingsteken of een onzichtbaar teken.',
    }
  return undefined
}

/** The texts anywhere in `json` that are blank or hold an unwanted character, each with its place. `json` is at most 32 deep. */
export const textFaults = (json: unknown): readonly Invoerfout[] =>
  // Most have none, and then no place needs to be named.
  hasFault(json) ? faultsIn(json, []) : []

function hasFault(json: unknown): boolean {
  if (typeof json === 'string') return faultOf(json) !== undefined
  return typeof json === 'object' && json !== null && Object.values(json).some(hasFault)
}

function faultsIn(json: unknown, path: readonly PropertyKey[]): readonly Invoerfout[] {
  if (typeof json === 'string') {
    const fault = faultOf(json)
    return fault === undefined ? [] : [{ pointer: jsonPointer(path), ...fault }]
  }
  if (typeof json !== 'object' || json === null) return []
  const parts: [PropertyKey, unknown][] = Array.isArray(json)
    ? [...json.entries()]
    : Object.entries(json)
  return parts.flatMap(([key, value]) => faultsIn(value, [...path, key]))
}
