/** Which fields a purpose gets of which type on a day: asked for every row of a count, so each pair is decided once. Pure. */
import type { Beleidsdoel } from '../model/doel.ts'
import type { Dag } from '../model/ids.ts'
import type { AfgeleidVeld } from '../model/veld.ts'
import type { Policies } from './compile.ts'
import { formToday } from './purpose-form.ts'

/** @returns whether the purpose gets this derived field of a signal of this type, in any form */
export function allowedIn(
  policies: Policies,
  doel: Beleidsdoel,
  dag: Dag,
): (signaaltype: string, veld: AfgeleidVeld) => boolean {
  const known = new Map<string, boolean>()
  return (signaaltype, veld) => {
    const key = `${signaaltype} ${veld}`
    const found =
      known.get(key) ?? formToday(policies, { signaaltype, doel, veld, dag }) !== undefined
    known.set(key, found)
    return found
  }
}
