import { describe, expect, test } from 'vitest'
import { uuidv7 } from '../crypto/uuid.ts'
import { isStale } from './log-age.ts'

const now = new Date('2026-11-03T09:10:00.000Z')
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1_000)
const waitingSince = (seconds: number): string =>
  uuidv7(ago(seconds), (length) => new Uint8Array(length))

describe('isStale', () => {
  test.each([
    ['nothing waits, however old the checkpoint', ago(86_400), null, false],
    ['nothing was ever signed and nothing waits', null, null, false],
    ['an event has just come after a quiet day', ago(86_400), waitingSince(1), false],
    ['an event has waited a minute to the millisecond', ago(86_400), waitingSince(60), false],
    ['an event has waited longer than a minute', ago(86_400), waitingSince(60.001), true],
    ['an event has waited longer and nothing was ever signed', null, waitingSince(61), true],
    ['a backlog is being worked off', ago(1), waitingSince(600), false],
    ['the clock stands a little before the checkpoint', ago(-5), null, false],
    ['the clock stands well before the checkpoint', ago(-5.001), null, true],
  ])('when %s', (_, laatsteCheckpoint, oudsteWachtende, stale) => {
    expect(isStale({ laatsteCheckpoint, oudsteWachtende }, now)).toBe(stale)
  })
})
