import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aGroup, aRule, policiesOf } from '../../tests/support/rules.ts'
import { addDays, parseTermijn } from './calendar.ts'
import { loadPolicies } from './load.ts'
import {
  gevolgenOf,
  isShortened,
  type Shortening,
  type StoredSignal,
  shorten,
  type Tally,
  tallyOf,
  tallyShortened,
} from './shorten.ts'

const policies = loadPolicies('policies')
const NAME = 'persoon.achternaam'

const aStored = (overrides: Partial<StoredSignal> = {}): StoredSignal => ({
  signaaltype: 'huur',
  beleidId: 'wet/huur@1',
  dag: '2026-08-03',
  vervaldatum: '2027-02-03',
  velden: [{ veld: NAME, vervaldatum: '2027-02-03' }],
  ...overrides,
})

const by = (terms: Readonly<Record<string, string>>, ingangsdatum = '2026-11-01'): Shortening => ({
  terms: new Map(Object.entries(terms).map(([name, term]) => [name, parseTermijn(term)])),
  ingangsdatum,
})

const counted = (before: StoredSignal, shortening: Shortening, bevrorenTot?: string) => {
  const tally: Tally = new Map()
  const after = shorten(policies, shortening, before)
  const { ingangsdatum } = shortening
  tallyShortened(tally, policies, { before, after, ingangsdatum, bevrorenTot, count: 7 })
  return gevolgenOf(tally, [...shortening.terms.keys()])
}

const none = { signalen: 0, velden: 0 }

describe('shorten', () => {
  test('brings what would have ended before the decision begins to the day on which it begins', () => {
    expect(shorten(policies, by({ gecodeerd: 'P2M' }), aStored())).toEqual({
      vervaldatum: '2026-11-01',
      bevestigd: undefined,
      velden: [{ veld: NAME, vervaldatum: '2026-11-01' }],
    })
  })

  test('counts from the receipt, and a field never outlives its signal', () => {
    const after = shorten(
      policies,
      by({ gecodeerd: 'P4M', verzegeldNietGeopend: 'P5M' }),
      aStored(),
    )
    expect(after.vervaldatum).toBe('2026-12-03')
    expect(after.velden).toEqual([{ veld: NAME, vervaldatum: '2026-12-03' }])
  })

  test('leaves the signal where only its fields have a shorter term', () => {
    const after = shorten(policies, by({ verzegeldNietGeopend: 'P4M' }), aStored())
    expect(after).toMatchObject({
      vervaldatum: '2027-02-03',
      velden: [{ vervaldatum: '2026-12-03' }],
    })
  })

  test('brings the day of confirmed signals forward from their confirmation', () => {
    const bevestigd = { dag: '2026-10-25', vervaldatum: '2026-11-08' }
    const day = (term: string) =>
      shorten(policies, by({ verzegeldGeopend: term }), aStored({ bevestigd })).bevestigd
        ?.vervaldatum
    expect([day('P10D'), day('P1D'), day('P30D')]).toEqual([
      '2026-11-04',
      '2026-11-01',
      '2026-11-08',
    ])
  })

  test('takes the newest rule of its type, or the common categories, for a rule that is no more', () => {
    for (const gone of [{ beleidId: 'wet/huur@0' }, { signaaltype: 'onbekend' }])
      expect(shorten(policies, by({ gecodeerd: 'P2M' }), aStored(gone)).vervaldatum).toBe(
        '2026-11-01',
      )
  })

  test('never moves a day later, nor before the decision begins, whatever the terms', () => {
    const day = fc.integer({ min: 0, max: 400 }).map((n) => addDays('2026-01-01', n))
    const term = fc.integer({ min: 0, max: 400 }).map((n) => `P${n}D`)
    fc.assert(
      fc.property(day, day, day, day, term, term, (dag, row, field, begin, coded, sealed) => {
        const before = aStored({
          dag,
          vervaldatum: row,
          velden: [{ veld: NAME, vervaldatum: field }],
        })
        const terms = { gecodeerd: coded, verzegeldNietGeopend: sealed }
        const after = shorten(policies, by(terms, begin), before)
        const moved = [
          [row, after.vervaldatum],
          [field, after.velden[0]?.vervaldatum ?? ''],
        ] as const
        for (const [was, is] of moved) {
          expect(is <= was).toBe(true)
          if (is < was) expect(is >= begin || is === after.vervaldatum).toBe(true)
        }
        expect(isShortened(before, after)).toBe(moved.some(([was, is]) => is !== was))
      }),
    )
  })
})

