/** Which of a municipality's own keys a collection is for. */
import type { Caller } from '../model/caller.ts'
import type { Openingsdoel } from '../model/doel.ts'
import type { Gemeentecode, SleutelId } from '../model/ids.ts'
import { Problem } from '../model/problem.ts'
import type { Ontvangersleutel } from '../model/sealed.ts'

/** Who asks, and for what: `oin` is the party of the certificate, `namens` the college. */
export type KeyQuestion = Pick<Caller, 'oin' | 'namens'> & {
  readonly gemeentecode: Gemeentecode
  readonly doel: Openingsdoel
  readonly sleutelId?: SleutelId | undefined
}

/**
 * The key of `gemeentecode` that serves `doel`: the one named, or the only one that the caller registered itself, or the only one of the
 * college it acts for. A key of any other party never serves: the college does not get the boxes of a body, nor a body those of another.
 * @throws Problem `sleutel-onbekend` when the named one is not there, serves another purpose or is compromised, when none serves
 *         the purpose, or when there are several and none is named
 */
export function ownKey(keys: readonly Ontvangersleutel[], question: KeyQuestion): SleutelId {
  const { oin, namens, gemeentecode, doel, sleutelId } = question
  const usable = keys.filter(
    (key) =>
      key.gemeentecode === gemeentecode &&
      key.doelen.includes(doel) &&
      key.toestand !== 'gecompromitteerd' &&
      (key.oin === oin || key.oin === namens),
  )
  const registered = usable.filter((key) => key.oin === oin)
  const unnamed = registered.length > 0 ? registered : usable
  const chosen =
    sleutelId === undefined ? unnamed : usable.filter((key) => key.sleutelId === sleutelId)
  const [only] = chosen
  if (only === undefined || chosen.length > 1) throw new Problem('sleutel-onbekend')
  return only.sleutelId
}
