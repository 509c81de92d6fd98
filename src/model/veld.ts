/** The closed vocabulary of fields: what a signal can say, by dotted name. A field outside it is a schema error. */
import { z } from 'zod'

const persoon = [
  'voorletters',
  'voorvoegsel',
  'achternaam',
  'geboortedatum',
  'burgerservicenummer',
] as const

/** Fields in the order in which a signal is read. Each present one gets exactly one decision. */
export const VELDEN = [
  'signaaldatum',
  'crisissignaal',
  'warmeOverdracht',
  ...persoon.map((veld) => `persoon.${veld}` as const),
  'persoon.natuurlijkPersoon',
  ...persoon.map((veld) => `medecontractant.${veld}` as const),
  'adres.straatnaam',
  'adres.huisnummer',
  'adres.huisletter',
  'adres.huisnummertoevoeging',
  'adres.postcode',
  'adres.plaatsnaam',
  'contact.telefoonnummer',
  'contact.emailadres',
  'achterstand.bedragInCenten',
  'achterstand.ontstaansdatum',
  'achterstand.maanden',
  'klantnummer',
  'polis.uzovinummer',
  'eindeleveringDatum',
  'onderdeel',
  'inspanningen.pogingPersoonlijkContactDatum',
  'inspanningen.gewezenOpSchuldhulpDatum',
  'inspanningen.herinneringen',
  'inspanningen.aanbodGegevensdelingDatum',
  'inspanningen.reactie',
] as const

export type VastVeld = (typeof VELDEN)[number]

const BIJZONDER = 'bijzonderheden.'

/** The name of one of the fields that a signal type has of its own: a policy declares its code (docs/decisions/0021-own-fields-of-a-type.md). */
export type BijzonderVeld = `${typeof BIJZONDER}${string}`

/** The code of a field of a signal type's own, as `bijzonderheden` gives it. */
export const Bijzondercode = z.string().regex(/^[a-z-]{1,40}$/)

/** The field of one code of `bijzonderheden`. */
export function bijzonderVeld(code: string): BijzonderVeld {
  return `${BIJZONDER}${code}`
}

/** Whether a field is one that a policy declares. */
export function isBijzonder(veld: Veld): veld is BijzonderVeld {
  return veld.startsWith(BIJZONDER)
}

/** The dotted name of one field of a signal. */
export const Veld = z
  .union([
    z.enum(VELDEN),
    z.string().regex(/^bijzonderheden\.[a-z-]{1,40}$/) as unknown as z.ZodType<BijzonderVeld>,
  ])
  .meta({
    description:
      'Naam van een veld, met punten; bijzonderheden.<code> is een eigen veld van een soort signaal',
  })
export type Veld = z.infer<typeof Veld>
