import { describe, expect, test } from 'vitest'
import type { AuditEvent } from '../model/audit-event.ts'
import { Dag, Gemeentecode, Oin, SignaalId, SleutelId } from '../model/ids.ts'
import { detailDueDate } from './detail-term.ts'

const oin = Oin.parse('00000099000000001000')
const gemeentecode = Gemeentecode.parse('0202')
const signaalId = SignaalId.parse('019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e')
const beleid = { id: 'wet/huur@1', hash: '00'.repeat(32) }
const aDisclosure = (medewerker?: string): AuditEvent => ({
  soort: 'signaal-verstrekt',
  actor: {
    oin,
    namens: oin,
    doel: 'hulpaanbod',
    via: 'direct',
    ...(medewerker !== undefined && { medewerker }),
  },
  signaalId,
  versie: 1,
  gemeentecode,
  doel: 'hulpaanbod',
  sleutelId: SleutelId.parse('00'.repeat(16)),
  beleid,
  velden: ['persoon.achternaam'],
  weggelaten: [],
})
const aRefusal: AuditEvent = {
  soort: 'toegang-geweigerd',
  oin,
  probleem: 'token-verlopen',
  route: '/v1/signalen',
}
const aDestruction: AuditEvent = {
  soort: 'bewaarsleutel-vernietigd',
  gemeentecode,
  vervaldatum: Dag.parse('2026-11-03'),
  volgnummer: 1,
  herverpakt: 0,
  vernietigdeVelden: 3,
}

describe('detailDueDate', () => {
  const noon = new Date('2026-11-03T12:00:00Z')
  test.each([
    ['a disclosure: five years', aDisclosure(), '2031-11-03'],
    ['a disclosure to a machine: five years', aDisclosure('systeem'), '2031-11-03'],
    ['a disclosure that names an employee: three years', aDisclosure('mw-17'), '2029-11-03'],
    ['a refusal: thirteen months', aRefusal, '2027-12-03'],
    ['anything else: five years', aDestruction, '2031-11-03'],
  ])('%s', (_, event, due) => {
    expect(detailDueDate(event, noon)).toBe(due)
  })

  test.each([
    ['the day begins at midnight in Amsterdam, in winter', '2026-11-03T23:00:00Z', '2027-12-04'],
    ['and a moment earlier it is still the day before', '2026-11-03T22:59:59.999Z', '2027-12-03'],
    ['in summer', '2026-07-01T22:00:00Z', '2027-08-02'],
    ['on new year', '2026-12-31T23:30:00Z', '2028-02-01'],
    ['the last of January has no 31 February', '2026-01-31T12:00:00Z', '2027-02-28'],
    ['which a leap year makes the 29th', '2027-01-31T12:00:00Z', '2028-02-29'],
  ])('counts calendar months: %s', (_, at, due) => {
    expect(detailDueDate(aRefusal, new Date(at))).toBe(due)
  })

  test('ends five years after a leap day on the last of February', () => {
    expect(detailDueDate(aDisclosure(), new Date('2028-02-29T12:00:00Z'))).toBe('2033-02-28')
  })
})
