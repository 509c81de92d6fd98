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
  'bijzonderheden',
  'inspanningen.pogingPersoonlijkContactDatum',
  'inspanningen.gewezenOpSchuldhulpDatum',
  'inspanningen.herinneringen',
  'inspanningen.aanbodGegevensdelingDatum',
  'inspanningen.reactie',
] as const

/** The dotted name of one field of a signal. */
export const Veld = z.enum(VELDEN).meta({ description: 'Naam van een veld, met punten' })
export type Veld = z.infer<typeof Veld>
