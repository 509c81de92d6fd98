import { describe, expect, test } from 'vitest'
import { compileTest, isAccepted, sentenceOf, Voorwaarde } from './conditions.ts'
import type { Feiten } from './facts.ts'

const DAY = '2026-01-31'
const facts = (inspanningen: Feiten['inspanningen']): Feiten => ({
  signaaldatum: DAY,
  natuurlijkPersoon: true,
  bedragInCenten: 10_000,
  inspanningen,
})

describe('written reminders, each with a term', () => {
  const condition = Voorwaarde.parse({
    voorwaarde: 'schriftelijkHerinnerd',
    minstens: 3,
    termijnDagen: 14,
    grondslag: 'x',
  })
  const holds = (herinneringen: string[]): boolean | undefined =>
    compileTest(condition)(facts({ herinneringen }), DAY)

  test.each([
    [
      'three, 14 days apart and 14 before the day',
      ['2025-12-20', '2026-01-03', '2026-01-17'],
      true,
    ],
    ['in any order', ['2026-01-17', '2025-12-20', '2026-01-03'], true],
    ['the last only 13 days ago', ['2025-12-20', '2026-01-03', '2026-01-18'], false],
    ['two of them 13 days apart', ['2025-12-20', '2026-01-02', '2026-01-16'], false],
    ['all within a month', ['2026-01-01', '2026-01-08', '2026-01-17'], false],
    [
      'more than three, of which three fit',
      ['2025-12-01', '2025-12-05', '2025-12-15', '2026-01-10'],
      true,
    ],
    ['one day three times', ['2025-12-01', '2025-12-01', '2025-12-01'], false],
    ['none', [], false],
  ])('%s', (_name, herinneringen, expected) => {
    expect(holds(herinneringen)).toBe(expected)
  })

  test('are told as one sentence', () => {
    expect(sentenceOf(condition)).toBe(
      'De aanleveraar herinnerde de klant schriftelijk, ten minste 3 keer, telkens met 14 dagen de tijd.',
    )
  })
})

describe('personal contact before the signal', () => {
  const condition = Voorwaarde.parse({
    voorwaarde: 'persoonlijkContactGeprobeerd',
    voorSignaaldatum: true,
    grondslag: 'x',
  })
  const holds = (on: string | undefined, received = DAY): boolean | undefined =>
    compileTest(condition)(
      facts(on === undefined ? {} : { pogingPersoonlijkContactDatum: on }),
      received,
    )

  test('the day before is enough; the day itself, a later one or none is not', () => {
    expect(holds('2026-01-30')).toBe(true)
    expect(holds(DAY)).toBe(false)
    expect(holds('2026-02-01', '2026-02-10')).toBe(false)
    expect(holds(undefined)).toBe(false)
  })

  test('is told as one sentence', () => {
    expect(sentenceOf(condition)).toContain('voor de signaaldatum')
  })
})

const condition = (voorwaarde: Voorwaarde['voorwaarde'], more: object = {}): Voorwaarde =>
  Voorwaarde.parse({ voorwaarde, grondslag: 'x', ...more })

const own = { bijzonderheid: 'boete' }

describe('each condition is told as one sentence', () => {
  test.each<[Voorwaarde['voorwaarde'], object, string]>([
    [
      'persoonlijkContactGeprobeerd',
      {},
      'De aanleveraar probeerde de klant persoonlijk te bereiken.',
    ],
    [
      'persoonlijkContactGeprobeerd',
      { voorSignaaldatum: true },
      'De aanleveraar probeerde de klant voor de signaaldatum persoonlijk te bereiken.',
    ],
    ['opSchuldhulpGewezen', {}, 'De aanleveraar wees de klant op schuldhulpverlening.'],
    [
      'schriftelijkHerinnerd',
      { minstens: 2 },
      'De aanleveraar herinnerde de klant schriftelijk, op ten minste 2 dag(en).',
    ],
    ['aanbodGedaan', {}, 'De aanleveraar bood aan de contactgegevens met het college te delen.'],
    [
      'reactieToereikend',
      { toegestaan: ['geen', 'akkoord'] },
      'De reactie van de klant op dat aanbod is: geen, akkoord.',
    ],
    ['natuurlijkPersoon', {}, 'De klant is een natuurlijk persoon.'],
    [
      'minstensDagenOud',
      { dagen: 30 },
      'De achterstand is op de signaaldatum ten minste 30 dagen oud (een maand telt als 30 dagen).',
    ],
    [
      'hoogstensDagenOud',
      { dagen: 100 },
      'De achterstand is op de signaaldatum ten hoogste 100 dagen oud (een maand telt als 30 dagen).',
    ],
    ['minstensBedrag', { centen: 27_050 }, 'De achterstand is ten minste € 270,50.'],
    [
      'minstensMaandenOud',
      { maanden: 3 },
      'De oudste vordering is op de signaaldatum ten minste 3 maanden oud.',
    ],
    [
      'boeteachterstand',
      { ...own, centen: 100 },
      'Er is ook een achterstand op een boete, van ten minste € 1,00 (boete).',
    ],
    [
      'geenUitstel',
      own,
      'De aanleveraar verklaart dat geen uitstel van betaling is verleend (boete).',
    ],
    ['soortAangewezen', { ...own, waarden: ['a', 'b'] }, 'Het gaat om a, b (boete).'],
    ['afspraakMetGemeente', {}, 'De gemeente heeft een afspraak met deze aanleveraar vastgelegd.'],
    [
      'vroegsignaalVooraf',
      { signaaltypen: ['huur', 'energie'] },
      'De aanleveraar gaf eerder een vroegsignaal over deze persoon (huur, energie); anders volgt alleen een opmerking.',
    ],
    [
      'eindeleveringOpTijd',
      { werkdagen: 5 },
      'De levering eindigt pas na ten minste 5 werkdagen; anders volgt alleen een opmerking.',
    ],
  ])('%s', (voorwaarde, more, sentence) => {
    expect(sentenceOf(condition(voorwaarde, more))).toBe(sentence)
  })
})

