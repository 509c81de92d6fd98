/** What a municipality sees of its signals for one purpose, as a table. */
import type { GeopendeMelding } from '../../client/opener.ts'
import type { Openingsdoel } from '../../model/doel.ts'
import type { Veld } from '../../model/veld.ts'
import { type Accepted, addressIn, nameIn } from './stage.ts'
import { euro } from './words.ts'

type OpenedSignal = GeopendeMelding['signalen'][number]

/** A signal as its sender posted it and as the municipality opened it. */
export type Seen = { readonly accepted: Accepted; readonly signaal: OpenedSignal }

/** A header and a row for each signal; `-` stands for what is not to be seen. */
export function tableOf(doel: Openingsdoel, seen: readonly Seen[]): readonly (readonly string[])[] {
  const middle = MIDDLE[doel]
  return [
    ['nr', 'soort', 'naam', 'adres', middle.kop, 'bedrag', 'BSN'],
    ...seen.map((one) => [
      ...person(one),
      cell(one, middle.veld),
      cell(one, 'achterstand.bedragInCenten'),
      cell(one, 'persoon.burgerservicenummer'),
    ]),
  ]
}

const MIDDLE = {
  hulpaanbod: { kop: 'telefoon', veld: 'contact.telefoonnummer' },
  controle: { kop: 'geboren', veld: 'persoon.geboortedatum' },
} as const satisfies Record<Openingsdoel, { kop: string; veld: Veld }>

const person = ({ accepted, signaal }: Seen): readonly string[] => {
  const opened = nest(signaal.velden)
  return [
    String(accepted.nummer),
    signaal.signaaltype === 'huur' ? 'huur' : 'premie',
    nameIn(opened),
    addressIn(opened),
  ]
}

const cell = ({ signaal }: Seen, veld: Veld): string => {
  const value = signaal.velden[veld]
  if (value === undefined) return '-'
  if (veld === 'achterstand.bedragInCenten') return euro(Number(value))
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Fields by dotted name as the nested signal they came from, as far as a table shows it. */
function nest(velden: OpenedSignal['velden']): Readonly<Record<string, unknown>> {
  const part = (prefix: string): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(velden)
        .filter(([veld]) => veld.startsWith(prefix))
        .map(([veld, value]) => [veld.slice(prefix.length), value]),
    )
  return { persoon: part('persoon.'), adres: part('adres.') }
}
