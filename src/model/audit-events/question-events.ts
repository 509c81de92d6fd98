/** Events of questions to a VLP: ids and codes; the answer stands in none. */
import { z } from 'zod'
import { Gemeentecode, Oin, SignaalId, SleutelId } from '../ids.ts'
import { NavraagId, Navraagsoort } from '../navraag.ts'
import { AuditActor } from './actor.ts'

const Vraag = {
  gemeentecode: Gemeentecode,
  signaalId: SignaalId,
  versie: z.int().min(1),
  navraagId: NavraagId,
  navraag: Navraagsoort,
} as const

export const QUESTION_EVENTS = [
  z.strictObject({
    soort: z.literal('navraag-gesteld'),
    actor: AuditActor,
    ...Vraag,
    deelnemer: Oin,
  }),
  z.strictObject({ soort: z.literal('navraag-beantwoord'), actor: AuditActor, ...Vraag }),
  z.strictObject({ soort: z.literal('navraag-zonder-antwoord'), ...Vraag }),
  z.strictObject({
    soort: z.literal('antwoord-verstrekt'),
    actor: AuditActor,
    ...Vraag,
    sleutelId: SleutelId,
  }),
] as const
