/** Events of a sender's lists, and of a signal that was held back and goes on. */
import { z } from 'zod'
import { AanleveringId, Lijsttelling, Vrijgave } from '../aanlevering.ts'
import { Gemeentecode, SignaalId } from '../ids.ts'
import { AuditActor } from './actor.ts'

/** What a sender does with one of its lists. */
const Lijstdaad = { actor: AuditActor, aanleveringId: AanleveringId } as const

export const LIST_EVENTS = [
  z.strictObject({
    soort: z.literal('signaal-vrijgegeven'),
    actor: AuditActor,
    signaalId: SignaalId,
    versie: z.int(),
    gemeentecode: Gemeentecode,
  }),
  z.strictObject({
    soort: z.literal('lijst-begonnen'),
    ...Lijstdaad,
    vorm: z.enum(['csv', 'ndjson']),
    vrijgave: Vrijgave,
  }),
  z.strictObject({
    soort: z.literal('lijst-geeindigd'),
    ...Lijstdaad,
    toestand: z.enum(['ontvangen', 'afgebroken']),
    aantallen: Lijsttelling,
  }),
  z.strictObject({ soort: z.literal('lijst-vrijgegeven'), ...Lijstdaad, aantal: z.int().min(0) }),
  z.strictObject({ soort: z.literal('lijst-ingetrokken'), ...Lijstdaad }),
] as const
