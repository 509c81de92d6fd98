/** Records that a municipality merged into another from a day on, or takes that back. Signals that were taken in keep their code. */
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import type { AppendEvent } from '../identity/append-event.ts'
import { type Beheerder, Beheerweigering } from '../model/beheer.ts'
import type { Opvolgingsopdracht, Opvolgingsuitkomst } from '../model/geografie.ts'
import type { Gemeentecode } from '../model/ids.ts'
import { findLastAdresbestand } from '../routing/adresbestand.store.ts'
import {
  findGemeente,
  findOpvolgingen,
  hasAdressen,
  setOpvolging,
} from '../routing/gemeente.store.ts'
import { makesCircle, type Opvolging } from '../routing/successor.ts'

export type SucceedMunicipalityDeps = { readonly db: Db; readonly appendEvent: AppendEvent }

/**
 * One successor a municipality: where one was divided over several, only the address file can say which address went where.
 * @throws Beheerweigering when the code is not known here, would lead back to itself, or the last address file of a later day has it still
 */
export async function succeedMunicipality(
  deps: SucceedMunicipalityDeps,
  beheerder: Beheerder,
  asked: Opvolgingsopdracht,
): Promise<Opvolgingsuitkomst> {
  const { gemeentecode } = asked
  return deps.db.transaction({ role: 'gw_beheer' }, async (tx) => {
    const known = (await findGemeente(tx, gemeentecode))?.opvolging
    if (asked.in === undefined) return withdraw(deps, tx, beheerder, gemeentecode, known)
    const opvolging = { gemeentecode, ...asked.in }
    const opvolgerBekend = await isKnown(tx, opvolging.opvolger)
    if (known?.opvolger === opvolging.opvolger && known.vanaf === opvolging.vanaf)
      return { uitkomst: 'ongewijzigd', opvolgerBekend }
    await refuseWrong(tx, opvolging)
    await setOpvolging(tx, gemeentecode, asked.in)
    await deps.appendEvent(
      tx,
      { soort: 'gemeente-opgevolgd', medewerker: beheerder, ...opvolging, ingetrokken: false },
      {},
    )
    return { uitkomst: 'vastgelegd', opvolgerBekend }
  })
}

async function withdraw(
  deps: SucceedMunicipalityDeps,
  tx: Tx,
  beheerder: Beheerder,
  gemeentecode: Gemeentecode,
  known: Opvolging | undefined,
): Promise<Opvolgingsuitkomst> {
  if (known === undefined)
    throw new Beheerweigering(`van gemeente ${gemeentecode} is geen opvolging vastgelegd`)
  await setOpvolging(tx, gemeentecode, undefined)
  await deps.appendEvent(
    tx,
    { soort: 'gemeente-opgevolgd', medewerker: beheerder, ...known, ingetrokken: true },
    {},
  )
  return { uitkomst: 'ingetrokken', opvolgerBekend: true }
}

const isKnown = async (tx: Tx, code: Gemeentecode): Promise<boolean> =>
  (await findGemeente(tx, code)) !== undefined || (await hasAdressen(tx, code))

async function refuseWrong(tx: Tx, opvolging: Opvolging): Promise<void> {
  const { gemeentecode, opvolger, vanaf } = opvolging
  if (!(await isKnown(tx, gemeentecode)))
    throw new Beheerweigering(
      `gemeente ${gemeentecode} is hier niet bekend; controleer de code ("signaalpoort gemeenten toon")`,
    )
  if (makesCircle(await findOpvolgingen(tx), opvolging))
    throw new Beheerweigering(
      `${opvolger} leidt zelf naar ${gemeentecode}; trek eerst die opvolging in`,
    )
  const last = await findLastAdresbestand(tx)
  if (last !== undefined && vanaf <= last.peildatum && (await hasAdressen(tx, gemeentecode)))
    throw new Beheerweigering(
      `het adresbestand van ${last.peildatum} heeft nog adressen in gemeente ${gemeentecode}; controleer de code en --vanaf`,
    )
}
