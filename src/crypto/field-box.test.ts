import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import sodium from 'libsodium-wrappers'
import { beforeAll, describe, expect, test } from 'vitest'
import { Gemeentecode, SignaalId, SleutelId } from '../model/ids.ts'
import type { RandomBytes } from '../model/ports.ts'
import { VELDEN } from '../model/veld.ts'
import { CannotOpen } from './aead.ts'
import { fromBase64, toBase64 } from './bytes.ts'
import { canonicalBytes, canonicalJson } from './canonical-json.ts'
import { type Bewaarsleutel, type FieldBox, loadFieldBox } from './field-box.ts'
import { type FieldOpener, loadFieldOpener, type Veldsleutel } from './field-opener.ts'
import { boxesBinding, fieldBinding, type Veldplaats } from './field-place.ts'
import { createSleutelpaar, type Sleutelpaar, sleutelIdOf } from './recipient-key.ts'

const random: RandomBytes = (length) => new Uint8Array(randomBytes(length))

const place: Veldplaats = {
  signaalId: SignaalId.parse('019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e'),
  versie: 1,
  gemeentecode: Gemeentecode.parse('0202'),
  veld: 'persoon.achternaam',
}
const otherPlaces: readonly Veldplaats[] = [
  { ...place, signaalId: SignaalId.parse('019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8f') },
  { ...place, versie: 2 },
  { ...place, gemeentecode: Gemeentecode.parse('0344') },
  { ...place, veld: 'persoon.voorvoegsel' },
]
const retention: Bewaarsleutel = {
  id: { gemeentecode: place.gemeentecode, vervaldatum: '2027-05-03', volgnummer: 1 },
  key: random(32),
}

let box: FieldBox
let arnhem: Sleutelpaar
let utrecht: Sleutelpaar
let opener: FieldOpener
let stranger: FieldOpener
beforeAll(async () => {
  box = await loadFieldBox(random)
  arnhem = await createSleutelpaar(random)
  utrecht = await createSleutelpaar(random)
  opener = await loadFieldOpener(arnhem)
  stranger = await loadFieldOpener(utrecht)
})

type Sealed = { readonly waarde: Uint8Array; readonly sleutel: Veldsleutel }

function sealFor(recipient: Sleutelpaar, value: unknown): Sealed {
  const sender = box.createSender()
  const { waarde, dozen } = box.seal(place, value, sender, [recipient])
  sender.forget()
  const [doos] = dozen.dozen
  if (doos === undefined) throw new Error('no box')
  return { waarde, sleutel: { afzender: dozen.afzender, nonce: doos.nonce, doos: doos.doos } }
}

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = Uint8Array.from(bytes)
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return changed
}

describe('a sealed field', () => {
  test('gives the input back to its recipient, whatever JSON it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { waarde, sleutel } = sealFor(arnhem, value)
        expect(canonicalJson(opener.open(place, waarde, sleutel))).toBe(canonicalJson(value))
      }),
    )
  })

  test('stays shut after any single bit of value, box, nonce or sender was flipped', () => {
    const { waarde, sleutel } = sealFor(arnhem, 'Boer')
    const parts = { waarde, ...mapped(sleutel) }
    for (const [name, bytes] of Object.entries(parts)) {
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const changed = flip(bytes, bit)
        const attempt = (): unknown =>
          opener.open(place, name === 'waarde' ? changed : waarde, {
            ...sleutel,
            ...(name === 'waarde' ? {} : { [name]: toBase64(changed) }),
          })
        // X25519 ignores the highest bit of a public key (RFC 7748 §5): still the same key.
        if (name === 'afzender' && bit === 255) expect(attempt()).toBe('Boer')
        else expect(attempt, `${name} bit ${bit}`).toThrow(CannotOpen)
      }
    }
    expect(opener.open(place, waarde, sleutel)).toBe('Boer')
  })

  test('opens at no other signal, version, municipality or field', () => {
    const { waarde, sleutel } = sealFor(arnhem, 'Boer')
    for (const other of otherPlaces)
      expect(() => opener.open(other, waarde, sleutel)).toThrow(CannotOpen)
    expect(opener.open(place, waarde, sleutel)).toBe('Boer')
  })

  test('does not open with the key of another recipient', () => {
    const { waarde, sleutel } = sealFor(arnhem, 'Boer')
    expect(() => stranger.open(place, waarde, sleutel)).toThrow(CannotOpen)
    const own = sealFor(utrecht, 'Boer')
    expect(stranger.open(place, own.waarde, own.sleutel)).toBe('Boer')
  })

  test('tells nothing of why it stays shut', () => {
    const { waarde, sleutel } = sealFor(arnhem, 'Boer')
    const wrong = [
      () => opener.open(place, new Uint8Array(3), sleutel),
      () => opener.open(place, flip(waarde, 0), sleutel),
      () => opener.open(place, waarde, { ...sleutel, nonce: '' }),
      () => opener.open(place, waarde, { ...sleutel, doos: 'AAAA' }),
      () => stranger.open(place, waarde, sleutel),
    ]
    const messages = wrong.map((attempt) => {
      try {
        return attempt()
      } catch (error) {
        return error instanceof CannotOpen ? [error.message, error.cause] : error
      }
    })
    expect(messages).toEqual(wrong.map(() => ['cannot be opened with this key', undefined]))
  })

  test('opens with plain crypto_box_open_easy and XChaCha20-Poly1305 of any libsodium', () => {
    const { waarde, sleutel } = sealFor(arnhem, { ja: true })
    const key = sodium.crypto_box_open_easy(
      fromBase64(sleutel.doos),
      fromBase64(sleutel.nonce),
      fromBase64(sleutel.afzender),
      arnhem.geheimeSleutel,
    )
    const plain = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      waarde.slice(24),
      `["${place.signaalId}",1,"0202","persoon.achternaam"]`,
      waarde.slice(0, 24),
      key,
      'text',
    )
    expect([key.length, plain]).toEqual([32, '{"ja":true}'])
  })

  test('never repeats a key, a nonce or a sender for the same value', () => {
    const seen = new Set<string>()
    for (let i = 0; i < 200; i += 1) {
      const { waarde, sleutel } = sealFor(arnhem, 'Boer')
      for (const text of [toBase64(waarde.slice(0, 24)), ...Object.values(sleutel)]) seen.add(text)
      seen.add(toBase64(waarde.slice(24)))
    }
    expect(seen.size).toBe(200 * 5)
  })
})

