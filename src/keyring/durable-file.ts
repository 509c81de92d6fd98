/** Files that are on disk when a call returns: temporary file, fsync, rename, fsync of the folder. */
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Told when the new bytes are synced beside the old ones, and when they stand in their place. */
export type FileStep = (step: 'geschreven' | 'hernoemd') => void

/** The write may or may not have been kept: only reading the file again tells. */
export class OutcomeUnknown extends Error {
  constructor(path: string, cause: unknown) {
    super(`onbekend of ${path} is geschreven: start opnieuw`, { cause })
    this.name = 'OutcomeUnknown'
  }
}

const temporaryOf = (path: string): string => `${path}.tmp`

/**
 * Replaces the file as a whole, readable by its owner only.
 * @throws OutcomeUnknown from the rename on; any other error means that the old file still stands
 */
export async function writeDurably(path: string, content: string, step: FileStep): Promise<void> {
  const temporary = temporaryOf(path)
  await rm(temporary, { force: true })
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  step('geschreven')
  await renameDurably(temporary, path, step)
}

/** @throws OutcomeUnknown */
export async function renameDurably(from: string, to: string, step: FileStep): Promise<void> {
  try {
    await rename(from, to)
    step('hernoemd')
    await syncFolder(dirname(to))
  } catch (cause) {
    throw new OutcomeUnknown(to, cause)
  }
}

/** Overwrites the bytes of a file in place; on media that write elsewhere the old bytes may linger until reused. */
export async function overwriteDurably(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    await file.write(new Uint8Array(size), 0, size, 0)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The text of a file, or undefined when there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

/** Overwrites and removes a file and what a crash left of its writing, where there are any. */
export async function removeDurably(path: string): Promise<void> {
  for (const one of [path, temporaryOf(path)]) {
    if ((await readIfThere(one)) === undefined) continue
    await overwriteDurably(one)
    await rm(one)
  }
  await syncFolder(dirname(path))
}

// Windows opens no folders; there the rename itself is all there is.
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
