/** A municipality seals the detail of a result to its own keys and opens it again; the gateway sees group and code only. */
import { fromBase64, toBase64 } from '../crypto/bytes.ts'
import type { FieldBox } from '../crypto/field-box.ts'
import type { FieldOpener } from '../crypto/field-opener.ts'
import type { Doosontvanger } from '../crypto/sender.ts'
import type { Gemeentecode, SignaalId } from '../model/ids.ts'
import { type Detailzegel, RESULTAATDETAIL, type Resultaatstand } from '../model/resultaat.ts'
import { Resultaatdetail } from '../model/resultaatdetail.ts'

/** At which melding; `versie` is the one that the result makes: one more than the one in `If-Match`. */
export type Detailplaats = {
  readonly melding: SignaalId
  readonly versie: number
  readonly gemeentecode: Gemeentecode
}

const placeOf = ({ melding: signaalId, versie, gemeentecode }: Detailplaats) =>
  ({ signaalId, versie, gemeentecode, veld: RESULTAATDETAIL }) as const

/** Seals `detail` for this place, to every one of `recipients`: the municipality's own `hulpaanbod` keys. */
export function sealDetail(
  box: FieldBox,
  plaats: Detailplaats,
  detail: Resultaatdetail,
  recipients: readonly Doosontvanger[],
): Detailzegel {
  const sender = box.createSender()
  try {
    const value = Resultaatdetail.parse(detail)
    const { waarde, dozen } = box.seal(placeOf(plaats), value, sender, recipients)
    return {
      waarde: toBase64(waarde),
      afzender: dozen.afzender,
      dozen: dozen.dozen.map(({ sleutelId, nonce, doos }) => ({ sleutelId, nonce, doos })),
    }
  } finally {
    sender.forget()
  }
}

/**
 * Opens the detail that `GET /v1/meldingen/{id}` gave.
 * @throws CannotOpen for another key, another melding, another version or altered bytes
 */
export function openDetail(
  opener: FieldOpener,
  plaats: Omit<Detailplaats, 'versie'>,
  { versie, waarde, sleutel }: NonNullable<Resultaatstand['detail']>,
): Resultaatdetail {
  return Resultaatdetail.parse(
    opener.open(placeOf({ ...plaats, versie }), fromBase64(waarde), sleutel),
  )
}
