/** Keyed hashes of a person, and of a person with an amount, as a sender gave them: to find back its own earlier signals, and nothing else. */
import { canonicalBytes } from '../crypto/canonical-json.ts'
import { hmacSha256 } from '../crypto/hash.ts'
import type { Signaal } from '../model/signaal.ts'
import type { Veld } from '../model/veld.ts'

/** The fields that make the hash; initials, and the house number's letter and addition, may be absent. */
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

type Lawful = ReadonlyMap<Veld, unknown>

/** Whom the fields tell apart; undefined when surname, postcode or number is not among them. */
function personOf(lawful: Lawful): readonly string[] | undefined {
  const [name = '', initials = '', postcode = '', number = '', ...rest] = FIELDS.map((veld) =>
    plain(lawful.get(veld)),
  )
  if (name === '' || postcode === '' || number === '') return undefined
  return [name, initials, postcode, number, rest.join('')]
}

/** `bedragHmac` is of the same person and the amount; undefined when the amount is not among the fields. */
export type Persoonhashes = {
  readonly persoonHmac: Uint8Array
  readonly bedragHmac: Uint8Array | undefined
}

/**
 * HMAC of surname, initials, postcode and house number with its letter and addition, all of which the law lets pass, alone and with the
 * amount; undefined when surname, postcode or number is not among the fields. All initials: a sender's own administration spells them
 * alike, and who shares a name and an address with another is another.
 * @param monthKey the key of this sender and this month
 */
export function personHashes(monthKey: Uint8Array, lawful: Lawful): Persoonhashes | undefined {
  const person = personOf(lawful)
  if (person === undefined) return undefined
  const amount = lawful.get('achterstand.bedragInCenten')
  return {
    persoonHmac: hmacSha256(monthKey, canonicalBytes({ eerderSignaal: person })),
    bedragHmac:
      typeof amount === 'number'
        ? hmacSha256(monthKey, canonicalBytes({ herhaling: [...person, amount] }))
        : undefined,
  }
}

/** Equal for two signals that can be of one person and one type. `initialed`: their initials pass too. For memory only. */
export function namesake({ signaaltype, persoon, adres }: Signaal, initialed: boolean): string {
  const initials = initialed ? persoon.voorletters : undefined
  return [signaaltype, persoon.achternaam, initials, adres.postcode, adres.huisnummer]
    .map(plain)
    .join(' ')
}
