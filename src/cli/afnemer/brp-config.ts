/** How a municipality reaches its own BRP API: address, headers, credentials from files. Its own authorisation, never the gateway's. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const Kop = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/)
/** Printable, as a header can be; purpose headers take at most 242 characters. */
const Kopwaarde = z.string().regex(/^[\x20-\x7e]{1,242}$/)

const Brpbestand = z.strictObject({
  /** Up to and without `/personen`. */
  url: z.url(),
  /** Headers with the municipality's own purpose and user, such as `x-doelbinding`, `x-verwerking`, `x-gebruiker`, `x-origin-oin`. */
  koppen: z.record(Kop, Kopwaarde).default({}),
  /** A secret in a header, from a file of its own: an API key, or a bearer token with `voorvoegsel: "Bearer "`. */
  geheimen: z
    .array(
      z.strictObject({ kop: Kop, bestand: z.string().min(1), voorvoegsel: z.string().default('') }),
    )
    .default([]),
  /** The municipality's own certificate for this API, as PEM. */
  mtls: z.strictObject({ certificaat: z.string().min(1), sleutel: z.string().min(1) }).optional(),
  /** Which authorities may have issued the API's certificate, as PEM; those of the system without it. */
  vertrouwd: z.string().min(1).optional(),
})

/** Ready to use: the headers hold secrets, and are shown to nobody. */
export type Brptoegang = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string }
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Reads the configuration in `path`; files that it names stand beside it unless their path is whole.
 * @throws Error in Dutch that names the fault and no value
 */
export function readBrpConfig(path: string): Brptoegang {
  const read = Brpbestand.safeParse(parse(readFileSync(path, 'utf8')))
  if (!read.success) {
    const where = [
      ...new Set(read.error.issues.map((issue) => issue.path.join('.') || 'het bestand')),
    ]
    throw new Error(`${path} is geen configuratie van de BRP API: zie ${where.join(', ')}`)
  }
  const { url, koppen, geheimen, mtls, vertrouwd } = read.data
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.has(hostname)))
    throw new Error(`${path}: url is geen https-adres; wat u vraagt zou onderweg te lezen zijn`)
  const text = (file: string): string => readFileSync(resolve(dirname(path), file), 'utf8')
  const secrets = geheimen.map(
    ({ kop, bestand, voorvoegsel }) => [kop, `${voorvoegsel}${text(bestand).trim()}`] as const,
  )
  return {
    url: url.replace(/\/+$/, ''),
    headers: { ...koppen, ...Object.fromEntries(secrets) },
    tls: {
      ...(vertrouwd === undefined ? {} : { ca: text(vertrouwd) }),
      ...(mtls === undefined ? {} : { cert: text(mtls.certificaat), key: text(mtls.sleutel) }),
    },
  }
}
