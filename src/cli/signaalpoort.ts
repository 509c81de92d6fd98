/** The command `signaalpoort`: one file a subcommand; here only which, and what it says when it fails. */
import { parseArgs } from 'node:util'
import { type Config, describeSettings, readConfig } from '../config.ts'
import { type Command, helpOf, parseCommand } from './command.ts'
import { explainFailure } from './explain-failure.ts'

const HELP = `signaalpoort: doorgeefpoort voor vroegsignalering

  signaalpoort start                          start de poort (ook: npm start)
  signaalpoort token --als PARTIJ             geeft een token voor curl
      [--doel DOEL]                           standaard: aanleveren, of hulpaanbod voor een gemeente
  signaalpoort voorbeeld [NAAM]               geeft een voorbeeldsignaal van vandaag; zonder naam: de namen
  signaalpoort aanleveren LIJST --als PARTIJ  levert een lijst aan (CSV, NDJSON), of probeert haar uit; sjabloon, toon, vrijgave, intrekken, mutaties, navragen, antwoorden (--help)
  signaalpoort indeling …                     vertaalt een export van uw administratie naar een lijst (--help)
  signaalpoort selectie --als GEMEENTE …      kiest wie een aanbod krijgt; alleen die gaan open (--help)
  signaalpoort afnemer --als GEMEENTE         haalt gekozen meldingen op, opent ze en geeft ze als JSON
      [--namens GEMEENTE]                     voor wie namens een gemeente werkt (--als rijnoever --namens nijmegen)
      --medewerker KENMERK                    eigen kenmerk van de medewerker, of "systeem"
      [--sleutel BESTAND]                     met dit sleutelpaar, als u er meer hebt
      [--doel controle] [--bevestig]          met de controlesleutel; of bevestig dat alles is bewaard
  signaalpoort afnemer controleer …       controleert in uw BRP en uw eigen lijsten (--help)
  signaalpoort afnemer archief …          eigen dossiers op eigen schijf, met eigen termijn (--help)
  signaalpoort afnemer lijst …            werklijst en geopende meldingen voor een rekenblad (--help)
  signaalpoort afnemer meld …             contactpogingen en resultaten uit een rekenblad naar de poort (--help)
  signaalpoort afnemer lees …             … en in uw eigen dossiers (--help)
  signaalpoort afnemer navragen …         vraagt een aanleveraar één gegeven, uit een rekenblad (--help)
  signaalpoort afnemer dien …             geeft geopende meldingen als JSON aan uw eigen systeem op dezelfde machine (--help)
  signaalpoort afnemer ddas|kpi …         bestand voor het CBS; eigen KPI's (--help)
  signaalpoort afnemer sleutel maak …         maakt een eigen sleutelpaar met registratie (--help)
  signaalpoort afnemer overdracht …           draagt over aan een opvolger (--help)
  signaalpoort sleutel toon|registreer|zet …  beheert de sleutels van gemeenten (--help)
  signaalpoort log verify                     controleert het hele logboek
      [--bewijs BESTAND]                      … en dat dit ontvangstbewijs erin staat
      [--checkpoint BESTAND]                  … en dat het doorloopt vanaf dit checkpoint
  signaalpoort opruimen                       wist nu wat verlopen is; de poort doet dit zelf elke nacht om 02:00
      [--zeker]                               … ook als de klok meer dan 36 uur verder staat dan verwacht
  signaalpoort sleutels                       noemt de sleutels waarmee de poort tokens en ontvangstbewijzen tekent
  signaalpoort sleutels wissel                … geeft haar nieuwe, ook terwijl zij draait; geen geldig token wordt geweigerd
      [--direct]                              … die meteen tekenen: wat met de oude aan tokens is getekend, geldt niet meer
  signaalpoort log zoek --als PARTIJ          zoekt in de eigen gebeurtenissen, nieuwste eerst
      --medewerker KENMERK                    wie er zoekt; elke zoekvraag is zelf een gebeurtenis
      [--vanaf DAG] [--tot DAG]               dag of tijdstip (UTC); de dag van --tot telt niet mee
      [--soort SOORT] [--doel DOEL]           --soort mag vaker
      [--signaal ID] [--namens PARTIJ]        over één signaal; namens wie het mandaat gaf
      [--alles] [--json]                      ook wat ouder is dan de nieuwste 500; als JSON
  signaalpoort beleid --help                  beleid lezen, uitleggen, controleren, vergelijken, ondertekenen, activeren
  signaalpoort bewaartermijn …                eigen bewaartermijnen van een gemeente, met twee personen (--help)
  signaalpoort maatregel …                    signalen bevriezen of beperken, met twee personen (--help)
  signaalpoort gemeenten …                    adressen en gemeenten: import, opvolging, toon (meer: gemeenten --help)
  signaalpoort deelnemer …                    het register van deelnemers; "signaalpoort deelnemer --help"
  signaalpoort mandaat …                      wie voor wie handelt; "signaalpoort mandaat --help"
  signaalpoort leverafspraak …                wanneer een lijst er is, en wat uitbleef (--help)
  signaalpoort proefpartij …                  een eigen fictieve partij om aansluiten te proberen; "… proefpartij --help"
  signaalpoort demo [--en]                    speelt een maand bij een gemeente na: 2.000 signalen, 50 gekozen, 1.950 terug
  signaalpoort demo --kort                    speelt twintig signalen na en vertelt wat er gebeurt
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
  namens: { type: 'string' },
  medewerker: { type: 'string' },
  url: { type: 'string' },
  sleutel: { type: 'string' },
  bevestig: { type: 'boolean', default: false },
  bewijs: { type: 'string' },
  checkpoint: { type: 'string' },
  zeker: { type: 'boolean', default: false },
  direct: { type: 'boolean', default: false },
  vanaf: { type: 'string' },
  tot: { type: 'string' },
  soort: { type: 'string', multiple: true },
  signaal: { type: 'string' },
  alles: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  controleer: { type: 'boolean', default: false },
  kort: { type: 'boolean', default: false },
  en: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** Where the gateway of this configuration answers. */
const gatewayUrl = (config: Config): string =>
  config.baseUrl ?? `https://localhost:${config.apiPort}`

