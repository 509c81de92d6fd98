import { describe, expect, test } from 'vitest'
import { Gemeentecode, Oin, SleutelId } from '../model/ids.ts'
import type { Ontvangersleutel } from '../model/sealed.ts'
import { type KeyQuestion, ownKey } from './own-key.ts'

const gemeentecode = Gemeentecode.parse('0202')
const college = Oin.parse('00000099000000202000')
const body = Oin.parse('00000099000000008000')
const stranger = Oin.parse('00000099000000855000')
const id = (digit: string): SleutelId => SleutelId.parse(digit.repeat(32))
const key = (
  sleutelId: SleutelId,
  overrides: Partial<Ontvangersleutel> = {},
): Ontvangersleutel => ({
  sleutelId,
  gemeentecode,
  doelen: ['hulpaanbod'],
  publiekeSleutel: new Uint8Array(32),
  toestand: 'actief',
  oin: college,
  ...overrides,
})

const asCollege: KeyQuestion = { oin: college, namens: college, gemeentecode, doel: 'hulpaanbod' }
const asBody: KeyQuestion = { ...asCollege, oin: body }

describe('ownKey', () => {
  test('the only key of the purpose needs no name', () => {
    const keys = [key(id('1')), key(id('2'), { doelen: ['controle'] })]
    expect(ownKey(keys, asCollege)).toBe(id('1'))
    expect(ownKey(keys, { ...asCollege, doel: 'controle' })).toBe(id('2'))
  })

  test('of several keys one must be named', () => {
    const keys = [key(id('1')), key(id('2'))]
    expect(() => ownKey(keys, asCollege)).toThrow('sleutel-onbekend')
    expect(ownKey(keys, { ...asCollege, sleutelId: id('2') })).toBe(id('2'))
  })

  test('a key of another purpose, of another municipality or that is compromised does not serve', () => {
    const others = [
      key(id('1'), { doelen: ['controle'] }),
      key(id('2'), { gemeentecode: Gemeentecode.parse('0855') }),
      key(id('3'), { toestand: 'gecompromitteerd' }),
    ]
    for (const other of others)
      expect(() => ownKey([other], { ...asCollege, sleutelId: other.sleutelId })).toThrow(
        'sleutel-onbekend',
      )
  })

  test('a body gets its own key first, and by name one of the college it acts for', () => {
    const keys = [key(id('1')), key(id('2'), { oin: body })]
    expect(ownKey(keys, asBody)).toBe(id('2'))
    expect(ownKey(keys, { ...asBody, sleutelId: id('1') })).toBe(id('1'))
    expect(ownKey([key(id('1'))], asBody)).toBe(id('1'))
  })

  test('a key that neither the caller nor its college registered does not serve, named or not', () => {
    const keys = [key(id('1'), { oin: body }), key(id('2'), { oin: stranger })]
    for (const sleutelId of [undefined, id('1'), id('2')])
      expect(() => ownKey(keys, { ...asCollege, sleutelId })).toThrow('sleutel-onbekend')
  })
})
