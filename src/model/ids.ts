/** Branded identifiers: what must not be mixed has its own type. */
import { z } from 'zod'

/** Organisation number, 20 positions (OIN-stelsel 2.2.2); prefix 00000099 is for tests. */
export const Oin = z
  .string()
  .regex(/^[0-9A-Z]{20}$/)
  .meta({ description: 'OIN: 20 posities', examples: ['00000099000000001000'] })
  .brand<'Oin'>()
export type Oin = z.infer<typeof Oin>

/** CBS municipality code: 4 digits, leading zeros are significant. */
export const Gemeentecode = z
  .string()
  .regex(/^\d{4}$/)
  .meta({ description: 'CBS-gemeentecode', examples: ['0202'] })
  .brand<'Gemeentecode'>()
export type Gemeentecode = z.infer<typeof Gemeentecode>

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Identifies one signal over all its versions; UUIDv7, lower case. */
export const SignaalId = z
  .string()
  .regex(UUID_V7)
  .meta({
    description: 'Id van het signaal (UUIDv7)',
    examples: ['019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e'],
  })
  .brand<'SignaalId'>()
export type SignaalId = z.infer<typeof SignaalId>

/** Identifies one event of the log; UUIDv7, lower case. */
export const GebeurtenisId = z.string().regex(UUID_V7).brand<'GebeurtenisId'>()
export type GebeurtenisId = z.infer<typeof GebeurtenisId>

/** The sender's own name of one signal (not of a debt); no person's data. */
export const Kenmerk = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/)
  .meta({
    description: 'Eigen kenmerk van de aanleveraar voor dit ene signaal',
    examples: ['WDL-2026-11-000042'],
  })
  .brand<'Kenmerk'>()
export type Kenmerk = z.infer<typeof Kenmerk>

/** A brand of a sender, within which a kenmerk is its own. */
export const Onderdeel = z.string().regex(/^[A-Za-z0-9._-]{1,40}$/)

/** Names a recipient's public key: the first 16 bytes of its SHA-256, lower-case hex. */
export const SleutelId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .meta({ description: 'Id van een sleutel van de ontvanger' })
  .brand<'SleutelId'>()
export type SleutelId = z.infer<typeof SleutelId>

/** A calendar day, `YYYY-MM-DD`, in Europe/Amsterdam. */
export const Dag = z.iso.date().meta({ description: 'Datum', examples: ['2026-11-03'] })
export type Dag = z.infer<typeof Dag>
