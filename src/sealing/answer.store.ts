/** An answer joins the sealed fields of its signal: same row, same keys, same end. Role `gw_aanlevering`. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Dag, Gemeentecode, Oin, SignaalId } from '../model/ids.ts'
import type { VerzegeldVeld } from '../model/sealed.ts'

/**
 * The signal that an answer is of, held until commit, with the day on which the answer ends: that of its coded row. Undefined when it is gone.
 */
export async function lockAnswered(
  tx: Tx,
  gemeentecode: Gemeentecode,
  oin: Oin,
  id: SignaalId,
): Promise<
  | {
      readonly versie: number
      readonly signaaltype: string
      readonly vervaldatum: Dag
      readonly ingetrokken: boolean
    }
  | undefined
> {
  const row = await tx
    .selectFrom('signaal')
    .select(['versie', 'signaaltype', 'vervaldatum', 'ingetrokken_tijdstip'])
    .where('gemeentecode', '=', gemeentecode)
    .where('oin', '=', oin)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { versie, signaaltype, vervaldatum } = row
  return { versie, signaaltype, vervaldatum, ingetrokken: row.ingetrokken_tijdstip !== null }
}

/**
 * Adds one sealed field to a signal, which is held as its retention key is.
 * @returns false when the fields of that day still hang on another key, which is being ended: again, a moment later
 */
export async function addSealedField(
  tx: Tx,
  place: {
    readonly gemeentecode: Gemeentecode
    readonly signaalId: SignaalId
    readonly versie: number
    readonly oin: Oin
    readonly volgnummer: number
  },
  field: VerzegeldVeld,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into verzegeld as v (gemeentecode, signaal_id, versie, vervaldatum, volgnummer, oin, velden, doelen, waarden, dozen, sleutels)
    values (${place.gemeentecode}, ${place.signaalId}, ${place.versie}, ${field.vervaldatum}::date, ${place.volgnummer}, ${place.oin},
      array[${field.veld}]::text[], array[${field.doelen.join(',')}]::text[], array[${field.waarde}]::bytea[], array[${field.dozen}]::bytea[],
      ${[...(field.sleutelIds ?? [])]}::text[])
    on conflict (gemeentecode, signaal_id, vervaldatum) do update set
      velden = v.velden || excluded.velden, doelen = v.doelen || excluded.doelen, waarden = v.waarden || excluded.waarden,
      dozen = v.dozen || excluded.dozen,
      sleutels = case when v.sleutels is null then null else array(select distinct unnest(v.sleutels || excluded.sleutels)) end,
      oorspronkelijk = case when v.oorspronkelijk is null then null else v.oorspronkelijk || ${field.vervaldatum}::text end
    where v.volgnummer = excluded.volgnummer and v.versie = excluded.versie`.execute(tx)
  return numAffectedRows === 1n
}
