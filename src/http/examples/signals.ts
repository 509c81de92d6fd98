/** Examples of a signal, its verdict, and what its sender reads of it later; all persons and parties are invented. */
import { BELEID, CONTACT, ID, SLEUTEL_ID, TIJDSTIP, WOORDEN } from './common.ts'

const INSPANNINGEN = {
  pogingPersoonlijkContactDatum: '2026-10-03',
  gewezenOpSchuldhulpDatum: '2026-10-03',
  herinneringen: ['2026-09-20'],
  aanbodGegevensdelingDatum: '2026-09-20',
  reactie: 'geen' as const,
}

const BESLUIT = {
  besluit: 'aanvaard',
  redenen: [],
  velden: [
    { veld: 'persoon.achternaam', uitkomst: 'doorgegeven', grondslag: ['bgs-2020-art-2'] },
    { veld: 'klantnummer', uitkomst: 'niet-doorgegeven', grondslag: [], reden: 'geen-grondslag' },
  ],
  beleid: BELEID,
  ontvanger: {
    gemeentecode: '0202',
    oin: '00000099000000002000',
    sleutelIds: [SLEUTEL_ID],
  },
}

/** Examples of a signal, its verdict, and what its sender reads of it later. */
export const SIGNALS = {
  signaal: {
    kenmerk: 'WDL-2026-11-000042',
    signaaltype: 'huur',
    signaaldatum: '2026-11-03',
    crisissignaal: false,
    warmeOverdracht: false,
    persoon: {
      voorletters: 'J.',
      voorvoegsel: 'de',
      achternaam: 'Boer',
      geboortedatum: '1985-06-15',
      natuurlijkPersoon: true,
    },
    adres: {
      straatnaam: 'Lindelaan',
      huisnummer: 12,
      huisletter: 'A',
      huisnummertoevoeging: '2',
      postcode: '6811AB',
      plaatsnaam: 'Arnhem',
    },
    contact: { telefoonnummer: '+31612345678', emailadres: 'j@example.nl' },
    achterstand: { bedragInCenten: 81200, ontstaansdatum: '2026-09-01', maanden: 2 },
    klantnummer: '8841-22',
    inspanningen: INSPANNINGEN,
  },
  toetsing: {
    signaaltype: 'huur',
    signaaldatum: '2026-11-03',
    gemeentecode: '0202',
    natuurlijkPersoon: true,
    achterstand: { bedragInCenten: 81200, ontstaansdatum: '2026-09-01' },
    inspanningen: INSPANNINGEN,
    velden: ['persoon.achternaam', 'klantnummer'],
  },
  besluit: BESLUIT,
  geweigerd: {
    besluit: 'geweigerd',
    redenen: [
      {
        code: 'persoonlijk-contact-ontbreekt',
        grondslag: 'bgs-2020-art-2',
        zin: 'U gaf niet aan dat u persoonlijk contact zocht.',
        remedie:
          'Zoek eerst persoonlijk contact en vul inspanningen.pogingPersoonlijkContactDatum.',
      },
    ],
    velden: [],
    beleid: BELEID,
  },
  signaalAntwoord: {
    id: ID,
    versie: 1,
    besluit: BESLUIT,
    ontvangstbewijs: WOORDEN,
    invoerHash: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg',
    invoerZout: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
  },
  signaalstand: {
    id: ID,
    versie: 1,
    kenmerk: 'WDL-2026-11-000042',
    signaaltype: 'huur',
    gemeentecode: '0202',
    toestand: 'aangeleverd',
    aangeleverdTijdstip: TIJDSTIP,
    ontvangstbewijs: WOORDEN,
  },
  signaalzoekvraag: { kenmerken: ['WDL-2026-11-000042', 'WDL-2026-11-000043'] },
  signalen: {
    signalen: [
      {
        id: ID,
        versie: 1,
        kenmerk: 'WDL-2026-11-000042',
        signaaltype: 'huur',
        gemeentecode: '0202',
        toestand: 'ontvangen',
        aangeleverdTijdstip: TIJDSTIP,
      },
    ],
  },
  intrekking: { reden: 'betaald' },
  ingetrokken: {
    id: ID,
    versie: 1,
    kenmerk: 'WDL-2026-11-000042',
    gemeentecode: '0202',
    toestand: 'ingetrokken',
    beeindigdTijdstip: TIJDSTIP,
  },
  signaalverloop: {
    signaalId: ID,
    stappen: [
      { wat: 'aangeleverd', datum: '2026-11-03' },
      { wat: 'teruggekoppeld', datum: '2026-11-23', code: 'hulp-aanvaard', volgnummer: 7 },
    ],
  },
  terugkoppelingen: {
    terugkoppelingen: [
      {
        volgnummer: 7,
        signaalId: ID,
        kenmerk: 'WDL-2026-11-000042',
        gemeentecode: '0202',
        soort: 'eind',
        code: 'hulp-aanvaard',
        datum: '2026-11-23',
        opschortenTotDatum: '2026-12-23',
        contact: { naam: 'College van Arnhem (fictief)', ...CONTACT },
      },
    ],
    sinds: '7',
  },
  bewijs: 'c2sp.org/tlog-proof@v1\nindex 41\n…\n',
} as const
