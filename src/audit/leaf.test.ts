import { describe, expect, test } from 'vitest'
import { toHex, utf8 } from '../crypto/bytes.ts'
import { sha256 } from '../crypto/hash.ts'
import { commit, type Detail, leafOfDetail, partijenOf, verifyDetail } from './leaf.ts'

const detail: Detail = {
  id: '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e',
  tijdstip: new Date('2026-11-03T09:00:00.000Z'),
  partijen: { namens: '00000099000000001000', gemeentecode: '0202' },
  gebeurtenis: { soort: 'ontvangst-bevestigd', b: 2, a: [true] },
  zout: new Uint8Array(32).fill(7),
}

describe('a leaf', () => {
  test('commits to salt and canonical JSON, written out here by hand', () => {
    const json =
      '{"gebeurtenis":{"a":[true],"b":2,"soort":"ontvangst-bevestigd"},"id":"019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e",' +
      '"partijen":{"gemeentecode":"0202","namens":"00000099000000001000"},"tijdstip":"2026-11-03T09:00:00.000Z","v":1}'
    const entry = sha256(new Uint8Array(32).fill(7), utf8(json))
    expect(toHex(commit(detail))).toBe(toHex(entry))
    expect(leafOfDetail(detail)).toEqual(sha256(new Uint8Array([0]), entry))
  })

  test('is the same whatever the order of keys', () => {
    const other = { ...detail, gebeurtenis: { a: [true], soort: 'ontvangst-bevestigd', b: 2 } }
    expect(verifyDetail(other, commit(detail))).toBe(true)
  })

  test.each([
    ['id', { id: '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8f' }],
    ['instant', { tijdstip: new Date('2026-11-03T09:00:00.001Z') }],
    ['parties', { partijen: { namens: '00000099000000001000' } }],
    ['event', { gebeurtenis: { soort: 'ontvangst-bevestigd', b: 3, a: [true] } }],
    ['salt', { zout: new Uint8Array(32).fill(8) }],
  ])('no longer verifies with another %s', (_, change) => {
    expect(verifyDetail({ ...detail, ...change }, commit(detail))).toBe(false)
  })

  test('leaves out parties that are not there, however that is said', () => {
    expect(partijenOf({ oin: null, namens: 'x', gemeentecode: undefined })).toEqual({ namens: 'x' })
    expect(partijenOf({})).toEqual({})
  })
})
