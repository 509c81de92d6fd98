/** A whole gateway in this process, on a store of its own: real TLS on free loopback ports, real policies, fictitious parties. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { readParty } from '../../src/cli/party.ts'
import { createGatewayClient, type GatewayClient } from '../../src/client/client.ts'
import { createMtlsFetch, type Fetch } from '../../src/client/mtls-fetch.ts'
import { createTokenSource } from '../../src/client/token.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { openPostgres } from '../../src/db/connect.ts'
import { createLog } from '../../src/log.ts'
import { type Gateway, startGateway } from '../../src/main.ts'
import type { Doel } from '../../src/model/doel.ts'

/** A party's way in: the typed client for one purpose, and the bare `fetch` and token for what the client cannot say. */
export type PartyAccess = {
  readonly client: GatewayClient
  readonly fetch: Fetch
  readonly token: () => Promise<string>
}

export type TestGateway = {
  readonly config: Config
  readonly apiUrl: string
  readonly webUrl: string
  /** Lines that the gateway logged. */
  readonly logged: readonly string[]
  as(party: string, doel: Doel, who?: { namens?: string; medewerker?: string }): PartyAccess
  /** Stops the gateway and starts it again on the same folders; `between` runs while it is down. */
  restart(between?: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

/** `kind` names the store; `policies` another folder than the project's own. */
export async function openGateway(
  kind: 'PGlite' | 'PostgreSQL',
  options: { readonly policies?: string } = {},
): Promise<TestGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'signaalpoort-gw-'))
  const database = kind === 'PostgreSQL' ? await emptyDatabase() : undefined
  const config = readConfig({
    SIGNAALPOORT_MAP: join(folder, 'data'),
    SIGNAALPOORT_CERTS: join(folder, 'certs'),
    SIGNAALPOORT_POORT: '0',
    SIGNAALPOORT_WEBPOORT: '0',
    ...(options.policies === undefined ? {} : { SIGNAALPOORT_BELEID: options.policies }),
    ...(database === undefined
      ? {}
      : { DATABASE_URL: database.url('gw_login'), DATABASE_URL_BEHEER: database.url('eigenaar') }),
  })
  const logged: string[] = []
  const log = createLog('info', { write: (line) => void logged.push(line) })
  let gateway: Gateway = await startGateway(config, log)
  const closers: (() => Promise<void>)[] = []
  return {
    config,
    get apiUrl() {
      return gateway.apiUrl
    },
    get webUrl() {
      return gateway.webUrl
    },
    logged,
    as: (name, doel, who = {}) => {
      const access = accessOf(gateway.apiUrl, config, name, doel, who)
      closers.push(access.close)
      return access
    },
    restart: async (between) => {
      await Promise.all(closers.splice(0).map((close) => close()))
      await gateway.stop()
      await between?.()
      gateway = await startGateway(config, log)
    },
    close: async () => {
      await Promise.all(closers.splice(0).map((close) => close()))
      await gateway.stop()
      await database?.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function accessOf(
  url: string,
  config: Config,
  name: string,
  doel: Doel,
  who: { namens?: string; medewerker?: string },
): PartyAccess & { close(): Promise<void> } {
  const { ca, cert, key, clientKey, deelnemer } = readParty(config.certsFolder, name)
  const { fetch, close } = createMtlsFetch({ ca, cert, key })
  const token = createTokenSource({
    issuer: url,
    tokenEndpoint: `${url}/oauth/token`,
    clientId: deelnemer.oin,
    doel,
    signWith: clientKey,
    fetch,
    now: () => new Date(),
    random: (length) => new Uint8Array(randomBytes(length)),
  })
  const gateway = createGatewayClient({ baseUrl: `${url}/v1`, ca, cert, key, token, ...who })
  return {
    client: gateway.client,
    fetch,
    token,
    close: async () => {
      await close()
      await gateway.close()
    },
  }
}

async function emptyDatabase(): Promise<{ url(user: string): string; drop(): Promise<void> }> {
  const socketDir = inject('postgresSocketDir')
  if (socketDir === null) throw new Error('PostgreSQL is not installed here')
  const name = `g_${randomBytes(6).toString('hex')}`
  const url = (user: string, database = name): string =>
    `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(socketDir)}`
  const maintenance = openPostgres(url('eigenaar', 'postgres'), 1)
  await maintenance.exec(`create database ${name}`)
  return {
    url,
    drop: async () => {
      await maintenance.exec(`drop database ${name} with (force)`)
      await maintenance.close()
    },
  }
}
