/** What the gateway does with boxes that it cannot open: hand out the one of the caller's key, or hang them on another retention key. */
import type { Bewaarsleutel, FieldBox } from '../crypto/field-box.ts'
import type { Veldplaats } from '../crypto/field-place.ts'
import type { SleutelId } from '../model/ids.ts'
import type { Veldzegel } from '../model/sealed.ts'

/**
 * The box of one recipient key, as it leaves the gateway; undefined when the field was never boxed for that key.
 * @throws CannotOpen when the boxes do not hang on this retention key or not in this place
 */
export function findBox(
  box: FieldBox,
  place: Veldplaats,
  key: Bewaarsleutel,
  wrapped: Uint8Array,
  sleutelId: SleutelId,
): Veldzegel['sleutel'] | undefined {
  const { afzender, dozen } = box.unwrap(place, key, wrapped)
  const own = dozen.find((one) => one.sleutelId === sleutelId)
  return own === undefined
    ? undefined
    : { sleutelId, afzender: own.afzender ?? afzender, nonce: own.nonce, doos: own.doos }
}

/**
 * The same boxes under another retention key of the same municipality and due date.
 * @throws CannotOpen when they do not hang on `from` or not in this place
 */
export function rewrap(
  box: FieldBox,
  place: Veldplaats,
  wrapped: Uint8Array,
  from: Bewaarsleutel,
  to: Bewaarsleutel,
): Uint8Array {
  return box.wrap(place, to, box.unwrap(place, from, wrapped))
}

/**
 * The boxes with one more, under the same retention key; undefined when there is one for that key already, or when none of `own` has a box.
 * @throws CannotOpen when the boxes do not hang on this retention key or not in this place
 */
export function addBox(
  fieldBox: FieldBox,
  place: Veldplaats,
  key: Bewaarsleutel,
  wrapped: Uint8Array,
  { own, box }: { readonly own: ReadonlySet<SleutelId>; readonly box: Veldzegel['sleutel'] },
): Uint8Array | undefined {
  const { afzender, dozen } = fieldBox.unwrap(place, key, wrapped)
  const has = (sleutelId: SleutelId): boolean => dozen.some((one) => one.sleutelId === sleutelId)
  if (has(box.sleutelId) || ![...own].some(has)) return undefined
  return fieldBox.wrap(place, key, { afzender, dozen: [...dozen, box] })
}
