/** Moves sealed fields to the retention keys of other days: the boxes are wrapped anew, the ciphertexts stay. Role `gw_bewaring`. */
import type { Bewaarsleutel, FieldBox } from '../crypto/field-box.ts'
import type { Tx } from '../db/database.ts'
import type { Keyring } from '../keyring/keyring.ts'
import { type Dag, type Gemeentecode, SignaalId } from '../model/ids.ts'
import type { BewaarsleutelId } from '../model/sealed.ts'
import { Veld } from '../model/veld.ts'
import { lockOpenKey } from './bewaarsleutel.store.ts'
import { type DueOf, type HeldRow, type MovedField, regroup } from './rehang.ts'
import { rewrap } from './wrap.ts'

/** The sealed rows of these signals, whose coded rows are held; held until commit, so that no key under them is destroyed. */
export async function lockSealed(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
): Promise<readonly HeldRow[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('verzegeld')
    .selectAll()
    .where('gemeentecode', '=', gemeentecode)
    .where('signaal_id', 'in', ids)
    .orderBy('signaal_id')
    .orderBy('vervaldatum')
    .forUpdate()
    .execute()
  return rows.map(({ signaal_id, velden, ...row }) => ({
    ...row,
    signaalId: SignaalId.parse(signaal_id),
    velden: velden.map((veld) => Veld.parse(veld)),
  }))
}

/** The retention keys that one transaction uses, each read once and wiped at its end. */
export class KeysAtHand {
  readonly #keyring: Pick<Keyring, 'retentionKey' | 'ensureRetentionKey'>
  readonly #keys = new Map<string, Bewaarsleutel>()

  constructor(keyring: Pick<Keyring, 'retentionKey' | 'ensureRetentionKey'>) {
    this.#keyring = keyring
  }

  /** The key under a row that is held. */
  async ofRow(id: BewaarsleutelId): Promise<Bewaarsleutel> {
    return this.#get(id, async () => {
      const key = await this.#keyring.retentionKey(id)
      if (key === undefined) throw new Error('the key under a sealed row is not in the keyring')
      return key
    })
  }

  /** The open key of a day, durable in the keyring before anything hangs on it. */
  async open(tx: Tx, gemeentecode: Gemeentecode, vervaldatum: Dag): Promise<Bewaarsleutel> {
    const id = await lockOpenKey(tx, gemeentecode, vervaldatum)
    return this.#get(id, () => this.#keyring.ensureRetentionKey(id))
  }

  async #get(id: BewaarsleutelId, read: () => Promise<Uint8Array>): Promise<Bewaarsleutel> {
    const name = `${id.vervaldatum}/${id.volgnummer}`
    const known = this.#keys.get(name)
    if (known !== undefined) return known
    const key = { id, key: await read() }
    this.#keys.set(name, key)
    return key
  }

  forget(): void {
    for (const { key } of this.#keys.values()) key.fill(0)
    this.#keys.clear()
  }
}

/** What moving needs of the house. */
export type RehangTools = { readonly fieldBox: FieldBox; readonly keys: KeysAtHand }

/**
 * Hangs the fields of one signal on the days that `dueOf` gives.
 * @returns the keys under which something moved or went
 */
export async function rehang(
  tx: Tx,
  tools: RehangTools,
  gemeentecode: Gemeentecode,
  rows: readonly HeldRow[],
  dueOf: DueOf,
): Promise<readonly Pick<HeldRow, 'vervaldatum' | 'volgnummer'>[]> {
  const { remove, add } = regroup(rows, dueOf)
  const [first] = remove
  if (first === undefined && add.size === 0) return []
  const made = []
  for (const [vervaldatum, fields] of add) {
    const to = await tools.keys.open(tx, gemeentecode, vervaldatum)
    made.push(await rowOf(tools, fields, to))
  }
  for (const { signaalId, vervaldatum } of remove)
    await tx
      .deleteFrom('verzegeld')
      .where('gemeentecode', '=', gemeentecode)
      .where('signaal_id', '=', signaalId)
      .where('vervaldatum', '=', vervaldatum)
      .execute()
  if (made.length > 0) await tx.insertInto('verzegeld').values(made).execute()
  return remove
}

async function rowOf(tools: RehangTools, fields: readonly MovedField[], to: Bewaarsleutel) {
  const [first] = fields
  if (first === undefined) throw new Error('a sealed row without fields')
  const { gemeentecode, vervaldatum, volgnummer } = to.id
  const { signaalId, versie, oin } = first.row
  const dozen: Uint8Array[] = []
  for (const field of fields) dozen.push(await rewrapped(tools, field, to))
  const sources = new Set(fields.map(({ row }) => row))
  const known = [...sources].every(({ sleutels }) => sleutels !== null)
  const isHeld = fields.some(({ due }) => due.oorspronkelijk !== undefined)
  return {
    gemeentecode,
    signaal_id: signaalId,
    versie,
    vervaldatum,
    volgnummer,
    oin,
    velden: fields.map((field) => at(field.row.velden, field.index)),
    doelen: fields.map((field) => at(field.row.doelen, field.index)),
    waarden: fields.map((field) => at(field.row.waarden, field.index)),
    dozen,
    sleutels: known ? [...new Set([...sources].flatMap(({ sleutels }) => sleutels ?? []))] : null,
    oorspronkelijk: isHeld ? fields.map(({ due }) => due.oorspronkelijk ?? vervaldatum) : null,
  }
}

async function rewrapped(
  { fieldBox, keys }: RehangTools,
  { row, index }: MovedField,
  to: Bewaarsleutel,
): Promise<Uint8Array> {
  const { signaalId, versie, vervaldatum, volgnummer } = row
  const { gemeentecode } = to.id
  const from = await keys.ofRow({ gemeentecode, vervaldatum, volgnummer })
  const place = { signaalId, versie, gemeentecode, veld: at(row.velden, index) }
  return rewrap(fieldBox, place, at(row.dozen, index), from, to)
}

function at<T>(array: readonly T[], index: number): T {
  const value = array[index]
  if (value === undefined) throw new Error('the arrays of a sealed row are not in step')
  return value
}
