/** Events of the indicators: who read them, when a month was fixed, which inhabitants were given. Numbers stand in none. */
import { z } from 'zod'
import { Beheerder } from '../beheer.ts'
import { Dag, Gemeentecode } from '../ids.ts'
import { Maand, Weergave } from '../indicatoren.ts'
import { INDICATORFASEN } from '../indicatoruitleg.ts'
import { AuditActor } from './actor.ts'

export const MONITOR_EVENTS = [
  z.strictObject({
    soort: z.literal('indicatoren-gelezen'),
    actor: AuditActor,
    gemeentecode: Gemeentecode,
    maand: Maand,
    weergave: Weergave,
  }),
  z.strictObject({
    soort: z.literal('indicatoren-bevroren'),
    gemeentecode: Gemeentecode,
    maand: Maand,
    fase: z.enum(INDICATORFASEN),
    /** SHA-256 of the numbers: whoever changes a frozen one afterwards contradicts the log. */
    tellingHash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  z.strictObject({
    soort: z.literal('inwoners-vastgelegd'),
    gemeentecode: Gemeentecode,
    vanafDatum: Dag,
    aantal: z.int().min(1),
    beheerder: Beheerder,
  }),
] as const
