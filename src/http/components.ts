/** The schemas that have a name of their own in the OpenAPI document, and so in the types of the client. */
import { z } from 'zod'
import {
  Aanlevering,
  Aanleveringregel,
  Gemeentetelling,
  Lijstintrekking,
  Lijsttelling,
} from '../model/aanlevering.ts'
import { Abonnement, Abonnementen, Abonnementsvraag } from '../model/abonnement.ts'
import { AuditEvent } from '../model/audit-event.ts'
import { Auditgebeurtenis, Auditzoekvraag } from '../model/auditgebeurtenis.ts'
import { Benadering } from '../model/benadering.ts'
import {
  Beleidsverwijzing,
  Besluit,
  Besluitreden,
  Ontvanger,
  Veldbesluit,
} from '../model/besluit.ts'
import {
  Bewaaradvies,
  Bewaarbesluit,
  Bewaarcategorie,
  Bewaargevolg,
  Bewaargoedkeuring,
  Bewaarontwerp,
  Bewaartermijnen,
  Voorvertoning,
} from '../model/bewaarbesluit.ts'
import { Clientsleutels } from '../model/clientsleutels.ts'
import { Contactpoging, NieuweContactpoging } from '../model/contactpoging.ts'
import { Controlebevinding, Controlestand } from '../model/controle.ts'
import { Contact, Deelnemerkaart } from '../model/deelnemerstand.ts'
import { Doosbevestiging, Dooslevering, NieuweDoos } from '../model/dozen.ts'
import { Gemeentegebeurtenis } from '../model/gemeentegebeurtenis.ts'
import { Grondslagen } from '../model/grondslagen.ts'
import { Indicatordeel, Indicatoren, Indicatorregel, Signaalreis } from '../model/indicatoren.ts'
import { Intrekking } from '../model/intrekking.ts'
import { Maatregel, Maatregelen, Maatregelvoorstel } from '../model/maatregel.ts'
import { Melding, Meldingsignaal } from '../model/melding.ts'
import { Mutatie, Mutatieregel, Mutatietelling } from '../model/mutatie.ts'
import { Navraag, Navraagantwoord, NavraagMetAntwoord, NieuweNavraag } from '../model/navraag.ts'
import { SignaalAntwoord } from '../model/ontvangstbewijs.ts'
import { Invoerfout } from '../model/problem.ts'
import { Raadpleging } from '../model/raadpleging.ts'
import { Detailzegel, Opvolging, Resultaatinvoer, Resultaatstand } from '../model/resultaat.ts'
import { Resultaatdetail } from '../model/resultaatdetail.ts'
import { Veldzegel } from '../model/sealed.ts'
import {
  Aandelen,
  Grenzen,
  Selectie,
  Selectiebesluit,
  Selectieregel,
  Selectievraag,
} from '../model/selectie.ts'
import { Achterstand, Inspanningen, Signaal } from '../model/signaal.ts'
import { Signaalstand } from '../model/signaalstand.ts'
import { Signaalzoekvraag } from '../model/signaalzoekvraag.ts'
import {
  Dagtelling,
  Getroffen,
  Sleutel,
  Sleutelaanmelding,
  Sleutelgevolg,
  Sleutelwijziging,
} from '../model/sleutel.ts'
import { Terugkoppeling } from '../model/terugkoppelregel.ts'
import { Toetsing } from '../model/toetsing.ts'
import { Veld } from '../model/veld.ts'
import { Meldingverloop, Signaalverloop } from '../model/verloop.ts'
import { Werkvoorraad, Werkvoorraadregel } from '../model/werkvoorraad.ts'
import {
  Aanleveringen,
  Aanleveringregels,
  Auditgebeurtenissen,
  Deelnemers,
  Gebeurtenissen,
  Lijstantwoordregel,
  Lijstregels,
  Lijsttabel,
  Meldingen,
  Mutatieantwoordregel,
  Mutatieregels,
  Mutaties,
  Mutatietabel,
  Navragen,
  Ontvangstbevestiging,
  Ontvangsten,
  Raadpleegbevestiging,
  Raadplegingen,
  Resultaatgevolg,
  Samenstelling,
  Samenvoeging,
  Signalen,
  Sleutels,
  Splitsing,
  Terugkoppelingen,
  Tussenbericht,
} from './bodies.ts'
import { Probleem } from './problem-document.ts'

