/**
 * A person as text to be indexed: the fullest form that a signal gives, and the forms in which something is left out. Two signals are of
 * one person when the fullest form of one is a form of the other: both left something else out is not enough.
 * Pure. @see docs/decisions/0028-matching.md
 */
import { type Adres, type Kernadres, normaliseAddress } from './normalise-address.ts'
import { type Naam, normaliseName } from './normalise-name.ts'

/** `vol`: the fullest form. `korter`: the same with something left out, never `vol` itself. */
export type Persoonsvormen = { readonly vol: string; readonly korter: readonly string[] }

/** The letters of a name, each once, sorted: the order of two names, a space, two letters swapped or one doubled make no difference. */
const bagOf = (words: readonly string[]): string => [...new Set(words.join(''))].toSorted().join('')

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)]

/** Of a name of two (Jansen-de Vries) either may be left out. */
const surnameForms = (namen: readonly string[]): readonly string[] =>
  namen.length === 2 ? [bagOf(namen), ...namen.map((naam) => bagOf([naam]))] : [bagOf(namen)]

const placeOf = ({ postcode, huisnummer, toevoeging }: Kernadres): string =>
  `${postcode}/${huisnummer}/${toevoeging}`

/** Surname × initials (all, the first, none) × address (with addition, without). */
export function personForms(naam: Naam, adres: Adres): Persoonsvormen {
  const { namen, voorletters } = normaliseName(naam)
  const kern = normaliseAddress(adres)
  const initials = unique([voorletters, [...voorletters][0] ?? '', ''])
  const places = unique([placeOf(kern), placeOf({ ...kern, toevoeging: '' })])
  const [vol = '', ...korter] = unique(
    surnameForms(namen).flatMap((surname) =>
      initials.flatMap((initial) => places.map((place) => `p1|${surname}|${initial}|${place}`)),
    ),
  )
  return { vol, korter }
}

/** The address as text to be indexed, with its addition. */
export function addressForm(adres: Adres): string {
  return `a1|${placeOf(normaliseAddress(adres))}`
}
