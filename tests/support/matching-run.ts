/** Groups a set with known truth through the very path of the gateway: lawful fields, blind indexes, groups. */
import type { BlindIndex } from '../../src/crypto/blind-index.ts'
import { type Groepssignaal, placeSignals } from '../../src/matching/group.ts'
import { makeIndexes } from '../../src/matching/indexes.ts'
import { Oin, SignaalId } from '../../src/model/ids.ts'
import type { Veld } from '../../src/model/veld.ts'
import type { Schrijfwijze } from './matching-mistakes.ts'
import type { Testset } from './matching-set.ts'

/** Seven live keys, the month of receipt last. */
const KEYS = Array.from({ length: 7 }, (_, i) => ({
  maand: `2026-${String(i + 5).padStart(2, '0')}`,
  sleutel: new Uint8Array(32).fill(i + 1),
}))

const SET_MONTH = '2026-11'
const VLP = Oin.parse('00000099000000001000')

const idOf = (place: number): SignaalId =>
  SignaalId.parse(`019a0000-0000-7000-8000-${place.toString(16).padStart(12, '0')}`)

function lawfulOf(written: Schrijfwijze): ReadonlyMap<Veld, unknown> {
  return new Map<Veld, unknown>([
    ['persoon.achternaam', written.achternaam],
    ['persoon.voorvoegsel', written.voorvoegsel],
    ['persoon.voorletters', written.voorletters],
    ['adres.postcode', written.postcode],
    ['adres.huisnummer', written.huisnummer],
    ['adres.huisletter', written.huisletter],
    ['adres.huisnummertoevoeging', written.huisnummertoevoeging],
  ])
}

/** Of one signal, as intake makes it. */
function indexSignal(blind: BlindIndex, written: Schrijfwijze, place: number): Groepssignaal {
  const indexes = makeIndexes(blind, KEYS, lawfulOf(written)) ?? []
  const indexen = new Map(indexes.map((index) => [index.maand, index]))
  return { id: idOf(place), oin: VLP, maand: SET_MONTH, indexen }
}

/** Of each signal, in the order of the set, the melding that it was put in. */
export function groupSet(blind: BlindIndex, { signalen }: Testset): readonly string[] {
  const ready = signalen.map(({ geschreven }, i) => indexSignal(blind, geschreven, i))
  const placed = new Map(
    placeSignals([], ready, ({ id }) => id).map(({ signaal, melding }) => [signaal.id, melding]),
  )
  return ready.map(({ id }) => placed.get(id) ?? '')
}

/** The baseline: the same text in every field, or another person. */
export function groupByText({ signalen }: Testset): readonly string[] {
  return signalen.map(({ geschreven }) =>
    [
      geschreven.voorletters,
      geschreven.voorvoegsel,
      geschreven.achternaam,
      geschreven.postcode,
      geschreven.huisnummer,
      geschreven.huisletter,
      geschreven.huisnummertoevoeging,
    ].join('|'),
  )
}
