import { beforeAll, describe, expect, test } from 'vitest'
import { expectTold } from '../../tests/support/policy-folder.ts'
import { CONTROLEUITKOMSTEN } from '../model/controle.ts'
import { findingFaults } from './check-controle.ts'
import type { Policies } from './compile.ts'
import { findingOf } from './controle.ts'
import type { ControleFile } from './doel-file.ts'
import { loadPolicies } from './load.ts'

const DAG = '2026-11-28'

describe('what a finding does', () => {
  let policies: Policies
  let file: ControleFile
  beforeAll(() => {
    policies = loadPolicies('policies')
    const found = [...policies.documents.doelen.values()].find(({ doel }) => doel === 'controle')
    if (found?.doel !== 'controle') throw new Error('the set has no checks')
    file = found
  })

  const withFindings = (uitkomsten: ControleFile['uitkomsten']): Pick<Policies, 'documents'> => ({
    documents: {
      ...policies.documents,
      doelen: new Map([['doelen/controle.yaml', { ...file, uitkomsten }]]),
    },
  })
  const found = () => file.uitkomsten ?? expect.fail('no findings')

  test('in the development set', () => {
    const done = CONTROLEUITKOMSTEN.map((one) => [one, findingOf(policies, one, DAG)])
    expect(Object.fromEntries(done)).toEqual({
      'geen-inwoner': { gevolg: 'uitvallen', resultaat: 'geen-inwoner' },
      overleden: { gevolg: 'uitvallen', resultaat: 'overleden' },
      bekend: { gevolg: 'uitvallen', resultaat: 'bekend-bij-schuldhulp' },
      geheim: { gevolg: 'beschermen' },
      'in-onderzoek': { gevolg: 'blijven' },
      minderjarig: { gevolg: 'uitvallen', resultaat: 'andere-reden' },
      bewind: { gevolg: 'blijven' },
      bezwaar: { gevolg: 'wissen', resultaat: 'andere-reden' },
      'in-orde': { gevolg: 'blijven' },
    })
  })

  test('where no policy speaks everyone keeps an offer, and the rights of a person', () => {
    for (const silent of [
      withFindings(undefined),
      { documents: { ...policies.documents, doelen: new Map() } },
    ]) {
      expect(findingOf(silent, 'geen-inwoner', DAG)).toEqual({ gevolg: 'blijven' })
      expect(findingOf(silent, 'bezwaar', DAG)).toEqual({
        gevolg: 'wissen',
        resultaat: 'andere-reden',
      })
      expect(findingOf(silent, 'geheim', DAG)).toEqual({ gevolg: 'beschermen' })
    }
    expect(findingOf(policies, 'overleden', '2020-12-31')).toEqual({ gevolg: 'blijven' })
  })

  test('while a question is open nobody falls out by it', () => {
    const { aanvaardDoor: _, ...open } = found().minderjarig
    expect(findingOf(withFindings({ ...found(), minderjarig: open }), 'minderjarig', DAG)).toEqual({
      gevolg: 'blijven',
    })
  })

  test.each([
    ['bezwaar', { gevolg: 'blijven' }, 'gevolg'],
    ['geheim', { gevolg: 'blijven' }, 'gevolg'],
    ['in-orde', { gevolg: 'uitvallen', resultaat: 'andere-reden' }, 'gevolg'],
    ['bezwaar', { gevolg: 'wissen', resultaat: 'andere-reden', open: 'x' }, 'open'],
    ['bewind', { gevolg: 'wissen', resultaat: 'andere-reden' }, 'gevolg'],
    ['bewind', { gevolg: 'beschermen' }, 'gevolg'],
    ['overleden', { gevolg: 'uitvallen' }, 'resultaat'],
    ['bewind', { gevolg: 'blijven', resultaat: 'andere-reden' }, 'resultaat'],
    ['bekend', { gevolg: 'uitvallen', resultaat: 'vervolghulp' }, 'resultaat'],
  ] as const)('a policy cannot make %s %o', (uitkomst, rule, where) => {
    const changed = { ...rule, omdat: 'x', grondslag: ['wgs-art-1'] }
    const faults = findingFaults({ ...file, uitkomsten: { ...found(), [uitkomst]: changed } })
    expect(faults.map(([path]) => path)).toEqual([['uitkomsten', uitkomst, where]])
    expectTold(
      `controle: ${uitkomst} ${rule.gevolg} ${where}`,
      faults.map(([, detail]) => detail),
    )
    expect(findingFaults(file)).toEqual([])
    const { uitkomsten: _, ...without } = file
    expect(findingFaults(without)).toEqual([])
  })
})
