/** Events of the register: parties, mandates, recipient keys, geography, policies put in force. */
import { z } from 'zod'
import { Beheerder } from '../beheer.ts'
import { Beleidshash, Ondertekenaar } from '../beleid.ts'
import { BENADERINGGEGEVENS } from '../benadering.ts'
import { Doel, Openingsdoel } from '../doel.ts'
import { Dag, Gemeentecode, Oin, SleutelId } from '../ids.ts'
import { Hoedanigheid } from '../mandaat.ts'
import { Compromitteringsreden, Sleuteltoestand } from '../sleutel.ts'
import { AuditActor, Vingerafdruk } from './actor.ts'

/** What of a party can change; an event names it, never its value. */
export const Deelnemergegeven = z.enum([
  'naam',
  'rol',
  'gemeentecode',
  'tot',
  'clientsleutels',
  'verwerkersovereenkomst',
  'contact',
  'benadering',
  'onderdelen',
  'bestemmingen',
])
export type Deelnemergegeven = z.infer<typeof Deelnemergegeven>

/** A key of `oin` for a municipality; `actor` is the party that did it, `beheerder` the operator, one of both. */
const Sleutelbeheer = {
  oin: Oin,
  gemeentecode: Gemeentecode,
  sleutelId: SleutelId,
  actor: AuditActor.optional(),
  beheerder: Beheerder.optional(),
} as const

export const REGISTER_EVENTS = [
  z.strictObject({
    soort: z.literal('deelnemer-geregistreerd'),
    oin: Oin,
    sleutelIds: z.array(SleutelId),
    door: z.enum(['eerste-start', 'beheer']),
    medewerker: z.string().max(100).optional(),
  }),
  z.strictObject({
    soort: z.literal('deelnemer-gewijzigd'),
    oin: Oin,
    gegevens: z.array(Deelnemergegeven).min(1),
    clientsleutels: z.array(Vingerafdruk).optional(),
    medewerker: z.string().max(100),
  }),
  z.strictObject({
    soort: z.literal('deelnemer-beeindigd'),
    oin: Oin,
    per: Dag,
    medewerker: z.string().max(100),
  }),
  z.strictObject({
    soort: z.literal('mandaat-verleend'),
    gemachtigde: Oin,
    gever: Oin,
    doelen: z.array(Doel).min(1),
    vanaf: Dag,
    tot: Dag.optional(),
    hoedanigheid: Hoedanigheid,
    medewerker: z.string().max(100),
  }),
  z.strictObject({
    soort: z.literal('mandaat-beeindigd'),
    gemachtigde: Oin,
    gever: Oin,
    doelen: z.array(Doel).min(1),
    per: Dag,
    medewerker: z.string().max(100),
  }),
  z.strictObject({
    soort: z.literal('eigen-contact-gewijzigd'),
    actor: AuditActor,
    gegevens: z.array(z.enum(['emailadres', 'telefoonnummer'])),
  }),
  z.strictObject({
    soort: z.literal('eigen-benadering-gewijzigd'),
    actor: AuditActor,
    gegevens: z.array(z.enum(BENADERINGGEGEVENS)),
  }),
  z.strictObject({
    soort: z.literal('eigen-clientsleutels-gewijzigd'),
    actor: AuditActor,
    clientsleutels: z.array(Vingerafdruk).min(1),
  }),
  z.strictObject({
    soort: z.literal('adresbestand-ingelezen'),
    medewerker: Beheerder,
    peildatum: Dag,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    adressen: z.int().min(1),
    nieuw: z.int().min(0),
    gewijzigd: z.int().min(0),
    beeindigd: z.int().min(0),
    gemeenten: z.int().min(1),
    nieuweGemeenten: z.array(Gemeentecode),
    verdwenenGemeenten: z.array(Gemeentecode),
    namen: z.int().min(0),
    ondanksDaling: z.boolean(),
  }),
  z.strictObject({
    soort: z.literal('gemeente-opgevolgd'),
    medewerker: Beheerder,
    gemeentecode: Gemeentecode,
    opvolger: Gemeentecode,
    vanaf: Dag,
    ingetrokken: z.boolean(),
  }),
  z.strictObject({
    soort: z.literal('sleutel-geregistreerd'),
    ...Sleutelbeheer,
    doelen: z.array(Openingsdoel),
    vernieuwd: z.boolean(),
  }),
  z.strictObject({
    soort: z.literal('sleuteltoestand-gewijzigd'),
    ...Sleutelbeheer,
    van: Sleuteltoestand,
    naar: Sleuteltoestand,
    reden: Compromitteringsreden.optional(),
  }),
  z.strictObject({
    soort: z.literal('beleid-geactiveerd'),
    nummer: z.int().min(1),
    hash: Beleidshash,
    vorige: Beleidshash.optional(),
    ondertekenaars: z.array(Ondertekenaar).min(2),
    medewerker: Beheerder,
  }),
] as const
