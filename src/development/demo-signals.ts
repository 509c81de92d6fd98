/** Builders of the demo's signals: invented persons on the invented streets of `streets.ts`. */
import type { Dag } from '../model/ids.ts'
import { premium, rent, type Signal, withPerson } from './examples.ts'

const STREETS = {
  lindelaanEven: { straatnaam: 'Lindelaan', postcode: '6811AB', plaatsnaam: 'Arnhem' },
  lindelaanOneven: { straatnaam: 'Lindelaan', postcode: '6811AC', plaatsnaam: 'Arnhem' },
  zonnebloemstraat: { straatnaam: 'Zonnebloemstraat', postcode: '6825CD', plaatsnaam: 'Arnhem' },
  wevershof: { straatnaam: 'Wevershof', postcode: '5011EF', plaatsnaam: 'Tilburg' },
  spinnerij: { straatnaam: 'Spinnerij', postcode: '5038GH', plaatsnaam: 'Tilburg' },
  havenkade: { straatnaam: 'Havenkade', postcode: '4811JK', plaatsnaam: 'Breda' },
} as const

/** One person at one address with one amount; `naam` is initials, prefix if any, surname. */
type Who = {
  readonly naam: readonly [voorletters: string, achternaam: string, voorvoegsel?: string]
  readonly woont: readonly [street: keyof typeof STREETS, huisnummer: number]
  readonly centen: number
}

type Change = (signal: Signal, dag: Dag) => Signal
type Make = (dag: Dag, kenmerk: string) => Signal

const asItIs: Change = (signal) => signal

const place = (signal: Signal, kenmerk: string, who: Who): Signal => {
  const [street, huisnummer] = who.woont
  const { bedragInCenten: _, ...age } = signal['achterstand'] as Signal
  return {
    ...signal,
    kenmerk,
    adres: { ...STREETS[street], huisnummer },
    achterstand: { bedragInCenten: who.centen, ...age },
  }
}

const nameOf = ({ naam: [voorletters, achternaam, voorvoegsel] }: Who): Signal => ({
  voorletters,
  ...(voorvoegsel === undefined ? {} : { voorvoegsel }),
  achternaam,
})

/** `M. Çelik` is `celik@example.nl`, `J. de Boer` is `deboer@example.nl`. */
const mailOf = ({ naam: [, achternaam, voorvoegsel = ''] }: Who): string => {
  const name = `${voorvoegsel}${achternaam}`.normalize('NFD').replaceAll(/[\p{M} ]/gu, '')
  return `${name.toLowerCase()}@example.nl`
}

/** Rent arrears of 62 days; `toestel` ends the telephone number, so that each person has an own one. */
export function huur(who: Who & { readonly toestel: number }, change: Change = asItIs): Make {
  return (dag, kenmerk) => {
    const persoon = { ...nameOf(who), natuurlijkPersoon: true }
    const contact = { telefoonnummer: `+316000000${who.toestel}`, emailadres: mailOf(who) }
    return change({ ...place(rent(dag, ''), kenmerk, who), persoon, contact }, dag)
  }
}

/** Premium arrears of 62 days without BSN. */
export function premie(who: Who & { readonly geboren: string }, change: Change = asItIs): Make {
  return (dag, kenmerk) => {
    const { geboren: geboortedatum } = who
    const persoon = { ...nameOf(who), geboortedatum, natuurlijkPersoon: true }
    return change({ ...place(premium(dag, ''), kenmerk, who), persoon }, dag)
  }
}

/** The change that adds a BSN of the test range. */
export const metBsn: Change = (signal) => withPerson(signal, { burgerservicenummer: '999990019' })

/** The change that gives the arrears another age. */
export const metLeeftijd =
  (age: (dag: Dag) => Signal): Change =>
  (signal, dag) => {
    const { bedragInCenten } = signal['achterstand'] as Signal
    return { ...signal, achterstand: { bedragInCenten, ...age(dag) } }
  }
