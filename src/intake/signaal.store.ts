/** The coded row of a signal: ids, parties, type, policy and truth values; no value of a person. */
import type { Tx } from '../db/database.ts'
import type { Beleidsverwijzing, Voorwaardewaarden } from '../model/besluit.ts'
import type { Dag, Gemeentecode, Oin, SignaalId } from '../model/ids.ts'

/** One version of a signal as the gateway can read it. `ingediendDoor` is the party of the certificate. */
export type Signaalregel = {
  readonly gemeentecode: Gemeentecode
  readonly id: SignaalId
  readonly versie: number
  readonly oin: Oin
  readonly ingediendDoor: Oin
  readonly signaaltype: string
  readonly aangeleverdTijdstip: Date
  readonly beleid: Beleidsverwijzing
  readonly voorwaarden: Voorwaardewaarden
  readonly vervaldatum: Dag
  /** What was derived of the fields that passed; null where nothing was. */
  readonly afgeleid: {
    readonly soort: string | null
    readonly crisis: boolean | null
    readonly bedragklasse: string | null
    readonly leeftijdsklasse: string | null
    readonly wijkcode: string | null
  }
  /** Of a new version: when an earlier one was first collected to offer help. */
  readonly verstrektTijdstip?: Date | null
  /** Why its municipality has nothing to do with it; absent while it has. */
  readonly gesloten?: 'onder-gemeentelijke-drempel'
  /** Of a new version: until when its municipality holds or restricts the signal. */
  readonly bevrorenTot?: Dag | null
  readonly beperktTot?: Dag | null
}

export async function insertSignaal(tx: Tx, regel: Signaalregel): Promise<void> {
  await tx
    .insertInto('signaal')
    .values({
      gemeentecode: regel.gemeentecode,
      id: regel.id,
      versie: regel.versie,
      oin: regel.oin,
      ingediend_door: regel.ingediendDoor,
      signaaltype: regel.signaaltype,
      aangeleverd_tijdstip: regel.aangeleverdTijdstip,
      ontvangen_tijdstip: null,
      beleid_id: regel.beleid.id,
      beleid_hash: regel.beleid.hash,
      voorwaarden: JSON.stringify(regel.voorwaarden),
      vervaldatum: regel.vervaldatum,
      ...regel.afgeleid,
      verstrekt_tijdstip: regel.verstrektTijdstip ?? null,
      gesloten: regel.gesloten ?? null,
      bevroren_tot: regel.bevrorenTot ?? null,
      beperkt_tot: regel.beperktTot ?? null,
    })
    .execute()
}

/** A VLP's own signals with what it may see of them; `ontvangen` once the work list of its municipality was read, with all that was in it. */
export async function findSignaal(
  tx: Tx,
  oin: Oin,
  gemeentecode: Gemeentecode,
  id: SignaalId,
): Promise<{ signaaltype: string; aangeleverdTijdstip: Date; ontvangen: boolean } | undefined> {
  const row = await tx
    .selectFrom('signaal')
    .select(['signaaltype', 'aangeleverd_tijdstip', 'beschikbaar_tijdstip'])
    .where('oin', '=', oin)
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    signaaltype: row.signaaltype,
    aangeleverdTijdstip: row.aangeleverd_tijdstip,
    ontvangen: row.beschikbaar_tijdstip !== null,
  }
}
