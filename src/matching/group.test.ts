import { beforeAll, describe, expect, test } from 'vitest'
import { type BlindIndex, loadBlindIndex } from '../crypto/blind-index.ts'
import { Oin, SignaalId } from '../model/ids.ts'
import {
  type Groep,
  type Groepssignaal,
  kindOf,
  othersAtAddress,
  type Plaatsing,
  placeSignals,
} from './group.ts'
import { type Index, makeIndexes } from './indexes.ts'

const MONTHS = Array.from({ length: 14 }, (_, i) =>
  new Date(Date.UTC(2026, i, 15)).toISOString().slice(0, 7),
)
const LINDE = Oin.parse('00000099000000001000')
const KOMPAS = Oin.parse('00000099000000003000')

let blind: BlindIndex
beforeAll(async () => {
  blind = await loadBlindIndex()
})

/** The keys that live in a month: its own and the six before. */
const liveIn = (maand: string): readonly { maand: string; sleutel: Uint8Array }[] => {
  const last = MONTHS.indexOf(maand)
  return MONTHS.slice(Math.max(0, last - 6), last + 1).map((month) => ({
    maand: month,
    sleutel: new Uint8Array(32).fill(MONTHS.indexOf(month) + 1),
  }))
}

let count = 0
/** `J.P. de Boer` at number 12, as posted in November 2026. */
function signal(name: string, { toevoeging = '', maand = '2026-11' } = {}): Groepssignaal {
  count += 1
  const [, voorletters, achternaam = name] = /^((?:\p{Lu}\.)+) (.*)$/u.exec(name) ?? []
  const indexes = makeIndexes(
    blind,
    liveIn(maand),
    new Map<never, unknown>([
      ['persoon.achternaam', achternaam],
      ['persoon.voorletters', voorletters],
      ['adres.postcode', '6811AB'],
      ['adres.huisnummer', 12],
      ['adres.huisnummertoevoeging', toevoeging],
    ] as never),
  )
  return {
    id: SignaalId.parse(`019a0000-0000-7000-8000-${String(count).padStart(12, '0')}`),
    oin: LINDE,
    maand,
    indexen: new Map((indexes ?? []).map((index): [string, Index] => [index.maand, index])),
  }
}

/** The places of the signals in the groups, as the names stand: `[['J. Boer', 'Boer'], ['P. Boer']]`. */
function together(...names: readonly string[]): readonly (readonly string[])[] {
  const signals = names.map((name) => signal(name))
  const byGroup = new Map<string, string[]>()
  for (const { signaal, melding } of placeSignals([], signals, ({ id }) => id))
    byGroup.set(melding, [...(byGroup.get(melding) ?? []), names[signals.indexOf(signaal)] ?? ''])
  return [...byGroup.values()].map((group) => group.toSorted()).toSorted()
}

/** What is left of a signal once it was placed: the index of its own month. */
const kept = (one: Groepssignaal): Groepssignaal => ({
  ...one,
  indexen: new Map([...one.indexen].filter(([maand]) => maand === one.maand)),
})

const groupOf = (...signalen: readonly Groepssignaal[]): Groep => {
  const [first] = signalen
  if (first === undefined) throw new Error('a group has a signal')
  return {
    id: first.id,
    maand: first.maand,
    toestand: 'werkvoorraad',
    signalen: signalen.map(kept),
  }
}

const inState = (toestand: Groep['toestand'], group: Groep): Groep => ({ ...group, toestand })

const place = (known: readonly Groep[], one: Groepssignaal): Plaatsing | undefined =>
  placeSignals(known, [one], ({ id }) => id)[0]

describe('signals of one month', () => {
  test('of one person become one melding, however the name is given', () => {
    const names = ['J.P. de Boer', 'J. Boer', 'Boer, de', 'J.P. BOER']
    expect(together(...names)).toEqual([names.toSorted()])
  })

  test('of two persons stay two, also when a signal fits both', () => {
    expect(together('J. Boer', 'P. Boer', 'Boer')).toEqual([['Boer'], ['J. Boer'], ['P. Boer']])
    expect(together('J.P. Boer', 'J.M. Boer', 'J. Boer')).toEqual([
      ['J. Boer'],
      ['J.M. Boer'],
      ['J.P. Boer'],
    ])
  })

  test('never chain: what fits a name without initials, fits the one that was there', () => {
    const [without, john, peter] = [signal('Boer'), signal('J. Boer'), signal('P. Boer')]
    expect(place([groupOf(without)], john)?.melding).toBe(without.id)
    expect(place([groupOf(without, john)], peter)?.melding).toBe(peter.id)
  })

  test('fit a double name by either half, not by a half and no initials of another', () => {
    expect(together('J. Jansen-de Vries', 'J. de Vries')).toHaveLength(1)
    expect(together('J. Jansen-de Vries', 'P. Jansen')).toHaveLength(2)
  })

  test('at doors with another addition stay apart; without one it fits', () => {
    const [one, two, none] = ['1', '2', ''].map((toevoeging) => signal('J. Boer', { toevoeging }))
    if (one === undefined || two === undefined || none === undefined) throw new Error('three')
    expect(place([groupOf(one)], two)?.melding).toBe(two.id)
    expect(place([groupOf(one)], none)?.melding).toBe(one.id)
    expect(place([groupOf(one), groupOf(two)], none)?.melding).toBe(none.id)
  })

  test('are placed the same in whatever order they come', () => {
    const names = ['J. Boer', 'Boer', 'P. Boer', 'J.P. de Boer', 'J. Boer-Vos', 'J. Vos']
    const places = together(...names)
    expect(together(...names.toReversed())).toEqual(places)
  })

  test('of twelve students at one address are twelve meldingen', () => {
    const names = 'A. Bos,B. Vos,C. Smit,D. Kok,E. Maas,F. Post,G. Prins,H. Blom,I. Groen,J. Boer'
    expect(together(...names.split(','), 'K. Dekker', 'L. Jansen')).toHaveLength(12)
  })

  test('without a name or an address are meldingen of their own', () => {
    const bare = { ...signal('J. Boer'), indexen: new Map() }
    expect(place([groupOf(signal('J. Boer'))], bare)?.melding).toBe(bare.id)
  })
})

