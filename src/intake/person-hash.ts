/** A keyed hash of a person, as a sender gave it: to find back its own earlier signals, and nothing else. */
import { canonicalBytes } from '../crypto/canonical-json.ts'
import { hmacSha256 } from '../crypto/hash.ts'
import type { Veld } from '../model/veld.ts'

/** The fields that make the hash; the house number's letter and addition may be absent. */
const FIELDS = [
  'persoon.achternaam',
  'persoon.voorletters',
  'adres.postcode',
  'adres.huisnummer',
  'adres.huisletter',
  'adres.huisnummertoevoeging',
] as const satisfies readonly Veld[]

/** Without accents, capitals and marks: `De Boer-Ünal` and `de boer unal` are one name. */
const plain = (value: unknown): string =>
  (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()

/**
 * HMAC of surname, first initial, postcode and house number with its letter and addition, all of which the law lets pass; undefined when
 * surname, postcode or number is not among the fields.
 * @param monthKey the key of this sender and this month
 */
export function personHmac(
  monthKey: Uint8Array,
  lawful: ReadonlyMap<Veld, unknown>,
): Uint8Array | undefined {
  const [name = '', initials = '', postcode = '', number = '', ...rest] = FIELDS.map((veld) =>
    plain(lawful.get(veld)),
  )
  if (name === '' || postcode === '' || number === '') return undefined
  const person = [name, initials.slice(0, 1), postcode, number, rest.join('')]
  return hmacSha256(monthKey, canonicalBytes({ eerderSignaal: person }))
}
