/** Examples of parties, their keys and their subscriptions; all persons and parties are invented. */
import { CONTACT, ID, SLEUTEL_ID, TIJDSTIP, WOORDEN } from './common.ts'

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

const BENADERING = {
  aanpak: 'Bel het team vroegsignalering op werkdagen tussen 9 en 12 uur.',
  incassodagen: [1, 25],
  betalingsregeling: {
    mogelijk: ['termijnen' as const, 'uitstel' as const],
    hoogstensMaanden: 12,
    toelichting: 'Vanaf 25 euro per maand, zonder kosten.',
  },
}

/** Examples of parties, their keys and their subscriptions. */
export const PARTIES = {
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
  abonnementsvraag: ABONNEMENTSVRAAG,
  abonnement: ABONNEMENT,
  abonnementen: { abonnementen: [ABONNEMENT] },
} as const
