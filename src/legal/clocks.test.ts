import { describe, expect, test } from 'vitest'
import { afterCard, conversationTerm, endOfAttempts } from './clocks.ts'

describe('the clock of Wgs art. 4', () => {
  test('gives four weeks, and a warning five days before', () => {
    expect(conversationTerm('2026-11-03', undefined)).toEqual({
      uiterlijk: '2026-12-01',
      nadert: '2026-11-26',
    })
  })

  test.each([
    ['a Sunday', '2026-11-01', '2026-11-30'],
    ['Christmas', '2026-11-27', '2026-12-28'],
  ])('ends on the next working day when the day is %s', (_, start, uiterlijk) => {
    expect(conversationTerm(start, undefined).uiterlijk).toBe(uiterlijk)
  })

  test('gives three working days from the acceptance when threatening, and a warning one working day before', () => {
    expect(conversationTerm('2026-11-03', '2026-11-05')).toEqual({
      uiterlijk: '2026-11-10',
      nadert: '2026-11-09',
    })
  })

  test('warns on the working day before, over a weekend, also where both terms end on one day', () => {
    expect(conversationTerm('2026-11-04', '2026-11-04')).toEqual({
      uiterlijk: '2026-11-09',
      nadert: '2026-11-06',
    })
    expect(conversationTerm('2026-11-03', '2026-11-26')).toEqual({
      uiterlijk: '2026-12-01',
      nadert: '2026-11-30',
    })
  })

  test('counts no Easter among those three days', () => {
    // Good Friday 3 April and Easter Monday 6 April 2026.
    expect(conversationTerm('2026-04-01', '2026-04-01')).toEqual({
      uiterlijk: '2026-04-08',
      nadert: '2026-04-07',
    })
  })

  test('is never longer by a threat than the four weeks, and does not begin before its start', () => {
    expect(conversationTerm('2026-11-03', '2026-11-30').uiterlijk).toBe('2026-12-01')
    expect(conversationTerm('2026-11-03', '2026-10-30').uiterlijk).toBe('2026-11-06')
  })
})

test('a card asks for another visit after five days; attempts last three weeks', () => {
  expect([afterCard('2026-11-03'), endOfAttempts('2026-11-03')]).toEqual([
    '2026-11-08',
    '2026-11-24',
  ])
})
