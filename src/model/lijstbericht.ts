/** What the gateway says while a list comes in (`application/x-ndjson`): one of these a line. */
import { z } from 'zod'
import { Aanlevering, AanleveringId, Lijsttelling } from './aanlevering.ts'
import { Besluit } from './besluit.ts'
import { Kenmerk, SignaalId } from './ids.ts'

/** A fault of a row: its column or field (empty for the whole row), a stable code, words; never a value. */
export const Regelfout = z.strictObject({ kolom: z.string(), code: z.string(), uitleg: z.string() })

/** The verdict on one row. */
export const Regelbericht = z.strictObject({
  soort: z.literal('regel'),
  regel: z.int().min(1),
  kenmerk: Kenmerk.optional(),
  uitkomst: z.enum(['aanvaard', 'herhaald', 'geweigerd', 'onjuist']),
  id: SignaalId.optional(),
  versie: z.int().min(1).optional(),
  ontvangstbewijs: z
    .string()
    .optional()
    .meta({ description: 'Ondertekend ontvangstbewijs (JWS), met daarin het besluit' }),
  besluit: Besluit.optional().meta({ description: 'Van een geweigerde regel' }),
  fouten: z.array(Regelfout).optional().meta({ description: 'Van een onjuiste regel' }),
})
export type Regelbericht = z.infer<typeof Regelbericht>

/** `stand` comes after each part that was committed; `slot` is the end of a list that came in as a whole. */
export const Lijstbericht = z.discriminatedUnion('soort', [
  z.strictObject({ soort: z.literal('lijst'), id: AanleveringId }),
  Regelbericht,
  z.strictObject({ soort: z.literal('stand'), aantallen: Lijsttelling }),
  z.strictObject({ soort: z.literal('slot'), aanlevering: Aanlevering }),
])
export type Lijstbericht = z.infer<typeof Lijstbericht>
