/** The examples of the OpenAPI document. All invented; a test reads each one with its own schema. */

const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const ID = '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e'
const SLEUTEL_ID = 'a3f1c2d4e5b60718293a4b5c6d7e8f90'
const TIJDSTIP = '2026-11-23T09:00:00.000Z'
const BELEID = { id: 'wet/huur@1', hash: HASH }
const WOORDEN = 'eyJhbGciOiJFUzI1NiJ9.eyJrZW5tZXJrIjoiV0RMIn0.c2lnbmF0dXJl'

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
const CEL = { aantal: 12, procent: 30 }
const INDICATOREN = {
  gemeentecode: '0202',
  maand: '2026-10',
  weergave: 'eigen',
  kleinsteAantal: 5,
  inwoners: 167_000,
  fasen: {
    instroom: { stand: 'bevroren', bevrorenTijdstip: TIJDSTIP },
    uitkomst: { stand: 'voorlopig' },
  },
  indicatoren: [
    {
      naam: 'bereik',
      titel: 'Bereik',
      eenheid: 'procent',
      berekendDoor: 'poort',
      fase: 'uitkomst',
      waarde: 20,
      teller: 120,
      noemer: 600,
    },
    {
      naam: 'signalen-per-wijk',
      titel: 'Signalen per wijk',
      eenheid: 'aantal',
      berekendDoor: 'poort',
      fase: 'instroom',
      waarde: 700,
      delen: [
        { waarde: 'WK020201', aantal: 690 },
        { waarde: 'overig', aantal: 10 },
      ],
    },
    {
      naam: 'klanttevredenheid',
      titel: 'Klanttevredenheid',
      eenheid: 'tekst',
      berekendDoor: 'gemeente',
    },
  ],
  signaalreis: {
    kolommen: [{ kolom: 'totaal', aantal: 40 }],
    rijen: [{ ontwikkeling: 'opgelopen', cellen: [CEL] }],
  },
}

const GEBEURTENIS = {
  id: '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8f',
  tijdstip: TIJDSTIP,
  soort: 'signaal-verstrekt',
  oin: '00000099000000202000',
  namens: '00000099000000202000',
  gemeentecode: '0202',
  detail: {
    soort: 'signaal-verstrekt',
    actor: {
      oin: '00000099000000202000',
      namens: '00000099000000202000',
      doel: 'hulpaanbod',
      medewerker: 'mw-17',
      via: 'direct',
    },
    signaalId: ID,
    versie: 1,
    gemeentecode: '0202',
    doel: 'hulpaanbod',
    sleutelId: SLEUTEL_ID,
    beleid: BELEID,
    velden: ['persoon.achternaam'],
    weggelaten: [],
  },
  zout: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
  bladIndex: 41,
}

const SLEUTEL = {
  sleutelId: SLEUTEL_ID,
  deelnemer: '00000099000000202000',
  gemeentecode: '0202',
  doelen: ['hulpaanbod'],
  toestand: 'actief',
  geregistreerdTijdstip: TIJDSTIP,
  registratie: WOORDEN,
}

const GETROFFEN = {
  perDag: [{ datum: '2026-11-23', aantal: 1, verstrekt: 1 }],
  signalen: [{ id: ID, verstrekt: true }],
}

const BESLUIT_ID = '019ab0c4-1d2e-7f30-8a41-5b6c7d8e9f01'
const VOORVERTONING = {
  peiltijdstip: TIJDSTIP,
  controlegetal: HASH,
  gevolgen: [
    {
      categorie: 'gecodeerd',
      vervroegd: { signalen: 812, velden: 9_744 },
      gewist: { signalen: 120, velden: 1_440 },
      bevroren: { signalen: 1, velden: 12 },
    },
  ],
}
const BEWAARBESLUIT = {
  id: BESLUIT_ID,
  gemeentecode: '0202',
  toestand: 'concept',
  wijze: 'fgStelt',
  termijnen: [{ categorie: 'gecodeerd', termijn: 'P3M' }],
  ingangsdatum: '2026-12-01',
  kenmerk: 'B-2026-0417',
  opgesteld: { door: 'fg-1', tijdstip: TIJDSTIP },
  voorvertoning: VOORVERTONING,
}
const VOORSTEL = {
  soort: 'bevriezing',
  reden: 'klacht',
  totDatum: '2027-03-01',
  signalen: [ID],
}
const MAATREGEL = {
  id: '019ab0c4-1d2e-7f30-8a41-5b6c7d8e9f02',
  gemeentecode: '0202',
  soort: 'bevriezing',
  reden: 'klacht',
  bevriest: true,
  toestand: 'van-kracht',
  totDatum: '2027-03-01',
  signalen: [ID],
  voorgesteld: { door: 'fg-1', tijdstip: TIJDSTIP },
  vastgesteld: { door: 'mw-17', tijdstip: TIJDSTIP },
}

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
const ABONNEMENTSVRAAG = {
  bestemming: 'https://seintjes.arnhem.example.nl/signaalpoort',
  soorten: ['ingetrokken', 'gecorrigeerd'],
}
const ABONNEMENT = {
  ...ABONNEMENTSVRAAG,
  id: '019ab0c4-1d2e-7f30-8a41-5b6c7d8e9f03',
  toestand: 'actief',
  aangemaaktTijdstip: '2026-11-23T09:00:00.000Z',
}

