/** Examples of what is searched, counted and set by whoever supervises; all persons and parties are invented. */
import { BELEID, HASH, ID, SLEUTEL_ID, TIJDSTIP } from './common.ts'

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

/** Examples of what is searched, counted and set by whoever supervises. */
export const SUPERVISION = {
  auditzoekvraag: {
    vanafTijdstip: '2026-11-01T00:00:00.000Z',
    totTijdstip: '2026-12-01T00:00:00.000Z',
    soort: ['signaal-verstrekt'],
    signaalId: ID,
  },
  auditgebeurtenissen: { auditgebeurtenissen: [GEBEURTENIS] },
  indicatoren: INDICATOREN,
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
} as const
