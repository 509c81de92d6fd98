import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Deelnemer, DOELEN_VAN_ROL, ROLLEN } from '../model/deelnemer.ts'
import { DOELEN, type Doel } from '../model/doel.ts'
import { Gemeentecode, Oin } from '../model/ids.ts'
import {
  authorise,
  type Claim,
  type Mandaat,
  parseNamens,
  type RegisterFacts,
} from './authorise.ts'

const TODAY = '2026-11-03'
const linde: Deelnemer = {
  oin: Oin.parse('00000099000000001000'),
  naam: 'De Linde',
  rol: 'verhuurder',
  vanaf: '2026-01-01',
}
const supplier: Deelnemer = {
  ...linde,
  oin: Oin.parse('00000099000000004000'),
  rol: 'softwareleverancier',
}
const arnhem: Deelnemer = {
  ...linde,
  oin: Oin.parse('00000099000000202000'),
  rol: 'college',
  gemeentecode: Gemeentecode.parse('0202'),
}
const mandate: Mandaat = {
  gemachtigde: supplier.oin,
  gever: linde.oin,
  doel: 'aanleveren',
  vanaf: '2026-11-01',
  tot: '2026-12-01',
}

const self = (deelnemer: Deelnemer, doel: Doel, medewerker?: string): unknown =>
  decide({ doel, namens: deelnemer.oin, medewerker }, { deelnemer, mandaten: [] })

function decide(claim: Claim, register: RegisterFacts, today = TODAY): unknown {
  try {
    return authorise(claim, register, today)
  } catch (error) {
    return error
  }
}

describe('a party for itself', () => {
  test('becomes the caller, a college with its municipality', () => {
    expect(self(arnhem, 'controle')).toEqual({
      oin: arnhem.oin,
      namens: arnhem.oin,
      rol: 'college',
      gemeenten: ['0202'],
      doel: 'controle',
      via: 'direct',
    })
  })

  test('takes part from its first day until, not on, its last', () => {
    const party = { ...linde, vanaf: '2026-11-03', tot: '2026-11-04' }
    const on = (day: string): unknown =>
      decide({ doel: 'aanleveren', namens: party.oin }, { deelnemer: party, mandaten: [] }, day)
    expect(on('2026-11-03')).toMatchObject({ oin: party.oin })
    for (const day of ['2026-11-02', '2026-11-04'])
      expect(on(day)).toMatchObject({ kind: 'deelnemer-onbekend' })
  })

  test('never gets a purpose that its role may not have', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ROLLEN), fc.constantFrom(...DOELEN), (rol, doel) => {
        const outcome = self({ ...linde, rol }, doel, 'systeem')
        const allowed: readonly Doel[] = DOELEN_VAN_ROL[rol]
        if (!allowed.includes(doel)) expect(outcome).toMatchObject({ kind: 'rol-niet-toegestaan' })
        else if (rol === 'softwareleverancier' || rol === 'uitvoerder')
          expect(outcome).toMatchObject({ kind: 'mandaat-ontbreekt' })
        else expect(outcome).toMatchObject({ doel, rol })
      }),
    )
  })
})

describe('on behalf of another', () => {
  const claim: Claim = { doel: 'aanleveren', namens: linde.oin }
  const register: RegisterFacts = { deelnemer: supplier, gever: linde, mandaten: [mandate] }

  test('works within the mandate, with the role of who gave it', () => {
    expect(decide(claim, register)).toEqual({
      oin: supplier.oin,
      namens: linde.oin,
      rol: 'verhuurder',
      gemeenten: [],
      doel: 'aanleveren',
      via: 'direct',
    })
  })

  const refusals: readonly (readonly [string, Partial<RegisterFacts>, string?])[] = [
    ['without a mandate', { mandaten: [] }],
    ['with one for another purpose', { mandaten: [{ ...mandate, doel: 'terugkoppeling' }] }],
    ['with one of another giver', { mandaten: [{ ...mandate, gever: arnhem.oin }] }],
    ['with one to somebody else', { mandaten: [{ ...mandate, gemachtigde: arnhem.oin }] }],
    ['the day before it begins', {}, '2026-10-31'],
    ['on the day it ends', {}, '2026-12-01'],
    ['when the giver is gone', { gever: undefined }],
    ['when the giver left', { gever: { ...linde, tot: '2026-11-03' } }],
    ['when the giver is a supplier itself', { gever: { ...linde, rol: 'softwareleverancier' } }],
  ]
  test.each(refusals.map(([when, override, today]) => ({ when, override, today })))(
    'is refused $when',
    ({ override, today }) => {
      expect(decide(claim, { ...register, ...override }, today)).toMatchObject({
        kind: 'mandaat-ontbreekt',
      })
    },
  )

  test('is refused when the giver itself may not have the purpose', () => {
    const facts = {
      deelnemer: supplier,
      gever: arnhem,
      mandaten: [{ ...mandate, gever: arnhem.oin }],
    }
    expect(decide({ doel: 'aanleveren', namens: arnhem.oin }, facts)).toMatchObject({
      kind: 'rol-niet-toegestaan',
    })
  })
})

describe('the employee', () => {
  test.each(['selectie', 'hulpaanbod', 'terugkoppeling'] as const)(
    'is named by a municipality for %s',
    (doel) => {
      for (const medewerker of [undefined, '', 'met spatie', 'a'.repeat(65), 'naam\nregel'])
        expect(self(arnhem, doel, medewerker)).toMatchObject({ kind: 'medewerker-ontbreekt' })
      for (const medewerker of ['systeem', 'j.jansen@example.nl', 'a'.repeat(64)])
        expect(self(arnhem, doel, medewerker)).toMatchObject({ medewerker })
    },
  )

  test('is named by a supervisor', () => {
    const supervisor: Deelnemer = { ...linde, rol: 'toezichthouder' }
    expect(self(supervisor, 'toezicht')).toMatchObject({ kind: 'medewerker-ontbreekt' })
  })

  test('is ignored everywhere else', () => {
    for (const [party, doel] of [
      [arnhem, 'controle'],
      [arnhem, 'monitor'],
      [linde, 'aanleveren'],
      [linde, 'terugkoppeling'],
    ] as const)
      expect(self(party, doel, 'iemand')).not.toHaveProperty('medewerker')
  })
})

test('who it is for is the caller itself, or an OIN', () => {
  expect(parseNamens(undefined, linde.oin)).toBe(linde.oin)
  expect(parseNamens(arnhem.oin, linde.oin)).toBe(arnhem.oin)
  for (const header of ['', 'x', `${linde.oin} `, `${linde.oin},${arnhem.oin}`])
    expect(() => parseNamens(header, linde.oin)).toThrow('kop-onjuist')
})
