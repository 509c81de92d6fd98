import { describe, expect, test } from 'vitest'
import { judgeClock, monthIsOver, sweepIsDue } from './sweep-clock.ts'

const at = (text: string): Date => new Date(text)
const NIGHT = at('2026-11-24T01:00:00Z')
const later = (hours: number, from = NIGHT): Date => new Date(from.getTime() + hours * 3_600_000)

describe('sweepIsDue', () => {
  test.each([
    ['never done', undefined, '2026-11-24T12:00:00Z', true],
    ['a moment before 02:00', '2026-11-23T01:00:00Z', '2026-11-24T00:59:59Z', false],
    ['at 02:00', '2026-11-23T01:00:00Z', '2026-11-24T01:00:00Z', true],
    ['done this night', '2026-11-24T01:00:10Z', '2026-11-24T22:00:00Z', false],
    ['missed for days', '2026-11-20T01:00:10Z', '2026-11-24T09:00:00Z', true],
    ['in summer 02:00 is midnight UTC', '2026-06-30T00:00:10Z', '2026-07-01T00:00:00Z', true],
    ['caught up by day', '2026-11-24T09:00:00Z', '2026-11-25T00:59:00Z', false],
    ['in the night without 02:00, at 03:00', '2026-03-28T01:00:10Z', '2026-03-29T01:00:00Z', true],
    ['and not before', '2026-03-28T01:00:10Z', '2026-03-29T00:59:59Z', false],
    ['in the night with two, at the first', '2026-10-24T00:00:10Z', '2026-10-25T00:00:00Z', true],
    ['and not again at the second', '2026-10-25T00:00:10Z', '2026-10-25T01:00:00Z', false],
  ])('%s', (_name, done, now, due) => {
    expect(sweepIsDue(done === undefined ? undefined : at(done), at(now))).toBe(due)
  })
})

describe('judgeClock', () => {
  const known = { gezien: NIGHT, laatsteGebeurtenis: undefined, sprong: undefined }

  test('believes a night later, and up to 36 hours', () => {
    for (const hours of [-5, 0, 24, 36])
      expect(judgeClock(later(hours), known, false)).toEqual({ kind: 'geloofd', klok: 'gewoon' })
  })

  test('does not believe a jump on one look, however busy the log was under the jumped clock', () => {
    const jumped = later(24 * 365)
    const busy = { ...known, laatsteGebeurtenis: jumped }
    for (const one of [known, busy])
      expect(judgeClock(jumped, one, false)).toEqual({ kind: 'sprong', eersteBlik: jumped })
  })

  test('without an earlier look measures from the last event, and without any believes', () => {
    const young = { gezien: undefined, laatsteGebeurtenis: NIGHT, sprong: undefined }
    expect(judgeClock(later(37), young, false).kind).toBe('sprong')
    const empty = { ...young, laatsteGebeurtenis: undefined }
    expect(judgeClock(later(37), empty, false).kind).toBe('geloofd')
  })

  test('believes the jump at a second look an hour later, not a minute sooner', () => {
    const first = later(100)
    const seen = { ...known, sprong: first }
    const soon = new Date(first.getTime() + 59 * 60_000)
    expect(judgeClock(soon, seen, false)).toEqual({ kind: 'sprong', eersteBlik: first })
    expect(judgeClock(later(1, first), seen, false)).toEqual({ kind: 'geloofd', klok: 'bevestigd' })
  })

  test('begins anew when the clock jumped again, or came part of the way back', () => {
    const seen = { ...known, sprong: later(1000) }
    for (const other of [later(2000), later(500)])
      expect(judgeClock(other, seen, false)).toEqual({ kind: 'sprong', eersteBlik: other })
  })

  test('takes the word of the operator', () => {
    expect(judgeClock(later(1000), known, true)).toEqual({ kind: 'geloofd', klok: 'zeker' })
  })
})

test('a month is over a day after its end in Amsterdam', () => {
  expect(monthIsOver('2026-10', at('2026-11-01T22:59:00Z'))).toBe(false)
  expect(monthIsOver('2026-10', at('2026-11-01T23:00:00Z'))).toBe(true)
  expect(monthIsOver('2026-11', at('2026-11-24T01:00:00Z'))).toBe(false)
})
