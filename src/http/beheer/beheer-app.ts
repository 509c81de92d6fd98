/** The operator's app: behind the administration socket of a running gateway, or in the command itself when none runs. */
import { Hono } from 'hono'
import { BEHEERDER_KOP, Beheerder, Beheerweigering } from '../../model/beheer.ts'
import { addBeleid } from './beheer-beleid.ts'
import type { BeheerEnv, BeheerFlows } from './beheer-env.ts'
import { addGemeenten } from './beheer-gemeenten.ts'
import { addLog } from './beheer-log.ts'
import { addOpruiming } from './beheer-opruiming.ts'
import { addRegister } from './beheer-register.ts'
import { addSleutelbeheer } from './beheer-sleutels.ts'
import { explainFault, OURS } from './explain-fault.ts'

/** `fault` is told what went wrong on our side. */
export type BeheerDeps = {
  readonly flows: BeheerFlows
  readonly fault: (error: unknown) => void
}

/** Builds the app. Who may reach it is decided by the rights on the socket; it asks for no certificate and no token. */
export function createBeheerApp({ flows, fault }: BeheerDeps): Hono<BeheerEnv> {
  const app = new Hono<BeheerEnv>()
  app.use('*', async (c, next) => {
    const beheerder = Beheerder.safeParse(c.req.header(BEHEERDER_KOP) ?? 'systeem')
    if (!beheerder.success) throw new Beheerweigering(WHO)
    c.set('beheerder', beheerder.data)
    c.set('fault', fault)
    await next()
  })
  app.get('/', (c) => c.json({ dienst: 'signaalpoort' }))
  addBeleid(app, flows)
  addLog(app, flows)
  addOpruiming(app, flows)
  addGemeenten(app, flows)
  addRegister(app, flows)
  addSleutelbeheer(app, flows)
  app.notFound((c) => c.json({ fout: UNKNOWN }, 404))
  app.onError((error, c) => {
    const told = explainFault(error)
    if (told === undefined) fault(error)
    const status = told === undefined ? 500 : 422
    return c.json({ fout: told ?? OURS }, status)
  })
  return app
}

const WHO =
  '--medewerker is een eigen kenmerk van letters, cijfers en . _ @ - (hoogstens 64), of systeem; geen naam'
const UNKNOWN =
  'de draaiende poort kent deze opdracht niet: zij is van een andere versie; start haar opnieuw'
