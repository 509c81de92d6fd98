/** A VLP reads its own feed. Role `gw_aanlevering`. */
import type { Selectable } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { Dag, Gemeentecode, Kenmerk, type Oin, SignaalId } from '../model/ids.ts'
import {
  type Terugkoppeling,
  Terugkoppelregelcode,
  Terugkoppelsoort,
} from '../model/terugkoppelregel.ts'

/** The lines of `oin` after number `sinds`, at most `limit`, without the contact of their municipality. */
export async function readFeedback(
  tx: Tx,
  oin: Oin,
  sinds: number,
  limit: number,
): Promise<readonly Terugkoppeling[]> {
  const rows = await tx
    .selectFrom('terugkoppeling')
    .selectAll()
    .where('oin', '=', oin)
    .where('volgnummer', '>', sinds)
    .orderBy('volgnummer')
    .limit(limit)
    .execute()
  return rows.map(toLine)
}

/** All that `oin` was told of one of its signals, oldest first. */
export async function readFeedbackOf(
  tx: Tx,
  oin: Oin,
  id: SignaalId,
): Promise<readonly Terugkoppeling[]> {
  const rows = await tx
    .selectFrom('terugkoppeling')
    .selectAll()
    .where('oin', '=', oin)
    .where('signaal_id', '=', id)
    .orderBy('volgnummer')
    .execute()
  return rows.map(toLine)
}

function toLine(row: Selectable<Database['terugkoppeling']>): Terugkoppeling {
  return {
    volgnummer: row.volgnummer,
    signaalId: SignaalId.parse(row.signaal_id),
    ...(row.kenmerk === null ? {} : { kenmerk: Kenmerk.parse(row.kenmerk) }),
    ...(row.onderdeel === null || row.onderdeel === '' ? {} : { onderdeel: row.onderdeel }),
    gemeentecode: Gemeentecode.parse(row.gemeentecode),
    soort: Terugkoppelsoort.parse(row.soort),
    code: Terugkoppelregelcode.parse(row.code),
    datum: Dag.parse(row.datum),
    ...(row.opschorten_tot === null ? {} : { opschortenTotDatum: row.opschorten_tot }),
    ...(row.vervangt === null ? {} : { vervangt: row.vervangt }),
  }
}

/** The last final line that `oin` was told of one of its signals; undefined when there is none, or its term ended. */
export async function findFinalCode(
  tx: Tx,
  oin: Oin,
  id: SignaalId,
): Promise<Terugkoppelregelcode | undefined> {
  const row = await tx
    .selectFrom('terugkoppeling')
    .select('code')
    .where('oin', '=', oin)
    .where('signaal_id', '=', id)
    .where('soort', '=', 'eind')
    .orderBy('volgnummer', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? undefined : Terugkoppelregelcode.parse(row.code)
}
