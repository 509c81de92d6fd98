import { expect, test } from 'vitest'
import { type Adres, normaliseAddress } from './normalise-address.ts'

const at = (more: Partial<Adres>): Adres => ({ postcode: '6811AB', huisnummer: 12, ...more })
const doors = (more: readonly Partial<Adres>[]): number =>
  new Set(more.map((one) => JSON.stringify(normaliseAddress(at(one))))).size

test.each([
  [
    'letter and addition are one',
    [{ huisletter: 'A', huisnummertoevoeging: '2' }, { huisnummertoevoeging: 'a2' }],
  ],
  ['a letter may stand as addition', [{ huisletter: 'A' }, { huisnummertoevoeging: 'a' }]],
  ['zeros in front do not count', [{ huisnummertoevoeging: '2' }, { huisnummertoevoeging: '02' }]],
  ['bis is shortened', [{ huisnummertoevoeging: 'bis' }, { huisnummertoevoeging: 'BS' }]],
  [
    'huis is shortened',
    [{ huisnummertoevoeging: 'huis' }, { huisnummertoevoeging: 'HS' }, { huisletter: 'H' }],
  ],
  ['a floor may be Roman', [{ huisnummertoevoeging: 'II' }, { huisnummertoevoeging: '2' }]],
  ['a postcode may have a space', [{ postcode: '6811 ab' }, {}]],
])('%s', (_, spellings) => {
  expect(doors(spellings)).toBe(1)
})

test('other doors stay apart', () => {
  expect(
    doors([
      {},
      { huisletter: 'A' },
      { huisletter: 'B' },
      { huisnummertoevoeging: '1' },
      { huisnummertoevoeging: '2' },
      { huisnummertoevoeging: '0' },
      { huisletter: 'A', huisnummertoevoeging: '1' },
      { huisnummer: 121 },
      { postcode: '6811AC' },
    ]),
  ).toBe(9)
})
