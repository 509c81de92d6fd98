import { describe, expect, test } from 'vitest'
import { endedAt, publishedAt, type RingKey, signerAt, toKeyRing } from './key-ring.ts'
import { generateSigningKeys } from './signing-keys.ts'

const at = (seconds: number): Date => new Date(1_800_000_000_000 + seconds * 1000)

describe('a ring of two keys, the second from second 60 on', async () => {
  const [first, second] = [await generateSigningKeys(), await generateSigningKeys()]
  const ring = toKeyRing([
    { vanaf: at(60), jwk: second.privateJwk },
    { vanaf: new Date(0), jwk: first.privateJwk },
  ])
  const kids = (keys: readonly { readonly kid: string }[]): readonly string[] =>
    keys.map(({ kid }) => (kid === first.publicJwk.kid ? 'first' : 'second'))

  test.each([
    [0, 'first'],
    [59.999, 'first'],
    [60, 'second'],
  ])('at second %d the %s one signs', (second, name) => {
    expect(kids([signerAt(ring, at(second))])).toEqual([name])
  })

  test('both are published before the second signs, and until the keeping of the first is over', () => {
    for (const second of [0, 60, 359.999])
      expect(kids(publishedAt(ring, at(second), 300_000))).toEqual(['first', 'second'])
    expect(kids(publishedAt(ring, at(360), 300_000))).toEqual(['second'])
    expect(kids(publishedAt(ring, at(1e9)))).toEqual(['first', 'second'])
  })

  test('only public halves are published', () => {
    expect(publishedAt(ring, at(0))).toEqual([first.publicJwk, second.publicJwk])
  })

  test('the first has ended when the second signs', () => {
    const names = (ended: readonly RingKey[]): readonly string[] =>
      kids(ended.map(({ jwk }) => jwk))
    expect([names(endedAt(ring, at(59))), names(endedAt(ring, at(60)))]).toEqual([[], ['first']])
  })

  test('no key signs before the first, and none of which only the public half is left', () => {
    const later = [{ vanaf: at(60), jwk: second.privateJwk }]
    expect(() => signerAt(later, at(0))).toThrow('no key signs now')
    expect(() => signerAt([{ vanaf: at(0), jwk: first.publicJwk }], at(1))).toThrow('no key signs')
  })
})
