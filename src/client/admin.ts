/** The operator's calls to a running gateway, over the Unix socket of its data folder. */
import { Agent, fetch } from 'undici'
import { type LogEvidence, LogOutcome } from '../model/log-evidence.ts'

/**
 * Asks the gateway behind `socketPath` to verify its log.
 * @returns undefined when nobody listens there: a socket that a killed gateway left
 */
export async function requestLogVerification(
  socketPath: string,
  evidence: LogEvidence,
): Promise<LogOutcome | undefined> {
  // A log of millions of events takes its time.
  const dispatcher = new Agent({ connect: { socketPath }, headersTimeout: 0 })
  try {
    const answer = await fetch('http://poort/log/verificatie', {
      dispatcher,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(evidence),
    })
    if (!answer.ok)
      throw new Error('de poort kon het logboek niet controleren; zie haar eigen logboek')
    return LogOutcome.parse(await answer.json())
  } catch (error) {
    if (error instanceof TypeError && isRefused(error.cause)) return undefined
    throw error
  } finally {
    await dispatcher.close()
  }
}

const isRefused = (cause: unknown): boolean =>
  cause instanceof Error &&
  'code' in cause &&
  (cause.code === 'ECONNREFUSED' || cause.code === 'ENOENT')
