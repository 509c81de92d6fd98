/** The form of `klassen.yaml` and of `gemeenten/<gemeentecode>.yaml`: classes of a value, and what a municipality decided for itself. */
import { z } from 'zod'
import { Dag, Gemeentecode, Oin } from '../model/ids.ts'
import { Signaaltype } from '../model/signaal.ts'
import { BESLOTEN, DECIDED_LATE, isDecidedInTime } from './besluit-vorm.ts'
import { isAccepted, NOT_ACCEPTED, Openheid } from './conditions.ts'
import { Actief, Engels } from './policy-file.ts'
import { Slepertelling } from './slepers-file.ts'
import { WerkwijzeVorm } from './werkwijze-file.ts'

const Tekst = z.string().min(1)

const Grenzen = z
  .array(z.int().min(1))
  .min(1)
  .refine((list) => list.every((one, index) => index === 0 || one > (list[index - 1] ?? 0)), {
    message: 'de grenzen lopen op. Zet ze van laag naar hoog, elk één keer',
  })

/** A boundary belongs to the class above it. Whole euro cents, rising. */
export const KlassenFile = z.strictObject({
  versie: z.int().min(1),
  actief: Actief,
  bedrag: z
    .strictObject({
      zin: Tekst,
      grenzenInCenten: Grenzen,
      bron: Tekst,
      ...Openheid,
    })
    .refine(isAccepted, NOT_ACCEPTED),
  /** How old the arrears are on the day of receipt; a boundary belongs to the class above it. */
  leeftijd: z
    .strictObject({ zin: Tekst, grenzenInDagen: Grenzen, bron: Tekst, ...Openheid })
    .refine(isAccepted, NOT_ACCEPTED)
    .optional(),
  /** k: a combination of fewer persons shows without its district. */
  groep: z
    .strictObject({ zin: Tekst, kleinste: z.int().min(2).max(1000), bron: Tekst, ...Openheid })
    .refine(isAccepted, NOT_ACCEPTED)
    .optional(),
  engels: Engels.optional(),
})
export type KlassenFile = z.infer<typeof KlassenFile>

/** Arrears below `centen` count as too small from `vanaf` up to, not including, `tot`; decided by the college, on paper. */
const Drempel = z
  .strictObject({
    signaaltypen: z.union([z.literal('alle'), z.array(Signaaltype).min(1)]),
    centen: z.int().min(1),
    ...BESLOTEN,
  })
  .refine(isAccepted, NOT_ACCEPTED)
  .refine(isDecidedInTime, DECIDED_LATE)
export type Drempel = z.infer<typeof Drempel>

/** An agreement of the municipality with one creditor, for some signal types, from `vanaf` up to, not including, `tot`. */
const Afspraak = z.strictObject({
  deelnemer: Oin,
  naam: Tekst,
  signaaltypen: z.union([z.literal('alle'), z.array(Signaaltype).min(1)]),
  vanaf: Dag,
  tot: Dag.optional(),
  kenmerk: Tekst,
})

/** What one municipality decided for itself. */
export const GemeenteFile = z.strictObject({
  gemeente: Gemeentecode,
  drempels: z.array(Drempel).default([]),
  /** Agreements with creditors, where a rule asks for one. */
  afspraken: z.array(Afspraak).default([]),
  /** From when on it has counted who stays below its threshold, one count at a time. */
  slepers: z.array(Slepertelling).default([]),
  /** How it works with its signals, one at a time. */
  werkwijze: z.array(WerkwijzeVorm).default([]),
  engels: Engels.optional(),
})
export type GemeenteFile = z.infer<typeof GemeenteFile>
