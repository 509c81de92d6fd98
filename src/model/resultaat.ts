/** The result of a melding as its municipality gives it: group and code in the clear, the rest sealed by itself to itself. */
import { z } from 'zod'
import { Contactpoging } from './contactpoging.ts'
import { Dag, SleutelId } from './ids.ts'
import { Meldingtoestand } from './melding-life.ts'
import { Terugkoppelcode, Uitkomstgroep } from './terugkoppeling.ts'

/** The name under which the detail is sealed, where a field of a signal has its own name. */
export const RESULTAATDETAIL = 'resultaat.detail'

/** 8 KiB of plaintext, its nonce and its tag. */
const MAX_DETAIL = 11_000

/** Base64 of exactly so many bytes. */
const bytes = (length: number): z.ZodType<string> =>
  z.base64().refine((text) => Buffer.from(text, 'base64').length === length, {
    message: `${length} bytes in base64`,
  })

const Doos = z.strictObject({ sleutelId: SleutelId, nonce: bytes(24), doos: bytes(48) })

/** As the fields of a signal, for the place `[melding, versie, gemeentecode, 'resultaat.detail']`; `versie` is the one that it makes. */
export const Detailzegel = z.strictObject({
  waarde: z
    .base64()
    .max(MAX_DETAIL)
    .meta({ description: 'nonce ‖ XChaCha20-Poly1305 van het detail als JSON' }),
  afzender: bytes(32).meta({ description: 'De publieke helft van een sleutel voor deze ene keer' }),
  dozen: z
    .array(Doos)
    .min(1)
    .max(20)
    .meta({ description: 'De sleutel van het detail, voor eigen hulpaanbod-sleutels' }),
})
export type Detailzegel = z.infer<typeof Detailzegel>

export const Resultaatinvoer = z.strictObject({
  uitkomstgroep: Uitkomstgroep,
  terugkoppelcode: Terugkoppelcode,
  detail: Detailzegel.optional(),
})
export type Resultaatinvoer = z.infer<typeof Resultaatinvoer>

/** The result that stands; `detail` only with the box of the caller's own key. */
export const Resultaatstand = z.strictObject({
  uitkomstgroep: Uitkomstgroep,
  terugkoppelcode: Terugkoppelcode.optional(),
  datum: Dag.optional(),
  detail: z
    .strictObject({
      versie: z.int().min(1),
      waarde: z.base64(),
      sleutel: z.strictObject({
        sleutelId: SleutelId,
        afzender: z.base64(),
        nonce: z.base64(),
        doos: z.base64(),
      }),
      bewarenTotDatum: Dag,
    })
    .optional(),
})
export type Resultaatstand = z.infer<typeof Resultaatstand>

/** How far the follow-up of a melding is; `versie` is what If-Match compares. */
export const Opvolging = z.strictObject({
  versie: z.int().min(1),
  toestand: Meldingtoestand,
  uiterlijkeGespreksdatum: Dag.optional().meta({
    description: 'Wgs art. 4, als de inwoner hulp aanvaardt',
  }),
  resultaat: Resultaatstand.optional(),
  contactpogingen: z.array(Contactpoging),
})
export type Opvolging = z.infer<typeof Opvolging>
