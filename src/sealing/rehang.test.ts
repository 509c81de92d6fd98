import { describe, expect, test } from 'vitest'
import { SignaalId } from '../model/ids.ts'
import { type HeldRow, regroup } from './rehang.ts'

const aRow = (vervaldatum: string, velden: readonly string[], more: Partial<HeldRow> = {}) =>
  ({
    signaalId: SignaalId.parse('019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e'),
    versie: 1,
    vervaldatum,
    volgnummer: 1,
    oin: '00000099000000001000',
    velden,
    doelen: [],
    waarden: [],
    dozen: [],
    sleutels: [],
    oorspronkelijk: null,
    ...more,
  }) as HeldRow

const shape = ({ remove, add }: ReturnType<typeof regroup>) => ({
  remove: remove.map(({ vervaldatum }) => vervaldatum),
  add: [...add].map(([dag, fields]) => [dag, fields.map(({ row, index }) => row.velden[index])]),
})

describe('regroup', () => {
  const rows = [
    aRow('2027-01-01', ['signaaldatum']),
    aRow('2027-02-01', ['persoon.achternaam', 'adres.postcode']),
  ]

  test('touches nothing where every field keeps its day', () => {
    expect(shape(regroup(rows, (_veld, vervaldatum) => ({ vervaldatum })))).toEqual({
      remove: [],
      add: [],
    })
  })

  test('splits a row of which one field leaves, and lets another lie', () => {
    const moved = regroup(rows, (veld, vervaldatum) => ({
      vervaldatum: veld === 'adres.postcode' ? '2026-12-01' : vervaldatum,
    }))
    expect(shape(moved)).toEqual({
      remove: ['2027-02-01'],
      add: [
        ['2026-12-01', ['adres.postcode']],
        ['2027-02-01', ['persoon.achternaam']],
      ],
    })
  })

  test('brings together what comes to lie on a day that is there already', () => {
    expect(shape(regroup(rows, () => ({ vervaldatum: '2027-01-01' })))).toEqual({
      remove: ['2027-01-01', '2027-02-01'],
      add: [['2027-01-01', ['signaaldatum', 'persoon.achternaam', 'adres.postcode']]],
    })
  })

  test('lets go of a field without a new day, and of a whole row', () => {
    const gone = regroup(rows, (veld, vervaldatum) =>
      veld === 'signaaldatum' ? undefined : { vervaldatum },
    )
    expect(shape(gone)).toEqual({ remove: ['2027-01-01'], add: [] })
  })

  test('asks with the day that a held field has of its own, and moves when only that changes', () => {
    const held = aRow('2027-06-01', ['signaaldatum'], { oorspronkelijk: ['2027-02-01'] })
    const asked: string[] = []
    const still = regroup([held], (_veld, vervaldatum, oorspronkelijk) => {
      asked.push(vervaldatum, oorspronkelijk)
      return { vervaldatum, oorspronkelijk }
    })
    expect(asked).toEqual(['2027-06-01', '2027-02-01'])
    expect(shape(still)).toEqual({ remove: [], add: [] })
    const earlier = regroup([held], (_veld, vervaldatum) => ({
      vervaldatum,
      oorspronkelijk: '2027-01-01',
    }))
    expect(shape(earlier)).toEqual({
      remove: ['2027-06-01'],
      add: [['2027-06-01', ['signaaldatum']]],
    })
  })
})
