import { describe, expect, test } from 'vitest'
import { idOf } from '../../../../tests/support/dossiers.ts'
import type { GeopendeMelding } from '../../../client/opener.ts'
import { createGeheugen } from './memory.ts'

const aMelding = (n: number): GeopendeMelding => ({
  id: idOf(n),
  soort: 'enkelvoudig',
  toestand: 'open',
  signalen: [],
})

describe('what the opener remembers', () => {
  let at = 0
  const now = (): Date => new Date(at)

  test('lives so long after it was collected, however often it is looked at', () => {
    const geheugen = createGeheugen(now, 1000)
    geheugen.keep(aMelding(1))
    at += 999
    expect(geheugen.find(idOf(1))).toEqual(aMelding(1))
    at += 1
    expect(geheugen.find(idOf(1))).toBeUndefined()
  })

  test('is nothing where it was told to remember nothing', () => {
    const geheugen = createGeheugen(now, 0)
    geheugen.keep(aMelding(1))
    expect(geheugen.find(idOf(1))).toBeUndefined()
  })

  test('is bounded: the oldest goes first', () => {
    const geheugen = createGeheugen(now, 1000)
    for (let n = 1; n <= 501; n += 1) geheugen.keep(aMelding(n))
    expect(geheugen.find(idOf(1))).toBeUndefined()
    expect(geheugen.find(idOf(2))).toBeDefined()
    geheugen.clear()
    expect(geheugen.find(idOf(2))).toBeUndefined()
  })
})