describe('each condition holds on its boundary, not beside it', () => {
  const fine = (soort: string, waarde: unknown, code = 'boete'): Partial<Feiten> =>
    ({
      bijzonderheden: [
        { code: 'ander', soort, waarde },
        { code, soort, waarde },
      ],
    }) as object
  const efforts = (inspanningen: NonNullable<Feiten['inspanningen']>): Partial<Feiten> => ({
    inspanningen,
  })

  test.each<
    [Voorwaarde['voorwaarde'], object, readonly Partial<Feiten>[], readonly Partial<Feiten>[]]
  >([
    [
      'persoonlijkContactGeprobeerd',
      {},
      [efforts({ pogingPersoonlijkContactDatum: DAY })],
      [efforts({ pogingPersoonlijkContactDatum: '2026-02-01' }), efforts({}), {}],
    ],
    [
      'opSchuldhulpGewezen',
      {},
      [efforts({ gewezenOpSchuldhulpDatum: DAY })],
      [efforts({ gewezenOpSchuldhulpDatum: '2026-02-01' }), efforts({}), {}],
    ],
    [
      'schriftelijkHerinnerd',
      { minstens: 2 },
      [efforts({ herinneringen: ['2026-01-30', DAY] })],
      [
        efforts({ herinneringen: ['2026-01-30', '2026-02-01'] }),
        efforts({ herinneringen: [DAY] }),
        efforts({}),
        {},
      ],
    ],
    [
      'aanbodGedaan',
      {},
      [efforts({ aanbodGegevensdelingDatum: DAY })],
      [efforts({ aanbodGegevensdelingDatum: '2026-02-01' }), efforts({}), {}],
    ],
    [
      'reactieToereikend',
      { toegestaan: ['neutraal'] },
      [efforts({ reactie: 'neutraal' })],
      [efforts({ reactie: 'geen' }), efforts({}), {}],
    ],
    ['natuurlijkPersoon', {}, [{}], [{ natuurlijkPersoon: false }]],
    [
      'minstensDagenOud',
      { dagen: 30 },
      [{ ontstaansdatum: '2026-01-01' }, { maanden: 1 }],
      [{ ontstaansdatum: '2026-01-02' }, { maanden: 0 }, {}],
    ],
    [
      'hoogstensDagenOud',
      { dagen: 30 },
      [{ ontstaansdatum: '2026-01-01' }, { maanden: 1 }],
      [{ ontstaansdatum: '2025-12-31' }, { maanden: 2 }, {}],
    ],
    ['minstensBedrag', { centen: 10_000 }, [{}], [{ bedragInCenten: 9_999 }]],
    [
      'minstensMaandenOud',
      { maanden: 2 },
      [{ ontstaansdatum: '2025-11-30' }, { maanden: 2 }],
      [{ ontstaansdatum: '2025-12-01', maanden: 9 }, { maanden: 1 }, {}],
    ],
    [
      'boeteachterstand',
      { ...own, centen: 100 },
      [fine('bedragInCenten', 100)],
      [fine('bedragInCenten', 99), fine('bedragInCenten', 100, 'x'), fine('code', '100'), {}],
    ],
    [
      'geenUitstel',
      own,
      [fine('jaNee', false)],
      [fine('jaNee', true), fine('jaNee', false, 'x'), fine('code', ''), {}],
    ],
    [
      'soortAangewezen',
      { ...own, waarden: ['a', 'b'] },
      [fine('code', 'b')],
      [fine('code', 'c'), fine('code', 'b', 'x'), fine('datum', 'b'), {}],
    ],
    ['afspraakMetGemeente', {}, [{ afspraak: true }], [{ afspraak: false }, {}]],
    [
      'vroegsignaalVooraf',
      { signaaltypen: ['huur', 'energie'] },
      [{ eerdereSoorten: new Set(['energie']) }],
      [{ eerdereSoorten: new Set(['drinkwater']) }, { eerdereSoorten: new Set() }],
    ],
    [
      'eindeleveringOpTijd',
      { werkdagen: 5 },
      [{ eindeleveringDatum: '2026-02-06' }],
      [{ eindeleveringDatum: '2026-02-05' }, {}],
    ],
  ])('%s', (voorwaarde, more, holding, failing) => {
    const holds = compileTest(condition(voorwaarde, more))
    const outcomes = (all: readonly Partial<Feiten>[]): readonly unknown[] =>
      all.map((one) => holds({ ...facts(undefined), ...one }, DAY))
    expect(outcomes(holding)).toEqual(holding.map(() => true))
    expect(outcomes(failing)).toEqual(failing.map(() => false))
  })

  test('what was refused, and what nobody looked for, is not weighed', () => {
    const answer = compileTest(condition('reactieToereikend', { toegestaan: ['geen'] }))
    expect(answer(facts({ reactie: 'geweigerd' }), DAY)).toBeUndefined()
    const before = compileTest(condition('vroegsignaalVooraf', { signaaltypen: ['huur'] }))
    expect(before(facts(undefined), DAY)).toBeUndefined()
  })
})

