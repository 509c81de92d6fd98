/** Moves sealed fields to the retention keys of other days: the boxes are wrapped anew, the ciphertexts stay. Role `gw_bewaring`. */
import { sql } from 'kysely'
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

/** The retention keys of one municipality that one transaction uses, each read once and wiped at its end. */
export class KeysAtHand {
  readonly #keyring: Pick<Keyring, 'retentionKey' | 'ensureRetentionKey'>
  readonly #keys = new Map<string, Bewaarsleutel>()
  readonly #open = new Map<Dag, Bewaarsleutel>()

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

  /** The open key of a day, held until commit and durable in the keyring before anything hangs on it. */
  async open(tx: Tx, gemeentecode: Gemeentecode, vervaldatum: Dag): Promise<Bewaarsleutel> {
    const held = this.#open.get(vervaldatum)
    if (held !== undefined) return held
    const id = await lockOpenKey(tx, gemeentecode, vervaldatum)
    const key = await this.#get(id, () => this.#keyring.ensureRetentionKey(id))
    this.#open.set(vervaldatum, key)
    return key
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
    this.#open.clear()
  }
}

/** What moving needs of the house. */
export type RehangTools = { readonly fieldBox: FieldBox; readonly keys: KeysAtHand }

/** The rows of one signal, and the days on which its fields come to hang. */
export type Rehanging = { readonly rows: readonly HeldRow[]; readonly dueOf: DueOf }

/**
 * Hangs the fields of these signals (at most 500: a statement takes 65,535 parameters) on other days.
 * @returns the keys under which something moved or went
 */
export async function rehang(
  tx: Tx,
  tools: RehangTools,
  gemeentecode: Gemeentecode,
  signals: readonly Rehanging[],
): Promise<readonly Pick<HeldRow, 'vervaldatum' | 'volgnummer'>[]> {
  const regrouped = signals.map(({ rows, dueOf }) => regroup(rows, dueOf))
  const gone = regrouped.flatMap(({ remove }) => remove)
  const days = new Set(regrouped.flatMap(({ add }) => [...add.keys()]))
  // In ascending order, as intake opens them, so that the two never wait for each other.
  for (const day of [...days].sort()) await tools.keys.open(tx, gemeentecode, day)
  const made = []
  for (const [day, fields] of regrouped.flatMap(({ add }) => [...add]))
    made.push(await rowOf(tools, fields, await tools.keys.open(tx, gemeentecode, day)))
  if (gone.length > 0)
    await sql`delete from verzegeld where gemeentecode = ${gemeentecode}
      and (signaal_id, vervaldatum) in (select * from unnest(
        ${gone.map(({ signaalId }) => signaalId)}::uuid[],
        ${gone.map(({ vervaldatum }) => vervaldatum)}::date[]))`.execute(tx)
  if (made.length > 0) await tx.insertInto('verzegeld').values(made).execute()
  return gone
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
