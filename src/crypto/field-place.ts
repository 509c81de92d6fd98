/** Where a sealed field stands: what is sealed for one place opens at no other. */
import type { Gemeentecode, SignaalId } from '../model/ids.ts'
import type { RESULTAATDETAIL } from '../model/resultaat.ts'
import type { BewaarsleutelId } from '../model/sealed.ts'
import type { Veld } from '../model/veld.ts'

/** One field of one version of one signal, for one municipality; or the detail of a result, at its melding. */
export type Veldplaats = {
  readonly signaalId: SignaalId
  readonly versie: number
  readonly gemeentecode: Gemeentecode
  readonly veld: Veld | typeof RESULTAATDETAIL
}

/** Associated data of a field's value (api.md): RFC 8785 form of `[id, versie, gemeentecode, veld]`. */
export function fieldBinding(place: Veldplaats): Uint8Array {
  return flatJson([place.signaalId, place.versie, place.gemeentecode, place.veld])
}

/** Associated data of a field's boxes: its place and the retention key that they hang on. */
export function boxesBinding(place: Veldplaats, key: BewaarsleutelId): Uint8Array {
  const { signaalId, versie, gemeentecode, veld } = place
  return flatJson(['dozen', signaalId, versie, gemeentecode, veld, key.vervaldatum, key.volgnummer])
}

// Plain JSON of a flat list of texts and whole numbers is its RFC 8785 form, and four times as fast (a test holds the two together).
function flatJson(parts: readonly (string | number)[]): Uint8Array {
  return Buffer.from(JSON.stringify(parts))
}
