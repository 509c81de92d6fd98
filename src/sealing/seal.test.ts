import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { CannotOpen } from '../crypto/aead.ts'
import { type FieldBox, loadFieldBox } from '../crypto/field-box.ts'
import { loadFieldOpener } from '../crypto/field-opener.ts'
import { createSleutelpaar, type Sleutelpaar } from '../crypto/recipient-key.ts'
import type { Openingsdoel } from '../model/doel.ts'
import { Gemeentecode, SignaalId } from '../model/ids.ts'
import type { RandomBytes } from '../model/ports.ts'
import type { Ontvangersleutel, VerzegeldVeld } from '../model/sealed.ts'
import type { Veld } from '../model/veld.ts'
import { type SealInput, sealFields, type TeVerzegelen } from './seal.ts'
import { findBox, rewrap } from './wrap.ts'

const random: RandomBytes = (length) => new Uint8Array(randomBytes(length))
const arnhem = Gemeentecode.parse('0202')
const signaalId = SignaalId.parse('019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e')
const key = random(32)

let box: FieldBox
const paar: Record<string, Sleutelpaar> = {}
beforeAll(async () => {
  box = await loadFieldBox(random)
  for (const name of ['hulp', 'controle', 'beide', 'oud', 'lek'])
    paar[name] = await createSleutelpaar(random)
})

function pair(name: string): Sleutelpaar {
  const found = paar[name]
  if (found === undefined) throw new Error('no such pair')
  return found
}

function recipient(
  name: string,
  doelen: readonly Openingsdoel[],
  toestand: Ontvangersleutel['toestand'] = 'actief',
): Ontvangersleutel {
  const { sleutelId, publiekeSleutel } = pair(name)
  return { sleutelId, publiekeSleutel, gemeentecode: arnhem, doelen, toestand }
}

const all = (): readonly Ontvangersleutel[] => [
  recipient('hulp', ['hulpaanbod']),
  recipient('controle', ['controle']),
  recipient('beide', ['controle', 'hulpaanbod']),
  recipient('oud', ['controle', 'hulpaanbod'], 'alleenOpenen'),
  recipient('lek', ['controle', 'hulpaanbod'], 'gecompromitteerd'),
]

const field = (doelen: readonly Openingsdoel[], value: unknown = 'x'): TeVerzegelen => ({
  value,
  doelen,
  vervaldatum: '2027-05-03',
})

function seal(
  fields: readonly (readonly [Veld, TeVerzegelen])[],
  overrides: Partial<SealInput> = {},
): readonly VerzegeldVeld[] {
  return sealFields(box, {
    signaalId,
    versie: 1,
    gemeentecode: arnhem,
    fields: new Map(fields),
    recipients: all(),
    retentionKeys: () => ({ volgnummer: 1, key }),
    sender: box.createSender(),
    ...overrides,
  })
}

const placeOf = (veld: Veld) => ({ signaalId, versie: 1, gemeentecode: arnhem, veld })
const retention = (volgnummer = 1, own = key) => ({
  id: { gemeentecode: arnhem, vervaldatum: '2027-05-03', volgnummer },
  key: own,
})

/** The names of the pairs that have a box of this field. */
const boxedTo = ({ veld, dozen }: VerzegeldVeld): readonly string[] =>
  Object.keys(paar).filter(
    (name) => findBox(box, placeOf(veld), retention(), dozen, pair(name).sleutelId) !== undefined,
  )

describe('sealFields', () => {
  test('boxes a field to every active key whose purposes take it, and to no other', () => {
    const [straat, postcode, both] = seal([
      ['adres.straatnaam', field(['hulpaanbod'])],
      ['adres.postcode', field(['controle'])],
      ['persoon.achternaam', field(['controle', 'hulpaanbod'])],
    ])
    if (straat === undefined || postcode === undefined || both === undefined) throw new Error()
    expect(boxedTo(straat)).toEqual(['hulp', 'beide'])
    expect(boxedTo(postcode)).toEqual(['controle', 'beide'])
    expect(boxedTo(both)).toEqual(['hulp', 'controle', 'beide'])
    expect([straat.doelen, postcode.doelen, both.doelen]).toEqual([
      ['hulpaanbod'],
      ['controle'],
      ['controle', 'hulpaanbod'],
    ])
  })

  test('names only purposes that a box exists for', () => {
    const [sealed] = seal([['adres.postcode', field(['controle', 'hulpaanbod'])]], {
      recipients: [recipient('hulp', ['hulpaanbod'])],
    })
    expect(sealed?.doelen).toEqual(['hulpaanbod'])
  })

  test('refuses a field that nobody could open', () => {
    const nobody = [recipient('oud', ['hulpaanbod'], 'alleenOpenen')]
    expect(() => seal([['klantnummer', field(['hulpaanbod'])]], { recipients: nobody })).toThrow(
      'no active key could open the field klantnummer',
    )
    expect(() => seal([['klantnummer', field([])]])).toThrow('no active key')
  })

  test('refuses a key of another municipality', () => {
    const stray = { ...recipient('hulp', ['hulpaanbod']), gemeentecode: Gemeentecode.parse('0344') }
    expect(() => seal([['klantnummer', field(['hulpaanbod'])]], { recipients: [stray] })).toThrow(
      'another municipality',
    )
  })

  test('hangs every field on the key of its own due date', () => {
    const days: string[] = []
    const sealed = seal(
      [
        ['klantnummer', field(['hulpaanbod'])],
        ['contact.telefoonnummer', { ...field(['hulpaanbod']), vervaldatum: '2026-12-01' }],
      ],
      {
        retentionKeys: (dag) => {
          days.push(dag)
          return { volgnummer: 1, key }
        },
      },
    )
    expect(days).toEqual(['2027-05-03', '2026-12-01'])
    expect(sealed.map((one) => one.vervaldatum)).toEqual(days)
  })
})

describe('the boxes of a stored field', () => {
  const sealOne = (): VerzegeldVeld => {
    const [sealed] = seal([['klantnummer', field(['hulpaanbod'], '8841-22')]])
    if (sealed === undefined) throw new Error('nothing sealed')
    return sealed
  }

  test('open the field for their recipient, before and after they moved to another key', async () => {
    const { veld, waarde, dozen } = sealOne()
    const next = retention(2, random(32))
    const moved = rewrap(box, placeOf(veld), dozen, retention(), next)
    const opener = await loadFieldOpener(pair('hulp'))
    const { sleutelId } = pair('hulp')
    for (const [wrapped, under] of [
      [dozen, retention()],
      [moved, next],
    ] as const) {
      const sleutel = findBox(box, placeOf(veld), under, wrapped, sleutelId)
      if (sleutel === undefined) throw new Error('no box')
      expect(sleutel.sleutelId).toBe(sleutelId)
      expect(opener.open(placeOf(veld), waarde, sleutel)).toBe('8841-22')
    }
  })

  test('no longer open under the key that they left, nor before under the one they go to', () => {
    const { veld, dozen } = sealOne()
    const next = retention(2, random(32))
    const moved = rewrap(box, placeOf(veld), dozen, retention(), next)
    const { sleutelId } = pair('hulp')
    expect(() => findBox(box, placeOf(veld), retention(), moved, sleutelId)).toThrow(CannotOpen)
    expect(() => findBox(box, placeOf(veld), next, dozen, sleutelId)).toThrow(CannotOpen)
    expect(() => rewrap(box, placeOf(veld), moved, retention(), next)).toThrow(CannotOpen)
  })
})
