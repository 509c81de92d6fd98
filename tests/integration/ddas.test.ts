import { beforeAll, describe, expect, test } from 'vitest'
import { ddasFile, ddasLetter } from '../../src/cli/afnemer/archief/ddas.ts'
import { statisticsFields } from '../../src/legal/statistics.ts'
import { Gemeentecode } from '../../src/model/ids.ts'
import type { Veld } from '../../src/model/veld.ts'
import { aDossier, aRecordedSignal, idOf } from '../support/dossiers.ts'
import { projectPolicies } from '../support/project-policies.ts'

const DAG = '2026-12-05'

describe('the file for CBS', () => {
  let velden: ReadonlySet<Veld>
  beforeAll(() => {
    velden = statisticsFields(projectPolicies(), DAG)
  })
  const fileOf = (given: Partial<Parameters<typeof ddasFile>[0]>) =>
    ddasFile({
      gemeentecode: Gemeentecode.parse('0202'),
      maand: '2026-11',
      at: new Date('2026-12-05T10:15:30.123Z'),
      leverancier: {
        codeGegevensleverancier: 'SIGNAALPOORT-PROEF',
        naam: 'Gemeente Arnhem (fictief)',
      },
      dossiers: [],
      velden,
      ongeopend: 0,
      ...given,
    })
  const deliveryOf = (given: Parameters<typeof fileOf>[0]) => {
    const { leveringen } = fileOf(given).bestand as { leveringen: readonly [Delivery] }
    return leveringen[0]
  }
  type Delivery = Readonly<Record<'vroegsignalen' | 'vroegsignaalzaken', readonly object[]>>

  test('says of an opened signal what the policy for statistics takes, in whole euros, and no more', () => {
    const { vroegsignalen } = deliveryOf({ dossiers: [aDossier(1)] })
    expect(vroegsignalen).toEqual([
      {
        ID: idOf(1),
        crisissignaal: false,
        bedrag: 813,
        ontstaansdatum: '2026-09-01',
        signaaldatum: '2026-11-03',
        status: 'Opgepakt',
        signaalpartner: { type: 'Huur' },
        client: { postcode: '6811AB', huisnummer: '12', huisnummertoevoeging: 'A2' },
      },
    ])
    expect(JSON.stringify(vroegsignalen)).not.toMatch(/Boer|99999|31612345678/)
  })

  test('says nothing of a person where no policy for statistics is in force', () => {
    const none = statisticsFields(projectPolicies(), '2020-12-31')
    const { bestand, brief } = fileOf({ dossiers: [aDossier(1)], velden: none })
    expect(JSON.stringify(bestand)).not.toMatch(/6811AB|813/)
    expect(brief).toMatchObject({ signalen: 0, zonderAdres: 1 })
  })

  test('tells of the case when it was taken up, how it was tried and what came of it, in the words of DDAS', () => {
    const { vroegsignaalzaken, vroegsignalen } = deliveryOf({
      dossiers: [
        aDossier(1, {
          contactpogingen: [
            { id: 'p-1', soort: 'SMS/Whatsapp', bereikt: false, datum: '2026-11-06' },
            {
              id: 'p-2',
              soort: 'Huisbezoek',
              bereikt: true,
              datum: '2026-11-09',
              dagdeel: 'Avond',
            },
          ],
          vervolg: { resultaat: 'bekend-bij-schuldhulp', datum: '2026-11-10' },
        }),
      ],
    })
    expect(vroegsignaalzaken).toEqual([
      {
        resultaat: 'Inwoner al bekend bij schuldhulpverlening',
        matchingsdatum: '2026-11-03',
        startdatumMatchingperiode: '2026-11-01',
        einddatumMatchingperiode: '2026-11-30',
        datumOpgepakt: '2026-11-05',
        vroegsignalen: [{ ID: idOf(1) }],
        contactpogingen: [
          { soort: 'SMS/Whatsapp', bereikt: false, datum: '2026-11-06' },
          { soort: 'Huisbezoek', bereikt: true, datum: '2026-11-09', dagdeel: 'Avond' },
        ],
      },
    ])
    expect(vroegsignalen).toMatchObject([{ status: 'Inwoner al bekend bij schuldhulpverlening' }])
  })

  test('leaves other months out, and counts what nobody opened in a letter beside it', () => {
    const later = aRecordedSignal(2, {}, { aangeleverdTijdstip: '2026-11-30T23:30:00.000Z' })
    const { brief } = fileOf({
      dossiers: [
        aDossier(1, { signalen: [aRecordedSignal(1, { 'adres.postcode': undefined })] }),
        aDossier(2, { signalen: [later] }),
      ],
      ongeopend: 17,
    })
    expect(brief).toEqual({
      maand: '2026-11',
      signalen: 0,
      zaken: 0,
      ongeopend: 17,
      zonderAdres: 1,
    })
    expect(ddasLetter(brief)).toContain('17 signalen ontbreken: de gemeente opende ze niet')
  })

  test('holds them as not yet taken up where the policy lets them go', () => {
    const { vroegsignalen } = deliveryOf({ ongeopend: [aRecordedSignal(3)] })
    expect(vroegsignalen).toMatchObject([{ ID: idOf(3), status: 'Nog niet opgepakt' }])
  })

  test.each([
    ['warmte', 'Energie'],
    ['eindelevering', 'Energie'],
    ['drinkwater', 'Water'],
    ['zorgverzekering', 'Zorg'],
    ['cak-eigen-bijdrage', 'CAK Eigen bijdrage'],
    ['iets-nieuws', 'Overige'],
  ])('calls the creditor of %s %s', (signaaltype, type) => {
    const dossier = aDossier(1, { signalen: [aRecordedSignal(1, {}, { signaaltype })] })
    expect(deliveryOf({ dossiers: [dossier] }).vroegsignalen).toMatchObject([
      { signaalpartner: { type } },
    ])
  })
})
