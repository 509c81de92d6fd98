/** Makes a migrated PGlite once, as a data folder and as an image: a store of which each test takes a copy. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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
  const whole = join(dir, 'geheel')
  cpSync(store, whole, { recursive: true })
  const engine = await openPglite(join(whole, 'pgdata'))
  // A third less to unpack each time: only the database in use goes along.
  await engine.exec("update pg_database set datistemplate = false where datname like 'template_'")
  await engine.exec('drop database template1')
  await engine.exec('drop database template0')
  writeFileSync(image, Buffer.from(await (await engine.pglite.dumpDataDir('none')).arrayBuffer()))
  await engine.close()
  project.provide('pgliteImage', image)
  return () => rmSync(dir, { recursive: true, force: true })
}
