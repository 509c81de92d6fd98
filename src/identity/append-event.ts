/** The port through which identity hands its deeds and refusals to the log. */
import type { Tx } from '../db/database.ts'
import type { AuditEvent } from '../model/audit-event.ts'
import type { Gemeentecode, Oin } from '../model/ids.ts'

/** Writes an event in the transaction of the deed, for the parties that may read its details. */
export type AppendEvent = (
  tx: Tx,
  event: AuditEvent,
  parties: { readonly oin?: Oin; readonly namens?: Oin; readonly gemeentecode?: Gemeentecode },
) => Promise<unknown>
