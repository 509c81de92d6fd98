/** Meldingen that go back to their VLPs: held, emptied, and gone at the closing. Role `gw_selectie`, of one municipality. */
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { type Dag, type Gemeentecode, Oin, SignaalId } from '../model/ids.ts'
import type { Meldingtoestand } from '../model/melding-life.ts'

/** A signal of a melding that may go back. */
export type Terugsignaal = {
  readonly id: SignaalId
  readonly oin: Oin
  readonly versie: number
  readonly melding: SignaalId
  /** Its VLP withdrew it: it is told nothing more. */
  readonly ingetrokken: boolean
  /** It is held or restricted on the day that was asked: of a melding with such a signal nothing is erased. */
  readonly blijft: boolean
}

/**
 * Holds those of these meldingen that stand in one of `van`, and then all their signals, until commit: the meldingen first and each in one order, as
 * whoever takes both does.
 */
export async function holdWithSignals(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
  { van, dag }: { readonly van: readonly Meldingtoestand[]; readonly dag: Dag },
): Promise<readonly Terugsignaal[]> {
  const { rows: meldingen } = await sql<{ id: string }>`select id from melding
    where gemeentecode = ${gemeentecode} and id = any(${ids}::uuid[]) and toestand = any(${van}::text[])
    order by id for no key update`.execute(tx)
  const { rows } = await sql<{
    id: string
    oin: string
    versie: number
    melding: string
    ingetrokken: boolean
    blijft: boolean
  }>`select id, oin, versie, melding_id as melding, ingetrokken_tijdstip is not null as ingetrokken,
      coalesce(greatest(bevroren_tot, beperkt_tot) > ${dag}::date, false) as blijft
    from signaal where gemeentecode = ${gemeentecode} and melding_id = any(${meldingen.map(({ id }) => id)}::uuid[])
    order by id for no key update`.execute(tx)
  return rows.map((row) => ({
    ...row,
    id: SignaalId.parse(row.id),
    oin: Oin.parse(row.oin),
    melding: SignaalId.parse(row.melding),
  }))
}

/** Takes away by what signals, which are held, are found as a person's, and all that was derived of them; their rows go on `dag` at the latest. */
export async function emptySignals(
  tx: Tx,
  gemeentecode: Gemeentecode,
  ids: readonly SignaalId[],
  dag: Dag,
): Promise<void> {
  await sql`delete from matchindex where gemeentecode = ${gemeentecode} and signaal_id = any(${ids}::uuid[])`.execute(
    tx,
  )
  await sql`update signaal set soort = null, crisis = null, bedragklasse = null, leeftijdsklasse = null, wijkcode = null, gegroeid = null,
      vervaldatum = least(vervaldatum, ${dag}::date)
    where gemeentecode = ${gemeentecode} and id = any(${ids}::uuid[])`.execute(tx)
}
