/** `signaalpoort log verify`: asks the running gateway over its socket, or opens the store itself when none runs. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { requestLogVerification } from '../client/admin.ts'
import type { Config } from '../config.ts'

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
  const socket = join(config.dataFolder, 'beheer.sock')
  const answered = existsSync(socket) ? await requestLogVerification(socket, evidence) : undefined
  // The store and all that opens it are loaded only where no gateway answers.
  const outcome = answered ?? (await (await import('../main.ts')).verifyStoredLog(config, evidence))
  process.stdout.write(outcome.text)
  return outcome.ok ? 0 : 1
}
