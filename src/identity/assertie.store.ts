/** Client assertions that were used: each counts once (RFC 7523 §3 no. 7). */
import type { Tx } from '../db/database.ts'
import type { Oin } from '../model/ids.ts'

/** A used assertion: `jti` as the authorization server names it, kept until `expiresAt`. */
export type UsedAssertion = { readonly oin: Oin; readonly jti: string; readonly expiresAt: Date }

const UNIQUE_VIOLATION = '23505'

/**
 * Writes that the assertion was used, by a plain insert: of any number at once, on any number of processes, one succeeds.
 * @throws AssertionReplayed for every other; the transaction is then lost
 */
export async function insertAssertie(tx: Tx, assertion: UsedAssertion): Promise<void> {
  try {
    await tx
      .insertInto('assertie')
      .values({
        oin: assertion.oin,
        jti: assertion.jti,
        verloopt_tijdstip: assertion.expiresAt,
      })
      .execute()
  } catch (cause) {
    if (isUniqueViolation(cause)) throw new AssertionReplayed(cause)
    throw cause
  }
}

/** Forgets assertions that ended before `at`: they would be refused for their age. Returns how many. */
export async function deleteExpiredAsserties(tx: Tx, at: Date): Promise<number> {
  const result = await tx
    .deleteFrom('assertie')
    .where('verloopt_tijdstip', '<', at)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}

/** This assertion was used before. */
export class AssertionReplayed extends Error {
  constructor(cause: unknown) {
    super('a client assertion was used twice', { cause })
    this.name = 'AssertionReplayed'
  }
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION
}