test('a place is bound by its RFC 8785 form, for every field', () => {
  for (const veld of VELDEN) {
    const { signaalId, versie, gemeentecode } = place
    const bare = [signaalId, versie, gemeentecode, veld]
    expect(toBase64(fieldBinding({ ...place, veld }))).toBe(toBase64(canonicalBytes(bare)))
    expect(toBase64(boxesBinding({ ...place, veld }, retention.id))).toBe(
      toBase64(canonicalBytes(['dozen', ...bare, '2027-05-03', 1])),
    )
  }
})

describe('the boxes of a field', () => {
  const sealed = (): ReturnType<FieldBox['seal']> =>
    box.seal(place, 'Boer', box.createSender(), [arnhem, utrecht])

  test('come back whole with the retention key, in canonical form inside', () => {
    const { dozen } = sealed()
    const wrapped = box.wrap(place, retention, dozen)
    expect(box.unwrap(place, retention, wrapped)).toEqual(dozen)
    const inner = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      wrapped.slice(24),
      canonicalBytes(['dozen', place.signaalId, 1, '0202', place.veld, '2027-05-03', 1]),
      wrapped.slice(0, 24),
      retention.key,
      'text',
    )
    expect(inner).toBe(canonicalJson(dozen))
  })

  test('stay shut under another key, id or place, and after any byte was flipped', () => {
    const { dozen } = sealed()
    const wrapped = box.wrap(place, retention, dozen)
    const { id, key } = retention
    const attempts: (() => unknown)[] = [
      () => box.unwrap(place, { id, key: random(32) }, wrapped),
      () => box.unwrap(place, { id: { ...id, volgnummer: 2 }, key }, wrapped),
      () => box.unwrap(place, { id: { ...id, vervaldatum: '2027-05-04' }, key }, wrapped),
      ...otherPlaces.map((other) => () => box.unwrap(other, retention, wrapped)),
      ...Array.from(
        { length: wrapped.length },
        (_, i) => () => box.unwrap(place, retention, flip(wrapped, i * 8)),
      ),
    ]
    for (const attempt of attempts) expect(attempt).toThrow(CannotOpen)
    expect(box.unwrap(place, retention, wrapped)).toEqual(dozen)
  })
})

describe('a sender', () => {
  test('boxes nothing more once it is forgotten', () => {
    const sender = box.createSender()
    expect(box.seal(place, 1, sender, [arnhem]).dozen.dozen).toHaveLength(1)
    sender.forget()
    expect(() => box.seal(place, 1, sender, [arnhem])).toThrow('forgotten')
  })

  test('refuses an id that belongs to another public key', () => {
    const swapped = { sleutelId: arnhem.sleutelId, publiekeSleutel: utrecht.publiekeSleutel }
    expect(() => box.seal(place, 1, box.createSender(), [swapped])).toThrow('does not belong')
  })

  test('refuses an unsafe public key', () => {
    const publiekeSleutel = new Uint8Array(32)
    const unsafe = { sleutelId: sleutelIdOf(publiekeSleutel), publiekeSleutel }
    expect(() => box.seal(place, 1, box.createSender(), [unsafe])).toThrow()
  })
})

test('an opener refuses a pair whose halves or id do not belong together', async () => {
  const pairs: Sleutelpaar[] = [
    { ...arnhem, geheimeSleutel: utrecht.geheimeSleutel },
    { ...arnhem, publiekeSleutel: utrecht.publiekeSleutel },
    { ...arnhem, sleutelId: SleutelId.parse('0'.repeat(32)) },
    { ...arnhem, geheimeSleutel: new Uint8Array(31) },
  ]
  for (const pair of pairs) await expect(loadFieldOpener(pair)).rejects.toThrow('hoort niet')
  await expect(loadFieldOpener(arnhem)).resolves.toBeDefined()
})

function mapped(sleutel: Veldsleutel): Record<'afzender' | 'nonce' | 'doos', Uint8Array> {
  return {
    afzender: fromBase64(sleutel.afzender),
    nonce: fromBase64(sleutel.nonce),
    doos: fromBase64(sleutel.doos),
  }
}
