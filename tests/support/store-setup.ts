/** Makes a migrated PGlite once, as a data folder: a store of which each test takes a copy. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openEmbeddedStore } from '../../src/db/embedded-store.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    pgliteStore: string
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const dir = mkdtempSync(join(tmpdir(), 'signaalpoort-store-'))
  const store = join(dir, 'data')
  mkdirSync(store)
  await (await openEmbeddedStore(store, 'migrations')).close()
  project.provide('pgliteStore', store)
  return () => rmSync(dir, { recursive: true, force: true })
}
