/** Supervision (purpose `toezicht`): what a party asks of its own events, and each event as it gets it back. */
import { z } from 'zod'
import { AuditEvent, type AuditEventSoort } from './audit-event.ts'
import type { Auditfilter } from './audit-events/access-events.ts'
import { Doel } from './doel.ts'
import { GebeurtenisId, Gemeentecode, Oin, SignaalId } from './ids.ts'

const SOORTEN = AuditEvent.options.map((option) => option.shape.soort.value)

/** The kind of an event. */
const Soort = z.enum(SOORTEN as [AuditEventSoort, ...AuditEventSoort[]])

const Tijdstip = z.iso.datetime().meta({ examples: ['2026-11-03T09:00:00.000Z'] })

const FILTERS = {
  soort: z.array(Soort).min(1).max(50),
  doel: Doel,
  signaalId: SignaalId,
  medewerker: z
    .string()
    .regex(/^[A-Za-z0-9._@-]{1,64}$/)
    .meta({ description: 'Kenmerk van de medewerker die handelde' }),
  deelnemer: Oin.meta({ description: 'De partij die handelde, of namens wie' }),
} as const satisfies Record<Auditfilter, z.ZodType>

/** All of what is given must hold; the period goes from `vanafTijdstip` up to, not including, `totTijdstip`. */
export const Auditzoekvraag = z
  .strictObject({ vanafTijdstip: Tijdstip, totTijdstip: Tijdstip, ...FILTERS })
  .partial()
export type Auditzoekvraag = z.infer<typeof Auditzoekvraag>

/** Names of the filters that `vraag` uses, without the period. */
export function filtersOf(vraag: Auditzoekvraag): readonly Auditfilter[] {
  const names = Object.keys(FILTERS) as Auditfilter[]
  return names.filter((name) => vraag[name] !== undefined)
}

/**
 * One event with all that its leaf commits to: `zout` (base64url) makes the commitment, and so the proof, checkable by whoever
 * holds this answer (docs/audit-events.md). `bladIndex` counts from 0 and is null while the event waits for its place.
 */
export const Auditgebeurtenis = z.strictObject({
  id: GebeurtenisId,
  tijdstip: Tijdstip,
  soort: Soort,
  oin: Oin.optional().meta({ description: 'De partij die handelde' }),
  namens: Oin.optional().meta({ description: 'De verantwoordelijke partij' }),
  gemeentecode: Gemeentecode.optional(),
  detail: AuditEvent,
  zout: z.string().meta({ description: 'Zout van de vastlegging, 32 bytes in base64url' }),
  bladIndex: z.int().min(0).nullable().meta({
    description: 'Plaats in het logboek, vanaf 0; null zolang de gebeurtenis op haar plaats wacht',
  }),
})
export type Auditgebeurtenis = z.infer<typeof Auditgebeurtenis>
