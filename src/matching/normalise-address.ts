/** An address in a form that does not depend on who wrote it. Pure; the result is hashed and never kept. */

/** Where a person lives, as a signal gives it. */
export type Adres = {
  readonly postcode: string
  readonly huisnummer: number
  readonly huisletter?: string | undefined
  readonly huisnummertoevoeging?: string | undefined
}

/** `toevoeging`: letter and addition as one, empty when there is none. */
export type Kernadres = {
  readonly postcode: string
  readonly huisnummer: number
  readonly toevoeging: string
}

/** What is written in two ways: Utrecht's bis, Amsterdam's huis, Haarlem's rood and zwart, floors by Roman number. */
const ADDITIONS: Readonly<Record<string, string>> = {
  BIS: 'BS',
  HUIS: 'H',
  HS: 'H',
  ROOD: 'RD',
  ZWRT: 'ZW',
  I: '1',
  II: '2',
  III: '3',
  IV: '4',
}

/**
 * Letter and addition are one: `12 A2`, letter A with addition 2 and addition A2 are the same door, as are `12-02` and `12-2`.
 * @see the catalogue of the BAG, huisnummer, huisletter and huisnummertoevoeging
 */
export function normaliseAddress(adres: Adres): Kernadres {
  const letter = plain(adres.huisletter)
  const addition = plain(adres.huisnummertoevoeging)
  const parts = [letter, addition].map((part) => ADDITIONS[part] ?? part.replace(/^0+(?=\d)/, ''))
  const whole = parts.join('')
  return {
    postcode: plain(adres.postcode),
    huisnummer: adres.huisnummer,
    toevoeging: ADDITIONS[whole] ?? whole,
  }
}

const plain = (text = ''): string => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
