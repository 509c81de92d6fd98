/** The operator's door: a Unix socket in the data folder, readable by the gateway's own user only. */
import { createServer, type Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { LogEvidence, LogOutcome } from '../model/log-evidence.ts'
import { Opruimuitkomst, Opruimverzoek } from '../model/opruiming.ts'

/** What the operator may ask: `sweep` deletes all that is due and says in Dutch what went. */
export type AdminFlows = {
  readonly sweep: (request: Opruimverzoek) => Promise<Opruimuitkomst>
}

/** Builds the listener; `verify` verifies the whole log and says in Dutch what it found. */
export function createAdminListener(
  verify: (evidence: LogEvidence) => Promise<LogOutcome>,
  { sweep }: AdminFlows,
): Server {
  const app = new Hono()
  app.post('/log/verificatie', async (c) => {
    const evidence = LogEvidence.parse(await c.req.json())
    return c.json(LogOutcome.parse(await verify(evidence)))
  })
  app.post('/opruiming', async (c) => {
    const request = Opruimverzoek.parse(await c.req.json())
    return c.json(Opruimuitkomst.parse(await sweep(request)))
  })
  app.onError((error, c) => c.json({ fout: error.name }, 500))
  return createAdaptorServer({ fetch: app.fetch, createServer }) as Server
}