/** How many words a command takes after its own name; those that are not here take none. */
const WORDS: Readonly<Record<string, number>> = { voorbeeld: 1, log: 1, sleutels: 1 }

type Words = ReturnType<typeof readWords>

function readWords(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
}

/** Commands with subcommands and options of their own (`command.ts`), by one word or two; each is loaded only when it is asked for. */
const OWN: Readonly<Record<string, () => Promise<Command>>> = {
  aanleveren: async () => (await import('./aanleveren.ts')).aanleveren,
  indeling: async () => (await import('./indeling.ts')).indeling,
  beleid: async () => (await import('./beleid.ts')).beleid,
  bewaartermijn: async () => (await import('./bewaartermijn.ts')).bewaartermijnCommand,
  maatregel: async () => (await import('./maatregel.ts')).maatregelCommand,
  selectie: async () => (await import('./selectie.ts')).selectieCommand,
  gemeenten: async () => (await import('./gemeenten.ts')).gemeenten,
  deelnemer: async () => (await import('./deelnemer.ts')).deelnemer,
  mandaat: async () => (await import('./mandaat.ts')).mandaat,
  leverafspraak: async () => (await import('./leverafspraak.ts')).leverafspraak,
  proefpartij: async () => (await import('./proefpartij.ts')).proefpartij,
  sleutel: async () => (await import('./sleutel.ts')).sleutelCommand,
  'afnemer overdracht': async () =>
    (await import('./afnemer-overdracht.ts')).afnemerOverdrachtCommand,
  'afnemer controleer': async () =>
    (await import('./afnemer-controleer.ts')).afnemerControleerCommand,
  'afnemer uitkomst': async () =>
    (await import('./afnemer-controleer.ts')).afnemerControleerCommand,
  'afnemer archief': async () => (await import('./afnemer-archief.ts')).afnemerArchiefCommand,
  'afnemer ddas': async () => (await import('./afnemer-statistiek.ts')).afnemerStatistiekCommand,
  'afnemer lees': async () => (await import('./afnemer-lees.ts')).afnemerLeesCommand,
  'afnemer lijst': async () => (await import('./afnemer-lijst.ts')).afnemerLijstCommand,
  'afnemer meld': async () => (await import('./afnemer-meld.ts')).afnemerMeldCommand,
  'afnemer dien': async () => (await import('./afnemer-dien.ts')).afnemerDienCommand,
  'afnemer navragen': async () => (await import('./afnemer-navragen.ts')).afnemerNavragenCommand,
  'afnemer kpi': async () => (await import('./afnemer-statistiek.ts')).afnemerStatistiekCommand,
  'afnemer sleutel': async () => (await import('./afnemer-sleutel.ts')).afnemerSleutelCommand,
}

