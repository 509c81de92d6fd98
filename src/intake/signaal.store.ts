/** The coded row of a signal: ids, parties, type, policy and truth values; no value of a person. */
import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../db/database.ts'
import type { Beleidsverwijzing, Voorwaardewaarden } from '../model/besluit.ts'
import type { Dag, Gemeentecode, Oin, SignaalId } from '../model/ids.ts'

/** Why the municipality has nothing to do with an accepted signal: no field of it is kept. */
export const Sluiting = z.enum(['onder-gemeentelijke-drempel', 'herhaalde-melding'])
export type Sluiting = z.infer<typeof Sluiting>

/** One version of a signal as the gateway can read it. `ingediendDoor` is the party of the certificate. */
export type Signaalregel = {
  readonly gemeentecode: Gemeentecode
  readonly id: SignaalId
  readonly versie: number
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
  readonly gesloten?: Sluiting
  /** Whether its sender signalled this person within the month and the amount did not fall since; absent where it did not. */
  readonly gegroeid?: boolean
  /** Of a new version: until when its municipality holds or restricts the signal. */
  readonly bevrorenTot?: Dag | null
  readonly beperktTot?: Dag | null
  /** Until when it is held back from its municipality; absent where it is not. */
  readonly vastgehoudenTot?: Date
}

/** Inserts the rows of one sender's signals. */
export async function insertSignalen(
  tx: Tx,
  oin: Oin,
  regels: readonly Signaalregel[],
): Promise<void> {
  const column = <T>(read: (regel: Signaalregel) => T): readonly T[] => regels.map(read)
  await sql`insert into signaal (oin, gemeentecode, id, versie, ingediend_door, signaaltype, aangeleverd_tijdstip, beleid_id,
      beleid_hash, voorwaarden, vervaldatum, soort, crisis, bedragklasse, leeftijdsklasse, wijkcode, verstrekt_tijdstip,
      gesloten, bevroren_tot, beperkt_tot, vastgehouden_tot, gegroeid)
    select ${oin}, s.gemeentecode, s.id, s.versie, s.ingediend_door, s.signaaltype, s.aangeleverd_tijdstip, s.beleid_id,
      s.beleid_hash, s.voorwaarden, s.vervaldatum, s.soort, s.crisis, s.bedragklasse, s.leeftijdsklasse, s.wijkcode,
      s.verstrekt_tijdstip, s.gesloten, s.bevroren_tot, s.beperkt_tot, s.vastgehouden_tot, s.gegroeid
    from rows from (unnest(
      ${column((one) => one.gemeentecode)}::text[], ${column((one) => one.id)}::uuid[],
      ${column((one) => one.versie)}::integer[], ${column((one) => one.ingediendDoor)}::text[],
      ${column((one) => one.signaaltype)}::text[], ${column((one) => one.aangeleverdTijdstip.toISOString())}::timestamptz[],
      ${column((one) => one.beleid.id)}::text[], ${column((one) => one.beleid.hash)}::text[],
      ${column((one) => one.vervaldatum)}::date[],
      ${column((one) => one.afgeleid.soort)}::text[], ${column((one) => one.afgeleid.crisis)}::boolean[],
      ${column((one) => one.afgeleid.bedragklasse)}::text[], ${column((one) => one.afgeleid.leeftijdsklasse)}::text[],
      ${column((one) => one.afgeleid.wijkcode)}::text[], ${column((one) => one.verstrektTijdstip?.toISOString() ?? null)}::timestamptz[],
      ${column((one) => one.gesloten ?? null)}::text[], ${column((one) => one.bevrorenTot ?? null)}::date[],
      ${column((one) => one.beperktTot ?? null)}::date[],
      ${column((one) => one.vastgehoudenTot?.toISOString() ?? null)}::timestamptz[],
      ${column((one) => one.gegroeid ?? null)}::boolean[]),
      jsonb_array_elements(${JSON.stringify(column((one) => one.voorwaarden))}::jsonb))
      as s(gemeentecode, id, versie, ingediend_door, signaaltype, aangeleverd_tijdstip, beleid_id, beleid_hash,
        vervaldatum, soort, crisis, bedragklasse, leeftijdsklasse, wijkcode, verstrekt_tijdstip, gesloten, bevroren_tot,
        beperkt_tot, vastgehouden_tot, gegroeid, voorwaarden)`.execute(tx)
}

/**
 * A VLP's own signals with what it may see of them; `ontvangen` once the work list of its municipality was read, with all that was in it;
 * `vastgehoudenTot` while the sender holds it back.
 */
export async function findSignaal(
  tx: Tx,
  oin: Oin,
  gemeentecode: Gemeentecode,
  id: SignaalId,
): Promise<
  | {
      signaaltype: string
      aangeleverdTijdstip: Date
      ontvangen: boolean
      vastgehoudenTot: Date | null
    }
  | undefined
> {
  const row = await tx
    .selectFrom('signaal')
    .select(['signaaltype', 'aangeleverd_tijdstip', 'beschikbaar_tijdstip', 'vastgehouden_tot'])
    .where('oin', '=', oin)
    .where('gemeentecode', '=', gemeentecode)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    signaaltype: row.signaaltype,
    aangeleverdTijdstip: row.aangeleverd_tijdstip,
    ontvangen: row.beschikbaar_tijdstip !== null,
    vastgehoudenTot: row.vastgehouden_tot,
  }
}
