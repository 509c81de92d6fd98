/** Bodies that exist only at the door: collections and confirmations of nouns. */
import { z } from 'zod'
import { Auditgebeurtenis } from '../model/auditgebeurtenis.ts'
import { Deelnemerkaart } from '../model/deelnemerstand.ts'
import { Gemeentegebeurtenis } from '../model/gemeentegebeurtenis.ts'
import { SignaalId } from '../model/ids.ts'
import { Melding } from '../model/melding.ts'
import { Sleutel } from '../model/sleutel.ts'
import { Terugkoppeling } from '../model/terugkoppelregel.ts'

/** A page. */
export const Meldingen = z.strictObject({ meldingen: z.array(Melding) })

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

/** The keys of one party. */
export const Sleutels = z.strictObject({ sleutels: z.array(Sleutel) })

/** A page of events. */
export const Auditgebeurtenissen = z.strictObject({
  auditgebeurtenissen: z.array(Auditgebeurtenis),
})
