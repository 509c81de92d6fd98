/** A melding (report) as a municipality receives it: one or more signals of one person. */
import { z } from 'zod'
import { Gemeentecode, Oin, SignaalId } from './ids.ts'
import { Opvolging } from './resultaat.ts'
import { Veldzegel } from './sealed.ts'
import { Signaaltype } from './signaal.ts'

const Tijdstip = z.iso.datetime().meta({ examples: ['2026-11-23T09:00:00.000Z'] })

/** One signal of a melding, with the fields that pass for the purpose of the call. */
export const Meldingsignaal = z.strictObject({
  id: SignaalId,
  versie: z.int().min(1),
  signaaltype: Signaaltype,
  gemeentecode: Gemeentecode,
  deelnemer: Oin,
  aangeleverdTijdstip: Tijdstip,
  velden: z.array(Veldzegel),
})
export type Meldingsignaal = z.infer<typeof Meldingsignaal>

/** The signals of one person in one month; its id is that of the first and stays. Only what was chosen is here for help to be offered. */
export const Melding = z.strictObject({
  id: SignaalId,
  soort: z.enum(['enkelvoudig', 'meervoudig', 'opeenvolgend']),
  toestand: z.enum(['open', 'ontvangen', 'ingetrokken']),
  aanbod: z.enum(['volledig', 'licht']).optional().meta({
    description: 'Hoe zij is gekozen: voor een bezoek of gesprek, of alleen voor een brief',
  }),
  signalen: z.array(Meldingsignaal),
  /** Of one melding that was asked by its id. */
  opvolging: Opvolging.optional(),
})
export type Melding = z.infer<typeof Melding>