describe('the form of a condition', () => {
  test.each<[string, object]>([
    ['no article', { grondslag: [] }],
    ['an article without a name', { grondslag: [''] }],
    ['an empty article', { grondslag: '' }],
    ['an empty sentence', { zin: '' }],
    ['an empty remedy', { remedie: '' }],
    ['an empty question', { open: '' }],
    ['another word', { bedrag: 3 }],
  ])('has no room for %s', (_what, more) => {
    expect(Voorwaarde.safeParse({ voorwaarde: 'aanbodGedaan', grondslag: 'x' }).success).toBe(true)
    const wrong = { voorwaarde: 'aanbodGedaan', grondslag: 'x', ...more }
    expect(Voorwaarde.safeParse(wrong).success).toBe(false)
  })

  test.each<[Voorwaarde['voorwaarde'], object, object]>([
    ['persoonlijkContactGeprobeerd', { voorSignaaldatum: true }, { voorSignaaldatum: false }],
    ['schriftelijkHerinnerd', { minstens: 1, termijnDagen: 1 }, { minstens: 0 }],
    ['schriftelijkHerinnerd', { minstens: 1 }, { minstens: 1, termijnDagen: 0 }],
    ['reactieToereikend', { toegestaan: ['geen', 'neutraal', 'akkoord'] }, { toegestaan: [] }],
    ['minstensDagenOud', { dagen: 0 }, { dagen: -1 }],
    ['hoogstensDagenOud', { dagen: 0 }, { dagen: -1 }],
    ['minstensBedrag', { centen: 1 }, { centen: 0 }],
    ['minstensMaandenOud', { maanden: 1 }, { maanden: 0 }],
    ['boeteachterstand', { ...own, centen: 1 }, { ...own, centen: 0 }],
    ['geenUitstel', own, {}],
    ['soortAangewezen', { ...own, waarden: ['a'] }, { ...own, waarden: [] }],
    ['soortAangewezen', { ...own, waarden: ['a'] }, { ...own, waarden: [''] }],
    ['vroegsignaalVooraf', { signaaltypen: ['huur'] }, { signaaltypen: [] }],
    ['eindeleveringOpTijd', { werkdagen: 1 }, { werkdagen: 0 }],
  ])('%s: %j, not %j', (voorwaarde, right, wrong) => {
    expect(Voorwaarde.safeParse({ voorwaarde, grondslag: 'x', ...right }).success).toBe(true)
    expect(Voorwaarde.safeParse({ voorwaarde, grondslag: 'x', ...wrong }).success).toBe(false)
    const more = { voorwaarde, grondslag: 'x', ...right, elders: 1 }
    expect(Voorwaarde.safeParse(more).success).toBe(false)
  })

  test('names its articles as a list, whether one or more stand there', () => {
    expect(condition('aanbodGedaan').grondslag).toEqual(['x'])
    expect(condition('aanbodGedaan', { grondslag: ['x', 'y'] }).grondslag).toEqual(['x', 'y'])
  })
})

test('a condition says what is open about it, who accepted it, and its own words', () => {
  const more = { open: 'vraag', aanvaardDoor: 'raad', zin: 'Zo.', remedie: 'Doe dit.' }
  expect(condition('aanbodGedaan', more)).toMatchObject(more)
})

test('an open question counts as accepted once someone accepted it, and where there is none', () => {
  expect([{}, { open: 'x' }, { open: 'x', aanvaardDoor: 'y' }].map(isAccepted)).toEqual([
    true,
    false,
    true,
  ])
})
