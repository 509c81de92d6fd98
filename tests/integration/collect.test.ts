import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openerOf } from '../../src/cli/afnemer.ts'
import { readParty } from '../../src/cli/party.ts'
import { VreemdeSleutel } from '../../src/client/opener.ts'
import { Melding } from '../../src/model/melding.ts'
import { Signaalstand } from '../../src/model/signaalstand.ts'
import {
  acceptedOf,
  callerOf,
  chooseAll,
  problemOf,
  refusalOf,
  type TestCaller,
} from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type RawAnswer, type TestGateway } from '../support/gateway.ts'
import { premiumToday, rentToday, today } from '../support/signals.ts'

const TODAY = today()
const BSN = '999990019'
const IN_TILBURG = { straatnaam: 'Wevershof', huisnummer: 7, postcode: '5011EF' }

const Page = z.strictObject({ meldingen: z.array(Melding) })
const meldingenOf = (answer: RawAnswer): readonly Melding[] =>
  Page.parse(JSON.parse(answer.text)).meldingen
const meldingOf = (answer: RawAnswer): Melding => Melding.parse(JSON.parse(answer.text))
const fieldsOf = (melding: Melding): readonly string[] =>
  (melding.signalen[0]?.velden ?? []).map(({ veld }) => veld)
const nextOf = (answer: RawAnswer): string | undefined =>
  /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]

/** A college's two ways in: its machine for the check, its employee for the offer of help. */
const collegeOf = (
  gateway: TestGateway,
  party: string,
): { readonly controle: TestCaller; readonly hulpaanbod: TestCaller } => ({
  controle: callerOf(gateway, party, 'controle'),
  hulpaanbod: callerOf(gateway, party, 'hulpaanbod', { medewerker: 'mw-17' }),
})

