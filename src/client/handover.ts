/** Makes boxes for a successor's key at the municipality: opens only the keys of fields, never a value. */
import { loadFieldOpener } from '../crypto/field-opener.ts'
import type { Sleutelpaar } from '../crypto/recipient-key.ts'
import { createSender, type Doosontvanger } from '../crypto/sender.ts'
import type { NieuweDoos } from '../model/dozen.ts'
import type { Melding, Meldingsignaal } from '../model/melding.ts'
import type { RandomBytes } from '../model/ports.ts'
import { VreemdeSleutel } from './opener.ts'

/** The boxes of one signal. */
export type SignalBoxes = Pick<Meldingsignaal, 'id' | 'versie'> & {
  readonly dozen: readonly NieuweDoos[]
}

/**
 * The boxes of every field of `meldingen`, which were collected with `paar`, for the key `to`; one ephemeral sender serves them all.
 * @throws VreemdeSleutel for a box of a key that is not ours; CannotOpen for one that does not open
 */
export async function boxesFor(
  meldingen: readonly Melding[],
  paar: Sleutelpaar,
  to: Doosontvanger,
  random: RandomBytes,
): Promise<readonly SignalBoxes[]> {
  const opener = await loadFieldOpener(paar)
  const sender = createSender(random)
  const boxesOf = ({ id, versie, velden }: Meldingsignaal): SignalBoxes => ({
    id,
    versie,
    dozen: velden.map(({ veld, sleutel }) => {
      if (sleutel.sleutelId !== paar.sleutelId) throw new VreemdeSleutel(sleutel.sleutelId)
      const fieldKey = opener.openKey(sleutel)
      try {
        const { doos, nonce } = sender.box(to, fieldKey)
        return { veld, afzender: sender.afzender, nonce, doos }
      } finally {
        fieldKey.fill(0)
      }
    }),
  })
  try {
    return meldingen.flatMap(({ signalen }) => signalen.map(boxesOf))
  } finally {
    sender.forget()
  }
}
