/** `signaalpoort opruimen`: has the gateway, or the stopped gateway's store, sweep all that is due. */
import type { Config } from '../config.ts'
import { Opruimuitkomst, Opruimvoortgang } from '../model/opruiming.ts'
import { followBeheer, openBeheer } from './beheer.ts'

/** @returns 0 when all that was due is gone, 1 when the clock was not believed and nothing was deleted */
export async function opruimen(
  config: Config,
  options: { readonly zeker: boolean },
): Promise<number> {
  const connection = await openBeheer(config)
  try {
    const outcome = await followBeheer(connection, '/opruiming', Opruimuitkomst, {
      json: options,
      onProgress: (line) => {
        const { stap, aantal } = Opruimvoortgang.parse(line)
        process.stderr.write(`  ${stap}: ${aantal}\n`)
      },
    })
    process.stdout.write(outcome.text)
    return outcome.ok ? 0 : 1
  } finally {
    await connection.close()
  }
}
