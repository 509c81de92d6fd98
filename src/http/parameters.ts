/** Parameters that several routes share, and the hook that turns their faults into problems. */
import type { Hook } from '@hono/zod-openapi'
import { z } from 'zod'
import { AanleveringId } from '../model/aanlevering.ts'
import { AbonnementId } from '../model/abonnement.ts'
import { BesluitId } from '../model/bewaarbesluit.ts'
import { ContactpogingId, Vervalreden } from '../model/contactpoging.ts'
import { GebeurtenisId, Oin, SignaalId, SleutelId } from '../model/ids.ts'
import { MaatregelId } from '../model/maatregel.ts'
import { Problem } from '../model/problem.ts'
import { SelectieId } from '../model/selectie.ts'
import { Werkvoorraadfilters } from '../model/werkvoorraad.ts'
import type { ApiEnv } from './api-env.ts'
import { toInputProblem } from './input-errors.ts'

/** An id that cannot exist is not there: 404 like any other. */
export const IdParameter = z.strictObject({ id: SignaalId })

/** As `IdParameter`, for an event. */
export const GebeurtenisParameter = z.strictObject({
  id: GebeurtenisId.meta({ description: 'Id van de gebeurtenis (UUIDv7)' }),
})

/** As `IdParameter`, for a decision on retention terms. */
export const BesluitParameter = z.strictObject({ id: BesluitId })

/** As `IdParameter`, for a hold or a restriction. */
export const MaatregelParameter = z.strictObject({ id: MaatregelId })

/** As `IdParameter`, for a subscription. */
export const AbonnementParameter = z.strictObject({ id: AbonnementId })

/** As `IdParameter`, for a choice from the work list. */
export const SelectieParameter = z.strictObject({ id: SelectieId })
/** An attempt to reach somebody, at its melding. */
export const PogingParameters = IdParameter.extend({ poging: ContactpogingId })

/** Why an attempt does not count: a code, never a person's data. */
export const VervalParameter = z.strictObject({ reden: Vervalreden })

/** As `IdParameter`, for a party. */
export const DeelnemerParameter = z.strictObject({ oin: Oin })

/** A party's key. */
export const DeelnemerSleutelParameters = DeelnemerParameter.extend({ sleutelId: SleutelId })

/** Names the caller's own key; may be left out when it has one for the purpose. */
export const SleutelParameter = z.strictObject({ sleutelId: SleutelId.optional() })

const Limiet = z
  .string()
  .regex(/^[1-9]\d{0,2}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(500))
  .optional()
  .meta({ type: 'integer', minimum: 1, maximum: 500, default: 100, pattern: undefined })

/** As `IdParameter`, for a list. */
export const AanleveringParameter = z.strictObject({ id: AanleveringId })

/** A page: `limiet` items from `cursor` on. */
export const Bladeren = z.strictObject({
  cursor: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Ondoorzichtig; neem hem over uit de kop Link van de vorige pagina' }),
  limiet: Limiet,
})

/** A page of a feed: what came after `sinds`, which an earlier answer gave. */
export const SindsParameters = z.strictObject({
  sinds: z.string().min(1).max(1000).optional().meta({
    description:
      'Ondoorzichtig; neem de waarde over uit het vorige antwoord. Zonder: vanaf het oudste',
  }),
  limiet: Limiet,
})

/** A page of the work list. */
export const WerkvoorraadParameters = Werkvoorraadfilters.extend(Bladeren.shape)

/** A page of meldingen. */
export const PaginaParameters = SleutelParameter.extend(Bladeren.shape)

/** Who acts for whom. `authenticate` judges the values; here they are only documented. */
export const NamensKop = z.object({
  'Signaalpoort-Namens': z
    .string()
    .optional()
    .meta({ description: 'OIN van de partij namens wie u aanroept; zonder deze kop uzelf' }),
})

/** As `NamensKop`, with the employee. */
export const MedewerkerKoppen = NamensKop.extend({
  'Signaalpoort-Medewerker': z.string().optional().meta({
    description: 'Uw eigen kenmerk van de medewerker, of systeem waar een machine alleen ophaalt',
  }),
})

/** A page of lists, of one name where it is given. */
export const LijstenParameters = Bladeren.extend({
  naam: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/)
    .optional()
    .meta({ description: 'De Idempotency-Key waarmee de lijst is aangeleverd' }),
})

/** As `MedewerkerKoppen`, with the version that the caller read. */
export const IfMatchKoppen = MedewerkerKoppen.extend({
  'If-Match': z
    .string()
    .max(20)
    .optional()
    .meta({
      description: 'De ETag van GET /v1/meldingen/{id}; verplicht',
      examples: ['"3"'],
    }),
})

const IdempotencyKey = z
  .string()
  .regex(/^(?:[A-Za-z0-9._-]{1,64}|"[A-Za-z0-9._-]{1,64}")$/)
  .transform((key) => key.replaceAll('"', ''))
  .optional()

/** `Idempotency-Key` as a structured-field string or a bare token; without its quotes after reading. */
export const IdempotencyKop = NamensKop.extend({
  'Idempotency-Key': IdempotencyKey.meta({
    description:
      'Naam van deze ene poging, 24 uur bekend. Mag weg: het kenmerk maakt een signaal al eenmalig',
    examples: ['"b7c0f6d2-4f0e-4d6a-9a55-0c8f6a3a1f10"'],
  }),
})

/** As `IdempotencyKop`, with the employee. */
export const MedewerkerIdempotencyKop = MedewerkerKoppen.extend({
  'Idempotency-Key': IdempotencyKey.meta({
    description: 'Naam van deze ene poging, 24 uur bekend',
    examples: ['"b7c0f6d2-4f0e-4d6a-9a55-0c8f6a3a1f10"'],
  }),
})

/** Faults of path, query and headers; no value is repeated. */
export const refuseParameters: Hook<unknown, ApiEnv, string, undefined> = (result, c) => {
  if (result.success) return undefined
  if (result.target === 'param') throw new Problem('niet-gevonden')
  if (result.target === 'header') throw toInputProblem('kop-onjuist', result.error, c.req.header())
  throw toInputProblem('verzoek-onjuist', result.error, c.req.queries())
}
