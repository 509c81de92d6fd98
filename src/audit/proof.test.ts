import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createNoteKey, openNoteSigner } from '../crypto/signed-note.ts'
import { checkpointText, openCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { emptyRoot, leafHash } from './merkle.ts'
import { inclusionProof, proofText, verifyProof } from './proof.ts'
import { extendLog } from './sequencer.ts'

const origin = 'log.example.nl/proef'
const signerOf = (name: string, fill: number) =>
  openNoteSigner(createNoteKey(name, (length) => new Uint8Array(length).fill(fill)))
const signer = signerOf(origin, 1)
const log = { origin, vkeys: [signer.vkey] }
const size = 300
const index = 17
const leaves = Array.from({ length: size }, (_, i) => leafHash(new Uint8Array([i % 256, i >> 8])))
const leaf = leaves[index] ?? emptyRoot()
const { wortel, tegels } = extendLog({ grootte: 0, wortel: emptyRoot(), rand: [] }, leaves)
const hashes = inclusionProof(index, size, tegels)
const signed = (text: string, by = signer): string =>
  proofText({ index, hashes, checkpoint: by.sign(text) })
const proof = signed(checkpointText({ origin, size, root: wortel }))

describe('verifyProof', () => {
  test('accepts the proof of its leaf, with or without an opaque extra line', () => {
    expect(verifyProof(proof, leaf, log)).toEqual({ valid: true, index, size })
    const extra = proof.replace('@v1\n', '@v1\nextra aWV0cw==\n')
    expect(verifyProof(extra, leaf, log)).toEqual({ valid: true, index, size })
  })

  test('accepts the proof of the only leaf of a log', () => {
    const root = leaves[0] ?? emptyRoot()
    const checkpoint = signer.sign(checkpointText({ origin, size: 1, root }))
    const text = proofText({ index: 0, hashes: [], checkpoint })
    expect(text.startsWith('c2sp.org/tlog-proof@v1\nindex 0\n\nlog.example.nl/proef\n1\n')).toBe(
      true,
    )
    expect(verifyProof(text, root, log)).toEqual({ valid: true, index: 0, size: 1 })
  })

  test('never accepts a proof in which one character was altered', () => {
    fc.assert(
      fc.property(fc.nat(proof.length - 1), fc.integer({ min: 9, max: 0x7e }), (at, code) => {
        const altered = proof.slice(0, at) + String.fromCharCode(code) + proof.slice(at + 1)
        fc.pre(altered !== proof)
        expect(verifyProof(altered, leaf, log).valid).toBe(false)
      }),
      { numRuns: 400 },
    )
  })

  test('never accepts a leaf in which one bit was altered', () => {
    fc.assert(
      fc.property(fc.nat(255), (bit) => {
        const bent = leaf.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
        expect(verifyProof(proof, bent, log)).toEqual({ valid: false, why: 'inclusion' })
      }),
    )
  })

  test.each([
    ['another key', signed(checkpointText({ origin, size, root: wortel }), signerOf(origin, 2))],
    ['another log', signed(checkpointText({ origin: 'ander.example.nl', size, root: wortel }))],
    [
      'the key of another log',
      signed(checkpointText({ origin, size, root: wortel }), signerOf('ander.example.nl', 1)),
    ],
    [
      'a size with a leading zero',
      signed(`${origin}\n0300\n${checkpointText({ origin, size, root: wortel }).split('\n')[2]}\n`),
    ],
    ['a text without a root', signed(`${origin}\n300\n`)],
  ])('refuses a checkpoint of %s', (_, text) => {
    expect(verifyProof(text, leaf, log)).toEqual({ valid: false, why: 'checkpoint' })
  })

  test.each([
    ['a place beyond the log', proof.replace('index 17', 'index 300'), 'inclusion'],
    ['a place near 2^53', proof.replace('index 17', 'index 9007199254740991'), 'inclusion'],
    ['a place of 2^63', proof.replace('index 17', 'index 9223372036854775808'), 'form'],
    ['a negative place', proof.replace('index 17', 'index -17'), 'form'],
    ['a place with a leading zero', proof.replace('index 17', 'index 017'), 'form'],
    ['a hexadecimal place', proof.replace('index 17', 'index 0x11'), 'form'],
    ['no place', proof.replace('index 17\n', ''), 'form'],
    ['carriage returns', proof.replaceAll('\n', '\r\n'), 'form'],
    ['a hash without padding', proof.replace('=\n', '\n'), 'form'],
    ['a hash too few', proof.replace(/(index 17\n).*\n/, '$1'), 'inclusion'],
    ['two extra lines', proof.replace('@v1\n', '@v1\nextra YQ==\nextra YQ==\n'), 'form'],
    ['no checkpoint', proof.slice(0, proof.indexOf('\n\n')), 'form'],
    ['nothing', '', 'form'],
  ])('refuses %s', (_, text, why) => {
    expect(verifyProof(text, leaf, log)).toEqual({ valid: false, why })
  })
})

describe('a checkpoint', () => {
  const checkpoint = { origin, size, root: wortel }
  const text = checkpointText(checkpoint)

  test('is read back as it was written, and may carry lines for others', () => {
    expect(parseCheckpoint(text)).toEqual(checkpoint)
    expect(parseCheckpoint(`${text}iets\n`)).toEqual(checkpoint)
    const empty = { origin, size: 0, root: emptyRoot() }
    expect(parseCheckpoint(checkpointText(empty))).toEqual(empty)
  })

  test.each([
    ['no last newline', text.slice(0, -1)],
    ['an empty line', `${text}\n`],
    ['no origin', text.slice(origin.length)],
    ['a size with a sign', text.replace('300', '+300')],
    ['a size beyond 2^53', text.replace('300', '9007199254740992')],
    ['a size with a fraction', text.replace('300', '3e2')],
    ['a trailing space', text.replace('300', '300 ')],
    ['a short root', `${origin}\n300\nAAAA\n`],
    ['a root in another alphabet', `${origin}\n300\n${'-'.repeat(43)}=\n`],
  ])('is refused with %s', (_, bad) => {
    expect(parseCheckpoint(bad)).toBeUndefined()
  })

  test('opens with the key that signed it, and with an extra signature that nobody here knows', () => {
    const note = signer.sign(text)
    const other = signerOf('getuige.example.nl', 3).sign(text).split('\n').at(-2)
    expect(openCheckpoint(`${note}${other}\n`, origin, log.vkeys)).toEqual(checkpoint)
    expect(openCheckpoint(note, 'ander.example.nl', log.vkeys)).toBeUndefined()
    expect(openCheckpoint(note, origin, [signerOf(origin, 2).vkey])).toBeUndefined()
    expect(openCheckpoint(note, origin, [])).toBeUndefined()
  })
})
