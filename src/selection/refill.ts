/** Who takes the place of those who fell out of a decided choice. Pure. */
import type { SignaalId } from '../model/ids.ts'
import type { Grenzen, NietGekozen } from '../model/selectie.ts'
import { Ruimte } from './limits.ts'

/** One melding of a choice, in its order. */
export type Plaats = {
  readonly id: SignaalId
  readonly gekozen: boolean
  readonly buitenGrenzen: string | undefined
  readonly reden: NietGekozen | undefined
  readonly wijkgroep: number | undefined
}

export type Vervolgstand = {
  /** Those that were chosen and are still to be offered help, or were. */
  readonly still: ReadonlySet<SignaalId>
  /** Those that can be chosen now. */
  readonly waiting: ReadonlySet<SignaalId>
}

/** Only for want of room: whoever was left out for another reason stays so. */
const WANTED_ROOM: ReadonlySet<NietGekozen | undefined> = new Set(['capaciteit', 'wijk'])

/** The ids that are chosen beside those that are, in the order of `regels`, within the same limits. */
export function refill(
  regels: readonly Plaats[],
  grenzen: Grenzen,
  { still, waiting }: Vervolgstand,
): readonly SignaalId[] {
  const room = new Ruimte(grenzen)
  for (const { id, gekozen, buitenGrenzen, wijkgroep } of regels)
    if (gekozen && buitenGrenzen === undefined && still.has(id)) room.take(wijkgroep)
  const added: SignaalId[] = []
  for (const { id, gekozen, reden, wijkgroep } of regels) {
    if (gekozen || !WANTED_ROOM.has(reden) || !waiting.has(id)) continue
    if (room.refusal(wijkgroep) !== undefined) continue
    room.take(wijkgroep)
    added.push(id)
  }
  return added
}
