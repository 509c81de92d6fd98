/** A proposal: every melding of the work list gets a place and is chosen, or it is said why not. The same list gives the same proposal. Pure. */
import type { SignaalId } from '../model/ids.ts'
import type { BuitenGrenzen, Grenzen, NietGekozen } from '../model/selectie.ts'
import type { Kandidaat } from './candidate.ts'
import { excludedBy, outsideLimits, Ruimte } from './limits.ts'
import { type Geplaatst, inOrder } from './order.ts'

/** Everyone, those that are named, or as many as the limits allow. */
export type Keuze =
  | { readonly wijze: 'alles' | 'grenzen' }
  | { readonly wijze: 'meldingen'; readonly ids: ReadonlySet<SignaalId> }

export type Voorstelregel<K extends Kandidaat> = Geplaatst<K> & {
  readonly plaats: number
  readonly gekozen: boolean
  readonly buitenGrenzen: BuitenGrenzen | undefined
  readonly reden: NietGekozen | undefined
}

/** What stands outside every limit is placed first and takes no room. */
const sorted = <K extends Kandidaat>(
  all: readonly K[],
  grenzen: Grenzen,
): readonly (Geplaatst<K> & { readonly buitenGrenzen: BuitenGrenzen | undefined })[] => {
  const placed = inOrder(all, grenzen).map((one) => ({
    ...one,
    buitenGrenzen: outsideLimits(one.kandidaat),
  }))
  return [
    ...placed.filter(({ buitenGrenzen }) => buitenGrenzen !== undefined),
    ...placed.filter(({ buitenGrenzen }) => buitenGrenzen === undefined),
  ]
}

/** Proposes over the whole work list, as it is shown. */
export function propose<K extends Kandidaat>(
  all: readonly K[],
  keuze: Keuze,
  grenzen: Grenzen,
): readonly Voorstelregel<K>[] {
  const ruimte = new Ruimte(grenzen)
  return sorted(all, grenzen).map((one, index) => {
    const reden = refusalOf(one, keuze, grenzen, ruimte)
    const gekozen = reden === undefined
    if (gekozen && one.buitenGrenzen === undefined) ruimte.take(one.kandidaat.wijk)
    return { ...one, plaats: index + 1, gekozen, reden }
  })
}

function refusalOf<K extends Kandidaat>(
  { kandidaat, buitenGrenzen }: Pick<Voorstelregel<K>, 'kandidaat' | 'buitenGrenzen'>,
  keuze: Keuze,
  grenzen: Grenzen,
  ruimte: Ruimte,
): NietGekozen | undefined {
  if (keuze.wijze === 'alles' || buitenGrenzen !== undefined) return undefined
  if (keuze.wijze === 'meldingen') return keuze.ids.has(kandidaat.id) ? undefined : 'niet-genoemd'
  return excludedBy(kandidaat, grenzen) ?? ruimte.refusal(kandidaat.wijk)
}
