import { describe, expect, test } from 'vitest'
import { Gemeentecode, Oin, SignaalId } from '../model/ids.ts'
import { type EigenNaam, numberLines, type Wachtregel } from './number-lines.ts'

const A = SignaalId.parse('019a0c3e-5b7a-7c41-9d2e-000000000001')
const B = SignaalId.parse('019a0c3e-5b7a-7c41-9d2e-000000000002')

const line = (
  plaats: number,
  signaalId: SignaalId,
  code: Wachtregel['code'],
  soort: Wachtregel['soort'] = 'eind',
): Wachtregel => ({
  plaats,
  signaalId,
  code,
  soort,
  gemeentecode: Gemeentecode.parse('0202'),
  oin: Oin.parse('00000099000000001000'),
  dag: '2026-11-03',
})
const named = (ingetrokken = false, versie = 1): EigenNaam => ({
  onderdeel: '',
  kenmerk: 'K-1',
  versie,
  ingetrokken,
})
const told = (
  waiting: readonly Wachtregel[],
  stand: Partial<Parameters<typeof numberLines>[1]> = {},
) =>
  numberLines(waiting, {
    laatste: 4,
    namen: new Map(),
    eerder: new Map(),
    ...stand,
  }).map(({ volgnummer, signaalId, code, vervangt }) => [volgnummer, signaalId, code, vervangt])

describe('lines of feedback', () => {
  test('go on where the feed stopped, without a gap', () => {
    expect(told([line(7, A, 'geen-hulp'), line(3, B, 'retour')])).toEqual([
      [5, A, 'geen-hulp', undefined],
      [6, B, 'retour', undefined],
    ])
  })

  test('say of several final ones on a signal only the last, and every interim one', () => {
    expect(
      told([
        line(1, A, 'in-behandeling', 'tussentijds'),
        line(2, A, 'geen-hulp'),
        line(3, A, 'hulp-aanvaard'),
      ]),
    ).toEqual([
      [5, A, 'in-behandeling', undefined],
      [6, A, 'hulp-aanvaard', undefined],
    ])
  })

  test('replace the final one that was told before; an interim one replaces nothing', () => {
    const eerder = new Map([[A, 2]])
    const waiting = [line(1, A, 'in-behandeling', 'tussentijds'), line(2, A, 'hulp-aanvaard')]
    expect(told(waiting, { eerder })).toEqual([
      [5, A, 'in-behandeling', undefined],
      [6, A, 'hulp-aanvaard', 2],
    ])
  })

  test('are not told of a signal that its VLP withdrew', () => {
    const namen = new Map([
      [A, named(true)],
      [B, named()],
    ])
    expect(told([line(1, A, 'geen-hulp'), line(2, B, 'geen-hulp')], { namen })).toEqual([
      [5, B, 'geen-hulp', undefined],
    ])
  })

  test('that were said of one version are told of no other, and not of a signal that has no name any more', () => {
    const namen = new Map([
      [A, named(false, 2)],
      [B, named()],
    ])
    const back = (plaats: number, id: SignaalId): Wachtregel => ({
      ...line(plaats, id, 'retour'),
      versie: 1,
    })
    expect(told([back(1, A), back(2, B)], { namen })).toEqual([[5, B, 'retour', undefined]])
    expect(told([line(1, A, 'geen-hulp'), back(2, A)], { namen })).toEqual([
      [5, A, 'geen-hulp', undefined],
    ])
    expect(told([back(1, B)])).toEqual([])
  })
})
