/** Makes ways of working of files that `check-werkwijze.ts` found consistent. */
import type { Dag, Gemeentecode } from '../model/ids.ts'
import { type Werkwijze, ZONDER_BESLUIT } from '../model/werkwijze.ts'
import type { GemeenteFile } from './drempel-file.ts'

/** A way of working, from `vanaf` up to, not including, `tot`. */
export type DatedWerkwijze = Werkwijze & { readonly vanaf: Dag; readonly tot: Dag | undefined }

/** By municipality. */
export const compileWerkwijzen = (
  gemeenten: Iterable<GemeenteFile>,
): ReadonlyMap<Gemeentecode, readonly DatedWerkwijze[]> =>
  new Map(
    [...gemeenten].map(({ gemeente, werkwijze }) => [
      gemeente,
      werkwijze.map(({ besluit, omdat: _, bron: __, open: ___, aanvaardDoor: ____, ...one }) => ({
        ...one,
        tot: one.tot,
        volgorde: one.volgorde ?? ZONDER_BESLUIT.volgorde,
        gewichten: one.gewichten ?? ZONDER_BESLUIT.gewichten,
        capaciteit: one.capaciteit,
        maximumPerWijk: one.maximumPerWijk,
        besluit: `${besluit.door}, ${besluit.datum}, ${besluit.kenmerk}`,
      })),
    ]),
  )
