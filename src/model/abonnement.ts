/** A subscription: where a party wants to hear that its feeds have something new (docs/abonnementen.md). */
import { z } from 'zod'
import { SEINSOORTEN } from './seintje.ts'

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Identifies one subscription; UUIDv7, lower case. */
export const AbonnementId = z
  .string()
  .regex(UUID_V7)
  .meta({ description: 'Id van het abonnement (UUIDv7)' })
  .brand<'AbonnementId'>()
export type AbonnementId = z.infer<typeof AbonnementId>

const Seinsoorten = z
  .array(z.enum(Object.values(SEINSOORTEN).flat()))
  .min(1)
  .max(50)
  .refine((list) => new Set(list).size === list.length, { message: 'een soort staat er twee keer' })
  .meta({ description: 'Welke soorten; zonder: alle van uw stromen, ook latere' })

/** The body of `POST /v1/abonnementen` and of `PUT`. Whether the destination may be called is decided after its form. */
export const Abonnementsvraag = z.strictObject({
  bestemming: z
    .url({ protocol: /^https$/ })
    .max(500)
    .meta({
      description: 'Https-adres van uw ontvanger, op een host die de beheerder voor u vastlegde',
    }),
  soorten: Seinsoorten.optional(),
})
export type Abonnementsvraag = z.infer<typeof Abonnementsvraag>

/** Why an attempt did not succeed: ours to tell, never what the receiver said. */
const BEZORGFOUTEN = [
  'niet-gerechtigd',
  'bestemming-niet-toegestaan',
  'adres-onbekend',
  'adres-niet-toegestaan',
  'niet-bereikbaar',
  'certificaat-onjuist',
  'geen-antwoord',
  'omgeleid',
  'te-druk',
  'geweigerd',
  'storing-ontvanger',
  'bestemming-opgeheven',
] as const
export const Bezorgfout = z.enum(BEZORGFOUTEN)
export type Bezorgfout = z.infer<typeof Bezorgfout>

/** `gestoord`: nothing arrived for 72 hours; it is still tried, but seldom. `beeindigd`: the receiver answered 410 Gone. */
const Abonnementtoestand = z.enum(['actief', 'gestoord', 'beeindigd'])

const Tijdstip = z.iso.datetime().meta({ examples: ['2026-11-23T09:00:00.000Z'] })

/** A subscription as its party sees it. `haperend` is there while nothing arrives. */
export const Abonnement = Abonnementsvraag.extend({
  id: AbonnementId,
  toestand: Abonnementtoestand,
  aangemaaktTijdstip: Tijdstip,
  haperend: z
    .strictObject({
      sindsTijdstip: Tijdstip,
      pogingen: z.int().min(1),
      fout: Bezorgfout,
      volgendeTijdstip: Tijdstip,
    })
    .optional()
    .meta({ description: 'Zolang er niets aankomt: sinds wanneer, en waarom' }),
})
export type Abonnement = z.infer<typeof Abonnement>

/** The answer of `GET /v1/abonnementen`, oldest first. */
export const Abonnementen = z.strictObject({ abonnementen: z.array(Abonnement) })
export type Abonnementen = z.infer<typeof Abonnementen>
