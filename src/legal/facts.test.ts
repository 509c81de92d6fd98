import { expect, test } from 'vitest'
import { aSignal } from '../../tests/support/builders.ts'
import { Signaal } from '../model/signaal.ts'
import { Toetsing } from '../model/toetsing.ts'
import { ageInDays, type Feiten, factsOf, factsOfToetsing, isMonthsOld } from './facts.ts'

const more = {
  eindeleveringDatum: '2026-12-01',
  bijzonderheden: [{ code: 'x', soort: 'jaNee', waarde: true }],
}
const signaal = Signaal.parse(aSignal({ ...more, crisissignaal: true }))

const facts: Feiten = {
  signaaldatum: '2026-11-03',
  natuurlijkPersoon: true,
  bedragInCenten: 81_200,
  ontstaansdatum: '2026-09-01',
  maanden: 2,
  inspanningen: signaal.inspanningen,
  crisissignaal: true,
  eindeleveringDatum: '2026-12-01',
  bijzonderheden: signaal.bijzonderheden,
}

test('the facts of a signal are what a condition weighs, and nothing of who it is about', () => {
  expect(factsOf(signaal)).toEqual(facts)
})

test('the facts of a try-out are those of the signal that it tries', () => {
  const { signaaldatum, inspanningen } = signaal
  const toetsing = Toetsing.parse({
    signaaltype: 'huur',
    signaaldatum,
    natuurlijkPersoon: true,
    achterstand: signaal.achterstand,
    inspanningen,
    ...more,
    gemeentecode: '0202',
    velden: [],
  })
  expect(factsOfToetsing(toetsing)).toEqual({ ...facts, crisissignaal: undefined })
})

test('the date of arrears wins from a number of months, of which each counts thirty days', () => {
  const { ontstaansdatum: _date, ...undated } = facts
  expect(ageInDays(facts)).toBe(63)
  expect(ageInDays(undated)).toBe(60)
  expect(ageInDays({ ...undated, maanden: undefined })).toBeUndefined()
})

test('arrears are some months old on that day of the month, by the date where it is known', () => {
  const { ontstaansdatum: _date, ...undated } = facts
  expect(isMonthsOld({ ...facts, ontstaansdatum: '2026-09-03' }, 2)).toBe(true)
  expect(isMonthsOld({ ...facts, ontstaansdatum: '2026-09-04' }, 2)).toBe(false)
  expect([1, 2, 3].map((least) => isMonthsOld(undated, least))).toEqual([true, true, false])
  expect(isMonthsOld({ ...undated, maanden: undefined }, 0)).toBe(false)
})
