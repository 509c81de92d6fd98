/**
 * The log's own last checkpoint, kept outside the database: a database that was set back to an older state (a restored backup) is
 * recognised by it, and nothing is signed on top. Not part of the database's backups.
 */
import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Where the last checkpoint that was signed is remembered. */
export type SeenCheckpoint = {
  /** The signed note, or undefined before the first. */
  last(): Promise<string | undefined>
  /** Kept when this returns, through a crash and a power cut. */
  remember(note: string): Promise<void>
}

/** Keeps it in one file: written beside it, flushed, then renamed over it. */
export function createSeenCheckpointFile(path: string): SeenCheckpoint {
  return {
    last: async () => {
      try {
        return await readFile(path, 'utf8')
      } catch (error) {
        if (isAbsent(error)) return undefined
        throw error
      }
    },
    remember: async (note) => {
      const temporary = `${path}.nieuw`
      await flushed(temporary, 'w', (file) => file.writeFile(note))
      await rename(temporary, path)
      await flushed(dirname(path), 'r', async () => undefined)
    },
  }
}

type OpenFile = Awaited<ReturnType<typeof open>>

async function flushed(
  path: string,
  flags: string,
  work: (file: OpenFile) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags, 0o600)
  try {
    await work(file)
    await file.sync()
  } finally {
    await file.close()
  }
}

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
