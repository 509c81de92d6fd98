import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { ddasFile } from '../../src/cli/afnemer/archief/ddas.ts'
import { CONTACTSOORTEN, DAGDELEN } from '../../src/cli/afnemer/archief/dossier.ts'
import { statisticsFields } from '../../src/legal/statistics.ts'
import { Gemeentecode } from '../../src/model/ids.ts'
import { Resultaat } from '../../src/model/terugkoppeling.ts'
import { aDossier, aRecordedSignal, idOf } from '../support/dossiers.ts'
import { projectPolicies } from '../support/project-policies.ts'

/** The schema is not ours to carry: CI says where it lies. */
const SCHEMA = process.env['SIGNAALPOORT_TEST_DDAS_SCHEMA']

type Validate = ((value: unknown) => boolean) & { readonly errors?: unknown }

function validator(): Validate {
  const tools = createRequire(`${process.cwd()}/tools/package.json`)
  const { default: Ajv } = tools('ajv/dist/2020') as {
    default: new (options: object) => { compile(schema: unknown): Validate }
  }
  const { default: addFormats } = tools('ajv-formats') as { default: (ajv: object) => void }
  const ajv = new Ajv({ allErrors: true, strict: false })
  addFormats(ajv)
  return ajv.compile(JSON.parse(readFileSync(SCHEMA ?? '', 'utf8')))
}

const given = {
  gemeentecode: Gemeentecode.parse('0202'),
  maand: '2026-11',
  at: new Date('2026-12-05T10:15:30Z'),
  leverancier: {
    codeGegevensleverancier: 'SIGNAALPOORT-PROEF',
    naam: 'Gemeente Arnhem (fictief)',
    kvkNummer: '00000000',
    contactpersonen: [{ naam: 'Afdeling schuldhulp', email: 'schuldhulp@example.nl' }],
  },
  velden: statisticsFields(projectPolicies(), '2026-12-05'),
  ongeopend: [aRecordedSignal(90)],
}

/** One record for every result, with every way and part of the day between them, and one that nothing came of yet. */
const dossiers = [
  aDossier(80),
  ...Resultaat.options.map((resultaat, n) =>
    aDossier(n + 1, {
      contactpogingen: CONTACTSOORTEN.map((soort, m) => {
        const dagdeel = DAGDELEN[m]
        const poging = { id: `p-${m}`, soort, bereikt: m === 0, datum: '2026-11-06' }
        return dagdeel === undefined ? poging : { ...poging, dagdeel }
      }),
      vervolg: { resultaat, datum: '2026-11-20' },
    }),
  ),
]

describe('the file for CBS, by the schema of DDAS 1.2 and a validator that nobody of us wrote', () => {
  const schemaTest =
    SCHEMA === undefined
      ? (name: string) => test.skip(`${name} (the DDAS schema is not here)`, () => undefined)
      : test

  schemaTest('holds for every result, status, creditor and way of contact', () => {
    const validate = validator()
    for (const signaaltype of [
      'huur',
      'warmte',
      'drinkwater',
      'zorgverzekering',
      'duo',
      'anders',
    ]) {
      const typed = dossiers.map((dossier) => ({
        ...dossier,
        signalen: dossier.signalen.map((signaal) => ({ ...signaal, signaaltype })),
      }))
      const { bestand, brief } = ddasFile({ ...given, dossiers: typed })
      expect(brief).toMatchObject({ signalen: 18, zaken: 17, zonderAdres: 0 })
      validate(bestand)
      expect(validate.errors ?? []).toEqual([])
    }
  })

  schemaTest('holds where next to nothing is known', () => {
    const validate = validator()
    const bare = aRecordedSignal(1, {
      signaaldatum: undefined,
      crisissignaal: undefined,
      'achterstand.bedragInCenten': undefined,
      'achterstand.ontstaansdatum': undefined,
      'adres.huisletter': undefined,
      'adres.huisnummertoevoeging': undefined,
    })
    validate(
      ddasFile({ ...given, dossiers: [aDossier(1, { signalen: [bare] })], ongeopend: 3 }).bestand,
    )
    expect(validate.errors ?? []).toEqual([])
  })

  schemaTest('would not hold with a name in it', () => {
    const validate = validator()
    const { bestand } = ddasFile({ ...given, dossiers: [aDossier(1)] })
    const text = JSON.stringify(bestand).replace('"postcode"', '"achternaam":"Boer","postcode"')
    expect(text).toContain(idOf(1))
    expect(validate(JSON.parse(text))).toBe(false)
  })
})
