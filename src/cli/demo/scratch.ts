/** A temporary folder that goes away with the demo, however the demo ends. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
const BROKEN_PIPE = 141

/** Removes what `scratch` made; may be called twice. */
export type Scratch = { readonly folder: () => string; readonly remove: () => void }

/** Makes nothing until a folder is asked for. */
export function createScratch(): Scratch {
  const made: string[] = []
  return {
    folder: () => {
      const folder = mkdtempSync(join(tmpdir(), 'signaalpoort-demo-'))
      made.push(folder)
      return folder
    },
    remove: () => {
      for (const folder of made.splice(0))
        rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/**
 * Ends the process at once on Ctrl-C, a kill, a closed terminal or a reader that went away, after removing what `scratch` made:
 * there is nothing in it that is worth finishing.
 * @returns a function that takes this back
 */
export function endCleanly(scratch: Scratch): () => void {
  const end = (code: number, text: string): void => {
    scratch.remove()
    process.stderr.write(text)
    process.exit(code)
  }
  const listeners = Object.entries(EXIT_CODES).map(
    ([signal, code]) => [signal, () => end(code, '\nDe demo is afgebroken.\n')] as const,
  )
  const broken = (error: NodeJS.ErrnoException): void => {
    if (error.code === 'EPIPE') end(BROKEN_PIPE, '')
  }
  for (const [signal, listener] of listeners) process.once(signal, listener)
  process.stdout.on('error', broken)
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener)
    process.stdout.off('error', broken)
  }
}
