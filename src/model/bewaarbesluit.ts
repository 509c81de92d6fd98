/** A municipality's own decision on retention terms: what is drafted, advised, approved and carried out, and the terms that count. */
import { z } from 'zod'
import { Dag, Gemeentecode } from './ids.ts'

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Identifies one decision; UUIDv7, lower case. */
export const BesluitId = z
  .string()
  .regex(UUID_V7)
  .meta({ description: 'Id van het bewaarbesluit (UUIDv7)' })
  .brand<'BesluitId'>()
export type BesluitId = z.infer<typeof BesluitId>

const Tijdstip = z.iso.datetime().meta({ examples: ['2026-11-23T09:00:00.000Z'] })
const Aantal = z.int().min(0)

/** The municipality's own opaque reference of a person; never `systeem`. */
export const Persoon = z
  .string()
  .regex(/^[A-Za-z0-9._@-]{1,64}$/)
  .meta({ description: 'Eigen kenmerk van de gemeente voor de medewerker', examples: ['fg-1'] })

/**
 * `fgStelt`: two persons, a drafter and an approver; advice may be given. `fgAdviseert`: a third one advises first, and neither drafts nor
 * approves. Set by a decision of its own.
 */
export const Wijze = z.enum(['fgStelt', 'fgAdviseert'])
export type Wijze = z.infer<typeof Wijze>

const Categorie = z
  .string()
  .regex(/^[a-zA-Z]{1,60}$/)
  .meta({ description: 'Categorie van bewaartermijnen', examples: ['gecodeerd'] })
const Duur = z
  .string()
  .regex(/^P(?=\d)(?:(\d{1,2})Y)?(?:(\d{1,3})M)?(?:(\d{1,4})D)?$/)
  .meta({ description: 'Duur zoals in ISO 8601', examples: ['P3M'] })

/** A term that the municipality sets for one category. */
export const Eigentermijn = z.strictObject({ categorie: Categorie, termijn: Duur })
export type Eigentermijn = z.infer<typeof Eigentermijn>

/** The body of `POST /v1/bewaartermijnen`. At least one term, or a new way of deciding; each category once. */
export const Bewaarontwerp = z
  .strictObject({
    termijnen: z.array(Eigentermijn).max(20),
    wijze: Wijze.optional().meta({
      description: 'Hoe de gemeente voortaan besluit; zonder: zoals nu',
    }),
    ingangsdatum: Dag,
    kenmerk: z
      .string()
      .regex(/^[A-Za-z0-9./_-]{1,64}$/)
      .optional()
      .meta({ description: 'Eigen kenmerk van het besluit; geen persoonsgegevens' }),
  })
  .refine(({ termijnen, wijze }) => termijnen.length > 0 || wijze !== undefined, {
    path: ['termijnen'],
    message: 'noem ten minste één termijn of een wijze',
  })
  .refine(
    ({ termijnen }) => new Set(termijnen.map((one) => one.categorie)).size === termijnen.length,
    { path: ['termijnen'], message: 'een categorie staat er twee keer' },
  )
export type Bewaarontwerp = z.infer<typeof Bewaarontwerp>

/** The body of `POST …/advies`. */
export const Bewaaradvies = z.strictObject({ strekking: z.enum(['instemmend', 'afwijkend']) })
export type Bewaaradvies = z.infer<typeof Bewaaradvies>

