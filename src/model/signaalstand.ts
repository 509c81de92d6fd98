/** What a VLP sees of its own signal: no payload, never whether it was collected or selected. A signal that ended has lost its particulars. */
import { z } from 'zod'
import { Gemeentecode, Kenmerk, Onderdeel, SignaalId } from './ids.ts'
import { Signaaltype } from './signaal.ts'

export const Signaalstand = z.strictObject({
  id: SignaalId,
  versie: z.int().min(1),
  kenmerk: Kenmerk,
  onderdeel: Onderdeel.optional(),
  gemeentecode: Gemeentecode,
  toestand: z
    .enum([
      'vastgehouden',
      'aangeleverd',
      'ontvangen',
      'teruggekoppeld',
      'retour',
      'ingetrokken',
      'verlopen',
      'onleesbaar',
    ])
    .meta({
      description:
        'vastgehouden: uw lijst wacht op vrijgave en de gemeente ziet het niet; teruggekoppeld en retour: zie GET /v1/terugkoppelingen; onleesbaar: de gemeente verloor elke sleutel die het kon openen; bied het opnieuw aan met heraanbieding: true',
    }),
  signaaltype: Signaaltype.optional(),
  aangeleverdTijdstip: z.iso.datetime().optional(),
  ontvangstbewijs: z.string().optional().meta({ description: 'Zolang het signaal leeft' }),
  beeindigdTijdstip: z.iso.datetime().optional().meta({ description: 'Van een beëindigd signaal' }),
})
export type Signaalstand = z.infer<typeof Signaalstand>
