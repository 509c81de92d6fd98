/**
 * The opener of a municipality's body adds boxes for another key of the same municipality, as for its successor. The gateway hangs them under
 * the retention key of the field, without being able to open one.
 */
import { appendEvent } from '../audit/audit.store.ts'
import type { Bewaarsleutel, FieldBox } from '../crypto/field-box.ts'
import type { Tx } from '../db/database.ts'
import type { Db } from '../db/transaction.ts'
import { type Afleverregel, holdSignalen } from '../delivery/collect.store.ts'
import type { Keyring } from '../keyring/keyring.ts'
import { dayInAmsterdam } from '../model/calendar.ts'
import { actorOf, type Caller } from '../model/caller.ts'
import { Openingsdoel } from '../model/doel.ts'
import type { Doosbevestiging, Dooslevering } from '../model/dozen.ts'
import type { Dag, Gemeentecode, SignaalId, SleutelId } from '../model/ids.ts'
import type { Now, RandomBytes } from '../model/ports.ts'
import { Problem } from '../model/problem.ts'
import type { Ontvangersleutel } from '../model/sealed.ts'
import type { Veld } from '../model/veld.ts'
import { lockForAdding } from '../sealing/bewaarsleutel.store.ts'
import { findSealed, type SealedRow, updateDozen } from '../sealing/sealed.store.ts'
import { addBox } from '../sealing/wrap.ts'

export type AddBoxesDeps = {
  readonly db: Db
  readonly keyring: Keyring
  readonly fieldBox: FieldBox
  readonly recipientKeys: (
    tx: Tx,
    gemeentecode: Gemeentecode,
    dag: Dag,
    options?: { readonly ookLater?: boolean },
  ) => Promise<readonly Ontvangersleutel[]>
  readonly now: Now
  readonly random: RandomBytes
}

/**
 * Adds boxes to one signal, for the purpose of the caller. A field gets one only where the caller has a box of its own; a box that is there
 * already stays, so it may be repeated.
 * @throws Problem `niet-gevonden`; `sleutel-onbekend` when the key is not an active one of this municipality and purpose, now or later;
 *         `verzoek-onjuist` for another version; `te-druk` while the retention key is being ended
 */
export async function addBoxes(
  deps: AddBoxesDeps,
  caller: Caller,
  id: SignaalId,
  levering: Dooslevering,
): Promise<Doosbevestiging> {
  const { gemeenten, namens: oin } = caller
  return deps.db.transaction(
    { role: 'gw_aflevering', doel: 'dozen', oin, gemeenten },
    async (tx) => {
      const [regel] = await holdSignalen(tx, gemeenten, [id])
      if (regel === undefined || regel.ingetrokken) throw new Problem('niet-gevonden')
      if (regel.versie !== levering.versie) throw otherVersion()
      const own = await checkKeys(deps, tx, caller, regel.gemeentecode, levering.sleutelId)
      const toegevoegd: Veld[] = []
      for (const row of await holdRows(tx, regel))
        toegevoegd.push(...(await addToRow(deps, tx, caller, { row, regel, own, levering })))
      if (toegevoegd.length > 0)
        await record(deps, tx, caller, regel, levering.sleutelId, toegevoegd)
      return { toegevoegd }
    },
  )
}

function otherVersion(): Problem {
  const detail = 'Het signaal is gecorrigeerd: haal de nieuwe versie op en maak de dozen opnieuw.'
  return new Problem('verzoek-onjuist', {
    errors: [{ pointer: '/versie', code: 'andere-versie', detail }],
  })
}

/** Both sides: the key that the boxes are for, and those that the caller could collect with. @returns the latter */
async function checkKeys(
  { recipientKeys, now }: AddBoxesDeps,
  tx: Tx,
  { oin, namens, doel }: Caller,
  gemeentecode: Gemeentecode,
  sleutelId: SleutelId,
): Promise<ReadonlySet<SleutelId>> {
  const dag = dayInAmsterdam(now())
  const serves = (key: Ontvangersleutel): boolean =>
    key.doelen.includes(Openingsdoel.parse(doel)) && key.toestand !== 'gecompromitteerd'
  const later = await recipientKeys(tx, gemeentecode, dag, { ookLater: true })
  const target = later.find((key) => key.sleutelId === sleutelId)
  if (target === undefined || !serves(target) || target.toestand !== 'actief')
    throw new Problem('sleutel-onbekend')
  const today = await recipientKeys(tx, gemeentecode, dag)
  const own = today.filter((key) => serves(key) && (key.oin === oin || key.oin === namens))
  if (own.length === 0) throw new Problem('sleutel-onbekend')
  return new Set(own.map((key) => key.sleutelId))
}

/** The rows with their retention keys held `open`: nothing may be hung on a key that is being ended. */
async function holdRows(tx: Tx, { gemeentecode, id }: Afleverregel): Promise<readonly SealedRow[]> {
  const before = await findSealed(tx, gemeentecode, [id])
  const held = await lockForAdding(tx, gemeentecode, before)
  // Read again under the lock: whoever ends a key may have moved a row in between.
  const rows = await findSealed(tx, gemeentecode, [id])
  const isHeld = (row: SealedRow): boolean =>
    held.some((key) => key.vervaldatum === row.vervaldatum && key.volgnummer === row.volgnummer)
  if (!rows.every(isHeld)) throw new Problem('te-druk', { retryAfterSeconds: 2 })
  return rows
}

type Adding = {
  readonly row: SealedRow
  readonly regel: Afleverregel
  readonly own: ReadonlySet<SleutelId>
  readonly levering: Dooslevering
}

async function addToRow(
  { keyring, fieldBox }: AddBoxesDeps,
  tx: Tx,
  caller: Caller,
  { row, regel: { gemeentecode, id: signaalId, versie }, own, levering }: Adding,
): Promise<readonly Veld[]> {
  const id = { gemeentecode, vervaldatum: row.vervaldatum, volgnummer: row.volgnummer }
  const key = await keyring.retentionKey(id)
  if (key === undefined) throw new Error('an open retention key is not in the keyring')
  const bewaarsleutel: Bewaarsleutel = { id, key }
  const added: Veld[] = []
  const dozen = row.fields.map(({ veld, doelen, dozen: wrapped }) => {
    const doos = levering.dozen.find((one) => one.veld === veld)
    if (doos === undefined || !doelen.includes(Openingsdoel.parse(caller.doel))) return wrapped
    const place = { signaalId, versie, gemeentecode, veld }
    const { afzender, nonce, doos: bytes } = doos
    const box = { sleutelId: levering.sleutelId, afzender, nonce, doos: bytes }
    const next = addBox(fieldBox, place, bewaarsleutel, wrapped, { own, box })
    if (next !== undefined) added.push(veld)
    return next ?? wrapped
  })
  key.fill(0)
  if (added.length > 0) await updateDozen(tx, gemeentecode, row, dozen, levering.sleutelId)
  return added
}

async function record(
  { now, random }: AddBoxesDeps,
  tx: Tx,
  caller: Caller,
  { gemeentecode, id: signaalId, versie }: Afleverregel,
  sleutelId: SleutelId,
  velden: readonly Veld[],
): Promise<void> {
  const { oin, namens } = caller
  const doel = Openingsdoel.parse(caller.doel)
  const about = { actor: actorOf(caller), signaalId, versie, gemeentecode, doel, sleutelId }
  await appendEvent(
    tx,
    { at: now(), random },
    { soort: 'dozen-toegevoegd', ...about, velden: [...velden] },
    { oin, namens, gemeentecode },
  )
}
