/** Purposes: exactly one per token (AVG art. 5 lid 1 onder b). */
import { z } from 'zod'

export const DOELEN = [
  'aanleveren',
  'controle',
  'selectie',
  'hulpaanbod',
  'terugkoppeling',
  'monitor',
  'toezicht',
] as const

/** The purpose of a call: the scope of its token. */
export const Doel = z.enum(DOELEN)
export type Doel = z.infer<typeof Doel>

/** The purposes for which a municipality opens sealed fields, each with keys of its own. */
export const OPENINGSDOELEN = ['controle', 'hulpaanbod'] as const
export const Openingsdoel = z.enum(OPENINGSDOELEN)
export type Openingsdoel = z.infer<typeof Openingsdoel>

/** The purposes that policies speak of: which fields each takes, in which form. `statistiek` is no scope: its file is made of what was opened. */
export const BELEIDSDOELEN = [
  'controle',
  'selectie',
  'hulpaanbod',
  'terugkoppeling',
  'statistiek',
  'monitor',
] as const
export const Beleidsdoel = z.enum(BELEIDSDOELEN)
export type Beleidsdoel = z.infer<typeof Beleidsdoel>
