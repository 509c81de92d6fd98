/** `signaalpoort start`: starts a gateway, says where everything is, and stops on SIGTERM or SIGINT after finishing what runs. */
import { relative } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Config } from '../config.ts'
import { createLog } from '../log.ts'
import { type Gateway, startGateway } from '../main.ts'
import { whenParentGone } from './when-parent-gone.ts'

const DEFAULT_CERTS = 'certs-dev'
/**
 * How much the heap may grow before garbage is collected, in percent of what lives. A list leaves much garbage and keeps little: by itself the
 * engine lets it come to several times what lives.
 */
const HEAP_GROWTH_PERCENT = 40

/** @returns 0 once the gateway has stopped by a signal */
export async function start(
  config: Config,
  { underNpm }: { readonly underNpm: boolean },
): Promise<number> {
  const log = createLog(config.logLevel)
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
    if (underNpm) whenParentGone(resolve)
  })
  process.stdout.write('Signaalpoort start …\n')
  const gateway = await startGateway(config, log)
  // Not sooner: what a start loads stays, and would be looked through over and over while it grows.
  boundGrowth()
  process.stdout.write(welcome(config, gateway))
  await stopped
  process.stdout.write('Signaalpoort maakt af wat loopt en stopt …\n')
  await gateway.stop()
  return 0
}

/**
 * From here on the heap grows by so much between two collections. The first is now: the bound counts from what one left, and until then the
 * heap would grow to twice what it needs, of which the system gets little back.
 */
function boundGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`)
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  setFlagsFromString('--no-expose-gc')
  collect()
}

/** A word as a shell reads it back. */
const quoted = (word: string): string =>
  /^[\w./:@+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

const approval = ({ nummer, toestand, ondertekenaars }: Gateway['beleid']): string => {
  const door = ondertekenaars.map(({ persoon }) => persoon).join(' en ')
  return toestand === 'actueel'
    ? `activering ${nummer}, goedgekeurd door ${door}`
    : `NIET OVERGENOMEN; het laatste goede beleid beslist (activering ${nummer}): signaalpoort beleid stand`
}

function welcome(config: Config, gateway: Gateway): string {
  const certs = relative(process.cwd(), config.certsFolder) || '.'
  const pki = quoted(certs)
  // The commands below run in another window, which does not have this one's settings.
  const npx = certs === DEFAULT_CERTS ? 'npx' : `SIGNAALPOORT_CERTS=${pki} npx`
  const store = gateway.durable
    ? 'PostgreSQL (duurzaamheid: schijf)'
    : 'ingebouwd (duurzaamheid: proces; overleeft een crash, geen stroomuitval)'
  const start = config.clockStart?.toISOString()
  const clock =
    start === undefined
      ? 'de echte tijd'
      : `begon op ${start} (SIGNAALPOORT_KLOK) en loopt door; TLS en tokens volgen de echte tijd`
  const set = start === undefined ? '' : `SIGNAALPOORT_KLOK=${start} `
  const url = gateway.apiUrl === 'https://localhost:8443' ? '' : ` --url ${gateway.apiUrl}`
  return `
Signaalpoort draait. Alle partijen en personen zijn fictief.

  API         ${gateway.apiUrl}  (clientcertificaat verplicht)
  Web         ${gateway.webUrl}/  (grondslagen, API, logboek; voor iedereen)
  Gezondheid  ${gateway.healthUrl}/health  (alleen op dit apparaat)
  Opslag      ${store} in ${config.dataFolder}
  Klok        ${clock}
  Partijen    ${certs}/proef/partijen/: verhuurders de-linde, het-lage-land; zorgverzekeraar kompas; energie lichtbron;
              warmte warmtebaan; drinkwater heldere-bron; software incasso-noord; gemeenten arnhem, tilburg;
              rijnoever (voor nijmegen en renkum); toezicht
  Beleid      ${config.policiesFolder}
              ${approval(gateway.beleid)}

Lever in een ander venster een signaal aan:

  curl --cacert ${pki}/proef/wortel.pem \\
    --cert ${pki}/proef/partijen/de-linde/certificaat.pem --key ${pki}/proef/partijen/de-linde/sleutel.pem \\
    -H "Authorization: Bearer $(${npx} signaalpoort token --als de-linde${url})" \\
    -H 'Content-Type: application/json' -d "$(${set}npx signaalpoort voorbeeld huur)" ${gateway.apiUrl}/v1/signalen

kies het bij de gemeente, en open het:

  ${npx} signaalpoort selectie --als arnhem --medewerker mw-17 --alles --vaststellen${url}
  ${npx} signaalpoort afnemer --als arnhem --medewerker mw-17${url}

`
}