describe('after a result', () => {
  const rij = { categorie: 'gecodeerdAfgesloten', vanaf: '2026-10-20' }
  const closed = aStored({ vervaldatum: '2027-04-20', rij })

  test('the row goes by its own category, from the day of the result', () => {
    expect(shorten(policies, by({ gecodeerd: 'P1M' }), closed).vervaldatum).toBe('2027-04-20')
    const shorter = shorten(policies, by({ gecodeerdAfgesloten: 'P2M' }), closed)
    expect(shorter.vervaldatum).toBe('2026-12-20')
    expect(shorter.velden).toEqual([{ veld: NAME, vervaldatum: '2026-12-20' }])
  })

  test('and is counted under it', () => {
    expect(counted(closed, by({ gecodeerdAfgesloten: 'P2M' }))[0]).toMatchObject({
      categorie: 'gecodeerdAfgesloten',
      vervroegd: { signalen: 7, velden: 7 },
    })
  })
})

describe('the rule that took a signal in', () => {
  const group = (categorie: string) => aGroup(['hulpaanbod'], { categorie })
  const keeping = (id: string, gecodeerd: string, sealed: string) =>
    aRule(
      {
        id,
        velden: new Map([['klantnummer', { omdat: '', grondslag: [], group: group('eigen') }]]),
      },
      { bewaren: { gecodeerd, verzegeld: sealed } },
    )
  const two = policiesOf([
    keeping('wet/huur@1', 'oud', 'oud-veld'),
    keeping('wet/huur@2', 'midden', 'midden-veld'),
    keeping('wet/huur@3', 'nieuw', 'nieuw-veld'),
  ])
  const shortened = (signal: Partial<StoredSignal>, terms: Readonly<Record<string, string>>) =>
    shorten(two, by(terms), {
      ...aStored(),
      velden: [
        { veld: 'klantnummer', vervaldatum: '2027-02-03' },
        { veld: NAME, vervaldatum: '2027-02-03' },
      ],
      ...signal,
    })
  const fields = (signal: Partial<StoredSignal>, terms: Readonly<Record<string, string>>) =>
    shortened(signal, terms).velden.map(({ vervaldatum }) => vervaldatum)

  test('says under which category its row and each field fall; else the newest of its type does', () => {
    for (const [beleidId, mine, other] of [
      ['wet/huur@1', 'oud', 'nieuw'],
      ['wet/huur@2', 'midden', 'nieuw'],
      ['wet/huur@3', 'nieuw', 'oud'],
      ['wet/huur@0', 'nieuw', 'oud'],
    ] as const) {
      expect(shortened({ beleidId }, { [mine]: 'P4M' }).vervaldatum).toBe('2026-12-03')
      expect(shortened({ beleidId }, { [other]: 'P4M' }).vervaldatum).toBe('2027-02-03')
      expect(fields({ beleidId }, { [`${mine}-veld`]: 'P4M', [`${other}-veld`]: 'P3M' })).toEqual([
        '2027-02-03',
        '2026-12-03',
      ])
      expect(fields({ beleidId }, { eigen: 'P4M' })).toEqual(['2026-12-03', '2027-02-03'])
    }
  })

  test('that is of no type any more leaves the common categories', () => {
    const gone = { signaaltype: 'onbekend' }
    expect(shortened(gone, { gecodeerd: 'P4M' }).vervaldatum).toBe('2026-12-03')
    expect(fields(gone, { verzegeldNietGeopend: 'P4M' })).toEqual(['2026-12-03', '2026-12-03'])
  })
})

describe('isShortened', () => {
  const bevestigd = { dag: '2026-10-25', vervaldatum: '2026-11-08' }
  const velden = [
    { veld: NAME, vervaldatum: '2027-02-03' },
    { veld: 'klantnummer', vervaldatum: '2027-02-03' },
  ] as const
  const before = aStored({ bevestigd, velden })

  test('sees a change of the row, of the confirmation, of one field, and none where there is none', () => {
    expect(isShortened(before, before)).toBe(false)
    expect(isShortened(aStored(), aStored())).toBe(false)
    expect(isShortened(before, { ...before, vervaldatum: '2027-02-02' })).toBe(true)
    const earlier = { ...bevestigd, vervaldatum: '2026-11-07' }
    expect(isShortened(before, { ...before, bevestigd: earlier })).toBe(true)
    const one = [velden[0], { ...velden[1], vervaldatum: '2027-02-02' }]
    expect(isShortened(before, { ...before, velden: one })).toBe(true)
  })
})

