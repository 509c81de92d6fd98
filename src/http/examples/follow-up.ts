/** Examples of what a municipality records after opening, and what it asks a sender; all persons and parties are invented. */
import { ID, SLEUTEL_ID, TIJDSTIP } from './common.ts'

const NAVRAAG = {
  id: '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d90',
  signaalId: ID,
  gemeentecode: '0202',
  soort: 'actueel-bedrag',
  gesteldTijdstip: TIJDSTIP,
  uiterlijkDatum: '2026-11-25',
  toestand: 'open',
}

const BEANTWOORD = { ...NAVRAAG, toestand: 'beantwoord', afgerondTijdstip: TIJDSTIP }

const DOOS = {
  sleutelId: SLEUTEL_ID,
  nonce: 'A'.repeat(32),
  doos: 'A'.repeat(64),
}

const POGING = {
  soort: 'huisbezoek' as const,
  dagdeel: 'avond' as const,
  bereikt: false,
  datum: '2026-11-23',
}

const CONTACTPOGING = { id: '019ab0c4-1d2e-7f30-8a41-5b6c7d8e9f03', ...POGING }

/** Examples of what a municipality records after opening, and what it asks a sender. */
export const FOLLOW_UP = {
  resultaatinvoer: {
    uitkomstgroep: 'hulp-aanvaard',
    terugkoppelcode: 'hulp-aanvaard',
    detail: {
      waarde: 'bm9uY2UgZW4gY2lqZmVydGVrc3Q=',
      afzender: `${'A'.repeat(43)}=`,
      dozen: [DOOS],
    },
  },
  resultaatgevolg: { melding: ID, versie: 4 },
  nieuweContactpoging: POGING,
  contactpoging: CONTACTPOGING,
  contactpogingVervallen: { ...CONTACTPOGING, vervallen: 'dubbel' as const },
  samenvoeging: { melding: '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d90' },
  splitsing: { signalen: [ID] },
  samenstelling: { melding: ID, andere: '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d90' },
  raadplegingen: {
    raadplegingen: [
      {
        id: '019ab0c4-1d2e-7f30-8a41-5b6c7d8e9f04',
        meldingId: ID,
        medewerker: 'mw-17',
        reden: 'hulpaanbod',
        tijdstip: TIJDSTIP,
      },
    ],
  },
  raadpleegbevestiging: { nieuw: 1 },
  tussenbericht: { code: 'in-behandeling' },
  meldingverloop: {
    meldingId: ID,
    toestand: 'opgepakt',
    versie: 1,
    stappen: [
      { wat: 'signaal-aangeleverd', datum: '2026-11-03', signaalId: ID },
      {
        wat: 'contactpoging',
        datum: '2026-11-23',
        contactsoort: 'huisbezoek',
        dagdeel: 'avond',
        bereikt: false,
      },
    ],
  },
  nieuweNavraag: { signaalId: ID, soort: 'actueel-bedrag' },
  navraag: NAVRAAG,
  navragen: { navragen: [NAVRAAG] },
  navraagantwoord: { soort: 'actueel-bedrag', bedragInCenten: 40_600 },
  beantwoordeNavraag: BEANTWOORD,
  navraagMetAntwoord: {
    ...BEANTWOORD,
    versie: 1,
    antwoord: {
      veld: 'bijzonderheden.navraag-actueel-bedrag',
      waarde: 'bm9uY2UgZW4gY2lqZmVydGVrc3Q=',
      sleutel: {
        sleutelId: SLEUTEL_ID,
        afzender: 'dmx1Y2h0aWdlIHB1YmxpZWtlIHNsZXV0ZWw=',
        nonce: 'dmllcmVudHdpbnRpZyBieXRlcw==',
        doos: 'ZG9vcyBtZXQgZGUgdmVsZHNsZXV0ZWw=',
      },
      grondslag: ['bgs-2020-art-2'],
      bewarenTotDatum: '2027-05-03',
    },
  },
} as const
