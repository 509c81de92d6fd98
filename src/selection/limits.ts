/** Which of an order are chosen within the limits, and what stands outside every limit. Pure. */
import type { BuitenGrenzen, Grenzen, NietGekozen } from '../model/selectie.ts'
import { type Kandidaat, lowerBound } from './candidate.ts'

/** Stands outside every limit: a threatening situation (Wgs art. 4 lid 2), an eindelevering, a repeat that grew. */
export function outsideLimits(one: Kandidaat): BuitenGrenzen | undefined {
  if (one.crisis) return 'crisis'
  if (one.soorten.includes('eindelevering')) return 'eindelevering'
  return one.herhaald === 'gegroeid' ? 'gegroeid' : undefined
}

/** What is left of the limits while an order is walked. */
export class Ruimte {
  readonly #grenzen: Grenzen
  #gekozen = 0
  readonly #perWijk = new Map<string | number, number>()

  constructor(grenzen: Grenzen) {
    this.#grenzen = grenzen
  }

  /** Counts one that was chosen within the limits. */
  take(wijk: string | number | undefined): void {
    this.#gekozen += 1
    if (wijk !== undefined) this.#perWijk.set(wijk, (this.#perWijk.get(wijk) ?? 0) + 1)
  }

  /** Why there is no room for one more; undefined: there is. Who shows without district counts in no district. */
  refusal(wijk: string | number | undefined): NietGekozen | undefined {
    const { capaciteit, maximumPerWijk } = this.#grenzen
    if (capaciteit !== undefined && this.#gekozen >= capaciteit) return 'capaciteit'
    const inWijk = wijk === undefined ? 0 : (this.#perWijk.get(wijk) ?? 0)
    return maximumPerWijk !== undefined && inWijk >= maximumPerWijk ? 'wijk' : undefined
  }
}

/** Why a melding is not for this choice at all, however much room there is. */
export function excludedBy(one: Kandidaat, grenzen: Grenzen): NietGekozen | undefined {
  const { drempelInCenten, uitsluitHerhaald } = grenzen
  if (uitsluitHerhaald && one.herhaald === 'gelijk') return 'herhaald'
  const isBelow =
    drempelInCenten !== undefined &&
    one.bedragklasse !== undefined &&
    lowerBound(one.bedragklasse) < drempelInCenten
  return isBelow ? 'drempel' : undefined
}
