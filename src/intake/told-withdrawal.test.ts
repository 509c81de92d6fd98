import { describe, expect, test } from 'vitest'
import { Gemeentecode } from '../model/ids.ts'
import { closingOf, tellWithdrawal } from './told-withdrawal.ts'

describe('what a sender hears of a list that it withdrew', () => {
  const gemeentecode = Gemeentecode.parse('0202')
  const begonnen = new Date('2026-11-03T09:00:00Z')
  const withdrawn = (gezien: number) => ({
    begonnen,
    ingetrokken: new Date('2026-11-04T09:00:00Z'),
    found: [{ gemeentecode, ingetrokken: 3, gezien }],
  })
  const on = (dag: string): Date => new Date(`${dag}T12:00:00Z`)

  test('before the closing is the same whatever was seen', () => {
    for (const dag of ['2026-11-04', '2026-12-31'])
      expect(tellWithdrawal(withdrawn(0), on(dag))).toEqual(tellWithdrawal(withdrawn(3), on(dag)))
  })

  test('after it says how many were seen', () => {
    expect(tellWithdrawal(withdrawn(2), on('2027-01-01')).perGemeente).toEqual([
      { gemeentecode, ingetrokken: 3, gezien: 2 },
    ])
  })

  test.each([
    ['2026-11-30T22:59:59Z', '2027-01-01'],
    ['2026-11-30T23:00:00Z', '2027-02-01'],
    ['2026-01-15T12:00:00Z', '2026-03-01'],
  ])('received at %s it closes on %s, by the calendar of Amsterdam', (at, dag) => {
    expect(closingOf(new Date(at))).toBe(dag)
  })
})
