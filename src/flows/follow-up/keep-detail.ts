/** The detail of a result that a municipality sealed to itself: wrapped once more under the retention key of its day, and handed back to who asks. */
import { fromBase64, toBase64 } from '../../crypto/bytes.ts'
import type { Tx } from '../../db/database.ts'
import { ownKey } from '../../delivery/own-key.ts'
import { findDetail, insertDetail, takeDetail } from '../../followup/resultaat-detail.store.ts'
import type { Caller } from '../../model/caller.ts'
import type { Dag, Gemeentecode, SignaalId, SleutelId } from '../../model/ids.ts'
import { Problem } from '../../model/problem.ts'
import { type Detailzegel, RESULTAATDETAIL, type Resultaatstand } from '../../model/resultaat.ts'
import { putDownKeys } from '../../retention/early-end.store.ts'
import { lockForDelivery } from '../../sealing/bewaarsleutel.store.ts'
import { KeysAtHand } from '../../sealing/rehang.store.ts'
import { findBox } from '../../sealing/wrap.ts'
import type { FollowUpDeps } from './follow-up.ts'

/** At which melding, in the version that its result made. */
export type Detailplek = {
  readonly gemeentecode: Gemeentecode
  readonly melding: SignaalId
  readonly versie: number
}

const placeOf = ({ gemeentecode, melding: signaalId, versie }: Detailplek) =>
  ({ signaalId, versie, gemeentecode, veld: RESULTAATDETAIL }) as const

/**
 * Replaces the detail of a melding by `zegel`, or by none. What was there goes at once, and in backups within a day.
 * @throws Problem `sleutel-onbekend` when a box is for anything but an active key for `hulpaanbod` of this municipality
 */
export async function replaceDetail(
  deps: FollowUpDeps,
  tx: Tx,
  plek: Detailplek,
  zegel: Detailzegel | undefined,
  days: { readonly dag: Dag; readonly vervaldatum: Dag },
): Promise<void> {
  const { gemeentecode, melding, versie } = plek
  const old = await takeDetail(tx, gemeentecode, melding)
  if (zegel !== undefined) {
    await checkBoxes(deps, tx, gemeentecode, zegel, days.dag)
    const keys = new KeysAtHand(deps.keyring)
    try {
      const key = await keys.open(tx, gemeentecode, days.vervaldatum)
      const { afzender, dozen } = zegel
      const wrapped = deps.fieldBox.wrap(placeOf(plek), key, { afzender, dozen })
      const waarde = fromBase64(zegel.waarde)
      await insertDetail(tx, gemeentecode, melding, {
        sleutel: key.id,
        versie,
        waarde,
        dozen: wrapped,
      })
    } finally {
      keys.forget()
    }
  }
  if (old !== undefined) await putDownKeys(tx, gemeentecode, [old])
}

async function checkBoxes(
  { recipientKeys }: FollowUpDeps,
  tx: Tx,
  gemeentecode: Gemeentecode,
  { dozen }: Detailzegel,
  dag: Dag,
): Promise<void> {
  const own = await recipientKeys(tx, gemeentecode, dag)
  const usable = new Set<SleutelId>(
    own
      .filter(({ toestand, doelen }) => toestand === 'actief' && doelen.includes('hulpaanbod'))
      .map(({ sleutelId }) => sleutelId),
  )
  const errors = dozen.flatMap(({ sleutelId }, i) => {
    const detail = 'Geen actieve sleutel voor hulpaanbod van uw gemeente.'
    return usable.has(sleutelId)
      ? []
      : [{ pointer: `/detail/dozen/${i}/sleutelId`, code: 'sleutel-onbekend', detail }]
  })
  if (errors.length > 0) throw new Problem('sleutel-onbekend', { errors })
}

/** The detail with the box of the caller's own key; undefined when there is none, none for that key, or its key has ended. */
export async function openableDetail(
  deps: FollowUpDeps,
  tx: Tx,
  { oin, namens }: Caller,
  { gemeentecode, melding, dag }: Omit<Detailplek, 'versie'> & { readonly dag: Dag },
  sleutelId: SleutelId | undefined,
): Promise<Resultaatstand['detail']> {
  const found = await findDetail(tx, gemeentecode, melding)
  if (found === undefined) return undefined
  const [held] = await lockForDelivery(tx, gemeentecode, [found.sleutel])
  if (held === undefined) return undefined
  const own = await deps.recipientKeys(tx, gemeentecode, dag)
  const mine = ownKey(own, { oin, namens, gemeentecode, doel: 'hulpaanbod', sleutelId })
  const key = await deps.keyring.retentionKey(held)
  if (key === undefined) throw new Error('the key under a result is not in the keyring')
  const { versie } = found
  const place = placeOf({ gemeentecode, melding, versie })
  const sleutel = findBox(deps.fieldBox, place, { id: held, key }, found.dozen, mine)
  key.fill(0)
  if (sleutel === undefined) return undefined
  const waarde = toBase64(found.waarde)
  return { versie, waarde, sleutel, bewarenTotDatum: held.vervaldatum }
}
