/** What reading in an address file is asked, and what it tells while it goes on and at its end. */
import { z } from 'zod'
import { Dag, Gemeentecode } from './ids.ts'

/** A municipality's name, as its own file of the CBS has it. */
export const Gemeentenaam = z.strictObject({
  gemeentecode: Gemeentecode,
  naam: z.string().min(1).max(80),
})
export type Gemeentenaam = z.infer<typeof Gemeentenaam>

/** What comes before the file. `bytes`: its length, so that a stream that broke off is no shorter file. */
export const Adresopdracht = z.strictObject({
  peildatum: Dag,
  bytes: z.int().min(1),
  ondanksDaling: z.boolean(),
  namen: z.array(Gemeentenaam).max(2_000),
})
export type Adresopdracht = z.infer<typeof Adresopdracht>

/** `inlezen`: the file comes in; `verwerken`: it is laid over the table. */
export const Adresvoortgang = z.strictObject({
  fase: z.enum(['inlezen', 'verwerken']),
  adressen: z.int(),
  bytes: z.int(),
})
export type Adresvoortgang = z.infer<typeof Adresvoortgang>

/**
 * `ongewijzigd`: the table said all of this already, and nothing was recorded. `dubbel`: lines that repeat an address; the first counts.
 */
export const Adresuitkomst = z.strictObject({
  uitkomst: z.enum(['ingelezen', 'ongewijzigd']),
  peildatum: Dag,
  sha256: z.string(),
  adressen: z.int(),
  dubbel: z.int(),
  nieuw: z.int(),
  gewijzigd: z.int(),
  beeindigd: z.int(),
  namen: z.int(),
  gemeenten: z.int(),
  nieuweGemeenten: z.array(Gemeentecode),
  verdwenenGemeenten: z.array(Gemeentecode),
})
export type Adresuitkomst = z.infer<typeof Adresuitkomst>
