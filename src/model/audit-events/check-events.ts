/** Events of checks before opening. */
import { z } from 'zod'
import { Controlegevolg } from '../controle.ts'
import { Gemeentecode, SignaalId } from '../ids.ts'
import { Uitkomstgroep } from '../terugkoppeling.ts'
import { AuditActor } from './actor.ts'

export const CHECK_EVENTS = [
  z.strictObject({
    soort: z.literal('controle-vastgelegd'),
    actor: AuditActor,
    gemeentecode: Gemeentecode,
    meldingId: SignaalId,
    gevolg: Controlegevolg,
    hersteld: z.boolean(),
    /** Where it ended by this. */
    uitkomstgroep: Uitkomstgroep.optional(),
    /** Of an objection: the signals whose fields went. */
    gewisteSignalen: z.array(SignaalId),
  }),
] as const
