/** What a VLP asks of its own signals: by kenmerk, list or state; nothing asked is all of them. */
import { z } from 'zod'
import { AanleveringId } from './aanlevering.ts'
import { Kenmerk, Onderdeel } from './ids.ts'
import { Signaalstand } from './signaalstand.ts'

/** Every part that is given holds. */
export const Signaalzoekvraag = z.strictObject({
  kenmerken: z
    .array(Kenmerk)
    .min(1)
    .max(500)
    .optional()
    .meta({ description: 'Een of meer eigen kenmerken; zonder onderdeel die van elk onderdeel' }),
  onderdeel: Onderdeel.optional(),
  aanlevering: AanleveringId.optional().meta({
    description: 'De signalen die deze lijst bracht, of nog eens bracht',
  }),
  toestand: Signaalstand.shape.toestand.optional(),
})
export type Signaalzoekvraag = z.infer<typeof Signaalzoekvraag>
