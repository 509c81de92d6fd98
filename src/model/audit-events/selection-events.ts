/** Events of choosing: the work list was read, a choice proposed, decided, undone, refilled. Counts and names of filters; a melding is named only where it goes back. */
import { z } from 'zod'
import { Gemeentecode, SignaalId } from '../ids.ts'
import { SelectieId, Teruggegeven } from '../selectie.ts'
import { Rest } from '../werkwijze.ts'
import { AuditActor } from './actor.ts'

const Telling = z.int().min(0)
const Keuze = { actor: AuditActor, gemeentecode: Gemeentecode, selectieId: SelectieId } as const
const Aantallen = z.strictObject({
  gekozen: Telling,
  buitenGrenzen: Telling,
  nietGekozen: Telling,
})

export const SELECTION_EVENTS = [
  z.strictObject({
    soort: z.literal('werkvoorraad-getoond'),
    actor: AuditActor,
    gemeentecode: Gemeentecode,
    filters: z.array(z.string().max(40)),
    aantal: Telling,
  }),
  z.strictObject({
    soort: z.literal('selectie-voorgesteld'),
    ...Keuze,
    wijze: z.enum(['alles', 'meldingen', 'grenzen']),
    capaciteit: Telling.optional(),
    aantallen: Aantallen,
  }),
  z.strictObject({
    soort: z.literal('selectie-vastgesteld'),
    ...Keuze,
    capaciteit: Telling.optional(),
    rest: Rest.optional(),
    aantallen: Aantallen,
    teruggegeven: Teruggegeven.optional(),
  }),
  z.strictObject({
    soort: z.literal('signaal-teruggegeven'),
    ...Keuze,
    meldingId: SignaalId,
    signaalId: SignaalId,
    versie: z.int().min(1),
  }),
  z.strictObject({ soort: z.literal('selectie-getoond'), ...Keuze, aantal: Telling }),
  z.strictObject({
    soort: z.literal('selectie-teruggedraaid'),
    ...Keuze,
    teruggedraaid: Telling,
    aantallen: Aantallen,
  }),
  z.strictObject({
    soort: z.literal('selectie-aangevuld'),
    ...Keuze,
    toegevoegd: Telling,
    aantallen: Aantallen,
  }),
] as const
