/**
 * Puts the command in one folder of a few files, from the source as it is now, for the programs that tests start and kill by the hundred: finding and linking
 * a thousand modules is a third of a start and half of a short command. `npm start`, the guides and one whole `start` run from the source.
 */
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    command: string
  }
}

const ROOT = join(import.meta.dirname, '../..')
/** One level below the root, as `src` is: what a module finds beside the source it finds from here too. */
const FOLDER = join(ROOT, `.bundel-${process.pid}`)
/** What brings WebAssembly. */
const APART = [/^node:/, '@electric-sql/pglite', 'libsodium-wrappers']

let made: Promise<void> | undefined

export default async function setup(project: TestProject): Promise<void> {
  made ??= bundle()
  await made
  project.provide('command', join(FOLDER, 'signaalpoort.js'))
}

async function bundle(): Promise<void> {
  process.once('exit', () => rmSync(FOLDER, { recursive: true, force: true }))
  const input = join(ROOT, 'src/cli/signaalpoort.ts')
  const build = await rolldown({ input, platform: 'node', external: APART, logLevel: 'silent' })
  await build.write({ dir: FOLDER, format: 'esm' })
  await build.close()
  copyFileSync(join(ROOT, 'src/http/pages/stijl.css'), join(FOLDER, 'stijl.css'))
}
