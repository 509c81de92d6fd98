/** `/beleid` of the operator's app. */
import { z } from 'zod'
import { LogOutcome } from '../../model/log-evidence.ts'
import type { Beheer, BeheerFlows } from './beheer-env.ts'

const Naspelen = z.strictObject({ bewijs: z.string().max(1_000_000) })

/** Adds the routes of this resource. */
export function addBeleid(app: Beheer, flows: BeheerFlows): void {
  app.post('/beleid/replay', async (c) => {
    const { bewijs } = Naspelen.parse(await c.req.json())
    return c.json(LogOutcome.parse(await flows.replay(bewijs)))
  })
}
