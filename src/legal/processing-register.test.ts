import { expect, test } from 'vitest'
import { expectApproved } from '../../tests/support/approved.ts'
import { aCondition } from '../../tests/support/rules.ts'
import type { Policies, Rule } from './compile.ts'
import type { GemeenteFile } from './drempel-file.ts'
import { loadPolicies } from './load.ts'
import type { WetFile } from './policy-file.ts'
import { processingRegister, registerCsv } from './processing-register.ts'

const policies = loadPolicies('policies')
const DAG = '2026-11-23'
/** Of landlords, and of a body with a designated municipality and fields of its own. */
const FEW = ['wet/huur@1', 'wet/belastingdienst@1']

test('the register of processing says of each rule in force what VAR asks', () => {
  const register = processingRegister(policies, DAG)
  expectApproved(
    'processing-register',
    'which rules',
    register.map(({ id }) => id),
  )
  expectApproved(
    'processing-register',
    'two of them',
    register.filter(({ id }) => FEW.includes(id)),
  )
})

test('it is the same as a table', () => {
  const few = processingRegister(policies, DAG).filter(({ id }) => FEW.includes(id))
  expectApproved('processing-register', 'as a table', registerCsv(few).split('\r\n'))
})

test('what a rule leaves open, and the archive that it does not name, is said', () => {
  const [rule] = policies.regels.get('huur') ?? []
  if (rule === undefined) throw new Error('the set has no rent rule')
  const { archief: _, ...avg } = rule.file.avg
  const bare = { ...rule, file: { ...rule.file, avg } }
  const regels = new Map([['huur', [bare]]])
  expectApproved(
    'processing-register',
    'without an archive',
    processingRegister({ ...policies, regels }, DAG),
  )
})

/** The rent rule with another file, alone in a set. */
const withRent = (change: (file: WetFile) => Partial<WetFile>): Policies => {
  const [rule] = policies.regels.get('huur') ?? []
  if (rule === undefined) throw new Error('the set has no rent rule')
  const file = { ...rule.file, ...change(rule.file) }
  return { ...policies, regels: new Map([['huur', [{ ...rule, file }]]]) }
}
const onlyOf = (of: Policies) => processingRegister(of, DAG)[0]

test.each([
  ['6 lid 1 onder a', 'Toestemming betrokkene'],
  ['6 lid 1 onder b', 'Uitvoering overeenkomst'],
  ['6 lid 1 onder c', 'Wettelijke verplichting'],
  ['6 lid 1 onder e', 'Publieke taak'],
  ['6 lid 1 onder f', 'Gerechtvaardigd belang'],
])('AVG art. %s is in VAR: %s', (ontvanger, expected) => {
  const of = withRent(({ avg }) => ({ avg: { ...avg, ontvanger } }))
  expect(onlyOf(of)?.grondslag).toBe(expected)
})

test.each(['6 lid 1 onder d', '9 lid 2 onder c', ''])(
  'AVG art. "%s" is no ground that it knows',
  (ontvanger) => {
    const of = withRent(({ avg }) => ({ avg: { ...avg, ontvanger } }))
    expect(() => processingRegister(of, DAG)).toThrow(/^avg: ".*" is geen grondslag van AVG art. 6/)
  },
)

test('the category of the archive stands there with its open question and who accepted it', () => {
  const archive = (archief: WetFile['avg']['archief']) =>
    onlyOf(withRent(({ avg }) => ({ avg: { ...avg, archief } })))?.archief
  expect(archive({ categorie: '19.1' })).toBe('19.1')
  expect(archive({ categorie: '19.1', open: 'of 20', aanvaardDoor: 'de archivaris' })).toBe(
    '19.1 (open: of 20; aanvaard door de archivaris)',
  )
  expect(archive({ categorie: '19.1', open: 'of 20' })).toBe('19.1 (open: of 20; aanvaard door -)')
})

test('what nobody wrote about informing is left out', () => {
  const of = withRent(({ avg }) => ({
    avg: { ...avg, informatie: { ...avg.informatie, tekst: undefined } },
  }))
  expect(onlyOf(of)?.toelichtingInformatie).not.toMatch(/; $|undefined/)
})

