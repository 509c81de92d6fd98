/**
 * Whom the gateway trusts and what it shows of itself, read from files and read again when they change: anchors (`wortel.pem`),
 * revocation lists (`*.crl.pem`, or `*.crl` as authorities publish them) and the gateway's own certificates and keys: as a server, and as a
 * client towards receivers of nudges.
 */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { IN_DOUBT, type Revocations, readRevocations, toPemLists } from './crypto/revocations.ts'
import { readTrustAnchors } from './crypto/trust-anchors.ts'
import type { Log } from './log.ts'
import type { Now } from './model/ports.ts'

const ANCHORS = 'wortel.pem'
const pairIn = (folder: string): ServerPair => ({
  cert: join(folder, 'certificaat.pem'),
  key: join(folder, 'sleutel.pem'),
})
const SERVER = pairIn('server')
const CLIENT = pairIn('client')
const LIST = /\.crl(?:\.pem)?$/

/** An own certificate (PEM, with those of its issuers) and its key. */
export type ServerPair = { readonly cert: string; readonly key: string }

/** Anchors and lists, PEM each, that were read together. */
export type Trusted = {
  readonly anchors: readonly string[]
  readonly lists: readonly string[]
  readonly revocations: Revocations
}

/** What a look at the files brought. `narrowed`: somebody who was trusted may not be any more. */
export type TrustChange = {
  readonly trusted: Trusted
  readonly server: ServerPair
  readonly narrowed: boolean
}

export type TrustDeps = { readonly folder: string; readonly now: Now; readonly log: Log }

export type Trust = {
  /** The last material that could be read. */
  readonly trusted: Trusted
  readonly server: ServerPair
  readonly client: ServerPair
  /** The lists in force now: nobody is trusted while the files are in doubt. */
  revocations(): Revocations
  /**
   * Looks whether the files changed, and if so hands `use` what to take into use. What cannot be read or used puts everything in
   * doubt until a later look succeeds: the old lists are not kept. Never throws.
   */
  poll(use: (change: TrustChange) => void): Promise<void>
}

/**
 * Reads the material for the first time.
 * @throws Error when anything of it is missing, unreadable or does not fit together
 */
export async function openTrust({ folder, now, log }: TrustDeps): Promise<Trust> {
  let stamp = await stampOf(folder)
  let trusted = await readTrusted(folder)
  let server = await readPairOf(folder, SERVER)
  let client = await readPairOf(folder, CLIENT)
  let inDoubt = false
  let isStale = false
  const readPair = async (
    where: ServerPair,
    old: ServerPair,
    isNew: boolean,
  ): Promise<ServerPair> => {
    try {
      return await readPairOf(folder, where)
    } catch (fout) {
      // Half renewed, most likely: the old pair serves until certificate and key fit together.
      if (isNew) log.error(PAIR, { fout })
      return old
    }
  }
  const look = async (use: (change: TrustChange) => void): Promise<void> => {
    const found = await stampOf(folder)
    if (found === stamp && !inDoubt) return
    const before = { trusted, server }
    client = await readPair(CLIENT, client, found !== stamp)
    const after = {
      server: await readPair(SERVER, server, found !== stamp),
      trusted: await readTrusted(folder),
    }
    const narrowed = inDoubt || isNarrower(before.trusted, after.trusted)
    stamp = found
    if (!inDoubt && !isDifferent(before, after)) return
    // In force before the listeners know: from here on a revoked certificate is refused at its next request.
    trusted = after.trusted
    server = after.server
    use({ ...after, narrowed })
    inDoubt = false
    log.info(RENEWED, { aantal: trusted.lists.length })
  }
  return {
    get trusted() {
      return trusted
    },
    get server() {
      return server
    },
    get client() {
      return client
    },
    revocations: () => (inDoubt ? IN_DOUBT : trusted.revocations),
    poll: async (use) => {
      try {
        await look(use)
      } catch (fout) {
        if (!inDoubt) log.error(UNREADABLE, { fout })
        inDoubt = true
      }
      const wasStale = isStale
      isStale = now() >= trusted.revocations.staleAt
      if (isStale && !wasStale) log.error(STALE)
    },
  }
}

const RENEWED = 'nieuwe certificaten of intrekkingslijsten zijn in gebruik'
const UNREADABLE =
  'wortel of intrekkingslijst ontbreekt of is onleesbaar: niemand wordt toegelaten tot dat is hersteld'
const STALE = 'een intrekkingslijst is verlopen: niemand wordt toegelaten tot er een nieuwe ligt'
const PAIR =
  'een nieuw certificaat van de poort en de sleutel passen niet bij elkaar: het oude blijft in gebruik'

/** Names, sizes, instants and inodes of the files: their contents are read only when one of these changed. */
async function stampOf(folder: string): Promise<string> {
  const own = [SERVER.cert, SERVER.key, CLIENT.cert, CLIENT.key]
  const names = [ANCHORS, ...own, ...(await listFiles(folder))]
  const stats = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(folder, name)).catch(() => undefined)
      return [name, found?.size, found?.mtimeMs, found?.ctimeMs, found?.ino].join(' ')
    }),
  )
  return stats.join('\n')
}

async function listFiles(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => LIST.test(name)).sort()
}

async function readTrusted(folder: string): Promise<Trusted> {
  const anchors = readTrustAnchors(await readFile(join(folder, ANCHORS), 'utf8'))
  const files = await Promise.all(
    (await listFiles(folder)).map((name) => readFile(join(folder, name))),
  )
  const lists = files.flatMap((bytes) => toPemLists(new Uint8Array(bytes)))
  const revocations = readRevocations(lists)
  // OpenSSL reads them too: what it cannot read must not reach a listener half.
  createSecureContext({ ca: [...anchors], crl: [...lists] })
  return { anchors, lists, revocations }
}

async function readPairOf(folder: string, where: ServerPair): Promise<ServerPair> {
  const [cert, key] = await Promise.all([
    readFile(join(folder, where.cert), 'utf8'),
    readFile(join(folder, where.key), 'utf8'),
  ])
  createSecureContext({ cert, key })
  return { cert, key }
}

type Material = { readonly trusted: Trusted; readonly server: ServerPair }

const isDifferent = (before: Material, after: Material): boolean =>
  before.server.cert !== after.server.cert ||
  before.server.key !== after.server.key ||
  before.trusted.anchors.join() !== after.trusted.anchors.join() ||
  before.trusted.lists.join() !== after.trusted.lists.join()

/** Whether an anchor or the list of an issuer went, or a serial number was revoked. */
function isNarrower(before: Trusted, after: Trusted): boolean {
  const issuers = new Set(after.revocations.lists.map(({ issuer }) => issuer))
  return (
    before.anchors.some((anchor) => !after.anchors.includes(anchor)) ||
    before.revocations.lists.some(({ issuer }) => !issuers.has(issuer)) ||
    [...after.revocations.serials].some((serial) => !before.revocations.serials.has(serial))
  )
}
