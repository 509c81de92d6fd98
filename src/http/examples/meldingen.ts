/** Examples of what a municipality chooses, collects, checks and is told; all persons and parties are invented. */
import { ID, SLEUTEL_ID, TIJDSTIP } from './common.ts'

const MELDING = {
  id: ID,
  soort: 'enkelvoudig',
  toestand: 'open',
  signalen: [
    {
      id: ID,
      versie: 1,
      signaaltype: 'huur',
      gemeentecode: '0202',
      deelnemer: '00000099000000001000',
      aangeleverdTijdstip: TIJDSTIP,
      velden: [
        {
          veld: 'persoon.achternaam',
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
      ],
    },
  ],
}

const SELECTIE = {
  id: '019ab0c4-2f3a-7b11-9c52-6d7e8f901a2b',
  gemeentecode: '0202',
  toestand: 'voorgesteld',
  wijze: 'grenzen',
  grenzen: {
    capaciteit: 50,
    maximumPerWijk: 10,
    volgorde: ['combinatie', 'bedrag', 'leeftijd'],
    gewichten: {},
    uitsluitHerhaald: false,
  },
  rest: 'uitstellen',
  voorgesteld: { door: 'mw-17', tijdstip: TIJDSTIP },
  aantallen: { gekozen: 1, buitenGrenzen: 1, nietGekozen: 0 },
  aandelen: {
    perWijk: [{ totaal: 1, gekozen: 1 }],
    perSoort: [{ soort: 'energie', totaal: 1, gekozen: 1 }],
  },
  meldingen: [
    {
      id: ID,
      plaats: 1,
      gekozen: true,
      buitenGrenzen: 'crisis',
      maatstaven: [
        { maatstaf: 'combinatie', waarde: 1 },
        { maatstaf: 'bedrag', waarde: 50_000 },
        { maatstaf: 'leeftijd', waarde: 60 },
      ],
      uitleg: 'Gekozen buiten elke grens: een bedreigende situatie.',
    },
  ],
}

/** Examples of what a municipality chooses, collects, checks and is told. */
export const MELDINGEN = {
  werkvoorraad: {
    werkvoorraad: [
      {
        id: ID,
        soort: 'meervoudig',
        signaaltypen: ['energie', 'huur'],
        bedragklasse: '50000-100000',
        leeftijdsklasse: '60-100',
        uitgesteld: 1,
        beschikbaarTijdstip: TIJDSTIP,
      },
    ],
    totaal: 1,
  },
  selectievraag: { gemeentecode: '0202', capaciteit: 50, maximumPerWijk: 10 },
  selectiebesluit: { rest: 'uitstellen' },
  selectie: SELECTIE,
  melding: MELDING,
  meldingen: { meldingen: [MELDING] },
  ontvangsten: { meldingen: [ID] },
  ontvangstbevestiging: { bevestigd: [ID] },
  controlebevinding: { uitkomst: 'geen-inwoner' },
  controlestand: { id: ID, versie: 2, toestand: 'uitgevallen', gevolg: 'uitvallen' },
  gebeurtenissen: {
    gebeurtenissen: [
      {
        soort: 'ingetrokken',
        signaalId: ID,
        versie: 1,
        reden: 'betaald',
        tijdstip: TIJDSTIP,
      },
    ],
    sinds: 'MDIwMi43',
  },
  dooslevering: {
    sleutelId: SLEUTEL_ID,
    versie: 1,
    dozen: [
      {
        veld: 'persoon.achternaam',
        afzender: `${'A'.repeat(43)}=`,
        nonce: 'A'.repeat(32),
        doos: 'A'.repeat(64),
      },
    ],
  },
  doosbevestiging: { toegevoegd: ['persoon.achternaam'] },
} as const
