import { describe, expect, test } from 'vitest'
import { idOf } from '../../../../tests/support/dossiers.ts'
import { readPogingen, readVervolgen } from './read-work.ts'

const row = (cells: Readonly<Record<string, string>>, regel = 2) => ({
  regel,
  cellen: new Map(Object.entries(cells)),
})

describe('reading what was done from a table', () => {
  test('an attempt, in the words of DDAS and of a spreadsheet', () => {
    const cells = {
      melding: idOf(1),
      id: 'p-1',
      soort: 'Huisbezoek',
      bereikt: 'Ja',
      datum: '2026-11-09',
      dagdeel: 'Avond',
    }
    expect(readPogingen([row(cells)])).toEqual([
      {
        regel: 2,
        melding: idOf(1),
        inhoud: {
          id: 'p-1',
          soort: 'Huisbezoek',
          bereikt: true,
          datum: '2026-11-09',
          dagdeel: 'Avond',
        },
      },
    ])
  })

  test.each(['advies-quick-fix', '(Budget)advies en/of quick fix'])(
    'the result %s',
    (resultaat) => {
      const cells = {
        melding: idOf(1),
        resultaat,
        datum: '2026-11-20',
        tevredenheid: '8',
        afgerond: 'nee',
      }
      expect(readVervolgen([row(cells)])).toMatchObject([
        { inhoud: { resultaat: 'advies-quick-fix', tevredenheid: 8, afgerond: false } },
      ])
    },
  )

  test('names every column that is wrong, and no value', () => {
    const [read] = readPogingen([
      row(
        {
          melding: 'Kanarie',
          id: 'p 1',
          soort: 'Postduif',
          bereikt: 'misschien',
          datum: '3-11-2026',
        },
        7,
      ),
    ])
    if (read === undefined || !('fouten' in read)) expect.fail('the row passed')
    expect(read.fouten.map(({ kolom }) => kolom).toSorted()).toEqual([
      'bereikt',
      'datum',
      'id',
      'melding',
      'soort',
    ])
    expect(JSON.stringify(read)).not.toMatch(/Kanarie|Postduif|misschien/)
  })

  test('a satisfaction of eleven, or a reason in free words, is refused', () => {
    const cells = { melding: idOf(1), resultaat: 'regelt-het-zelf', datum: '2026-11-20' }
    const [read] = readVervolgen([row({ ...cells, tevredenheid: '11', redenGeenHulp: 'wil niet' })])
    expect(read).toMatchObject({ fouten: [{ kolom: 'tevredenheid' }, { kolom: 'redenGeenHulp' }] })
  })
})
