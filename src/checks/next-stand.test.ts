import { describe, expect, test } from 'vitest'
import { MELDINGTOESTANDEN, mayOpen } from '../model/melding-life.ts'
import { nextStand } from './next-stand.ts'

const waiting = {
  toestand: 'werkvoorraad',
  versie: 3,
  uitkomstgroep: undefined,
  geheim: false,
} as const
const fallen = {
  toestand: 'uitgevallen',
  versie: 4,
  uitkomstgroep: 'gesloten',
  geheim: false,
} as const
const MOVED = { gevolg: 'uitvallen', groep: 'gesloten' } as const
const OBJECTS = { gevolg: 'wissen', groep: 'niet-opgepakt' } as const

describe('what a finding makes of a melding', () => {
  test('it falls out with its group, one version on', () => {
    expect(nextStand(waiting, MOVED, {})).toEqual({
      toestand: 'uitgevallen',
      versie: 4,
      uitkomstgroep: 'gesloten',
      geheim: false,
      eindigt: true,
      hersteld: false,
    })
    expect(nextStand({ ...waiting, toestand: 'geselecteerd' }, MOVED, {})?.eindigt).toBe(true)
  })

  test('it falls out once: the same or another end changes nothing', () => {
    for (const end of [MOVED, OBJECTS])
      expect(nextStand(fallen, end, {})).toEqual({ ...fallen, eindigt: false, hersteld: false })
  })

  test('what someone works on, or what ended, does not fall out; an objection is heard all the same', () => {
    for (const toestand of ['opgepakt', 'afgesloten', 'retour'] as const) {
      const stand = { ...waiting, toestand }
      expect(nextStand(stand, MOVED, {})).toBeUndefined()
      expect(nextStand(stand, OBJECTS, {})).toEqual({ ...stand, eindigt: false, hersteld: false })
    }
  })

  test('a protected address is marked in every state, and stays marked', () => {
    for (const toestand of MELDINGTOESTANDEN) {
      const marked = nextStand({ ...waiting, toestand }, { gevolg: 'beschermen' }, {})
      expect(marked).toMatchObject({ toestand, geheim: true, versie: 3 })
    }
    expect(nextStand({ ...waiting, geheim: true }, { gevolg: 'blijven' }, {})?.geheim).toBe(true)
  })

  test('what is in order brings nothing back by itself: only who says that the finding was wrong does', () => {
    expect(nextStand(fallen, { gevolg: 'blijven' }, {})).toBeUndefined()
    expect(nextStand(fallen, { gevolg: 'blijven' }, { herstel: true })).toEqual({
      toestand: 'werkvoorraad',
      versie: 5,
      uitkomstgroep: undefined,
      geheim: false,
      eindigt: false,
      hersteld: true,
    })
    expect(nextStand(waiting, { gevolg: 'blijven' }, { herstel: true })).toBeUndefined()
    expect(nextStand(fallen, MOVED, { herstel: true })).toBeUndefined()
  })

  test('no finding of a check makes a melding open that did not', () => {
    const findings = (['blijven', 'beschermen', 'uitvallen', 'wissen'] as const).flatMap(
      (gevolg) => [[{ gevolg }, {}] as const, [{ gevolg }, { herstel: true }] as const],
    )
    const closed = MELDINGTOESTANDEN.filter((one) => !mayOpen(one))
    const after = closed.flatMap((toestand) =>
      findings.flatMap(([gevolg, herstel]) => {
        return nextStand({ ...waiting, toestand }, gevolg, herstel)?.toestand ?? []
      }),
    )
    expect(after.length).toBeGreaterThan(0)
    expect(after.filter(mayOpen)).toEqual([])
  })
})
