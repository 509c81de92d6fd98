/** What a step of the demo is: who posts which signal, what is told about it, and what must come of it. */
import type { Openingsdoel } from '../model/doel.ts'
import type { Dag } from '../model/ids.ts'
import type { ProblemKind } from '../model/problem.ts'
import type { RedenCode } from '../model/reden.ts'
import type { Veld } from '../model/veld.ts'
import type { Signal } from './examples.ts'

/** The municipalities of the trial set, by the folder of their party. */
export type DemoGemeente = 'arnhem' | 'tilburg'

/** Exactly this must come of a step; the demo fails when anything else does. */
export type Verwacht =
  | {
      readonly soort: 'aanvaard'
      readonly gemeente: DemoGemeente
      /** Fields that stay behind, apart from those that only serve the decision. */
      readonly tegengehouden: readonly Veld[]
      readonly opmerkingen: readonly RedenCode[]
    }
  /** Answered with the first receipt of the step that it repeats. */
  | { readonly soort: 'herhaald' }
  | { readonly soort: 'geweigerd'; readonly redenen: readonly RedenCode[] }
  /** No signal by its form: the places of all faults (JSON Pointer). */
  | { readonly soort: 'ongeldig'; readonly plaatsen: readonly string[] }
  /** The caller may not post this at all. */
  | { readonly soort: 'niet-toegelaten'; readonly probleem: ProblemKind }

export type DemoStep = {
  /** Folder of the party that posts, and of the one that it posts for. */
  readonly door: string
  readonly namens?: string
  /** What is the matter, and why the outcome is as it is; Dutch, B1. */
  readonly wat: string
  readonly waarom: string
  readonly maak: (dag: Dag, kenmerk: string) => Signal
  /** The number of the step whose kenmerk this one uses again. */
  readonly zelfdeKenmerkAls?: number
  readonly verwacht: Verwacht
}

export type DemoChapter = {
  readonly titel: string
  readonly uitleg: string
  readonly stappen: readonly DemoStep[]
}

/** What one municipality must see for one purpose: numbers of steps, and of those that show a BSN. */
export type DemoView = {
  readonly gemeente: DemoGemeente
  readonly doel: Openingsdoel
  readonly ziet: readonly number[]
  readonly metBsn: readonly number[]
}
