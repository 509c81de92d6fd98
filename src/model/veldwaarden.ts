/** A signal as fields: the dotted names of the vocabulary with their values. */
import type { Signaal } from './signaal.ts'
import { bijzonderVeld, VELDEN, type Veld } from './veld.ts'

/** A JSON value. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }

const flatten = (signaal: Signaal): ReadonlyMap<string, unknown> => {
  const flat = new Map<string, unknown>()
  for (const [name, value] of Object.entries(signaal)) {
    if (typeof value === 'object' && !Array.isArray(value)) {
      for (const [inner, part] of Object.entries(value)) flat.set(`${name}.${inner}`, part)
    } else flat.set(name, value)
  }
  return flat
}

/** Of each signal once: its fields are asked for when it is weighed, and each time that it is minimised. */
const read = new WeakMap<Signaal, ReadonlyMap<Veld, JsonValue>>()

/**
 * The fields that are present in a signal, with their values, in the order of `VELDEN`; after them each of `bijzonderheden` as a field of
 * its own, by code, whose value says its kind too.
 * What is no field (`kenmerk`, `signaaltype`, `vervolgOp`) is not among them.
 */
export function veldwaarden(signaal: Signaal): ReadonlyMap<Veld, JsonValue> {
  const known = read.get(signaal)
  if (known !== undefined) return known
  const fields = fieldsOf(signaal)
  read.set(signaal, fields)
  return fields
}

function fieldsOf(signaal: Signaal): ReadonlyMap<Veld, JsonValue> {
  const flat = flatten(signaal)
  const fields = new Map<Veld, JsonValue>()
  for (const veld of VELDEN) {
    const value = flat.get(veld)
    // A parsed signal came from JSON, so what is not undefined is a JSON value.
    if (value !== undefined) fields.set(veld, value as JsonValue)
  }
  const own = (signaal.bijzonderheden ?? []).toSorted((a, b) => (a.code < b.code ? -1 : 1))
  for (const { code, soort, waarde } of own) fields.set(bijzonderVeld(code), { soort, waarde })
  return fields
}
