import { describe, expect, test } from 'vitest'
import { startClock } from './law-clock.ts'

describe('startClock', () => {
  test('begins where it was set and runs on with real time', () => {
    let real = new Date('2026-11-03T09:00:00Z')
    const now = startClock(new Date('2026-01-02T09:00:00Z'), () => real)
    expect(now().toISOString()).toBe('2026-01-02T09:00:00.000Z')
    real = new Date('2026-11-04T09:00:01Z')
    expect(now().toISOString()).toBe('2026-01-03T09:00:01.000Z')
  })

  test('is the real clock when nothing was set', () => {
    const real = (): Date => new Date('2026-11-03T09:00:00Z')
    expect(startClock(undefined, real)).toBe(real)
  })
})
