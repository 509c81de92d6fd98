/**
 * The life of a melding: its states, what can happen to it, and what then follows. Pure, and the only place that says so; whoever writes a
 * state asks `stepOf` first. That all its signals were withdrawn is no state: it follows from them.
 */
import { z } from 'zod'

/**
 * `werkvoorraad`: waits to be chosen; `geselecteerd`: a named employee decided that it opens; `opgepakt`: it was collected;
 * `afgesloten`: it has an end result; `uitgevallen`: a check found that nobody has to be approached; `retour`: given back to the VLPs unopened.
 */
export const MELDINGTOESTANDEN = [
  'werkvoorraad',
  'geselecteerd',
  'opgepakt',
  'afgesloten',
  'uitgevallen',
  'retour',
] as const
export const Meldingtoestand = z.enum(MELDINGTOESTANDEN)
export type Meldingtoestand = z.infer<typeof Meldingtoestand>

/** What can happen to a melding, in the words of who does it. */
export const MELDINGSTAPPEN = [
  /** A decided selection chose it. */
  'selecteren',
  /** A decision is undone for what was not collected. */
  'terugdraaien',
  /** It was not chosen and rises next time. */
  'uitstellen',
  /** It goes back to its VLPs, where the college accepted that. */
  'teruggeven',
  /** Its fields are collected to offer help. */
  'ophalen',
  /** An attempt to reach the person. */
  'contact',
  /** An end result, or another one. */
  'afsluiten',
  /** Help accepted late: the work goes on. */
  'heropenen',
  /** A check found that nobody has to be approached: moved, died, known, objects. */
  'uitvallen',
  /** That finding was wrong. */
  'herstellen',
] as const
export const Meldingstap = z.enum(MELDINGSTAPPEN)
export type Meldingstap = z.infer<typeof Meldingstap>

const STEPS: Readonly<
  Record<Meldingtoestand, Readonly<Partial<Record<Meldingstap, Meldingtoestand>>>>
> = {
  werkvoorraad: {
    selecteren: 'geselecteerd',
    uitstellen: 'werkvoorraad',
    teruggeven: 'retour',
    uitvallen: 'uitgevallen',
  },
  geselecteerd: {
    terugdraaien: 'werkvoorraad',
    ophalen: 'opgepakt',
    contact: 'opgepakt',
    afsluiten: 'afgesloten',
    uitvallen: 'uitgevallen',
  },
  opgepakt: { ophalen: 'opgepakt', contact: 'opgepakt', afsluiten: 'afgesloten' },
  afgesloten: { ophalen: 'afgesloten', afsluiten: 'afgesloten', heropenen: 'opgepakt' },
  uitgevallen: { herstellen: 'werkvoorraad' },
  retour: {},
}

/** The state after `stap`; undefined when that cannot happen in this state. */
export function stepOf(toestand: Meldingtoestand, stap: Meldingstap): Meldingtoestand | undefined {
  return STEPS[toestand][stap]
}

/** What can happen in this state: what a refusal names. */
export function possibleSteps(toestand: Meldingtoestand): readonly Meldingstap[] {
  return MELDINGSTAPPEN.filter((stap) => stepOf(toestand, stap) !== undefined)
}

/** Whether the sealed fields of a melding in this state may be collected to offer help: it was chosen by a decision, and not given back. */
export function mayOpen(toestand: Meldingtoestand): boolean {
  return stepOf(toestand, 'ophalen') !== undefined
}

/** Whether somebody works on it: it was chosen, and has no end. A new signal of the person joins it and opens with it, whatever its month. */
export function isWorkedOn(toestand: Meldingtoestand): boolean {
  return toestand === 'geselecteerd' || toestand === 'opgepakt'
}

/** Whether a new signal of the person joins it: only while it waits or is worked on. One that waits takes those of its own month. */
export function takesSignals(toestand: Meldingtoestand): boolean {
  return toestand === 'werkvoorraad' || isWorkedOn(toestand)
}
