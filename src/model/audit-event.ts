/** The closed union of audit events. Ids, codes, hashes and names of fields; never a value. One line each in docs/audit-events.md. */
import { z } from 'zod'
import { AanleveringId, Lijsttelling, Vrijgave } from './aanlevering.ts'
import { Beheerder } from './beheer.ts'
import { Beleidshash, Ondertekenaar } from './beleid.ts'
import { Beleidsverwijzing, Voorwaardewaarden } from './besluit.ts'
import {
  BesluitId,
  Bewaaradvies,
  Bewaarontwerp,
  Bewaaruitvoering,
  Voorvertoning,
  Wijze,
} from './bewaarbesluit.ts'
import { Doel, Openingsdoel } from './doel.ts'
import { Dag, Gemeentecode, Oin, SignaalId, SleutelId } from './ids.ts'
import { Intrekkingsreden } from './intrekking.ts'
import { MaatregelId, Maatregelreden, Maatregelsoort } from './maatregel.ts'
import { Hoedanigheid } from './mandaat.ts'
import { Klokoordeel, Opruimaantallen } from './opruiming.ts'
import { ProblemKind } from './problem.ts'
import { RedenCode } from './reden.ts'
import { Signaaltype } from './signaal.ts'
import { Compromitteringsreden, Sleuteltoestand } from './sleutel.ts'
import { AFGELEIDE_VELDEN, Veld } from './veld.ts'

/** Who acted: the party of the certificate and the responsible one. */
export const AuditActor = z.strictObject({
  oin: Oin,
  namens: Oin,
  doel: Doel,
  medewerker: z.string().max(100).optional(),
  via: z.enum(['direct', 'fsc']),
})
export type AuditActor = z.infer<typeof AuditActor>

/** `vergroofd`: derived from what passed, and kept in the clear. */
const Veldnamen = z.strictObject({
  doorgegeven: z.array(Veld),
  nietDoorgegeven: z.array(Veld),
  vergroofd: z.array(z.enum(AFGELEIDE_VELDEN)).optional(),
})

/** What a search of events can be narrowed by besides a period; an event names them, never their values. */
export const Auditfilter = z.enum(['soort', 'doel', 'signaalId', 'medewerker', 'deelnemer'])
export type Auditfilter = z.infer<typeof Auditfilter>

/** What of a party can change; an event names it, never its value. */
export const Deelnemergegeven = z.enum([
  'naam',
  'rol',
  'gemeentecode',
  'tot',
  'clientsleutels',
  'verwerkersovereenkomst',
  'contact',
  'onderdelen',
])
export type Deelnemergegeven = z.infer<typeof Deelnemergegeven>

/** SHA-256 in base64url: of a certificate, or of a public key (RFC 7638). */
const Vingerafdruk = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
/** A key of `oin` for a municipality; `actor` is the party that did it, `beheerder` the operator, one of both. */
const Sleutelbeheer = {
  oin: Oin,
  gemeentecode: Gemeentecode,
  sleutelId: SleutelId,
  actor: AuditActor.optional(),
  beheerder: Beheerder.optional(),
} as const

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

/** What a sender does with one of its lists. */
const Lijstdaad = { actor: AuditActor, aanleveringId: AanleveringId } as const

