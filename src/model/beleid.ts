/** Which set of policies is in force, who approved it, and how an attempt to replace it ended. */
import { z } from 'zod'
import { Beheerder } from './beheer.ts'
import { Dag } from './ids.ts'

/** SHA-256 over all files of a set, lower-case hex. */
export const Beleidshash = z.string().regex(/^[0-9a-f]{64}$/)
export type Beleidshash = z.infer<typeof Beleidshash>

/** In which capacity someone approves a set. */
export const Goedkeurdersrol = z.enum([
  'proceseigenaar',
  'jurist',
  'functionaris-gegevensbescherming',
])
export type Goedkeurdersrol = z.infer<typeof Goedkeurdersrol>

/** Who approved: an own opaque reference, never a name. */
export const Ondertekenaar = z.strictObject({ persoon: Beheerder, rol: Goedkeurdersrol })
export type Ondertekenaar = z.infer<typeof Ondertekenaar>

/** What a set follows on: the activation that is in force when it is signed; null for the very first. */
export const Voorganger = z.strictObject({ nummer: z.int().min(1), hash: Beleidshash }).nullable()
export type Voorganger = z.infer<typeof Voorganger>

/** One activation, as it stands recorded. `handtekeningen` are compact JWS. */
export type Activering = {
  readonly nummer: number
  readonly hash: Beleidshash
  readonly vorige: Beleidshash | undefined
  readonly actief: Date
  readonly handtekeningen: readonly string[]
}

/** Why a set was not taken over; each has its sentence in `MISLUKT`. */
export const Beleidsfout = z.enum([
  'beleid-klopt-niet',
  'map-onbruikbaar',
  'handtekening-ontbreekt',
  'handtekening-onjuist',
  'handtekening-van-een',
  'goedkeurders-onbruikbaar',
  'ingehaald',
  'niet-hier',
])
export type Beleidsfout = z.infer<typeof Beleidsfout>

/** What each says on a page for operators. */
export const MISLUKT = {
  'beleid-klopt-niet': 'het beleid in de map klopt niet',
  'map-onbruikbaar': 'de map met beleid is niet te lezen of veranderde tijdens het lezen',
  'handtekening-ontbreekt': 'het beleid is niet ondertekend',
  'handtekening-onjuist': 'een handtekening klopt niet of hoort bij iets anders',
  'handtekening-van-een':
    'het beleid is niet door twee verschillende personen in de vereiste rollen ondertekend',
  'goedkeurders-onbruikbaar': 'de map met goedkeurders is niet te gebruiken',
  ingehaald: 'een ander proces was eerder met een nieuw beleid',
  'niet-hier': 'een ander proces nam beleid over dat hier niet is, of niet is na te gaan',
} as const satisfies Record<Beleidsfout, string>

/**
 * `actueel`: what is in force is what the last attempt asked for. `verouderd`: the last attempt failed, the set of before decides on.
 * `achter`: another process took over a set that this one does not have; it decides nothing until it does.
 */
const Beleidstoestand = z.enum(['actueel', 'verouderd', 'achter'])

/** How the policies of one process stand; `nummer` and `hash` are those it decides by. */
export const Beleidsstand = z.strictObject({
  toestand: Beleidstoestand,
  nummer: z.int().min(1),
  hash: Beleidshash,
  actiefTijdstip: z.iso.datetime(),
  ondertekenaars: z.array(Ondertekenaar),
  laatsteMislukking: z.strictObject({ tijdstip: z.iso.datetime(), soort: Beleidsfout }).optional(),
})
export type Beleidsstand = z.infer<typeof Beleidsstand>

/**
 * How `beleid activeer` ended. `fouten` name file, line and remedy; `open` are the open questions that the set of before had not, each with who
 * accepted it, of `openTotaal` in all.
 */
export const Activeringsuitkomst = z.discriminatedUnion('uitkomst', [
  z.strictObject({
    uitkomst: z.literal('geactiveerd'),
    stand: Beleidsstand,
    veranderingen: z.array(z.string()),
    velden: z.array(z.string()),
    open: z.array(z.string()),
    openTotaal: z.int().min(0),
  }),
  z.strictObject({ uitkomst: z.literal('ongewijzigd'), stand: Beleidsstand }),
  z.strictObject({
    uitkomst: z.literal('geweigerd'),
    soort: Beleidsfout,
    fouten: z.array(z.string()),
    stand: Beleidsstand,
  }),
])
export type Activeringsuitkomst = z.infer<typeof Activeringsuitkomst>

/** What `beleid wat-als` asks: a folder on the gateway's machine, from when, and as which day it decides (absent: each verdict's own). */
export const WatAlsVraag = z.strictObject({
  map: z.string().min(1).max(4096),
  sinds: Dag.optional(),
  dag: Dag.optional(),
})
export type WatAlsVraag = z.infer<typeof WatAlsVraag>

/** Lines of Dutch, in counts only. */
export const WatAlsUitkomst = z.strictObject({ regels: z.array(z.string()) })
export type WatAlsUitkomst = z.infer<typeof WatAlsUitkomst>

/** Verdicts that were decided again so far. */
export const WatAlsVoortgang = z.strictObject({ aantal: z.int().min(0) })
export type WatAlsVoortgang = z.infer<typeof WatAlsVoortgang>

/** What a person signs. `uiterlijk` is the last day on which the set may be taken over. */
export const Beleidsverklaring = z.strictObject({
  beleid: Beleidshash,
  na: Voorganger,
  omgeving: z.enum(['proef', 'productie']),
  vanaf: Dag,
  uiterlijk: Dag,
  persoon: Beheerder,
  rol: Goedkeurdersrol,
  ondertekendTijdstip: z.iso.datetime(),
})
export type Beleidsverklaring = z.infer<typeof Beleidsverklaring>
