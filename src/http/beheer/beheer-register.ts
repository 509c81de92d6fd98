/** `/deelnemers`, `/mandaten` and `/leverafspraken` of the operator's app. */
import type { Context } from 'hono'
import type { z } from 'zod'
import { Beheerweigering } from '../../model/beheer.ts'
import {
  Deelnemerwijziging,
  Einde,
  Mandaateinde,
  NieuweDeelnemer,
  NieuwMandaat,
} from '../../model/deelnemerstand.ts'
import { Oin } from '../../model/ids.ts'
import { boundedFaults, invoerfouten } from '../../model/invoerfouten.ts'
import { Leverafspraakeinde, NieuweLeverafspraak } from '../../model/leverafspraak.ts'
import type { Beheer, BeheerEnv, BeheerFlows } from './beheer-env.ts'

/** Adds the routes of this resource. */
export function addRegister(app: Beheer, flows: BeheerFlows): void {
  app.get('/register', async (c) => c.json(await flows.showRegister(undefined)))
  app.get('/register/:oin', async (c) => c.json(await flows.showRegister(oinOf(c))))
  app.post('/deelnemers', async (c) =>
    c.json(await flows.addParty(c.var.beheerder, await readInput(c, NieuweDeelnemer))),
  )
  app.post('/deelnemers/:oin/wijziging', async (c) => {
    const wijziging = await readInput(c, Deelnemerwijziging)
    return c.json(await flows.changeParty(c.var.beheerder, oinOf(c), wijziging))
  })
  app.post('/deelnemers/:oin/einde', async (c) => {
    const einde = await readInput(c, Einde)
    return c.json(await flows.endParty(c.var.beheerder, oinOf(c), einde))
  })
  app.post('/mandaten', async (c) =>
    c.json(await flows.grantMandate(c.var.beheerder, await readInput(c, NieuwMandaat))),
  )
  app.post('/mandaten/einde', async (c) =>
    c.json(await flows.endMandate(c.var.beheerder, await readInput(c, Mandaateinde))),
  )
  app.post('/leverafspraken', async (c) =>
    c.json(await flows.recordAgreement(c.var.beheerder, await readInput(c, NieuweLeverafspraak))),
  )
  app.post('/leverafspraken/einde', async (c) =>
    c.json(await flows.endAgreement(c.var.beheerder, await readInput(c, Leverafspraakeinde))),
  )
}

function oinOf(c: Context<BeheerEnv>): Oin {
  const oin = Oin.safeParse(c.req.param('oin'))
  if (!oin.success) throw new Beheerweigering('een OIN heeft 20 posities: cijfers en hoofdletters')
  return oin.data
}

/**
 * The body as `schema` reads it.
 * @throws Beheerweigering naming every fault, never a value
 */
async function readInput<T extends z.ZodType>(
  c: Context<BeheerEnv>,
  schema: T,
): Promise<z.output<T>> {
  const input: unknown = await c.req.json()
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const lines = boundedFaults(invoerfouten(parsed.error, input)).map(
    ({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`,
  )
  throw new Beheerweigering(lines.join(' '))
}
