import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SignaalId } from '../model/ids.ts'
import type { Grenzen } from '../model/selectie.ts'
import { MAATSTAVEN } from '../model/werkwijze.ts'
import type { Kandidaat } from './candidate.ts'
import { outsideLimits } from './limits.ts'
import { propose } from './propose.ts'

const idOf = (n: number): SignaalId =>
  SignaalId.parse(`019a0c3e-5b7a-7c41-9d2e-${String(n).padStart(12, '0')}`)

const aCandidate = (n: number, overrides: Partial<Kandidaat> = {}): Kandidaat => ({
  id: idOf(n),
  soort: 'enkelvoudig',
  soorten: ['huur'],
  bedragklasse: '25000-50000',
  leeftijdsklasse: '60-100',
  wijk: 'WK020201',
  crisis: false,
  uitgesteld: 0,
  herhaald: undefined,
  ...overrides,
})

const NO_LIMITS: Grenzen = { volgorde: [...MAATSTAVEN], gewichten: {}, uitsluitHerhaald: false }

const candidates = fc
  .array(
    fc.record({
      soort: fc.constantFrom('enkelvoudig', 'meervoudig', 'opeenvolgend'),
      soorten: fc.uniqueArray(fc.constantFrom('huur', 'energie', 'overheid', 'eindelevering'), {
        maxLength: 3,
      }),
      bedragklasse: fc.constantFrom('0-5000', '5000-7500', '25000-50000', '500000-', undefined),
      leeftijdsklasse: fc.constantFrom('0-30', '60-100', '365-', undefined),
      wijk: fc.constantFrom('WK1', 'WK2', 'WK3', undefined),
      crisis: fc.boolean(),
      uitgesteld: fc.nat(4),
      herhaald: fc.constantFrom('gelijk', 'gegroeid', undefined),
    }),
    { maxLength: 40 },
  )
  .map((list): readonly Kandidaat[] => list.map((one, n) => ({ ...one, id: idOf(n) })))

const limits: fc.Arbitrary<Grenzen> = fc
  .record({
    capaciteit: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
    maximumPerWijk: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    drempelInCenten: fc.constantFrom(5000, 25_000, undefined),
    volgorde: fc.shuffledSubarray([...MAATSTAVEN], { minLength: 1 }),
    gewichten: fc.dictionary(fc.constantFrom('huur', 'energie', 'overheid'), fc.nat(10)),
    uitsluitHerhaald: fc.boolean(),
  })
  .map(({ capaciteit, maximumPerWijk, drempelInCenten, ...rest }) => ({
    ...rest,
    ...(capaciteit === undefined ? {} : { capaciteit }),
    ...(maximumPerWijk === undefined ? {} : { maximumPerWijk }),
    ...(drempelInCenten === undefined ? {} : { drempelInCenten }),
  }))

const within = { wijze: 'grenzen' } as const

