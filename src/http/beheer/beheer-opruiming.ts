/** `/opruiming` of the operator's app. */
import { Opruimuitkomst, Opruimverzoek, type Opruimvoortgang } from '../../model/opruiming.ts'
import type { Beheer, BeheerFlows } from './beheer-env.ts'
import { answerWithProgress } from './progress-answer.ts'

/** Adds the routes of this resource. */
export function addOpruiming(app: Beheer, flows: BeheerFlows): void {
  app.post('/opruiming', async (c) => {
    const request = Opruimverzoek.parse(await c.req.json())
    return answerWithProgress(c, async (report, signal) => {
      const voortgang = (stap: Opruimvoortgang['stap'], aantal: number): void =>
        report({ stap, aantal } satisfies Opruimvoortgang)
      return Opruimuitkomst.parse(await flows.sweep(request, { signal, voortgang }))
    })
  })
}
