/** A VLP's own tables, the coded row and the sealed fields of a signal, and the municipality's feed. */
import type { Generated } from 'kysely'
import type { Voorwaardewaarden } from '../../model/besluit.ts'
import type { Json, Optional } from './columns.ts'

export type SignalsTables = {
  kenmerk: {
    oin: string
    onderdeel: string
    kenmerk: string
    signaal_id: string
    gemeentecode: string
    versie: number
    sleutelmaand: string
    inhoud_hmac: Uint8Array | null
    toestand: Generated<string>
    beeindigd_tijdstip: Optional<Date>
    vervaldatum: Optional<string>
  }
  ontvangstbewijs: {
    oin: string
    signaal_id: string
    versie: number
    gebeurtenis_id: string
    jws: string
  }
  idempotentie: {
    oin: string
    sleutel: string
    signaal_id: string
    versie: number
    sleutelmaand: string
    inhoud_hmac: Uint8Array
    verloopt_tijdstip: Date
  }
  eerder_signaal: {
    oin: string
    signaal_id: string
    gemeentecode: string
    signaaltype: string
    sleutelmaand: string
    persoon_hmac: Uint8Array
    vervaldatum: string
    bedrag_hmac: Optional<Uint8Array>
    bedragklasse: Optional<string>
  }
  signaal: {
    gemeentecode: string
    id: string
    versie: number
    oin: string
    ingediend_door: string
    signaaltype: string
    aangeleverd_tijdstip: Date
    ontvangen_tijdstip: Date | null
    beleid_id: string
    beleid_hash: string
    voorwaarden: Json<Voorwaardewaarden>
    vervaldatum: string
    gesloten: string | null
    verstrekt_tijdstip: Optional<Date>
    ingetrokken_tijdstip: Optional<Date>
    velden_vervaldatum: Optional<string>
    /** Until when it is held, or restricted; exclusive. */
    bevroren_tot: Optional<string>
    beperkt_tot: Optional<string>
    /** Until when its sender holds it back from its municipality. */
    vastgehouden_tot: Optional<Date>
    /** Derived at intake; no sender reads them back. */
    soort: Optional<string>
    crisis: Optional<boolean>
    bedragklasse: Optional<string>
    leeftijdsklasse: Optional<string>
    wijkcode: Optional<string>
    /** First shown in the work list. */
    beschikbaar_tijdstip: Optional<Date>
    /** Null until it is grouped; no sender reads it. */
    melding_id: Optional<string>
    /** Its own term after a result, and from when that runs. */
    termijn_categorie: Optional<string>
    termijn_vanaf: Optional<string>
    gewist_tijdstip: Optional<Date>
    gegroeid: Optional<boolean>
  }
  /** What its sender told of the debt since: the newest. */
  schuldverloop: {
    gemeentecode: string
    signaal_id: string
    oin: string
    ontwikkeling: string
    datum: string
  }
  verzegeld: {
    gemeentecode: string
    signaal_id: string
    versie: number
    vervaldatum: string
    volgnummer: number
    oin: string
    velden: string[]
    /** Per field its purposes, joined by a comma. */
    doelen: string[]
    waarden: Uint8Array[]
    dozen: Uint8Array[]
    /** The recipient keys that have a box in this row; null where that is not known. */
    sleutels: Optional<string[]>
    /** In step with the fields: their due dates without a hold; null where none is held. */
    oorspronkelijk: Optional<string[]>
  }
  gemeente_gebeurtenis_kop: { gemeentecode: string; laatste: number }
  gemeente_gebeurtenis: {
    gemeentecode: string
    volgnummer: number
    soort: string
    /** Null: the line is about no signal but about party `oin`. */
    signaal_id: string | null
    versie: number | null
    reden: string | null
    tijdstip: Date
    vervaldatum: string
    datum: Optional<string>
    oin: Optional<string>
  }
}
