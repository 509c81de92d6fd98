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

/** How a purpose takes a field: as it is, as a class, as a district, as a flag, or not at all. */
export const Vorm = z.enum(['heel', 'klasse', 'wijk', 'vlag', 'afwezig'])
export type Vorm = z.infer<typeof Vorm>

type Afleiding = {
  readonly vorm: Exclude<Vorm, 'heel' | 'afwezig'>
  /** The fields it is made of: all of them must pass, or one where `een` says so. None: the signal type itself. */
  readonly bronnen: readonly VastVeld[]
  readonly een?: true
}

/**
 * Fields that nobody sends: each is derived at intake from fields that pass, is a field of its own in every rule, and is absent when its
 * source is withheld (docs/decisions/0027-derived-fields.md).
 */
export const AFLEIDINGEN = {
  signaalsoort: { vorm: 'klasse', bronnen: [] },
  crisisvlag: { vorm: 'vlag', bronnen: ['crisissignaal'] },
  'achterstand.bedragklasse': { vorm: 'klasse', bronnen: ['achterstand.bedragInCenten'] },
  'achterstand.leeftijdsklasse': {
    vorm: 'klasse',
    bronnen: ['achterstand.ontstaansdatum', 'achterstand.maanden'],
    een: true,
  },
  'adres.wijk': { vorm: 'wijk', bronnen: ['adres.postcode', 'adres.huisnummer'] },
} as const satisfies Record<string, Afleiding>

export type AfgeleidVeld = keyof typeof AFLEIDINGEN

/** The derived fields, in the order in which a verdict names them. */
export const AFGELEIDE_VELDEN = Object.keys(AFLEIDINGEN) as [AfgeleidVeld, ...AfgeleidVeld[]]

/** How a derived field is made. */
export function afleidingOf(veld: AfgeleidVeld): Afleiding {
  return AFLEIDINGEN[veld]
}

/** Whether a field is derived and not sent. */
export function isAfgeleid(veld: string): veld is AfgeleidVeld {
  return Object.hasOwn(AFLEIDINGEN, veld)
}

/** A field of a verdict: one that was sent, or one that was derived from it. */
export const Besluitveld = z.union([Veld, z.enum(AFGELEIDE_VELDEN)]).meta({
  description:
    'Naam van een veld, met punten; bijzonderheden.<code> is een eigen veld van een soort signaal; een afgeleid veld (klasse, wijk, vlag) maakt de poort zelf',
})
export type Besluitveld = z.infer<typeof Besluitveld>
