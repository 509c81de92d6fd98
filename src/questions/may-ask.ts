/** Whether and until when a question may be asked. Pure. */
import type { Meldingtoestand } from '../model/melding-life.ts'
import { mayOpen } from '../model/melding-life.ts'
import type { Navraagsoort } from '../model/navraag.ts'
import type { VastVeld } from '../model/veld.ts'

/** The field whose rule decides whether the answer may be told: who may not send it may not answer it. */
const DECIDED_BY: Readonly<Record<Navraagsoort, VastVeld>> = {
  'actueel-bedrag': 'achterstand.bedragInCenten',
  telefoonnummer: 'contact.telefoonnummer',
  betalingsregeling: 'achterstand.bedragInCenten',
}

/** The field of the signal that must be lawful for the answer to be. */
export const decidingField = (soort: Navraagsoort): VastVeld => DECIDED_BY[soort]

/** Two working days to answer: the day of the question does not count. */
export const ANSWER_WORKING_DAYS = 2

/** A signal as far as a question turns on it. */
export type Vraagbaar = {
  readonly toestand: Meldingtoestand
  readonly isVerstrekt: boolean
  readonly isIngetrokken: boolean
  readonly isBeperkt: boolean
}

/** Only of a signal that a decision chose, that was collected, and that nobody withdrew or restricted. */
export const mayAskAbout = (signaal: Vraagbaar): boolean =>
  mayOpen(signaal.toestand) && signaal.isVerstrekt && !signaal.isIngetrokken && !signaal.isBeperkt
