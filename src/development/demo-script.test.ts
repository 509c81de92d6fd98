import { describe, expect, test } from 'vitest'
import { DEMO_CHAPTERS, DEMO_VIEWS } from './demo-script.ts'

const steps = DEMO_CHAPTERS.flatMap(({ stappen }) => stappen)
const texts = steps.map((step) => JSON.stringify(step.maak('2026-11-03', 'WDL-1')))

describe('the script of the demo', () => {
  test('has twenty signals of both types', () => {
    expect(steps).toHaveLength(20)
    const types = texts.map((text) => /"signaaltype":"([a-z]+)"/.exec(text)?.[1])
    expect(new Set(types)).toEqual(new Set(['huur', 'zorgverzekering']))
  })

  test('shows each municipality the newest version of what it should accept, and nothing else', () => {
    const replaced = new Set(steps.map((step) => step.zelfdeKenmerkAls))
    for (const { gemeente, ziet } of DEMO_VIEWS) {
      const numbers = steps.flatMap(({ verwacht }, index) =>
        verwacht.soort === 'aanvaard' && verwacht.gemeente === gemeente ? [index + 1] : [],
      )
      // A repeat replaces nothing.
      expect(ziet).toEqual(numbers.filter((number) => number === 1 || !replaced.has(number)))
    }
  })

  test('holds invented persons only: BSN of the test range, mail at example.nl, other telephone numbers each', () => {
    const all = texts.join('\n')
    expect(new Set(all.match(/"burgerservicenummer":"\d+"/g))).toEqual(
      new Set(['"burgerservicenummer":"999990019"']),
    )
    expect(all.match(/@(?!example\.nl")/g)).toBeNull()
    const numbers = steps.map((_, index) => /\+31\d{9}/.exec(texts[index] ?? '')?.[0])
    const given = numbers.filter((number) => number !== undefined)
    // The repeat has the number of the first.
    expect(new Set(given).size).toBe(given.length - 1)
  })
})
