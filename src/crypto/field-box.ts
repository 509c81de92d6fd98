/**
 * The gateway's side of sealing: a field under a key of its own, that key boxed to its recipients, the boxes together under a retention key.
 * Buffers of ours are wiped after use; what libsodium copies into its WebAssembly memory is out of reach, so a live process is not covered.
 */
import { z } from 'zod'
import { SleutelId } from '../model/ids.ts'
import type { RandomBytes } from '../model/ports.ts'
import type { BewaarsleutelId } from '../model/sealed.ts'
import { KEY_BYTES, loadAead } from './aead.ts'
import { utf8 } from './bytes.ts'
import { canonicalBytes } from './canonical-json.ts'
import { boxesBinding, fieldBinding, type Veldplaats } from './field-place.ts'
import { createRandomPool } from './random-pool.ts'
import { createSender, type Doosontvanger, type Sender } from './sender.ts'

/**
 * The boxes of one field: the sender's public key and, per recipient key, the boxed field key (base64); a box that was added later has a
 * sender of its own.
 */
const Dozen = z.strictObject({
  afzender: z.base64(),
  dozen: z.array(
    z.strictObject({
      afzender: z.base64().exactOptional(),
      doos: z.base64(),
      nonce: z.base64(),
      sleutelId: SleutelId,
    }),
  ),
})
type Dozen = Readonly<z.infer<typeof Dozen>>

/** A retention key and its id. */
export type Bewaarsleutel = { readonly id: BewaarsleutelId; readonly key: Uint8Array }

export type FieldBox = {
  createSender(): Sender
  /**
   * Seals `value` under a fresh key and boxes that key to each recipient.
   * `waarde` = nonce (24) ‖ XChaCha20-Poly1305-IETF of the RFC 8785 form of `value`, bound to `place`.
   */
  seal(
    place: Veldplaats,
    value: unknown,
    sender: Sender,
    recipients: readonly Doosontvanger[],
  ): { readonly waarde: Uint8Array; readonly dozen: Dozen }
  /** Encrypts the boxes under a retention key: nonce (24) ‖ XChaCha20-Poly1305-IETF of their RFC 8785 form. */
  wrap(place: Veldplaats, key: Bewaarsleutel, dozen: Dozen): Uint8Array
  /** @throws CannotOpen for another key, another place or altered bytes */
  unwrap(place: Veldplaats, key: Bewaarsleutel, wrapped: Uint8Array): Dozen
}

// Keys in RFC 8785 order; every value is base64 or hex, so plain JSON is the canonical form (a test holds the two together).
function boxesJson({ afzender, dozen }: Dozen): Uint8Array {
  return utf8(
    JSON.stringify({
      afzender,
      dozen: dozen.map(({ afzender: own, doos, nonce, sleutelId }) => ({
        ...(own === undefined ? {} : { afzender: own }),
        doos,
        nonce,
        sleutelId,
      })),
    }),
  )
}

/** Loads libsodium (once a process) and gives the field box; keys and nonces come from `random`. */
export async function loadFieldBox(random: RandomBytes): Promise<FieldBox> {
  const pool = createRandomPool(random)
  const aead = await loadAead(pool)
  return {
    createSender: () => createSender(pool),
    seal: (place, value, sender, recipients) => {
      const plain = canonicalBytes(value)
      const fieldKey = pool(KEY_BYTES)
      try {
        const waarde = aead.seal(fieldKey, fieldBinding(place), plain)
        const dozen = recipients.map((recipient) => sender.box(recipient, fieldKey))
        return { waarde, dozen: { afzender: sender.afzender, dozen } }
      } finally {
        fieldKey.fill(0)
        plain.fill(0)
      }
    },
    wrap: (place, { id, key }, dozen) => aead.seal(key, boxesBinding(place, id), boxesJson(dozen)),
    unwrap: (place, { id, key }, wrapped) => {
      const json = aead.open(key, boxesBinding(place, id), wrapped)
      return Dozen.parse(JSON.parse(new TextDecoder().decode(json)))
    },
  }
}
