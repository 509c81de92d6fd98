/** Shows 8: a municipality shortens its terms with two persons through the API, and the sweep destroys exactly what the preview counted. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { followBeheer, openBeheer } from '../../src/cli/beheer.ts'
import { Bewaarbesluit, Bewaartermijnen } from '../../src/model/bewaarbesluit.ts'
import type { SignaalId } from '../../src/model/ids.ts'
import { Opruimuitkomst } from '../../src/model/opruiming.ts'
import { aSignal } from '../support/builders.ts'
import { acceptedOf, callerOf, problemOf, refusalOf } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type RawAnswer, type TestGateway } from '../support/gateway.ts'

const AUGUST = '2026-08-03'
const OCTOBER = '2026-10-20'
const BEGINS = '2026-11-01'
const IN_TILBURG = { straatnaam: 'Wevershof', huisnummer: 7, postcode: '5011EF' }
const DRAFT = {
  termijnen: [
    { categorie: 'gecodeerd', termijn: 'P2M' },
    { categorie: 'verzegeldNietGeopend', termijn: 'P1M' },
  ],
  ingangsdatum: BEGINS,
  kenmerk: 'B-2026-0417',
}

const besluitOf = (answer: RawAnswer): Bewaarbesluit => {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`)
  return Bewaarbesluit.parse(JSON.parse(answer.text))
}

describe.each(engines)('terms of a municipality on $name', ({ name }) => {
  let gateway: TestGateway
  const old: SignaalId[] = []
  const recent: SignaalId[] = []
  let elsewhere: SignaalId
  let draft: Bewaarbesluit
  beforeAll(async () => {
    gateway = await openGateway(name, { klok: `${AUGUST}T09:00:00Z` })
    for (const n of [1, 2, 3]) old.push(await post(`A-${n}`, AUGUST))
    elsewhere = await post('T-1', AUGUST, { adres: IN_TILBURG })
    await gateway.restart({ klok: `${OCTOBER}T09:00:00Z` })
    for (const n of [1, 2]) recent.push(await post(`O-${n}`, OCTOBER))
  })
  afterAll(() => gateway.close())

  const post = async (kenmerk: string, dag: string, more: object = {}): Promise<SignaalId> =>
    acceptedOf(
      await callerOf(gateway, 'de-linde', 'aanleveren').post(aSignal({ kenmerk, ...more }, dag)),
    ).id
  const as = (medewerker: string, party = 'arnhem') =>
    callerOf(gateway, party, 'toezicht', { medewerker })
  const path = (deed = ''): string => `/v1/bewaartermijnen/${draft.id}${deed}`
  const read = async (): Promise<Bewaarbesluit> =>
    besluitOf(await as('mw-17').call(`GET ${path()}`))
  const approve = async (medewerker: string, voorvertoning: object | undefined) =>
    as(medewerker).call(`POST ${path('/goedkeuring')}`, { besluit: 'goedgekeurd', voorvertoning })
  const sweep = async (): Promise<string> => {
    const connection = await openBeheer(gateway.config)
    try {
      const call = { json: { zeker: true }, onProgress: () => undefined }
      return (await followBeheer(connection, '/opruiming', Opruimuitkomst, call)).text
    } finally {
      await connection.close()
    }
  }
  const rowsLeft = async (): Promise<readonly string[]> =>
    (
      await gateway.owner.query(
        sql<{ r: string }>`select id || ' ' || vervaldatum || ' ' || coalesce((select
          string_agg(vervaldatum || ':' || cardinality(velden), ' ' order by vervaldatum) from verzegeld
          where signaal_id = id), '') as r from signaal order by aangeleverd_tijdstip`,
      )
    ).map(({ r }) => r)
  const fields = async (): Promise<number> => {
    const found = await gateway.owner.query(
      sql<{ n: number }>`select cardinality(velden)::int as n from verzegeld limit 1`,
    )
    return found[0]?.n ?? 0
  }

  test('refuses a term outside the bounds, naming the bound and its source, and other wrong drafts', async () => {
    const { call } = as('fg-1')
    const refused = async (body: object, medewerker = 'fg-1') =>
      as(medewerker).call('POST /v1/bewaartermijnen', { ...DRAFT, ...body })
    const outside = await refused({
      termijnen: [
        { categorie: 'gecodeerd', termijn: 'P7M' },
        { categorie: 'verzegeldNietGeopend', termijn: 'P30D' },
        { categorie: 'kenmerkBeeindigd', termijn: 'P60D' },
      ],
    })
    expect(problemOf(outside)).toMatchObject({
      status: 422,
      kind: 'bewaartermijn-buiten-grenzen',
      errors: [
        { pointer: '/termijnen/0/termijn', code: 'langer-dan-hoogstens' },
        { pointer: '/termijnen/1/termijn', code: 'korter-dan-minstens' },
        { pointer: '/termijnen/2/categorie', code: 'niet-door-gemeente' },
      ],
    })
    expect(problemOf(outside).errors?.[0]?.detail).toMatch(/^Hoogstens P6M \(Verwerkingsregister/)
    for (const ingangsdatum of [OCTOBER, '2026-10-19', '2027-02-01'])
      expect(refusalOf(await refused({ ingangsdatum }))).toEqual([422, 'ingangsdatum-onjuist'])
    expect(refusalOf(await refused({}, 'systeem'))).toEqual([403, 'persoon-vereist'])
    expect(refusalOf(await refused({ termijnen: [] }))).toEqual([400, 'verzoek-onjuist'])
    const linde = await as('mw-1', 'de-linde').call('POST /v1/bewaartermijnen', DRAFT)
    expect(refusalOf(linde)).toEqual([403, 'rol-niet-toegestaan'])
    const seen = Bewaartermijnen.parse(
      JSON.parse((await call('GET /v1/bewaartermijnen')).text) as unknown,
    )
    expect(seen.besluiten).toEqual([])
    expect(seen.categorieen.find(({ categorie }) => categorie === 'gecodeerd')).toMatchObject({
      doorGemeente: true,
      wettelijk: { minstens: 'P1M', hoogstens: 'P6M' },
      geldend: { termijn: 'P6M' },
    })
  })

  test('drafts once under an idempotency key, and shows what it would do in counts', async () => {
    const key = { 'Idempotency-Key': 'poging-1' }
    const first = await as('fg-1').call('POST /v1/bewaartermijnen', DRAFT, key)
    expect(first.status).toBe(201)
    draft = besluitOf(first)
    expect(first.headers.get('location')).toBe(path())
    const again = await as('fg-1').call('POST /v1/bewaartermijnen', DRAFT, key)
    expect([again.status, besluitOf(again).id]).toEqual([200, draft.id])
    const other = { ...DRAFT, ingangsdatum: '2026-11-02' }
    expect(refusalOf(await as('fg-1').call('POST /v1/bewaartermijnen', other, key))).toEqual([
      409,
      'idempotentiesleutel-hergebruikt',
    ])
    expect(refusalOf(await as('fg-1').call('POST /v1/bewaartermijnen', other))).toEqual([
      409,
      'bewaarbesluit-loopt',
    ])
    const each = await fields()
    const none = { signalen: 0, velden: 0 }
    expect(draft.voorvertoning?.gevolgen).toEqual([
      {
        categorie: 'gecodeerd',
        vervroegd: { signalen: 5, velden: 3 * each },
        gewist: { signalen: 3, velden: 3 * each },
        bevroren: none,
      },
      {
        categorie: 'verzegeldNietGeopend',
        vervroegd: { signalen: 0, velden: 2 * each },
        gewist: none,
        bevroren: none,
      },
    ])
  })

  test('is neither seen nor decided by another municipality', async () => {
    const theirs = as('mw-5', 'tilburg')
    const { voorvertoning } = await read()
    for (const [route, body] of [
      [`GET ${path()}`, undefined],
      [`POST ${path('/advies')}`, { strekking: 'instemmend' }],
      [
        `POST ${path('/goedkeuring')}`,
        { besluit: 'goedgekeurd', voorvertoning: markOf(voorvertoning) },
      ],
      [`POST ${path('/intrekking')}`, undefined],
    ] as const)
      expect(refusalOf(await theirs.call(route, body))).toEqual([404, 'niet-gevonden'])
    const list = await theirs.call('GET /v1/bewaartermijnen')
    expect(Bewaartermijnen.parse(JSON.parse(list.text)).besluiten).toEqual([])
    expect((await read()).toestand).toBe('concept')
  })

  test('is approved by another person only, and on the preview that holds', async () => {
    const { voorvertoning } = await read()
    const seen = markOf(voorvertoning)
    expect(refusalOf(await approve('fg-1', seen))).toEqual([409, 'tweede-persoon-vereist'])
    const ownAdvice = as('fg-1').call(`POST ${path('/advies')}`, { strekking: 'instemmend' })
    expect(refusalOf(await ownAdvice)).toEqual([409, 'tweede-persoon-vereist'])
    expect(refusalOf(await approve('systeem', seen))).toEqual([403, 'persoon-vereist'])
    const wrong = { ...seen, controlegetal: '0'.repeat(64) }
    expect(refusalOf(await approve('mw-17', wrong))).toEqual([409, 'voorvertoning-verouderd'])
    // One of the counted signals is withdrawn: what was seen is no longer there.
    const [gone = ''] = old.splice(2, 1)
    const linde = callerOf(gateway, 'de-linde', 'aanleveren')
    await linde.call(`POST /v1/signalen/${gone}/intrekking`, { reden: 'betaald' })
    expect(refusalOf(await approve('mw-17', seen))).toEqual([409, 'voorvertoning-verouderd'])

    const now = await read()
    expect(now.voorvertoning?.gevolgen[0]?.gewist.signalen).toBe(2)
    // What comes in after the look changes nothing of what was seen.
    recent.push(await post('O-3', OCTOBER))
    const advised = await as('cfo-2').call(`POST ${path('/advies')}`, { strekking: 'afwijkend' })
    expect(besluitOf(advised).toestand).toBe('geadviseerd')
    expect(refusalOf(await approve('cfo-2', markOf(now.voorvertoning)))).toEqual([
      409,
      'tweede-persoon-vereist',
    ])
    const approved = besluitOf(await approve('mw-17', markOf(now.voorvertoning)))
    expect(approved).toMatchObject({ toestand: 'goedgekeurd', besloten: { door: 'mw-17' } })
    expect(refusalOf(await approve('mw-18', markOf(now.voorvertoning)))).toEqual([
      409,
      'al-besloten',
    ])
  })

  test('destroys on its day exactly what was counted, and nothing of another municipality', async () => {
    await gateway.restart({ klok: '2026-10-31T10:00:00Z' })
    expect(await sweep()).not.toMatch(/signalen (?:verlopen|met een eerdere)/)
    await gateway.restart({ klok: `${BEGINS}T03:00:00Z` })
    expect(await sweep()).toContain('2 signalen verlopen')
    const besluit = await read()
    expect(besluit.toestand).toBe('van-kracht')
    expect(besluit.uitvoering?.voorzien).toEqual(besluit.voorvertoning?.gevolgen)
    expect(besluit.uitvoering?.nagekomen[0]?.vervroegd.signalen).toBe(1)
    const each = await fields()
    const left = (id: SignaalId | undefined, row: string, sealed: string): string =>
      `${id} ${row} ${sealed}:${each}`
    expect(await rowsLeft()).toEqual([
      left(elsewhere, '2027-02-03', '2027-02-03'),
      ...recent.map((id) => left(id, '2026-12-20', '2026-11-20')),
    ])
    expect(await gateway.owner.events('bewaarbesluit-van-kracht')).toMatchObject([
      { gemeentecode: '0202', event: { besluitId: draft.id } },
    ])
    const deeds = await Promise.all(
      (['opgesteld', 'geadviseerd', 'genomen'] as const).map((deed) =>
        gateway.owner.events(`bewaarbesluit-${deed}`),
      ),
    )
    expect(deeds.flat().map(({ event }) => event.actor.medewerker)).toEqual([
      'fg-1',
      'cfo-2',
      'mw-17',
    ])
  })

  test('counts for what comes in from that day on, and a longer term reaches only what comes after it', async () => {
    const before = await post('N-1', BEGINS)
    const longer = {
      termijnen: [
        { categorie: 'gecodeerd', termijn: 'P6M' },
        { categorie: 'verzegeldNietGeopend', termijn: 'P5M' },
      ],
      ingangsdatum: '2026-11-03',
    }
    draft = besluitOf(await as('fg-1').call('POST /v1/bewaartermijnen', longer))
    expect(draft.voorvertoning?.gevolgen.map(({ vervroegd }) => vervroegd.signalen)).toEqual([0, 0])
    await approve('mw-17', markOf((await read()).voorvertoning))
    const stored = await rowsLeft()
    expect(stored.at(-1)).toMatch(new RegExp(`^${before} 2027-01-01 2026-12-01:`))
    await gateway.restart({ klok: '2026-11-03T03:00:00Z' })
    await sweep()
    expect(await rowsLeft()).toEqual(stored)
    const after = await post('N-2', '2026-11-03')
    expect((await rowsLeft()).at(-1)).toMatch(new RegExp(`^${after} 2027-05-03 2027-04-03:`))
  })
})

const markOf = (seen: Bewaarbesluit['voorvertoning']): object => {
  if (seen === undefined) throw new Error('no preview')
  return { peiltijdstip: seen.peiltijdstip, controlegetal: seen.controlegetal }
}
