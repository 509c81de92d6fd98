/**
 * The gateway's own keys: for tokens, receipts, nudges and the log. Made on the first start of a trial. All but the log's are looked at
 * again while it runs, so that they can be changed without a stop (`rotateGatewayKeys`); the log's key is its identity and stays.
 */
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { endedAt, type KeyRing, publishedAt, signerAt } from './crypto/key-ring.ts'
import { createNoteKey, type NoteSigner, openNoteSigner } from './crypto/signed-note.ts'
import type { PrivateSigningJwk, PublicSigningJwk } from './crypto/signing-keys.ts'
import { TOKEN_SECONDS } from './crypto/token.ts'
import {
  addKey,
  dropPrivateHalf,
  ensureFirstKey,
  KEY_USES,
  type KeyFile,
  type KeyUse,
  readKeyFiles,
  readRing,
  removeKey,
  stampOf,
} from './key-files.ts'
import { writeDurably } from './keyring/durable-file.ts'
import type { Log } from './log.ts'
import type { Now, RandomBytes } from './model/ports.ts'

/** The log's name: first line of every checkpoint. */
const LOG_NAME = 'signaalpoort.example.nl/log'

/** So long before it signs a new key is published: whoever verifies has looked again by then. */
const PUBLISH_AHEAD_MS = 60_000

/** So long after its last signature a key for tokens is accepted: the life of a token, and what clocks may differ. */
const TOKEN_KEEP_MS = (TOKEN_SECONDS + 60) * 1000

/** A nudge is believed for so long after it was signed; the next attempt is signed anew. */
export const NUDGE_SECONDS = 300

/** Receipts are verified for as long as anyone keeps them. */
const KEEP_MS: Readonly<Record<KeyUse, number>> = {
  'token-sleutel': TOKEN_KEEP_MS,
  'seintje-sleutel': (NUDGE_SECONDS + 60) * 1000,
  'bewijs-sleutel': Number.POSITIVE_INFINITY,
}

/** Each as it stands now: what signs, and which public keys are shown and accepted. */
export type GatewayKeys = {
  readonly log: NoteSigner
  token(): PrivateSigningJwk
  receipt(): PrivateSigningJwk
  nudge(): PrivateSigningJwk
  tokenKeys(): readonly PublicSigningJwk[]
  receiptKeys(): readonly PublicSigningJwk[]
  nudgeKeys(): readonly PublicSigningJwk[]
  /**
   * Takes changed files into use, and lets go of what has ended: private halves, and keys of tokens that have all expired. What cannot be
   * read changes nothing. Never throws.
   */
  poll(log: Pick<Log, 'info' | 'error'>): Promise<void>
}

/**
 * Reads the keys in `folder`, making what is missing; each file is whole and on disk before it is used: a log without its key is no log.
 * @param now real time
 */
export async function ensureGatewayKeys(
  folder: string,
  random: RandomBytes,
  now: Now,
): Promise<GatewayKeys> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const use of KEY_USES) await ensureFirstKey(folder, use)
  let stamp = stampOf(folder)
  let rings = readRings(folder)
  let failed = false
  const published = (use: KeyUse): readonly PublicSigningJwk[] =>
    publishedAt(rings[use], now(), KEEP_MS[use])
  return {
    log: openNoteSigner(await ensureLogKey(join(folder, 'log-sleutel.txt'), random)),
    token: () => signerAt(rings['token-sleutel'], now()),
    receipt: () => signerAt(rings['bewijs-sleutel'], now()),
    nudge: () => signerAt(rings['seintje-sleutel'], now()),
    tokenKeys: () => published('token-sleutel'),
    receiptKeys: () => published('bewijs-sleutel'),
    nudgeKeys: () => published('seintje-sleutel'),
    poll: async (log) => {
      try {
        const found = stampOf(folder)
        if (found !== stamp || failed) {
          const before = kidsOf(rings)
          rings = readRings(folder)
          stamp = found
          failed = false
          if (kidsOf(rings) !== before) log.info(CHANGED)
        }
        await letGo(folder, rings, now())
      } catch (fout) {
        if (!failed) log.error(UNREADABLE, { fout })
        failed = true
      }
    },
  }
}

