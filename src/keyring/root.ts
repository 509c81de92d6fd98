/**
 * The root key: a file `{id, key}` outside every backup. Rotation goes through a second file beside it, `<path>.volgende`:
 * write the new root, then the keyring naming it, then destroy the old. Whichever root the keyring names is the one that counts.
 */
import { stat } from 'node:fs/promises'
import { z } from 'zod'
import { KEY_BYTES } from '../crypto/aead.ts'
import { fromBase64, toBase64, toHex } from '../crypto/bytes.ts'
import type { CrashPoint, RandomBytes } from '../model/ports.ts'
import {
  overwriteDurably,
  readIfThere,
  removeDurably,
  renameDurably,
  writeDurably,
} from './durable-file.ts'

/** A root key with the id by which the keyring names it (16 bytes, lower-case hex). */
export type Root = { readonly id: string; readonly key: Uint8Array }

const Rootfile = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  key: z.base64().transform(fromBase64),
})

const nextOf = (path: string): string => `${path}.volgende`

export function createRoot(random: RandomBytes): Root {
  return { id: toHex(random(16)), key: random(KEY_BYTES) }
}

const contentOf = ({ id, key }: Root): string => `${JSON.stringify({ id, key: toBase64(key) })}\n`

/**
 * The root in the file; undefined when there is none or it is not whole (as a crash while destroying it leaves it).
 * @throws Error when others than the owner may read the file
 */
export async function readRoot(path: string): Promise<Root | undefined> {
  const text = await readIfThere(path)
  if (text === undefined) return undefined
  if (process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0)
    throw new Error(`de wortelsleutel ${path} is leesbaar voor anderen: zet de rechten op 0600`)
  const parsed = Rootfile.safeParse(jsonOf(text))
  return parsed.success && parsed.data.key.length === KEY_BYTES ? parsed.data : undefined
}

/** Writes the first root of a new keyring. */
export async function writeFirstRoot(
  path: string,
  root: Root,
  crashPoint: CrashPoint,
): Promise<void> {
  await writeDurably(path, contentOf(root), (step) => crashPoint(`eerste-wortel-${step}`))
}

/** Step 1 of a rotation: the new root stands beside the old, durable. */
export async function writeNextRoot(
  path: string,
  root: Root,
  crashPoint: CrashPoint,
): Promise<void> {
  await writeDurably(nextOf(path), contentOf(root), (step) => crashPoint(`wortel-${step}`))
}

/** Step 3 of a rotation: the old root's bytes are overwritten and the new one takes its place. */
export async function destroyOldRoot(path: string, crashPoint: CrashPoint): Promise<void> {
  if ((await readIfThere(path)) !== undefined) await overwriteDurably(path)
  crashPoint('oude-wortel-overschreven')
  await renameDurably(nextOf(path), path, () => crashPoint('oude-wortel-hernoemd'))
}

/**
 * The root that the keyring names, after finishing or undoing a rotation that a crash broke off.
 * @throws Error when neither file holds it
 */
export async function recoverRoot(
  path: string,
  named: string,
  crashPoint: CrashPoint,
): Promise<Root> {
  const next = await readRoot(nextOf(path))
  if (next?.id === named) {
    await destroyOldRoot(path, crashPoint)
    return next
  }
  const current = await readRoot(path)
  if (current?.id !== named)
    throw new Error(`bij ${path} staat niet de wortelsleutel ${named} van deze sleutelring`)
  await removeDurably(nextOf(path))
  return current
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
