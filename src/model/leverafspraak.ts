/** An agreement on when a VLP's list for a municipality is there (docs/decisions/0032-agreements.md). It decides on no signal: that is a policy's. */
import { z } from 'zod'
import { Dag, Gemeentecode, Oin } from './ids.ts'
import { Signaaltype } from './signaal.ts'

/** A month, as `2026-11`. */
export const Maand = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)
export type Maand = z.infer<typeof Maand>

/** A day of the month; the last one where a month does not have it. */
const Maanddag = z.int().min(1).max(31)

const Signaaltypen = z
  .array(Signaaltype)
  .min(1)
  .max(50)
  .refine((list) => new Set(list).size === list.length, { message: 'een soort staat er twee keer' })

/** What two parties agreed; `tot` is exclusive. Without `signaaltypen` it is of all that the VLP delivers. */
const Inhoud = {
  gemeentecode: Gemeentecode,
  deelnemer: Oin,
  dag: Maanddag,
  signaaltypen: Signaaltypen.optional(),
} as const

/** A new one; `vanaf` is today unless it says otherwise. */
export const NieuweLeverafspraak = z.strictObject({
  ...Inhoud,
  vanaf: Dag.optional(),
  tot: Dag.optional(),
})
export type NieuweLeverafspraak = z.infer<typeof NieuweLeverafspraak>

/** As it stands in the register, with the last day on which its list was missed. */
export const Leverafspraak = z.strictObject({
  ...Inhoud,
  vanaf: Dag,
  tot: Dag.optional(),
  laatstUitgebleven: Dag.optional(),
})
export type Leverafspraak = z.infer<typeof Leverafspraak>

/** What of it stands on the card of the other party. */
export const Kaartafspraak = Leverafspraak.pick({
  dag: true,
  signaaltypen: true,
  vanaf: true,
  tot: true,
}).meta({ description: 'Op welke dag van de maand de lijst er is' })
export type Kaartafspraak = z.infer<typeof Kaartafspraak>

/** Ends the agreement that runs between the two, today unless it says otherwise. */
export const Leverafspraakeinde = z.strictObject({
  gemeentecode: Gemeentecode,
  deelnemer: Oin,
  per: Dag.optional(),
})
export type Leverafspraakeinde = z.infer<typeof Leverafspraakeinde>
