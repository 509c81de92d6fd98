import { describe, expect, test } from 'vitest'
import { compileTest, sentenceOf, Voorwaarde } from './conditions.ts'
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