describe('a signal of a person who has a melding', () => {
  /** Where a signal of November goes beside one of `maand` in a melding that stands so. */
  const beside = (maand: string, toestand: Groep['toestand']) => {
    const before = signal('J. Boer', { maand })
    const fresh = signal('J.P. de Boer')
    return { before, fresh, placed: place([inState(toestand, groupOf(before))], fresh) }
  }

  test.each([
    ['2026-11', 'werkvoorraad'],
    ['2026-11', 'geselecteerd'],
    ['2026-11', 'opgepakt'],
    ['2026-10', 'geselecteerd'],
    ['2026-10', 'opgepakt'],
  ] as const)('of %s that is %s joins it', (maand, toestand) => {
    const { before, placed } = beside(maand, toestand)
    expect(placed).toMatchObject({ melding: before.id, bij: toestand, vorige: undefined })
  })

  test.each([
    ['2026-10', 'werkvoorraad'],
    ['2026-10', 'afgesloten'],
    ['2026-11', 'afgesloten'],
    ['2026-11', 'uitgevallen'],
    ['2026-11', 'retour'],
  ] as const)('of %s that is %s begins another, which follows on it', (maand, toestand) => {
    const { before, fresh, placed } = beside(maand, toestand)
    expect(placed).toMatchObject({ melding: fresh.id, bij: undefined, vorige: before.id })
  })

  test('in two months joins the last that takes it', () => {
    const [october, november] = [signal('J. Boer', { maand: '2026-10' }), signal('J. Boer')]
    const both = [inState('opgepakt', groupOf(october)), groupOf(november)]
    const placed = place(both, signal('J.P. de Boer'))
    expect(placed).toMatchObject({ melding: november.id, vorige: october.id })
  })

  test('joins nothing where it may be of two', () => {
    const two = [signal('J. Boer', { toevoeging: '1' }), signal('J. Boer', { toevoeging: '2' })]
    const known = two.map((one) => inState('opgepakt', groupOf(one)))
    const fresh = signal('J. Boer')
    expect(place(known, fresh)).toMatchObject({ melding: fresh.id, bij: undefined })
  })
})

describe('a signal of a later month', () => {
  const later = (maand: string): { melding: string; vorige: string | undefined } | undefined =>
    place([groupOf(signal('J. Boer', { maand: '2026-05' }))], signal('J.P. de Boer', { maand }))

  test('begins a melding that follows the earlier one, up to six months', () => {
    expect(later('2026-06')?.vorige).toBeDefined()
    expect(later('2026-11')?.vorige).toBeDefined()
  })

  test('knows nothing of what is older, since that key is not there', () => {
    expect(later('2026-12')?.vorige).toBeUndefined()
  })

  test('follows the last of several, and none that is in doubt', () => {
    const [may, june] = [
      groupOf(signal('J. Boer', { maand: '2026-05' })),
      groupOf(signal('J. Boer', { maand: '2026-06' })),
    ]
    expect(place([may, june], signal('J. Boer'))?.vorige).toBe(june.id)
    const doubt = [
      groupOf(signal('J. Boer', { maand: '2026-06' })),
      groupOf(signal('P. Boer', { maand: '2026-06' })),
    ]
    expect(place(doubt, signal('Boer'))?.vorige).toBeUndefined()
  })
})

describe('what a melding says', () => {
  test('meervoudig takes two VLPs; an earlier melding counts first', () => {
    expect(kindOf([LINDE, LINDE], false)).toBe('enkelvoudig')
    expect(kindOf([LINDE, KOMPAS], false)).toBe('meervoudig')
    expect(kindOf([LINDE, KOMPAS], true)).toBe('opeenvolgend')
  })

  test('others at the address are told of a household, not of a house with rooms', () => {
    expect([1, 2, 4, 5, 12].map(othersAtAddress)).toEqual([false, true, true, undefined, undefined])
  })
})
