import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toHex } from '../crypto/bytes.ts'
import { createAlignment } from './align.ts'
import type { Finding } from './finding.ts'
import { leafHash } from './merkle.ts'

const leafOf = (name: number): Uint8Array => leafHash(new Uint8Array([name]))
const idOf = (name: number): string => `gebeurtenis ${name}`

/** Lays `stored` (names of leaves, by place) beside a log that signed 0, 1, 2, … `size - 1`. */
function align(size: number, stored: readonly (number | undefined)[]): readonly Finding[] {
  const alignment = createAlignment()
  for (let index = 0; index < Math.max(size, stored.length); index += 1) {
    const name = stored[index]
    const signed = index < size ? leafOf(index) : undefined
    const event =
      name === undefined ? undefined : { index, gebeurtenisId: idOf(name), leaf: leafOf(name) }
    alignment.place(index, signed, event)
  }
  return alignment.finish()
}

describe('an alignment', () => {
  test('finds nothing where every event stands at its place', () => {
    expect(align(5, [0, 1, 2, 3, 4])).toEqual([])
    expect(align(0, [])).toEqual([])
  })

  test.each<[string, readonly (number | undefined)[], readonly Finding[]]>([
    [
      'a changed event',
      [0, 1, 99, 3, 4],
      [{ kind: 'blad-gewijzigd', index: 2, gebeurtenisId: idOf(99) }],
    ],
    ['a gap', [0, undefined, 2, 3, 4], [{ kind: 'blad-ontbreekt', index: 1 }]],
    ['a removal that moved the others up', [0, 2, 3, 4], [{ kind: 'blad-ontbreekt', index: 1 }]],
    ['the last one removed', [0, 1, 2, 3], [{ kind: 'blad-ontbreekt', index: 4 }]],
    [
      'an insertion that moved the others down',
      [0, 99, 1, 2, 3, 4],
      [{ kind: 'blad-ingevoegd', index: 1, gebeurtenisId: idOf(99) }],
    ],
    [
      'one added behind the end',
      [0, 1, 2, 3, 4, 99],
      [{ kind: 'blad-ingevoegd', index: 5, gebeurtenisId: idOf(99) }],
    ],
    [
      'a removal and, further on, an insertion',
      [0, 2, 3, 99, 4],
      [
        { kind: 'blad-ontbreekt', index: 1 },
        { kind: 'blad-ingevoegd', index: 3, gebeurtenisId: idOf(99) },
      ],
    ],
    [
      'two neighbours swapped',
      [0, 2, 1, 3, 4],
      [
        { kind: 'blad-verplaatst', index: 1, hoortOp: 2, aantal: 1 },
        { kind: 'blad-verplaatst', index: 2, hoortOp: 1, aantal: 1 },
      ],
    ],
    [
      'two blocks swapped',
      [3, 4, 0, 1, 2],
      [
        { kind: 'blad-verplaatst', index: 2, hoortOp: 0, aantal: 3 },
        { kind: 'blad-verplaatst', index: 0, hoortOp: 3, aantal: 2 },
      ],
    ],
  ])('names %s', (_, stored, findings) => {
    expect(align(5, stored)).toEqual(expect.arrayContaining([...findings]))
    expect(align(5, stored)).toHaveLength(findings.length)
  })

  test('finds something whenever the events are not those that were signed', () => {
    const events = fc.array(fc.option(fc.nat(12), { nil: undefined }), { maxLength: 10 })
    fc.assert(
      fc.property(fc.nat(8), events, (size, stored) => {
        const laid = stored.map((name) => (name === undefined ? '-' : toHex(leafOf(name))))
        const signed = Array.from({ length: size }, (_, i) => toHex(leafOf(i)))
        while (laid.length > size && laid.at(-1) === '-') laid.pop()
        const same = laid.length === size && laid.every((leaf, i) => leaf === signed[i])
        expect(align(size, stored).length > 0).toBe(!same)
      }),
      { numRuns: 2_000 },
    )
  })
})
