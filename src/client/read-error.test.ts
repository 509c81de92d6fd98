import { describe, expect, test } from 'vitest'
import { readError } from './read-error.ts'

const document = { type: 'x', title: 'Verzoek onjuist', status: 400, detail: 'Zie errors.' }

describe('readError', () => {
  test('gives status, title and what to do', () => {
    expect(readError(document)).toBe('400 Verzoek onjuist: Zie errors.')
  })

  test('names each fault', () => {
    const errors = [
      { pointer: '/adres/postcode', code: 'ontbreekt', detail: 'Dit veld is verplicht.' },
      { pointer: '/kenmerk', code: 'ontbreekt', detail: 'Dit veld is verplicht.' },
    ]
    expect(readError({ ...document, errors })).toBe(
      '400 Verzoek onjuist: /adres/postcode: Dit veld is verplicht. · /kenmerk: Dit veld is verplicht.',
    )
  })

  test('gives the reasons of a verdict with their remedies', () => {
    const redenen = [{ code: 'te-jong', zin: 'Te jong.', remedie: 'Wacht.' }]
    const refused = { ...document, status: 422, title: 'Signaal geweigerd', besluit: { redenen } }
    expect(readError(refused)).toBe('422 Signaal geweigerd: Te jong. Wacht.')
  })

  test('stays one line and lets no control character through', () => {
    const line = readError({ ...document, detail: 'a\r\nb\u001b[31mc\u202ed\u2028e' })
    expect(line).toBe('400 Verzoek onjuist: a b [31mc d e')
  })

  test.each([undefined, null, 'tekst', {}, { title: 1 }, []])(
    '%j is no problem document',
    (body) => {
      expect(readError(body)).toBe('Onbekende fout: het antwoord is geen probleemdocument.')
    },
  )
})
