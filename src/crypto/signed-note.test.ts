import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createNoteKey, openNoteSigner, verifyNote } from './signed-note.ts'

// The sample of c2sp.org/signed-note.
const SAMPLE_KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
const SAMPLE_TEXT = 'This is an example message.\n'
const SAMPLE_LINE =
  '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM='
const SAMPLE = `${SAMPLE_TEXT}\n${SAMPLE_LINE}\n`

const signerOf = (fill: number, name = 'log.example.nl/proef') =>
  openNoteSigner(createNoteKey(name, (length) => new Uint8Array(length).fill(fill)))

describe('verifyNote', () => {
  test('accepts the sample of the specification', () => {
    expect(verifyNote(SAMPLE, [SAMPLE_KEY])).toBe(SAMPLE_TEXT)
  })

  test('accepts what a signer signed, and gives its text', () => {
    const signer = signerOf(1)
    expect(verifyNote(signer.sign('een\n\ntwee\n'), [signer.vkey])).toBe('een\n\ntwee\n')
  })

  test('ignores signatures of unknown keys, before and after the known one', () => {
    const signer = signerOf(1)
    const other = signerOf(2).sign('een\n').split('\n').at(-2)
    const [text, own] = signer.sign('een\n').split('\n\n')
    const note = `${text}\n\n${other}\n${own}${other}\n`
    expect(verifyNote(note, [signer.vkey])).toBe('een\n')
    expect(verifyNote(note, [signerOf(3).vkey])).toBeUndefined()
  })

  test('refuses the whole note when one known key did not sign it', () => {
    const [first, second] = [signerOf(1), signerOf(2)]
    const wrong = second.sign('iets anders\n').split('\n').at(-2)
    expect(
      verifyNote(`${first.sign('een\n')}${wrong}\n`, [first.vkey, second.vkey]),
    ).toBeUndefined()
    expect(verifyNote(`${first.sign('een\n')}${wrong}\n`, [first.vkey])).toBe('een\n')
  })

  test('accepts sixteen signatures', () => {
    const signer = signerOf(1)
    const others = Array.from({ length: 15 }, (_, i) =>
      signerOf(10 + i)
        .sign('een\n')
        .split('\n')
        .at(-2),
    )
    expect(verifyNote(`${signer.sign('een\n')}${others.join('\n')}\n`, [signer.vkey])).toBe('een\n')
  })

  test.each([
    ['carriage returns', SAMPLE.replaceAll('\n', '\r\n')],
    ['a trailing space', `${SAMPLE.slice(0, -1)} \n`],
    ['no last newline', SAMPLE.slice(0, -1)],
    ['no empty line', `${SAMPLE_TEXT}${SAMPLE_LINE}\n`],
    ['no signature', `${SAMPLE_TEXT}\n`],
    ['a hyphen for the dash', SAMPLE.replace('—', '-')],
    ['base64 without padding', SAMPLE.replace('=', '')],
    ['base64 with stray bits', SAMPLE.replace('aQM=', 'aQN=')],
    ['an empty signature line', `${SAMPLE}\n`],
    ['a line that is no signature', `${SAMPLE}iets\n`],
    ['a control character', SAMPLE.replace('example', 'exam\u0007ple')],
    ['half a surrogate pair', SAMPLE.replace('example', 'exam\ud800ple')],
    ['sixty-five signatures', `${SAMPLE}${`${SAMPLE_LINE}\n`.repeat(64)}`],
    ['a short signature', `${SAMPLE_TEXT}\n— example.com/foo Uw2QOkn8\n`],
    ['nothing', ''],
  ])('refuses a note with %s', (_, note) => {
    expect(verifyNote(note, [SAMPLE_KEY])).toBeUndefined()
  })

  test('never accepts a note in which one character was altered', () => {
    fc.assert(
      fc.property(fc.nat(SAMPLE.length - 1), fc.integer({ min: 0, max: 0x2fff }), (at, code) => {
        const altered = SAMPLE.slice(0, at) + String.fromCharCode(code) + SAMPLE.slice(at + 1)
        fc.pre(altered !== SAMPLE)
        expect(verifyNote(altered, [SAMPLE_KEY])).toBeUndefined()
      }),
    )
  })

  test.each([
    'example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
    'example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
    'example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
    'example.com/foo+530d903a+Aeky',
    '',
  ])('throws on a verifier key that is not one: %s', (vkey) => {
    expect(() => verifyNote(SAMPLE, [vkey])).toThrow('note key')
  })
})

describe('openNoteSigner', () => {
  test('gives the same public key for the same seed, and signs deterministically', () => {
    expect(signerOf(7).vkey).toBe(signerOf(7).vkey)
    expect(signerOf(7).vkey).not.toBe(signerOf(8).vkey)
    expect(signerOf(7).sign('een\n')).toBe(signerOf(7).sign('een\n'))
  })

  test('refuses a key line whose parts do not belong together, and never repeats it', () => {
    const line = createNoteKey('log.example.nl', (length) => new Uint8Array(length).fill(9))
    const swapped = line.replace('log.example.nl', 'ander.example.nl')
    expect(() => openNoteSigner(swapped)).toThrow(
      new Error('the private note key does not carry its own id'),
    )
    expect(() => openNoteSigner(line.slice(0, -8))).toThrow(new Error('not a private note key'))
  })

  test('refuses a name with a space or a plus, and a text that is no note', () => {
    const random = (length: number) => new Uint8Array(length)
    for (const name of ['', 'a b', 'a+b', 'a\u0000b'])
      expect(() => createNoteKey(name, random)).toThrow('not a name')
    for (const text of ['zonder einde', 'met\tbesturing\n', 'half \udc00\n'])
      expect(() => signerOf(1).sign(text)).toThrow('not a text')
  })
})
