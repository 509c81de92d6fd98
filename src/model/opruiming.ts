/** The sweep: what it deletes, by category, and what the operator asks and hears. */
import { z } from 'zod'

/** What a sweep deletes batch by batch, in the order in which it does so. */
export const OPRUIMRIJEN = [
  'vervroegdeSignalen',
  'maatregelen',
  'geopendeSignalen',
  'vastgehoudenSignalen',
  'signalen',
  'matchindexen',
  'slepers',
  'resultaten',
  'meldingen',
  'selecties',
  'kenmerken',
  'gemeentegebeurtenissen',
  'idempotentiesleutels',
  'eerdereSignalen',
  'aanleveringen',
  'terugkoppelingen',
  'bewaarbesluiten',
  'asserties',
  'gebeurtenisdetails',
] as const

/** All that a sweep deletes; receipts go with their signals. Numbers of rows or keys, never ids. */
export const OPRUIMCATEGORIEEN = [
  'bewaarsleutels',
  ...OPRUIMRIJEN,
  'ontvangstbewijzen',
  'maandsleutels',
] as const

export const Opruimcategorie = z.enum(OPRUIMCATEGORIEEN)
export type Opruimcategorie = z.infer<typeof Opruimcategorie>

const Aantal = z.int().min(0)

/** How many of each category; every category is named, also where it is 0. */
export const Opruimaantallen = z.strictObject({
  bewaarsleutels: Aantal,
  /** Signals that got an earlier due date by a municipality's decision; like the next two not counted by older sweeps. */
  vervroegdeSignalen: Aantal.default(0),
  /** Holds and restrictions whose day came. */
  maatregelen: Aantal.default(0),
  /** Decisions and measures whose own term ended. */
  bewaarbesluiten: Aantal.default(0),
  geopendeSignalen: Aantal,
  signalen: Aantal,
  ontvangstbewijzen: Aantal,
  kenmerken: Aantal,
  gemeentegebeurtenissen: Aantal,
  idempotentiesleutels: Aantal,
  /** Not counted by sweeps of before it existed. */
  eerdereSignalen: Aantal.default(0),
  /** Signals that their sender held back and never released, and rows of lists; not counted by sweeps of before lists. */
  vastgehoudenSignalen: Aantal.default(0),
  aanleveringen: Aantal.default(0),
  /** Not counted by sweeps of before there was feedback. */
  terugkoppelingen: Aantal.default(0),
  asserties: Aantal,
  gebeurtenisdetails: Aantal,
  maandsleutels: Aantal,
  /** Not counted by sweeps of before signals were grouped. */
  matchindexen: Aantal.default(0),
  /** Persons below a threshold; not counted by sweeps of before they were recognised. */
  slepers: Aantal.default(0),
  meldingen: Aantal.default(0),
  /** Choices from the work list. */
  selecties: Aantal.default(0),
  /** Details of results whose signals are gone or erased; not counted by sweeps of before there were results. */
  resultaten: Aantal.default(0),
} satisfies Record<Opruimcategorie, z.ZodType<number>>)
export type Opruimaantallen = z.infer<typeof Opruimaantallen>

/** How the clock was believed: as usual, after a jump by a second look an hour later, or since the operator said so. */
export const Klokoordeel = z.enum(['gewoon', 'bevestigd', 'zeker'])
export type Klokoordeel = z.infer<typeof Klokoordeel>

/** `zeker`: the operator vouches for the clock. */
export const Opruimverzoek = z.strictObject({ zeker: z.boolean() })
export type Opruimverzoek = z.infer<typeof Opruimverzoek>

/** Lines of Dutch; `ok` is false when nothing was deleted since the clock is in doubt. */
export const Opruimuitkomst = z.strictObject({ text: z.string(), ok: z.boolean() })
export type Opruimuitkomst = z.infer<typeof Opruimuitkomst>

/** One transaction of a sweep under way: what it did, and to how many. */
export const Opruimvoortgang = z.strictObject({
  stap: z.enum([...OPRUIMCATEGORIEEN, 'herverpakking', 'wortel']),
  aantal: Aantal,
})
export type Opruimvoortgang = z.infer<typeof Opruimvoortgang>
