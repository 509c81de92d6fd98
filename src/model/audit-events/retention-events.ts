/** Events of retention: keys that ended, sweeps, decisions on terms, measures. */
import { z } from 'zod'
import {
  BesluitId,
  Bewaaradvies,
  Bewaarontwerp,
  Bewaaruitvoering,
  Voorvertoning,
  Wijze,
} from '../bewaarbesluit.ts'
import { Dag, Gemeentecode, SignaalId } from '../ids.ts'
import { MaatregelId, Maatregelreden, Maatregelsoort } from '../maatregel.ts'
import { Klokoordeel, Opruimaantallen } from '../opruiming.ts'
import { AuditActor } from './actor.ts'

/** A decision on terms of a municipality, by one of its persons. */
const Bewaarbesluitdaad = {
  actor: AuditActor,
  gemeentecode: Gemeentecode,
  besluitId: BesluitId,
} as const

/** A measure on signals. */
const Maatregelfeit = {
  gemeentecode: Gemeentecode,
  maatregelId: MaatregelId,
  maatregel: Maatregelsoort,
} as const

export const RETENTION_EVENTS = [
  z.strictObject({
    soort: z.literal('bewaarsleutel-vernietigd'),
    gemeentecode: Gemeentecode,
    vervaldatum: Dag,
    volgnummer: z.int(),
    herverpakt: z.int().min(0),
    vernietigdeVelden: z.int().min(0),
  }),
  z.strictObject({
    soort: z.literal('opruiming-uitgevoerd'),
    begonnenTijdstip: z.iso.datetime(),
    klok: Klokoordeel,
    aantallen: Opruimaantallen,
  }),
  z.strictObject({
    soort: z.literal('bewaarbesluit-opgesteld'),
    ...Bewaarbesluitdaad,
    termijnen: Bewaarontwerp.shape.termijnen,
    nieuweWijze: Wijze.optional(),
    ingangsdatum: Dag,
  }),
  z.strictObject({
    soort: z.literal('bewaarbesluit-geadviseerd'),
    ...Bewaarbesluitdaad,
    strekking: Bewaaradvies.shape.strekking,
  }),
  z.strictObject({
    soort: z.literal('bewaarbesluit-genomen'),
    ...Bewaarbesluitdaad,
    besluit: z.enum(['goedgekeurd', 'verworpen']),
    voorvertoning: Voorvertoning.optional(),
  }),
  z.strictObject({ soort: z.literal('bewaarbesluit-ingetrokken'), ...Bewaarbesluitdaad }),
  z.strictObject({
    soort: z.literal('bewaarbesluit-van-kracht'),
    gemeentecode: Gemeentecode,
    besluitId: BesluitId,
    voorzien: Bewaaruitvoering.shape.voorzien,
    nagekomen: Bewaaruitvoering.shape.nagekomen,
  }),
  z.strictObject({
    soort: z.literal('maatregel-voorgesteld'),
    actor: AuditActor,
    ...Maatregelfeit,
    reden: Maatregelreden,
    totDatum: Dag,
    aantal: z.int().min(1),
  }),
  z.strictObject({
    soort: z.literal('maatregel-ingesteld'),
    actor: AuditActor,
    ...Maatregelfeit,
    reden: Maatregelreden,
    totDatum: Dag,
    signaalId: SignaalId,
  }),
  z.strictObject({
    soort: z.literal('maatregel-ingetrokken'),
    actor: AuditActor,
    ...Maatregelfeit,
  }),
  z.strictObject({
    soort: z.literal('einde-maatregel-voorgesteld'),
    actor: AuditActor,
    ...Maatregelfeit,
  }),
  z.strictObject({
    soort: z.literal('maatregel-beeindigd'),
    actor: AuditActor.optional(),
    ...Maatregelfeit,
    signaalId: SignaalId,
  }),
] as const
