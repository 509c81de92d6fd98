/** The blind indexes of one signal under the month keys of its municipality (`design.md`, Matching without a register). Pure. */
import type { BlindIndex } from '../crypto/blind-index.ts'
import type { Veld } from '../model/veld.ts'
import type { Adres } from './normalise-address.ts'
import { addressForm, personForms } from './person-forms.ts'

/** Under one month key; hex. */
export type Index = {
  /** `YYYY-MM` */
  readonly maand: string
  /** The fullest form of the person. */
  readonly persoon: string
  /** The forms in which something is left out. */
  readonly korter: readonly string[]
  readonly adres: string
}

/** A month key of the municipality. */
export type Maandsleutelwaarde = { readonly maand: string; readonly sleutel: Uint8Array }

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/**
 * One index a key, from what the law lets pass; undefined when surname, postcode or house number is not among it, so that such a
 * signal is grouped with none. A BSN is never looked at.
 */
export function makeIndexes(
  blind: BlindIndex,
  keys: readonly Maandsleutelwaarde[],
  lawful: ReadonlyMap<Veld, unknown>,
): readonly Index[] | undefined {
  const achternaam = textOf(lawful.get('persoon.achternaam'))
  const postcode = textOf(lawful.get('adres.postcode'))
  const huisnummer = lawful.get('adres.huisnummer')
  if (achternaam === undefined || postcode === undefined || typeof huisnummer !== 'number')
    return undefined
  const adres: Adres = {
    postcode,
    huisnummer,
    huisletter: textOf(lawful.get('adres.huisletter')),
    huisnummertoevoeging: textOf(lawful.get('adres.huisnummertoevoeging')),
  }
  const voorvoegsel = textOf(lawful.get('persoon.voorvoegsel'))
  const voorletters = textOf(lawful.get('persoon.voorletters'))
  const { vol, korter } = personForms({ achternaam, voorvoegsel, voorletters }, adres)
  const place = addressForm(adres)
  return keys.map(({ maand, sleutel }) => ({
    maand,
    persoon: blind(sleutel, vol),
    korter: korter.map((form) => blind(sleutel, form)),
    adres: blind(sleutel, place),
  }))
}