/** One example for each body that goes in or out. */
const BENADERING = {
  aanpak: 'Bel het team vroegsignalering op werkdagen tussen 9 en 12 uur.',
  incassodagen: [1, 25],
  betalingsregeling: {
    mogelijk: ['termijnen' as const, 'uitstel' as const],
    hoogstensMaanden: 12,
    toelichting: 'Vanaf 25 euro per maand, zonder kosten.',
  },
}
const CONTACT = { emailadres: 'vroegsignalering@example.nl', telefoonnummer: '+31101234567' }

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

export const VOORBEELDEN = {
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
  intrekking: { reden: 'betaald' },
  ingetrokken: {
    id: ID,
    versie: 1,
    kenmerk: 'WDL-2026-11-000042',
    gemeentecode: '0202',
    toestand: 'ingetrokken',
    beeindigdTijdstip: TIJDSTIP,
  },
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
  signaalverloop: {
    signaalId: ID,
    stappen: [
      { wat: 'aangeleverd', datum: '2026-11-03' },
      { wat: 'teruggekoppeld', datum: '2026-11-23', code: 'hulp-aanvaard', volgnummer: 7 },
    ],
  },
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
  controlebevinding: { uitkomst: 'geen-inwoner' },
  controlestand: { id: ID, versie: 2, toestand: 'uitgevallen', gevolg: 'uitvallen' },
  ontvangstbevestiging: { bevestigd: [ID] },
  auditzoekvraag: {
    vanafTijdstip: '2026-11-01T00:00:00.000Z',
    totTijdstip: '2026-12-01T00:00:00.000Z',
    soort: ['signaal-verstrekt'],
    signaalId: ID,
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
  sleutelaanmelding: { registratie: WOORDEN },
  sleutel: SLEUTEL,
  sleutels: { sleutels: [SLEUTEL] },
  sleutelwijziging: { toestand: 'gecompromitteerd', reden: 'gelekt' },
  getroffen: GETROFFEN,
  sleutelgevolg: {
    sleutel: { ...SLEUTEL, toestand: 'gecompromitteerd', gewijzigdTijdstip: TIJDSTIP },
    zonderSleutel: ['hulpaanbod'],
    onleesbaar: 0,
    getroffen: GETROFFEN,
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
  indicatoren: INDICATOREN,
  auditgebeurtenissen: { auditgebeurtenissen: [GEBEURTENIS] },
  deelnemers: {
    deelnemers: [
      {
        oin: '00000099000000001000',
        naam: 'Stichting Wonen De Linde (fictief)',
        rol: 'verhuurder',
        contact: CONTACT,
        benadering: BENADERING,
        onderdelen: ['west'],
        leverafspraken: [{ dag: 10, signaaltypen: ['huur'], vanaf: '2026-01-01' }],
      },
    ],
  },
  grondslagen: {
    hash: HASH,
    dag: '2026-11-23',
    regels: [],
    geweigerd: [],
    doelen: [],
    bewaartermijnen: [
      {
        zin: 'De gecodeerde rij van een signaal, vanaf de ontvangst.',
        termijn: { maanden: 6, dagen: 0 },
        bron: 'AVG art. 5 lid 1 onder e',
      },
    ],
    drempels: [],
  },
  bewaartermijnen: {
    gemeentecode: '0202',
    wijze: 'fgStelt',
    categorieen: [
      {
        categorie: 'gecodeerd',
        zin: 'De gecodeerde rij van een signaal, vanaf de ontvangst.',
        doorGemeente: true,
        wettelijk: {
          termijn: 'P6M',
          minstens: 'P1M',
          hoogstens: 'P6M',
          bron: 'AVG art. 5 lid 1 onder e',
        },
        geldend: { termijn: 'P3M', vanafDatum: '2026-12-01', besluitId: BESLUIT_ID },
      },
    ],
    besluiten: [],
  },
  bewaarontwerp: {
    termijnen: [{ categorie: 'gecodeerd', termijn: 'P3M' }],
    ingangsdatum: '2026-12-01',
    kenmerk: 'B-2026-0417',
  },
  bewaaradvies: { strekking: 'instemmend' },
  bewaargoedkeuring: {
    besluit: 'goedgekeurd',
    voorvertoning: { peiltijdstip: TIJDSTIP, controlegetal: HASH },
  },
  bewaarbesluit: BEWAARBESLUIT,
  maatregelvoorstel: VOORSTEL,
  maatregel: MAATREGEL,
  maatregelen: { maatregelen: [MAATREGEL] },
  abonnementsvraag: ABONNEMENTSVRAAG,
  abonnement: ABONNEMENT,
  abonnementen: { abonnementen: [ABONNEMENT] },
  contact: CONTACT,
  benadering: BENADERING,
  clientsleutels: {
    keys: [
      {
        kty: 'EC',
        crv: 'P-256',
        // The point of RFC 7517 appendix A.1.
        x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
        y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
        kid: '2027-a',
        alg: 'ES256',
        use: 'sig',
      },
    ],
  },
} as const
