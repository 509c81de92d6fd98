/** Events of who came to the door, and who looked in the log. */
import { z } from 'zod'
import { Doel } from '../doel.ts'
import { Oin } from '../ids.ts'
import { ProblemKind } from '../problem.ts'
import { AuditActor, Vingerafdruk } from './actor.ts'

/** What a search of events can be narrowed by besides a period; an event names them, never their values. */
export const Auditfilter = z.enum(['soort', 'doel', 'signaalId', 'medewerker', 'deelnemer'])
export type Auditfilter = z.infer<typeof Auditfilter>

export const ACCESS_EVENTS = [
  z.strictObject({
    soort: z.literal('toegang-geweigerd'),
    oin: Oin,
    probleem: ProblemKind,
    doel: Doel.optional(),
    route: z.string().max(100),
  }),
  z.strictObject({
    soort: z.literal('onbekenden-geweigerd'),
    probleem: ProblemKind,
    minuut: z.iso.datetime(),
    aantal: z.int().min(1),
  }),
  z.strictObject({
    soort: z.literal('auditgebeurtenissen-gezocht'),
    actor: AuditActor,
    filters: z.array(Auditfilter),
    vanafTijdstip: z.iso.datetime().optional(),
    totTijdstip: z.iso.datetime().optional(),
    aantal: z.int().min(0),
  }),
  z.strictObject({
    soort: z.literal('certificaat-verloopt'),
    van: z.enum(['deelnemer', 'server', 'client', 'intrekkingslijst']),
    oin: Oin.optional(),
    vingerafdruk: Vingerafdruk,
    verlooptTijdstip: z.iso.datetime(),
    dagen: z.literal([60, 30, 7]),
  }),
] as const
