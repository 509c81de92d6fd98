/** Makes a migrated PGlite once, as a data folder and as an image: a store of which each test takes a copy. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openPglite } from '../../src/db/connect.ts'
import { openEmbeddedStore } from '../../src/db/embedded-store.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    pgliteImage: string
    pgliteStore: string
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const dir = mkdtempSync(join(tmpdir(), 'signaalpoort-store-'))
  const store = join(dir, 'data')
  mkdirSync(store)
  await (await openEmbeddedStore(store, 'migrations')).close()
  project.provide('pgliteStore', store)
  const image = join(dir, 'pglite.tar')
  const engine = await openPglite(join(store, 'pgdata'))
  writeFileSync(image, Buffer.from(await (await engine.pglite.dumpDataDir('none')).arrayBuffer()))
  await engine.close()
  project.provide('pgliteImage', image)
  return () => rmSync(dir, { recursive: true, force: true })
}
