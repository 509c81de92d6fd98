/** One file that only this process may change: every use first looks whether it is still the one that was last read or written. */
import { statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { type FileStep, readIfThere, writeDurably } from './durable-file.ts'

/** The file as a whole; `assertUntouched` costs microseconds, so that it can stand before every use of what was read. */
export type GuardedFile = {
  /** The text, or undefined when there is no file yet. Clears what a crash left of an earlier write. */
  read(): Promise<string | undefined>
  /** @throws Error when another process changed or removed the file */
  assertUntouched(): void
  /** Replaces the file; durable on return. @throws OutcomeUnknown when it may or may not have been kept */
  write(content: string): Promise<void>
}

export function createGuardedFile(path: string, told: FileStep): GuardedFile {
  let seen: string | undefined
  // Known before it takes its place: others use the file while it is being replaced, and see either.
  let coming: string | undefined
  const assertUntouched = (): void => {
    const found = stampOf(path)
    if (found !== seen && (coming === undefined || found !== coming))
      throw new Error(`${path} is door een ander proces gewijzigd: gestopt, start opnieuw`)
  }
  return {
    assertUntouched,
    read: async () => {
      await rm(`${path}.tmp`, { force: true })
      seen = stampOf(path)
      return readIfThere(path)
    },
    write: async (content) => {
      assertUntouched()
      try {
        await writeDurably(path, content, (step) => {
          if (step === 'geschreven') coming = stampOf(`${path}.tmp`)
          told(step)
        })
        seen = coming
      } finally {
        coming = undefined
      }
    },
  }
}

/** What a rename or a write changes of a file: its number, its size, its last change in nanoseconds. */
function stampOf(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stat === undefined ? undefined : `${stat.ino}/${stat.size}/${stat.mtimeNs}`
}
