/** Which of a municipality's own keys a collection is for. */
import type { Openingsdoel } from '../model/doel.ts'
import type { Gemeentecode, SleutelId } from '../model/ids.ts'
import { Problem } from '../model/problem.ts'
import type { Ontvangersleutel } from '../model/sealed.ts'

/**
 * The key of `gemeentecode` that serves `doel`: the one named, or the only one.
 * @throws Problem `sleutel-onbekend` when the named one is not there, serves another purpose or is compromised, when none serves
 *         the purpose, or when there are several and none is named
 */
export function ownKey(
  keys: readonly Ontvangersleutel[],
  gemeentecode: Gemeentecode,
  doel: Openingsdoel,
  sleutelId: SleutelId | undefined,
): SleutelId {
  const usable = keys.filter(
    (key) =>
      key.gemeentecode === gemeentecode &&
      key.doelen.includes(doel) &&
      key.toestand !== 'gecompromitteerd',
  )
  const chosen =
    sleutelId === undefined ? usable : usable.filter((key) => key.sleutelId === sleutelId)
  const [only] = chosen
  if (only === undefined || chosen.length > 1) throw new Problem('sleutel-onbekend')
  return only.sleutelId
}