describe('a proposal', () => {
  test('is the same whatever the order of the list', () => {
    fc.assert(
      fc.property(candidates, limits, fc.nat(), (all, grenzen, seed) => {
        const turned = all.toSorted(
          (a, b) => ((a.id.charCodeAt(35) * (seed + 7)) % 11) - ((b.id.charCodeAt(35) * 3) % 11),
        )
        expect(propose(turned, within, grenzen)).toEqual(propose(all, within, grenzen))
      }),
    )
  })

  test('places everyone once, and says of each that it is chosen or why not', () => {
    fc.assert(
      fc.property(candidates, limits, (all, grenzen) => {
        const found = propose(all, within, grenzen)
        expect(found.map(({ plaats }) => plaats)).toEqual(all.map((_, index) => index + 1))
        expect(new Set(found.map(({ kandidaat }) => kandidaat.id)).size).toBe(all.length)
        for (const { gekozen, reden } of found) expect(gekozen).toBe(reden === undefined)
      }),
    )
  })

  test('never goes beyond a limit but by what stands outside every limit, which is always chosen', () => {
    fc.assert(
      fc.property(candidates, limits, (all, grenzen) => {
        const found = propose(all, within, grenzen)
        for (const one of found)
          if (outsideLimits(one.kandidaat) !== undefined) expect(one.gekozen).toBe(true)
        const taken = found.filter((one) => one.gekozen && one.buitenGrenzen === undefined)
        expect(taken.length).toBeLessThanOrEqual(grenzen.capaciteit ?? Infinity)
        for (const wijk of ['WK1', 'WK2', 'WK3'])
          expect(
            taken.filter(({ kandidaat }) => kandidaat.wijk === wijk).length,
          ).toBeLessThanOrEqual(grenzen.maximumPerWijk ?? Infinity)
      }),
    )
  })

  test('places who was postponed once more no later than before', () => {
    fc.assert(
      fc.property(candidates, limits, fc.nat(), (all, grenzen, pick) => {
        const risen = all[pick % Math.max(all.length, 1)]
        if (risen === undefined) return
        const placeIn = (list: readonly Kandidaat[]): number =>
          propose(list, within, grenzen).find(({ kandidaat }) => kandidaat.id === risen.id)
            ?.plaats ?? 0
        const after = all.map((one) =>
          one.id === risen.id ? { ...one, uitgesteld: one.uitgesteld + 1 } : one,
        )
        expect(placeIn(after)).toBeLessThanOrEqual(placeIn(all))
      }),
    )
  })

  test('with everyone chosen leaves nobody out, whatever the limits', () => {
    fc.assert(
      fc.property(candidates, limits, (all, grenzen) => {
        const found = propose(all, { wijze: 'alles' }, grenzen)
        expect(found.every(({ gekozen }) => gekozen)).toBe(true)
      }),
    )
  })

  test('of named ones holds those and what stands outside every limit', () => {
    const all = [aCandidate(1), aCandidate(2), aCandidate(3, { crisis: true })]
    const found = propose(all, { wijze: 'meldingen', ids: new Set([idOf(2)]) }, NO_LIMITS)
    expect(found.map(({ kandidaat, gekozen, reden }) => [kandidaat.id, gekozen, reden])).toEqual([
      [idOf(3), true, undefined],
      [idOf(1), false, 'niet-genoemd'],
      [idOf(2), true, undefined],
    ])
  })
})

describe('the order', () => {
  const orderOf = (all: readonly Kandidaat[], grenzen: Partial<Grenzen> = {}): number[] =>
    propose(all, within, { ...NO_LIMITS, ...grenzen }).map(({ kandidaat }) =>
      Number(kandidaat.id.slice(-3)),
    )

  test('goes by combination, then class, then age, then weight, then who came first', () => {
    const all = [
      aCandidate(1),
      aCandidate(2, { leeftijdsklasse: '100-180' }),
      aCandidate(3, { bedragklasse: '50000-100000' }),
      aCandidate(4, { soort: 'meervoudig' }),
      aCandidate(5, { soorten: ['energie'] }),
      aCandidate(6),
    ]
    expect(orderOf(all)).toEqual([4, 3, 2, 1, 5, 6])
    expect(orderOf(all, { gewichten: { energie: 3 } })).toEqual([4, 3, 2, 5, 1, 6])
    expect(orderOf(all, { volgorde: ['bedrag'] })).toEqual([3, 1, 2, 4, 5, 6])
  })

  test('lifts who was postponed a step of the measure that counts most', () => {
    const all = [aCandidate(1, { soort: 'meervoudig' }), aCandidate(2, { uitgesteld: 2 })]
    expect(orderOf(all)).toEqual([2, 1])
  })

  test('leaves out repeats only where asked, and what lies under the threshold', () => {
    const all = [
      aCandidate(1, { herhaald: 'gelijk' }),
      aCandidate(2, { herhaald: 'gegroeid' }),
      aCandidate(3, { bedragklasse: '5000-7500' }),
    ]
    const reasons = propose(all, within, {
      ...NO_LIMITS,
      uitsluitHerhaald: true,
      drempelInCenten: 25_000,
    }).map(({ kandidaat, reden }) => [Number(kandidaat.id.slice(-3)), reden])
    expect(reasons).toEqual([
      [2, undefined],
      [1, 'herhaald'],
      [3, 'drempel'],
    ])
    expect(propose(all, within, NO_LIMITS).every(({ gekozen }) => gekozen)).toBe(true)
  })
})
