import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { fromHex, toBase64 } from '../crypto/bytes.ts'
import { type FieldBox, loadFieldBox } from '../crypto/field-box.ts'
import { createSleutelpaar, type Sleutelpaar } from '../crypto/recipient-key.ts'
import { Gemeentecode, Oin, SignaalId, SleutelId } from '../model/ids.ts'
import { Melding, Meldingsignaal } from '../model/melding.ts'
import type { RandomBytes } from '../model/ports.ts'
import type { Veldzegel } from '../model/sealed.ts'
import type { Veld } from '../model/veld.ts'
import { createOpener, VreemdeSleutel } from './opener.ts'

const random: RandomBytes = (length) => new Uint8Array(randomBytes(length))
const gemeentecode = Gemeentecode.parse('0202')
const id = SignaalId.parse('019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e')

let box: FieldBox
let own: Sleutelpaar
let stranger: Sleutelpaar
beforeAll(async () => {
  box = await loadFieldBox(random)
  own = await createSleutelpaar(random)
  stranger = await createSleutelpaar(random)
})

function zegel(veld: Veld, value: unknown, to: Sleutelpaar = own): Veldzegel {
  const place = { signaalId: id, versie: 1, gemeentecode, veld }
  const { waarde, dozen } = box.seal(place, value, box.createSender(), [to])
  const [doos] = dozen.dozen
  if (doos === undefined) throw new Error('no box')
  return {
    veld,
    waarde: toBase64(waarde),
    sleutel: { ...doos, afzender: dozen.afzender },
    grondslag: ['bgs-2020-art-2'],
    bewarenTotDatum: '2027-05-03',
  }
}

const melding = (...velden: readonly Veldzegel[]): Melding =>
  Melding.parse({
    id,
    soort: 'enkelvoudig',
    toestand: 'open',
    signalen: [
      {
        id,
        versie: 1,
        signaaltype: 'huur',
        gemeentecode,
        deelnemer: Oin.parse('00000099000000001000'),
        aangeleverdTijdstip: '2026-11-03T09:00:00.000Z',
        velden,
      },
    ],
  })

describe('an opener', () => {
  test('opens every field and leaves the rest of the melding as it was', async () => {
    const input = melding(zegel('persoon.achternaam', 'Boer'), zegel('achterstand.maanden', 2))
    const { signalen, ...rest } = (await createOpener([own])).openMelding(input)
    expect(rest).toEqual({ id, soort: 'enkelvoudig', toestand: 'open' })
    expect(signalen).toEqual([
      {
        ...input.signalen[0],
        velden: { 'persoon.achternaam': 'Boer', 'achterstand.maanden': 2 },
        nietGeopend: [],
      },
    ])
  })

  test('uses each of its keys for the boxes of that key', async () => {
    const opener = await createOpener([own, stranger])
    const input = melding(zegel('klantnummer', 'a'), zegel('adres.postcode', 'b', stranger))
    expect(opener.openMelding(input).signalen[0]?.velden).toEqual({
      klantnummer: 'a',
      'adres.postcode': 'b',
    })
  })

  test('names a field that fails and opens the others', async () => {
    const broken = { ...zegel('klantnummer', '8841-22'), waarde: toBase64(random(60)) }
    // A field that was moved to another name is no longer where it was sealed.
    const moved = { ...zegel('persoon.achternaam', 'Boer'), veld: 'persoon.voorvoegsel' } as const
    const opened = (await createOpener([own])).openMelding(
      melding(broken, zegel('crisissignaal', false), moved),
    )
    expect(opened.signalen[0]?.velden).toEqual({ crisissignaal: false })
    expect(opened.signalen[0]?.nietGeopend).toEqual(['klantnummer', 'persoon.voorvoegsel'])
  })

  test('raises the alarm, with the id, on a box for a key that is not its own', async () => {
    const opener = await createOpener([own])
    const input = melding(zegel('klantnummer', 'a'), zegel('adres.postcode', 'b', stranger))
    expect(() => opener.openMelding(input)).toThrow(VreemdeSleutel)
    expect(() => opener.openMelding(input)).toThrow(`sleutel ${stranger.sleutelId}`)
    expect(opener.openMelding(melding(zegel('klantnummer', 'a'))).signalen).toHaveLength(1)
  })

  test('of another municipality opens nothing, also when it calls the key its own', async () => {
    const opener = await createOpener([stranger])
    const real = zegel('klantnummer', 'a')
    const claimed = { ...real, sleutel: { ...real.sleutel, sleutelId: stranger.sleutelId } }
    expect(opener.openMelding(melding(claimed)).signalen[0]).toMatchObject({
      velden: {},
      nietGeopend: ['klantnummer'],
    })
  })

  test('refuses a pair that does not belong together', async () => {
    const pair = { ...own, sleutelId: SleutelId.parse('0'.repeat(32)) }
    await expect(createOpener([pair])).rejects.toThrow('hoort niet bij elkaar')
  })
})

test('opens the worked example of docs/opening-a-field.md', async () => {
  const text = readFileSync('docs/opening-a-field.md', 'utf8')
  const json = /```json\n([\s\S]+?)\n```/.exec(text)?.[1]
  const secret = /THROW_AWAY_EXAMPLE_SECRET = "([0-9a-f]{64})"/.exec(text)?.[1]
  if (json === undefined || secret === undefined) throw new Error('the example is gone')
  const signaal = Meldingsignaal.parse(JSON.parse(json))
  const publiek = /public key `([0-9a-f]{64})`/.exec(text)?.[1] ?? ''
  const paar: Sleutelpaar = {
    sleutelId: signaal.velden[0]?.sleutel.sleutelId ?? SleutelId.parse(''),
    publiekeSleutel: fromHex(publiek),
    geheimeSleutel: fromHex(secret),
  }
  const opener = await createOpener([paar])
  const opened = opener.openMelding({ ...melding(), signalen: [signaal] })
  expect(opened.signalen[0]?.velden).toEqual({ 'persoon.achternaam': 'Boer' })
})
