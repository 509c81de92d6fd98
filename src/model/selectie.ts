/** A choice from the work list of one municipality: what is asked, the proposal that explains itself, and what was decided. */
import { z } from 'zod'
import { Persoon } from './bewaarbesluit.ts'
import { Gemeentecode, SignaalId } from './ids.ts'
import { Capaciteit, Gewichten, Maatstaf, Rest, Volgorde } from './werkwijze.ts'

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const Tijdstip = z.iso.datetime().meta({ examples: ['2026-11-23T09:00:00.000Z'] })

/** Identifies one choice; UUIDv7, lower case. */
export const SelectieId = z
  .string()
  .regex(UUID_V7)
  .meta({ description: 'Id van de selectie (UUIDv7)' })
  .brand<'SelectieId'>()
export type SelectieId = z.infer<typeof SelectieId>

/** The limits of a choice; what is left out is as the way of working of the municipality says. */
const GRENZEN = {
  capaciteit: Capaciteit.optional().meta({ description: 'Hoogstens zoveel meldingen' }),
  maximumPerWijk: Capaciteit.optional().meta({
    description: 'Hoogstens zoveel per wijk, niet aangevuld uit een andere wijk',
  }),
  volgorde: Volgorde.optional(),
  gewichten: Gewichten.optional().meta({
    description: 'Gewicht per soort, zoals de werkvoorraad haar toont',
  }),
  drempelInCenten: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'Een grens van de bedragklassen: wie eronder blijft is niet gekozen' }),
  uitsluitHerhaald: z.boolean().optional(),
} as const

/** The body of `POST /v1/selecties`: everyone, these meldingen, or within limits. */
export const Selectievraag = z
  .strictObject({
    gemeentecode: Gemeentecode,
    alles: z.literal(true).optional(),
    meldingen: z
      .array(SignaalId)
      .min(1)
      .max(1000)
      .refine((ids) => new Set(ids).size === ids.length, {
        message: 'een melding staat er twee keer',
      })
      .optional(),
    ...GRENZEN,
  })
  .refine(
    ({ gemeentecode: _, alles, meldingen, ...grenzen }) =>
      [alles, meldingen, Object.keys(grenzen).length > 0 ? grenzen : undefined].filter(
        (one) => one !== undefined,
      ).length <= 1,
    { message: 'kies: alles, meldingen, of grenzen' },
  )
export type Selectievraag = z.infer<typeof Selectievraag>

/** The body of `POST /v1/selecties/{id}/vaststelling`; it may be left out. */
export const Selectiebesluit = z.strictObject({
  rest: Rest.optional().meta({ description: 'Anders dan het voorstel zegt' }),
})
export type Selectiebesluit = z.infer<typeof Selectiebesluit>

/** What stands outside every limit (Wgs art. 4 lid 2; a grown repeat must be taken up). */
export const BuitenGrenzen = z.enum(['crisis', 'eindelevering', 'gegroeid'])
export type BuitenGrenzen = z.infer<typeof BuitenGrenzen>

/** Why a melding is not chosen. */
export const NietGekozen = z.enum([
  'capaciteit',
  'wijk',
  'drempel',
  'herhaald',
  'niet-genoemd',
  'teruggedraaid',
])
export type NietGekozen = z.infer<typeof NietGekozen>

/** The limits that hold for one choice. */
export const Grenzen = z.strictObject({
  capaciteit: Capaciteit.optional(),
  maximumPerWijk: Capaciteit.optional(),
  volgorde: Volgorde,
  gewichten: Gewichten,
  drempelInCenten: z.int().min(1).optional(),
  uitsluitHerhaald: z.boolean(),
})
export type Grenzen = z.infer<typeof Grenzen>

const Telling = z.int().min(0)

/** Of all that the work list shows how many, and how many chosen: per district (absent: shown without one) and per kind of signal. */
export const Aandelen = z.strictObject({
  perWijk: z.array(
    z.strictObject({ wijk: z.string().optional(), totaal: Telling, gekozen: Telling }),
  ),
  perSoort: z.array(z.strictObject({ soort: z.string(), totaal: Telling, gekozen: Telling })),
})
export type Aandelen = z.infer<typeof Aandelen>

/** One melding in a proposal: its place, whether it is chosen, and how that came about. */
export const Selectieregel = z.strictObject({
  id: SignaalId,
  plaats: z.int().min(1),
  gekozen: z.boolean(),
  buitenGrenzen: BuitenGrenzen.optional(),
  reden: NietGekozen.optional(),
  maatstaven: z.array(z.strictObject({ maatstaf: Maatstaf, waarde: z.int() })),
  uitleg: z.string(),
})
export type Selectieregel = z.infer<typeof Selectieregel>

/** How many went back to their VLPs, and of how many signals everything was erased. */
export const Teruggegeven = z.strictObject({ meldingen: Telling, signalen: Telling })
export type Teruggegeven = z.infer<typeof Teruggegeven>

const Deed = z.strictObject({ door: Persoon, tijdstip: Tijdstip })

/** A choice as its municipality reads it. A proposal changes nothing; `vastgesteld` does. Undone, it counts as chosen only what was collected before. */
export const Selectie = z.strictObject({
  id: SelectieId,
  gemeentecode: Gemeentecode,
  toestand: z.enum(['voorgesteld', 'vastgesteld', 'teruggedraaid']),
  wijze: z.enum(['alles', 'meldingen', 'grenzen']),
  grenzen: Grenzen,
  rest: Rest.optional().meta({
    description: 'Wat er gebeurt met wie niet is gekozen; zonder: niets, zij blijven wachten',
  }),
  voorgesteld: z.strictObject({ door: z.string(), tijdstip: Tijdstip }),
  vastgesteld: Deed.optional(),
  teruggedraaid: Deed.optional(),
  aantallen: z.strictObject({ gekozen: Telling, buitenGrenzen: Telling, nietGekozen: Telling }),
  teruggegeven: Teruggegeven.optional().meta({
    description:
      'Van een vaststelling met retour, in haar eigen antwoord: wie terugging en is gewist. Minder dan nietGekozen waar iets was bevroren of beperkt',
  }),
  aandelen: Aandelen,
  meldingen: z.array(Selectieregel),
})
export type Selectie = z.infer<typeof Selectie>
