/** The gateway's own keys: for tokens, receipts and the log. Made on the first start of a trial; files, readable by their owner only. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createNoteKey, type NoteSigner, openNoteSigner } from './crypto/signed-note.ts'
import { generateSigningKeys, PrivateSigningJwk } from './crypto/signing-keys.ts'
import { writeDurably } from './keyring/durable-file.ts'
import type { RandomBytes } from './model/ports.ts'

/** The log's name: first line of every checkpoint. */
const LOG_NAME = 'signaalpoort.example.nl/log'

export type GatewayKeys = {
  readonly token: PrivateSigningJwk
  readonly receipt: PrivateSigningJwk
  readonly log: NoteSigner
}

/** Reads the keys in `folder`, making what is missing; each file is whole and on disk before it is used: a log without its key is no log. */
export async function ensureGatewayKeys(folder: string, random: RandomBytes): Promise<GatewayKeys> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const signingKey = async (name: string): Promise<PrivateSigningJwk> => {
    const text = await ensureFile(join(folder, name), async () =>
      JSON.stringify((await generateSigningKeys()).privateJwk, null, 2),
    )
    return PrivateSigningJwk.parse(JSON.parse(text))
  }
  return {
    token: await signingKey('token-sleutel.json'),
    receipt: await signingKey('bewijs-sleutel.json'),
    log: openNoteSigner(
      await ensureFile(join(folder, 'log-sleutel.txt'), async () =>
        createNoteKey(LOG_NAME, random),
      ),
    ),
  }
}

async function ensureFile(path: string, make: () => Promise<string>): Promise<string> {
  if (!existsSync(path)) await writeDurably(path, `${await make()}\n`, () => undefined)
  return readFileSync(path, 'utf8')
}
