/** Bodies that exist only at the door: collections and confirmations of nouns. */
import { z } from 'zod'
import { Aanlevering, Aanleveringregel } from '../model/aanlevering.ts'
import { Auditgebeurtenis } from '../model/auditgebeurtenis.ts'
import { Deelnemerkaart } from '../model/deelnemerstand.ts'
import { Gemeentegebeurtenis } from '../model/gemeentegebeurtenis.ts'
import { SignaalId } from '../model/ids.ts'
import { Lijstbericht } from '../model/lijstbericht.ts'
import { Melding } from '../model/melding.ts'
import { Mutatiebericht, Mutatieregel, Mutatietelling } from '../model/mutatie.ts'
import { Navraag } from '../model/navraag.ts'
import { Raadpleging } from '../model/raadpleging.ts'
import { Signaalstand } from '../model/signaalstand.ts'
import { Sleutel } from '../model/sleutel.ts'
import { Tussentijdscode } from '../model/terugkoppeling.ts'
import { Terugkoppeling } from '../model/terugkoppelregel.ts'
import { Probleem } from './problem-document.ts'

/** A page. */
export const Meldingen = z.strictObject({ meldingen: z.array(Melding) })

/** A list as CSV. */
export const Lijsttabel = z.string().meta({
  description:
    'CSV (RFC 4180) in UTF-8: een kopregel met veldnamen, gescheiden door ; of , of tab; een lege cel is een afwezig veld',
})

/** A list as one signal in JSON a line. */
export const Lijstregels = z.string().meta({
  description: 'NDJSON in UTF-8: op elke regel één Signaal, ten hoogste 64 KiB',
})

/** One line of the answer to a list; `afbreking` is the last where the gateway could not go on. */
export const Lijstantwoordregel = z.discriminatedUnion('soort', [
  ...Lijstbericht.options,
  z.strictObject({ soort: z.literal('afbreking'), probleem: Probleem }),
])

/** A list of mutations as CSV. */
export const Mutatietabel = z.string().meta({
  description:
    'CSV (RFC 4180) in UTF-8 met een kopregel; kolommen: kenmerk, onderdeel, intrekking, schuldverloop, datum. Een lege cel is een afwezig veld',
})

/** A list of mutations as one in JSON a line. */
export const Mutatieregels = z.string().meta({
  description: 'NDJSON in UTF-8: op elke regel één Mutatie',
})

/** One line of the answer to mutations. */
export const Mutatieantwoordregel = z.discriminatedUnion('soort', [
  ...Mutatiebericht.options,
  z.strictObject({ soort: z.literal('afbreking'), probleem: Probleem }),
])

/** All of that answer at once. */
export const Mutaties = z.strictObject({
  aantallen: Mutatietelling,
  regels: z.array(Mutatieregel).meta({ description: 'In de volgorde van de lijst' }),
  meer: z.boolean().meta({
    description:
      'Er waren meer regels dan hier staan (10.000); aantallen telt ze alle. Met Accept application/x-ndjson komt elke regel',
  }),
})

/** A page of a sender's lists, newest first. */
export const Aanleveringen = z.strictObject({ aanleveringen: z.array(Aanlevering) })

/** A page of the rows of one list. */
export const Aanleveringregels = z.strictObject({ regels: z.array(Aanleveringregel) })

/** A page of a VLP's own signals. */
export const Signalen = z.strictObject({ signalen: z.array(Signaalstand) })

/** A page of parties. */
export const Deelnemers = z.strictObject({ deelnemers: z.array(Deelnemerkaart) })

/** The meldingen that a municipality says it holds durably. */
export const Ontvangsten = z.strictObject({ meldingen: z.array(SignaalId).min(1).max(500) })

/** Those of them that are confirmed now, or were before. */
export const Ontvangstbevestiging = z.strictObject({ bevestigd: z.array(SignaalId) })

/** A page of the municipality's feed, oldest first. */
export const Gebeurtenissen = z.strictObject({
  gebeurtenissen: z.array(Gemeentegebeurtenis),
  sinds: z.string().optional().meta({
    description: 'Geef deze waarde de volgende keer mee; ontbreekt zolang er nooit iets was',
  }),
})

/** A page of a VLP's feedback, oldest first. */
export const Terugkoppelingen = z.strictObject({
  terugkoppelingen: z.array(Terugkoppeling),
  sinds: z.string().optional().meta({
    description: 'Geef deze waarde de volgende keer mee; ontbreekt zolang er nooit iets was',
  }),
})

/** A page of questions to a VLP. */
export const Navragen = z.strictObject({ navragen: z.array(Navraag) })
/** A message to a VLP before there is a result. */
export const Tussenbericht = z.strictObject({ code: Tussentijdscode })

/** Views of a case system. */
export const Raadplegingen = z.strictObject({ raadplegingen: z.array(Raadpleging).min(1).max(500) })

/** How many of them were new. */
export const Raadpleegbevestiging = z.strictObject({ nieuw: z.int().min(0) })

/** The other melding, whose signals come to this one. */
export const Samenvoeging = z.strictObject({ melding: SignaalId })

/** The signals that become a melding of their own. */
export const Splitsing = z.strictObject({ signalen: z.array(SignaalId).min(1).max(100) })

/** How the two meldingen are called now. */
export const Samenstelling = z.strictObject({ melding: SignaalId, andere: SignaalId })

/** The melding, and the version that the next If-Match must name. */
export const Resultaatgevolg = z.strictObject({ melding: SignaalId, versie: z.int().min(1) })

/** The keys of one party. */
export const Sleutels = z.strictObject({ sleutels: z.array(Sleutel) })

/** A page of events. */
export const Auditgebeurtenissen = z.strictObject({
  auditgebeurtenissen: z.array(Auditgebeurtenis),
})
