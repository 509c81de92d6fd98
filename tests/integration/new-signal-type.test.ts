/** A signal type that the program never heard of is one YAML file: decided, sealed and opened, and the interface stays what it was. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openerOf } from '../../src/cli/afnemer.ts'
import { readParty } from '../../src/cli/party.ts'
import { Melding } from '../../src/model/melding.ts'
import { acceptedOf, callerOf, chooseAll, problemOf } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { MORE_PARTIES, registerMoreParties } from '../support/more-parties.ts'
import { rentToday } from '../support/signals.ts'

/** The rent rule as one for an invented telephone company, with two fields of its own. */
function telecom(rent: string): string {
  return rent
    .replace('regel: wet/huur', 'regel: wet/telecom')
    .replace(
      'van: { rol: verhuurder }',
      "van: { rol: schuldeiser, deelnemers: [{ oin: '00000099000000035000', naam: Telefonie }] }",
    )
    .replace(
      '\nbewaren:',
      `
bijzonderheden:
  abonnement: { soort: code, waarden: [mobiel, vast], zin: Welk abonnement, omdat: test, grondslag: bgs-2020-art-2, doelen: { hulpaanbod: heel } }
  afsluitdatum: { soort: datum, zin: Wanneer het eindigt, omdat: test, grondslag: bgs-2020-art-2 }

bewaren:`,
    )
    .replace(
      'voorbeelden:\n',
      `voorbeelden:
  - { naam: een ander, deelnemer: '00000099000000099000', verwacht: geweigerd, redenen: [afzender-niet-bevoegd] }
`,
    )
}

describe.each(engines)('a signal type in one file on $name', ({ name }) => {
  const policies = mkdtempSync(join(tmpdir(), 'beleid-'))
  let gateway: TestGateway
  beforeAll(async () => {
    cpSync('policies', policies, { recursive: true })
    const rent = readFileSync(join(policies, 'wet/huur.yaml'), 'utf8')
    writeFileSync(join(policies, 'wet/telecom.yaml'), telecom(rent))
    gateway = await openGateway(name, { policies, strangers: MORE_PARTIES })
    await registerMoreParties(gateway, new Date())
  })
  afterAll(async () => {
    await gateway.close()
    rmSync(policies, { recursive: true })
  })

  const own = [
    { code: 'abonnement', soort: 'code', waarde: 'mobiel' },
    { code: 'afsluitdatum', soort: 'datum', waarde: '2026-12-31' },
  ]
  const body = (kenmerk: string, bijzonderheden: readonly object[]): object =>
    rentToday(kenmerk, { signaaltype: 'telecom', bijzonderheden })

  test('is decided field by field, those of its own too, and opened by the municipality', async () => {
    const sender = callerOf(gateway, 'telefonie', 'aanleveren')
    const { besluit } = acceptedOf(await sender.post(body('T-1', own)))
    expect(besluit.beleid.id).toBe('wet/telecom@1')
    expect(besluit.velden.filter(({ veld }) => veld.startsWith('bijzonderheden.'))).toEqual([
      {
        veld: 'bijzonderheden.abonnement',
        uitkomst: 'doorgegeven',
        grondslag: ['bgs-2020-art-2'],
      },
      {
        veld: 'bijzonderheden.afsluitdatum',
        uitkomst: 'niet-doorgegeven',
        grondslag: [],
        reden: 'alleen-voor-besluit',
      },
    ])
    const arnhem = gateway.as('arnhem', 'hulpaanbod', { medewerker: 'mw-1' })
    await chooseAll(gateway, 'arnhem')
    const page = await arnhem.client.GET('/meldingen')
    const opener = await openerOf(readParty(gateway.config.certsFolder, 'arnhem'), 'hulpaanbod')
    const [opened] = Melding.array()
      .parse(page.data?.meldingen)
      .flatMap((melding) => opener.openMelding(melding).signalen)
    expect(opened?.velden['bijzonderheden.abonnement']).toEqual({ soort: 'code', waarde: 'mobiel' })
    expect(opened?.velden['bijzonderheden.afsluitdatum']).toBeUndefined()
    expect(opened?.velden['persoon.achternaam']).toBe('Boer')
  })

  test('sent again with the same fields it is the same; with another of its own fields a new version', async () => {
    const sender = callerOf(gateway, 'telefonie', 'aanleveren')
    const first = acceptedOf(await sender.post(body('T-2', own)))
    const turned = acceptedOf(await sender.post(body('T-2', own.toReversed())))
    expect([turned.id, turned.versie]).toEqual([first.id, 1])
    const other = [{ code: 'abonnement', soort: 'code', waarde: 'vast' }]
    expect(acceptedOf(await sender.post(body('T-2', other))).versie).toBe(2)
  })

  test.each([
    ['a code that no policy knows', { code: 'notitie', soort: 'code', waarde: 'x' }, 'code'],
    ['another kind', { code: 'abonnement', soort: 'jaNee', waarde: true }, 'soort'],
    ['a value outside its list', { code: 'abonnement', soort: 'code', waarde: 'jan' }, 'waarde'],
  ])('%s is a fault, named without its value; nothing is decided', async (_name, one, place) => {
    const before = await gateway.owner.counts(['gebeurtenis', 'signaal'])
    const sender = callerOf(gateway, 'telefonie', 'aanleveren')
    const problem = problemOf(await sender.post(body('T-3', [one])))
    expect([problem.status, problem.kind]).toEqual([400, 'verzoek-onjuist'])
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual([`/bijzonderheden/0/${place}`])
    expect(JSON.stringify(problem)).not.toMatch(/notitie|"jan"/)
    expect(await gateway.owner.counts(['gebeurtenis', 'signaal'])).toEqual(before)
  })

  test('can be tried out with its own fields, by name and as facts', async () => {
    const { signaaltype, signaaldatum, achterstand, inspanningen } = rentToday('x', {
      signaaltype: 'telecom',
    })
    const ask = {
      signaaltype,
      signaaldatum,
      achterstand,
      inspanningen,
      gemeentecode: '0202',
      natuurlijkPersoon: true,
      bijzonderheden: own,
    }
    const sender = callerOf(gateway, 'telefonie', 'aanleveren')
    const velden = ['persoon.achternaam', 'bijzonderheden.abonnement']
    const answer = await sender.call('POST /v1/toetsingen', { ...ask, velden })
    expect(JSON.parse(answer.text)).toMatchObject({
      besluit: 'aanvaard',
      velden: [
        ...velden.map((veld) => ({ veld, uitkomst: 'doorgegeven' })),
        { veld: 'signaalsoort', uitkomst: 'vergroofd' },
      ],
    })
    const unknown = { ...ask, velden: ['bijzonderheden.jan-de-vries'] }
    const problem = problemOf(await sender.call('POST /v1/toetsingen', unknown))
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/velden/0'])
  })

  test('changes nothing in the description of the interface', async () => {
    const answer = await gateway
      .as('telefonie', 'aanleveren')
      .fetch(new Request(`${gateway.webUrl}/v1/openapi.json`))
    expect(await answer.json()).toEqual(
      JSON.parse(readFileSync('openapi/signaalpoort.json', 'utf8')),
    )
  })
})
