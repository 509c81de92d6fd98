/** The CSV template: the columns that a rule lets pass or weighs, with one example row about nobody. */
import { KOLOMNAMEN } from '../../intake/list/columns.ts'
import { addDays } from '../../legal/calendar.ts'
import type { Policies } from '../../legal/compile.ts'
import { isWithin } from '../../legal/window.ts'
import { csvLine } from '../../model/csv-line.ts'
import type { Dag } from '../../model/ids.ts'

/** What every rule weighs, whether or not it passes. */
const ALWAYS = [
  'kenmerk',
  'signaaltype',
  'signaaldatum',
  'persoon.achternaam',
  'persoon.natuurlijkPersoon',
  'adres.huisnummer',
  'adres.postcode',
  'achterstand.bedragInEuro',
  'achterstand.ontstaansdatum',
]
const NOT_SHOWN = ['achterstand.bedragInCenten', 'achterstand.maanden']
const EFFORTS = /^inspanningen\./

/** A date in the example: so many days before today. */
const DAYS: Readonly<Record<string, number>> = {
  signaaldatum: 0,
  'achterstand.ontstaansdatum': -62,
  'inspanningen.pogingPersoonlijkContactDatum': -12,
  'inspanningen.gewezenOpSchuldhulpDatum': -30,
  'inspanningen.aanbodGegevensdelingDatum': -43,
  eindeleveringDatum: 40,
}
const VALUES: Readonly<Record<string, string>> = {
  'persoon.voorletters': 'J.',
  'persoon.voorvoegsel': 'de',
  'persoon.achternaam': 'Boer',
  'persoon.geboortedatum': '15-6-1985',
  'persoon.burgerservicenummer': '999990019',
  'persoon.natuurlijkPersoon': 'ja',
  'adres.straatnaam': 'Lindelaan',
  'adres.huisnummer': '12',
  'adres.postcode': '6811AB',
  'adres.plaatsnaam': 'Arnhem',
  'contact.telefoonnummer': '06-12345678',
  'contact.emailadres': 'j@example.nl',
  'achterstand.bedragInEuro': '812,00',
  klantnummer: '8841-22',
  'polis.uzovinummer': '9999',
  'inspanningen.reactie': 'geen',
}

const dutch = (dag: Dag): string => dag.split('-').toReversed().map(Number).join('-')

function exampleOf(kolom: string, signaaltype: string, dag: Dag): string {
  if (kolom === 'kenmerk') return `VOORBEELD-${dag.slice(0, 7)}-1`
  if (kolom === 'signaaltype') return signaaltype
  if (kolom === 'inspanningen.herinneringen')
    return [-60, -43, -28].map((days) => dutch(addDays(dag, days))).join('|')
  const days = DAYS[kolom]
  return days === undefined ? (VALUES[kolom] ?? '') : dutch(addDays(dag, days))
}

/**
 * Head and example row for a type, by the rule that holds on `dag`; every column without a type.
 * @throws Error in Dutch when no rule allows the type then
 */
export function templateOf(policies: Policies, signaaltype: string | undefined, dag: Dag): string {
  const kolommen = signaaltype === undefined ? KOLOMNAMEN : columnsOf(policies, signaaltype, dag)
  const example = kolommen.map((kolom) => exampleOf(kolom, signaaltype ?? 'huur', dag))
  return `\ufeff${csvLine(kolommen)}${csvLine(example)}`
}

function columnsOf(policies: Policies, signaaltype: string, dag: Dag): readonly string[] {
  const rule = policies.regels.get(signaaltype)?.find((one) => isWithin(one, dag))
  if (rule === undefined) {
    const known = [...policies.regels.keys()].toSorted().join(', ')
    throw new Error(`voor "${signaaltype}" geldt nu geen regel; kies uit: ${known}`)
  }
  const passing = new Set([...ALWAYS, ...Object.keys(rule.file.velden)])
  const plain = KOLOMNAMEN.filter(
    (kolom) => (passing.has(kolom) || EFFORTS.test(kolom)) && !NOT_SHOWN.includes(kolom),
  )
  const own = Object.entries(rule.file.bijzonderheden).map(([code, { soort }]) => {
    const kind = soort === 'bedragInCenten' ? 'bedragInEuro' : soort
    return `bijzonderheden.${code}:${kind}`
  })
  return [...plain, ...own]
}
