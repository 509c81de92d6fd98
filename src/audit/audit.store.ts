/** Appends audit events in the transaction of the deed: the leaf's commitment, and beside it salt and detail with their own term. */
import { sql } from 'kysely'
import { uuidv7 } from '../crypto/uuid.ts'
import type { Tx } from '../db/database.ts'
import { AuditEvent } from '../model/audit-event.ts'
import { GebeurtenisId, type Gemeentecode, type Oin } from '../model/ids.ts'
import type { RandomBytes } from '../model/ports.ts'
import { detailDueDate } from './detail-term.ts'
import { commit, type Detail, partijenOf, SALT_BYTES } from './leaf.ts'
import { leafHash } from './merkle.ts'

export type AppendDeps = { readonly at: Date; readonly random: RandomBytes }

/** Whom the event's detail belongs to: `namens` and `gemeentecode` decide who reads it back (row-level security). */
export type EventParties = {
  readonly oin?: Oin
  readonly namens?: Oin
  readonly gemeentecode?: Gemeentecode
}

/** `leafHash`: 32 bytes, the `bladHash` of a receipt. */
export type Appended = { readonly gebeurtenisId: GebeurtenisId; readonly leafHash: Uint8Array }

/**
 * Appends one event. It stands in the log once the transaction of `tx` commits, and gets its place from the sequencer after that.
 * @throws Error when the event does not have the shape of its kind (names the places, never a value)
 */
export async function appendEvent(
  tx: Tx,
  deps: AppendDeps,
  event: AuditEvent,
  parties: EventParties,
): Promise<Appended> {
  const [appended] = await appendEvents(tx, deps, [{ event, parties }])
  if (appended === undefined) throw new Error('an appended event has no leaf')
  return appended
}

/**
 * Appends many events with one statement a table, in the order of the list.
 * @throws Error when one of the events does not have the shape of its kind; then none is appended
 */
export async function appendEvents(
  tx: Tx,
  deps: AppendDeps,
  list: readonly { readonly event: AuditEvent; readonly parties: EventParties }[],
): Promise<readonly Appended[]> {
  if (list.length === 0) return []
  const rows = list.map(({ event, parties }) => rowOf(deps, parseEvent(event), parties))
  await insertLeaves(tx, rows)
  await insertDetails(tx, deps.at, rows)
  return rows.map((row) => ({ gebeurtenisId: row.id, leafHash: leafHash(row.commitment) }))
}

type Row = {
  readonly id: GebeurtenisId
  readonly commitment: Uint8Array
  readonly detail: Detail
  readonly vervaldatum: string
}

function rowOf(deps: AppendDeps, gebeurtenis: AuditEvent, parties: EventParties): Row {
  const id = GebeurtenisId.parse(uuidv7(deps.at, deps.random))
  const zout = deps.random(SALT_BYTES)
  const partijen = partijenOf(parties)
  const detail: Detail = { id, tijdstip: deps.at, partijen, gebeurtenis, zout }
  return {
    id,
    commitment: commit(detail),
    detail,
    vervaldatum: detailDueDate(gebeurtenis, deps.at),
  }
}

function parseEvent(event: AuditEvent): AuditEvent {
  const parsed = AuditEvent.safeParse(event)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map((issue) => `${issue.code} at ${issue.path.join('.')}`)
  throw new Error(`an audit event breaks its shape: ${places.join(', ')}`)
}

async function insertLeaves(tx: Tx, rows: readonly Row[]): Promise<void> {
  await sql`insert into gebeurtenis (id, commitment)
    select id, commitment from unnest(
      ${rows.map((row) => row.id)}::uuid[],
      ${rows.map((row) => row.commitment)}::bytea[]) as r(id, commitment)`.execute(tx)
}

async function insertDetails(tx: Tx, at: Date, rows: readonly Row[]): Promise<void> {
  const partijen = rows.map((row) => row.detail.partijen)
  await sql`insert into gebeurtenis_detail
      (gebeurtenis_id, tijdstip, oin, namens, gemeentecode, zout, detail, vervaldatum)
    select id, ${at}::timestamptz, oin, namens, gemeentecode, zout, detail, vervaldatum from rows from (
      unnest(
        ${rows.map((row) => row.id)}::uuid[],
        ${partijen.map((parties) => parties.oin ?? null)}::text[],
        ${partijen.map((parties) => parties.namens ?? null)}::text[],
        ${partijen.map((parties) => parties.gemeentecode ?? null)}::text[],
        ${rows.map((row) => row.detail.zout)}::bytea[],
        ${rows.map((row) => row.vervaldatum)}::date[]),
      jsonb_array_elements(${JSON.stringify(rows.map((row) => row.detail.gebeurtenis))}::jsonb))
      as r(id, oin, namens, gemeentecode, zout, vervaldatum, detail)`.execute(tx)
}
