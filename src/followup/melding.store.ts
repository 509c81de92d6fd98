/** A melding as its municipality works on it. Role `gw_opvolging`. */
import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../db/database.ts'
import { Dag, type Gemeentecode, Oin, SignaalId } from '../model/ids.ts'
import { Meldingtoestand } from '../model/melding-life.ts'
import { Terugkoppelcode, Uitkomstgroep } from '../model/terugkoppeling.ts'

const Rij = z.object({
  id: SignaalId,
  toestand: Meldingtoestand,
  versie: z.int(),
  groep: Uitkomstgroep.nullable(),
  code: Terugkoppelcode.nullable(),
  resultaatDatum: Dag.nullable(),
  gesprekUiterlijk: Dag.nullable(),
  beschikbaar: z.date().nullable(),
  geselecteerd: z.date().nullable(),
  opgepakt: z.date().nullable(),
  afgesloten: z.date().nullable(),
  teruggegeven: z.date().nullable(),
  /** Its address is protected, as a check found. */
  geheim: z.boolean(),
})
export type Meldingrij = Readonly<z.infer<typeof Rij>>

/** The melding called `id`, or in which the signal of that id stands; held until commit. undefined when it is not there. */
export async function lockMelding(
  tx: Tx,
  gemeentecode: Gemeentecode,
  id: SignaalId,
): Promise<Meldingrij | undefined> {
  // The mark of a protected address is a column of the checks: read by name where it is there.
  const { rows } =
    await sql<unknown>`select id, toestand, versie, uitkomstgroep as groep, terugkoppelcode as code,
      resultaat_datum::text as "resultaatDatum", gesprek_uiterlijk::text as "gesprekUiterlijk",
      beschikbaar_tijdstip as beschikbaar, geselecteerd_tijdstip as geselecteerd, opgepakt_tijdstip as opgepakt,
      afgesloten_tijdstip as afgesloten, teruggegeven_tijdstip as teruggegeven, coalesce((to_jsonb(m) ->> 'geheim')::boolean, false) as geheim
    from melding m where gemeentecode = ${gemeentecode} and id = coalesce(
      (select id from melding where gemeentecode = ${gemeentecode} and id = ${id}),
      (select melding_id from signaal where gemeentecode = ${gemeentecode} and id = ${id}))
    for update`.execute(tx)
  return rows.length === 0 ? undefined : Rij.parse(rows[0])
}

/** A signal of a melding that is worked on. */
export type Meldingsignaalrij = {
  readonly id: SignaalId
  readonly oin: Oin
  readonly versie: number
  readonly aangeleverd: Date
  readonly verstrekt: Date | null
  readonly ontvangen: Date | null
  readonly ingetrokken: Date | null
  readonly crisis: boolean
}

/** The signals of a melding, oldest first; those that were closed at intake are none of it. */
export async function findSignalen(
  tx: Tx,
  gemeentecode: Gemeentecode,
  melding: SignaalId,
): Promise<readonly Meldingsignaalrij[]> {
  const rows = await tx
    .selectFrom('signaal')
    .select([
      'id',
      'oin',
      'versie',
      'aangeleverd_tijdstip',
      'verstrekt_tijdstip',
      'ontvangen_tijdstip',
      'ingetrokken_tijdstip',
      'crisis',
    ])
    .where('gemeentecode', '=', gemeentecode)
    .where('melding_id', '=', melding)
    .where('gesloten', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: SignaalId.parse(row.id),
    oin: Oin.parse(row.oin),
    versie: row.versie,
    aangeleverd: row.aangeleverd_tijdstip,
    verstrekt: row.verstrekt_tijdstip,
    ontvangen: row.ontvangen_tijdstip,
    ingetrokken: row.ingetrokken_tijdstip,
    crisis: row.crisis === true,
  }))
}

/** What a step changes of a melding that is held; its version is one more. */
export type Meldingwijziging = {
  readonly toestand: Meldingtoestand
  readonly opgepakt?: Date
  readonly resultaat?: {
    readonly groep: Uitkomstgroep
    readonly code: Terugkoppelcode
    readonly datum: Dag
    readonly afgesloten: Date | null
  }
}

/** Writes it. */
export async function saveMelding(
  tx: Tx,
  gemeentecode: Gemeentecode,
  { id, versie }: Meldingrij,
  { toestand, opgepakt, resultaat }: Meldingwijziging,
): Promise<void> {
  await tx
    .updateTable('melding')
    .set((eb) => ({
      toestand,
      versie: versie + 1,
      ...(opgepakt !== undefined && {
        opgepakt_tijdstip: eb.fn.coalesce('opgepakt_tijdstip', eb.val(opgepakt)),
      }),
      ...(resultaat !== undefined && {
        uitkomstgroep: resultaat.groep,
        terugkoppelcode: resultaat.code,
        resultaat_datum: resultaat.datum,
        afgesloten_tijdstip: resultaat.afgesloten,
      }),
    }))
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .execute()
}

/** The coded rows of a melding end by a term of their own that runs from its result; the dates of sealed fields stay as they are. */
export async function setRowTerm(
  tx: Tx,
  gemeentecode: Gemeentecode,
  melding: SignaalId,
  { categorie, vanaf, vervaldatum }: { categorie: string; vanaf: Dag; vervaldatum: Dag },
): Promise<void> {
  await tx
    .updateTable('signaal')
    .set({ vervaldatum, termijn_categorie: categorie, termijn_vanaf: vanaf })
    .where('gemeentecode', '=', gemeentecode)
    .where('melding_id', '=', melding)
    .where('gesloten', 'is', null)
    .execute()
}
