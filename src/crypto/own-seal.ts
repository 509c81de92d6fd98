/** A municipality seals to its own key what it keeps on its own disk: a fresh key for each text, boxed to the public half; opening takes the secret half. */
import sodium from 'libsodium-wrappers'
import type { RandomBytes } from '../model/ports.ts'
import { CannotOpen, KEY_BYTES, loadAead, openAead } from './aead.ts'
import { fromBase64, toBase64, utf8 } from './bytes.ts'
import { loadFieldOpener, type Veldsleutel } from './field-opener.ts'
import type { Sleutelpaar } from './recipient-key.ts'
import { createSender, type Doosontvanger } from './sender.ts'

/** Base64 throughout; `waarde` is nonce ‖ ciphertext ‖ tag. */
export type Eigenzegel = Veldsleutel & { readonly sleutelId: string; readonly waarde: string }

/** Seals `text` to the public half of `naar`, bound to the name under which it stands. */
export async function sealOwn(
  random: RandomBytes,
  naar: Doosontvanger,
  { naam, text }: { readonly naam: string; readonly text: string },
): Promise<Eigenzegel> {
  const aead = await loadAead(random)
  const sender = createSender(random)
  const key = random(KEY_BYTES)
  try {
    const waarde = toBase64(aead.seal(key, utf8(naam), utf8(text)))
    return { afzender: sender.afzender, ...sender.box(naar, key), waarde }
  } finally {
    sodium.memzero(key)
    sender.forget()
  }
}

/** Opens what was sealed to `paar` under a name. */
export type OwnOpener = (naam: string, zegel: Eigenzegel) => string

/** @throws Error when the pair does not belong together; the opener throws CannotOpen for another key, another name or altered bytes */
export async function loadOwnOpener(paar: Sleutelpaar): Promise<OwnOpener> {
  const opener = await loadFieldOpener(paar)
  return (naam, { waarde, ...sleutel }) => {
    const key = opener.openKey(sleutel)
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(
        openAead(key, utf8(naam), fromBase64(waarde)),
      )
    } catch (error) {
      if (error instanceof TypeError) throw new CannotOpen()
      throw error
    } finally {
      sodium.memzero(key)
    }
  }
}
