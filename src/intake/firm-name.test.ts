import { expect, test } from 'vitest'
import { looksLikeFirm } from './firm-name.ts'

test.each(['Bakkerij Zonneveld', 'Jansen B.V.', 'De Vries & Zn', 'V.O.F. De Hoop', 'Stichting X'])(
  '%s looks like a firm',
  (name) => {
    expect(looksLikeFirm(name)).toBe(true)
  },
)

test.each(['Bakker', 'Boer', 'Garagian', 'van der Winkelen', 'Cvetkov'])(
  '%s is a person',
  (name) => {
    expect(looksLikeFirm(name)).toBe(false)
  },
)
