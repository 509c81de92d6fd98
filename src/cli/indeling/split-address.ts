/** A house number with letter and addition, a street with its number, a postcode with its place: split, or undefined when that is not sure. */

export type Huisnummerdelen = {
  readonly huisnummer: string
  readonly huisletter?: string
  readonly huisnummertoevoeging?: string
}

const NUMBER = /^(\d{1,5})[\s/-]*(.*)$/
const LETTER = /^[A-Za-z]$/
const ADDITION = /^[A-Za-z0-9]{1,4}$/
/** `A2`, `A-2`, `A bis`; not `bis`. */
const BOTH = /^([A-Za-z])(?:[\s/-]+([A-Za-z0-9]{1,4})|(\d{1,4}))$/

/** `12`, `12A`, `12 A`, `12-2`, `12 bis`, `12 A-2`. */
export function splitHouseNumber(text: string): Huisnummerdelen | undefined {
  const [, huisnummer, rest = ''] = NUMBER.exec(text.trim()) ?? []
  if (huisnummer === undefined) return undefined
  if (rest === '') return { huisnummer }
  if (LETTER.test(rest)) return { huisnummer, huisletter: rest }
  const [, huisletter, spaced, joined] = BOTH.exec(rest) ?? []
  const addition = spaced ?? joined
  if (huisletter !== undefined && addition !== undefined)
    return { huisnummer, huisletter, huisnummertoevoeging: addition }
  return ADDITION.test(rest) ? { huisnummer, huisnummertoevoeging: rest } : undefined
}

/** `Lindelaan 12 bis`. Undefined when there is more than one place where the number may begin (`Plein 1944 12`). */
export function splitStreet(
  text: string,
): (Huisnummerdelen & { readonly straatnaam: string }) | undefined {
  const words = text.trim().split(/\s+/)
  const found = words.flatMap((_, at) => {
    const number = at === 0 ? undefined : splitHouseNumber(words.slice(at).join(' '))
    return number === undefined ? [] : [{ straatnaam: words.slice(0, at).join(' '), ...number }]
  })
  return found.length === 1 ? found[0] : undefined
}

/** `6811 AB Arnhem`. */
export function splitPostcode(
  text: string,
): { readonly postcode: string; readonly plaatsnaam: string } | undefined {
  const [, digits, letters, plaatsnaam] = /^([1-9]\d{3})\s?([A-Za-z]{2})\s+(\S.*)$/.exec(text) ?? []
  if (digits === undefined || letters === undefined || plaatsnaam === undefined) return undefined
  return { postcode: `${digits}${letters.toUpperCase()}`, plaatsnaam }
}