/** What tells one preview from another: the instant up to which it looked, and a hash over what it found there. */
export const Voorvertoningsmerk = z.strictObject({
  peiltijdstip: Tijdstip,
  controlegetal: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Voorvertoningsmerk = z.infer<typeof Voorvertoningsmerk>

/** The body of `POST …/goedkeuring`: who approves says which preview it saw. */
export const Bewaargoedkeuring = z.discriminatedUnion('besluit', [
  z.strictObject({ besluit: z.literal('goedgekeurd'), voorvertoning: Voorvertoningsmerk }),
  z.strictObject({ besluit: z.literal('verworpen') }),
])
export type Bewaargoedkeuring = z.infer<typeof Bewaargoedkeuring>

/** Coded rows of signals, and sealed fields. */
export const Bewaaraantal = z.strictObject({ signalen: Aantal, velden: Aantal })
export type Bewaaraantal = z.infer<typeof Bewaaraantal>

/** What a decision does to what is stored, by the category that causes it. */
export const Bewaargevolg = z.strictObject({
  categorie: Categorie,
  vervroegd: Bewaaraantal.meta({ description: 'Krijgt een eerdere vervaldatum' }),
  gewist: Bewaaraantal.meta({
    description: 'Daarvan gewist bij de eerste opruiming op of na de ingangsdatum',
  }),
  bevroren: Bewaaraantal.meta({
    description: 'Zou dan gewist zijn, maar blijft door een bevriezing',
  }),
})
export type Bewaargevolg = z.infer<typeof Bewaargevolg>

/** Counts of what is stored at `peiltijdstip`; no signal and no person. */
export const Voorvertoning = Voorvertoningsmerk.extend({ gevolgen: z.array(Bewaargevolg) })
export type Voorvertoning = z.infer<typeof Voorvertoning>

/**
 * What the carrying out did. `voorzien`: of what the preview counted, as it was then; `nagekomen`: of what came, was corrected or was
 * confirmed after it.
 */
export const Bewaaruitvoering = z.strictObject({
  tijdstip: Tijdstip,
  voorzien: z.array(Bewaargevolg),
  nagekomen: z.array(Bewaargevolg),
})
export type Bewaaruitvoering = z.infer<typeof Bewaaruitvoering>

const BESLUITTOESTANDEN = [
  'concept',
  'geadviseerd',
  'goedgekeurd',
  'van-kracht',
  'ingetrokken',
  'verworpen',
] as const
export const Besluittoestand = z.enum(BESLUITTOESTANDEN)
export type Besluittoestand = z.infer<typeof Besluittoestand>

const Deed = { door: Persoon, tijdstip: Tijdstip } as const

/** One decision of one municipality. `voorvertoning` is that of now while nobody decided, afterwards the one that the approver saw. */
export const Bewaarbesluit = z.strictObject({
  id: BesluitId,
  gemeentecode: Gemeentecode,
  toestand: Besluittoestand,
  wijze: Wijze,
  termijnen: z.array(Eigentermijn),
  nieuweWijze: Wijze.optional(),
  ingangsdatum: Dag,
  kenmerk: z.string().optional(),
  opgesteld: z.strictObject(Deed),
  advies: z.strictObject({ ...Deed, strekking: Bewaaradvies.shape.strekking }).optional(),
  besloten: z.strictObject(Deed).optional(),
  ingetrokken: z.strictObject(Deed).optional(),
  voorvertoning: Voorvertoning.optional(),
  uitvoering: Bewaaruitvoering.optional(),
})
export type Bewaarbesluit = z.infer<typeof Bewaarbesluit>

/** One category as it stands for the caller's municipality. */
export const Bewaarcategorie = z.strictObject({
  categorie: Categorie,
  zin: z.string(),
  doorGemeente: z.boolean().meta({ description: 'De gemeente mag haar eigen termijn stellen' }),
  wettelijk: z.strictObject({ termijn: Duur, minstens: Duur, hoogstens: Duur, bron: z.string() }),
  openVraag: z.strictObject({ vraag: z.string(), aanvaardDoor: z.string() }).optional(),
  geldend: z
    .strictObject({ termijn: Duur, vanafDatum: Dag.optional(), besluitId: BesluitId.optional() })
    .meta({ description: 'Met vanafDatum en besluitId waar de gemeente haar zelf stelde' }),
})
export type Bewaarcategorie = z.infer<typeof Bewaarcategorie>

/** The answer of `GET /v1/bewaartermijnen`. Without a municipality only what the policies say. */
export const Bewaartermijnen = z.strictObject({
  gemeentecode: Gemeentecode.optional(),
  wijze: Wijze.optional(),
  categorieen: z.array(Bewaarcategorie),
  besluiten: z.array(Bewaarbesluit).meta({ description: 'Nieuwste eerst, zonder voorvertoning' }),
})
export type Bewaartermijnen = z.infer<typeof Bewaartermijnen>
