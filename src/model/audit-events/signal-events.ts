/** Events of a signal: taken in, refused, disclosed, received, ended. */
import { z } from 'zod'
import { Beleidsverwijzing, Voorwaardewaarden } from '../besluit.ts'
import { Openingsdoel } from '../doel.ts'
import { Gemeentecode, SignaalId, SleutelId } from '../ids.ts'
import { Intrekkingsreden } from '../intrekking.ts'
import { RedenCode } from '../reden.ts'
import { Signaaltype } from '../signaal.ts'
import { AFGELEIDE_VELDEN, Veld } from '../veld.ts'
import { AuditActor } from './actor.ts'

/** `vergroofd`: derived from what passed, and kept in the clear. `herkend`: of these an index is kept, to count who stays below a threshold; no field. */
const Veldnamen = z.strictObject({
  doorgegeven: z.array(Veld),
  nietDoorgegeven: z.array(Veld),
  vergroofd: z.array(z.enum(AFGELEIDE_VELDEN)).optional(),
  herkend: z.array(Veld).optional(),
})

export const SIGNAL_EVENTS = [
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
    soort: z.literal('schuldverloop-vastgelegd'),
    actor: AuditActor,
    signaalId: SignaalId,
    versie: z.int(),
    gemeentecode: Gemeentecode,
  }),
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
] as const
