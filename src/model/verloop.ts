/** What happened when to one signal or melding, as its reader may know it. */
import { z } from 'zod'
import { Contactsoort, Dagdeel } from './contactpoging.ts'
import { SignaalId } from './ids.ts'
import { Meldingtoestand } from './melding-life.ts'
import { Schuldontwikkeling } from './signaalreis.ts'
import { Uitkomstgroep } from './terugkoppeling.ts'
import { Terugkoppelregelcode } from './terugkoppelregel.ts'

/** What a VLP may know: what it did itself, and what it was told. */
export const Signaalverloop = z.strictObject({
  signaalId: SignaalId,
  stappen: z.array(
    z.strictObject({
      wat: z.enum([
        'aangeleverd',
        'tussenbericht',
        'teruggekoppeld',
        'schuldverloop',
        'ingetrokken',
        'verlopen',
        'onleesbaar',
        'retour',
      ]),
      datum: z.iso.date(),
      code: Terugkoppelregelcode.optional(),
      volgnummer: z.int().optional(),
      schuldverloop: Schuldontwikkeling.optional(),
    }),
  ),
})
export type Signaalverloop = z.infer<typeof Signaalverloop>

/** What a municipality did and got, in the order of the days, and how it stands now: enough to follow it up without collecting a field. */
export const Meldingverloop = z.strictObject({
  meldingId: SignaalId,
  toestand: Meldingtoestand,
  versie: z.int().min(1).meta({ description: 'Wat If-Match bij een resultaat noemt' }),
  stappen: z.array(
    z.strictObject({
      wat: z.enum([
        'signaal-aangeleverd',
        'in-werkvoorraad',
        'geselecteerd',
        'opgepakt',
        'teruggegeven',
        'opgehaald',
        'ontvangst-bevestigd',
        'signaal-ingetrokken',
        'contactpoging',
        'resultaat',
      ]),
      datum: z.iso.date(),
      signaalId: SignaalId.optional(),
      contactsoort: Contactsoort.optional(),
      dagdeel: Dagdeel.optional(),
      bereikt: z.boolean().optional(),
      uitkomstgroep: Uitkomstgroep.optional(),
      code: z.string().optional(),
    }),
  ),
})
export type Meldingverloop = z.infer<typeof Meldingverloop>
