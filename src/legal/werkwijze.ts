/** How a municipality works on a day. What its college did not decide is the cautious default. */
import type { Dag, Gemeentecode } from '../model/ids.ts'
import { type Werkwijze, ZONDER_BESLUIT } from '../model/werkwijze.ts'
import type { Policies } from './compile.ts'
import { isOn } from './settings.ts'
import { isWithin } from './window.ts'

/** How `gemeentecode` works on `dag`. Nothing goes back while the set's own question about it is not accepted, whatever the file says. */
export function werkwijzeOf(policies: Policies, gemeentecode: Gemeentecode, dag: Dag): Werkwijze {
  const found = policies.werkwijzen.get(gemeentecode)?.find((one) => isWithin(one, dag))
  if (found === undefined) return ZONDER_BESLUIT
  const { vanaf: _, tot: __, ...werkwijze } = found
  return werkwijze.rest === 'retour' && !isOn(policies, 'retour')
    ? { ...werkwijze, rest: 'uitstellen' }
    : werkwijze
}

/** Everything that it decides, in Dutch words. */
export function describeWerkwijze(
  one: Werkwijze,
): readonly { readonly wat: string; readonly hoe: string }[] {
  const weights = Object.entries(one.gewichten).map(([type, gewicht]) => `${type} ${gewicht}`)
  return [
    { wat: 'controle', hoe: one.controle },
    { wat: 'wie niet is gekozen', hoe: one.rest },
    { wat: 'terugkoppeling', hoe: one.terugkoppeling },
    { wat: 'volgorde', hoe: one.volgorde.join(', ') },
    { wat: 'gewichten', hoe: weights.join(', ') || 'geen' },
    { wat: 'capaciteit', hoe: `${one.capaciteit ?? 'iedereen'}` },
    { wat: 'hoogstens per wijk', hoe: `${one.maximumPerWijk ?? 'geen grens'}` },
    { wat: 'herhaalde uitgesloten', hoe: one.uitsluitHerhaald ? 'ja' : 'nee' },
    { wat: 'besluit', hoe: one.besluit ?? 'geen' },
  ]
}
