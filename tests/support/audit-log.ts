/** A log to try things on: seeded events of two parties, a signer, a clock that stands, and the owner's hand that changes rows behind the gateway's back. */
import { sql } from 'kysely'
import { type Appended, appendEvents } from '../../src/audit/audit.store.ts'
import { type LogHead, readHead } from '../../src/audit/log.store.ts'
import type { OutsideEvidence, Verification } from '../../src/audit/verify.ts'
import { createNoteKey, openNoteSigner } from '../../src/crypto/signed-note.ts'
import type { Pool } from '../../src/db/database.ts'
import { publishCheckpoint } from '../../src/flows/publish-checkpoint.ts'
import { verifyLog } from '../../src/flows/verify-log.ts'
import type { AuditEvent } from '../../src/model/audit-event.ts'
import { Gemeentecode, Oin, SignaalId } from '../../src/model/ids.ts'
import type { RandomBytes } from '../../src/model/ports.ts'
import type { TestDatabase } from './databases.ts'

export const linde = Oin.parse('00000099000000001000')
export const eik = Oin.parse('00000099000000002000')
export const arnhem = Gemeentecode.parse('0202')
export const ORIGIN = 'log.example.nl/proef'
export const START = new Date('2026-11-03T09:00:00.000Z')

/** Bytes that look random and are the same in every run. */
export function seededRandom(seed: number): RandomBytes {
  let state = seed
  return (length) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      return state >>> 16
    })
}

export const signer = openNoteSigner(createNoteKey(ORIGIN, seededRandom(11)))
export const keys = { origin: ORIGIN, vkeys: [signer.vkey] }

/** The acceptance of a signal of `oin`. */
export const anAcceptance = (oin: Oin): AuditEvent => ({
  soort: 'signaal-aanvaard',
  actor: { oin, namens: oin, doel: 'aanleveren', via: 'direct' },
  signaalId: SignaalId.parse('019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e'),
  versie: 1,
  signaaltype: 'huur',
  gemeentecode: arnhem,
  beleid: { id: 'wet/huur@1', hash: 'ab'.repeat(32) },
  redenen: [],
  voorwaarden: { 'inspanning-a': true },
  velden: { doorgegeven: ['persoon.achternaam'], nietDoorgegeven: ['klantnummer'] },
  sleutelIds: [],
})

/** A log under construction on one database. */
export type TestLog = {
  /** Appends events in one transaction of `oin`, without a place yet. */
  append(count: number, oin?: Oin): Promise<readonly Appended[]>
  publish(): ReturnType<typeof publishCheckpoint>
  /** Appends and publishes in parts, so that there are checkpoints of several sizes. */
  grow(...parts: readonly number[]): Promise<readonly Appended[]>
  verify(evidence?: OutsideEvidence): Promise<Verification>
  head(): Promise<LogHead>
}

/** Events one millisecond apart, so that their ids stand in the order in which they were appended. */
export function createLog(database: TestDatabase, seed = 1): TestLog {
  const random = seededRandom(seed)
  let at = START.getTime()
  const append = async (count: number, oin: Oin = linde): Promise<readonly Appended[]> => {
    const all: Appended[] = []
    await database.db.transaction({ role: 'gw_aanlevering', oin }, async (tx) => {
      for (let i = 0; i < count; i += 1) {
        at += 1
        const one = {
          event: anAcceptance(oin),
          parties: { oin, namens: oin, gemeentecode: arnhem },
        }
        all.push(...(await appendEvents(tx, { at: new Date(at), random }, [one])))
      }
    })
    return all
  }
  const publish: TestLog['publish'] = () =>
    publishCheckpoint({ db: database.db, now: () => new Date(at), signer, origin: ORIGIN })
  return {
    append,
    publish,
    grow: async (...parts: readonly number[]): Promise<readonly Appended[]> => {
      const all: Appended[] = []
      for (const part of parts) {
        all.push(...(await append(part)))
        await publish()
      }
      return all
    },
    verify: (evidence) => verifyLog({ db: database.db, ...keys }, evidence),
    head: () => database.db.transaction({ role: 'gw_log' }, readHead),
  }
}

/** What someone with the whole database in hand can do: row-level security does not hold a superuser. */
export async function asSuperuser<T>(
  database: TestDatabase,
  work: (pool: Pool) => Promise<T>,
): Promise<T> {
  const { pool } = database.owner
  if (database.kind === 'pglite') await sql`set role none`.execute(pool)
  try {
    return await work(pool)
  } finally {
    if (database.kind === 'pglite') await sql`set role gw_login`.execute(pool)
  }
}
