/** A signal as a VLP posts it (`POST /v1/signalen`). Strict: a property outside the vocabulary is a schema error. */
import { z } from 'zod'
import { Dag, Kenmerk, Onderdeel, SignaalId } from './ids.ts'
import { Bijzondercode } from './veld.ts'

const Naam = z.string().min(1).max(200)

const Persoon = z.strictObject({
  voorletters: z
    .string()
    .min(1)
    .max(20)
    .optional()
    .meta({ examples: ['J.'] }),
  voorvoegsel: z
    .string()
    .min(1)
    .max(20)
    .optional()
    .meta({ examples: ['de'] }),
  achternaam: Naam.meta({ examples: ['Boer'] }),
  geboortedatum: Dag.optional().meta({ examples: ['1985-06-15'] }),
  burgerservicenummer: z
    .string()
    .regex(/^\d{9}$/)
    .optional()
    .meta({ description: 'Alleen met grondslag; anders niet doorgegeven en niet bewaard' }),
})

/** Date wins over months when both are given. Amounts are whole euro cents. */
export const Achterstand = z
  .strictObject({
    bedragInCenten: z
      .int()
      .min(1)
      .max(100_000_000)
      .meta({ examples: [81200] }),
    ontstaansdatum: Dag.optional().meta({ examples: ['2026-09-01'] }),
    maanden: z
      .int()
      .min(0)
      .max(600)
      .optional()
      .meta({ examples: [2] }),
  })
  .refine((a) => a.ontstaansdatum !== undefined || a.maanden !== undefined, {
    path: ['ontstaansdatum'],
    message: 'ontstaansdatum of maanden is verplicht',
    // Asked even when another field is wrong: all faults come in one answer.
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
export type Achterstand = z.infer<typeof Achterstand>

/** What the creditor declares to have done first (Bgs art. 2 a-d); evidence by date, never content. */
export const Inspanningen = z.strictObject({
  pogingPersoonlijkContactDatum: Dag.optional(),
  gewezenOpSchuldhulpDatum: Dag.optional(),
  herinneringen: z.array(Dag).max(20).optional(),
  aanbodGegevensdelingDatum: Dag.optional(),
  reactie: z.enum(['geen', 'neutraal', 'akkoord', 'geweigerd']).optional(),
})
export type Inspanningen = z.infer<typeof Inspanningen>

/** `^[a-z-]+$`; which types exist is decided by the policies, so an unknown one is a decision. */
export const Signaaltype = z
  .string()
  .regex(/^[a-z-]{1,40}$/)
  .meta({ description: 'Soort signaal', examples: ['huur'] })
export type Signaaltype = z.infer<typeof Signaaltype>

/** A field that one signal type has of its own: a policy declares its code and its kind. */
const Bijzonderheid = z.discriminatedUnion('soort', [
  z.strictObject({
    code: Bijzondercode,
    soort: z.literal('bedragInCenten'),
    waarde: z.int().min(0).max(100_000_000),
  }),
  z.strictObject({ code: Bijzondercode, soort: z.literal('datum'), waarde: Dag }),
  z.strictObject({ code: Bijzondercode, soort: z.literal('jaNee'), waarde: z.boolean() }),
  z.strictObject({
    code: Bijzondercode,
    soort: z.literal('code'),
    waarde: z.string().regex(/^[a-z0-9-]{1,40}$/),
  }),
])
export type Bijzonderheid = z.infer<typeof Bijzonderheid>

/** Each code once. */
export const Bijzonderheden = z
  .array(Bijzonderheid)
  .min(1)
  .max(20)
  .refine((list) => new Set(list.map(({ code }) => code)).size === list.length, {
    message: 'Een code staat er twee keer',
  })
  .meta({ description: 'Eigen gegevens van een soort signaal; het beleid noemt de codes' })

export const Signaal = z.strictObject({
  kenmerk: Kenmerk,
  signaaltype: Signaaltype,
  signaaldatum: Dag,
  crisissignaal: z.boolean().optional(),
  warmeOverdracht: z.boolean().optional(),
  persoon: Persoon.extend({
    natuurlijkPersoon: z
      .boolean()
      .meta({ description: 'Een eenmanszaak, VOF, CV of maatschap is een natuurlijk persoon' }),
  }),
  medecontractant: Persoon.optional(),
  adres: z.strictObject({
    straatnaam: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .meta({ examples: ['Lindelaan'] }),
    huisnummer: z
      .int()
      .min(1)
      .max(99999)
      .meta({ examples: [12] }),
    huisletter: z
      .string()
      .regex(/^[A-Za-z]$/)
      .optional()
      .meta({ examples: ['A'] }),
    huisnummertoevoeging: z
      .string()
      .regex(/^[A-Za-z0-9]{1,4}$/)
      .optional()
      .meta({ examples: ['2'] }),
    postcode: z
      .string()
      .regex(/^[1-9]\d{3}(?!SA|SD|SS)[A-Z]{2}$/)
      .meta({ examples: ['6811AB'] }),
    plaatsnaam: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .meta({ examples: ['Arnhem'] }),
  }),
  contact: z
    .strictObject({
      telefoonnummer: z
        .string()
        .max(40)
        .optional()
        .meta({
          description: 'E.164; een onbruikbaar nummer vervalt en wordt genoemd',
          examples: ['+31612345678'],
        }),
      emailadres: z
        .string()
        .max(254)
        .optional()
        .meta({
          description: 'Een onbruikbaar adres vervalt en wordt genoemd',
          examples: ['j@example.nl'],
        }),
    })
    .optional(),
  achterstand: Achterstand,
  klantnummer: z
    .string()
    .regex(/^[A-Za-z0-9._/-]{1,40}$/)
    .optional()
    .meta({ examples: ['8841-22'] }),
  polis: z.strictObject({ uzovinummer: z.string().regex(/^\d{4}$/) }).optional(),
  eindeleveringDatum: Dag.optional(),
  onderdeel: Onderdeel.optional(),
  bijzonderheden: Bijzonderheden.optional(),
  inspanningen: Inspanningen.optional(),
  vervolgOp: SignaalId.optional().meta({
    description: 'Een eerder signaal over dezelfde achterstand',
  }),
  heraanbieding: z.boolean().optional().meta({
    description:
      'Bied een beëindigd signaal onder hetzelfde kenmerk opnieuw aan, als nieuw signaal',
  }),
})
export type Signaal = z.infer<typeof Signaal>
