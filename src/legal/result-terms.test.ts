import { expect, test } from 'vitest'
import { UITKOMSTGROEPEN } from '../model/terugkoppeling.ts'
import { loadPolicies } from './load.ts'
import { rowCategory, rowDue } from './result-terms.ts'

const policies = loadPolicies('policies')

test('rows end by what came of the melding; of who was not approached as if there were no result', () => {
  const found = UITKOMSTGROEPEN.map((groep) => [groep, rowCategory(groep)])
  expect(Object.fromEntries(found)).toEqual({
    bekend: 'gecodeerdAfgesloten',
    'geen-hulp': 'gecodeerdAfgesloten',
    gesloten: 'gecodeerdAfgesloten',
    'hulp-aanvaard': 'gecodeerdHulp',
    'niet-bereikt': 'gecodeerdAfgesloten',
    'niet-opgepakt': undefined,
    'zelf-opgelost': 'gecodeerdAfgesloten',
  })
})

test('the term is the law’s, or the municipality’s own where it has one', () => {
  const law = rowDue(policies, new Map(), 'gecodeerd', '2026-11-03')
  expect(law).toBe('2027-05-03')
  const own = new Map([['gecodeerd', { maanden: 1, dagen: 2 }]])
  expect(rowDue(policies, own, 'gecodeerd', '2026-11-03')).toBe('2026-12-05')
  expect(rowDue(policies, own, 'gecodeerdHulp', '2026-11-03')).not.toBe('2026-12-05')
})
