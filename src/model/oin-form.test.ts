import { expect, test } from 'vitest'
import { Oin } from './ids.ts'
import { isOinFor } from './oin-form.ts'

const fits = (omgeving: 'proef' | 'productie', oin: string): boolean =>
  isOinFor(omgeving, Oin.parse(oin))

test.each([
  '00000001123456782000',
  '00000002ABCDEFGH0000',
  '00000003123456780000',
  '00000004000000012000',
  '00000006000000001000',
  '000000070AB123450000',
  '00000008ABCDEFGHI000',
])('%s is an OIN in production and none in the trial', (oin) => {
  expect(fits('productie', oin)).toBe(true)
  expect(fits('proef', oin)).toBe(false)
})

test('the test prefix is required in the trial and refused in production', () => {
  expect(fits('proef', '00000099000000001000')).toBe(true)
  expect(fits('productie', '00000099000000001000')).toBe(false)
})

test.each([
  ['an RSIN that fails the 11-proof', '00000001123456789000'],
  ['a KvK number of nine digits', '00000003123456789000'],
  ['a KvK number with a letter', '000000031234567A0000'],
  ['a prefix that is not assigned', '00000005123456789000'],
  ['an unknown prefix', '00000042123456789000'],
  ['no zeroes at its end', '00000004000000012001'],
  ['a prefix that a name in the prototype could hide behind', 'CONSTRUC123456789000'],
])('%s is no OIN anywhere', (_what, oin) => {
  expect(fits('productie', oin)).toBe(false)
  expect(fits('proef', oin)).toBe(false)
})

test('a test OIN has nine digits and three zeroes', () => {
  for (const oin of ['00000099000000001001', '00000099A00000001000'])
    expect(fits('proef', oin)).toBe(false)
})
