/** A line of a VLP's feedback, as it waits at the municipality and as its VLP reads it. */
import { z } from 'zod'
import { Contact } from './deelnemerstand.ts'
import { Dag, Gemeentecode, Kenmerk, type Oin, SignaalId } from './ids.ts'
import { TERUGKOPPELCODES, TUSSENTIJDSCODES } from './terugkoppeling.ts'

/**
 * What a line of feedback says: a code of a result; `retour`: not chosen and given back; `onleesbaar`: nobody can open it any more, offer it anew;
 * `in-behandeling`: somebody works on it.
 */
const TERUGKOPPELREGELCODES = [
  ...TERUGKOPPELCODES,
  'retour',
  'onleesbaar',
  ...TUSSENTIJDSCODES,
] as const
export const Terugkoppelregelcode = z.enum(TERUGKOPPELREGELCODES)
export type Terugkoppelregelcode = z.infer<typeof Terugkoppelregelcode>

/** `tussentijds`: more follows; `eind`: nothing follows, unless a later line replaces it. */
export const Terugkoppelsoort = z.enum(['tussentijds', 'eind'])
export type Terugkoppelsoort = z.infer<typeof Terugkoppelsoort>

/** One line of a VLP's feedback. */
export const Terugkoppeling = z
  .strictObject({
    volgnummer: z.int().min(1),
    signaalId: SignaalId,
    kenmerk: Kenmerk.optional(),
    onderdeel: z.string().optional(),
    gemeentecode: Gemeentecode,
    soort: Terugkoppelsoort,
    code: Terugkoppelregelcode,
    datum: Dag,
    opschortenTotDatum: Dag.optional().meta({
      description: 'Vanaf deze dag mag de invordering weer lopen',
    }),
    vervangt: z.int().min(1).optional().meta({
      description: 'Het volgnummer van de eerdere regel over dit signaal, die niet meer geldt',
    }),
    contact: z
      .strictObject({ naam: z.string(), ...Contact.shape })
      .optional()
      .meta({ description: 'De afdeling van de gemeente, zoals zij in het register staat' }),
  })
  .meta({ description: 'Eén regel terugkoppeling over een eigen signaal' })
export type Terugkoppeling = z.infer<typeof Terugkoppeling>

/** What a municipality tells the VLP of one signal. */
export type Terugkoppelregel = {
  readonly gemeentecode: Gemeentecode
  readonly oin: Oin
  readonly signaalId: SignaalId
  readonly code: Terugkoppelregelcode
  readonly soort: Terugkoppelsoort
  /** The day from which it counts. */
  readonly dag: Dag
  readonly opschortenTotDatum?: Dag | undefined
  /** The version of the signal that it is about; a line that has one is told of no other version. */
  readonly versie?: number | undefined
}
