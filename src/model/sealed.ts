/** Sealed fields: what the gateway stores and what a municipality receives. */
import { z } from 'zod'
import type { Openingsdoel } from './doel.ts'
import {
  Dag,
  type Gemeentecode,
  type Oin,
  type SleutelId,
  SleutelId as SleutelIdSchema,
} from './ids.ts'
import { Veld } from './veld.ts'

/** A recipient's public key (X25519, 32 bytes) with the purposes it opens for. */
export type Ontvangersleutel = {
  readonly sleutelId: SleutelId
  readonly gemeentecode: Gemeentecode
  readonly doelen: readonly Openingsdoel[]
  readonly publiekeSleutel: Uint8Array
  readonly toestand: 'actief' | 'alleenOpenen' | 'gecompromitteerd'
  /** The party that registered it: the college, or the body that acts for it. A decision does not need it. */
  readonly oin?: Oin
}

/** Names one retention key: the recipient, the due date of what hangs on it, and which in a row. */
export type BewaarsleutelId = {
  readonly gemeentecode: Gemeentecode
  readonly vervaldatum: Dag
  readonly volgnummer: number
}

/**
 * One field as stored: `waarde` = nonce ‖ ciphertext of its JSON value; `dozen` = the boxes of its key for all recipient keys
 * together, encrypted once more under the retention key of `vervaldatum`; `doelen` = purposes that a box exists for.
 */
export type VerzegeldVeld = {
  readonly veld: Veld
  readonly waarde: Uint8Array
  readonly dozen: Uint8Array
  readonly doelen: readonly Openingsdoel[]
  readonly vervaldatum: Dag
  /** The recipient keys that have a box of it; absent where that is not known. */
  readonly sleutelIds?: readonly SleutelId[]
  /** The due date that it has without the hold under which it lies; absent where it is not held. */
  readonly oorspronkelijk?: Dag
}

/** One sealed field as its recipient gets it (base64 throughout); only the box of the caller's own key. */
export const Veldzegel = z.strictObject({
  veld: Veld,
  waarde: z.base64().meta({ description: 'nonce ‖ XChaCha20-Poly1305 van de JSON-waarde' }),
  sleutel: z.strictObject({
    sleutelId: SleutelIdSchema,
    afzender: z.base64(),
    nonce: z.base64(),
    doos: z.base64(),
  }),
  grondslag: z.array(z.string()),
  bewarenTotDatum: Dag,
})
export type Veldzegel = z.infer<typeof Veldzegel>
