/** Which meldingen may be opened for which purpose: to offer help only what a decision chose; to check, whom the college decided to check. Pure. */
import type { Openingsdoel } from '../model/doel.ts'
import {
  MELDINGTOESTANDEN,
  type Meldingtoestand,
  mayOpen,
  takesSignals,
} from '../model/melding-life.ts'
import type { Controlemoment } from '../model/werkwijze.ts'

/** While it waits or is worked on; with `gekozen` only once it was chosen; with `geen` never. */
const isChecked = (toestand: Meldingtoestand, controle: Controlemoment): boolean => {
  if (controle === 'geen' || !takesSignals(toestand)) return false
  return controle === 'vooraf' || mayOpen(toestand)
}

/** The states in which a melding opens for `doel`. */
export function opensIn(doel: Openingsdoel, controle: Controlemoment): readonly Meldingtoestand[] {
  return MELDINGTOESTANDEN.filter((toestand) =>
    doel === 'hulpaanbod' ? mayOpen(toestand) : isChecked(toestand, controle),
  )
}
