import { describe, expect, test } from 'vitest'
import { idOf } from '../../../tests/support/dossiers.ts'
import { chooseWaiting } from './choose-from-table.ts'
import { choiceOf, workListTable } from './work-list-table.ts'

const line = (n: number, more: object = {}) => ({
  id: idOf(n),
  soort: 'enkelvoudig' as const,
  signaaltypen: ['huur'],
  uitgesteld: 0,
  beschikbaarTijdstip: '2026-11-03T09:00:00.000Z',
  ...more,
})
const row = (regel: number, cells: Readonly<Record<string, string>>) => ({
  regel,
  cellen: new Map(Object.entries(cells)),
})

test('the work list says classes as numbers, and nothing where the gateway says nothing', () => {
  const [head, whole, bare] = workListTable([
    line(1, {
      soort: 'meervoudig',
      signaaltypen: ['huur', 'energie'],
      bedragklasse: '25000-50000',
      leeftijdsklasse: '365-',
      wijk: 'WK020201',
      crisis: true,
      uitgesteld: 2,
    }),
    line(2),
  ])
  const cells = (values: readonly (string | number)[] = []) =>
    Object.fromEntries((head ?? []).map((name, at) => [name, values[at]]))
  expect(cells(whole)).toEqual({
    melding: idOf(1),
    gekozen: '',
    soort: 'meervoudig',
    signaaltypen: 'huur|energie',
    bedragVanafInEuro: '250,00',
    bedragTotInEuro: '500,00',
    dagenVanaf: '365',
    dagenTot: '',
    wijk: 'WK020201',
    crisis: 'ja',
    uitgesteld: 2,
    beschikbaarTijdstip: '2026-11-03T09:00:00.000Z',
  })
  expect(cells(bare)).toMatchObject({
    bedragVanafInEuro: '',
    dagenTot: '',
    wijk: '',
    crisis: 'nee',
  })
})

describe('a choice read back', () => {
  test('takes who has ja, in the ways of a spreadsheet, and leaves the others alone', () => {
    const rows = ['ja', 'JA', 'WAAR', '1', 'nee', 'ONWAAR'].map((gekozen, at) =>
      row(at + 2, { melding: idOf(at + 1), gekozen }),
    )
    expect(choiceOf([...rows, row(8, { melding: idOf(7) })])).toEqual({
      gekozen: [1, 2, 3, 4].map((n) => ({ regel: n + 1, melding: idOf(n) })),
      fouten: [],
    })
  })

  test('says each wrong row by line and column, without a value', () => {
    const { gekozen, fouten } = choiceOf([
      row(2, { melding: 'Kanarie', gekozen: 'Vink' }),
      row(3, { melding: idOf(1), gekozen: 'ja' }),
      row(4, { melding: idOf(1), gekozen: 'nee' }),
      row(5, { gekozen: 'ja' }),
      { regel: 6, fout: 'Deze regel heeft minder cellen dan de kopregel.' },
    ])
    expect(gekozen).toEqual([{ regel: 3, melding: idOf(1) }])
    expect(fouten.map(({ regel, kolom }) => [regel, kolom])).toEqual([
      [2, 'melding'],
      [2, 'gekozen'],
      [4, 'melding'],
      [5, 'melding'],
      [6, ''],
    ])
    expect(JSON.stringify(fouten)).not.toMatch(/Kanarie|Vink/)
  })

  test('takes nobody who waits no longer', () => {
    const table = choiceOf([
      row(2, { melding: idOf(1), gekozen: 'ja' }),
      row(3, { melding: idOf(2), gekozen: 'ja' }),
      row(4, { melding: idOf(3), gekozen: 'nee' }),
    ])
    const { meldingen, fouten } = chooseWaiting(table, [line(2)])
    expect(meldingen).toEqual([idOf(2)])
    expect(fouten.map(({ regel, kolom }) => [regel, kolom])).toEqual([[2, 'melding']])
  })
})
