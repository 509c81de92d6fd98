/** The recipient's side of sealing: opens a field with its box and the recipient's secret key. Needs nothing of the gateway. */
import sodium from 'libsodium-wrappers'
import { CannotOpen, openAead } from './aead.ts'
import { fromBase64 } from './bytes.ts'
import { fieldBinding, type Veldplaats } from './field-place.ts'
import { isSleutelpaar, type Sleutelpaar } from './recipient-key.ts'

/** The box of a field's key for one recipient key, as the gateway hands it out; base64. */
export type Veldsleutel = {
  readonly afzender: string
  readonly nonce: string
  readonly doos: string
}

export type FieldOpener = {
  /**
   * The key of a field, for a box of a successor; the caller wipes it.
   * @throws CannotOpen for another key or altered bytes
   */
  openKey(sleutel: Veldsleutel): Uint8Array
  /**
   * Opens nonce ‖ ciphertext at its place and gives the JSON value.
   * @throws CannotOpen for another key, another place or altered bytes
   */
  open(place: Veldplaats, waarde: Uint8Array, sleutel: Veldsleutel): unknown
}

/** A sender serves many fields; so many agreements are kept at most. */
const AGREEMENTS_KEPT = 256

/**
 * Loads libsodium (once a process) and gives the opener of one key pair.
 * @throws Error when the halves and the id do not belong together
 */
export async function loadFieldOpener(paar: Sleutelpaar): Promise<FieldOpener> {
  await sodium.ready
  if (!isSleutelpaar(paar)) throw new Error(`sleutelpaar ${paar.sleutelId} hoort niet bij elkaar`)
  const agreements = new Map<string, Uint8Array>()

  const agreementWith = (afzender: string): Uint8Array => {
    const known = agreements.get(afzender)
    if (known !== undefined) return known
    const agreement = sodium.crypto_box_beforenm(fromBase64(afzender), paar.geheimeSleutel)
    if (agreements.size >= AGREEMENTS_KEPT) {
      for (const old of agreements.values()) sodium.memzero(old)
      agreements.clear()
    }
    agreements.set(afzender, agreement)
    return agreement
  }

  const fieldKeyOf = ({ afzender, nonce, doos }: Veldsleutel): Uint8Array => {
    try {
      return sodium.crypto_box_open_easy_afternm(
        fromBase64(doos),
        fromBase64(nonce),
        agreementWith(afzender),
      )
    } catch {
      throw new CannotOpen()
    }
  }

  return {
    openKey: fieldKeyOf,
    open: (place, waarde, sleutel) => {
      const fieldKey = fieldKeyOf(sleutel)
      try {
        return parseJson(openAead(fieldKey, fieldBinding(place), waarde))
      } finally {
        sodium.memzero(fieldKey)
      }
    },
  }
}

/** Whoever sealed it held the box's key, so bytes that are no JSON are no value either. */
function parseJson(plain: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain)) as unknown
  } catch {
    throw new CannotOpen()
  } finally {
    sodium.memzero(plain)
  }
}