describe.each(engines)('collecting on $name', ({ name }) => {
  let gateway: TestGateway
  let owner: TestGateway['owner']
  let linde: TestCaller
  let kompas: TestCaller
  let arnhem: ReturnType<typeof collegeOf>
  let tilburg: ReturnType<typeof collegeOf>
  beforeAll(async () => {
    gateway = await openGateway(name)
    owner = gateway.owner
    linde = callerOf(gateway, 'de-linde', 'aanleveren')
    kompas = callerOf(gateway, 'kompas', 'aanleveren')
    arnhem = collegeOf(gateway, 'arnhem')
    tilburg = collegeOf(gateway, 'tilburg')
  })
  afterAll(async () => {
    await gateway.close()
  })

  const disclosuresOf = async (id: string): Promise<readonly unknown[]> =>
    (await owner.events('signaal-verstrekt'))
      .filter(({ event }) => event.signaalId === id)
      .map(({ event }) => event)
  const posted = async (by: TestCaller, signal: object): Promise<string> =>
    acceptedOf(await by.post(signal)).id
  /** As `posted`, and chosen by its municipality. */
  const chosen = async (by: TestCaller, signal: object): Promise<string> => {
    const id = await posted(by, signal)
    await chooseAll(gateway, 'arnhem')
    return id
  }
  const stateOf = async (id: string): Promise<string> =>
    Signaalstand.parse(JSON.parse((await linde.call(`GET /v1/signalen/${id}`)).text)).toestand

  describe('a page', () => {
    test('links to the next until all were given, each once, in order and of the own municipality', async () => {
      const ids = await Promise.all(
        [1, 2, 3, 4, 5].map((n) => posted(linde, rentToday(`P-${n}`, { adres: IN_TILBURG }))),
      )
      await chooseAll(gateway, 'tilburg', { gemeentecode: '0855' })
      const seen: Melding[] = []
      let route: string | undefined = '/v1/meldingen?limiet=2'
      while (route !== undefined) {
        const answer: RawAnswer = await tilburg.hulpaanbod.call(`GET ${route}`)
        expect(meldingenOf(answer).length).toBeLessThanOrEqual(2)
        seen.push(...meldingenOf(answer))
        route = nextOf(answer)
        expect(route ?? '/v1/meldingen?limiet=2').toMatch(/^\/v1\/meldingen\?limiet=2/)
      }
      const given = seen.map(({ id }) => String(id))
      expect(given).toEqual([...new Set(given)].sort())
      expect(ids.filter((id) => !given.includes(id))).toEqual([])
      expect(new Set(seen.flatMap((one) => one.signalen.map((s) => s.gemeentecode)))).toEqual(
        new Set(['0855']),
      )
    })

    test("another municipality's signal is in no page, at no cursor and under no id", async () => {
      const first = await posted(linde, rentToday('P-6', { adres: IN_TILBURG }))
      await posted(linde, rentToday('P-7', { adres: IN_TILBURG }))
      const link = nextOf(await tilburg.hulpaanbod.call('GET /v1/meldingen?limiet=1'))
      for (const route of ['/v1/meldingen?limiet=500', link ?? '']) {
        const codes = meldingenOf(await arnhem.hulpaanbod.call(`GET ${route}`)).flatMap((one) =>
          one.signalen.map(({ gemeentecode }) => gemeentecode),
        )
        expect(codes.filter((code) => code !== '0202')).toEqual([])
      }
      for (const method of ['GET', 'HEAD'])
        expect((await arnhem.hulpaanbod.call(`${method} /v1/meldingen/${first}`)).status).toBe(404)
      expect(await disclosuresOf(first)).not.toContainEqual(
        expect.objectContaining({ gemeentecode: '0202' }),
      )
    })

    test.each(['limiet=0', 'limiet=501', 'limiet=2x', 'cursor=zomaar', 'sleutelId=zomaar'])(
      'asked with %s is refused by name',
      async (query) => {
        const answer = await arnhem.hulpaanbod.call(`GET /v1/meldingen?${query}`)
        expect(refusalOf(answer)).toEqual([400, 'verzoek-onjuist'])
        expect(problemOf(answer).errors?.map(({ pointer }) => pointer)).toEqual([
          `/${query.split('=')[0]}`,
        ])
      },
    )
  })

  test('HEAD discloses, records and marks nothing', async () => {
    const id = await chosen(linde, rentToday('K-1'))
    for (const [college, route] of [
      [arnhem.hulpaanbod, '/v1/meldingen'],
      [arnhem.hulpaanbod, `/v1/meldingen/${id}`],
      [arnhem.controle, '/v1/controles'],
    ] as const) {
      const answer = await college.call(`HEAD ${route}`)
      expect([answer.status, answer.text]).toEqual([200, ''])
    }
    expect(await disclosuresOf(id)).toEqual([])
    // Shown in the work list; collecting it would tell no more.
    expect(await stateOf(id)).toBe('ontvangen')
  })

  test('every collection leaves one event for each signal, with who looked, for what and which fields', async () => {
    const id = await chosen(linde, rentToday('V-1'))
    const page = await arnhem.hulpaanbod.call('GET /v1/meldingen?limiet=500')
    const one = await arnhem.hulpaanbod.call(`GET /v1/meldingen/${id}`, undefined, {
      'Signaalpoort-Medewerker': 'mw-18',
    })
    await arnhem.controle.call('GET /v1/controles?limiet=500')
    const velden = fieldsOf(meldingOf(one))
    expect(velden).toContain('contact.telefoonnummer')
    const listed = meldingenOf(page).find((melding) => melding.id === id)
    expect(listed === undefined ? [] : fieldsOf(listed)).toEqual(velden)
    expect(await disclosuresOf(id)).toMatchObject([
      { doel: 'hulpaanbod', versie: 1, gemeentecode: '0202', velden, weggelaten: [] },
      { doel: 'hulpaanbod', velden, weggelaten: [] },
      { doel: 'controle', weggelaten: [] },
    ])
    const actors = (await disclosuresOf(id)).map((event) => (event as { actor: object }).actor)
    const oin = '00000099000000202000'
    const by = { oin, namens: oin, via: 'direct' }
    expect(actors).toEqual([
      { ...by, doel: 'hulpaanbod', medewerker: 'mw-17' },
      { ...by, doel: 'hulpaanbod', medewerker: 'mw-18' },
      { ...by, doel: 'controle' },
    ])
  })

  test('without the name of an employee nothing is disclosed', async () => {
    const id = await posted(linde, rentToday('V-2'))
    const nobody = callerOf(gateway, 'arnhem', 'hulpaanbod')
    for (const route of ['GET /v1/meldingen', `GET /v1/meldingen/${id}`])
      expect(refusalOf(await nobody.call(route))).toEqual([400, 'medewerker-ontbreekt'])
    expect(await disclosuresOf(id)).toEqual([])
  })

  describe('confirming', () => {
    const confirm = (meldingen: readonly string[], college = arnhem): Promise<RawAnswer> =>
      college.hulpaanbod.call('POST /v1/ontvangsten', { meldingen })
    const confirmationsOf = async (id: string): Promise<readonly unknown[]> =>
      (await owner.events('ontvangst-bevestigd'))
        .filter(({ event }) => event.signaalId === id)
        .map(({ event }) => event.actor.medewerker)

    test('twice, or twice in one call, is once: the signal leaves the list and stays under its id', async () => {
      const id = await chosen(linde, rentToday('B-1'))
      for (const ids of [[id, id], [id]]) {
        const answer = await confirm(ids)
        expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { bevestigd: [id] }])
      }
      expect(await confirmationsOf(id)).toEqual(['mw-17'])
      const listed = meldingenOf(await arnhem.hulpaanbod.call('GET /v1/meldingen?limiet=500'))
      expect(listed.map((melding) => String(melding.id))).not.toContain(id)
      const one = meldingOf(await arnhem.hulpaanbod.call(`GET /v1/meldingen/${id}`))
      expect(one.toestand).toBe('ontvangen')
      expect(fieldsOf(one)).toContain('persoon.achternaam')
    })

    test('with one that is not there, or of another municipality, confirms none', async () => {
      const own = await chosen(linde, rentToday('B-2'))
      const other = await posted(linde, rentToday('B-3', { adres: IN_TILBURG }))
      const never = '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e'
      const before = [await stateOf(own), await stateOf(other)]
      for (const strange of [other, never])
        expect(refusalOf(await confirm([own, strange]))).toEqual([404, 'niet-gevonden'])
      expect([await stateOf(own), await stateOf(other)]).toEqual(before)
      expect(await confirmationsOf(own)).toEqual([])
      const one = meldingOf(await arnhem.hulpaanbod.call(`GET /v1/meldingen/${own}`))
      expect(one.toestand).toBe('open')
    })

    test('ten times at once leaves one event', async () => {
      const id = await chosen(linde, rentToday('B-4'))
      const answers = await Promise.all(Array.from({ length: 10 }, () => confirm([id])))
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
      expect(await confirmationsOf(id)).toHaveLength(1)
    })
  })

  describe('by key', () => {
    const keyOf = (party: string, doel: 'controle' | 'hulpaanbod'): string => {
      const { folder } = readParty(gateway.config.certsFolder, party)
      const file = readFileSync(join(folder, `ontvanger-${doel}.json`), 'utf8')
      return (JSON.parse(file) as { sleutelId: string }).sleutelId
    }

    test("an unknown key, the key of the other purpose and another's key open nothing", async () => {
      const id = await chosen(linde, rentToday('S-1'))
      const keys = ['0'.repeat(32), keyOf('arnhem', 'controle'), keyOf('tilburg', 'hulpaanbod')]
      for (const sleutelId of keys)
        for (const path of ['/v1/meldingen', `/v1/meldingen/${id}`])
          expect(
            refusalOf(await arnhem.hulpaanbod.call(`GET ${path}?sleutelId=${sleutelId}`)),
          ).toEqual([400, 'sleutel-onbekend'])
      expect(await disclosuresOf(id)).toEqual([])
      const own = `GET /v1/meldingen/${id}?sleutelId=${keyOf('arnhem', 'hulpaanbod')}`
      expect((await arnhem.hulpaanbod.call(own)).status).toBe(200)
    })

    test("an insurer's BSN has a box for the key of the check alone", async () => {
      const id = await chosen(kompas, premiumToday('S-2'))
      const controle = meldingenOf(await arnhem.controle.call('GET /v1/controles?limiet=500')).find(
        (melding) => melding.id === id,
      )
      const help = meldingOf(await arnhem.hulpaanbod.call(`GET /v1/meldingen/${id}`))
      if (controle === undefined) throw new Error('not in the check')
      expect(fieldsOf(controle)).toContain('persoon.burgerservicenummer')
      expect(fieldsOf(controle)).not.toContain('achterstand.bedragInCenten')
      expect(fieldsOf(help)).not.toContain('persoon.burgerservicenummer')
      expect(fieldsOf(help)).toContain('achterstand.bedragInCenten')
      const party = readParty(gateway.config.certsFolder, 'arnhem')
      const opener = await openerOf(party, 'controle')
      const [opened] = opener.openMelding(controle).signalen
      expect(opened?.velden['persoon.burgerservicenummer']).toBe(BSN)
      const helper = await openerOf(party, 'hulpaanbod')
      expect(() => helper.openMelding(controle)).toThrow(VreemdeSleutel)
    })

    test('what is stored has no box for the other purpose either', async () => {
      const id = await posted(kompas, premiumToday('S-3'))
      const rows = await owner.query(sql<{ veld: string; doelen: string }>`
        select veld, doel as doelen from verzegeld, unnest(velden, doelen) as v(veld, doel)
        where signaal_id = ${id} and veld in ('persoon.burgerservicenummer', 'persoon.achternaam')
        order by veld`)
      expect(rows).toEqual([
        { veld: 'persoon.achternaam', doelen: 'controle,hulpaanbod' },
        { veld: 'persoon.burgerservicenummer', doelen: 'controle' },
      ])
    })
  })
})

