/** A recipient's registered key as its party sees it, how its state changes, and what a change touches. */
import { z } from 'zod'
import { OPENINGSDOELEN } from './doel.ts'
import { Dag, Gemeentecode, Oin, SignaalId, SleutelId } from './ids.ts'

/** In this order only: gets boxes and opens; opens what it has; gets and opens nothing. */
export const SLEUTELTOESTANDEN = ['actief', 'alleenOpenen', 'gecompromitteerd'] as const
export const Sleuteltoestand = z.enum(SLEUTELTOESTANDEN)
export type Sleuteltoestand = z.infer<typeof Sleuteltoestand>

/** Why nobody may or can use a key any more: someone else may have it, or nobody has it. */
export const Compromitteringsreden = z.enum(['gelekt', 'verloren'])

/** The body of `POST /v1/deelnemers/{oin}/sleutels`. */
export const Sleutelaanmelding = z.strictObject({
  registratie: z
    .string()
    .min(1)
    .max(32_768)
    .meta({ description: 'JWS van de sleutel met de certificaatsleutel van haar partij' }),
})

/** A key with its registration, so that whoever reads it can check it. */
export const Sleutel = z.strictObject({
  sleutelId: SleutelId,
  deelnemer: Oin,
  gemeentecode: Gemeentecode,
  doelen: z.array(z.enum(OPENINGSDOELEN)),
  toestand: Sleuteltoestand,
  geregistreerdTijdstip: z.iso.datetime(),
  gewijzigdTijdstip: z.iso.datetime().optional(),
  registratie: z.string(),
})
export type Sleutel = z.infer<typeof Sleutel>

/** The body of `PUT /v1/deelnemers/{oin}/sleutels/{sleutelId}`. */
export const Sleutelwijziging = z.discriminatedUnion('toestand', [
  z.strictObject({ toestand: z.literal('alleenOpenen') }),
  z.strictObject({ toestand: z.literal('gecompromitteerd'), reden: Compromitteringsreden }),
])
export type Sleutelwijziging = z.infer<typeof Sleutelwijziging>

/** Signals of one day of delivery to the gateway: how many, and how many of those had their boxes handed out for the key. */
export const Dagtelling = z.strictObject({
  datum: Dag,
  aantal: z.int().min(1),
  verstrekt: z.int().min(0),
})

/** A page of the signals that a key could open or could have opened. `perDag` counts all of them, on every page. */
export const Getroffen = z.strictObject({
  perDag: z.array(Dagtelling),
  signalen: z.array(
    z.strictObject({
      id: SignaalId,
      verstrekt: z.boolean().meta({ description: 'Is met deze sleutel opgehaald' }),
    }),
  ),
})
export type Getroffen = z.infer<typeof Getroffen>

/** What a change of state did. `zonderSleutel`: purposes for which the municipality has no active key left. */
export const Sleutelgevolg = z.strictObject({
  sleutel: Sleutel,
  zonderSleutel: z.array(z.enum(OPENINGSDOELEN)),
  onleesbaar: z.int().min(0).meta({
    description:
      'Signalen die geen sleutel meer kan openen: zij eindigen nu en hun aanleveraars mogen ze opnieuw aanbieden',
  }),
  getroffen: Getroffen,
})
export type Sleutelgevolg = z.infer<typeof Sleutelgevolg>
