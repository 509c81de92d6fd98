import { describe, expect, test } from 'vitest'
import { VOORBEELDEN } from '../http/examples.ts'
import { Bewaarbesluit, Bewaartermijnen } from '../model/bewaarbesluit.ts'
import { describeDecision, describeTerms } from './bewaarbesluit-text.ts'
import { draftOf, markOf } from './bewaartermijn.ts'

const options = {
  termijn: ['gecodeerd=P3M'],
  wijze: undefined,
  ingang: '2026-12-01',
  kenmerk: undefined,
}

describe('bewaartermijn', () => {
  test('reads a draft from its options', () => {
    expect(draftOf({ ...options, wijze: 'fgAdviseert', kenmerk: 'B-1' })).toEqual({
      termijnen: [{ categorie: 'gecodeerd', termijn: 'P3M' }],
      wijze: 'fgAdviseert',
      ingangsdatum: '2026-12-01',
      kenmerk: 'B-1',
    })
  })

  test.each([
    ['--ingang', { ingang: undefined }],
    ['--ingang', { ingang: 'morgen' }],
    ['--termijn', { termijn: undefined }],
    ['--termijn', { termijn: ['gecodeerd'] }],
    ['--termijn', { termijn: ['gecodeerd=3 maanden'] }],
    ['--wijze', { wijze: 'anders' }],
    ['--kenmerk', { kenmerk: 'met spatie' }],
  ])('says that %s is wrong, and never repeats it', (option, wrong) => {
    const draft = (): unknown => draftOf({ ...options, ...wrong })
    expect(draft).toThrow(`${option} ontbreekt of is onjuist`)
    expect(draft).not.toThrow(/spatie|anders\b|3 maanden/)
  })

  test('takes back the mark that it printed, and nothing else', () => {
    const besluit = Bewaarbesluit.parse(VOORBEELDEN.bewaarbesluit)
    const seen = /Gezien: (\S+)/.exec(describeDecision(besluit))?.[1] ?? ''
    const { peiltijdstip, controlegetal } = VOORBEELDEN.bewaargoedkeuring.voorvertoning
    expect(markOf(seen)).toEqual({ peiltijdstip, controlegetal })
    expect(() => markOf(controlegetal)).toThrow('Gezien:')
  })

  test('says a preview in sentences', () => {
    expect(describeDecision(Bewaarbesluit.parse(VOORBEELDEN.bewaarbesluit))).toContain(
      [
        '  gecodeerd: eerdere vervaldatum voor 812 signalen en 9744 verzegelde velden.',
        '    Daarvan op de ingangsdatum gewist: 120 signalen en 1440 verzegelde velden.',
        '    Bevroren en daarom nog niet gewist: 1 signaal en 12 verzegelde velden.',
      ].join('\n'),
    )
  })

  test('shows the terms with their bounds, and since when an own one counts', () => {
    const text = describeTerms(Bewaartermijnen.parse(VOORBEELDEN.bewaartermijnen))
    expect(text).toMatch(/gecodeerd\s+P3M \(eigen, sinds 2026-12-01\)\s+P1M – P6M\s+ja/)
    expect(text).toContain('Nog geen eigen besluiten.')
  })
})
