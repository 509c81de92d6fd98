/** The operator's door: a Unix socket in the data folder, readable by the gateway's own user only. */
import { createServer, type Server } from 'node:http'
import { Hono } from 'hono'
import { LogEvidence, LogOutcome } from '../model/log-evidence.ts'
import { Opruimuitkomst, Opruimverzoek } from '../model/opruiming.ts'
import { createRequestListener } from './request-listener.ts'

/** What the operator may ask: `sweep` deletes all that is due and says in Dutch what went. */
export type AdminFlows = {
  readonly sweep: (request: Opruimverzoek) => Promise<Opruimuitkomst>
}

/** Builds the listener; `verify` verifies the whole log and says in Dutch what it found; `fault` is told why it could not. */
export function createAdminListener(
  verify: (evidence: LogEvidence) => Promise<LogOutcome>,
  { sweep }: AdminFlows,
  fault: (error: unknown) => void,
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
  app.onError((error, c) => {
    fault(error)
    return c.json({ fout: error.name }, 500)
  })
  return createServer(createRequestListener(app.fetch))
}
