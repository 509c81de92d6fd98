/** A melding that waits to be chosen, as the work list shows it: no name, no address, no amount, and no district where few are alike. Pure. */
import type { SignaalId } from '../model/ids.ts'

export type Kandidaat = {
  readonly id: SignaalId
  readonly soort: 'enkelvoudig' | 'meervoudig' | 'opeenvolgend'
  /** The kinds of its signals as they show, each once, sorted. */
  readonly soorten: readonly string[]
  /** The highest class among its signals, as bounds; undefined: withheld. */
  readonly bedragklasse: string | undefined
  /** The oldest. */
  readonly leeftijdsklasse: string | undefined
  /** Undefined: withheld, or shown without since few are alike. */
  readonly wijk: string | undefined
  readonly crisis: boolean
  readonly uitgesteld: number
  /** Beside the same person's earlier melding that was taken up: no more than before, or more; or a sender's own arrears grew within the month. */
  readonly herhaald: 'gelijk' | 'gegroeid' | undefined
}

/** The lower bound of a class (`7500-10000`); 0 where it is withheld. */
export const lowerBound = (klasse: string | undefined): number =>
  klasse === undefined ? 0 : Number(klasse.split('-')[0])

/** The higher of two classes. */
export const higherClass = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && lowerBound(b) > lowerBound(a)) ? b : a
