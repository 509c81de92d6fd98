import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SignaalId } from '../model/ids.ts'
import type { Grenzen, NietGekozen } from '../model/selectie.ts'
import { type Plaats, refill } from './refill.ts'

const idOf = (n: number): SignaalId =>
  SignaalId.parse(`019a0c3e-5b7a-7c41-9d2e-${String(n).padStart(12, '0')}`)

const GRENZEN: Grenzen = { volgorde: ['bedrag'], gewichten: {}, uitsluitHerhaald: false }
const limited = (grenzen: Partial<Grenzen>): Grenzen => ({ ...GRENZEN, ...grenzen })

const place = (n: number, more: Partial<Plaats> = {}): Plaats => ({
  id: idOf(n),
  gekozen: false,
  buitenGrenzen: undefined,
  reden: 'capaciteit',
  wijkgroep: undefined,
  ...more,
})
const chosen = (n: number, more: Partial<Plaats> = {}): Plaats =>
  place(n, { gekozen: true, reden: undefined, ...more })

const idsOf = (...numbers: readonly number[]): ReadonlySet<SignaalId> => new Set(numbers.map(idOf))

describe('a choice is refilled', () => {
  test('with the next in its order for each that fell out, and no more', () => {
    const regels = [chosen(1), chosen(2), place(3), place(4), place(5)]
    const of = (still: ReadonlySet<SignaalId>): readonly SignaalId[] =>
      refill(regels, limited({ capaciteit: 2 }), { still, waiting: idsOf(3, 4, 5) })
    expect(of(idsOf(1, 2))).toEqual([])
    expect(of(idsOf(2))).toEqual([idOf(3)])
    expect(of(idsOf())).toEqual([idOf(3), idOf(4)])
  })

  test('past who waits no more, and past who was left out for another reason than room', () => {
    const other: readonly NietGekozen[] = ['drempel', 'herhaald', 'niet-genoemd', 'teruggedraaid']
    const regels = [
      chosen(1),
      place(2),
      ...other.map((reden, i) => place(3 + i, { reden })),
      place(9),
    ]
    const waiting = idsOf(3, 4, 5, 6, 9)
    expect(refill(regels, limited({ capaciteit: 1 }), { still: idsOf(), waiting })).toEqual([
      idOf(9),
    ])
  })

  test('within the limit of each district', () => {
    const of = (n: number, wijkgroep: number): Plaats => place(n, { wijkgroep, reden: 'wijk' })
    const regels = [
      chosen(1, { wijkgroep: 1 }),
      chosen(2, { wijkgroep: 2 }),
      of(3, 1),
      of(4, 2),
      of(5, 2),
    ]
    const stand = { still: idsOf(1), waiting: idsOf(3, 4, 5) }
    expect(refill(regels, limited({ maximumPerWijk: 1 }), stand)).toEqual([idOf(4)])
  })

  test('not for who stood outside every limit, and took no room', () => {
    const regels = [chosen(1, { buitenGrenzen: 'crisis' }), chosen(2), place(3)]
    const stand = { still: idsOf(2), waiting: idsOf(3) }
    expect(refill(regels, limited({ capaciteit: 1 }), stand)).toEqual([])
  })

  test('never beyond its capacity, and only with who waits, whatever happened', () => {
    const kinds = fc.record({
      gekozen: fc.boolean(),
      still: fc.boolean(),
      waits: fc.boolean(),
      reden: fc.constantFrom<NietGekozen>('capaciteit', 'wijk', 'drempel'),
    })
    fc.assert(
      fc.property(
        fc.array(kinds, { maxLength: 30 }),
        fc.integer({ min: 1, max: 10 }),
        (all, capaciteit) => {
          const regels = all.map(({ gekozen, reden }, n) =>
            gekozen ? chosen(n) : place(n, { reden }),
          )
          const still = new Set(
            all.flatMap((one, n) => (one.gekozen && one.still ? [idOf(n)] : [])),
          )
          const waiting = new Set(all.flatMap((one, n) => (one.waits ? [idOf(n)] : [])))
          const added = refill(regels, limited({ capaciteit }), { still, waiting })
          expect(added.length).toBeLessThanOrEqual(Math.max(0, capaciteit - still.size))
          expect(added.every((id) => waiting.has(id))).toBe(true)
          expect(added).toEqual([...added].toSorted())
        },
      ),
    )
  })
})
