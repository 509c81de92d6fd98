import { expect, test } from 'vitest'
import { projectPolicies } from '../../tests/support/project-policies.ts'
import { compile, type Policies, type PolicyDocuments } from './compile.ts'
import type { DoelFile, TerugkoppelingFile } from './doel-file.ts'
import { purposeExampleFaults } from './purpose-examples.ts'

const policies = projectPolicies()

const compiled = (change: Partial<PolicyDocuments>): Policies =>
  compile({ ...policies.documents, ...change }, policies.hash)

const withDoel = <F extends DoelFile>(file: string, change: (one: F) => Partial<F>): Policies => {
  const found = policies.documents.doelen.get(file)
  if (found === undefined) throw new Error(`no ${file}`)
  const purpose = { ...found, ...change(found as F) } as DoelFile
  return compiled({ doelen: new Map([...policies.documents.doelen, [file, purpose]]) })
}
type Choosing = Exclude<DoelFile, TerugkoppelingFile>
const withExample = (one: NonNullable<Choosing['voorbeelden']>[number]): Policies =>
  withDoel<Choosing>('doelen/selectie.yaml', () => ({ voorbeelden: [one] }))

test('the examples of the purposes hold', () => {
  expect(purposeExampleFaults(policies)).toEqual([])
})

test('an example says which form the field has, and of which type there is no rule', () => {
  const told = (of: Policies) => purposeExampleFaults(of).map(({ detail }) => detail)
  const name = { naam: 'proef', soort: 'huur', veld: 'persoon.achternaam' } as const
  expect(told(withExample({ ...name, verwacht: 'heel' }))).toEqual([
    'voorbeeld "proef" klopt niet: persoon.achternaam is afwezig. Verbeter het voorbeeld of het doel.',
  ])
  expect(told(withExample({ ...name, soort: 'telecom', verwacht: 'afwezig' }))).toEqual([
    'voorbeeld "proef" klopt niet: voor telecom is er geen regel in wet/. Verbeter het voorbeeld of het doel.',
  ])
})

test('an example is of the day on which the newest rule and every purpose have begun', () => {
  const district = {
    naam: 'proef',
    soort: 'energie',
    veld: 'adres.wijk',
    verwacht: 'wijk',
  } as const
  expect(purposeExampleFaults(withExample(district))).toEqual([])
  const later = withDoel<Choosing>('doelen/selectie.yaml', ({ actief }) => ({
    actief: { ...actief, vanaf: '2027-03-01' },
    voorbeelden: [district],
  }))
  expect(purposeExampleFaults(later)).toEqual([])
  const reversed = compiled({ wet: new Map([...policies.documents.wet].toReversed()) })
  expect(purposeExampleFaults(reversed)).toEqual([])
})

test('of feedback it says what the sender reads, and that it reads nothing', () => {
  const told = (change: (one: TerugkoppelingFile) => Partial<TerugkoppelingFile>) =>
    purposeExampleFaults(withDoel('doelen/terugkoppeling.yaml', change)).map(({ detail }) => detail)
  const moved = { naam: 'proef', resultaat: 'geen-inwoner', geheim: true } as const
  expect(told(() => ({ voorbeelden: [{ ...moved, verwacht: 'hulp-aanvaard' }] }))).toEqual([
    'voorbeeld "proef" klopt niet: de aanleveraar leest niet-opgepakt. Verbeter het voorbeeld of het doel.',
  ])
  expect(told(() => ({ voorbeelden: undefined }))).toEqual([])
})
