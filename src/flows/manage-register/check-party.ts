/** What must hold of a party before it stands in the register. */
import { thumbprintsOf } from '../../crypto/signing-keys.ts'
import { findOtherCollege } from '../../identity/register.store.ts'
import { Beheerweigering } from '../../model/beheer.ts'
import type { Clientsleutels } from '../../model/clientsleutels.ts'
import type { Deelnemer } from '../../model/deelnemer.ts'
import { isOinFor } from '../../model/oin-form.ts'
import type { Change } from './change-register.ts'

/**
 * Checks OIN, term, role and municipality.
 * @throws Beheerweigering with the first thing that is wrong
 */
export async function checkParty(change: Change, deelnemer: Deelnemer): Promise<void> {
  const { oin, rol, gemeentecode, vanaf, tot } = deelnemer
  if (!isOinFor(change.omgeving, oin)) throw new Beheerweigering(explainOin(change, oin))
  if (tot !== undefined && tot < vanaf)
    throw new Beheerweigering(`het einde (${tot}) ligt voor het begin (${vanaf})`)
  if (rol === 'college' && gemeentecode === undefined)
    throw new Beheerweigering('een college hoort bij een gemeente: geef --gemeentecode')
  if (rol !== 'college' && gemeentecode !== undefined)
    throw new Beheerweigering(
      `alleen een college heeft een gemeentecode: een ${rol} werkt voor gemeenten met een mandaat`,
    )
  if (gemeentecode === undefined) return
  const other = await findOtherCollege(change.tx, gemeentecode, deelnemer)
  if (other !== undefined)
    throw new Beheerweigering(
      `gemeente ${gemeentecode} heeft in die tijd al een college (${other}): beëindig dat eerst, of kies een latere --vanaf`,
    )
}

const explainOin = ({ omgeving }: Change, oin: string): string =>
  omgeving === 'proef'
    ? `${oin} is geen OIN van de proef: 00000099, negen cijfers en 000`
    : `${oin} is geen uitgegeven OIN: kijk haar na in het OIN-register van Logius`

/**
 * The thumbprints of the keys, for the event.
 * @throws Beheerweigering when one of them is no key
 */
export async function checkKeys(keys: Clientsleutels): Promise<readonly string[]> {
  const thumbprints = await thumbprintsOf(keys)
  if (thumbprints === undefined)
    throw new Beheerweigering('een van de clientsleutels is geen geldige publieke sleutel')
  return thumbprints
}
