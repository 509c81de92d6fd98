/** `/beleid` of the operator's app. */
import { z } from 'zod'
import {
  Activeringsuitkomst,
  Beleidsstand,
  WatAlsUitkomst,
  WatAlsVraag,
} from '../../model/beleid.ts'
import { LogOutcome } from '../../model/log-evidence.ts'
import type { Beheer, BeheerFlows } from './beheer-env.ts'
import { answerWithProgress } from './progress-answer.ts'

const Naspelen = z.strictObject({ bewijs: z.string().max(1_000_000) })

/** Adds the routes of this resource. */
export function addBeleid(app: Beheer, flows: BeheerFlows): void {
  app.post('/beleid/replay', async (c) => {
    const { bewijs } = Naspelen.parse(await c.req.json())
    return c.json(LogOutcome.parse(await flows.replay(bewijs)))
  })
  app.post('/beleid/wat-als', async (c) => {
    const vraag = WatAlsVraag.parse(await c.req.json())
    return answerWithProgress(c, async (voortgang, signal) =>
      WatAlsUitkomst.parse(await flows.whatIf(vraag, { voortgang, signal })),
    )
  })
  app.get('/beleid', async (c) => c.json(Beleidsstand.parse(await flows.showPolicies())))
  app.post('/beleid/activering', async (c) =>
    c.json(Activeringsuitkomst.parse(await flows.activatePolicies(c.var.beheerder))),
  )
}
