/** What the grouping step reads and writes of one municipality: indexes, and which signal stands in which melding. Role `gw_matching`. */
import { sql } from 'kysely'
import { z } from 'zod'
import { fromHex, toHex } from '../crypto/bytes.ts'
import type { Tx } from '../db/database.ts'
import { type Gemeentecode, Oin, SignaalId } from '../model/ids.ts'
import { MELDINGTOESTANDEN, Meldingtoestand, mayOpen, takesSignals } from '../model/melding-life.ts'
import type { Groep, Groepssignaal, Plaatsing } from './group.ts'
import type { Index } from './indexes.ts'
import { lockQueued } from './queue.store.ts'

/** Ended before anyone opened it: whatever of it is corrected begins anew. */
const DEAD = MELDINGTOESTANDEN.filter((one) => !takesSignals(one) && !mayOpen(one))

const Indexen = z.array(
  z.strictObject({
    maand: z.string(),
    persoon: z.string(),
    korter: z.array(z.string()),
    adres: z.string(),
  }),
)

/** One step at a time in a municipality, until commit: two would not see what the other places. */
export async function lockGroepering(tx: Tx, gemeentecode: Gemeentecode): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`groepering/${gemeentecode}`}, 0))`.execute(
    tx,
  )
}

/** A signal that waits. `ingetrokken`: nothing of it is kept to compare with. */
export type Wachtend = {
  readonly signaal: Groepssignaal
  readonly versie: number
  readonly ingetrokken: boolean
}

/** At most `limit` signals that wait for their melding, held as `lockQueued` holds them. */
export async function lockWachtend(
  tx: Tx,
  gemeentecode: Gemeentecode,
  limit: number,
): Promise<readonly Wachtend[]> {
  const held = await lockQueued(tx, 'matchwacht', gemeentecode, limit)
  if (held.length === 0) return []
  const waiting = await tx
    .selectFrom('matchwacht')
    .select(['signaal_id', 'maand', 'indexen'])
    .where('gemeentecode', '=', gemeentecode)
    .where(
      'signaal_id',
      'in',
      held.map(({ id }) => id),
    )
    .execute()
  const byId = new Map(held.map((row) => [row.id, row]))
  return waiting.flatMap(({ signaal_id, maand, indexen }) => {
    const row = byId.get(signaal_id)
    if (row === undefined) return []
    const signaal = toWachtend({ signaal_id, maand, indexen, oin: row.oin })
    return [{ signaal, versie: row.versie, ingetrokken: row.ingetrokken }]
  })
}

/** A row of the queue, with the VLP of its signal, as a signal to be placed. */
export function toWachtend(row: {
  readonly signaal_id: string
  readonly oin: string | undefined
  readonly maand: string
  readonly indexen: unknown
}): Groepssignaal {
  const indexes = Indexen.parse(row.indexen).map((index): [string, Index] => [index.maand, index])
  const { maand } = row
  const [id, oin] = [SignaalId.parse(row.signaal_id), Oin.parse(row.oin)]
  return { id, oin, maand, indexen: new Map(indexes) }
}

const valuesOf = ({ persoon, korter }: Index): readonly string[] => [persoon, ...korter]

/** The meldingen with a signal that shares an index of a person with any of these, whole. */
export async function findGroepen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  signalen: readonly Groepssignaal[],
): Promise<readonly Groep[]> {
  const asked = signalen
    .flatMap(({ indexen }) => [...indexen.values()])
    .flatMap((index) => valuesOf(index).map((waarde) => ({ maand: index.maand, waarde })))
  // Step by step, and one value after the other: the planner, who may keep no statistics of these values, would compare all with all.
  const { rows: alike } = await sql<{ id: string }>`
    select distinct a.id from unnest(
      ${asked.map(({ maand }) => maand)}::text[], ${asked.map(({ waarde }) => fromHex(waarde))}::bytea[]) g(maand, waarde)
    cross join lateral (
      select x.signaal_id as id from matchindex x
      where x.gemeentecode = ${gemeentecode} and x.sleutelmaand = g.maand and x.waarde = g.waarde and x.soort <> 'adres'
      offset 0) a`.execute(tx)
  // Most are alike to nobody: then nothing of what is there needs to be read.
  if (alike.length === 0) return []
  const { rows: named } = await sql<{ melding: string }>`
    select distinct melding_id as melding from signaal
    where gemeentecode = ${gemeentecode} and id = any(${alike.map(({ id }) => id)}::uuid[]) and melding_id is not null`.execute(
    tx,
  )
  const { rows: members } = await sql<Lid>`
    select s.id, s.oin, m.id as melding, m.maand, m.toestand from signaal s
    join melding m on m.gemeentecode = s.gemeentecode and m.id = s.melding_id
    where s.gemeentecode = ${gemeentecode} and s.melding_id = any(${named.map(({ melding }) => melding)}::uuid[])`.execute(
    tx,
  )
  const { rows: indexes } = await sql<Indexrij>`
    select signaal_id as id, sleutelmaand, soort, waarde from matchindex
    where gemeentecode = ${gemeentecode} and soort <> 'adres'
      and signaal_id = any(${members.map(({ id }) => id)}::uuid[])`.execute(tx)
  const byId = new Map(members.map((member) => [member.id, member]))
  const rows = indexes.flatMap((index) => {
    const member = byId.get(index.id)
    return member === undefined ? [] : [{ ...member, ...index }]
  })
  return toGroepen(rows)
}

type Lid = {
  readonly id: string
  readonly oin: string
  readonly melding: string
  readonly maand: string
  readonly toestand: string
}

type Indexrij = {
  readonly id: string
  readonly sleutelmaand: string
  readonly soort: string
  readonly waarde: Uint8Array
}

/** An index of a signal, with the group that it stands in. */
export type Lidrij = Lid & Indexrij

/** The groups that rows of indexes tell of. */
export function toGroepen(rows: readonly Lidrij[]): readonly Groep[] {
  return [...Map.groupBy(rows, ({ melding }) => melding)].map(([melding, members]) => ({
    id: SignaalId.parse(melding),
    maand: members[0]?.maand ?? '',
    toestand: Meldingtoestand.parse(members[0]?.toestand),
    signalen: [...Map.groupBy(members, ({ id }) => id).values()].map(toSignaal),
  }))
}

/** `rows` are all of one signal, under the key of one month. */
function toSignaal(rows: readonly Lidrij[]): Groepssignaal {
  const [first] = rows
  if (first === undefined) throw new Error('a signal without rows was grouped')
  const hexOf = (soort: string): readonly string[] =>
    rows.filter((row) => row.soort === soort).map(({ waarde }) => toHex(waarde))
  const [persoon = ''] = hexOf('vol')
  const maand = first.sleutelmaand
  const index = { maand, persoon, korter: hexOf('korter'), adres: '' }
  const indexen = new Map([[maand, index]])
  return { id: SignaalId.parse(first.id), oin: Oin.parse(first.oin), maand, indexen }
}

/**
 * Those of `ids` by which a melding is called that has other signals, or that ended unopened, though all of it was corrected: whoever begins a new one takes
 * another name, and never what was decided of that one.
 */
export async function findBezet(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
): Promise<ReadonlySet<SignaalId>> {
  const { rows } = await sql<{ id: string }>`select m.id from melding m
    where m.gemeentecode = ${gemeentecode} and m.id = any(${ids}::uuid[]) and (m.toestand = any(${DEAD}::text[]) or exists (
      select from signaal s where s.gemeentecode = m.gemeentecode and s.melding_id = m.id and s.id <> m.id))`.execute(
    tx,
  )
  return new Set(rows.map(({ id }) => SignaalId.parse(id)))
}

/**
 * Puts signals, which are held, in their meldingen; makes those that are not there yet.
 * @returns how those meldingen stand, which are held until commit
 */
export async function savePlaatsing(
  tx: Tx,
  gemeentecode: Gemeentecode,
  placed: readonly Plaatsing[],
): Promise<ReadonlyMap<SignaalId, Meldingtoestand>> {
  const meldingen = [...Map.groupBy(placed, ({ melding }) => melding)].map(
    ([melding, signalen]) => ({
      melding,
      maand: signalen[0]?.signaal.maand ?? '',
      vorige: signalen.find(({ vorige }) => vorige !== undefined)?.vorige ?? null,
    }),
  )
  // In one statement: a later melding may point at one that is made here.
  const { rows } = await sql<{ id: string; toestand: string }>`
    insert into melding (gemeentecode, id, maand, vorige)
    select ${gemeentecode}, m.* from unnest(
      ${meldingen.map(({ melding }) => melding)}::uuid[], ${meldingen.map(({ maand }) => maand)}::text[],
      ${meldingen.map(({ vorige }) => vorige)}::uuid[]) as m(id, maand, vorige)
    on conflict (gemeentecode, id) do update set vorige = coalesce(melding.vorige, excluded.vorige)
    returning id, toestand`.execute(tx)
  const ids = placed.map(({ signaal }) => signaal.id)
  await sql`update signaal s set melding_id = p.melding
    from unnest(${ids}::uuid[], ${placed.map(({ melding }) => melding)}::uuid[]) as p(id, melding)
    where s.gemeentecode = ${gemeentecode} and s.id = any(${ids}::uuid[]) and s.id = p.id`.execute(
    tx,
  )
  return new Map(
    rows.map(({ id, toestand }) => [SignaalId.parse(id), Meldingtoestand.parse(toestand)]),
  )
}

/** Keeps of these signals the index of their own month, to compare later ones with. */
export async function keepOwnIndexes(
  tx: Tx,
  gemeentecode: Gemeentecode,
  signalen: readonly Groepssignaal[],
): Promise<void> {
  const rows = signalen.flatMap(({ id, oin, maand, indexen }) => {
    const index = indexen.get(maand)
    if (index === undefined) return []
    const row = (soort: string, waarde: string) => ({ maand, waarde, id, soort, oin })
    const shorter = index.korter.map((waarde) => row('korter', waarde))
    return [row('vol', index.persoon), ...shorter, row('adres', index.adres)]
  })
  if (rows.length === 0) return
  await sql`insert into matchindex (gemeentecode, sleutelmaand, waarde, signaal_id, soort, oin)
    select ${gemeentecode}, m.* from unnest(
      ${rows.map(({ maand }) => maand)}::text[], ${rows.map(({ waarde }) => fromHex(waarde))}::bytea[],
      ${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ soort }) => soort)}::text[],
      ${rows.map(({ oin }) => oin)}::text[]) as m(sleutelmaand, waarde, signaal_id, soort, oin)`.execute(
    tx,
  )
}

/** Takes signals, which are held, out of the queue. */
export async function deleteWachtend(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
): Promise<void> {
  await tx
    .deleteFrom('matchwacht')
    .where('gemeentecode', '=', gemeentecode)
    .where('signaal_id', 'in', ids)
    .execute()
}
