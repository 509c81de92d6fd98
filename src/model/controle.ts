/** What a machine of the municipality found in the BRP and in its own files, before anyone opens a melding to offer help. */
import { z } from 'zod'
import { SignaalId } from './ids.ts'
import { Meldingtoestand } from './melding-life.ts'

/** What can be found. Codes only: the gateway reads no datum of the BRP. */
export const CONTROLEUITKOMSTEN = [
  /** Not registered in this municipality, or not at all. */
  'geen-inwoner',
  'overleden',
  /** Debt help of this municipality knows the person. */
  'bekend',
  /** The BRP protects the address. */
  'geheim',
  /** The BRP examines the registration: a person looks at it. */
  'in-onderzoek',
  'minderjarig',
  /** Someone else administers the person's money. */
  'bewind',
  /** The person objected to this processing (AVG art. 21). */
  'bezwaar',
  /** A resident who has no help yet. */
  'in-orde',
] as const
export const Controleuitkomst = z.enum(CONTROLEUITKOMSTEN)
export type Controleuitkomst = z.infer<typeof Controleuitkomst>

/**
 * What a finding does. `uitvallen`: nobody has to be approached; `wissen`: that, and the data go at once; `beschermen`: whatever comes of it,
 * its VLPs read the coarse code; `blijven`: it waits or goes on as it did.
 */
const CONTROLEGEVOLGEN = ['blijven', 'beschermen', 'uitvallen', 'wissen'] as const
export const Controlegevolg = z.enum(CONTROLEGEVOLGEN)
export type Controlegevolg = z.infer<typeof Controlegevolg>

/** One finding. `herstel`: what was found before was wrong, and the melding waits again. */
export const Controlebevinding = z.strictObject({
  uitkomst: Controleuitkomst,
  herstel: z
    .literal(true)
    .optional()
    .meta({ description: 'De vorige bevinding was onjuist: de melding wacht weer' }),
})
export type Controlebevinding = z.infer<typeof Controlebevinding>

/** How the melding stands after it. */
export const Controlestand = z.strictObject({
  id: SignaalId,
  versie: z.int().min(1),
  toestand: Meldingtoestand,
  gevolg: Controlegevolg,
})
export type Controlestand = z.infer<typeof Controlestand>
