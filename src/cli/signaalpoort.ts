/** The command `signaalpoort`: one file a subcommand; here only which, and what it says when it fails. */
import { parseArgs } from 'node:util'
import { type Config, describeSettings, readConfig } from '../config.ts'
import { afnemer } from './afnemer.ts'
import { demo } from './demo.ts'
import { logCommand } from './log.ts'
import { generateOpenApi } from './openapi.ts'
import { opruimen } from './opruimen.ts'
import { start } from './start.ts'
import { token } from './token.ts'
import { voorbeeld } from './voorbeeld.ts'

const HELP = `signaalpoort: doorgeefpoort voor vroegsignalering

  signaalpoort start                          start de poort (ook: npm start)
  signaalpoort token --als PARTIJ             geeft een token voor curl
      [--doel DOEL]                           standaard: aanleveren, of hulpaanbod voor een gemeente
  signaalpoort voorbeeld [NAAM]               geeft een voorbeeldsignaal van vandaag; zonder naam: de namen
  signaalpoort afnemer --als GEMEENTE         haalt meldingen op, opent ze en geeft ze als JSON
      --medewerker KENMERK                    eigen kenmerk van de medewerker, of "systeem"
      [--doel controle] [--bevestig]          met de controlesleutel; of bevestig dat alles is bewaard
  signaalpoort log verify                     controleert het hele logboek
      [--bewijs BESTAND]                      … en dat dit ontvangstbewijs erin staat
      [--checkpoint BESTAND]                  … en dat het doorloopt vanaf dit checkpoint
  signaalpoort opruimen                       wist nu wat verlopen is; de poort doet dit zelf elke nacht om 02:00
      [--zeker]                               … ook als de klok meer dan 36 uur verder staat dan verwacht
  signaalpoort demo                           speelt twintig signalen na en vertelt wat er gebeurt
  signaalpoort openapi [--controleer]         maakt de OpenAPI-bestanden, of zegt of ze kloppen
  signaalpoort help                           dit

PARTIJ is de naam van een map in certs-dev/proef/partijen. Een andere poort: --url https://localhost:8443.

Instellingen (omgevingsvariabelen):
${describeSettings()
  .map((line) => `  ${line}`)
  .join('\n')}
`

const OPTIONS = {
  als: { type: 'string' },
  doel: { type: 'string' },
  medewerker: { type: 'string' },
  url: { type: 'string' },
  bevestig: { type: 'boolean', default: false },
  bewijs: { type: 'string' },
  checkpoint: { type: 'string' },
  zeker: { type: 'boolean', default: false },
  controleer: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** Where the gateway of this configuration answers. */
const gatewayUrl = (config: Config): string =>
  config.baseUrl ?? `https://localhost:${config.apiPort}`

async function run(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: OPTIONS,
    allowPositionals: true,
  })
  const [command = 'help', ...rest] = positionals
  if (values.help || command === 'help') {
    process.stdout.write(HELP)
    return 0
  }
  const config = readConfig(process.env)
  const { als, doel, medewerker, bewijs, checkpoint } = values
  const url = values.url ?? gatewayUrl(config)
  switch (command) {
    case 'start':
      return start(config)
    case 'token':
      return token(config, { url, als, doel })
    case 'voorbeeld':
      return voorbeeld(rest[0])
    case 'afnemer':
      return afnemer(config, { url, als, doel, medewerker, bevestig: values.bevestig })
    case 'log':
      return logCommand(config, rest[0], { bewijs, checkpoint })
    case 'opruimen':
      return opruimen(config, { zeker: values.zeker })
    case 'demo':
      return demo(config, { url: values.url })
    case 'openapi':
      return generateOpenApi({ controleer: values.controleer })
    default:
      throw new Error(`onbekende opdracht "${command}"; "signaalpoort help" noemt ze alle`)
  }
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  // One clear line: whoever needs more finds it in the log of the process.
  process.stderr.write(
    `signaalpoort: ${error instanceof Error ? error.message : 'onbekende fout'}\n`,
  )
  process.exitCode = 1
}
