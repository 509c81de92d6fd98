import { describe, expect, test } from 'vitest'
import { INDICATOREN, INDICATORNAMEN, type Indicatornaam } from '../model/indicator.ts'
import { Indicatorregel } from '../model/indicatoren.ts'
import type { Cel } from './cellen.ts'
import type { Meldingfeit, Signaalfeit } from './feiten.ts'
import { indicatorLines, ratio } from './indicators.ts'
import { ownCounts, publishedCounts } from './publish.ts'
import { tallyMeldingen, tallySignals } from './tally.ts'

const SIGNAL: Signaalfeit = {
  maand: '2026-10',
  signaaltype: 'huur',
  soort: 'huur',
  crisis: false,
  bedragklasse: '50000-100000',
  leeftijdsklasse: '60-100',
  wijkcode: 'WK020201',
  melding: undefined,
  ontwikkeling: undefined,
}
const MELDING: Meldingfeit = {
  maand: '2026-10',
  toestand: 'werkvoorraad',
  uitkomstgroep: undefined,
  isMeervoudig: false,
  isOpeenvolgend: false,
  wijkcode: 'WK020201',
  pogingen: [],
  keerdeTerug: false,
}
const attempt = (soort: string, bereikt: boolean) => ({ soort, dagdeel: 'avond', bereikt })
const many = <T>(count: number, one: T): readonly T[] => Array.from({ length: count }, () => one)

const SIGNALS = [
  ...many(10, SIGNAL),
  ...many(6, { ...SIGNAL, signaaltype: 'energie', soort: 'energie', crisis: true }),
  ...many(2, { ...SIGNAL, signaaltype: 'eindelevering', soort: 'eindelevering' }),
  ...many(2, { ...SIGNAL, soort: undefined, crisis: undefined }),
]
const MELDINGEN: readonly Meldingfeit[] = [
  ...many<Meldingfeit>(4, { ...MELDING, toestand: 'afgesloten', uitkomstgroep: 'hulp-aanvaard' }),
  ...many<Meldingfeit>(3, {
    ...MELDING,
    toestand: 'afgesloten',
    uitkomstgroep: 'niet-bereikt',
    isMeervoudig: true,
    pogingen: [attempt('huisbezoek', false), attempt('brief', false)],
  }),
  ...many<Meldingfeit>(2, {
    ...MELDING,
    toestand: 'opgepakt',
    isMeervoudig: true,
    isOpeenvolgend: true,
    pogingen: [attempt('huisbezoek', true)],
  }),
  { ...MELDING, toestand: 'uitgevallen', uitkomstgroep: 'bekend', isOpeenvolgend: true },
  ...many(6, { ...MELDING, keerdeTerug: true }),
]

/** Who stays below the threshold, as the store counts them. */
const SLEPERS: readonly Cel[] = [
  { maand: '2026-10', tabel: 'sleper', waarde: 'ja', aantal: 3 },
  { maand: '2026-10', tabel: 'sleper', waarde: 'nee', aantal: 9 },
]
const cells = [...tallySignals(SIGNALS), ...tallyMeldingen(MELDINGEN), ...SLEPERS]
const lines = indicatorLines(ownCounts(cells), 20_000)
const line = (naam: Indicatornaam) => lines.find((one) => one.naam === naam)

