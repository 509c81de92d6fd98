/** Tools that nobody of us wrote. Where one is absent its tests are skipped by name; `SIGNAALPOORT_TEST_FOREIGN=verplicht` (CI) makes that a failure. */
import { spawn } from 'node:child_process'
import { test } from 'vitest'

/** What a tool said; `code` is its exit code. */
export type Said = { readonly code: number | null; readonly out: string; readonly err: string }

/** Runs a command to its end, feeding it `input`. */
export function run(
  command: string,
  words: readonly string[],
  input: string | Buffer = '',
): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'] })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    // A tool may end before it has read everything.
    child.stdin.on('error', () => undefined)
    child.once('error', reject)
    child.once('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    )
    child.stdin.end(input)
  })
}

/** Whether `command` runs and ends well. */
async function works(command: string, words: readonly string[]): Promise<boolean> {
  return run(command, words).then(
    ({ code }) => code === 0,
    () => false,
  )
}

/** `test` where the tool works; else a test that is skipped, or fails, under the same name with the tool's in it. */
export async function testWith(
  tool: string,
  command: string,
  words: readonly string[],
): Promise<(name: string, body: () => Promise<void>) => void> {
  if (await works(command, words)) return (name, body) => test(name, body)
  return (name) => {
    const absent = `${name} (${tool} is not here)`
    if (process.env['SIGNAALPOORT_TEST_FOREIGN'] !== 'verplicht') test.skip(absent, () => undefined)
    else
      test(absent, () => {
        throw new Error(`${tool} is required here and not installed`)
      })
  }
}
