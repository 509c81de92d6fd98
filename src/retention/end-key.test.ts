import { describe, expect, test } from 'vitest'
import { SignaalId } from '../model/ids.ts'
import { countFields, nextStep, splitBatch } from './end-key.ts'

const ids = [1, 2, 3].map((n) => SignaalId.parse(`019a0c3e-5b7a-7c41-9d2e-00000000000${n}`))
const rows = ids.map((signaalId, i) => ({ signaalId, velden: Array.from({ length: i + 1 }) }))

describe('nextStep', () => {
  test('closes first, then empties, then destroys, then is done', () => {
    expect(nextStep({ toestand: 'open', heeftRijen: true })).toBe('sluiten')
    expect(nextStep({ toestand: 'open', heeftRijen: false })).toBe('sluiten')
    expect(nextStep({ toestand: 'sluitend', heeftRijen: true })).toBe('leegmaken')
    expect(nextStep({ toestand: 'sluitend', heeftRijen: false })).toBe('vernietigen')
    expect(nextStep({ toestand: 'vernietigd', heeftRijen: false })).toBe('klaar')
  })

  test('refuses to call a key done while rows hang on it', () => {
    expect(() => nextStep({ toestand: 'vernietigd', heeftRijen: true })).toThrow('destroyed')
  })
})

describe('splitBatch', () => {
  test('keeps what stays and lets the rest go, every row once', () => {
    const { stays, goes } = splitBatch(rows, (id) => id === ids[1])
    expect([stays.length, goes.length]).toEqual([1, 2])
    expect(countFields(stays)).toBe(2)
    expect(countFields(goes)).toBe(4)
  })

  test('keeps nothing when nobody says what stays', () => {
    expect(splitBatch(rows, undefined)).toEqual({ stays: [], goes: rows })
  })
})
