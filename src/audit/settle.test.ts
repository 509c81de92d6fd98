import { expect, test } from 'vitest'
import { completeRoot, leafHash } from './merkle.ts'
import { settle } from './settle.ts'

const hash = (name: number): Uint8Array => leafHash(new Uint8Array([name]))
const truth = [1, 2, 3, 4].map(hash)
const expected = completeRoot(truth)

test('the hash above tells the true one of several at each place', () => {
  const options = [[hash(9), hash(1)], [hash(2)], [hash(8), hash(7), hash(3)], [hash(4), hash(4)]]
  expect(settle(options, completeRoot, expected)).toEqual(truth)
})

test('where no choice fits, nothing is told', () => {
  expect(
    settle([[hash(9)], ...truth.slice(1).map((one) => [one])], completeRoot, expected),
  ).toBeUndefined()
})

test('a place where everything is wrong costs a bounded number of tries', () => {
  let tries = 0
  const options = Array.from({ length: 256 }, (_, i) => [hash(i), hash(255 - i)])
  const combine = (choice: readonly Uint8Array[]): Uint8Array => {
    tries += 1
    return choice[0] ?? expected
  }
  expect(settle(options, combine, expected)).toBeUndefined()
  expect(tries).toBe(512)
})
