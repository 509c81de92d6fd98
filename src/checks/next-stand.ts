/** What a finding makes of a melding. Pure. */
import type { Controlebevinding, Controlegevolg } from '../model/controle.ts'
import { type Meldingtoestand, stepOf } from '../model/melding-life.ts'
import type { Uitkomstgroep } from '../model/terugkoppeling.ts'

type Stand = {
  readonly toestand: Meldingtoestand
  readonly versie: number
  readonly uitkomstgroep: Uitkomstgroep | undefined
  readonly geheim: boolean
}

/** `eindigt`: it ended by this finding, now. */
export type Vervolg = Stand & { readonly eindigt: boolean; readonly hersteld: boolean }

const stays = (stand: Stand, change: Partial<Stand> = {}): Vervolg => ({
  ...stand,
  ...change,
  eindigt: false,
  hersteld: false,
})

type Gevolg = { readonly gevolg: Controlegevolg; readonly groep?: Uitkomstgroep }

/**
 * The melding after a finding with this consequence; undefined when that cannot happen in its state. What fell out falls out once: saying it again
 * changes nothing. A finding that ends nothing does not bring back what fell out, unless it says that it mends the earlier one.
 */
export function nextStand(
  stand: Stand,
  { gevolg, groep }: Gevolg,
  { herstel }: Pick<Controlebevinding, 'herstel'>,
): Vervolg | undefined {
  const ends = gevolg === 'uitvallen' || gevolg === 'wissen'
  if (herstel === true) return ends ? undefined : mended(stand, gevolg)
  if (ends) return ended(stand, gevolg, groep)
  if (gevolg === 'beschermen') return stays(stand, { geheim: true })
  return stand.toestand === 'uitgevallen' ? undefined : stays(stand)
}

function ended(
  stand: Stand,
  gevolg: Controlegevolg,
  uitkomstgroep: Uitkomstgroep | undefined,
): Vervolg | undefined {
  if (stand.toestand === 'uitgevallen') return stays(stand)
  const toestand = stepOf(stand.toestand, 'uitvallen')
  if (toestand !== undefined)
    return { ...stand, toestand, versie: stand.versie + 1, uitkomstgroep, ...END }
  // A person may object whenever: the data go, and whoever works on it ends it by a result.
  return gevolg === 'wissen' ? stays(stand) : undefined
}

const END = { eindigt: true, hersteld: false } as const

function mended(stand: Stand, gevolg: Controlegevolg): Vervolg | undefined {
  const toestand = stepOf(stand.toestand, 'herstellen')
  if (toestand === undefined) return undefined
  return {
    toestand,
    versie: stand.versie + 1,
    uitkomstgroep: undefined,
    geheim: stand.geheim || gevolg === 'beschermen',
    eindigt: false,
    hersteld: true,
  }
}
