/**
 * The state of retention keys in the database. Whoever uses a key holds its row `for share` until commit; whoever ends it takes the row
 * `for update` and so waits. The key itself lives in the keyring.
 */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Dag, Gemeentecode } from '../model/ids.ts'
import type { BewaarsleutelId } from '../model/sealed.ts'

/** Between an insert that found one and the look for it, an ender may close the one; more often than this is no coincidence. */
const ATTEMPTS = 5

/**
 * The open key of a municipality and due date, held until commit; made when there is none. Before its row commits the caller makes the
 * key itself durable in the keyring. Lock several in ascending order of municipality and due date, or two intakes may wait for each other.
 */
export async function lockOpenKey(
  tx: Tx,
  gemeentecode: Gemeentecode,
  vervaldatum: Dag,
): Promise<BewaarsleutelId> {
  const [key] = await lockOpenKeys(tx, [{ gemeentecode, vervaldatum }])
  if (key === undefined) throw new Error('a locked key is not there')
  return key
}

/** The due date of a municipality under which fields may hang. */
export type Sleutelvak = Pick<BewaarsleutelId, 'gemeentecode' | 'vervaldatum'>

const inOrder = (places: readonly Sleutelvak[]): readonly Sleutelvak[] =>
  [
    ...new Map(
      places.map((one) => [`${one.gemeentecode} ${one.vervaldatum}`, one] as const),
    ).entries(),
  ]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one)

/** As `lockOpenKey`, of many: each once, in ascending order. */
export async function lockOpenKeys(
  tx: Tx,
  places: readonly Sleutelvak[],
): Promise<readonly BewaarsleutelId[]> {
  const wanted = inOrder(places)
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const held = await findAndHoldOpen(tx, wanted)
    const missing = wanted.filter(
      (place) =>
        !held.some(
          (key) => key.gemeentecode === place.gemeentecode && key.vervaldatum === place.vervaldatum,
        ),
    )
    if (missing.length === 0) return held
    for (const { gemeentecode, vervaldatum } of missing)
      await insertNext(tx, gemeentecode, vervaldatum)
  }
  throw new Error(`no open retention keys after ${ATTEMPTS} looks`)
}

// After a wait for the lock PostgreSQL looks at the row again: one that was closed meanwhile no longer matches `open`.
async function findAndHoldOpen(
  tx: Tx,
  places: readonly Sleutelvak[],
): Promise<readonly BewaarsleutelId[]> {
  if (places.length === 0) return []
  const rows = await tx
    .selectFrom('bewaarsleutel')
    .select(['gemeentecode', 'vervaldatum', 'volgnummer'])
    .where(
      sql<boolean>`(gemeentecode, vervaldatum) in (select * from unnest(
        ${places.map((one) => one.gemeentecode)}::text[], ${places.map((one) => one.vervaldatum)}::date[]))`,
    )
    .where('toestand', '=', 'open')
    .orderBy('gemeentecode')
    .orderBy('vervaldatum')
    .forShare()
    .execute()
  return rows.map((row) => ({ ...row, gemeentecode: Gemeentecode.parse(row.gemeentecode) }))
}

// Of two at once the second waits for the first and then inserts nothing: at most one is open per pair.
async function insertNext(tx: Tx, gemeentecode: Gemeentecode, vervaldatum: Dag): Promise<void> {
  await sql`
    insert into bewaarsleutel (gemeentecode, vervaldatum, volgnummer, toestand)
    select ${gemeentecode}, ${vervaldatum}::date, coalesce(max(volgnummer), 0) + 1, 'open'
    from bewaarsleutel where gemeentecode = ${gemeentecode} and vervaldatum = ${vervaldatum}::date
    on conflict do nothing`.execute(tx)
}

/** A key's place within its municipality. */
export type Sleutelplaats = Pick<BewaarsleutelId, 'vervaldatum' | 'volgnummer'>

/**
 * Holds these keys until commit and gives those that delivery may use (`open` or `sluitend`). A row whose key is
 * not among them was re-wrapped or ended meanwhile: read it again and hold its key now. Role `gw_aflevering`.
 */
export function lockForDelivery(
  tx: Tx,
  gemeentecode: Gemeentecode,
  keys: readonly Sleutelplaats[],
): Promise<readonly BewaarsleutelId[]> {
  return lockIn(tx, gemeentecode, keys, ['open', 'sluitend'])
}

/** As `lockForDelivery`, for who hangs something on them: only `open` ones. Role `gw_aflevering`. */
export function lockForAdding(
  tx: Tx,
  gemeentecode: Gemeentecode,
  keys: readonly Sleutelplaats[],
): Promise<readonly BewaarsleutelId[]> {
  return lockIn(tx, gemeentecode, keys, ['open'])
}

async function lockIn(
  tx: Tx,
  gemeentecode: Gemeentecode,
  keys: readonly Sleutelplaats[],
  toestanden: readonly ('open' | 'sluitend')[],
): Promise<readonly BewaarsleutelId[]> {
  if (keys.length === 0) return []
  const rows = await tx
    .selectFrom('bewaarsleutel')
    .select(['vervaldatum', 'volgnummer'])
    .where('gemeentecode', '=', gemeentecode)
    .where((eb) =>
      eb.or(keys.map(({ vervaldatum, volgnummer }) => eb.and({ vervaldatum, volgnummer }))),
    )
    .where('toestand', 'in', toestanden)
    .orderBy('vervaldatum')
    .orderBy('volgnummer')
    .forShare()
    .execute()
  return rows.map((row) => ({ gemeentecode, ...row }))
}

/** Whether any retention key was ever made here, whatever became of it. Role `gw_aanlevering`. */
export async function hasAnyKey(tx: Tx): Promise<boolean> {
  const row = await tx.selectFrom('bewaarsleutel').select('volgnummer').limit(1).executeTakeFirst()
  return row !== undefined
}
