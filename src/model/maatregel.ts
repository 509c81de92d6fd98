/** A measure on signals, by two persons of their municipality: a hold (`bevriezing`) or a restriction (`beperking`, AVG art. 18). */
import { z } from 'zod'
import { Persoon } from './bewaarbesluit.ts'
import { Dag, Gemeentecode, SignaalId } from './ids.ts'

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Identifies one measure; UUIDv7, lower case. */
export const MaatregelId = z
  .string()
  .regex(UUID_V7)
  .meta({ description: 'Id van de maatregel (UUIDv7)' })
  .brand<'MaatregelId'>()
export type MaatregelId = z.infer<typeof MaatregelId>

export const Maatregelsoort = z.enum(['bevriezing', 'beperking'])
export type Maatregelsoort = z.infer<typeof Maatregelsoort>

/** Why a signal must stay: what asks for it. */
const BEVRIEZINGSREDENEN = [
  'klacht',
  'onderzoek',
  'gerechtelijke-procedure',
  'inzageverzoek',
] as const

/** AVG art. 18 lid 1, by its letters: a, b, c, d. */
const BEPERKINGSREDENEN = [
  'juistheid-betwist',
  'onrechtmatig-niet-wissen',
  'rechtsvordering-betrokkene',
  'bezwaar-in-behandeling',
] as const

export const Maatregelreden = z.enum([...BEVRIEZINGSREDENEN, ...BEPERKINGSREDENEN])
export type Maatregelreden = z.infer<typeof Maatregelreden>

const TOTDATUM = {
  totDatum: Dag.meta({ description: 'De eerste dag waarop de maatregel niet meer geldt' }),
  signalen: z
    .array(SignaalId)
    .min(1)
    .max(500)
    .refine((ids) => new Set(ids).size === ids.length, {
      message: 'een signaal staat er twee keer',
    }),
} as const

/** The body of `POST /v1/maatregelen`. */
export const Maatregelvoorstel = z.discriminatedUnion('soort', [
  z.strictObject({
    soort: z.literal('bevriezing'),
    reden: z.enum(BEVRIEZINGSREDENEN),
    ...TOTDATUM,
  }),
  z.strictObject({ soort: z.literal('beperking'), reden: z.enum(BEPERKINGSREDENEN), ...TOTDATUM }),
])
export type Maatregelvoorstel = z.infer<typeof Maatregelvoorstel>

/** The restrictions that the person asks for instead of erasure, or for a claim of its own: what is restricted must stay as well. */
const ALSO_HOLDS: ReadonlySet<Maatregelreden> = new Set([
  'onrechtmatig-niet-wissen',
  'rechtsvordering-betrokkene',
])

/** Whether a measure keeps from deletion: every hold, and a restriction on AVG art. 18 lid 1 onder b or c. */
export const bevriest = ({ soort, reden }: Pick<Maatregelvoorstel, 'soort' | 'reden'>): boolean =>
  soort === 'bevriezing' || ALSO_HOLDS.has(reden)

const Maatregeltoestand = z.enum(['voorgesteld', 'van-kracht', 'beeindigd', 'ingetrokken'])

const Deed = z.strictObject({
  door: Persoon,
  tijdstip: z.iso.datetime().meta({ examples: ['2026-11-23T09:00:00.000Z'] }),
})

/** One measure of one municipality. `beeindigd` has no person where it ended by itself. */
export const Maatregel = z.strictObject({
  id: MaatregelId,
  gemeentecode: Gemeentecode,
  soort: Maatregelsoort,
  reden: Maatregelreden,
  bevriest: z.boolean().meta({ description: 'Houdt ook het wissen tegen' }),
  toestand: Maatregeltoestand,
  totDatum: Dag,
  signalen: z.array(SignaalId),
  voorgesteld: Deed,
  vastgesteld: Deed.optional(),
  eindeVoorgesteldDoor: Persoon.optional(),
  beeindigd: Deed.partial({ door: true }).optional(),
})
export type Maatregel = z.infer<typeof Maatregel>

/** The answer of `GET /v1/maatregelen`, newest first. */
export const Maatregelen = z.strictObject({ maatregelen: z.array(Maatregel) })
export type Maatregelen = z.infer<typeof Maatregelen>
