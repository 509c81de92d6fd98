/** What a municipality keeps of a melding that it opened: on its own disk, sealed to its own key, for its own term. */
import { z } from 'zod'
import { dayInAmsterdam } from '../../../model/calendar.ts'
import { Dag, Gemeentecode, Oin, SignaalId } from '../../../model/ids.ts'
import { Signaaltype } from '../../../model/signaal.ts'
import { Resultaat } from '../../../model/terugkoppeling.ts'
import { Veld } from '../../../model/veld.ts'

/** How someone was approached, as DDAS 1.2 spells it. */
export const CONTACTSOORTEN = [
  'Administratief',
  'Afspraak op locatie',
  'Brief',
  'Huisbezoek',
  'Kaartje',
  'Mail',
  'Onbekend',
  'Overige',
  'SMS/Whatsapp',
  'Telefoon',
] as const
export const DAGDELEN = ['Ochtend', 'Middag', 'Avond'] as const

/** Why someone wants no help, in codes of this house: free text about a person is kept nowhere. */
const REDENEN_GEEN_HULP = [
  'lost-het-zelf-op',
  'heeft-al-hulp',
  'geen-vertrouwen',
  'nu-niet',
  'andere-problemen-eerst',
  'niet-verschenen',
  'onbekend',
] as const

/** One attempt; `id` makes it once, however often it is read in. */
export const Poging = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
  soort: z.enum(CONTACTSOORTEN),
  bereikt: z.boolean(),
  datum: Dag,
  dagdeel: z.enum(DAGDELEN).optional(),
})
export type Poging = z.infer<typeof Poging>

/** What came of it, with what only the municipality knows: each of these may stay away. */
export const Vervolg = z.strictObject({
  resultaat: Resultaat,
  datum: Dag,
  planVanAanpak: z.boolean().optional(),
  schuldregelingGestart: z.boolean().optional(),
  schuldBijAanvangInEuro: z.int().min(0).optional(),
  schuldeisersBijAanvang: z.int().min(0).optional(),
  afgerond: z.boolean().optional(),
  tevredenheid: z.int().min(1).max(10).optional(),
  redenGeenHulp: z.enum(REDENEN_GEEN_HULP).optional(),
  aangemeldDatum: Dag.optional(),
})
export type Vervolg = z.infer<typeof Vervolg>

export const Dossiersignaal = z.strictObject({
  id: SignaalId,
  versie: z.int().min(1),
  signaaltype: Signaaltype,
  deelnemer: Oin,
  aangeleverdTijdstip: z.iso.datetime(),
  velden: z.partialRecord(Veld, z.unknown()),
})
export type Dossiersignaal = z.infer<typeof Dossiersignaal>

export const Dossier = z.strictObject({
  vorm: z.literal(1),
  melding: SignaalId,
  gemeentecode: Gemeentecode,
  soort: z.enum(['enkelvoudig', 'meervoudig', 'opeenvolgend']),
  /** The day on which it was first kept here: when the municipality took it up. */
  opgepaktDatum: Dag,
  /** The last day on which something of it changed: its term runs from there. */
  bijgewerktDatum: Dag,
  signalen: z.array(Dossiersignaal).min(1),
  contactpogingen: z.array(Poging),
  vervolg: Vervolg.optional(),
})
export type Dossier = z.infer<typeof Dossier>

/** The day on which a signal came in. */
export const dagVan = ({ aangeleverdTijdstip }: Pick<Dossiersignaal, 'aangeleverdTijdstip'>): Dag =>
  dayInAmsterdam(new Date(aangeleverdTijdstip))

/** `YYYY-MM` in which its first signal came in. */
export function maandVan({ signalen }: Pick<Dossier, 'signalen'>): string {
  const [first] = signalen.map(dagVan).toSorted()
  if (first === undefined) throw new Error('a record has no signals')
  return first.slice(0, 7)
}

/** A field of a signal as this type, or undefined where it is not there. */
export function veldVan<T>(
  { velden }: Dossiersignaal,
  veld: Veld,
  vorm: z.ZodType<T>,
): T | undefined {
  const read = vorm.safeParse(velden[veld])
  return read.success ? read.data : undefined
}
