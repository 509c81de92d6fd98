/**
 * Discloses stored signals to the municipality they are sealed to: only fields that a policy of today allows for the purpose, each with the
 * box of the caller's own key, and one event a signal in the same transaction.
 */
import { appendEvents } from '../../audit/audit.store.ts'
import { toBase64 } from '../../crypto/bytes.ts'
import type { Bewaarsleutel, FieldBox } from '../../crypto/field-box.ts'
import type { Tx } from '../../db/database.ts'
import type { Db } from '../../db/transaction.ts'
import { type Afleverregel, markVerstrekt } from '../../delivery/collect.store.ts'
import type { Keyring } from '../../keyring/keyring.ts'
import type { Policies } from '../../legal/compile.ts'
import { allowedToday } from '../../legal/decide.ts'
import { dayInAmsterdam } from '../../model/calendar.ts'
import { actorOf, type Caller } from '../../model/caller.ts'
import { Openingsdoel } from '../../model/doel.ts'
import type { Dag, Gemeentecode, SignaalId, SleutelId } from '../../model/ids.ts'
import type { Meldingsignaal } from '../../model/melding.ts'
import type { Now, RandomBytes } from '../../model/ports.ts'
import type {
  BewaarsleutelId,
  Ontvangersleutel,
  Veldzegel,
  VerzegeldVeld,
} from '../../model/sealed.ts'
import type { Veld } from '../../model/veld.ts'
import { lockForDelivery } from '../../sealing/bewaarsleutel.store.ts'
import { findSealed, type SealedRow } from '../../sealing/sealed.store.ts'
import { findBox } from '../../sealing/wrap.ts'

export type CollectMeldingenDeps = {
  readonly db: Db
  readonly policies: () => Policies
  readonly keyring: Keyring
  readonly fieldBox: FieldBox
  readonly recipientKeys: (
    tx: Tx,
    gemeentecode: Gemeentecode,
    dag: Dag,
  ) => Promise<readonly Ontvangersleutel[]>
  /** Gives what waits in these municipalities its melding. */
  readonly group: (gemeenten: readonly Gemeentecode[]) => Promise<unknown>
  readonly now: Now
  readonly random: RandomBytes
}

/** For whom the fields are: the municipality's key and the purpose of the call. */
export type Audience = { readonly gemeentecode: Gemeentecode; readonly sleutelId: SleutelId }

type Disclosed = {
  readonly signaal: Meldingsignaal
  readonly velden: readonly Veld[]
  readonly weggelaten: readonly Veld[]
}

/** The signals of `regels`, which are held and all of one municipality, in their order; recorded before they can be answered. */
export async function disclose(
  deps: CollectMeldingenDeps,
  tx: Tx,
  caller: Caller,
  audience: Audience,
  regels: readonly Afleverregel[],
): Promise<readonly Meldingsignaal[]> {
  const { gemeentecode } = audience
  const ids = regels.map((regel) => regel.id)
  const { rows: found, keys } = await readHeld(deps, tx, gemeentecode, ids)
  const rowsOf = Map.groupBy(found, (row) => row.signaalId)
  const disclosed = regels.map((regel) =>
    discloseOne(deps, caller, audience, regel, rowsOf.get(regel.id) ?? [], keys),
  )
  for (const { key } of keys.values()) key.fill(0)
  if (caller.doel === 'hulpaanbod') await markVerstrekt(tx, [gemeentecode], ids, deps.now())
  await record(deps, tx, caller, audience, regels, disclosed)
  return disclosed.map(({ signaal }) => signaal)
}

const nameOf = ({
  vervaldatum,
  volgnummer,
}: Pick<BewaarsleutelId, 'vervaldatum' | 'volgnummer'>): string => `${vervaldatum}/${volgnummer}`

/** More often than this no row is re-wrapped between two looks. */
const LOOKS = 4

/**
 * The sealed rows with the retention keys that are still there, held until commit. A row that was re-wrapped between reading it and holding
 * its key is read again; a field whose key has ended stays dark.
 */
