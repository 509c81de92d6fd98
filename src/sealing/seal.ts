/** Seals the lawful fields of one signal: each under its own key, for exactly the recipient keys whose purposes take it. Pure given its inputs. */
import type { FieldBox } from '../crypto/field-box.ts'
import type { Veldplaats } from '../crypto/field-place.ts'
import type { Sender } from '../crypto/sender.ts'
import type { Openingsdoel } from '../model/doel.ts'
import type { Dag, Gemeentecode, SignaalId } from '../model/ids.ts'
import type { Ontvangersleutel, VerzegeldVeld } from '../model/sealed.ts'
import type { Veld } from '../model/veld.ts'

/** A field that passed: its JSON value, the purposes that may open it, and the day on which it ends. */
export type TeVerzegelen = {
  readonly value: unknown
  readonly doelen: readonly Openingsdoel[]
  readonly vervaldatum: Dag
  /** The day on which it ends without the hold of its signal; absent where it is not held. */
  readonly oorspronkelijk?: Dag
}

export type SealInput = {
  readonly signaalId: SignaalId
  readonly versie: number
  readonly gemeentecode: Gemeentecode
  readonly fields: ReadonlyMap<Veld, TeVerzegelen>
  /** The keys of this municipality; only the active ones get a box. */
  readonly recipients: readonly Ontvangersleutel[]
  /** The open retention key of a due date, locked by the caller's transaction. */
  readonly retentionKeys: (vervaldatum: Dag) => {
    readonly volgnummer: number
    readonly key: Uint8Array
  }
  /** Serves one request or one chunk; the caller forgets it. */
  readonly sender: Sender
}

/**
 * Seals every field, in the order of the map.
 * @throws Error when a key is another municipality's, or when nobody could open a field: such a field had to be withheld
 */
export function sealFields(box: FieldBox, input: SealInput): readonly VerzegeldVeld[] {
  for (const recipient of input.recipients)
    if (recipient.gemeentecode !== input.gemeentecode)
      throw new Error('a recipient key belongs to another municipality')
  // Fields of one group share the list of their purposes, and so their recipients.
  const served = new Map<readonly Openingsdoel[], Served>()
  return [...input.fields].map(([veld, field]) => {
    const known = served.get(field.doelen) ?? servedBy(input.recipients, field.doelen)
    served.set(field.doelen, known)
    return sealField(box, input, { veld, field, served: known })
  })
}

/** Who can open the fields of some purposes, and for which of these purposes. */
type Served = Required<Pick<VerzegeldVeld, 'doelen' | 'sleutelIds'>> & {
  readonly recipients: readonly Ontvangersleutel[]
}

function servedBy(all: readonly Ontvangersleutel[], doelen: readonly Openingsdoel[]): Served {
  const recipients = all.filter(
    (key) => key.toestand === 'actief' && key.doelen.some((doel) => doelen.includes(doel)),
  )
  return {
    recipients,
    doelen: doelen.filter((doel) => recipients.some((one) => one.doelen.includes(doel))),
    sleutelIds: recipients.map(({ sleutelId }) => sleutelId),
  }
}

type OneField = { readonly veld: Veld; readonly field: TeVerzegelen; readonly served: Served }

function sealField(
  box: FieldBox,
  input: SealInput,
  { veld, field, served: { recipients, doelen, sleutelIds } }: OneField,
): VerzegeldVeld {
  const { signaalId, versie, gemeentecode, sender } = input
  const { value, vervaldatum, oorspronkelijk } = field
  if (recipients.length === 0) throw new Error(`no active key could open the field ${veld}`)
  const place: Veldplaats = { signaalId, versie, gemeentecode, veld }
  const { volgnummer, key } = input.retentionKeys(vervaldatum)
  const { waarde, dozen } = box.seal(place, value, sender, recipients)
  return {
    veld,
    waarde,
    dozen: box.wrap(place, { id: { gemeentecode, vervaldatum, volgnummer }, key }, dozen),
    doelen,
    vervaldatum,
    sleutelIds,
    ...(oorspronkelijk === undefined ? {} : { oorspronkelijk }),
  }
}
