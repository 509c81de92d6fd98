/** The fields that a signal type has of its own, held against the loaded policies: what no policy declares is outside the vocabulary. */
import type { Invoerfout } from '../model/problem.ts'
import type { Bijzonderheid } from '../model/signaal.ts'
import { bijzonderVeld, isBijzonder, type Veld } from '../model/veld.ts'
import { type Policies, typeOf } from './compile.ts'
import type { Bijzonderheidregel } from './policy-file.ts'

const declarations = (
  policies: Policies,
  code: string,
): readonly (readonly [signaaltype: string, regel: Bijzonderheidregel])[] =>
  [...policies.documents.wet.values()].flatMap((file) => {
    const found = Object.entries(file.bijzonderheden).find(([own]) => own === code)
    return found === undefined ? [] : [[typeOf(file), found[1]] as const]
  })

const fault = (pointer: string, detail: string): Invoerfout => ({
  pointer,
  code: 'waarde-niet-toegestaan',
  detail,
})

const UNKNOWN = 'Geen beleid kent deze code; kijk op de openbare grondslagenpagina.'

const ownFault = (
  policies: Policies,
  signaaltype: string,
  { code, soort, waarde }: Bijzonderheid,
  pointer: string,
): readonly Invoerfout[] => {
  const declared = declarations(policies, code)
  const [first] = declared
  if (first === undefined) return [fault(`${pointer}/code`, UNKNOWN)]
  if (first[1].soort !== soort) return [fault(`${pointer}/soort`, `Kies: ${first[1].soort}.`)]
  const values = declared.flatMap(([type, regel]) =>
    type === signaaltype && regel.soort === 'code' ? regel.waarden : [],
  )
  // Only a code has a list, and only where this type declares one.
  if (values.length === 0 || values.includes(String(waarde))) return []
  return [fault(`${pointer}/waarde`, `Kies uit: ${[...new Set(values)].join(', ')}.`)]
}

/**
 * The faults of `bijzonderheden`: a code that no policy knows, another kind than declared, or a value outside the closed list of this type.
 * A code of another type is no fault: it is withheld, as any field without a basis. No value is repeated.
 */
export function ownFieldFaults(
  policies: Policies,
  {
    signaaltype,
    bijzonderheden = [],
  }: {
    readonly signaaltype: string
    readonly bijzonderheden?: readonly Bijzonderheid[] | undefined
  },
): readonly Invoerfout[] {
  return bijzonderheden.flatMap((one, index) =>
    ownFault(policies, signaaltype, one, `/bijzonderheden/${index}`),
  )
}

/** The faults of a list of field names: those of the type's own that no policy declares. */
export function ownNameFaults(policies: Policies, velden: readonly Veld[]): readonly Invoerfout[] {
  const known = new Set(
    [...policies.documents.wet.values()].flatMap((file) =>
      Object.keys(file.bijzonderheden).map(bijzonderVeld),
    ),
  )
  return velden.flatMap((veld, index) =>
    isBijzonder(veld) && !known.has(veld) ? [fault(`/velden/${index}`, UNKNOWN)] : [],
  )
}
