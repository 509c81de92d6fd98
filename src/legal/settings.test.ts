import { expect, test } from 'vitest'
import { INSTELLINGEN, type Instelling, type OpenVragenFile } from './open-vragen-file.ts'
import { isOn, settingsOf } from './settings.ts'

const DEFAULTS = Object.fromEntries(
  Object.entries(INSTELLINGEN).map(([name, [first]]) => [name, first]),
)
const questions = (...vragen: readonly object[]): OpenVragenFile =>
  ({ vragen: Object.fromEntries(vragen.map((one, index) => [`vraag-${index}`, one])) }) as never

test('a set in which nobody accepted a reading has what discloses least', () => {
  expect(settingsOf(undefined)).toEqual(DEFAULTS)
  expect(settingsOf(questions({ instelling: 'navraag' }, { lezing: 'aan' }))).toEqual(DEFAULTS)
})

test('an accepted reading takes the place of its default', () => {
  expect(settingsOf(questions({ instelling: 'navraag', lezing: 'aan' }))).toEqual({
    ...DEFAULTS,
    navraag: 'aan',
  })
})

test('a setting is on once its reading says so', () => {
  const names = Object.keys(INSTELLINGEN).filter((name) => name !== 'klokStart')
  for (const naam of names as Exclude<Instelling, 'klokStart'>[]) {
    expect(isOn({ instellingen: settingsOf(undefined) }, naam)).toBe(false)
    const on = settingsOf(questions({ instelling: naam, lezing: 'aan' }))
    expect(isOn({ instellingen: on }, naam)).toBe(true)
  }
})
