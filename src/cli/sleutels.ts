/** `signaalpoort sleutels`: which keys the gateway signs with; `sleutels wissel` gives it new ones, also while it runs. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { endedAt } from '../crypto/key-ring.ts'
import { rotateGatewayKeys } from '../gateway-keys.ts'
import { KEY_USES, type KeyUse, readRing } from '../key-files.ts'

const NAMES: Readonly<Record<KeyUse, string>> = {
  'token-sleutel': 'tokens',
  'bewijs-sleutel': 'ontvangstbewijzen',
  'seintje-sleutel': 'seintjes',
}

/** @param now real time */
export async function sleutels(
  config: Config,
  word: string | undefined,
  { direct, now }: { readonly direct: boolean; readonly now: Date },
): Promise<number> {
  if (word !== undefined && word !== 'wissel')
    throw new Error(`"sleutels ${word}" bestaat niet: het is "sleutels" of "sleutels wissel"`)
  if (direct && word === undefined) throw new Error('--direct hoort bij "sleutels wissel"')
  const folder = join(config.certsFolder, 'poort')
  if (!existsSync(folder))
    throw new Error(`in ${folder} zijn nog geen sleutels: start eerst de poort (npm start)`)
  if (word === 'wissel') {
    const vanaf = await rotateGatewayKeys(folder, now, { direct })
    process.stdout.write(
      direct
        ? 'De nieuwe sleutels tekenen nu; tokens van daarvoor worden geweigerd en opnieuw gehaald.\n'
        : `De nieuwe sleutels zijn gepubliceerd en tekenen vanaf ${vanaf.toISOString()}; tokens van daarvoor blijven geldig.\n`,
    )
  }
  process.stdout.write(describeKeys(folder, now))
  return 0
}

function describeKeys(folder: string, now: Date): string {
  const lines = KEY_USES.flatMap((use) => {
    const ring = readRing(folder, use)
    const ended = endedAt(ring, now)
    return ring.map((one) => {
      const state = ended.includes(one) ? 'tekende' : one.vanaf > now ? 'tekent straks' : 'tekent'
      const since = one.vanaf.getTime() === 0 ? 'het begin' : one.vanaf.toISOString()
      return `  ${NAMES[use].padEnd(18)} ${one.jwk.kid}  ${state}, vanaf ${since}`
    })
  })
  return `${lines.join('\n')}\n`
}
