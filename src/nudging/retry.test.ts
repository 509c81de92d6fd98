import { describe, expect, test } from 'vitest'
import { nextAttempt, readRetryAfter } from './retry.ts'

const at = new Date('2026-11-03T09:00:00Z')
const HOUR = 3600
/** Seconds until the next attempt; `dice` from 0 to 255. */
const wait = (
  pogingen: number,
  dice = 255,
  more: { gestoord?: boolean; wachtSeconden?: number } = {},
): number =>
  (nextAttempt({ at, pogingen, gestoord: false, ...more }, () => Uint8Array.of(dice)).getTime() -
    at.getTime()) /
  1000

describe('an attempt that failed', () => {
  test('is made again twice as late each time, up to an hour', () => {
    expect([1, 2, 3, 4].map((n) => wait(n))).toEqual([5, 10, 20, 40])
    expect([10, 11, 100, 2000].map((n) => wait(n))).toEqual([2560, HOUR, HOUR, HOUR])
  })

  test('is made again after half of that at the earliest, by chance, so that receivers do not come back together', () => {
    expect(wait(100, 0)).toBe(HOUR / 2)
    const all = Array.from({ length: 256 }, (_, dice) => wait(100, dice))
    expect(new Set(all).size).toBe(256)
    expect([Math.min(...all), Math.max(...all)]).toEqual([HOUR / 2, HOUR])
  })

  test('is made again seldom once the alarm was given', () => {
    expect([0, 255].map((dice) => wait(200, dice, { gestoord: true }))).toEqual([
      3 * HOUR,
      6 * HOUR,
    ])
  })

  test('is not made before the receiver asked, who may ask for a day', () => {
    expect(wait(1, 0, { wachtSeconden: 7200 })).toBe(7200)
    expect(wait(11, 255, { wachtSeconden: 60 })).toBe(HOUR)
    expect(wait(1, 0, { wachtSeconden: 999_999_999 })).toBe(24 * HOUR)
  })
})

describe('Retry-After', () => {
  test.each([
    ['120', 120],
    ['0', 0],
    ['Tue, 03 Nov 2026 10:00:00 GMT', HOUR],
    ['Tue, 03 Nov 2026 08:00:00 GMT', 0],
    [undefined, undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['1e9', undefined],
    ['2026-11-03T10:00:00Z', undefined],
    ['Tue, 99 Nov 2026 10:00:00 GMT', undefined],
    ['9'.repeat(40), undefined],
  ])('%s is %s seconds', (value, seconds) => {
    expect(readRetryAfter(value, at)).toBe(seconds)
  })
})
