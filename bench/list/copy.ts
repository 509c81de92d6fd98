/** The same bytes by plain COPY into a plain table of the same server: what moving and keeping them costs without any of our work. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Engine } from '../../src/db/connect.ts'

/** @returns milliseconds from start of the program to the commit */
export async function copyRows(
  bin: string,
  url: string,
  owner: Engine,
  rows: readonly string[],
): Promise<number> {
  await owner.exec('create table kaal (regel text not null)')
  // Two bytes that no line has: each line goes in as it is.
  const copy = `copy kaal from stdin with (format csv, delimiter e'\\x02', quote e'\\x01')`
  const began = performance.now()
  const psql = spawn(join(bin, 'psql'), ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', copy, url], {
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  const ended = once(psql, 'close')
  for (const row of rows) if (!psql.stdin.write(row)) await once(psql.stdin, 'drain')
  psql.stdin.end()
  const [code] = (await ended) as [number | null]
  if (code !== 0) throw new Error(`psql ended with ${code}`)
  return performance.now() - began
}
