/** Choices of one municipality: what was proposed, and what was decided of it. Role `gw_selectie`. */
import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import type { Database, Tx } from '../db/database.ts'
import { type Dag, type Gemeentecode, SignaalId } from '../model/ids.ts'
import {
  Aandelen,
  BuitenGrenzen,
  Grenzen,
  NietGekozen,
  type Selectie,
  SelectieId,
  Selectievraag,
} from '../model/selectie.ts'
import { Rest } from '../model/werkwijze.ts'

/** One melding of a stored choice. `wijkgroep`: a number for its district, within this choice. */
export type Keuzeregel = {
  readonly id: SignaalId
  readonly plaats: number
  readonly gekozen: boolean
  readonly buitenGrenzen: BuitenGrenzen | undefined
  readonly reden: NietGekozen | undefined
  readonly maatstaven: readonly number[]
  readonly wijkgroep: number | undefined
  readonly stand: string
}

/** A stored choice without its meldingen. */
export type Keuzekop = Pick<
  Selectie,
  'id' | 'toestand' | 'grenzen' | 'rest' | 'voorgesteld' | 'aandelen'
> & {
  readonly vraag: Selectievraag
  readonly vastgesteld: Selectie['vastgesteld']
  readonly teruggedraaid: Selectie['teruggedraaid']
}

export type NieuweKeuze = Pick<Keuzekop, 'id' | 'vraag' | 'grenzen' | 'rest' | 'aandelen'> & {
  readonly gemeentecode: Gemeentecode
  readonly door: string
  readonly at: Date
  readonly sleutel: string | undefined
  /** When the whole of it goes. */
  readonly vervaldatum: Dag
}

/** Keeps a proposal with its meldingen, in two statements however many there are. */
export async function insertKeuze(
  tx: Tx,
  nieuw: NieuweKeuze,
  regels: readonly Keuzeregel[],
): Promise<void> {
  const { gemeentecode, id } = nieuw
  await tx
    .insertInto('selectie')
    .values({
      gemeentecode,
      id,
      toestand: 'voorgesteld',
      vraag: JSON.stringify(nieuw.vraag),
      grenzen: JSON.stringify(nieuw.grenzen),
      rest: nieuw.rest ?? null,
      aandelen: JSON.stringify(nieuw.aandelen),
      idempotentiesleutel: nieuw.sleutel ?? null,
      voorgesteld_door: nieuw.door,
      voorgesteld_tijdstip: nieuw.at,
      vervaldatum: nieuw.vervaldatum,
    })
    .execute()
  const rows = regels.map((one) => ({ ...one, maatstaven: [...one.maatstaven] }))
  await sql`insert into selectie_melding
      (gemeentecode, selectie_id, melding_id, plaats, gekozen, buiten_grenzen, reden, maatstaven, wijkgroep, stand)
    select ${gemeentecode}, ${id}::uuid, r.id, r.plaats, r.gekozen, r."buitenGrenzen", r.reden,
      array(select jsonb_array_elements_text(r.maatstaven)::integer), r.wijkgroep, r.stand
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, plaats integer, gekozen boolean,
      "buitenGrenzen" text, reden text, maatstaven jsonb, wijkgroep integer, stand text)`.execute(
    tx,
  )
}

const deedOf = (door: string | null, at: Date | null): Selectie['vastgesteld'] =>
  door === null || at === null ? undefined : { door, tijdstip: at.toISOString() }

function toKop(row: Selectable<Database['selectie']>): Keuzekop {
  return {
    id: SelectieId.parse(row.id),
    toestand: z.enum(['voorgesteld', 'vastgesteld', 'teruggedraaid']).parse(row.toestand),
    vraag: Selectievraag.parse(row.vraag),
    grenzen: Grenzen.parse(row.grenzen),
    rest: row.rest === null ? undefined : Rest.parse(row.rest),
    aandelen: Aandelen.parse(row.aandelen),
    voorgesteld: { door: row.voorgesteld_door, tijdstip: row.voorgesteld_tijdstip.toISOString() },
    vastgesteld: deedOf(row.vastgesteld_door, row.vastgesteld_tijdstip),
    teruggedraaid: deedOf(row.teruggedraaid_door, row.teruggedraaid_tijdstip),
  }
}

/** A choice, held until commit; undefined when it is not there or not this municipality's. */
export async function lockKeuzekop(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: SelectieId,
): Promise<Keuzekop | undefined> {
  const row = await tx
    .selectFrom('selectie')
    .selectAll()
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row && toKop(row)
}

/** The one that this idempotency key made after `sinds`. */
export async function findKeuzeByKey(
  tx: Tx,
  gemeentecode: Gemeentecode,
  sleutel: string,
  sinds: Date,
): Promise<Keuzekop | undefined> {
  const row = await tx
    .selectFrom('selectie')
    .selectAll()
    .where('gemeentecode', '=', gemeentecode)
    .where('idempotentiesleutel', '=', sleutel)
    .where('voorgesteld_tijdstip', '>', sinds)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toKop(row)
}

/** Its meldingen that are still there, in its order. */
export async function listKeuzeregels(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: SelectieId,
): Promise<readonly Keuzeregel[]> {
  const rows = await tx
    .selectFrom('selectie_melding')
    .selectAll()
    .where('gemeentecode', '=', gemeentecode)
    .where('selectie_id', '=', id)
    .orderBy('plaats')
    .execute()
  return rows.map((row) => ({
    id: SignaalId.parse(row.melding_id),
    plaats: row.plaats,
    gekozen: row.gekozen,
    buitenGrenzen:
      row.buiten_grenzen === null ? undefined : BuitenGrenzen.parse(row.buiten_grenzen),
    reden: row.reden === null ? undefined : NietGekozen.parse(row.reden),
    maatstaven: row.maatstaven,
    wijkgroep: row.wijkgroep ?? undefined,
    stand: row.stand,
  }))
}

/** A person decided on a proposal, which is held. */
export async function decideKeuze(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: SelectieId,
  by: { readonly door: string; readonly at: Date; readonly rest: Rest | undefined },
): Promise<void> {
  await tx
    .updateTable('selectie')
    .set({
      toestand: 'vastgesteld',
      rest: by.rest ?? null,
      vastgesteld_door: by.door,
      vastgesteld_tijdstip: by.at,
    })
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .execute()
}
