/**
 * A nudge (seintje): that a line was added to a feed, and which kind of line. It has no place for anything of a person; the receiver reads the
 * feed itself.
 */
import { Gemeentegebeurtenis } from './gemeentegebeurtenis.ts'

/**
 * The feeds that nudges are about, each with the kinds of its lines: a new kind of line can be subscribed to without more. Feedback is of one kind
 * whatever it says: its code would tell what came of somebody.
 */
export const SEINSOORTEN = {
  gebeurtenissen: Gemeentegebeurtenis.options.map((option) => option.shape.soort.value),
  terugkoppelingen: ['terugkoppeling'],
} as const

/** A feed, by the last segment of its path. */
export type Stroom = keyof typeof SEINSOORTEN

/** The kind of a line, of whatever feed. */
export type Seinsoort = (typeof SEINSOORTEN)[Stroom][number]

/** One line of one feed. `sleutel` says whose feed it is, `onderwerp` what the line is about: an opaque id, or the OIN of a party. */
export type Seintje = {
  readonly stroom: Stroom
  readonly sleutel: string
  readonly volgnummer: number
  readonly soort: Seinsoort
  readonly onderwerp: string
  readonly tijdstip: Date
}