test('the agreements stand there where the rule asks for one, those on its type alone', () => {
  const made = (signaaltypen: 'alle' | readonly string[]) =>
    ({
      deelnemer: '00000099000000001000',
      naam: 'De Linde',
      signaaltypen,
      vanaf: '2025-01-01',
      kenmerk: 'A-1',
    }) as unknown as GemeenteFile['afspraken'][number]
  const of = (asks: boolean, signaaltypen: 'alle' | readonly string[]): readonly string[] => {
    const gemeenten = new Map(
      [...policies.documents.gemeenten].map(([name, one]) => [
        name,
        { ...one, afspraken: name === 'gemeenten/0855.yaml' ? [made(signaaltypen)] : [] },
      ]),
    )
    const [rule] = policies.regels.get('huur') ?? []
    if (rule === undefined) throw new Error('the set has no rent rule')
    const voorwaarden = asks
      ? [
          ...rule.voorwaarden,
          { ...aCondition('afspraak-ontbreekt', true), naam: 'afspraakMetGemeente' },
        ]
      : rule.voorwaarden
    const set = {
      ...policies,
      regels: new Map([['huur', [{ ...rule, voorwaarden }]]]),
      documents: { ...policies.documents, gemeenten },
    }
    return (onlyOf(set)?.gebaseerdOp ?? []).filter((one) => one.startsWith('afspraak'))
  }
  const told = ['afspraak van gemeente 0855 met De Linde vanaf 2025-01-01, A-1']
  expect(of(true, ['huur'])).toEqual(told)
  expect(of(true, 'alle')).toEqual(told)
  expect(of(true, ['drinkwater'])).toEqual([])
  expect(of(false, 'alle')).toEqual([])
})

test('a rule that ended is not in it, one that ends tomorrow is; they go by name', () => {
  const ending = (tot: string): Policies => {
    const huur = (policies.regels.get('huur') ?? []).map((rule) => ({ ...rule, tot }))
    return { ...policies, regels: new Map([...policies.regels, ['huur', huur]]) }
  }
  const ids = (of: Policies): readonly string[] => processingRegister(of, DAG).map(({ id }) => id)
  expect(ids(ending(DAG))).not.toContain('wet/huur@1')
  expect(ids(ending('2026-11-24'))).toContain('wet/huur@1')
  const reversed = { ...policies, regels: new Map([...policies.regels].toReversed()) }
  expect(ids(reversed)).toEqual(ids(policies))
  expect(ids(policies)).toEqual(ids(policies).toSorted())
})

test('who is named with the person is told apart, and a sentence stands without its margins', () => {
  const of = withRent(() => ({ zin: '  De huur.  ' }))
  const [rule] = of.regels.get('huur') ?? []
  const group = rule?.velden.values().next().value
  if (rule === undefined || group === undefined) throw new Error('the rent rule has no field')
  const velden = new Map([['medecontractant.achternaam', group]]) as unknown as Rule['velden']
  const told = onlyOf({
    ...of,
    regels: new Map([['huur', [{ ...rule, velden, afgeleid: new Map() }]]]),
  })
  expect(told?.verwerktePersoonsgegevens).toEqual([
    { rolBetrokkene: 'Medecontractant', naam: 'medecontractant.achternaam' },
  ])
  expect(told?.toelichtingGrondslag).toMatch(/\. De huur\.$/)
})

test('terms are those of the fields and of the row, said once where they are one', () => {
  const terms = (verzegeld: string, gecodeerd: string) =>
    onlyOf(withRent(() => ({ bewaren: { verzegeld, gecodeerd } })))?.bewaartermijn
  const { verzegeldNietGeopend, geweigerd } = policies.documents.bewaartermijnen.categorieen
  expect(terms('verzegeldNietGeopend', 'geweigerd')).toBe(
    `${verzegeldNietGeopend?.termijn}, ${geweigerd?.termijn}`,
  )
  expect(terms('geweigerd', 'geweigerd')).toBe(geweigerd?.termijn)
})

test('no is a word in the table', () => {
  const of = withRent(({ avg }) => ({ avg: { ...avg, bezwaar: false } }))
  expect(registerCsv(processingRegister(of, DAG))).toContain('"nee"')
})
