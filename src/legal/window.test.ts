import { expect, test } from 'vitest'
import { isWithin, windowOf } from './window.ts'

const [early, late] = ['2026-01-01', '2026-07-01']

test.each([
  ['the law began first', { vanaf: early }, { vanaf: late }, { vanaf: late, tot: undefined }],
  ['it was approved first', { vanaf: late }, { vanaf: early }, { vanaf: late, tot: undefined }],
  [
    'the law ends first',
    { vanaf: early, tot: early },
    { vanaf: early, tot: late },
    { vanaf: early, tot: early },
  ],
  [
    'its approval ends first',
    { vanaf: early, tot: late },
    { vanaf: early, tot: early },
    { vanaf: early, tot: early },
  ],
  ['only the law ends', { vanaf: early, tot: late }, { vanaf: early }, { vanaf: early, tot: late }],
  [
    'only its approval ends',
    { vanaf: early },
    { vanaf: early, tot: late },
    { vanaf: early, tot: late },
  ],
])(
  'a file is in force while the law holds and it was approved: %s',
  (_name, geldig, actief, window) => {
    expect(windowOf({ geldig, actief } as Parameters<typeof windowOf>[0])).toStrictEqual(window)
  },
)

test('a window holds its first day and not the day on which it ends', () => {
  const window = { vanaf: early, tot: late }
  const days = ['2025-12-31', early, '2026-06-30', late]
  expect(days.map((dag) => isWithin(window, dag))).toEqual([false, true, true, false])
  expect(isWithin({ vanaf: early, tot: undefined }, '2999-01-01')).toBe(true)
})
