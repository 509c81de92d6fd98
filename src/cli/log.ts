/** `signaalpoort log verify`: asks the running gateway over its socket, or opens the store itself when none runs. */
import { readFileSync } from 'node:fs'
import type { Config } from '../config.ts'
import { LogOutcome } from '../model/log-evidence.ts'
import { callBeheer, openBeheer } from './beheer.ts'

export type LogOptions = {
  readonly bewijs: string | undefined
  readonly checkpoint: string | undefined
}

/** @returns 0 when the log is sound, 1 when anything was found */
export async function logCommand(
  config: Config,
  word: string | undefined,
  options: LogOptions,
): Promise<number> {
  if (word !== 'verify') throw new Error('bedoelt u "signaalpoort log verify" of "log zoek"?')
  const evidence = {
    ...(options.bewijs === undefined ? {} : { bewijs: readFileSync(options.bewijs, 'utf8') }),
    ...(options.checkpoint === undefined
      ? {}
      : { checkpoint: readFileSync(options.checkpoint, 'utf8') }),
  }
  const connection = await openBeheer(config)
  try {
    const outcome = await callBeheer(connection, '/log/verificatie', LogOutcome, { json: evidence })
    process.stdout.write(outcome.text)
    return outcome.ok ? 0 : 1
  } finally {
    await connection.close()
  }
}