const CHANGED = 'de sleutels waarmee de poort tekent zijn gewijzigd en in gebruik'
const UNREADABLE =
  'een sleutel waarmee de poort tekent is onleesbaar of ontbreekt: de oude blijven in gebruik tot dat is hersteld'

type Rings = Readonly<Record<KeyUse, KeyRing>>

/** @throws Error when a key is unreadable, or none would sign from now on */
function readRings(folder: string): Rings {
  const ringOf = (use: KeyUse): KeyRing => {
    const ring = readRing(folder, use)
    if (ring.at(-1) === undefined || !('d' in (ring.at(-1)?.jwk ?? {})))
      throw new Error(`in ${folder} ontbreekt de ${use} die tekent: zet hem terug uit de back-up`)
    return ring
  }
  return {
    'token-sleutel': ringOf('token-sleutel'),
    'bewijs-sleutel': ringOf('bewijs-sleutel'),
    'seintje-sleutel': ringOf('seintje-sleutel'),
  }
}

const kidsOf = (rings: Rings): string =>
  KEY_USES.flatMap((use) => rings[use].map(({ jwk }) => jwk.kid)).join()

async function letGo(folder: string, rings: Rings, at: Date): Promise<void> {
  for (const use of KEY_USES) {
    const ended = endedAt(rings[use], at)
    if (ended.length === 0) continue
    const shown = new Set(publishedAt(rings[use], at, KEEP_MS[use]).map(({ kid }) => kid))
    for (const file of readKeyFiles(folder, use)) {
      if (!ended.some(({ jwk }) => jwk.kid === file.jwk.kid)) continue
      if (shown.has(file.jwk.kid)) await dropPrivateHalf(file)
      else removeKey(file)
    }
  }
}

async function ensureLogKey(path: string, random: RandomBytes): Promise<string> {
  if (!existsSync(path)) await writeDurably(path, `${createNoteKey(LOG_NAME, random)}\n`, noCrash)
  return readFileSync(path, 'utf8')
}

const noCrash = (): void => undefined

/**
 * Adds new keys for tokens, receipts and nudges beside those of `folder`; a running gateway sees them by itself. They are published at once and sign a
 * minute later, so that no good token is refused. With `direct` they sign at once and every token of before is refused; receipts of before
 * stay verifiable.
 * @returns from when they sign
 * @throws Error in one Dutch line when there is nothing to change, or a change is under way
 */
export async function rotateGatewayKeys(
  folder: string,
  at: Date,
  { direct }: { readonly direct: boolean },
): Promise<Date> {
  assertOwn(folder)
  const rings = readRings(folder)
  const vanaf = direct ? at : new Date(at.getTime() + PUBLISH_AHEAD_MS)
  const waiting = (use: KeyUse): Date | undefined => rings[use].find((one) => one.vanaf > at)?.vanaf
  // After a crash half way the one that was not changed yet still is.
  const uses = direct ? KEY_USES : KEY_USES.filter((use) => waiting(use) === undefined)
  const next = waiting('token-sleutel')
  if (uses.length === 0 && next !== undefined)
    throw new Error(
      `er ligt al een nieuwe sleutel klaar, die tekent vanaf ${next.toISOString()}: wacht tot dan, of gebruik --direct`,
    )
  for (const use of uses) {
    const before = readKeyFiles(folder, use)
    await addKey(folder, use, vanaf)
    if (direct) await endAll(use, before, at)
  }
  return vanaf
}

/** Ends keys at once: for tokens and nudges without a trace; of receipts those that signed stay verifiable. */
async function endAll(use: KeyUse, files: readonly KeyFile[], at: Date): Promise<void> {
  for (const file of files)
    if (use !== 'bewijs-sleutel' || file.vanaf > at) removeKey(file)
    else await dropPrivateHalf(file)
}

/** A key that its gateway may not read would stop it. */
function assertOwn(folder: string): void {
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid
  if (owner === undefined)
    throw new Error(`in ${folder} zijn nog geen sleutels: start eerst de poort (npm start)`)
  if (process.getuid !== undefined && owner !== process.getuid())
    throw new Error(`${folder} is van een andere gebruiker: geef deze opdracht als die gebruiker`)
}
