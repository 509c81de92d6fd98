import { describe, expect, test } from 'vitest'
import { Gemeentecode, SleutelId } from '../model/ids.ts'
import type { Ontvangersleutel } from '../model/sealed.ts'
import { ownKey } from './own-key.ts'

const arnhem = Gemeentecode.parse('0202')
const id = (digit: string): SleutelId => SleutelId.parse(digit.repeat(32))
const key = (
  sleutelId: SleutelId,
  overrides: Partial<Ontvangersleutel> = {},
): Ontvangersleutel => ({
  sleutelId,
  gemeentecode: arnhem,
  doelen: ['hulpaanbod'],
  publiekeSleutel: new Uint8Array(32),
  toestand: 'actief',
  ...overrides,
})

describe('ownKey', () => {
  test('the only key of the purpose needs no name', () => {
    const keys = [key(id('1')), key(id('2'), { doelen: ['controle'] })]
    expect(ownKey(keys, arnhem, 'hulpaanbod', undefined)).toBe(id('1'))
    expect(ownKey(keys, arnhem, 'controle', undefined)).toBe(id('2'))
  })

  test('of several keys one must be named', () => {
    const keys = [key(id('1')), key(id('2'))]
    expect(() => ownKey(keys, arnhem, 'hulpaanbod', undefined)).toThrow('sleutel-onbekend')
    expect(ownKey(keys, arnhem, 'hulpaanbod', id('2'))).toBe(id('2'))
  })

  test('a key of another purpose, of another municipality or that is compromised does not serve', () => {
    const others = [
      key(id('1'), { doelen: ['controle'] }),
      key(id('2'), { gemeentecode: Gemeentecode.parse('0855') }),
      key(id('3'), { toestand: 'gecompromitteerd' }),
    ]
    for (const other of others)
      expect(() => ownKey([other], arnhem, 'hulpaanbod', other.sleutelId)).toThrow(
        'sleutel-onbekend',
      )
  })
})
