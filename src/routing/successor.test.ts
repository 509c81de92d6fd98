import { describe, expect, test } from 'vitest'
import { Gemeentecode } from '../model/ids.ts'
import { makesCircle, type Opvolging, successorOf } from './successor.ts'

const code = (text: string): Gemeentecode => Gemeentecode.parse(text)
const merged = (from: string, into: string, vanaf: string): Opvolging => ({
  gemeentecode: code(from),
  opvolger: code(into),
  vanaf,
})
// Heerhugowaard and Langedijk became Dijk en Waard on 2022-01-01; what follows is invented.
const mergers = [
  merged('0398', '1980', '2022-01-01'),
  merged('0416', '1980', '2022-01-01'),
  merged('1980', '9901', '2030-01-01'),
]

describe('successorOf', () => {
  test('a municipality receives for itself until its last day, and its successor from the next', () => {
    expect(successorOf(code('0398'), mergers, '2021-12-31')).toBe('0398')
    expect(successorOf(code('0398'), mergers, '2022-01-01')).toBe('1980')
    expect(successorOf(code('0416'), mergers, '2022-01-02')).toBe('1980')
  })

  test('a successor that merges too hands on what it received for', () => {
    expect(successorOf(code('0398'), mergers, '2029-12-31')).toBe('1980')
    expect(successorOf(code('0398'), mergers, '2030-01-01')).toBe('9901')
  })

  test('a municipality that never merged is its own', () => {
    expect(successorOf(code('0202'), mergers, '2026-11-03')).toBe('0202')
    expect(successorOf(code('0202'), [], '2026-11-03')).toBe('0202')
  })

  test('even a circle comes to an end', () => {
    const circle = [merged('0001', '0002', '2020-01-01'), merged('0002', '0001', '2020-01-01')]
    expect(['0001', '0002']).toContain(successorOf(code('0001'), circle, '2026-11-03'))
  })
})

test('a merger that would lead back is seen, also over others; replacing one is none', () => {
  expect(makesCircle(mergers, merged('9901', '0398', '2031-01-01'))).toBe(true)
  expect(makesCircle(mergers, merged('0398', '9901', '2022-01-01'))).toBe(false)
  expect(makesCircle([], merged('0398', '1980', '2022-01-01'))).toBe(false)
})