export const AuditEvent = z.discriminatedUnion('soort', [
  z.strictObject({
    soort: z.literal('signaal-aanvaard'),
    actor: AuditActor,
    signaalId: SignaalId,
    versie: z.int(),
    signaaltype: Signaaltype,
    gemeentecode: Gemeentecode,
    beleid: Beleidsverwijzing,
    redenen: z.array(RedenCode),
    voorwaarden: Voorwaardewaarden,
    velden: Veldnamen,
    sleutelIds: z.array(SleutelId),
  }),
  z.strictObject({
    soort: z.literal('signaal-geweigerd'),
    actor: AuditActor,
    signaaltype: Signaaltype,
    gemeentecode: Gemeentecode.optional(),
    beleid: Beleidsverwijzing,
    redenen: z.array(RedenCode),
    voorwaarden: Voorwaardewaarden,
    velden: z.array(Veld),
  }),
  z.strictObject({
    soort: z.literal('signaal-gewist'),
    actor: AuditActor,
    signaalId: SignaalId,
    versie: z.int(),
    gemeentecode: Gemeentecode,
    reden: z.enum(['gegevensdeling-geweigerd']),
  }),
  z.strictObject({
    soort: z.literal('signaal-ingetrokken'),
    actor: AuditActor,
    signaalId: SignaalId,
    versie: z.int(),
    gemeentecode: Gemeentecode,
    reden: Intrekkingsreden,
  }),
  z.strictObject({
    soort: z.literal('signaal-vrijgegeven'),
    actor: AuditActor,
    signaalId: SignaalId,
    versie: z.int(),
    gemeentecode: Gemeentecode,
  }),
  z.strictObject({
    soort: z.literal('lijst-begonnen'),
    ...Lijstdaad,
    vorm: z.enum(['csv', 'ndjson']),
    vrijgave: Vrijgave,
  }),
  z.strictObject({
    soort: z.literal('lijst-geeindigd'),
    ...Lijstdaad,
    toestand: z.enum(['ontvangen', 'afgebroken']),
    aantallen: Lijsttelling,
  }),
  z.strictObject({ soort: z.literal('lijst-vrijgegeven'), ...Lijstdaad, aantal: z.int().min(0) }),
  z.strictObject({ soort: z.literal('lijst-ingetrokken'), ...Lijstdaad }),
  z.strictObject({
    soort: z.literal('signaal-verstrekt'),
    actor: AuditActor,
    signaalId: SignaalId,
    versie: z.int(),
    gemeentecode: Gemeentecode,
    doel: Openingsdoel,
    sleutelId: SleutelId,
    beleid: Beleidsverwijzing,
    velden: z.array(Veld),
    weggelaten: z.array(Veld),
  }),
  z.strictObject({
    soort: z.literal('ontvangst-bevestigd'),
    actor: AuditActor,
    signaalId: SignaalId,
    gemeentecode: Gemeentecode,
  }),
  z.strictObject({
    soort: z.literal('toegang-geweigerd'),
    oin: Oin,
    probleem: ProblemKind,
    doel: Doel.optional(),
    route: z.string().max(100),
  }),
  z.strictObject({
    soort: z.literal('onbekenden-geweigerd'),
    probleem: ProblemKind,
    minuut: z.iso.datetime(),
    aantal: z.int().min(1),
  }),
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
    soort: z.literal('dozen-toegevoegd'),
    actor: AuditActor,
    signaalId: SignaalId,
    versie: z.int(),
    gemeentecode: Gemeentecode,
    doel: Openingsdoel,
    sleutelId: SleutelId,
    velden: z.array(Veld),
  }),
  z.strictObject({
    soort: z.literal('signaal-onleesbaar'),
    signaalId: SignaalId,
    versie: z.int(),
    gemeentecode: Gemeentecode,
    sleutelId: SleutelId,
  }),
  z.strictObject({
    soort: z.literal('auditgebeurtenissen-gezocht'),
    actor: AuditActor,
    filters: z.array(Auditfilter),
    vanafTijdstip: z.iso.datetime().optional(),
    totTijdstip: z.iso.datetime().optional(),
    aantal: z.int().min(0),
  }),
  z.strictObject({
    soort: z.literal('beleid-geactiveerd'),
    nummer: z.int().min(1),
    hash: Beleidshash,
    vorige: Beleidshash.optional(),
    ondertekenaars: z.array(Ondertekenaar).min(2),
    medewerker: Beheerder,
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
  z.strictObject({
    soort: z.literal('certificaat-verloopt'),
    van: z.enum(['deelnemer', 'server', 'intrekkingslijst']),
    oin: Oin.optional(),
    vingerafdruk: Vingerafdruk,
    verlooptTijdstip: z.iso.datetime(),
    dagen: z.literal([60, 30, 7]),
  }),
])
export type AuditEvent = z.infer<typeof AuditEvent>

/** The kinds of event. */
export type AuditEventSoort = AuditEvent['soort']
