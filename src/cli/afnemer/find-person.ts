/**
 * Finds one person in the BRP with as few questions as possible, each for as few persons and fields as it can: by BSN where a signal has it, at the
 * address by name, at last by name and date of birth, wherever the person lives. A name that is not at the address proves nothing: nobody moved for
 * being spelt differently.
 */
import type { Adres } from '../../matching/normalise-address.ts'
import { type Brppersoon, namesOf } from './brp-person.ts'
import { type Gezocht, isSameName } from './sought.ts'

/** A question to `POST /personen`. */
export type Brpvraag = Readonly<Record<string, unknown>> & { readonly type: string }

/** Asks the BRP. @throws Brpstoring when it gives no answer */
export type AskBrp = (vraag: Brpvraag) => Promise<readonly Brppersoon[]>

/** `onzeker`: nobody was found for sure, or more than one. */
export type Gevonden =
  | { readonly persoon: Brppersoon }
  | { readonly onzeker: 'niet-gevonden' | 'meer-dan-een' }

const NAAM = ['naam.geslachtsnaam', 'naam.voorvoegsel', 'naam.voorletters'] as const
const BSN = 'burgerservicenummer'
/** Of one person, by BSN: where, of age, under guardianship. What protects, stops or doubts comes by itself. */
const OF_ONE = [BSN, 'leeftijd', 'gemeenteVanInschrijving', 'indicatieCurateleRegister'] as const
/** As many as the BRP takes at once. */
const MOST = 20

export async function findPerson(ask: AskBrp, gezocht: Gezocht): Promise<Gevonden> {
  if (gezocht.burgerservicenummer !== undefined)
    return oneOf(await consult(ask, [gezocht.burgerservicenummer], OF_ONE))
  const found = await atAddress(ask, gezocht)
  if (found.length === 1) return byNumber(ask, found)
  if (found.length > 1) return { onzeker: 'meer-dan-een' }
  return elsewhere(ask, gezocht)
}

const consult = (
  ask: AskBrp,
  numbers: readonly string[],
  fields: readonly string[],
): Promise<readonly Brppersoon[]> =>
  ask({ type: 'RaadpleegMetBurgerservicenummer', burgerservicenummer: numbers, fields })

const oneOf = (personen: readonly Brppersoon[]): Gevonden => {
  const [persoon, second] = personen
  if (persoon === undefined) return { onzeker: 'niet-gevonden' }
  return second === undefined ? { persoon } : { onzeker: 'meer-dan-een' }
}

/** The search answers limited persons, without municipality and guardianship: those are asked of the one that was found. */
async function byNumber(ask: AskBrp, found: readonly Brppersoon[]): Promise<Gevonden> {
  const [number, second] = numbersOf(found)
  if (number === undefined) return { onzeker: 'niet-gevonden' }
  if (second !== undefined) return { onzeker: 'meer-dan-een' }
  return oneOf(await consult(ask, [number], OF_ONE))
}

const numbersOf = (personen: readonly Brppersoon[]): readonly string[] => [
  ...new Set(personen.flatMap((one) => one.burgerservicenummer ?? [])),
]

/** What the BRP takes as letter, addition and surname; what is written otherwise is not asked with. */
const LETTER = /^[A-Za-z]$/
const ADDITION = /^[A-Za-z0-9 -]{1,4}$/
const SURNAME = /^[a-zA-Z0-9À-ž .'-]{1,200}$/

/** The address as it is asked: whole, then by its number, since letter and addition are written in many ways. */
function placesOf({
  postcode,
  huisnummer,
  huisletter = '',
  huisnummertoevoeging = '',
}: Adres): readonly object[] {
  const number = { postcode, huisnummer }
  const door = {
    ...(LETTER.test(huisletter) ? { huisletter } : {}),
    ...(ADDITION.test(huisnummertoevoeging) ? { huisnummertoevoeging } : {}),
  }
  return Object.keys(door).length === 0 ? [number] : [{ ...number, ...door }, number]
}

/** Who lives at the address under this name, or under a partner's. */
async function atAddress(ask: AskBrp, gezocht: Gezocht): Promise<readonly Brppersoon[]> {
  const { geboortedatum, adres } = gezocht
  for (const place of placesOf(adres)) {
    const there = await ask({
      type: 'ZoekMetPostcodeEnHuisnummer',
      ...place,
      ...(geboortedatum === undefined ? {} : { geboortedatum }),
      inclusiefOverledenPersonen: true,
      fields: [BSN, ...NAAM],
    })
    const named = withName(there, gezocht)
    if (named.length > 0) return named
    const married = withName(await withPartners(ask, there), gezocht)
    if (married.length > 0) return married
  }
  return []
}

const withName = (personen: readonly Brppersoon[], gezocht: Gezocht): readonly Brppersoon[] =>
  personen.filter((one) => namesOf(one).some((naam) => isSameName(naam, gezocht)))

/** Whoever lives there may be called by a partner's name. */
async function withPartners(
  ask: AskBrp,
  there: readonly Brppersoon[],
): Promise<readonly Brppersoon[]> {
  const numbers = numbersOf(there)
  if (numbers.length === 0 || numbers.length > MOST) return []
  const partner = ['partners.naam.geslachtsnaam', 'partners.naam.voorvoegsel']
  return consult(ask, numbers, [BSN, ...NAAM, ...partner])
}

/** Not at the address: only a date of birth says for sure who moved where. */
async function elsewhere(ask: AskBrp, gezocht: Gezocht): Promise<Gevonden> {
  const { geboortedatum, achternaam } = gezocht
  if (geboortedatum === undefined || !SURNAME.test(achternaam)) return { onzeker: 'niet-gevonden' }
  const found = await ask({
    type: 'ZoekMetGeslachtsnaamEnGeboortedatum',
    geslachtsnaam: achternaam,
    geboortedatum,
    inclusiefOverledenPersonen: true,
    fields: [BSN, ...NAAM],
  })
  return byNumber(ask, withName(found, gezocht))
}
