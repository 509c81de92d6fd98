/** Reads in the national file of addresses: loaded aside in batches, then laid over the dated table in one transaction with its event. */
import { createSha256 } from '../../crypto/hash.ts'
import { uuidv7 } from '../../crypto/uuid.ts'
import type { Tx } from '../../db/database.ts'
import type { Adresuitkomst, Adresvoortgang } from '../../model/adresinvoer.ts'
import { Beheerweigering } from '../../model/beheer.ts'
import {
  addInvoer,
  beginInvoer,
  clearInvoer,
  countInvoer,
  findContradiction,
  holdInvoer,
} from '../../routing/invoer.store.ts'
import { type AddressBatch, readAddressFile } from '../../routing/read-address-file.ts'
import { layOver, refuseUntimely } from './lay-over.ts'
import type { AddressImport, ImportAddressesDeps, LoadedFile } from './request.ts'

const BEHEER = { role: 'gw_beheer' } as const

/**
 * Routing sees the table of before until it sees the whole new one. A failure or a kill on the way leaves it as it was.
 * The same file again changes nothing and records nothing.
 * @throws Beheerweigering in Dutch with the line and the remedy: the file is not of this form, broke off, is older than the last, is
 *         much smaller than the last (unless `ondanksDaling`), or another import began meanwhile
 */
export async function importAddresses(
  deps: ImportAddressesDeps,
  asked: AddressImport,
  onProgress: (voortgang: Adresvoortgang) => void,
): Promise<Adresuitkomst> {
  const poging = uuidv7(deps.now(), deps.random)
  await deps.db.transaction(BEHEER, async (tx) => {
    await refuseUntimely(tx, asked.opdracht.peildatum, deps.now())
    await beginInvoer(tx, poging)
  })
  try {
    const loaded = await load(deps, poging, asked, onProgress)
    onProgress({ fase: 'verwerken', adressen: loaded.adressen, bytes: asked.opdracht.bytes })
    return await deps.db.transaction(BEHEER, async (tx) => {
      await holdInvoer(tx, poging)
      if ((await countInvoer(tx)) !== loaded.adressen)
        throw new Beheerweigering('de database raakte de invoer kwijt; begin opnieuw')
      const outcome = await layOver(deps, tx, asked, loaded)
      await clearInvoer(tx, poging)
      return outcome
    })
  } catch (error) {
    // What was loaded is worth nothing any more; the next import empties the place as well.
    await deps.db.transaction(BEHEER, (tx) => clearInvoer(tx, poging)).catch(() => undefined)
    throw error
  }
}

async function load(
  deps: ImportAddressesDeps,
  poging: string,
  { bestand, opdracht }: AddressImport,
  onProgress: (voortgang: Adresvoortgang) => void,
): Promise<LoadedFile> {
  const hash = createSha256()
  let bytes = 0
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of bestand) {
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
    if (bytes !== opdracht.bytes)
      throw new Beheerweigering('het bestand kwam niet heel over; begin opnieuw')
  }
  let adressen = 0
  let dubbel = 0
  for await (const batch of readAddressFile(counted())) {
    const added = await deps.db.transaction(BEHEER, (tx) => add(tx, poging, batch))
    adressen += added
    dubbel += batch.regels.length - added
    onProgress({ fase: 'inlezen', adressen, bytes: batch.bytes })
  }
  return { adressen, dubbel, sha256: hash.digest() }
}

async function add(tx: Tx, poging: string, batch: AddressBatch): Promise<number> {
  await holdInvoer(tx, poging)
  const added = await addInvoer(tx, batch)
  if (added === batch.regels.length) return added
  const lines = await findContradiction(tx, batch)
  if (lines !== undefined)
    throw new Beheerweigering(
      `regel ${lines[1]}: zelfde postcode en huisnummer als regel ${lines[0]}, maar een andere gemeente; meld het aan het CBS`,
    )
  return added
}
