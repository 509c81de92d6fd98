/** Makes of `slepers.yaml` and the municipalities' decisions what may be counted of who stays below a threshold, as `check-slepers.ts` found it consistent. */
import type { Gemeentecode } from '../model/ids.ts'
import type { Veld } from '../model/veld.ts'
import { parseTermijn, type Termijn } from './calendar.ts'
import type { GemeenteFile } from './drempel-file.ts'
import type { SlepersFile } from './slepers-file.ts'
import { type Window, windowOf } from './window.ts'

/** A municipality counts who stays below its threshold in at least so many months of those that are kept. */
export type Telling = Window & { readonly vanafMaanden: number }

/** Within its window the fields of which an index may be made, and how long it is kept from receipt. */
export type Slepers = Window & {
  readonly velden: ReadonlySet<Veld>
  readonly termijn: Termijn
  readonly tellingen: ReadonlyMap<Gemeentecode, readonly Telling[]>
}

/** Undefined where a set has no such file. */
export function compileSlepers(
  file: SlepersFile | undefined,
  gemeenten: Iterable<GemeenteFile>,
): Slepers | undefined {
  if (file === undefined) return undefined
  return {
    ...windowOf(file),
    velden: new Set<Veld>(Object.keys(file.velden) as Veld[]),
    termijn: parseTermijn(file.termijn),
    tellingen: new Map(
      [...gemeenten].map(({ gemeente, slepers }) => [
        gemeente,
        slepers.map(({ vanaf, tot, vanafMaanden }) => ({ vanaf, tot, vanafMaanden })),
      ]),
    ),
  }
}
