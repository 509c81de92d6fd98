/**
 * Ends one retention key: what may stay moves to a successor, the rest goes, then the key is destroyed with its event. One transaction
 * a step; each first takes the key's row and looks how it stands, so that running again after a crash goes on where it stopped.
 */
import type { Bewaarsleutel, FieldBox } from '../../crypto/field-box.ts'
import type { Tx } from '../../db/database.ts'
import type { Db } from '../../db/transaction.ts'
import type { Keyring } from '../../keyring/keyring.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import type { Gemeentecode, Oin } from '../../model/ids.ts'
import type { CrashPoint } from '../../model/ports.ts'
import { RESULTAATDETAIL } from '../../model/resultaat.ts'
import type { BewaarsleutelId } from '../../model/sealed.ts'
import {
  addCounts,
  clearRewrap,
  deleteRows,
  type EindeRij,
  findBatch,
  lockForEnding,
  moveRow,
  setToestand,
  type Telling,
} from '../../retention/bewaarsleutel-einde.store.ts'
import {
  type Blijft,
  countFields,
  type Eindstap,
  nextStep,
  splitBatch,
} from '../../retention/end-key.ts'
import {
  type Detaileinde,
  deleteDetails,
  findDetails,
  moveDetail,
} from '../../retention/resultaat-einde.store.ts'
import { lockOpenKey } from '../../sealing/bewaarsleutel.store.ts'
import { rewrap } from '../../sealing/wrap.ts'

export type EndRetentionKeyDeps = {
  readonly db: Db
  readonly keyring: Keyring
  readonly fieldBox: FieldBox
  /** Appends an event to the log within the transaction of the deed. */
  readonly appendEvent: (
    tx: Tx,
    event: AuditEvent,
    parties: { readonly oin?: Oin; readonly namens?: Oin; readonly gemeentecode?: Gemeentecode },
  ) => Promise<unknown>
  readonly crashPoint: CrashPoint
  /** Rows moved or let go in one transaction; those who deliver under this key wait for it. */
  readonly batchSize: number
}

/**
 * Ends the key `id`. Returns when it is `vernietigd` and its event committed; repeatable, also by two processes at once.
 * The keyring's root still has to be rotated before older copies of the keyring are dead too.
 * @param blijft which signals keep their fields (early ending); without it none does, as on the due date
 */
export async function endRetentionKey(
  deps: EndRetentionKeyDeps,
  id: BewaarsleutelId,
  blijft?: Blijft,
): Promise<void> {
  const scope = { role: 'gw_bewaring', gemeenten: [id.gemeentecode] } as const
  let step: Eindstap
  do {
    step = await deps.db.transaction(scope, async (tx) => {
      const stand = await lockForEnding(tx, id)
      const next = nextStep(stand)
      await STEPS[next]({ deps, tx, id, blijft, sofar: stand })
      deps.crashPoint(`${next}-gedaan`)
      return next
    })
    deps.crashPoint(`${step}-vastgelegd`)
  } while (step !== 'klaar')
}

/** One transaction of an ending. `sofar` = what the transactions before it counted. */
type Ending = {
  readonly deps: EndRetentionKeyDeps
  readonly tx: Tx
  readonly id: BewaarsleutelId
  readonly blijft: Blijft | undefined
  readonly sofar: Telling
}

const STEPS: Readonly<Record<Eindstap, (ending: Ending) => Promise<void>>> = {
  sluiten: close,
  leegmaken: emptyBatch,
  vernietigen: destroy,
  klaar: () => Promise.resolve(),
}

/** The successor opens in the same transaction: intake finds one open key before it and one after. On a due date none is needed. */
async function close(ending: Ending): Promise<void> {
  await setToestand(ending.tx, ending.id, 'sluitend')
  if (ending.blijft !== undefined) await openSuccessor(ending)
}

async function openSuccessor({ deps, tx, id }: Ending): Promise<Bewaarsleutel> {
  const successor = await lockOpenKey(tx, id.gemeentecode, id.vervaldatum)
  return { id: successor, key: await deps.keyring.ensureRetentionKey(successor) }
}

async function emptyBatch(ending: Ending): Promise<void> {
  const { deps, tx, id, blijft } = ending
  const { stays, goes } = splitBatch(await findBatch(tx, id, deps.batchSize), blijft)
  if (stays.length > 0) await moveRows(ending, stays)
  const going = goes.map((row) => row.signaalId)
  await deleteRows(tx, id, going)
  // The detail of a result goes on its day, and never before: what ended early is no row any more.
  const details = await findDetails(tx, id, deps.batchSize)
  if (blijft === undefined) await deleteDetails(tx, id, details)
  else if (details.length > 0) await moveDetails(ending, details)
  const [moved, gone] = blijft === undefined ? [0, details.length] : [details.length, 0]
  await addCounts(tx, id, {
    herverpakt: countFields(stays) + moved,
    vernietigdeVelden: countFields(goes) + gone,
  })
}

async function moveDetails(ending: Ending, details: readonly Detaileinde[]): Promise<void> {
  const { deps, tx, id } = ending
  const key = await carryingKey(ending)
  const to = await openSuccessor(ending)
  const { gemeentecode } = id
  for (const detail of details) {
    const place = {
      signaalId: detail.melding,
      versie: detail.versie,
      gemeentecode,
      veld: RESULTAATDETAIL,
    } as const
    const dozen = rewrap(deps.fieldBox, place, detail.dozen, { id, key }, to)
    await moveDetail(tx, id, to.id, { ...detail, dozen })
  }
  key.fill(0)
  to.key.fill(0)
}

async function carryingKey({ deps, id }: Ending): Promise<Uint8Array> {
  const key = await deps.keyring.retentionKey(id)
  if (key === undefined) throw new Error('the key that still carries fields is not in the keyring')
  return key
}

async function moveRows(ending: Ending, rows: readonly EindeRij[]): Promise<void> {
  const { deps, tx, id } = ending
  const key = await carryingKey(ending)
  const to = await openSuccessor(ending)
  for (const row of rows) {
    const dozen = rewrapRow(deps.fieldBox, row, { id, key }, to)
    await moveRow(tx, id, to.id, { ...row, dozen })
  }
  key.fill(0)
  to.key.fill(0)
}

function rewrapRow(
  box: FieldBox,
  { signaalId, versie, velden, dozen }: EindeRij,
  from: Bewaarsleutel,
  to: Bewaarsleutel,
): readonly Uint8Array[] {
  const { gemeentecode } = from.id
  return velden.map((veld, i) =>
    rewrap(box, { signaalId, versie, gemeentecode, veld }, dozen[i] ?? new Uint8Array(), from, to),
  )
}

/** The lock and the look for rows in this very transaction are the proof that nothing hangs on the key any more. */
async function destroy({ deps, tx, id, sofar }: Ending): Promise<void> {
  await deps.keyring.destroyRetentionKey(id)
  deps.crashPoint('sleutel-vernietigd')
  await setToestand(tx, id, 'vernietigd')
  await clearRewrap(tx, id)
  const { gemeentecode, vervaldatum, volgnummer } = id
  const { herverpakt, vernietigdeVelden } = sofar
  await deps.appendEvent(
    tx,
    {
      soort: 'bewaarsleutel-vernietigd',
      gemeentecode,
      vervaldatum,
      volgnummer,
      herverpakt,
      vernietigdeVelden,
    },
    { gemeentecode },
  )
}
