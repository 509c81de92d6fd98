/** A list of signals as the gateway keeps it: which one, how it stands, and what became of each row; never a value. */
import { z } from 'zod'
import { Dag, Gemeentecode, Kenmerk, Oin, SignaalId } from './ids.ts'

/** Identifies one list; UUIDv7. */
export const AanleveringId = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  .meta({ description: 'Id van de lijst (UUIDv7)' })
  .brand<'AanleveringId'>()
export type AanleveringId = z.infer<typeof AanleveringId>

/** `handmatig`: held back from the municipalities until its sender releases it. */
export const Vrijgave = z.enum(['direct', 'handmatig'])
export type Vrijgave = z.infer<typeof Vrijgave>

/** What became of a row. `herhaald`: accepted before, answered with its first receipt; `onjuist`: no signal, nothing was decided. */
export const UITKOMSTEN = ['aanvaard', 'herhaald', 'geweigerd', 'onjuist'] as const
export const Uitkomst = z.enum(UITKOMSTEN)
export type Uitkomst = z.infer<typeof Uitkomst>

const Aantal = z.int().min(0)

/** Rows by what became of them. */
export const Lijsttelling = z.strictObject({
  aanvaard: Aantal,
  herhaald: Aantal,
  geweigerd: Aantal,
  onjuist: Aantal,
})
export type Lijsttelling = z.infer<typeof Lijsttelling>

/** Rows of one municipality; those without a known address are in none. */
export const Gemeentetelling = z.strictObject({
  gemeentecode: Gemeentecode,
  aanvaard: Aantal,
  herhaald: Aantal,
  geweigerd: Aantal,
})
export type Gemeentetelling = z.infer<typeof Gemeentetelling>

/** What a withdrawal took. `gezien` is there once the month of receipt is closed: before, it would tell what a municipality chose. */
export const Lijstintrekking = z.strictObject({
  ingetrokkenTijdstip: z.iso.datetime(),
  perGemeente: z.array(
    z.strictObject({
      gemeentecode: Gemeentecode,
      ingetrokken: Aantal,
      gezien: Aantal.optional().meta({
        description: 'Hiervan waren gegevens al bij de gemeente; vanaf gezienVanafDatum',
      }),
    }),
  ),
  gezienVanafDatum: Dag.meta({
    description: 'Vanaf deze dag zegt de stand hoeveel de gemeente al had gezien',
  }),
})
export type Lijstintrekking = z.infer<typeof Lijstintrekking>

export const Aanlevering = z.strictObject({
  id: AanleveringId,
  naam: z.string().optional().meta({ description: 'De Idempotency-Key van de aanlevering' }),
  ingediendDoor: Oin,
  vorm: z.enum(['csv', 'ndjson']),
  toestand: z.enum(['bezig', 'ontvangen', 'afgebroken', 'ingetrokken']).meta({
    description:
      'bezig en afgebroken: wat is aanvaard staat; stuur de lijst opnieuw, wat er al was telt één keer',
  }),
  vrijgave: Vrijgave,
  vrijgavetoestand: z.enum(['vastgehouden', 'vrijgegeven', 'vervallen']).optional().meta({
    description:
      'Van een lijst met vrijgave handmatig; vervallen: niet op tijd vrijgegeven, dan wist de poort haar',
  }),
  vervaltTijdstip: z.iso
    .datetime()
    .optional()
    .meta({ description: 'Tot wanneer een vastgehouden lijst is vrij te geven' }),
  begonnenTijdstip: z.iso.datetime(),
  laatsteTijdstip: z.iso.datetime().meta({ description: 'Van het laatst vastgelegde deel' }),
  aantallen: Lijsttelling,
  perGemeente: z.array(Gemeentetelling).optional(),
  intrekking: Lijstintrekking.optional(),
})
export type Aanlevering = z.infer<typeof Aanlevering>

/** One row of a list as it is found back. The kenmerk is there as long as the signal's own. */
export const Aanleveringregel = z.strictObject({
  regel: z.int().min(1).meta({ description: 'Nummer van de regel in de lijst' }),
  uitkomst: Uitkomst,
  codes: z.array(z.string()).meta({ description: 'Codes van de redenen of fouten' }),
  kenmerk: Kenmerk.optional(),
  id: SignaalId.optional(),
  versie: z.int().min(1).optional(),
  gemeentecode: Gemeentecode.optional(),
  toestand: z
    .enum([
      'vastgehouden',
      'aangeleverd',
      'ontvangen',
      'ingetrokken',
      'verlopen',
      'onleesbaar',
      'retour',
    ])
    .optional(),
})
export type Aanleveringregel = z.infer<typeof Aanleveringregel>
