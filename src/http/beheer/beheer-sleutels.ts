/** `/sleutels` of the operator's app: what a party signed is registered, a key gets another state, its signals are listed. */
import { Beheerweigering } from '../../model/beheer.ts'
import { Gemeentecode, SleutelId } from '../../model/ids.ts'
import { Sleutelaanmelding, Sleutelwijziging } from '../../model/sleutel.ts'
import type { Beheer, BeheerFlows } from './beheer-env.ts'

const BAD_PLACE =
  'een gemeentecode heeft vier cijfers (0202), een sleutelId tweeëndertig tekens van 0-9 en a-f'

/** Adds the routes of this resource. */
export function addSleutelbeheer(app: Beheer, flows: BeheerFlows): void {
  app.get('/sleutels/:gemeentecode', async (c) => {
    return c.json({ sleutels: await flows.listKeys(gemeenteOf(c.req.param('gemeentecode'))) })
  })
  app.post('/sleutels', async (c) => {
    const { registratie } = Sleutelaanmelding.parse(await c.req.json())
    return c.json(await flows.registerKey(c.var.beheerder, registratie))
  })
  app.put('/sleutels/:gemeentecode/:sleutelId', async (c) => {
    const wijziging = Sleutelwijziging.parse(await c.req.json())
    const sleutelId = SleutelId.safeParse(c.req.param('sleutelId'))
    if (!sleutelId.success) throw new Beheerweigering(BAD_PLACE)
    const gemeenten = [gemeenteOf(c.req.param('gemeentecode'))]
    const place = { sleutelId: sleutelId.data, gemeenten }
    return c.json((await flows.changeKey(c.var.beheerder, place, wijziging)).gevolg)
  })
}

function gemeenteOf(text: string): Gemeentecode {
  const gemeentecode = Gemeentecode.safeParse(text)
  if (!gemeentecode.success) throw new Beheerweigering(BAD_PLACE)
  return gemeentecode.data
}
