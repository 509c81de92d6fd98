/** What is said of an indicator: whose it is, where it is computed, in which unit, and its words in Dutch and English. */

/** `divosa`: the monitor vroegsignalering schulden; `kpi`: themasessie registratie en monitoring; `signaalreis`: the table of signals followed at the VLP; `beleid`: what a municipality may count by a policy of its own. */
type Indicatorbron = 'divosa' | 'kpi' | 'signaalreis' | 'beleid'

/**
 * `poort`: here, of coded rows; `gemeente`: at the municipality, by `afnemer kpi` or from its own files, since it takes opened data or what the gateway
 * never hears. `instroom`: fixed at the closing of the month; `uitkomst`: fixed when the last row of the month has ended.
 */
type Plaats =
  | { readonly waar: 'poort'; readonly fase: Indicatorfase }
  | { readonly waar: 'gemeente' }
export const INDICATORFASEN = ['instroom', 'uitkomst'] as const
export type Indicatorfase = (typeof INDICATORFASEN)[number]

export type Indicatoruitleg = Plaats & {
  readonly bron: Indicatorbron
  readonly eenheid: 'aantal' | 'procent' | 'per1000' | 'euro' | 'tekst'
  readonly nl: readonly [titel: string, definitie: string]
  readonly en: readonly [titel: string, definitie: string]
}