describe.each(engines)('collecting after the policies changed, on $name', ({ name }) => {
  let gateway: TestGateway
  let owner: TestGateway['owner']
  const policies = mkdtempSync(join(tmpdir(), 'signaalpoort-beleid-'))
  // Only the types that are posted here: the others' examples would have to be edited with their purposes.
  const whole = (): void => {
    cpSync('policies', policies, { recursive: true })
    for (const file of readdirSync(join(policies, 'wet')))
      if (!['huur.yaml', 'zorgverzekering.yaml'].includes(file)) rmSync(join(policies, 'wet', file))
    const choice = join(policies, 'doelen/selectie.yaml')
    const ofOthers = /^ {2}- \{ naam: .*, soort: (?!huur|zorgverzekering).*\n/gm
    writeFileSync(choice, readFileSync(choice, 'utf8').replaceAll(ofOthers, ''))
  }
  const edit = (file: string, from: string, to: string): void => {
    const path = join(policies, file)
    const text = readFileSync(path, 'utf8')
    if (!text.includes(from)) throw new Error(`${file} does not say ${from}`)
    writeFileSync(path, text.replace(from, to))
  }
  const endPremium = (): void =>
    edit(
      'wet/zorgverzekering.yaml',
      'geldig: { vanaf: 2021-01-01 }',
      `geldig: { vanaf: 2021-01-01, tot: ${TODAY} }`,
    )
  const ofHelp = async (id: string): Promise<readonly string[]> =>
    fieldsOf(
      meldingOf(await collegeOf(gateway, 'arnhem').hulpaanbod.call(`GET /v1/meldingen/${id}`)),
    )
  const lastDisclosure = async (id: string): Promise<unknown> =>
    (await owner.events('signaal-verstrekt')).findLast(({ event }) => event.signaalId === id)?.event
  beforeAll(async () => {
    whole()
    gateway = await openGateway(name, { policies })
    owner = gateway.owner
  })
  afterAll(async () => {
    await gateway.close()
    rmSync(policies, { recursive: true })
  })

  test('what has no basis today stays behind though it is stored, and comes back with its basis', async () => {
    const linde = callerOf(gateway, 'de-linde', 'aanleveren')
    const id = acceptedOf(await linde.post(rentToday('R-1'))).id
    const kompas = callerOf(gateway, 'kompas', 'aanleveren')
    const body = premiumToday('R-2')
    const first = acceptedOf(await kompas.post(body))
    await chooseAll(gateway, 'arnhem')
    const before = { rent: await ofHelp(id), premium: await ofHelp(first.id) }
    expect(before.rent).toContain('contact.telefoonnummer')

    endPremium()
    edit(
      'wet/huur.yaml',
      'contact.telefoonnummer:\n    omdat: contactgegevens\n    grondslag: bgs-2020-art-2\n    doelen: { hulpaanbod: heel }',
      'contact.telefoonnummer:\n    omdat: contactgegevens\n    grondslag: bgs-2020-art-2\n    doelen: { controle: heel }',
    )
    edit(
      'wet/huur.yaml',
      'contact.telefoonnummer: [hulpaanbod]',
      'contact.telefoonnummer: [controle]',
    )
    edit(
      'doelen/controle.yaml',
      'velden:\n',
      'velden:\n  contact.telefoonnummer: { omdat: proef, grondslag: wgs-art-8b }\n',
    )
    await gateway.restart()

    expect(await ofHelp(id)).toEqual(
      before.rent.filter((veld) => veld !== 'contact.telefoonnummer'),
    )
    expect(await lastDisclosure(id)).toMatchObject({ weggelaten: ['contact.telefoonnummer'] })
    expect(await ofHelp(first.id)).toEqual([])
    expect(await lastDisclosure(first.id)).toMatchObject({ velden: [], weggelaten: before.premium })
    // A field that was sealed for one purpose has no box for another, whatever the policy says now.
    const check = await collegeOf(gateway, 'arnhem').controle.call('GET /v1/controles')
    const checked = meldingenOf(check).find((melding) => melding.id === id)
    expect(checked === undefined ? [] : fieldsOf(checked)).not.toContain('contact.telefoonnummer')

    const later = callerOf(gateway, 'kompas', 'aanleveren')
    const fresh = await later.post(premiumToday('R-3'))
    expect(problemOf(fresh).besluit?.redenen.map(({ code }) => code)).toEqual([
      'grondslag-verlopen',
    ])
    const again = await later.post(body)
    expect(again.status).toBe(200)
    expect(acceptedOf(again).ontvangstbewijs).toBe(first.ontvangstbewijs)

    whole()
    edit(
      'doelen/hulpaanbod.yaml',
      'geldig: { vanaf: 2021-01-01 }',
      `geldig: { vanaf: 2021-01-01, tot: ${TODAY} }`,
    )
    await gateway.restart()
    expect([await ofHelp(id), await ofHelp(first.id)]).toEqual([[], []])
    expect(await lastDisclosure(id)).toMatchObject({ velden: [], weggelaten: before.rent })

    whole()
    await gateway.restart()
    expect(await ofHelp(id)).toEqual(before.rent)
    expect(await ofHelp(first.id)).toEqual(before.premium)
  })
})
