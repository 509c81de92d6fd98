/** `/log` of the operator's app. */
import { LogEvidence, LogOutcome } from '../../model/log-evidence.ts'
import type { Beheer, BeheerFlows } from './beheer-env.ts'

/** Adds the routes of this resource. */
export function addLog(app: Beheer, flows: BeheerFlows): void {
  app.post('/log/verificatie', async (c) => {
    const evidence = LogEvidence.parse(await c.req.json())
    return c.json(LogOutcome.parse(await flows.verifyLog(evidence)))
  })
}
