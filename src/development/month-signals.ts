/** A month at one municipality: 2,000 invented persons at Nijmegen, signalled by five creditors in one list each. Nobody of them exists. */
import { addDays } from '../legal/calendar.ts'
import type { Dag } from '../model/ids.ts'
import { EXAMPLES, type Signal } from './examples.ts'

/** A list of one creditor; `door` is the folder of its party. */
export type MonthList = {
  readonly door: string
  readonly signalen: readonly Signal[]
}

/** Whose list, made from which lawful example, for how many persons. Together 2,000. */
const SENDERS = [
  { door: 'de-linde', voorbeeld: 'huur', aantal: 500 },
  { door: 'het-lage-land', voorbeeld: 'huur', aantal: 400 },
  { door: 'kompas', voorbeeld: 'premie', aantal: 400 },
  { door: 'lichtbron', voorbeeld: 'energie', aantal: 400 },
  { door: 'heldere-bron', voorbeeld: 'drinkwater', aantal: 300 },
] as const

/** One street in each of eight districts (`streets.ts`), 45 even numbers each. */
const STREETS = [
  ['Rivierpad', '6511NP'],
  ['Wilgenweg', '6521AA'],
  ['Korenhof', '6522AB'],
  ['Molenpad', '6523AC'],
  ['Beekstraat', '6524AD'],
  ['Veldweg', '6531AE'],
  ['Kersenlaan', '6532AG'],
  ['Dijkhof', '6533AH'],
] as const
const NUMBERS = 45

/** A prime number of them, so that no two at one address share a name. */
const SURNAMES =
  'Aalbers Beumer Coenen Driessen Ekkel Faber Geurts Hermsen Ilbrink Jochems Kuipers Lensink Meurs Nabuurs Ottens Peelen Quist Rutten Smeenk Teunissen Uding Verbeek Wessels Zegers Arts Boon Claassen Derks Evers Franken Gradus'.split(
    ' ',
  )
const LETTERS = 'ABCDEFGHKLM'

const initialsOf = (index: number): string => {
  const count = Math.floor(index / SURNAMES.length)
  return `${LETTERS[count % LETTERS.length]}.${LETTERS[Math.floor(count / LETTERS.length) % LETTERS.length]}.`
}

/** One amount in each of four classes. */
const AMOUNTS = [18_000, 38_000, 74_000, 160_000]

/** Person `index` of the month, at an address, a district and an amount of its own turn. */
function signalOf(example: Signal, index: number, dag: Dag): Signal {
  const [straatnaam, postcode] = STREETS[index % STREETS.length] ?? STREETS[0]
  const house = Math.floor(index / STREETS.length)
  const {
    geboortedatum: _,
    burgerservicenummer: __,
    voorvoegsel: ___,
    ...persoon
  } = example['persoon'] as Signal
  const { contact: ____, ...rest } = example
  return {
    ...rest,
    kenmerk: `MND-${dag}-${index + 1}`,
    persoon: {
      ...persoon,
      voorletters: initialsOf(index),
      achternaam: SURNAMES[index % SURNAMES.length],
    },
    adres: {
      straatnaam,
      huisnummer: 2 + 2 * (house % NUMBERS),
      huisnummertoevoeging: String(1 + Math.floor(house / NUMBERS)),
      postcode,
      plaatsnaam: 'Nijmegen',
    },
    achterstand: {
      bedragInCenten: AMOUNTS[house % AMOUNTS.length] ?? 0,
      ontstaansdatum: addDays(dag, -75),
    },
  }
}

/** The lists of the month, all as of `dag`. */
export function monthLists(dag: Dag): readonly MonthList[] {
  let index = 0
  return SENDERS.map(({ door, voorbeeld, aantal }) => {
    const example = EXAMPLES.find(({ naam }) => naam === voorbeeld)?.maak(dag, '')
    if (example === undefined) throw new Error(`there is no example ${voorbeeld}`)
    const signalen = Array.from({ length: aantal }, () => signalOf(example, index++, dag))
    return { door, signalen }
  })
}