async function readHeld(
  deps: CollectMeldingenDeps,
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
): Promise<{
  readonly rows: readonly SealedRow[]
  readonly keys: ReadonlyMap<string, Bewaarsleutel>
}> {
  const keys = new Map<string, Bewaarsleutel>()
  const asked = new Set<string>()
  for (let look = 1; ; look += 1) {
    const rows = await findSealed(tx, gemeentecode, ids)
    const places = [...new Map(rows.map((row) => [nameOf(row), row])).values()]
    const unasked = places.filter((place) => !asked.has(nameOf(place)))
    if (unasked.length === 0 || look === LOOKS) return { rows, keys }
    for (const place of unasked) asked.add(nameOf(place))
    for (const id of await lockForDelivery(tx, gemeentecode, unasked)) {
      const key = await deps.keyring.retentionKey(id)
      if (key === undefined)
        throw new Error(`retention key ${gemeentecode}/${nameOf(id)} is not in the keyring`)
      keys.set(nameOf(id), { id, key })
    }
  }
}

function discloseOne(
  deps: CollectMeldingenDeps,
  caller: Caller,
  audience: Audience,
  regel: Afleverregel,
  rows: readonly SealedRow[],
  keys: ReadonlyMap<string, Bewaarsleutel>,
): Disclosed {
  const doel = Openingsdoel.parse(caller.doel)
  const dag = dayInAmsterdam(deps.now())
  const zegels: Veldzegel[] = []
  const weggelaten: Veld[] = []
  for (const row of rows) {
    for (const field of row.fields.filter((one) => one.doelen.includes(doel))) {
      const question = { signaaltype: regel.signaaltype, doel, veld: field.veld, dag }
      const grondslag = allowedToday(deps.policies(), question)
      const zegel = grondslag && boxed(deps, audience, row, field, keys.get(nameOf(row)))
      if (zegel === undefined || grondslag === undefined) weggelaten.push(field.veld)
      else zegels.push({ ...zegel, grondslag })
    }
  }
  return {
    signaal: signaalOf(regel, zegels),
    velden: zegels.map((zegel) => zegel.veld),
    weggelaten,
  }
}

function boxed(
  deps: CollectMeldingenDeps,
  { gemeentecode, sleutelId }: Audience,
  { signaalId, versie }: SealedRow,
  { veld, waarde, dozen, vervaldatum }: VerzegeldVeld,
  key: Bewaarsleutel | undefined,
): Omit<Veldzegel, 'grondslag'> | undefined {
  if (key === undefined) return undefined
  const sleutel = findBox(
    deps.fieldBox,
    { signaalId, versie, gemeentecode, veld },
    key,
    dozen,
    sleutelId,
  )
  if (sleutel === undefined) return undefined
  return { veld, waarde: toBase64(waarde), sleutel, bewarenTotDatum: vervaldatum }
}

function signaalOf(regel: Afleverregel, velden: Veldzegel[]): Meldingsignaal {
  const { id, versie, signaaltype, gemeentecode, oin, aangeleverdTijdstip } = regel
  const tijdstip = aangeleverdTijdstip.toISOString()
  return {
    id,
    versie,
    signaaltype,
    gemeentecode,
    deelnemer: oin,
    aangeleverdTijdstip: tijdstip,
    velden,
  }
}

async function record(
  deps: CollectMeldingenDeps,
  tx: Tx,
  caller: Caller,
  { gemeentecode, sleutelId }: Audience,
  regels: readonly Afleverregel[],
  disclosed: readonly Disclosed[],
): Promise<void> {
  const actor = actorOf(caller)
  const { hash } = deps.policies()
  await appendEvents(
    tx,
    { at: deps.now(), random: deps.random },
    regels.map(({ id, versie, beleidId }, index) => ({
      event: {
        soort: 'signaal-verstrekt',
        actor,
        signaalId: id,
        versie,
        gemeentecode,
        doel: Openingsdoel.parse(caller.doel),
        sleutelId,
        beleid: { id: beleidId, hash },
        velden: [...(disclosed[index]?.velden ?? [])],
        weggelaten: [...(disclosed[index]?.weggelaten ?? [])],
      },
      parties: { oin: caller.oin, namens: caller.namens, gemeentecode },
    })),
  )
}
