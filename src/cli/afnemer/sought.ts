/** The person whom a municipality looks for in the BRP and in its own files, as opened fields say it. Held in memory only. */
import { z } from 'zod'
import type { Adres } from '../../matching/normalise-address.ts'
import type { Naam } from '../../matching/normalise-name.ts'
import { personForms } from '../../matching/person-forms.ts'
import type { Veld } from '../../model/veld.ts'

/** A person by name and address, and by what else is known. */
export type Gezocht = Naam & {
  readonly adres: Adres
  readonly geboortedatum?: string | undefined
  readonly burgerservicenummer?: string | undefined
}

const Velden = z.object({
  'persoon.achternaam': z.string(),
  'persoon.voorvoegsel': z.string().optional(),
  'persoon.voorletters': z.string().optional(),
  'persoon.geboortedatum': z.string().optional(),
  'persoon.burgerservicenummer': z.string().optional(),
  'adres.postcode': z.string(),
  'adres.huisnummer': z.number(),
  'adres.huisletter': z.string().optional(),
  'adres.huisnummertoevoeging': z.string().optional(),
})

/** Signals with their fields in the clear. */
export type Geopend = {
  readonly signalen: readonly { readonly velden: Readonly<Partial<Record<Veld, unknown>>> }[]
}

/** The person of each signal of a melding; one with a BSN first, then one with a date of birth. A signal without name or address says nobody. */
export function soughtIn({ signalen }: Geopend): readonly Gezocht[] {
  const known = ({ burgerservicenummer, geboortedatum }: Gezocht): number =>
    (burgerservicenummer === undefined ? 0 : 2) + (geboortedatum === undefined ? 0 : 1)
  return signalen
    .flatMap(({ velden }) => {
      const read = Velden.safeParse(velden)
      return read.success ? [toSought(read.data)] : []
    })
    .toSorted((a, b) => known(b) - known(a))
}

const toSought = (velden: z.output<typeof Velden>): Gezocht => ({
  achternaam: velden['persoon.achternaam'],
  voorvoegsel: velden['persoon.voorvoegsel'],
  voorletters: velden['persoon.voorletters'],
  geboortedatum: velden['persoon.geboortedatum'],
  burgerservicenummer: velden['persoon.burgerservicenummer'],
  adres: {
    postcode: velden['adres.postcode'],
    huisnummer: velden['adres.huisnummer'],
    huisletter: velden['adres.huisletter'],
    huisnummertoevoeging: velden['adres.huisnummertoevoeging'],
  },
})

const alike = (one: readonly [Naam, Adres], other: readonly [Naam, Adres]): boolean => {
  const [a, b] = [personForms(...one), personForms(...other)]
  return a.vol === b.vol || b.korter.includes(a.vol) || a.korter.includes(b.vol)
}

/** Somewhere: to compare names alone. */
const NOWHERE: Adres = { postcode: '', huisnummer: 0 }

/** Whether two names can be of one person, however they were written: accents, prefixes, double names, firms, initials that one of them lacks. */
export const isSameName = (a: Naam, b: Naam): boolean => alike([a, NOWHERE], [b, NOWHERE])

/** Whether two can be one person: by BSN where both have it; otherwise by name and address, unless their dates of birth differ. */
export function isSamePerson(a: Gezocht, b: Gezocht): boolean {
  if (a.burgerservicenummer !== undefined && b.burgerservicenummer !== undefined)
    return a.burgerservicenummer === b.burgerservicenummer
  const born = [a.geboortedatum, b.geboortedatum]
  if (!born.includes(undefined) && a.geboortedatum !== b.geboortedatum) return false
  return alike([a, a.adres], [b, b.adres])
}
