/** The operator's door: an HTTP server for the Unix socket in the data folder. */
import { createServer, type Server } from 'node:http'
import { type BeheerDeps, createBeheerApp } from './beheer/beheer-app.ts'
import { createRequestListener } from './request-listener.ts'

/** Builds the server. An upload may take as long as it takes: who may send one holds the machine anyway. */
export function createAdminListener(deps: BeheerDeps): Server {
  const app = createBeheerApp(deps)
  return createServer({ requestTimeout: 0 }, createRequestListener(app.fetch))
}
