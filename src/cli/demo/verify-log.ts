/** The demo's last check: the log as its operator verifies it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type LogEvidence, LogOutcome } from '../../model/log-evidence.ts'
import { callBeheer, findGateway } from '../beheer.ts'

/** Events get their place within a second or so; a busy gateway always has some that wait. */
const TRIES = 10
const WAIT_MS = 300

/** The operator's check of the whole log, once every event has its place; undefined when no gateway answers at `socket`. */
export async function verifySettled(
  socket: string,
  evidence: LogEvidence,
): Promise<LogOutcome | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await verifyOnce(socket, evidence)
    const settled = outcome === undefined || / 0 gebeurtenissen wachten/.test(outcome.text)
    if (settled || attempt === TRIES) return outcome
    await sleep(WAIT_MS)
  }
}

/** Undefined when no gateway answers there. */
async function verifyOnce(socket: string, json: LogEvidence): Promise<LogOutcome | undefined> {
  const connection = await findGateway(socket)
  if (connection === undefined) return undefined
  try {
    return await callBeheer(connection, '/log/verificatie', LogOutcome, { json })
  } finally {
    await connection.close()
  }
}
