/** A party: an organisation with an OIN, one role and, for a college, a municipality. */
import { z } from 'zod'
import type { Doel } from './doel.ts'
import { Dag, Gemeentecode, Oin } from './ids.ts'

/** `overheidsorgaan` (DUO, CAK, tax) and `schuldeiser` (any other) say little: a rule for them names its parties by OIN. */
export const ROLLEN = [
  'verhuurder',
  'energieleverancier',
  'warmteleverancier',
  'drinkwaterbedrijf',
  'zorgverzekeraar',
  'hypotheekverstrekker',
  'overheidsorgaan',
  'schuldeiser',
  'softwareleverancier',
  'college',
  'uitvoerder',
  'toezichthouder',
] as const

export const Rol = z.enum(ROLLEN)
export type Rol = z.infer<typeof Rol>

/** `gemeentecode` is there for a college only (an `uitvoerder` acts for colleges, by mandate); `tot` is exclusive. */
export const Deelnemer = z.strictObject({
  oin: Oin,
  naam: z.string().min(1).max(200),
  rol: Rol,
  gemeentecode: Gemeentecode.optional(),
  vanaf: Dag,
  tot: Dag.optional(),
})
export type Deelnemer = z.infer<typeof Deelnemer>

const LEVERT: readonly Doel[] = ['aanleveren', 'terugkoppeling', 'toezicht']
/** A supplier works for others only, and does not supervise those it works for. */
const BEDIENT: readonly Doel[] = ['aanleveren', 'terugkoppeling']
const ONTVANGT: readonly Doel[] = [
  'controle',
  'selectie',
  'hulpaanbod',
  'terugkoppeling',
  'monitor',
  'toezicht',
]

/** The purposes that a role may ask a token for. `toezicht` shows a party its own events (docs/decisions/0011-who-searches-events.md). */
export const DOELEN_VAN_ROL = {
  verhuurder: LEVERT,
  energieleverancier: LEVERT,
  warmteleverancier: LEVERT,
  drinkwaterbedrijf: LEVERT,
  zorgverzekeraar: LEVERT,
  hypotheekverstrekker: LEVERT,
  overheidsorgaan: LEVERT,
  schuldeiser: LEVERT,
  softwareleverancier: BEDIENT,
  college: ONTVANGT,
  uitvoerder: ONTVANGT,
  toezichthouder: ['toezicht'],
} as const satisfies Record<Rol, readonly Doel[]>