/** Name to schema, in the order of the document. */
export const COMPONENTS = {
  Signaal,
  Achterstand,
  Inspanningen,
  Toetsing,
  Besluit,
  Besluitreden,
  Veldbesluit,
  Beleidsverwijzing,
  Ontvanger,
  SignaalAntwoord,
  Signaalstand,
  Signaalzoekvraag,
  Signalen,
  Intrekking,
  Lijstregels,
  Lijsttabel,
  Lijstbericht: Lijstantwoordregel,
  Aanleveringen,
  Aanlevering,
  Lijsttelling,
  Gemeentetelling,
  Lijstintrekking,
  Aanleveringregels,
  Aanleveringregel,
  Mutatieregels,
  Mutatietabel,
  Mutatie,
  Mutatiebericht: Mutatieantwoordregel,
  Mutaties,
  Mutatieregel,
  Mutatietelling,
  Meldingen,
  Melding,
  Meldingsignaal,
  Opvolging,
  Resultaatinvoer,
  Detailzegel,
  Resultaatstand,
  Resultaatdetail,
  Resultaatgevolg,
  NieuweContactpoging,
  Contactpoging,
  Samenvoeging,
  Splitsing,
  Samenstelling,
  Raadplegingen,
  Raadpleging,
  Raadpleegbevestiging,
  Tussenbericht,
  Meldingverloop,
  Signaalverloop,
  Veldzegel,
  Veld,
  Ontvangsten,
  Ontvangstbevestiging,
  Gebeurtenissen,
  Gemeentegebeurtenis,
  Controlebevinding,
  Controlestand,
  Terugkoppelingen,
  Terugkoppeling,
  Dooslevering,
  NieuweDoos,
  Doosbevestiging,
  Sleutelaanmelding,
  Sleutels,
  Sleutel,
  Sleutelwijziging,
  Sleutelgevolg,
  Getroffen,
  Dagtelling,
  NieuweNavraag,
  Navragen,
  Navraag,
  NavraagMetAntwoord,
  Navraagantwoord,
  Indicatoren,
  Indicatorregel,
  Indicatordeel,
  Signaalreis,
  Auditzoekvraag,
  Auditgebeurtenissen,
  Auditgebeurtenis,
  Gebeurtenisdetail: AuditEvent,
  Grondslagen,
  Bewaartermijnen,
  Bewaarcategorie,
  Bewaarontwerp,
  Bewaaradvies,
  Bewaargoedkeuring,
  Bewaarbesluit,
  Voorvertoning,
  Bewaargevolg,
  Werkvoorraad,
  Werkvoorraadregel,
  Selectievraag,
  Selectiebesluit,
  Selectie,
  Selectieregel,
  Grenzen,
  Aandelen,
  Maatregelen,
  Maatregelvoorstel,
  Maatregel,
  Abonnementen,
  Abonnementsvraag,
  Abonnement,
  Deelnemers,
  Deelnemer: Deelnemerkaart,
  Contact,
  Benadering,
  Clientsleutels,
  Probleem,
  Invoerfout,
} as const satisfies Record<string, z.ZodType>

/** The name of one of them. */
export type ComponentName = keyof typeof COMPONENTS

/** Zod writes the rules of the calendar as a pattern; the format says enough. */
function dropDatePattern({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const { format } = jsonSchema
  if (format === 'date' || format === 'date-time') delete jsonSchema.pattern
}

/** Each of them as JSON Schema 2020-12, referring to the others by name. */
export function componentSchemas(): ReadonlyMap<ComponentName, object> {
  const registry = z.registry<{ id: ComponentName }>()
  const names = Object.keys(COMPONENTS) as ComponentName[]
  for (const id of names) registry.add(COMPONENTS[id], { id })
  const { schemas } = z.toJSONSchema(registry, { uri: referTo, override: dropDatePattern })
  return new Map(names.map((name) => [name, withoutIdentity(schemas[name] ?? {})]))
}

const referTo = (id: string): string => `#/components/schemas/${id}`

function withoutIdentity(schema: z.core.JSONSchema.BaseSchema): object {
  const { $id: _id, $schema: _dialect, ...rest } = schema
  return rest
}
