/** The indicators of one municipality and month as they are read. */
import { z } from 'zod'
import { Gemeentecode } from './ids.ts'
import { INDICATORNAMEN } from './indicator.ts'
import { INDICATORFASEN } from './indicatoruitleg.ts'
import { ONTWIKKELINGSRIJEN, RESULTAATKOLOMMEN } from './signaalreis.ts'

export const Maand = z
  .string()
  .regex(/^20\d\d-(?:0[1-9]|1[0-2])$/)
  .meta({ examples: ['2026-10'], description: 'Kalendermaand in Nederland, JJJJ-MM' })
export type Maand = z.infer<typeof Maand>

/** `eigen`: as the municipality counts; `openbaar`: what may leave it, small numbers hidden, and only what is frozen. */
export const Weergave = z.enum(['eigen', 'openbaar'])
export type Weergave = z.infer<typeof Weergave>

/** Which numbers are asked. The month: the last that closed, where it is left out; the municipality may be left out by who acts for one. */
export type Indicatorvraag = {
  readonly maand?: Maand
  readonly weergave: Weergave
  readonly gemeentecode?: Gemeentecode
}

/** Absent: hidden since it is small, or not known. */
const Aantal = z
  .int()
  .min(0)
  .optional()
  .meta({ description: 'Ontbreekt als het verborgen is omdat het klein is, of onbekend' })
const Getal = z.number().optional()

/** One value of an indicator: a district, a class, a type. */
export const Indicatordeel = z.strictObject({
  waarde: z.string(),
  aantal: Aantal,
  noemer: Aantal,
  procent: Getal,
})
export type Indicatordeel = z.infer<typeof Indicatordeel>

/** One indicator. `gemeente`: computed at the municipality, with what it opened. */
export const Indicatorregel = z.strictObject({
  naam: z.enum(INDICATORNAMEN),
  titel: z.string(),
  eenheid: z.enum(['aantal', 'procent', 'per1000', 'euro', 'tekst']),
  berekendDoor: z.enum(['poort', 'gemeente']),
  fase: z.enum(INDICATORFASEN).optional(),
  waarde: Getal,
  teller: Aantal,
  noemer: Aantal,
  delen: z.array(Indicatordeel).optional(),
})
export type Indicatorregel = z.infer<typeof Indicatorregel>

/** Whether the numbers of a phase can still change. */
const Fasestand = z.strictObject({
  stand: z.enum(['voorlopig', 'bevroren']),
  bevrorenTijdstip: z.iso.datetime().optional(),
})

/** Developments of the debt at the VLP (rows) beside the results at the municipality (columns). */
export const Signaalreis = z.strictObject({
  kolommen: z.array(
    z.strictObject({ kolom: z.enum([...RESULTAATKOLOMMEN, 'totaal']), aantal: z.int().min(0) }),
  ),
  rijen: z.array(
    z.strictObject({
      ontwikkeling: z.enum(ONTWIKKELINGSRIJEN),
      cellen: z.array(
        z.strictObject({ aantal: z.int().min(0), procent: z.int().min(0).max(100).optional() }),
      ),
    }),
  ),
})
export type Signaalreis = z.infer<typeof Signaalreis>

export const Indicatoren = z.strictObject({
  gemeentecode: Gemeentecode,
  maand: Maand,
  weergave: Weergave,
  /** The smallest number of persons that shows in a district, and in what is published. */
  kleinsteAantal: z.int().min(1),
  inwoners: z.int().min(1).optional(),
  fasen: z.strictObject({ instroom: Fasestand, uitkomst: Fasestand }),
  indicatoren: z.array(Indicatorregel),
  signaalreis: Signaalreis.optional(),
})
export type Indicatoren = z.infer<typeof Indicatoren>
