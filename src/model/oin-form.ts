/** The forms of an OIN (OIN-stelsel 2.2.2): 20 positions = prefix of the register (8), number (8 or 9), zeroes. Pure. */
import type { Oin } from './ids.ts'

/** Where a gateway stands: in the trial only test OINs come in, in production none. */
export type Omgeving = 'proef' | 'productie'

const TEST_PREFIX = '00000099'

const NINE_DIGITS = /^\d{9}000$/
const NINE_POSITIONS = /^(?:[0-9A-Z]{9}000|[0-9A-Z]{8}0000)$/

/** Every register whose numbers are given out, with the form of what follows the prefix; 00000005 is not assigned. */
const FORM_OF_PREFIX: Readonly<Record<string, (rest: string) => boolean>> = {
  '00000001': (rest) => NINE_DIGITS.test(rest) && passesElevenProof(rest.slice(0, 9)),
  '00000002': (rest) => NINE_POSITIONS.test(rest),
  '00000003': (rest) => /^\d{8}0000$/.test(rest),
  '00000004': (rest) => NINE_DIGITS.test(rest),
  '00000006': (rest) => NINE_POSITIONS.test(rest),
  '00000007': (rest) => NINE_POSITIONS.test(rest),
  '00000008': (rest) => NINE_POSITIONS.test(rest),
  '00000009': (rest) => NINE_POSITIONS.test(rest),
  '00000010': (rest) => NINE_POSITIONS.test(rest),
  [TEST_PREFIX]: (rest) => NINE_DIGITS.test(rest),
}

/** Whether an OIN has the form of its register and belongs in this environment. */
export function isOinFor(omgeving: Omgeving, oin: Oin): boolean {
  const prefix = oin.slice(0, 8)
  if ((prefix === TEST_PREFIX) !== (omgeving === 'proef')) return false
  return FORM_OF_PREFIX[prefix]?.(oin.slice(8)) ?? false
}

/** RSIN: the weighted sum of its nine digits (9, 8 … 2, and the last one negative) divides by 11. */
function passesElevenProof(digits: string): boolean {
  const sum = [...digits].reduce(
    (total, digit, at) => total + Number(digit) * (at === 8 ? -1 : 9 - at),
    0,
  )
  return sum % 11 === 0
}
