/**
 * An invented file in the form and of the size of the CBS file of postcodes and house numbers. The same arguments give the same bytes.
 * Municipality codes are as given; postcodes, numbers and districts are nobody's: they run on, and are dealt out to the municipalities in turn.
 */
import type { Adresrij } from '../routing/route.ts'

export type AddressFileShape = {
  readonly adressen: number
  readonly gemeenten: readonly string[]
  /** The year in the headings. */
  readonly jaar: number
  readonly separator?: ';' | ','
  /** Rows that come first, such as the streets of the development set: each postcode of theirs is left out of what is invented. */
  readonly vooraf?: readonly Pick<Adresrij, 'postcode' | 'huisnummer' | 'buurtcode'>[]
}

/** About what a postcode has (8 million numbers over 460,000 postcodes). */
const PER_POSTCODE = 17
const LETTERS = 'ABCEGHJKLMNPRSTVWXYZ'

const postcodeAt = (index: number): string =>
  `${1000 + Math.floor(index / 400)}${LETTERS[Math.floor(index / 20) % 20]}${LETTERS[index % 20]}`

/** Yields the text in pieces of some thousand lines, sorted as CBS does: by postcode, then by number. */
export function* generateAddressFile(shape: AddressFileShape): Generator<string> {
  const { adressen, gemeenten, jaar, separator = ';', vooraf = [] } = shape
  const join = (...cells: readonly (string | number)[]): string => `${cells.join(separator)}\r\n`
  let text = join('PC6', 'Huisnummer', `Buurt${jaar}`, `Wijk${jaar}`, `Gemeente${jaar}`)
  const taken = new Set(vooraf.map(({ postcode }) => postcode))
  for (const { postcode, huisnummer, buurtcode } of vooraf) {
    const buurt = buurtcode.slice(2)
    text += join(postcode, huisnummer, buurt, buurt.slice(0, 6), buurt.slice(0, 4))
  }
  const postcodes = Math.ceil(adressen / PER_POSTCODE)
  for (let number = vooraf.length, index = 0; number < adressen; index += 1) {
    const postcode = postcodeAt(index)
    if (taken.has(postcode)) continue
    const gemeente = gemeenten[Math.floor((index * gemeenten.length) / (postcodes + 1))] ?? ''
    const wijk = `${gemeente}${String(index % 20).padStart(2, '0')}`
    for (let at = 1; at <= PER_POSTCODE && number < adressen; at += 1, number += 1)
      text += join(
        postcode,
        2 * at - (index % 2),
        `${wijk}${String(at % 5).padStart(2, '0')}`,
        wijk,
        gemeente,
      )
    if (text.length > 200_000) {
      yield text
      text = ''
    }
  }
  yield text
}
