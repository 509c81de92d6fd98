/** Events of what a municipality did after opening: results, attempts, views, meldingen that it joined or parted. */
import { z } from 'zod'
import { ContactpogingId, Contactsoort, Vervalreden } from '../contactpoging.ts'
import { Termijnsoort } from '../gemeentegebeurtenis.ts'
import { Gemeentecode, SignaalId } from '../ids.ts'
import { Raadpleegreden } from '../raadpleging.ts'
import { Terugkoppelcode, Tussentijdscode, Uitkomstgroep } from '../terugkoppeling.ts'
import { AuditActor } from './actor.ts'

/** A deed of one of its persons at a melding. */
const Opvolgdaad = {
  actor: AuditActor,
  gemeentecode: Gemeentecode,
  meldingId: SignaalId,
} as const

export const FOLLOW_UP_EVENTS = [
  z.strictObject({
    soort: z.literal('resultaat-vastgelegd'),
    ...Opvolgdaad,
    versie: z.int(),
    stap: z.enum(['afsluiten', 'heropenen']),
    uitkomstgroep: Uitkomstgroep,
    terugkoppelcode: Terugkoppelcode,
    metDetail: z.boolean(),
  }),
  z.strictObject({
    soort: z.literal('tussenbericht-gegeven'),
    ...Opvolgdaad,
    signaalId: SignaalId,
    code: Tussentijdscode,
  }),
  z.strictObject({
    soort: z.literal('contactpoging-vastgelegd'),
    ...Opvolgdaad,
    pogingId: ContactpogingId,
    contactsoort: Contactsoort,
    bereikt: z.boolean(),
  }),
  z.strictObject({
    soort: z.literal('contactpoging-vervallen'),
    ...Opvolgdaad,
    pogingId: ContactpogingId,
    reden: Vervalreden,
  }),
  z.strictObject({
    soort: z.literal('melding-geraadpleegd'),
    ...Opvolgdaad,
    geraadpleegdDoor: z.string().max(100),
    reden: Raadpleegreden,
    geraadpleegdTijdstip: z.iso.datetime(),
  }),
  z.strictObject({
    soort: z.literal('meldingen-samengevoegd'),
    ...Opvolgdaad,
    andereMeldingId: SignaalId,
    signalen: z.array(SignaalId),
  }),
  z.strictObject({
    soort: z.literal('melding-gesplitst'),
    ...Opvolgdaad,
    andereMeldingId: SignaalId,
    signalen: z.array(SignaalId),
  }),
  z.strictObject({
    soort: z.literal('termijn-gemeld'),
    gemeentecode: Gemeentecode,
    meldingId: SignaalId,
    wat: Termijnsoort,
  }),
] as const