describe('the indicators of a month', () => {
  test('name every line of the sources once, whoever computes it', () => {
    expect(lines.map(({ naam }) => naam)).toEqual(INDICATORNAMEN)
    for (const found of lines) {
      expect(Indicatorregel.safeParse(found).success).toBe(true)
      expect(found.berekendDoor).toBe(INDICATOREN[found.naam].waar)
      if (found.berekendDoor === 'gemeente') expect(found).not.toHaveProperty('waarde')
      else expect(found.waarde ?? found.delen ?? found.naam === 'signaalreis').toBeTruthy()
    }
  })

  test('say who stays below the threshold, and nothing where that is not counted', () => {
    expect(line('slepers')).toMatchObject({ waarde: 3, teller: 3, noemer: 12 })
    const without = indicatorLines(ownCounts(tallySignals(SIGNALS)), 20_000)
    const said = without.find(({ naam }) => naam === 'slepers')
    expect(said).not.toHaveProperty('waarde')
    expect(said).not.toHaveProperty('noemer')
  })

  test('say what came in', () => {
    expect(line('aantal-vroegsignalen')).toMatchObject({ waarde: 20 })
    expect(line('signalen-per-1000')).toMatchObject({ waarde: 1 })
    expect(line('crisissignalen')).toMatchObject({ waarde: 6 })
    expect(line('aandeel-melding')).toMatchObject({ teller: 16, noemer: 20, waarde: 80 })
  })

  test('count an end of supply within energy, and name its share', () => {
    expect(line('aandeel-per-sector')?.delen).toContainEqual({
      waarde: 'energie',
      aantal: 8,
      procent: 40,
    })
    expect(line('aandeel-eindelevering')).toMatchObject({ teller: 2, noemer: 8, waarde: 25 })
  })

  test('count a melding that is multiple and consecutive as both', () => {
    expect(line('enkelvoudig')).toMatchObject({ teller: 10, noemer: 16 })
    expect(line('meervoudig')).toMatchObject({ teller: 5, noemer: 16 })
    expect(line('opeenvolgend')).toMatchObject({ teller: 3, noemer: 16 })
  })

  test('say what was done: attempts by type, and which of them reached somebody', () => {
    expect(line('aantal-contactpogingen')).toMatchObject({
      waarde: 8,
      delen: [
        { waarde: 'brief', aantal: 3 },
        { waarde: 'huisbezoek', aantal: 5 },
      ],
    })
    expect(line('opvolging-x-contact')?.delen).toContainEqual({
      waarde: 'huisbezoek',
      aantal: 2,
      noemer: 5,
      procent: 40,
    })
    expect(line('opgepakte-meldingen')).toMatchObject({ waarde: 9 })
  })

  test('say what came of it: reach, help of those reached and of all, recurrence, known already', () => {
    expect(line('bereik')).toMatchObject({ teller: 6, noemer: 16, waarde: 37.5 })
    expect(line('hulpacceptatie-van-bereikt')).toMatchObject({ teller: 4, noemer: 6, waarde: 66.7 })
    expect(line('hulpacceptatie-van-meldingen')).toMatchObject({
      teller: 4,
      noemer: 16,
      waarde: 25,
    })
    expect(line('recidive')).toMatchObject({ teller: 6, noemer: 16 })
    expect(line('bekend-bij-shv')).toMatchObject({ waarde: 1 })
    expect(line('uitkomsten')?.delen).toContainEqual({ waarde: 'niet-gekozen', aantal: 6 })
  })

  test('have no rate without inhabitants or without anything to divide', () => {
    const bare = indicatorLines(ownCounts([]), null)
    for (const naam of ['signalen-per-1000', 'bereik'] as const)
      expect(bare.find((one) => one.naam === naam)?.waarde).toBeUndefined()
    expect([ratio(1, 0, 100), ratio(null, 3, 100), ratio(1, 3, 100)]).toEqual([null, null, 33.3])
  })

  test('hide in publication whatever rests on a small number', () => {
    const published = indicatorLines(publishedCounts(cells, 5, ['instroom', 'uitkomst']), 20_000)
    const said = (naam: Indicatornaam) => published.find((one) => one.naam === naam)
    expect(said('aantal-vroegsignalen')?.waarde).toBe(20)
    for (const naam of ['hulpacceptatie-van-meldingen', 'bekend-bij-shv', 'bereik'] as const)
      expect(said(naam)?.waarde).toBeUndefined()
    expect(said('aandeel-eindelevering')).not.toHaveProperty('teller')
    expect(said('aandeel-eindelevering')).not.toHaveProperty('waarde')
    expect(JSON.stringify(said('uitkomsten'))).not.toMatch(/:[1-4][,}]/)
  })
})
