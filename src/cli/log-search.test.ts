import { describe, expect, test } from 'vitest'
import { VOORBEELDEN } from '../http/examples.ts'
import { Auditgebeurtenis } from '../model/auditgebeurtenis.ts'
import { renderEvents } from './event-table.ts'
import { questionOf } from './log-search.ts'

const asked = { url: 'https://localhost:8443', alles: false, json: false }
const [example] = VOORBEELDEN.auditgebeurtenissen.auditgebeurtenissen
const event = Auditgebeurtenis.parse(example)

describe('questionOf', () => {
  test('a day begins at midnight in Amsterdam; an instant stays what it is', () => {
    expect(questionOf({ ...asked, vanaf: '2026-11-01', tot: '2026-12-01T12:00:00Z' })).toEqual({
      vanafTijdstip: '2026-10-31T23:00:00.000Z',
      totTijdstip: '2026-12-01T12:00:00Z',
    })
  })

  test('asks for nothing that was not given', () => {
    expect(questionOf(asked)).toEqual({})
    expect(
      questionOf({ ...asked, soort: ['signaal-verstrekt'], doel: 'hulpaanbod', signaal: event.id }),
    ).toEqual({ soort: ['signaal-verstrekt'], doel: 'hulpaanbod', signaalId: event.id })
  })

  test.each([
    [{ vanaf: 'gisteren' }, '--vanaf'],
    [{ tot: '2026-13-01' }, '--tot'],
    [{ soort: ['weg'] }, '--soort'],
    [{ doel: 'kijken' }, '--doel'],
    [{ signaal: '12' }, '--signaal'],
  ])('names the option that is wrong: %j', (wrong, name) => {
    expect(() => questionOf({ ...asked, ...wrong })).toThrow(`${name} is onjuist`)
  })
})

describe('renderEvents', () => {
  test('shows when, what, who, about which signal and where, with the time of the Netherlands', () => {
    const text = renderEvents([event], false)
    expect(text).toContain('2026-11-23 10:00:00  signaal-verstrekt  00000099000000202000  mw-17')
    expect(text).toContain(event.detail.soort === 'signaal-verstrekt' ? event.detail.signaalId : '')
    expect(text).toContain('beleid wet/huur@1, velden persoon.achternaam, weggelaten geen')
    expect(text).toMatch(/\n1 gebeurtenis\.\n$/)
  })

  test('says that an event waits for its place, who acted for whom, and that there is more', () => {
    const text = renderEvents(
      [
        {
          ...event,
          bladIndex: null,
          oin: Auditgebeurtenis.shape.oin.parse('00000099000000004000'),
        },
      ],
      true,
    )
    expect(text).toContain('wacht')
    expect(text).toContain('00000099000000004000 namens 00000099000000202000')
    expect(text).toContain('er zijn oudere')
  })

  test('says so when nothing was found', () => {
    expect(renderEvents([], false)).toBe('Geen gebeurtenissen gevonden.\n')
  })
})
