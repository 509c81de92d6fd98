import { describe, expect, test } from 'vitest'
import { aDossier, aRecordedSignal } from '../../../../tests/support/dossiers.ts'
import { INDICATOREN } from '../../../model/indicator.ts'
import type { Vervolg } from './dossier.ts'
import { GEMEENTELIJKE_KPIS, kpisOf } from './kpi.ts'

const ended = (resultaat: Vervolg['resultaat'], more: Partial<Vervolg> = {}): Vervolg => ({
  resultaat,
  datum: '2026-11-20',
  ...more,
})
const NEIGHBOUR = { 'persoon.achternaam': 'Visser', 'adres.huisnummer': 14 }

/** Four people of November, and one of them a year before. */
const DOSSIERS = [
  aDossier(1, {
    contactpogingen: [
      { id: 'a', soort: 'Huisbezoek', bereikt: true, datum: '2026-11-06' },
      { id: 'b', soort: 'Huisbezoek', bereikt: false, datum: '2026-11-07' },
    ],
    vervolg: ended('vervolghulp-financieel', {
      planVanAanpak: true,
      schuldregelingGestart: true,
      schuldBijAanvangInEuro: 12_000,
      schuldeisersBijAanvang: 7,
      afgerond: true,
      tevredenheid: 8,
    }),
  }),
  aDossier(2, {
    signalen: [aRecordedSignal(2, { ...NEIGHBOUR, 'achterstand.bedragInCenten': 18_750 })],
    contactpogingen: [{ id: 'c', soort: 'Huisbezoek', bereikt: false, datum: '2026-11-06' }],
    vervolg: ended('geen-contact', { aangemeldDatum: '2027-02-01' }),
  }),
  aDossier(3, {
    signalen: [aRecordedSignal(3, { 'adres.huisnummer': 16 })],
    vervolg: ended('regelt-het-zelf', { redenGeenHulp: 'nu-niet', aangemeldDatum: '2027-08-01' }),
  }),
  aDossier(4, {
    signalen: [aRecordedSignal(4, { 'adres.huisnummer': 18 }, { signaaltype: 'energie' })],
    vervolg: ended('vervolghulp', { tevredenheid: 6 }),
  }),
  aDossier(5, {
    signalen: [aRecordedSignal(5, {}, { aangeleverdTijdstip: '2025-11-03T09:00:00.000Z' })],
    opgepaktDatum: '2025-11-05',
    vervolg: { resultaat: 'geen-contact', datum: '2025-12-01' },
  }),
]

describe('the KPIs that only a municipality can count', () => {
  const lines = (naam: string) =>
    kpisOf(DOSSIERS, '2026-11')
      .filter((one) => one.naam === naam)
      .map(({ groep, som, aantal }) => [groep, som, aantal])

  test.each([
    ['gemiddelde-achterstand', [[undefined, 812.5 + 187.5 + 812.5 + 812.5, 4]]],
    ['schuld-bij-aanvang', [[undefined, 12_000, 1]]],
    ['schuldeisers-bij-aanvang', [[undefined, 7, 1]]],
    ['opvolging-x-schuldregeling', [['Huisbezoek', 1, 2]]],
    ['plannen-van-aanpak', [[undefined, 1, 4]]],
    ['afgeronde-dossiers', [[undefined, 1, 4]]],
    ['klanttevredenheid', [[undefined, 14, 2]]],
    [
      'interventie-per-doelgroep',
      [
        ['energie / vervolghulp', 0, 1],
        ['huur / vervolghulp-financieel', 1, 1],
      ],
    ],
    ['recidive-na-half-jaar', [[undefined, 1, 4]]],
    ['reden-geen-hulp', [['nu-niet', 1, 1]]],
    ['latere-aanmelding', [[undefined, 1, 2]]],
  ] as const)('%s', (naam, expected) => {
    expect(lines(naam)).toEqual(expected)
  })

  test('are exactly those that the gateway leaves to the municipality, by the same names', () => {
    const theirs = Object.entries(INDICATOREN).filter(([, { waar }]) => waar === 'gemeente')
    expect(theirs.map(([naam]) => naam).toSorted()).toEqual(GEMEENTELIJKE_KPIS.toSorted())
  })

  test('stand there all, each by its name, also in a month without anything', () => {
    const names = kpisOf([], '2026-11').map(({ naam, aantal }) => [naam, aantal])
    expect(names).toEqual(GEMEENTELIJKE_KPIS.map((naam) => [naam, 0]))
  })

  test('hold numbers and no person', () => {
    expect(JSON.stringify(kpisOf(DOSSIERS, '2026-11'))).not.toMatch(/Boer|Visser|6811|019a/)
  })
})
