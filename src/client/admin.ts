/** The operator's calls to a running gateway, over the Unix socket of its data folder. */
import { Agent, fetch } from 'undici'
import { type LogEvidence, LogOutcome } from '../model/log-evidence.ts'
import { Opruimuitkomst, type Opruimverzoek } from '../model/opruiming.ts'

/**
 * Asks the gateway behind `socketPath` to verify its log.
 * @returns undefined when nobody listens there: a socket that a killed gateway left
 */
export async function requestLogVerification(
  socketPath: string,
  evidence: LogEvidence,
): Promise<LogOutcome | undefined> {
  const fault = 'de poort kon het logboek niet controleren; zie haar eigen logboek'
  return LogOutcome.optional().parse(await ask(socketPath, '/log/verificatie', evidence, fault))
}

/**
 * Asks the gateway behind `socketPath` to delete all that is due.
 * @returns undefined when nobody listens there
 */
export async function requestSweep(
  socketPath: string,
  request: Opruimverzoek,
): Promise<Opruimuitkomst | undefined> {
  const fault =
    'de poort kon niet opruimen; zie haar eigen logboek. De volgende keer gaat zij verder'
  return Opruimuitkomst.optional().parse(await ask(socketPath, '/opruiming', request, fault))
}

async function ask(
  socketPath: string,
  path: string,
  body: unknown,
  fault: string,
): Promise<unknown> {
  // A log of millions of events, or a million signals that are due, takes its time.
  const dispatcher = new Agent({ connect: { socketPath }, headersTimeout: 0 })
  try {
    const answer = await fetch(`http://poort${path}`, {
      dispatcher,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(fault)
    return await answer.json()
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
