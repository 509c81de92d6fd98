/** What the operator asks and is told of municipalities and the table of addresses. */
import { z } from 'zod'
import { Dag, Gemeentecode } from './ids.ts'

/** Record that `gemeentecode` merged into `opvolger` on `vanaf`; without these two: take it back. */
export const Opvolgingsopdracht = z.strictObject({
  gemeentecode: Gemeentecode,
  in: z.strictObject({ opvolger: Gemeentecode, vanaf: Dag }).optional(),
})
export type Opvolgingsopdracht = z.infer<typeof Opvolgingsopdracht>

/** `opvolgerBekend`: an address file or a merger named the successor before. */
export const Opvolgingsuitkomst = z.strictObject({
  uitkomst: z.enum(['vastgelegd', 'ingetrokken', 'ongewijzigd']),
  opvolgerBekend: z.boolean(),
})
export type Opvolgingsuitkomst = z.infer<typeof Opvolgingsuitkomst>

/** One municipality or one address; neither: the table as a whole. */
export const Geografievraag = z.strictObject({
  gemeentecode: Gemeentecode.optional(),
  adres: z
    .strictObject({ postcode: z.string().regex(/^[1-9]\d{3}[A-Z]{2}$/), huisnummer: z.int() })
    .optional(),
})
export type Geografievraag = z.infer<typeof Geografievraag>

const Opvolging = z.strictObject({ gemeentecode: Gemeentecode, opvolger: Gemeentecode, vanaf: Dag })

/** `bestand`: the last that was read in. `namen`: of the codes that occur in the answer. */
export const Geografie = z.strictObject({
  bestand: z
    .strictObject({
      peildatum: Dag,
      sha256: z.string(),
      ingelezenTijdstip: z.iso.datetime(),
      adressen: z.int(),
      gemeenten: z.int(),
    })
    .optional(),
  namen: z.record(z.string(), z.string()),
  opvolgingen: z.array(Opvolging),
  gemeente: z.strictObject({ gemeentecode: Gemeentecode, adressen: z.int() }).optional(),
  adres: z
    .strictObject({
      rijen: z.array(
        z.strictObject({
          gemeentecode: Gemeentecode,
          wijkcode: z.string(),
          buurtcode: z.string(),
          vanaf: Dag,
          tot: Dag.optional(),
        }),
      ),
      gaatNaar: Gemeentecode.optional(),
      nieuwNummer: z.boolean(),
    })
    .optional(),
})
export type Geografie = z.infer<typeof Geografie>

/** How many inhabitants a municipality has from a day on. */
export const Inwonersopdracht = z.strictObject({
  gemeentecode: Gemeentecode,
  vanafDatum: Dag,
  aantal: z.int().min(1).max(10_000_000),
})
export type Inwonersopdracht = z.infer<typeof Inwonersopdracht>
