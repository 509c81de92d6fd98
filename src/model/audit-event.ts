/** The closed union of audit events. Ids, codes, hashes and names of fields; never a value. One line each in docs/audit-events.md. */
import { z } from 'zod'
import { ACCESS_EVENTS } from './audit-events/access-events.ts'
import { AGREEMENT_EVENTS } from './audit-events/agreement-events.ts'
import { CHECK_EVENTS } from './audit-events/check-events.ts'
import { FEEDBACK_EVENTS } from './audit-events/feedback-events.ts'
import { FOLLOW_UP_EVENTS } from './audit-events/follow-up-events.ts'
import { LIST_EVENTS } from './audit-events/list-events.ts'
import { MONITOR_EVENTS } from './audit-events/monitor-events.ts'
import { NUDGING_EVENTS } from './audit-events/nudging-events.ts'
import { QUESTION_EVENTS } from './audit-events/question-events.ts'
import { REGISTER_EVENTS } from './audit-events/register-events.ts'
import { RETENTION_EVENTS } from './audit-events/retention-events.ts'
import { SELECTION_EVENTS } from './audit-events/selection-events.ts'
import { SIGNAL_EVENTS } from './audit-events/signal-events.ts'

export const AuditEvent = z.discriminatedUnion('soort', [
  ...SIGNAL_EVENTS,
  ...LIST_EVENTS,
  ...ACCESS_EVENTS,
  ...REGISTER_EVENTS,
  ...RETENTION_EVENTS,
  ...CHECK_EVENTS,
  ...NUDGING_EVENTS,
  ...SELECTION_EVENTS,
  ...MONITOR_EVENTS,
  ...QUESTION_EVENTS,
  ...FEEDBACK_EVENTS,
  ...FOLLOW_UP_EVENTS,
  ...AGREEMENT_EVENTS,
])
export type AuditEvent = z.infer<typeof AuditEvent>

/** The kinds of event. */
export type AuditEventSoort = AuditEvent['soort']
