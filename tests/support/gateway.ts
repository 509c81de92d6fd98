/** A whole gateway in this process, on a migrated store of its own: real TLS on free loopback ports, real policies, fictitious parties. */
import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { readParty } from '../../src/cli/party.ts'
import { createGatewayClient, type GatewayClient } from '../../src/client/client.ts'
import { createMtlsFetch, type Fetch } from '../../src/client/mtls-fetch.ts'
import { createTokenSource } from '../../src/client/token.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { openPostgres } from '../../src/db/connect.ts'
import { DEVELOPMENT_PARTIES, type DevelopmentParty } from '../../src/development/parties.ts'
import { ensureDevelopmentPki } from '../../src/development/pki.ts'
import { createLog } from '../../src/log.ts'
import { type Gateway, startGateway } from '../../src/main.ts'
import type { Doel } from '../../src/model/doel.ts'
import type { RandomBytes } from '../../src/model/ports.ts'
import type { EngineName } from './databases.ts'
import { type Owner, ownerOf } from './owner.ts'

const random: RandomBytes = (length) => new Uint8Array(randomBytes(length))

/** An answer as it came. */
export type RawAnswer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** A party's way in: the typed client for one purpose, and the bare `fetch` and token for what the client cannot say. */
export type PartyAccess = {
  /** A request with the party's token; `body` goes as it is when it is a text, else as JSON. */
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<RawAnswer>
  readonly client: GatewayClient
  readonly fetch: Fetch
  readonly token: () => Promise<string>
}

export type TestGateway = {
  readonly config: Config
  readonly apiUrl: string
  readonly webUrl: string
  readonly healthUrl: string
  /** What lies in the store, seen by its owner while the gateway runs. */
  readonly owner: Owner
  /** Lines that the gateway logged. */
  readonly logged: readonly string[]
  as(party: string, doel: Doel, who?: { namens?: string; medewerker?: string }): PartyAccess
  /** Has the gateway read certificates, lists and its keys again at once. */
  look(): Promise<void>
  /**
   * Stops the gateway and starts it again on the same folders; with `klok`, where the clock of law begins then; `between` runs while it
   * is down.
   */
  restart(options?: {
    readonly klok?: string
    readonly between?: () => Promise<void>
  }): Promise<void>
  close(): Promise<void>
}

/**
 * `policies`: another folder than the project's own; `klok`: where the clock of law begins; `strangers`: parties with a certificate of the
 * same authority that are never registered; `prepare` runs before the first start; `through`: another way to the PostgreSQL of its login.
 */
type Options = {
  readonly policies?: string
  readonly klok?: string
  readonly strangers?: readonly DevelopmentParty[]
  readonly through?: (url: string) => string
  readonly prepare?: (config: Config) => Promise<void>
}

/** `kind` names the store. */
export async function openGateway(kind: EngineName, options: Options = {}): Promise<TestGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'signaalpoort-gw-'))
  const database = kind === 'PostgreSQL' ? await emptyDatabase() : undefined
  let config = readConfig({
    SIGNAALPOORT_MAP: join(folder, 'data'),
    SIGNAALPOORT_CERTS: join(folder, 'certs'),
    SIGNAALPOORT_POORT: '0',
    SIGNAALPOORT_WEBPOORT: '0',
    ...(options.klok === undefined ? {} : { SIGNAALPOORT_KLOK: options.klok }),
    ...(options.policies === undefined ? {} : { SIGNAALPOORT_BELEID: options.policies }),
    ...(database === undefined
      ? {}
      : {
          DATABASE_URL: (options.through ?? String)(database.url('gw_login')),
          DATABASE_URL_BEHEER: database.url('eigenaar'),
        }),
  })
  await options.prepare?.(config)
  if (database === undefined)
    cpSync(inject('pgliteStore'), config.dataFolder, { recursive: true, force: false })
  const logged: string[] = []
  const log = createLog('info', { write: (line) => void logged.push(line) })
  await ensureDevelopmentPki(
    join(config.certsFolder, 'proef'),
    [...DEVELOPMENT_PARTIES, ...(options.strangers ?? [])],
    new Date(),
    random,
  )
  let gateway: Gateway = await startGateway(config, log)
  const closers: (() => Promise<void>)[] = []
  const closeAll = async (): Promise<void> => {
    await Promise.all(closers.splice(0).map((close) => close()))
  }
  const owner = ownerOf(config)
  return {
    get config() {
      return config
    },
    get apiUrl() {
      return gateway.apiUrl
    },
    get webUrl() {
      return gateway.webUrl
    },
    get healthUrl() {
      return gateway.healthUrl
    },
    owner,
    logged,
    as: (name, doel, who = {}) => {
      const access = accessOf(gateway.apiUrl, config, name, doel, who, options.strangers)
      closers.push(access.close)
      return access
    },
    look: () => gateway.look(),
    restart: async ({ klok, between } = {}) => {
      await closeAll()
      await gateway.stop()
      if (klok !== undefined) config = Object.freeze({ ...config, clockStart: new Date(klok) })
      await between?.()
      gateway = await startGateway(config, log)
    },
    close: async () => {
      await closeAll()
      await owner.close()
      await gateway.stop()
      await database?.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A party's way in to the gateway at `url`, with the files that `config` names. */
export function accessOf(
  url: string,
  config: Config,
  name: string,
  doel: Doel,
  who: { namens?: string; medewerker?: string },
  strangers: readonly DevelopmentParty[] = [],
): PartyAccess & { close(): Promise<void> } {
  const { ca, cert, key, clientKey, deelnemer } = readParty(config.certsFolder, name, [
    ...DEVELOPMENT_PARTIES,
    ...strangers,
  ])
  const { fetch, close } = createMtlsFetch({ ca, cert, key })
  const token = createTokenSource({
    issuer: url,
    tokenEndpoint: `${url}/oauth/token`,
    clientId: deelnemer.oin,
    doel,
    signWith: clientKey,
    fetch,
    now: () => new Date(),
    random,
  })
  const gateway = createGatewayClient({ baseUrl: `${url}/v1`, ca, cert, key, token, ...who })
  const send: PartyAccess['send'] = async (method, path, body, headers = {}) => {
    const answer = await fetch(
      new Request(`${url}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${await token()}`,
          ...(who.namens === undefined ? {} : { 'Signaalpoort-Namens': who.namens }),
          ...(who.medewerker === undefined ? {} : { 'Signaalpoort-Medewerker': who.medewerker }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  return {
    send,
    client: gateway.client,
    fetch,
    token,
    close: async () => {
      await close()
      await gateway.close()
    },
  }
}

/** The same schema, made once: a first start finds it as a second one would. */
async function emptyDatabase(): Promise<{ url(user: string): string; drop(): Promise<void> }> {
  const socketDir = inject('postgresSocketDir')
  if (socketDir === null) throw new Error('PostgreSQL is not installed here')
  const name = `g_${randomBytes(6).toString('hex')}`
  const url = (user: string, database = name): string =>
    `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(socketDir)}`
  const maintenance = openPostgres(url('eigenaar', 'postgres'), 1)
  await maintenance.exec(`create database ${name} template sjabloon strategy file_copy`)
  return {
    url,
    drop: async () => {
      await maintenance.exec(`drop database ${name} with (force)`)
      await maintenance.close()
    },
  }
}