/** Commands whose name is two words; of every other pair the second is a subcommand of the first. */
const OF_TWO_WORDS: ReadonlySet<string> = new Set([
  'afnemer sleutel',
  'afnemer archief',
  'afnemer navragen',
])

/** The command that `args` begin with, and what follows its name. */
function findOwn(
  args: readonly string[],
): { readonly load: () => Promise<Command>; readonly rest: readonly string[] } | undefined {
  for (const count of [2, 1]) {
    const name = args.slice(0, count).join(' ')
    const load = Object.hasOwn(OWN, name) ? OWN[name] : undefined
    if (load === undefined) continue
    // A second word that is a subcommand of the first stays with what follows.
    return { load, rest: args.slice(OF_TWO_WORDS.has(name) ? count : 1) }
  }
  return undefined
}

async function runOwn(load: () => Promise<Command>, args: readonly string[]): Promise<number> {
  const command = await load()
  const parsed = parseCommand(command, args)
  if (parsed === 'help') {
    process.stdout.write(helpOf(command))
    return 0
  }
  const config = readConfig(process.env)
  try {
    return await parsed.subcommand.run(config, parsed as never)
  } catch (error) {
    throw new Error(explainFailure(error, config), { cause: error })
  }
}

async function run(args: readonly string[]): Promise<number> {
  const own = findOwn(args)
  if (own !== undefined) return runOwn(own.load, own.rest)
  const words = readWords(args)
  const [command = 'help', ...rest] = words.positionals
  if (words.values.help || command === 'help') {
    process.stdout.write(HELP)
    return 0
  }
  const surplus = rest[WORDS[command] ?? 0]
  if (surplus !== undefined)
    throw new Error(`"${surplus}" hoort niet achter "${command}"; "signaalpoort help" zegt wat mag`)
  const config = readConfig(process.env)
  try {
    return await dispatch(config, command, rest[0], words.values)
  } catch (error) {
    throw new Error(explainFailure(error, config), { cause: error })
  }
}

/** The given address without a slash at its end. */
function parseUrl(url: string): string {
  if (URL.parse(url)?.protocol !== 'https:')
    throw new Error(`--url ${url} is geen https-adres; geef er een als https://localhost:8443`)
  return url.replace(/\/+$/, '')
}

async function dispatch(
  config: Config,
  command: string,
  word: string | undefined,
  values: Words['values'],
): Promise<number> {
  const { als, doel, namens, medewerker, bewijs, checkpoint } = values
  const url = values.url === undefined ? gatewayUrl(config) : parseUrl(values.url)
  // Each command loads what it needs and no more: help must not wait for the store.
  switch (command) {
    case 'start':
      // Whoever starts it through npm signals npm, and npm only the shell in between.
      return (await import('./start.ts')).start(config, {
        underNpm: process.env['npm_lifecycle_event'] !== undefined,
      })
    case 'token':
      return (await import('./token.ts')).token(config, { url, als, doel })
    case 'voorbeeld':
      return (await import('./voorbeeld.ts')).voorbeeld(config, word)
    case 'afnemer':
      return (await import('./afnemer.ts')).afnemer(config, {
        url,
        als,
        namens,
        doel,
        medewerker,
        sleutel: values.sleutel,
        bevestig: values.bevestig,
      })
    case 'log':
      if (word === 'zoek')
        return (await import('./log-search.ts')).logSearch(config, { ...values, url })
      return (await import('./log.ts')).logCommand(config, word, { bewijs, checkpoint })
    case 'opruimen':
      return (await import('./opruimen.ts')).opruimen(config, { zeker: values.zeker })
    case 'sleutels':
      return (await import('./sleutels.ts')).sleutels(config, word, {
        direct: values.direct,
        now: new Date(),
      })
    case 'demo':
      return (await import('./demo.ts')).demo(config, { ...values, url: values.url })
    case 'openapi':
      return (await import('./openapi.ts')).generateOpenApi({ controleer: values.controleer })
    default:
      throw new Error(`onbekende opdracht "${command}"; "signaalpoort help" noemt ze alle`)
  }
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  // One clear line: whoever needs more finds it in the log of the process.
  process.stderr.write(`signaalpoort: ${explainFailure(error)}\n`)
  process.exitCode = 1
}
