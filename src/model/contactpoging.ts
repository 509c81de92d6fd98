/** An attempt of a municipality to reach the person of a melding, in our names with those of DDAS 1.2 beside them. */
import { z } from 'zod'
import { Dag } from './ids.ts'

/** `EnumContactsoort` of DDAS 1.2. */
export const CONTACTSOORTEN = {
  administratief: 'Administratief',
  'afspraak-op-locatie': 'Afspraak op locatie',
  brief: 'Brief',
  huisbezoek: 'Huisbezoek',
  kaartje: 'Kaartje',
  mail: 'Mail',
  onbekend: 'Onbekend',
  overige: 'Overige',
  'sms-whatsapp': 'SMS/Whatsapp',
  telefoon: 'Telefoon',
} as const
export type Contactsoort = keyof typeof CONTACTSOORTEN
export const Contactsoort = z.enum(Object.keys(CONTACTSOORTEN) as [Contactsoort, ...Contactsoort[]])

/** `EnumDagdeel` of DDAS 1.2: until 12:00, until 18:00, after that. */
export const DAGDELEN = { ochtend: 'Ochtend', middag: 'Middag', avond: 'Avond' } as const
export type Dagdeel = keyof typeof DAGDELEN
export const Dagdeel = z.enum(Object.keys(DAGDELEN) as [Dagdeel, ...Dagdeel[]])

/** Why one does not count after all. */
export const Vervalreden = z.enum(['verkeerde-melding', 'dubbel', 'onjuist'])
export type Vervalreden = z.infer<typeof Vervalreden>

export const ContactpogingId = z
  .uuid()
  .meta({ description: 'Id van de contactpoging' })
  .brand<'ContactpogingId'>()
export type ContactpogingId = z.infer<typeof ContactpogingId>

/** What is recorded; `bereikt`: somebody spoke with the person, or got an answer. */
export const NieuweContactpoging = z.strictObject({
  soort: Contactsoort,
  dagdeel: Dagdeel,
  bereikt: z.boolean(),
  datum: Dag,
})
export type NieuweContactpoging = z.infer<typeof NieuweContactpoging>

export const Contactpoging = NieuweContactpoging.extend({
  id: ContactpogingId,
  /** It does not count any more, and stays with its reason until its melding goes. */
  vervallen: Vervalreden.optional(),
})
export type Contactpoging = z.infer<typeof Contactpoging>

/** Kinds in which two persons speak with each other: reached by one of these, the first conversation took place. */
const GESPREK: ReadonlySet<Contactsoort> = new Set([
  'afspraak-op-locatie',
  'huisbezoek',
  'telefoon',
])

export function isGesprek({ soort, bereikt }: Pick<Contactpoging, 'soort' | 'bereikt'>): boolean {
  return bereikt && GESPREK.has(soort)
}
