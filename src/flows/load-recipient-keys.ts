/** Loads the keys of municipalities, each proved by the registration that its party signed. */
import { sameBytes } from '../crypto/hash.ts'
import { type KeyRegistration, verifyKeyRegistration } from '../crypto/key-registration.ts'
import type { Tx } from '../db/database.ts'
import { coversDay } from '../identity/authorise.ts'
import { findDeelnemers, findMachtigingenOf } from '../identity/deelnemer.store.ts'
import {
  findOntvangersleutels,
  type StoredOntvangersleutel,
} from '../identity/ontvangersleutel.store.ts'
import { type Doel, OPENINGSDOELEN } from '../model/doel.ts'
import type { Dag, Gemeentecode } from '../model/ids.ts'
import type { Ontvangersleutel } from '../model/sealed.ts'

/** So many proved registrations are remembered; each is known by its whole signed text. */
const PROVED_KEPT = 5_000

type Options = { readonly ookLater?: boolean }

export type RecipientKeys = (
  tx: Tx,
  gemeentecode: Gemeentecode,
  dag: Dag,
  options?: Options,
) => Promise<readonly Ontvangersleutel[]>

/** As `RecipientKeys`, by municipality; one without keys is not there. */
export type RecipientKeysOf = (
  tx: Tx,
  gemeenten: readonly Gemeentecode[],
  dag: Dag,
  options?: Options,
) => Promise<ReadonlyMap<Gemeentecode, readonly Ontvangersleutel[]>>

/** The keys of one municipality, as `createRecipientKeysOf` gives those of many. */
export const keysOfOne =
  (keysOf: RecipientKeysOf): RecipientKeys =>
  async (tx, gemeentecode, dag, options) =>
    (await keysOf(tx, [gemeentecode], dag, options)).get(gemeentecode) ?? []

/** As `createRecipientKeysOf`, of one municipality. */
export const createRecipientKeys = (anchors: () => readonly string[]): RecipientKeys =>
  keysOfOne(createRecipientKeysOf(anchors))

/**
 * Gives the keys that serve municipalities on a day, whatever their state, read in the transaction that uses them. A college's own key serves
 * while the college takes part; a key of a body that acts for it only on the days and for the purposes of its mandate. A registration that
 * was proved once is not proved again: the same signed text says the same.
 * With `ookLater` those count too that serve on a day to come, for a handover.
 * @param anchors gives the anchors of now, PEM each, that the parties' certificates must lead to; under others everything is proved anew
 * @throws Error naming the key id when one row is not what its party registered: then none may be used
 */
export function createRecipientKeysOf(anchors: () => readonly string[]): RecipientKeysOf {
  const proved = new Map<string, KeyRegistration>()
  let provedUnder = anchors()
  const prove = async (row: StoredOntvangersleutel): Promise<KeyRegistration> => {
    const trustAnchorsPem = anchors()
    if (trustAnchorsPem !== provedUnder) proved.clear()
    provedUnder = trustAnchorsPem
    const known = proved.get(row.registratieJws)
    if (known !== undefined) return known
    const registration = await verifyKeyRegistration(row.registratieJws, trustAnchorsPem).catch(
      (cause: unknown) => {
        throw new Error(`recipient key ${row.sleutelId} has no valid registration`, { cause })
      },
    )
    if (proved.size >= PROVED_KEPT) proved.clear()
    proved.set(row.registratieJws, registration)
    return registration
  }
  return async (tx, gemeenten, dag, { ookLater = false } = {}) => {
    const rows = await findOntvangersleutels(tx, gemeenten)
    const purposesOf = await findPurposes(tx, rows, ookLater ? isNotOver(dag) : isInForce(dag))
    const keys: Ontvangersleutel[] = []
    for (const row of rows) {
      const acting = purposesOf(row)
      const key = checkedKey(row, await prove(row))
      const doelen = key.doelen.filter((doel) => acting.includes(doel))
      if (doelen.length > 0) keys.push({ ...key, doelen })
    }
    return Map.groupBy(keys, ({ gemeentecode }) => gemeentecode)
  }
}

type Term = { readonly vanaf: Dag; readonly tot?: Dag | undefined }

const isInForce =
  (dag: Dag) =>
  (term: Term): boolean =>
    coversDay(term, dag)
const isNotOver =
  (dag: Dag) =>
  ({ tot }: Term): boolean =>
    tot === undefined || dag < tot

/**
 * The purposes for which the party of each key receives for its municipality in terms that `serves` takes.
 * @returns how to ask for one; throws when its party never did: somebody put that key there
 */
async function findPurposes(
  tx: Tx,
  keys: readonly StoredOntvangersleutel[],
  serves: (term: Term) => boolean,
): Promise<(key: StoredOntvangersleutel) => readonly Doel[]> {
  const parties = await findDeelnemers(tx, [...new Set(keys.map(({ oin }) => oin))])
  const isOfCollege = ({ oin, gemeentecode }: StoredOntvangersleutel): boolean =>
    parties.get(oin)?.gemeentecode === gemeentecode
  const acting = keys.filter((key) => !isOfCollege(key))
  const machtigingenOf = await findMachtigingenOf(
    tx,
    acting.map(({ oin, gemeentecode }) => ({ gemachtigde: oin, gemeentecode })),
  )
  return (key) => {
    const { oin, gemeentecode, sleutelId } = key
    const party = parties.get(oin)
    const isCollege = isOfCollege(key)
    const machtigingen = isCollege ? [] : machtigingenOf(oin, gemeentecode)
    if (party === undefined || (!isCollege && machtigingen.length === 0))
      throw new Error(`recipient key ${sleutelId} belongs to no party of its municipality`)
    if (!serves(party)) return []
    if (isCollege) return OPENINGSDOELEN
    return machtigingen.filter(serves).map(({ doel }) => doel)
  }
}

function checkedKey(row: StoredOntvangersleutel, proved: KeyRegistration): Ontvangersleutel {
  const { registratieJws: _, ...key } = row
  const same =
    proved.oin === row.oin &&
    proved.gemeentecode === key.gemeentecode &&
    proved.sleutelId === key.sleutelId &&
    sameBytes(proved.publiekeSleutel, key.publiekeSleutel) &&
    [...proved.doelen].sort().join() === [...key.doelen].sort().join()
  if (!same) throw new Error(`recipient key ${row.sleutelId} differs from its registration`)
  return key
}
