/** The gateway that the demo plays on: one that runs and belongs to the certificates, or one of its own for the time of the demo. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { createLog } from '../../log.ts'
import { startGateway } from '../../main.ts'
import { connect } from '../connection.ts'
import { readParty } from '../party.ts'
import type { Scratch } from './scratch.ts'

export type DemoGateway = {
  readonly url: string
  /** Of the gateway that is played on: where its certificates and data are. */
  readonly config: Config
  /** The demo started it, and stops it. */
  readonly eigen: boolean
  close(): Promise<void>
}

/**
 * @param url as given with `--url`
 * @throws Error in Dutch when a gateway was named that does not answer to these certificates
 */
export async function findGateway(
  config: Config,
  url: string | undefined,
  scratch: Scratch,
): Promise<DemoGateway> {
  const port = config.apiPort === 0 ? undefined : `https://localhost:${config.apiPort}`
  const candidate = (url ?? config.baseUrl ?? port)?.replace(/\/+$/, '')
  if (candidate !== undefined && (await answers(config, candidate)))
    return { url: candidate, config, eigen: false, close: () => Promise.resolve() }
  if (url !== undefined)
    throw new Error(
      `op ${url} antwoordt geen poort bij de certificaten in ${config.certsFolder}; zonder --url start de demo er zelf een`,
    )
  return startOwn(config, scratch.folder())
}

/** Whether a gateway answers there that these certificates belong to: it gives a token over mutual TLS. */
async function answers({ certsFolder }: Config, url: string): Promise<boolean> {
  if (!existsSync(join(certsFolder, 'proef')) || !existsSync(join(certsFolder, 'poort')))
    return false
  const connection = connect({ url, party: readParty(certsFolder, 'de-linde'), doel: 'aanleveren' })
  try {
    await connection.token()
    return true
  } catch (error) {
    // Nobody listens, or someone with a certificate of other authorities.
    if (error instanceof TypeError) return false
    throw error
  } finally {
    await connection.close()
  }
}

/**
 * On free ports, with the embedded store, in `folder`, which may hold what an earlier one left; the policies are those of the configuration.
 * @param clockStart where its clock of law begins; undefined: now
 */
export async function startOwn(
  { policiesFolder }: Config,
  folder: string,
  clockStart?: Date,
): Promise<DemoGateway> {
  const certsFolder = join(folder, 'certs')
  const config: Config = Object.freeze({
    omgeving: 'proef',
    dataFolder: join(folder, 'data'),
    certsFolder,
    rootKeyFile: join(certsFolder, 'poort', 'hoofdsleutel.json'),
    policiesFolder,
    approversFolder: join(certsFolder, 'goedkeurders'),
    signsItself: true,
    address: '127.0.0.1',
    apiPort: 0,
    webPort: 0,
    healthPort: 0,
    baseUrl: undefined,
    clockStart,
    clientPolicies: undefined,
    breekpunt: undefined,
    logLevel: 'silent',
    databaseUrl: undefined,
    ownerDatabaseUrl: undefined,
  })
  const gateway = await startGateway(config, createLog(config.logLevel))
  return { url: gateway.apiUrl, config, eigen: true, close: () => gateway.stop() }
}
