/** Lists of a VLP: how each stands and how many rows became what. Role `gw_aanlevering`. */
import { type Selectable, sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import {
  Aanlevering,
  type AanleveringId,
  type Lijsttelling,
  UITKOMSTEN,
  type Vrijgave,
} from '../model/aanlevering.ts'
import { type Dag, Gemeentecode, Oin } from '../model/ids.ts'
import type { Lijstvorm } from '../model/lijst.ts'

/** A list that begins. `vrijgaveTot` is there for one that is held back. */
export type NieuweLijst = {
  readonly id: AanleveringId
  readonly ingediendDoor: Oin
  readonly naam: string | undefined
  readonly vorm: Lijstvorm
  readonly vrijgave: Vrijgave
  readonly vrijgaveTot: Date | undefined
  readonly at: Date
  readonly vervaldatum: Dag
}

export type Lijsttoestand = 'bezig' | 'ontvangen' | 'afgebroken' | 'ingetrokken'

/** A list as the table has it. */
export type Lijst = {
  readonly id: AanleveringId
  readonly naam: string | null
  readonly ingediendDoor: Oin
  readonly vorm: Lijstvorm
  readonly toestand: Lijsttoestand
  readonly begonnen: Date
  readonly laatste: Date
  readonly vrijgaveTot: Date | null
  readonly vrijgegeven: Date | null
  readonly ingetrokken: Date | null
  readonly aantallen: Lijsttelling
}

export async function insertAanlevering(tx: Tx, oin: Oin, lijst: NieuweLijst): Promise<void> {
  await tx
    .insertInto('aanlevering')
    .values({
      oin,
      id: lijst.id,
      ingediend_door: lijst.ingediendDoor,
      naam: lijst.naam ?? null,
      vorm: lijst.vorm,
      vrijgave: lijst.vrijgave,
      toestand: 'bezig',
      begonnen_tijdstip: lijst.at,
      laatste_tijdstip: lijst.at,
      vrijgave_tot: lijst.vrijgaveTot ?? null,
      vervaldatum: lijst.vervaldatum,
    })
    .execute()
}

const byId = (tx: Tx, oin: Oin, id: AanleveringId) =>
  tx.selectFrom('aanlevering').selectAll().where('oin', '=', oin).where('id', '=', id)

/** A list, held until commit: whoever adds to it, releases or withdraws it follows the one before. */
export async function lockAanlevering(
  tx: Tx,
  oin: Oin,
  id: AanleveringId,
): Promise<Lijst | undefined> {
  const row = await byId(tx, oin, id).forUpdate().executeTakeFirst()
  return row && toLijst(row)
}

export async function findAanlevering(
  tx: Tx,
  oin: Oin,
  id: AanleveringId,
): Promise<Lijst | undefined> {
  const row = await byId(tx, oin, id).executeTakeFirst()
  return row && toLijst(row)
}

/** At most `limiet` lists, newest first, older than `na`; those of one name where it is given. */
export async function listAanleveringen(
  tx: Tx,
  oin: Oin,
  { naam, na, limiet }: { naam?: string | undefined; na?: string | undefined; limiet: number },
): Promise<readonly Lijst[]> {
  let query = tx.selectFrom('aanlevering').selectAll().where('oin', '=', oin)
  if (naam !== undefined) query = query.where('naam', '=', naam)
  if (na !== undefined) query = query.where(sql<boolean>`id < ${na}::uuid`)
  const rows = await query.orderBy('id', 'desc').limit(limiet).execute()
  return rows.map(toLijst)
}

/** Counts rows of a part, in the transaction that keeps them. */
export async function addToAanlevering(
  tx: Tx,
  oin: Oin,
  id: AanleveringId,
  { at, aantallen }: { readonly at: Date; readonly aantallen: Lijsttelling },
): Promise<void> {
  await tx
    .updateTable('aanlevering')
    .set((eb) => ({
      laatste_tijdstip: at,
      ...Object.fromEntries(
        UITKOMSTEN.map((uitkomst) => [uitkomst, eb(uitkomst, '+', aantallen[uitkomst])]),
      ),
    }))
    .where('oin', '=', oin)
    .where('id', '=', id)
    .execute()
}

/** Says how a list ended, if it had not ended yet. */
export async function endAanlevering(
  tx: Tx,
  oin: Oin,
  id: AanleveringId,
  toestand: 'ontvangen' | 'afgebroken',
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('aanlevering')
    .set({ toestand })
    .where('oin', '=', oin)
    .where('id', '=', id)
    .where('toestand', '=', 'bezig')
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Notes that a list is withdrawn, so that no more comes in with it. */
export async function markIngetrokkenLijst(
  tx: Tx,
  oin: Oin,
  id: AanleveringId,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('aanlevering')
    .set({ toestand: 'ingetrokken', ingetrokken_tijdstip: at })
    .where('oin', '=', oin)
    .where('id', '=', id)
    .where('toestand', '<>', 'ingetrokken')
    .execute()
}

/** What the withdrawal of a list found at one municipality. */
export type Intrekkingtelling = {
  readonly gemeentecode: Gemeentecode
  readonly ingetrokken: number
  readonly gezien: number
}

/** Adds to what the withdrawal found, in the transaction that withdraws. */
export async function addToIntrekking(
  tx: Tx,
  oin: Oin,
  id: AanleveringId,
  { gemeentecode, ingetrokken, gezien }: Intrekkingtelling,
): Promise<void> {
  await sql`insert into aanlevering_intrekking as i (oin, aanlevering_id, gemeentecode, ingetrokken, gezien)
    values (${oin}, ${id}::uuid, ${gemeentecode}, ${ingetrokken}, ${gezien})
    on conflict (oin, aanlevering_id, gemeentecode) do update
    set ingetrokken = i.ingetrokken + excluded.ingetrokken, gezien = i.gezien + excluded.gezien`.execute(
    tx,
  )
}

export async function listIntrekking(
  tx: Tx,
  oin: Oin,
  id: AanleveringId,
): Promise<readonly Intrekkingtelling[]> {
  const rows = await tx
    .selectFrom('aanlevering_intrekking')
    .select(['gemeentecode', 'ingetrokken', 'gezien'])
    .where('oin', '=', oin)
    .where('aanlevering_id', '=', id)
    .orderBy('gemeentecode')
    .execute()
  return rows.map((row) => ({ ...row, gemeentecode: Gemeentecode.parse(row.gemeentecode) }))
}

/** Notes that a list is released; one that was stays as it is. */
export async function markVrijgegeven(
  tx: Tx,
  oin: Oin,
  id: AanleveringId,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('aanlevering')
    .set({ vrijgegeven_tijdstip: at })
    .where('oin', '=', oin)
    .where('id', '=', id)
    .where('vrijgegeven_tijdstip', 'is', null)
    .execute()
}

function toLijst(row: Selectable<Database['aanlevering']>): Lijst {
  const { aanvaard, herhaald, geweigerd, onjuist } = row
  const { shape } = Aanlevering
  return {
    id: shape.id.parse(row.id),
    naam: row.naam,
    ingediendDoor: Oin.parse(row.ingediend_door),
    vorm: shape.vorm.parse(row.vorm),
    toestand: shape.toestand.parse(row.toestand),
    begonnen: row.begonnen_tijdstip,
    laatste: row.laatste_tijdstip,
    vrijgaveTot: row.vrijgave_tot,
    vrijgegeven: row.vrijgegeven_tijdstip,
    ingetrokken: row.ingetrokken_tijdstip,
    aantallen: { aanvaard, herhaald, geweigerd, onjuist },
  }
}
