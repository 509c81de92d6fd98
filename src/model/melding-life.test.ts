import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  MELDINGSTAPPEN,
  MELDINGTOESTANDEN,
  type Meldingstap,
  type Meldingtoestand,
  mayOpen,
  possibleSteps,
  stepOf,
  takesSignals,
} from './melding-life.ts'

/** What becomes of a melding to which these steps happen, as far as they can, and which of them could. */
function live(steps: readonly Meldingstap[]): [Meldingtoestand, readonly Meldingstap[]] {
  let toestand: Meldingtoestand = 'werkvoorraad'
  const happened: Meldingstap[] = []
  for (const stap of steps) {
    const next = stepOf(toestand, stap)
    if (next === undefined) continue
    happened.push(stap)
    toestand = next
  }
  return [toestand, happened]
}

describe('the life of a melding', () => {
  it('opens only what a decision chose, whatever happened before', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...MELDINGSTAPPEN), { maxLength: 12 }), (steps) => {
        const [toestand, happened] = live(steps)
        const undone = happened.lastIndexOf('terugdraaien')
        const fell = happened.lastIndexOf('uitvallen')
        const chosen = happened.lastIndexOf('selecteren')
        if (mayOpen(toestand)) expect(chosen).toBeGreaterThan(Math.max(fell, undone))
      }),
    )
  })

  it('gives back only what nobody chose, and nothing follows on that', () => {
    const from = MELDINGTOESTANDEN.filter((one) => stepOf(one, 'teruggeven') !== undefined)
    expect(from).toEqual(['werkvoorraad'])
    expect(possibleSteps('retour')).toEqual([])
  })

  it('opens nobody whom a check took off the list, until that is put right and a decision follows', () => {
    expect(stepOf('werkvoorraad', 'uitvallen')).toBe('uitgevallen')
    expect(possibleSteps('uitgevallen')).toEqual(['herstellen'])
    expect(mayOpen('uitgevallen')).toBe(false)
  })

  it('cannot undo a choice once it was collected', () => {
    expect(stepOf('geselecteerd', 'terugdraaien')).toBe('werkvoorraad')
    expect(stepOf('opgepakt', 'terugdraaien')).toBeUndefined()
  })

  it('goes on when help is accepted late, and another end result may follow', () => {
    expect(stepOf('afgesloten', 'heropenen')).toBe('opgepakt')
    expect(stepOf('afgesloten', 'afsluiten')).toBe('afgesloten')
  })

  it('names what is possible where something is not', () => {
    expect(possibleSteps('werkvoorraad')).toEqual([
      'selecteren',
      'uitstellen',
      'teruggeven',
      'uitvallen',
    ])
  })

  it('takes a new signal while it waits or is worked on', () => {
    expect(MELDINGTOESTANDEN.filter(takesSignals)).toEqual([
      'werkvoorraad',
      'geselecteerd',
      'opgepakt',
    ])
    expect(MELDINGTOESTANDEN.filter(mayOpen)).toEqual(['geselecteerd', 'opgepakt', 'afgesloten'])
  })
})
