/** Events of subscriptions, each for the party whose it is. A nudge by itself is none: it discloses nothing that the feed does not. */
import { z } from 'zod'
import { AbonnementId, Bezorgfout } from '../abonnement.ts'
import { AuditActor } from './actor.ts'

/** What the party itself did; without an actor its receiver ended it. */
const Abonnementdaad = { actor: AuditActor, abonnementId: AbonnementId } as const

/** Of an organisation's own system. */
const Host = z.string().max(260)

export const NUDGING_EVENTS = [
  z.strictObject({ soort: z.literal('abonnement-gemaakt'), ...Abonnementdaad, host: Host }),
  z.strictObject({ soort: z.literal('abonnement-gewijzigd'), ...Abonnementdaad, host: Host }),
  z.strictObject({
    soort: z.literal('abonnement-beeindigd'),
    ...Abonnementdaad,
    actor: AuditActor.optional(),
  }),
  z.strictObject({
    soort: z.literal('abonnement-gestoord'),
    abonnementId: AbonnementId,
    sindsTijdstip: z.iso.datetime(),
    fout: Bezorgfout,
  }),
  z.strictObject({
    soort: z.literal('abonnement-hersteld'),
    abonnementId: AbonnementId,
    sindsTijdstip: z.iso.datetime(),
  }),
] as const
