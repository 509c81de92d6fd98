/** Opens what a VLP answered to a question of this municipality. */
import { fromBase64 } from '../crypto/bytes.ts'
import type { FieldOpener } from '../crypto/field-opener.ts'
import type { SleutelId } from '../model/ids.ts'
import type { NavraagMetAntwoord } from '../model/navraag.ts'
import { VreemdeSleutel } from './opener.ts'

/** The one key of a municipality. */
export type Antwoordopener = { readonly sleutelId: SleutelId; readonly opener: FieldOpener }

/**
 * The value of an answer; undefined while there is none.
 * @throws VreemdeSleutel for a box of a key that is not ours; CannotOpen for another place or altered bytes
 */
export function openAnswer(
  { sleutelId, opener }: Antwoordopener,
  { signaalId, versie, gemeentecode, antwoord }: NavraagMetAntwoord,
): unknown {
  if (antwoord === undefined) return undefined
  const { veld, waarde, sleutel } = antwoord
  if (sleutel.sleutelId !== sleutelId) throw new VreemdeSleutel(sleutel.sleutelId)
  return opener.open({ signaalId, versie, gemeentecode, veld }, fromBase64(waarde), sleutel)
}