describe('a preview', () => {
  test('says under which category a field goes that its confirmation, its own term or its row ends', () => {
    const bevestigd = { dag: '2026-10-25', vervaldatum: '2027-01-25' }
    const early = (signal: Partial<StoredSignal>, terms: Readonly<Record<string, string>>) =>
      counted(aStored(signal), by(terms)).map(
        ({ categorie, vervroegd: { signalen, velden } }) => [categorie, signalen, velden] as const,
      )
    expect(early({ bevestigd }, { verzegeldGeopend: 'P1M' })).toEqual([['verzegeldGeopend', 0, 7]])
    expect(early({ bevestigd }, { verzegeldGeopend: 'P1M', verzegeldNietGeopend: 'P3M' })).toEqual([
      ['verzegeldGeopend', 0, 0],
      ['verzegeldNietGeopend', 0, 7],
    ])
    // Both end on one day: it is the field's own term.
    expect(early({ bevestigd }, { verzegeldGeopend: 'P9D', verzegeldNietGeopend: 'P3M' })).toEqual([
      ['verzegeldGeopend', 0, 0],
      ['verzegeldNietGeopend', 0, 7],
    ])
    expect(early({ bevestigd }, { gecodeerd: 'P5M' })).toEqual([['gecodeerd', 7, 7]])
    expect(early({}, { verzegeldNietGeopend: 'P4M', gecodeerd: 'P5M' })).toEqual([
      ['gecodeerd', 7, 0],
      ['verzegeldNietGeopend', 0, 7],
    ])
  })

  test('counts as gone only what goes on the first day and would have stayed', () => {
    const gone = (due: string, term: string) =>
      counted(aStored({ vervaldatum: due, velden: [] }), by({ gecodeerd: term }))[0]
    const seven = { signalen: 7, velden: 0 }
    // From 3 August: three months end on 3 November, after the decision begins.
    expect(gone('2027-02-03', 'P3M')).toMatchObject({ vervroegd: seven, gewist: none })
    expect(gone('2027-02-03', 'P2M')).toMatchObject({ vervroegd: seven, gewist: seven })
    expect(gone('2026-11-02', 'P2M')).toMatchObject({ vervroegd: seven, gewist: seven })
    expect(gone('2026-11-01', 'P2M')).toMatchObject({ vervroegd: none, gewist: none })
    expect(gone('2026-10-20', 'P1D')).toMatchObject({ vervroegd: none, gewist: none })
  })

  test('names its categories in one order', () => {
    const names = gevolgenOf(tallyOf([]), ['b', 'c', 'a', 'b']).map(({ categorie }) => categorie)
    expect(names).toEqual(['a', 'b', 'c'])
  })

  test('counts what goes on the day on which the decision begins, by the category that causes it', () => {
    expect(counted(aStored(), by({ gecodeerd: 'P2M', verzegeldNietGeopend: 'P1M' }))).toEqual([
      {
        categorie: 'gecodeerd',
        vervroegd: { signalen: 7, velden: 7 },
        gewist: { signalen: 7, velden: 7 },
        bevroren: none,
      },
      { categorie: 'verzegeldNietGeopend', vervroegd: none, gewist: none, bevroren: none },
    ])
  })

  test('counts apart what a hold keeps, and not what a hold lets go by then', () => {
    const [gevolg] = counted(aStored(), by({ gecodeerd: 'P2M' }), '2026-11-02')
    expect(gevolg).toMatchObject({ gewist: none, bevroren: { signalen: 7, velden: 7 } })
    const [ended] = counted(aStored(), by({ gecodeerd: 'P2M' }), '2026-11-01')
    expect(ended).toMatchObject({ gewist: { signalen: 7, velden: 7 }, bevroren: none })
  })

  test('counts nothing that would have gone by then anyway, nor fields that a confirmation ends first', () => {
    const due = aStored({
      vervaldatum: '2026-11-01',
      velden: [{ veld: NAME, vervaldatum: '2026-11-01' }],
    })
    expect(counted(due, by({ gecodeerd: 'P2M' }))).toEqual([
      { categorie: 'gecodeerd', vervroegd: none, gewist: none, bevroren: none },
    ])
    const bevestigd = { dag: '2026-10-20', vervaldatum: '2026-10-30' }
    expect(counted(aStored({ bevestigd }), by({ verzegeldNietGeopend: 'P1M' }))).toMatchObject([
      { vervroegd: none },
    ])
  })

  test('goes on counting where it stopped', () => {
    const first = counted(aStored(), by({ gecodeerd: 'P2M' }))
    expect(gevolgenOf(tallyOf(first), [])).toEqual(first)
  })
})
