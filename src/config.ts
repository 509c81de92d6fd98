/** The configuration: environment to a typed, frozen object. Every setting is documented here; a wrong one means no start. */
import { resolve } from 'node:path'
import { z } from 'zod'
import { Breekpunt } from './model/crash-points.ts'

const Port = z.coerce.number().int().min(0).max(65_535)

const Oid = /^[0-2](?:\.\d+)+$/

const Environment = z.object({
  SIGNAALPOORT_OMGEVING: z
    .enum(['proef', 'productie'])
    .default('proef')
    .describe('proef: fictieve partijen en ingebouwde opslag mogen. productie: geen van beide'),
  SIGNAALPOORT_MAP: z
    .string()
    .default('data')
    .describe('map met de ingebouwde opslag, de sleutelring en het slot'),
  SIGNAALPOORT_CERTS: z
    .string()
    .default('certs-dev')
    .describe('map met certificaten en sleutels van de poort; bij proef wordt zij gemaakt'),
  SIGNAALPOORT_CERTBELEID_CLIENT: z
    .string()
    .transform((text) => text.split(',').map((oid) => oid.trim()))
    .pipe(z.array(z.string().regex(Oid, 'verwacht: OID’s met komma’s ertussen')))
    .optional()
    .describe(
      'OID’s van het certificaatbeleid, met komma’s: een clientcertificaat noemt er één van; alleen bij proef mag dit leeg zijn',
    ),
  SIGNAALPOORT_HOOFDSLEUTEL: z
    .string()
    .optional()
    .describe(
      'bestand met de hoofdsleutel van de sleutelring, buiten elke back-up; standaard in SIGNAALPOORT_CERTS',
    ),
  SIGNAALPOORT_BELEID: z.string().default('policies').describe('map met het beleid'),
  SIGNAALPOORT_GOEDKEURDERS: z
    .string()
    .optional()
    .describe(
      'map met de openbare sleutels van wie beleid mag goedkeuren; zonder deze tekenen bij proef twee verzonnen goedkeurders zelf',
    ),
  SIGNAALPOORT_ADRES: z.string().default('127.0.0.1').describe('adres waarop wordt geluisterd'),
  SIGNAALPOORT_POORT: Port.default(8443).describe(
    'poort van de API, 0 tot en met 65535 (clientcertificaat verplicht)',
  ),
  SIGNAALPOORT_WEBPOORT: Port.default(8444).describe(
    'poort van de openbare pagina’s, openapi.json en het logboek, 0 tot en met 65535',
  ),
  SIGNAALPOORT_GEZONDHEIDSPOORT: Port.optional().describe(
    'poort van de gezondheidspagina, alleen op dit apparaat te bereiken; standaard één na SIGNAALPOORT_WEBPOORT (bij 0: ook een vrije)',
  ),
  SIGNAALPOORT_URL: z
    .url({ protocol: /^https$/ })
    .optional()
    .describe('https-adres waaronder partijen de API kennen; standaard https://localhost:<poort>'),
  SIGNAALPOORT_LOGNIVEAU: z
    .enum(['info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('wat er in het logboek van het proces komt: info, warn, error of silent'),
  SIGNAALPOORT_KLOK: z.iso
    .datetime()
    .optional()
    .describe(
      'tijdstip (zoals 2026-01-02T09:00:00Z) waarop de klok van recht, termijnen en gebeurtenissen begint; alleen bij proef',
    ),
  SIGNAALPOORT_BREEKPUNT: Breekpunt.optional().describe(
    'alleen voor het testen van storingen, niet in productie: naam of naam:keer van de stap (src/model/crash-points.ts) waarbij het proces zichzelf met SIGKILL beëindigt',
  ),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('postgresql-adres met de inlog gw_login; zonder deze: ingebouwde opslag'),
  DATABASE_URL_BEHEER: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe(
      'postgresql-adres met de inlog van de eigenaar, voor migraties en de eerste registratie',
    ),
})

/** The settings of one gateway; paths are absolute. */
export type Config = {
  readonly omgeving: 'proef' | 'productie'
  readonly dataFolder: string
  readonly certsFolder: string
  /** Absent in the trial only: any certificate policy will do. */
  readonly clientPolicies: ReadonlySet<string> | undefined
  readonly rootKeyFile: string
  readonly policiesFolder: string
  /** Who may approve policies; in a trial that names none, those that it makes itself. */
  readonly approversFolder: string
  /** In a trial that names no approvers: two fictitious ones sign by themselves. */
  readonly signsItself: boolean
  readonly address: string
  readonly apiPort: number
  readonly webPort: number
  /** On loopback only. */
  readonly healthPort: number
  /** Absent: follows from the port that is really listened on. */
  readonly baseUrl: string | undefined
  /** Where the clock of law begins; absent: it is the real one. */
  readonly clockStart: Date | undefined
  /** Where the process kills itself; in tests of faults only. */
  readonly breekpunt: Breekpunt | undefined
  readonly logLevel: string
  readonly databaseUrl: string | undefined
  readonly ownerDatabaseUrl: string | undefined
}

/** The configuration is wrong; the message says every setting that is, and how. */
export class ConfigError extends Error {
  constructor(lines: readonly string[]) {
    super(`de configuratie klopt niet: ${lines.join('; ')}`)
    this.name = 'ConfigError'
  }
}

/** Every setting with its explanation and default, for `--help`. */
export function describeSettings(): readonly string[] {
  return Object.entries(Environment.shape).map(
    ([name, schema]) => `${name}: ${schema.description ?? ''}`,
  )
}

const descriptionOf = (name: string): string =>
  Object.entries(Environment.shape).find(([known]) => known === name)?.[1].description ?? ''

/**
 * Reads the configuration from `environment` (`process.env`). A `SIGNAALPOORT_` variable that does not exist is an error too.
 * @throws ConfigError naming everything that is wrong at once
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const known = new Set(Object.keys(Environment.shape))
  const unknown = Object.keys(environment).filter(
    (name) =>
      name.startsWith('SIGNAALPOORT_') &&
      !name.startsWith('SIGNAALPOORT_TEST_') &&
      !known.has(name),
  )
  const filled = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(filled)
  const errors = [
    ...unknown.map((name) => `${name} bestaat niet ("signaalpoort help" noemt alle instellingen)`),
    ...(parsed.error?.issues ?? []).map((issue) => {
      const name = issue.path.join('.')
      return `${name} is onjuist (bedoeld is: ${descriptionOf(name)})`
    }),
  ]
  if (parsed.data === undefined || errors.length > 0) throw new ConfigError(errors)
  refuseUnfitForProduction(parsed.data)
  return toConfig(parsed.data)
}

type Settings = z.infer<typeof Environment>

/** What production asks beyond a trial. */
function refuseUnfitForProduction(settings: Settings): void {
  if (settings.SIGNAALPOORT_OMGEVING !== 'productie') return
  if (settings.DATABASE_URL === undefined) {
    throw new ConfigError([
      'productie vraagt een DATABASE_URL (de ingebouwde opslag overleeft geen stroomuitval); zet haar, of laat SIGNAALPOORT_OMGEVING weg voor een proef',
    ])
  }
  if (settings.SIGNAALPOORT_KLOK !== undefined)
    throw new ConfigError(['productie loopt op de echte tijd: laat SIGNAALPOORT_KLOK weg'])
  if (settings.SIGNAALPOORT_BREEKPUNT !== undefined)
    throw new ConfigError([
      'productie beëindigt zichzelf niet: laat SIGNAALPOORT_BREEKPUNT weg (het dient alleen tests)',
    ])
  if (settings.SIGNAALPOORT_CERTBELEID_CLIENT === undefined) {
    throw new ConfigError([
      'productie vraagt SIGNAALPOORT_CERTBELEID_CLIENT: anders geldt elk certificaat van een vertrouwde wortel; zet het, of laat SIGNAALPOORT_OMGEVING weg voor een proef',
    ])
  }
  if (settings.SIGNAALPOORT_GOEDKEURDERS === undefined)
    throw new ConfigError([
      'productie vraagt SIGNAALPOORT_GOEDKEURDERS: een map met de openbare sleutels van wie beleid mag goedkeuren; maak ze met "signaalpoort beleid sleutel"',
    ])
}

/** Any free one where there is none. */
const portAfter = (port: number): number => (port === 0 || port === 65_535 ? 0 : port + 1)

function toConfig(settings: Settings): Config {
  const certsFolder = resolve(settings.SIGNAALPOORT_CERTS)
  return Object.freeze({
    omgeving: settings.SIGNAALPOORT_OMGEVING,
    dataFolder: resolve(settings.SIGNAALPOORT_MAP),
    certsFolder,
    clientPolicies:
      settings.SIGNAALPOORT_CERTBELEID_CLIENT === undefined
        ? undefined
        : new Set(settings.SIGNAALPOORT_CERTBELEID_CLIENT),
    rootKeyFile: resolve(
      settings.SIGNAALPOORT_HOOFDSLEUTEL ?? `${certsFolder}/poort/hoofdsleutel.json`,
    ),
    policiesFolder: resolve(settings.SIGNAALPOORT_BELEID),
    approversFolder: resolve(settings.SIGNAALPOORT_GOEDKEURDERS ?? `${certsFolder}/goedkeurders`),
    signsItself: settings.SIGNAALPOORT_GOEDKEURDERS === undefined,
    address: settings.SIGNAALPOORT_ADRES,
    apiPort: settings.SIGNAALPOORT_POORT,
    webPort: settings.SIGNAALPOORT_WEBPOORT,
    healthPort: settings.SIGNAALPOORT_GEZONDHEIDSPOORT ?? portAfter(settings.SIGNAALPOORT_WEBPOORT),
    baseUrl: settings.SIGNAALPOORT_URL?.replace(/\/+$/, ''),
    clockStart:
      settings.SIGNAALPOORT_KLOK === undefined ? undefined : new Date(settings.SIGNAALPOORT_KLOK),
    breekpunt: settings.SIGNAALPOORT_BREEKPUNT,
    logLevel: settings.SIGNAALPOORT_LOGNIVEAU,
    databaseUrl: settings.DATABASE_URL,
    ownerDatabaseUrl: settings.DATABASE_URL_BEHEER,
  })
}
