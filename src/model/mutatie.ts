/** What a VLP tells of signals that it delivered, many at once by kenmerk: a withdrawal, or how the debt developed; and what became of each row. */
import { z } from 'zod'
import { Dag, Kenmerk, Onderdeel, SignaalId } from './ids.ts'
import { Intrekkingsreden } from './intrekking.ts'
import { Regelfout } from './lijstbericht.ts'
import { Schuldontwikkeling } from './signaalreis.ts'

/** One row: a withdrawal, or `schuldverloop` with the day of which it tells. */
export const Mutatie = z
  .strictObject({
    kenmerk: Kenmerk,
    onderdeel: Onderdeel.optional(),
    intrekking: Intrekkingsreden.optional(),
    schuldverloop: Schuldontwikkeling.optional().meta({
      description:
        'Hoe de achterstand zich sinds het signaal ontwikkelde: opgelopen, betaald maar met nieuwe achterstand, ingelopen, of geen achterstand meer',
    }),
    datum: Dag.optional().meta({
      description: 'Verplicht bij schuldverloop: de dag waarop het zo was',
    }),
  })
  .superRefine(({ intrekking, schuldverloop, datum }, context) => {
    const fault = (name: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [name], message })
    if ((intrekking === undefined) === (schuldverloop === undefined))
      fault('intrekking', 'Geef een intrekking of een schuldverloop, een van beide')
    if (schuldverloop !== undefined && datum === undefined)
      fault('datum', 'Geef bij een schuldverloop de dag waarop het zo was')
    if (schuldverloop === undefined && datum !== undefined)
      fault('datum', 'Alleen een schuldverloop heeft een datum')
  })
export type Mutatie = z.infer<typeof Mutatie>

/**
 * What became of a row. `ongewijzigd`: it was so already; `onbekend`: no signal of the sender has this kenmerk; `onmogelijk`: its signal cannot have
 * this any more, and what can be; `onjuist`: no mutation. All follow from what the sender did itself.
 */
export const MUTATIE_UITKOMSTEN = [
  'gedaan',
  'ongewijzigd',
  'onbekend',
  'onmogelijk',
  'onjuist',
] as const
export const Mutatieuitkomst = z.enum(MUTATIE_UITKOMSTEN)
export type Mutatieuitkomst = z.infer<typeof Mutatieuitkomst>

const Aantal = z.int().min(0)

/** Rows by what became of them. */
export const Mutatietelling = z.strictObject({
  gedaan: Aantal,
  ongewijzigd: Aantal,
  onbekend: Aantal,
  onmogelijk: Aantal,
  onjuist: Aantal,
})
export type Mutatietelling = z.infer<typeof Mutatietelling>

/** One row's outcome. */
export const Mutatieregel = z.strictObject({
  regel: z.int().min(1).meta({ description: 'Nummer van de regel in de lijst' }),
  kenmerk: Kenmerk.optional(),
  onderdeel: Onderdeel.optional(),
  uitkomst: Mutatieuitkomst,
  id: SignaalId.optional(),
  fouten: z
    .array(Regelfout)
    .optional()
    .meta({ description: 'Waarom niet, en wat wel kan; nooit een waarde' }),
})
export type Mutatieregel = z.infer<typeof Mutatieregel>

/** What the gateway says while mutations come in, one a line. `stand` comes after each part that was committed, `slot` when all of it is in. */
export const Mutatiebericht = z.discriminatedUnion('soort', [
  Mutatieregel.extend({ soort: z.literal('regel') }),
  z.strictObject({ soort: z.literal('stand'), aantallen: Mutatietelling }),
  z.strictObject({ soort: z.literal('slot'), aantallen: Mutatietelling }),
])
export type Mutatiebericht = z.infer<typeof Mutatiebericht>
