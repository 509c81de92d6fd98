/** Opens a melding at the municipality, with keys that never leave it. Needs nothing but the gateway's answer and those keys. */
import { CannotOpen } from '../crypto/aead.ts'
import { fromBase64 } from '../crypto/bytes.ts'
import { type FieldOpener, loadFieldOpener } from '../crypto/field-opener.ts'
import type { Sleutelpaar } from '../crypto/recipient-key.ts'
import type { SleutelId } from '../model/ids.ts'
import type { Melding, Meldingsignaal } from '../model/melding.ts'
import type { Veldzegel } from '../model/sealed.ts'
import type { Veld } from '../model/veld.ts'

/** A signal with its fields in the clear. `nietGeopend` names the fields that did not open. */
type GeopendSignaal = Omit<Meldingsignaal, 'velden'> & {
  readonly velden: Readonly<Partial<Record<Veld, unknown>>>
  readonly nietGeopend: readonly Veld[]
}

export type GeopendeMelding = Omit<Melding, 'signalen'> & {
  readonly signalen: readonly GeopendSignaal[]
}

/** A box for a key that is not ours: the gateway gave out something that it should not have, so nothing is opened. */
export class VreemdeSleutel extends Error {
  readonly sleutelId: SleutelId

  constructor(sleutelId: SleutelId) {
    super(
      `Alarm: een veld is verzegeld voor sleutel ${sleutelId}, en dat is geen sleutel van deze opener. ` +
        'Er is niets geopend. Vraag na wie die sleutel heeft geregistreerd.',
    )
    this.name = 'VreemdeSleutel'
    this.sleutelId = sleutelId
  }
}

export type Opener = {
  /** The keys that it opens with. */
  readonly sleutelIds: readonly SleutelId[]
  /**
   * Opens every field that opens; one that fails is named and leaves the others alone.
   * @throws VreemdeSleutel when any field has a box for a key that is not ours
   */
  openMelding(melding: Melding): GeopendeMelding
}

/**
 * An opener with some key pairs of one municipality.
 * @throws Error when the halves and the id of a pair do not belong together
 */
export async function createOpener(keys: readonly Sleutelpaar[]): Promise<Opener> {
  const openers = new Map<SleutelId, FieldOpener>()
  for (const key of keys) openers.set(key.sleutelId, await loadFieldOpener(key))
  return {
    sleutelIds: [...openers.keys()],
    openMelding: (melding) => {
      for (const signaal of melding.signalen)
        for (const { sleutel } of signaal.velden)
          if (!openers.has(sleutel.sleutelId)) throw new VreemdeSleutel(sleutel.sleutelId)
      return {
        ...melding,
        signalen: melding.signalen.map((signaal) => openSignaal(openers, signaal)),
      }
    },
  }
}

type Openers = ReadonlyMap<SleutelId, FieldOpener>

function openSignaal(openers: Openers, signaal: Meldingsignaal): GeopendSignaal {
  const velden: Partial<Record<Veld, unknown>> = {}
  const nietGeopend: Veld[] = []
  for (const zegel of signaal.velden) {
    const opened = openVeld(openers, signaal, zegel)
    if (opened === undefined) nietGeopend.push(zegel.veld)
    else velden[zegel.veld] = opened
  }
  return { ...signaal, velden, nietGeopend }
}

/** The value, or undefined (which is no JSON value) when the field does not open. */
function openVeld(
  openers: Openers,
  { id, versie, gemeentecode }: Meldingsignaal,
  { veld, waarde, sleutel }: Veldzegel,
): unknown {
  try {
    const place = { signaalId: id, versie, gemeentecode, veld }
    return openers.get(sleutel.sleutelId)?.open(place, fromBase64(waarde), sleutel)
  } catch (error) {
    if (error instanceof CannotOpen) return undefined
    throw error
  }
}
