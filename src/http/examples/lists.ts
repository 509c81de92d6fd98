/** Examples of lists of signals, and what a sender tells of many at once; all persons and parties are invented. */
import { ID, TIJDSTIP, WOORDEN } from './common.ts'

const AANLEVERING = {
  id: '019ab0c4-1d2e-7f30-8a41-5b6c7d8e9f03',
  naam: 'november-2026',
  ingediendDoor: '00000099000000001000',
  vorm: 'csv',
  toestand: 'ontvangen',
  vrijgave: 'direct',
  begonnenTijdstip: TIJDSTIP,
  laatsteTijdstip: TIJDSTIP,
  aantallen: { aanvaard: 1, herhaald: 0, geweigerd: 0, onjuist: 1 },
  perGemeente: [{ gemeentecode: '0202', aanvaard: 1, herhaald: 0, geweigerd: 0 }],
}

const MUTATIEREGEL = {
  regel: 2,
  kenmerk: 'WDL-2026-11-000042',
  uitkomst: 'gedaan',
  id: ID,
} as const

const MUTATIETELLING = { gedaan: 1, ongewijzigd: 0, onbekend: 0, onmogelijk: 0, onjuist: 0 }

/** Examples of lists of signals, and what a sender tells of many at once. */
export const LISTS = {
  lijstregels: `${JSON.stringify({ kenmerk: 'WDL-2026-11-000042', signaaltype: 'huur' })}\n`,
  lijsttabel: 'kenmerk;signaaltype;signaaldatum\r\nWDL-2026-11-000042;huur;3-11-2026\r\n',
  mutatieregels: `${JSON.stringify({ kenmerk: 'WDL-2026-11-000042', schuldverloop: 'ingelopen', datum: '2026-12-31' })}\n`,
  mutatietabel:
    'kenmerk;intrekking;schuldverloop;datum\r\nWDL-2026-11-000042;;ingelopen;31-12-2026\r\n',
  mutatiebericht: { soort: 'regel', ...MUTATIEREGEL },
  mutaties: { aantallen: MUTATIETELLING, regels: [MUTATIEREGEL], meer: false },
  lijstbericht: {
    soort: 'regel',
    regel: 2,
    kenmerk: 'WDL-2026-11-000042',
    uitkomst: 'aanvaard',
    id: ID,
    versie: 1,
    ontvangstbewijs: WOORDEN,
  },
  aanlevering: AANLEVERING,
  lijstIngetrokken: {
    ...AANLEVERING,
    toestand: 'ingetrokken',
    intrekking: {
      ingetrokkenTijdstip: TIJDSTIP,
      perGemeente: [{ gemeentecode: '0202', ingetrokken: 1 }],
      gezienVanafDatum: '2027-01-01',
    },
  },
  aanleveringen: { aanleveringen: [AANLEVERING] },
  aanleveringregels: {
    regels: [
      {
        regel: 2,
        uitkomst: 'aanvaard',
        codes: [],
        kenmerk: 'WDL-2026-11-000042',
        id: ID,
        versie: 1,
        gemeentecode: '0202',
        toestand: 'aangeleverd',
      },
      { regel: 3, uitkomst: 'onjuist', codes: ['datum-onjuist'] },
    ],
  },
} as const
