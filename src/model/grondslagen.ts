/** What may pass on which article, as `GET /v1/grondslagen` gives it: the loaded policies, for whoever supervises. */
import { z } from 'zod'
import { Dag } from './ids.ts'

const Termijn = z.object({ maanden: z.int().min(0), dagen: z.int().min(0) })
const OpenVraag = z.object({ waarover: z.string(), vraag: z.string(), aanvaardDoor: z.string() })
const Stand = z.enum(['in-werking', 'nog-niet', 'voorbij'])
const Artikel = z.object({
  aanhaling: z.string(),
  vindplaats: z.string(),
  strekking: z.string(),
  gelezen: z.string(),
})

const Regel = z.object({
  id: z.string().meta({ examples: ['wet/huur@1'] }),
  signaaltype: z.string(),
  zin: z.string(),
  stand: Stand,
  vanaf: Dag,
  tot: Dag.optional(),
  afzender: z.string(),
  toonAls: z.string().optional(),
  beeindiging: z.string().optional(),
  aangewezen: z.array(z.string()).readonly().optional(),
  avg: z.object({
    verzender: z.string(),
    ontvanger: z.string(),
    wie: z.string(),
    wanneer: z.string(),
    bezwaar: z.boolean(),
  }),
  artikelen: z.array(Artikel).readonly(),
  voorwaarden: z.array(z.object({ zin: z.string(), artikelen: z.string() })).readonly(),
  velden: z
    .array(
      z.object({
        veld: z.string(),
        omdat: z.string(),
        artikelen: z.string(),
        doelen: z.array(z.string()).readonly(),
        termijn: Termijn,
      }),
    )
    .readonly(),
  nietDoorgegeven: z.array(z.string()).readonly(),
  openVragen: z.array(OpenVraag).readonly(),
})

/** `hash` names the set of policies; the terms are those of the policies, a municipality's own stand in `GET /v1/bewaartermijnen`. */
export const Grondslagen = z.object({
  hash: z.string(),
  dag: Dag,
  regels: z.array(Regel).readonly(),
  geweigerd: z
    .array(
      z.object({
        signaaltype: z.string(),
        reden: z.string(),
        zin: z.string(),
        remedie: z.string(),
        artikelen: z.string(),
        open: OpenVraag.optional(),
      }),
    )
    .readonly(),
  doelen: z
    .array(
      z.object({
        doel: z.string(),
        zin: z.string(),
        stand: Stand,
        artikelen: z.array(Artikel).readonly(),
      }),
    )
    .readonly(),
  bewaartermijnen: z
    .array(
      z.object({
        zin: z.string(),
        termijn: Termijn,
        bron: z.string(),
        open: OpenVraag.optional(),
      }),
    )
    .readonly(),
  drempels: z
    .array(
      z.object({
        gemeentecode: z.string(),
        signaaltypen: z.string(),
        centen: z.int(),
        vanaf: Dag,
        tot: Dag.optional(),
        besluit: z.string(),
        omdat: z.string(),
        open: OpenVraag.optional(),
      }),
    )
    .readonly(),
  /** Absent where nobody is counted who stays below a threshold. */
  slepers: z
    .object({
      zin: z.string(),
      stand: Stand,
      artikelen: z.array(Artikel).readonly(),
      velden: z
        .array(z.object({ veld: z.string(), omdat: z.string(), artikelen: z.string() }))
        .readonly(),
      termijn: Termijn,
      avg: z.object({ ontvanger: z.string(), informatie: z.string(), bezwaar: z.boolean() }),
      tellingen: z
        .array(
          z.object({
            gemeentecode: z.string(),
            vanafMaanden: z.int(),
            vanaf: Dag,
            tot: Dag.optional(),
            besluit: z.string(),
            omdat: z.string(),
          }),
        )
        .readonly(),
      openVragen: z.array(OpenVraag).readonly(),
    })
    .optional(),
})
export type Grondslagen = z.infer<typeof Grondslagen>
