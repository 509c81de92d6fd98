/** What a municipality keeps of a result for itself. Client and documentation share this form; the gateway never opens it. */
import { z } from 'zod'
import { Dag } from './ids.ts'
import { Resultaat } from './terugkoppeling.ts'

/** The eight kinds of help that municipalities named to Divosa. */
const Hulpvorm = z.enum([
  'gesprek-eigen-mogelijkheden',
  'schuldenoverzicht',
  'toeslagen-en-voorzieningen',
  'vrijwilliger',
  'budgetcoaching',
  'budgetbeheer-of-bewind',
  'schuldhulpverlening',
  'flankerende-hulp',
])

/** Why somebody who was reached takes no help. */
const Redengeenhulp = z.enum([
  'niet-nodig',
  'niet-nu',
  'andere-problemen',
  'zelf-contact-met-aanleveraar',
  'niet-op-afspraak',
  'wil-niet',
  'andere',
])

export const Resultaatdetail = z.strictObject({
  resultaat: Resultaat,
  hulpvormen: z.array(Hulpvorm).max(8).optional(),
  redenGeenHulp: Redengeenhulp.optional(),
  bekendBijSchuldhulp: z.boolean().optional(),
  planVanAanpak: z.boolean().optional(),
  afgerondDatum: Dag.optional(),
  /** From 1 to 10, as the person said. */
  tevredenheid: z.int().min(1).max(10).optional(),
  bijAanvangRegeling: z
    .strictObject({ schuldeisers: z.int().min(0), bedragInCenten: z.int().min(0) })
    .optional(),
  laterZelfGemeldDatum: Dag.optional(),
  /** The look after half a year. */
  naHalfJaar: z.enum(['geen-nieuwe-achterstand', 'nieuwe-achterstand', 'onbekend']).optional(),
})
export type Resultaatdetail = z.infer<typeof Resultaatdetail>
