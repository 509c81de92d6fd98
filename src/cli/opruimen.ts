/** `signaalpoort opruimen`: asks the running gateway over its socket, or opens the store itself when none runs. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { requestSweep } from '../client/admin.ts'
import type { Config } from '../config.ts'

/** @returns 0 when all that was due is gone, 1 when the clock was not believed and nothing was deleted */
export async function opruimen(
  config: Config,
  options: { readonly zeker: boolean },
): Promise<number> {
  const socket = join(config.dataFolder, 'beheer.sock')
  const answered = existsSync(socket) ? await requestSweep(socket, options) : undefined
  // The store and all that opens it are loaded only where no gateway answers.
  const outcome =
    answered ??
    (await (
      await import('../main.ts')
    ).sweepStored(config, {
      ...options,
      voortgang: (stap, aantal) => process.stderr.write(`  ${stap}: ${aantal}\n`),
    }))
  process.stdout.write(outcome.text)
  return outcome.ok ? 0 : 1
}
