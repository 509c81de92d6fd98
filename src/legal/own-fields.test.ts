import { describe, expect, test } from 'vitest'
import { policiesOf } from '../../tests/support/rules.ts'
import type { Bijzonderheid } from '../model/signaal.ts'
import { bijzonderVeld } from '../model/veld.ts'
import { ownFieldFaults, ownNameFaults } from './own-fields.ts'

const code = (...waarden: readonly string[]): object => ({ soort: 'code', waarden })
const UNKNOWN = 'Geen beleid kent deze code; kijk op de openbare grondslagenpagina.'

const policies = policiesOf([], {
  documents: {
    wet: new Map([
      ['wet/huur.yaml', { regel: 'wet/huur', bijzonderheden: { soort: code('a', 'b') } }],
      ['wet/huur-2.yaml', { regel: 'wet/huur', bijzonderheden: { soort: code('b', 'c') } }],
      [
        'wet/duo.yaml',
        {
          regel: 'wet/duo',
          bijzonderheden: { soort: code('z'), boete: { soort: 'bedragInCenten' } },
        },
      ],
    ]),
  } as never,
})

const faults = (bijzonderheden: readonly object[] | undefined, signaaltype = 'huur') =>
  ownFieldFaults(policies, {
    signaaltype,
    bijzonderheden: bijzonderheden as readonly Bijzonderheid[] | undefined,
  })

describe('ownFieldFaults', () => {
  test('lets a declared code, kind and value through, and a signal without own fields', () => {
    expect(faults(undefined)).toEqual([])
    expect(ownFieldFaults(policies, { signaaltype: 'huur' })).toEqual([])
    for (const waarde of ['a', 'b', 'c'])
      expect(faults([{ code: 'soort', soort: 'code', waarde }])).toEqual([])
    expect(faults([{ code: 'boete', soort: 'bedragInCenten', waarde: 100 }], 'duo')).toEqual([])
  })

  test('names what no policy declares, another kind and a value outside the list of the type', () => {
    const found = faults([
      { code: 'soort', soort: 'code', waarde: 'a' },
      { code: 'onbekend', soort: 'code', waarde: 'geheim' },
      { code: 'soort', soort: 'jaNee', waarde: true },
      { code: 'soort', soort: 'code', waarde: 'z' },
    ])
    const fault = (pointer: string, detail: string): object => ({
      pointer: `/bijzonderheden/${pointer}`,
      code: 'waarde-niet-toegestaan',
      detail,
    })
    expect(found).toEqual([
      fault('1/code', UNKNOWN),
      fault('2/soort', 'Kies: code.'),
      fault('3/waarde', 'Kies uit: a, b, c.'),
    ])
    expect(JSON.stringify(found)).not.toContain('geheim')
  })

  test('leaves a field of another type to the decision, which withholds it', () => {
    expect(faults([{ code: 'boete', soort: 'bedragInCenten', waarde: 100 }])).toEqual([])
    expect(faults([{ code: 'soort', soort: 'code', waarde: 'a' }], 'energie')).toEqual([])
  })
})

test('ownNameFaults names the own fields that no policy declares, by their place', () => {
  const velden = ['klantnummer', bijzonderVeld('boete'), bijzonderVeld('x'), bijzonderVeld('soort')]
  expect(ownNameFaults(policies, velden as never)).toEqual([
    { pointer: '/velden/2', code: 'waarde-niet-toegestaan', detail: UNKNOWN },
  ])
})
