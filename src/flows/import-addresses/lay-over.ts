/** The one transaction of an import: weighs the loaded file against the last one, lays it over the table and records it. */
import { toHex } from '../../crypto/bytes.ts'
import type { Tx } from '../../db/database.ts'
import type { Adresuitkomst } from '../../model/adresinvoer.ts'
import { Beheerweigering } from '../../model/beheer.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import type { Dag, Gemeentecode } from '../../model/ids.ts'
import { findLastAdresbestand, insertAdresbestand } from '../../routing/adresbestand.store.ts'
import {
  beginNew,
  correctSameDay,
  endAbsent,
  findGemeentenVanInvoer,
  hasLaterAddresses,
} from '../../routing/delta.store.ts'
import { findOpvolgingen, upsertGemeenten } from '../../routing/gemeente.store.ts'
import type { AddressImport, ImportAddressesDeps, LoadedFile } from './request.ts'

/** A national file shrinks by far less from one year to the next. */
const SMALLEST_SHARE = 0.95
const DAYS_AHEAD = 184
const DAY_MS = 86_400_000

/** @throws Beheerweigering when the day lies before that of the last file, or far in the future: a slip that would block the next file */
export async function refuseUntimely(tx: Tx, peildatum: Dag, at: Date): Promise<void> {
  if (peildatum > dayInAmsterdam(new Date(at.getTime() + DAYS_AHEAD * DAY_MS)))
    throw new Beheerweigering(
      `de peildatum ${peildatum} ligt meer dan een half jaar vooruit; controleer --peildatum`,
    )
  const last = await findLastAdresbestand(tx)
  if (last !== undefined && peildatum < last.peildatum)
    throw new Beheerweigering(
      `dit bestand (${peildatum}) is ouder dan het laatst ingelezen bestand (${last.peildatum}); lees een nieuwer in, of controleer --peildatum`,
    )
  if (last === undefined && (await hasLaterAddresses(tx, peildatum)))
    throw new Beheerweigering(
      `de adrestabel begint na ${peildatum}; lees een nieuwer bestand in, of controleer --peildatum`,
    )
}

/** Lays it over and records it in the same transaction; nothing is recorded when the table and the last file say the same already. */
export async function layOver(
  deps: ImportAddressesDeps,
  tx: Tx,
  { opdracht, beheerder }: AddressImport,
  { adressen, dubbel, sha256 }: LoadedFile,
): Promise<Adresuitkomst> {
  const { peildatum, namen, ondanksDaling } = opdracht
  const at = deps.now()
  await refuseUntimely(tx, peildatum, at)
  const last = await findLastAdresbestand(tx)
  if (last !== undefined && !ondanksDaling && adressen < last.adressen * SMALLEST_SHARE)
    throw new Beheerweigering(
      `dit bestand telt ${adressen} adressen, het vorige ${last.adressen}; is het helemaal gedownload? Met --toch gaat het door`,
    )
  const { oud, nieuw: codes } = await findGemeentenVanInvoer(tx)
  await refuseMerged(tx, codes, peildatum)
  const counts = await change(tx, peildatum)
  await upsertGemeenten(
    tx,
    codes.map((gemeentecode) => ({ gemeentecode })),
  )
  const changedNames = await upsertGemeenten(tx, namen)
  const found = {
    ...counts,
    adressen,
    gemeenten: codes.length,
    nieuweGemeenten: codes.filter((code) => !oud.includes(code)),
    verdwenenGemeenten: oud.filter((code) => !codes.includes(code)),
    namen: changedNames,
  }
  const changed = counts.nieuw + counts.gewijzigd + counts.beeindigd + changedNames > 0
  const hex = toHex(sha256)
  if (changed || last?.peildatum !== peildatum) {
    await insertAdresbestand(tx, {
      ...counts,
      peildatum,
      sha256,
      adressen,
      ingelezenTijdstip: at,
      gemeenten: codes.length,
    })
    await deps.appendEvent(
      tx,
      {
        soort: 'adresbestand-ingelezen',
        medewerker: beheerder,
        peildatum,
        sha256: hex,
        ...found,
        ondanksDaling,
      },
      {},
    )
    return { uitkomst: 'ingelezen', peildatum, sha256: hex, dubbel, ...found }
  }
  return { uitkomst: 'ongewijzigd', peildatum, sha256: hex, dubbel, ...found }
}

type Counts = Pick<Adresuitkomst, 'nieuw' | 'gewijzigd' | 'beeindigd'>

async function change(tx: Tx, peildatum: Dag): Promise<Counts> {
  // In this order: what is put right where it stands must not be ended as changed, and what ended makes room for what begins.
  const rechtgezet = await correctSameDay(tx, peildatum)
  const { einde, vervangen } = await endAbsent(tx, peildatum)
  const begonnen = await beginNew(tx, peildatum)
  return {
    nieuw: begonnen - vervangen,
    gewijzigd: rechtgezet + vervangen,
    beeindigd: einde - vervangen,
  }
}

/** A file that still has a municipality of which the operator recorded that it was gone by then: one of both is wrong. */
async function refuseMerged(tx: Tx, codes: readonly Gemeentecode[], peildatum: Dag): Promise<void> {
  const wrong = (await findOpvolgingen(tx)).find(
    ({ gemeentecode, vanaf }) => vanaf <= peildatum && codes.includes(gemeentecode),
  )
  if (wrong !== undefined)
    throw new Beheerweigering(
      `het bestand heeft nog adressen in gemeente ${wrong.gemeentecode}, die op ${wrong.vanaf} opging in ${wrong.opvolger}; trek die opvolging in of controleer --peildatum`,
    )
}
