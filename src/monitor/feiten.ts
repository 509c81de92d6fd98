/** What the indicators count: of each signal and melding only coded facts, no id that leaves here. */
import type { Meldingtoestand } from '../model/melding-life.ts'
import type { Schuldontwikkeling } from '../model/signaalreis.ts'
import type { Uitkomstgroep } from '../model/terugkoppeling.ts'
import type { Maand } from './month.ts'

/** How a melding stands, as far as the gateway knows. */
export type Stand = {
  readonly toestand: Meldingtoestand
  readonly uitkomstgroep: Uitkomstgroep | undefined
}

/** One signal. Undefined: not derived, or gone. */
export type Signaalfeit = {
  readonly maand: Maand
  readonly signaaltype: string
  readonly soort: string | undefined
  readonly crisis: boolean | undefined
  readonly bedragklasse: string | undefined
  readonly leeftijdsklasse: string | undefined
  readonly wijkcode: string | undefined
  /** Of its melding; absent while it waits for one, or below the municipality's threshold. */
  readonly melding: Stand | undefined
  /** What the VLP told of the debt since. */
  readonly ontwikkeling: Schuldontwikkeling | undefined
}

/** One attempt to reach a person. */
export type Pogingfeit = {
  readonly soort: string
  readonly dagdeel: string
  readonly bereikt: boolean
}

/** One melding. */
export type Meldingfeit = Stand & {
  readonly maand: Maand
  readonly isMeervoudig: boolean
  readonly isOpeenvolgend: boolean
  readonly wijkcode: string | undefined
  readonly pogingen: readonly Pogingfeit[]
  /** A later melding of the same person followed it. */
  readonly keerdeTerug: boolean
}
