import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openerOf } from '../../src/cli/afnemer.ts'
import { readParty } from '../../src/cli/party.ts'
import { Aanleveringen } from '../../src/http/bodies.ts'
import { Melding } from '../../src/model/melding.ts'
import { acceptedOf, chooseAll, problemOf } from '../support/calls.ts'
import { createScanner } from '../support/canaries.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type RawAnswer, type TestGateway } from '../support/gateway.ts'
import { csvOf, linesOf } from '../support/lists.ts'
import { premiumToday, rentToday } from '../support/signals.ts'

/** What a landlord may give: it passes, and lies here sealed. */
const LAWFUL = {
  voorletters: 'Q.X.V.K.J.W.',
  voorvoegsel: "van 't qyzxw",
  achternaam: 'Kanariepiet-Zqvxwy',
  straatnaam: 'Zangvogelpad Qxvzwy',
  plaatsnaam: 'Volièrestad Qyxvw',
  telefoonnummer: '+31687654309',
  emailadres: 'kanarie.zqv@vogel.example.nl',
  bedrag: '73918257',
  ontstaansdatum: '2019-04-17',
}

/** What a landlord may not give: it is withheld. */
const WITHHELD = {
  burgerservicenummer: '999990019',
  geboortedatum: '1931-03-07',
  klantnummer: 'KLANT.zqvx-4471',
  medeVoorletters: 'Z.Q.Y.X.W.V.',
  medeVoorvoegsel: 'ter qzwyxv',
  medeAchternaam: 'Medekanarie-Qzwyxv',
  medeGeboortedatum: '1932-04-08',
  eindelevering: '2031-08-19',
  bijzonderCode: 'kanarie-bijzonder-zqx',
  bijzonderWaarde: 'kanarie-waarde-zqx',
  bijzonderBedrag: '58203947',
}

/** What only weighs: dates as evidence of the efforts, and a reference to an earlier signal. */
const WEIGHED = {
  contact: '2019-05-11',
  verwijzing: '2019-05-12',
  herinnering: '2019-05-13',
  aanbod: '2019-05-14',
  vervolgOp: '019a0c3e-5b7a-7c41-9d2e-ca4a41e0c0de',
}

/** What an insurer gives; the BSN passes for the check alone. */
const INSURED = {
  premieAchternaam: 'Premiekanarie-Wvqzx',
  premieBsn: '999990020',
  premieGeboortedatum: '1933-05-09',
}

/** What stood in a version that was corrected, and in a signal that was refused. */
const GONE = {
  vorigeAchternaam: 'Vorigekanarie-Xwqzv',
  vorigTelefoonnummer: '+31687654310',
  geweigerdeAchternaam: 'Weigerkanarie-Vxwzq',
  geweigerdAdres: 'Weigerpad Vxwzq',
  geweigerdKenmerk: 'Weigerkenmerk-zqx-29',
  geweigerdePoging: 'weigerpoging-zqx-30',
  onbekendeSoort: 'verslaafd-en-overlast-vxwzq',
}

/** What came with requests that no one could read as a signal, each in its own place. */
const WRONG = {
  notitie: 'verslaafd en overlast zqx-01',
  diepeNotitie: 'schulden bij de buren zqx-02',
  vreemdeNaam: 'Kanarie Naam zqx-03',
  vreemdeWaarde: 'kanarie waarde zqx-04',
  objectWaarde: 'kanarie object zqx-05',
  nummerWaarde: 'kanarie nummer zqx-06',
  bsnWaarde: '99999 0019 zqx-07',
  datumWaarde: '7 maart 1931 zqx-08',
  keuzeWaarde: 'kanarie keuze zqx-09',
  gebroken: 'kanarie gebroken json zqx-10',
  dubbel: 'kanarie dubbel zqx-11',
  verborgen: 'kanarie\u200bverborgen zqx-12',
  platteTekst: 'kanarie platte tekst zqx-13',
  teGroot: 'kanarie te groot zqx-14',
  toetsing: 'kanarie toetsing zqx-15',
  ontvangst: 'kanarie ontvangst zqx-16',
  poging: 'kanarie poging zqx-17',
  namens: 'kanarie namens zqx-18',
  medewerker: 'kanarie medewerker zqx-19',
  token: 'kanarietokenzqx20',
  queryNaam: 'kanariequerynaamzqx21',
  queryWaarde: 'kanariequerywaardezqx22',
  cursor: 'kanariecursorzqx23',
  pad: 'kanariepadzqx24',
  lader: 'kanarieladerzqx25',
  koekje: 'kanariekoekjezqx26',
  formulier: 'kanarieformulierzqx27',
  storing: 'Storingkanarie zqx-28',
  codering: 'kanarie codering zqx-29',
}

const CANARIES = { ...LAWFUL, ...WITHHELD, ...WEIGHED, ...INSURED, ...GONE, ...WRONG }

const lawfulRent = {
  persoon: {
    voorletters: LAWFUL.voorletters,
    voorvoegsel: LAWFUL.voorvoegsel,
    achternaam: LAWFUL.achternaam,
  },
  adres: { straatnaam: LAWFUL.straatnaam, plaatsnaam: LAWFUL.plaatsnaam },
  contact: { telefoonnummer: '06-8765 4309', emailadres: LAWFUL.emailadres },
  achterstand: {
    bedragInCenten: Number(LAWFUL.bedrag),
    ontstaansdatum: LAWFUL.ontstaansdatum,
    maanden: undefined,
  },
}

const fullRent = {
  ...lawfulRent,
  persoon: {
    ...lawfulRent.persoon,
    burgerservicenummer: WITHHELD.burgerservicenummer,
    geboortedatum: WITHHELD.geboortedatum,
  },
  klantnummer: WITHHELD.klantnummer,
  medecontractant: {
    voorletters: WITHHELD.medeVoorletters,
    voorvoegsel: WITHHELD.medeVoorvoegsel,
    achternaam: WITHHELD.medeAchternaam,
    geboortedatum: WITHHELD.medeGeboortedatum,
    burgerservicenummer: WITHHELD.burgerservicenummer,
  },
  eindeleveringDatum: WITHHELD.eindelevering,
  bijzonderheden: [
    { code: 'belastingsoort', soort: 'code', waarde: WITHHELD.bijzonderWaarde },
    { code: 'boeteachterstand', soort: 'bedragInCenten', waarde: Number(WITHHELD.bijzonderBedrag) },
  ],
  inspanningen: {
    pogingPersoonlijkContactDatum: WEIGHED.contact,
    gewezenOpSchuldhulpDatum: WEIGHED.verwijzing,
    herinneringen: [WEIGHED.herinnering],
    aanbodGegevensdelingDatum: WEIGHED.aanbod,
  },
  vervolgOp: WEIGHED.vervolgOp,
}

/** Bodies that are no signal. */
const WRONG_BODIES: readonly (object | string)[] = [
  { notitie: WRONG.notitie, persoon: { opmerking: WRONG.diepeNotitie } },
  {
    bijzonderheden: [
      { code: WITHHELD.bijzonderCode, soort: 'code', waarde: WITHHELD.bijzonderWaarde },
    ],
  },
  { [WRONG.vreemdeNaam]: WRONG.vreemdeWaarde },
  {
    kenmerk: WRONG.objectWaarde,
    signaaltype: WRONG.keuzeWaarde,
    persoon: {
      achternaam: { [WRONG.vreemdeNaam]: WRONG.objectWaarde },
      burgerservicenummer: WRONG.bsnWaarde,
      geboortedatum: WRONG.datumWaarde,
    },
    adres: { huisnummer: WRONG.nummerWaarde, postcode: WRONG.keuzeWaarde },
    inspanningen: { reactie: WRONG.keuzeWaarde, herinneringen: [WRONG.datumWaarde] },
    vervolgOp: WRONG.objectWaarde,
  },
  { persoon: { achternaam: WRONG.verborgen } },
].map((overrides) => rentToday('K-fout', overrides as Record<string, unknown>))

const WRONG_TEXTS: readonly string[] = [
  `{"kenmerk": "K-gebroken", "persoon": {"achternaam": "${WRONG.gebroken}"`,
  `{"kenmerk": "K-dubbel", "${WRONG.dubbel}": "${WRONG.dubbel}", "${WRONG.dubbel}": 1}`,
  JSON.stringify({ notitie: WRONG.teGroot.repeat(4_000) }),
  `"${WRONG.gebroken}"`,
]

const scanner = createScanner(CANARIES)

describe.each(engines)('what must not be kept, on $name', ({ name }) => {
  let gateway: TestGateway
  const answers: (readonly [what: string, answer: RawAnswer])[] = []
  const keep = async (what: string, answer: Promise<RawAnswer>): Promise<RawAnswer> => {
    answers.push([what, await answer])
    return answer
  }
  beforeAll(async () => {
    gateway = await openGateway(name)
    await postSignals()
    await sendLists()
    await sendWrongBodies()
    await sendWrongHeads()
    await breakTheStore()
    await collect()
    // Written out: what was counted, the last checkpoint, everything that a stop leaves behind.
    await gateway.restart()
  })
  afterAll(() => gateway.close())

  async function postSignals(): Promise<void> {
    const linde = gateway.as('de-linde', 'aanleveren')
    const kompas = gateway.as('kompas', 'aanleveren')
    const post = (what: string, body: object, by = linde): Promise<RawAnswer> =>
      keep(what, by.send('POST', '/v1/signalen', body, { 'Idempotency-Key': `poging-${what}` }))
    await post('vol', rentToday('K-1', fullRent))
    await keep('herhaald', linde.send('POST', '/v1/signalen', rentToday('K-1', fullRent)))
    const before = {
      persoon: { ...lawfulRent.persoon, achternaam: GONE.vorigeAchternaam },
      contact: { telefoonnummer: GONE.vorigTelefoonnummer },
    }
    await post('vorige', rentToday('K-2', before))
    await keep('gecorrigeerd', linde.send('POST', '/v1/signalen', rentToday('K-2', lawfulRent)))
    const refused = {
      ...fullRent,
      persoon: { ...fullRent.persoon, achternaam: GONE.geweigerdeAchternaam },
      adres: { straatnaam: GONE.geweigerdAdres },
    }
    const key = { 'Idempotency-Key': GONE.geweigerdePoging }
    for (const [what, why] of [
      ['geweigerd', { inspanningen: { herinneringen: [] } }],
      ['onbekend', { signaaltype: GONE.onbekendeSoort }],
    ] as const) {
      const body = rentToday(GONE.geweigerdKenmerk, { ...refused, ...why })
      await keep(what, linde.send('POST', '/v1/signalen', body, key))
    }
    const insured = {
      achternaam: INSURED.premieAchternaam,
      burgerservicenummer: INSURED.premieBsn,
      geboortedatum: INSURED.premieGeboortedatum,
    }
    await post('premie', premiumToday('K-4', { persoon: insured }), kompas)
    const { id } = acceptedOf(answerTo('vol'))
    for (const path of [`/v1/signalen/${id}`, `/v1/signalen/${id}/bewijs`])
      await keep(path, linde.send('GET', path))
  }

  /** The same values as rows of lists: in both forms, held back too, with rows that are refused or wrong, and a head that is none. */
  async function sendLists(): Promise<void> {
    const linde = gateway.as('de-linde', 'aanleveren')
    const refused = rentToday('K-lijst-9', {
      ...fullRent,
      persoon: { ...fullRent.persoon, achternaam: GONE.geweigerdeAchternaam },
      adres: { straatnaam: GONE.geweigerdAdres },
      inspanningen: { reactie: 'geweigerd' },
    })
    const rows = (name: string) => [rentToday(name, fullRent), refused]
    const lines = `${linesOf([...rows('K-lijst-1'), ...WRONG_BODIES.map((one) => ({ ...(one as object) }))])}${WRONG_TEXTS.join('\n')}`
    const table = csvOf(rows('K-lijst-2').map(({ bijzonderheden: _, ...row }) => row))
    for (const accept of ['application/x-ndjson', 'application/json'])
      for (const [type, body] of [
        ['application/x-ndjson', lines],
        ['text/csv', table],
        ['text/csv', `${WRONG.vreemdeNaam};${WRONG.notitie}\r\n${WRONG.platteTekst};x\r\n`],
        ['text/csv', table.replace('persoon.achternaam', WRONG.vreemdeNaam)],
      ] as const) {
        const head = { 'Content-Type': type, Accept: accept }
        await keep('lijst', linde.send('POST', '/v1/aanleveringen', body, head))
      }
    const head = { 'Content-Type': 'application/x-ndjson' }
    const path = '/v1/aanleveringen?vrijgave=handmatig'
    await keep('lijst', linde.send('POST', path, linesOf(rows('K-lijst-3')), head))
    const lists = await keep('lijsten', linde.send('GET', '/v1/aanleveringen'))
    for (const { id } of Aanleveringen.parse(JSON.parse(lists.text)).aanleveringen)
      await keep('regels', linde.send('GET', `/v1/aanleveringen/${id}/regels`))
  }

  async function sendWrongBodies(): Promise<void> {
    const linde = gateway.as('de-linde', 'aanleveren')
    for (const body of [...WRONG_BODIES, ...WRONG_TEXTS])
      for (const path of ['/v1/signalen', '/v1/toetsingen'])
        await keep(`fout ${path}`, linde.send('POST', path, body))
    const plain = { 'Content-Type': 'text/plain' }
    await keep('plat', linde.send('POST', '/v1/signalen', WRONG.platteTekst, plain))
    const tried = { persoon: { achternaam: WRONG.toetsing }, velden: [WRONG.toetsing] }
    await keep('toetsing', linde.send('POST', '/v1/toetsingen', tried))
    const arnhem = gateway.as('arnhem', 'hulpaanbod', { medewerker: 'mw-3' })
    const received = { meldingen: [WRONG.ontvangst], [WRONG.ontvangst]: WRONG.ontvangst }
    await keep('ontvangst', arnhem.send('POST', '/v1/ontvangsten', received))
  }

  async function sendWrongHeads(): Promise<void> {
    const linde = gateway.as('de-linde', 'aanleveren')
    const arnhem = gateway.as('arnhem', 'hulpaanbod', { medewerker: 'mw-3' })
    const heads: readonly Record<string, string>[] = [
      { 'Idempotency-Key': WRONG.poging },
      { 'Signaalpoort-Namens': WRONG.namens },
      { 'Content-Encoding': WRONG.codering },
      { 'Content-Type': `application/json; charset=${WRONG.token}` },
      { Authorization: `Bearer ${WRONG.token}` },
      { Authorization: `Basic ${WRONG.token}` },
      { 'X-Forwarded-For': WRONG.lader, 'User-Agent': WRONG.lader, Cookie: `a=${WRONG.koekje}` },
    ]
    for (const head of heads)
      await keep('kop', linde.send('POST', '/v1/signalen', rentToday('K-kop', lawfulRent), head))
    const who = { 'Signaalpoort-Medewerker': WRONG.medewerker }
    await keep('medewerker', arnhem.send('GET', '/v1/meldingen', undefined, who))
    for (const path of [
      `/v1/meldingen?${WRONG.queryNaam}=${WRONG.queryWaarde}`,
      `/v1/meldingen?cursor=${WRONG.cursor}&limiet=${WRONG.queryWaarde}`,
      `/v1/meldingen?sleutelId=${WRONG.queryWaarde}`,
      `/v1/meldingen/${WRONG.pad}`,
      `/v1/${WRONG.pad}`,
      `/${WRONG.pad}/%6b`,
    ])
      for (const method of ['GET', 'POST', 'DELETE'])
        await keep(`${method} pad`, arnhem.send(method, path))
    const form = {
      grant_type: WRONG.formulier,
      client_id: WRONG.formulier,
      scope: WRONG.formulier,
      client_assertion: `${WRONG.formulier}.${WRONG.formulier}.${WRONG.formulier}`,
    }
    for (const grant_type of [WRONG.formulier, 'client_credentials']) {
      const body = new URLSearchParams({ ...form, grant_type }).toString()
      const type = { 'Content-Type': 'application/x-www-form-urlencoded' }
      await keep('formulier', linde.send('POST', '/oauth/token', body, type))
    }
  }

  /** The store itself refuses a row, and its error quotes that row. */
  async function breakTheStore(): Promise<void> {
    const { query } = gateway.owner
    await query(
      sql`alter table kenmerk add constraint proef check (kenmerk <> 'K-storing') not valid`,
    )
    const body = rentToday('K-storing', { persoon: { achternaam: WRONG.storing } })
    const answer = await keep(
      'storing',
      gateway.as('de-linde', 'aanleveren').send('POST', '/v1/signalen', body),
    )
    expect(answer.status).toBe(500)
    await query(sql`alter table kenmerk drop constraint proef`)
  }

  async function collect(): Promise<void> {
    const who = { medewerker: 'mw-3' }
    await chooseAll(gateway, 'arnhem')
    for (const [doel, path] of [
      ['hulpaanbod', '/v1/meldingen'],
      ['controle', '/v1/controles'],
    ] as const)
      await keep(doel, gateway.as('arnhem', doel, who).send('GET', path))
  }

  const answerTo = (what: string): RawAnswer => {
    const found = answers.find(([one]) => one === what)?.[1]
    if (found === undefined) throw new Error(`nothing was kept of ${what}`)
    return found
  }

  /** Every row of every table as text, JWS and all. */
  const tablesAsText = async (): Promise<string> => {
    const { query } = gateway.owner
    const tables = await query(sql<{ naam: string }>`
      select relname as naam from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`)
    const rows: string[] = []
    for (const { naam } of tables)
      for (const { rij } of await query(sql<{ rij: string }>`
        select t::text as rij from ${sql.table(naam)} t`))
        rows.push(`${naam}: ${rij}`)
    return rows.join('\n')
  }

  /** Where the engine keeps its bytes, after everything in memory was written there. */
  const filesOfStore = async (): Promise<readonly string[]> => {
    const { query } = gateway.owner
    await query(sql`checkpoint`)
    if (name === 'PGlite') return [gateway.config.dataFolder]
    const [database] = await query(sql<{ oid: number }>`
      select oid::int as oid from pg_database where datname = current_database()`)
    const data = join(inject('postgresSocketDir') ?? '', 'data')
    const parts = [`base/${String(database?.oid)}`, 'pg_wal', 'global', 'pg_stat', 'base/pgsql_tmp']
    return [...parts.map((part) => join(data, part)), gateway.config.dataFolder]
  }

  test('a BSN of a landlord is withheld and named; a note is refused at its place', () => {
    const { besluit } = acceptedOf(answerTo('vol'))
    const withheld = besluit.velden.filter(({ uitkomst }) => uitkomst === 'niet-doorgegeven')
    expect(withheld.map(({ veld }) => veld)).toEqual(
      expect.arrayContaining([
        'persoon.burgerservicenummer',
        'persoon.geboortedatum',
        'medecontractant.achternaam',
        'medecontractant.burgerservicenummer',
        'klantnummer',
        'bijzonderheden.belastingsoort',
        'bijzonderheden.boeteachterstand',
        'eindeleveringDatum',
      ]),
    )
    const note = answerTo('fout /v1/signalen')
    expect([note.status, problemOf(note).errors?.map(({ pointer }) => pointer)]).toEqual([
      400,
      ['/persoon/opmerking', '/notitie'],
    ])
  })

  test('every request that could be read as no signal was refused, and the lawful ones went on', async () => {
    const statuses = (what: string): ReadonlySet<number> =>
      new Set(answers.filter(([one]) => one.startsWith(what)).map(([, { status }]) => status))
    expect(statuses('fout')).toEqual(new Set([400, 413]))
    expect([...statuses('kop')].sort()).toEqual([201, 400, 401, 415])
    expect([...statuses('formulier')].every((status) => status >= 400)).toBe(true)
    for (const [what, status] of [
      ['vol', 201],
      ['herhaald', 200],
      ['vorige', 201],
      ['gecorrigeerd', 201],
      ['geweigerd', 422],
      ['onbekend', 422],
      ['premie', 201],
      ['plat', 415],
      ['medewerker', 400],
    ] as const)
      expect([what, answerTo(what).status]).toEqual([what, status])
    const opener = await openerOf(readParty(gateway.config.certsFolder, 'arnhem'), 'hulpaanbod')
    const { meldingen } = JSON.parse(answerTo('hulpaanbod').text) as { meldingen: unknown }
    const opened = Melding.array()
      .parse(meldingen)
      .map((melding) => opener.openMelding(melding).signalen[0])
    const { id } = acceptedOf(answerTo('vol'))
    expect(opened.find((signaal) => signaal?.id === id)?.velden).toMatchObject({
      'persoon.achternaam': LAWFUL.achternaam,
      'contact.telefoonnummer': LAWFUL.telefoonnummer,
      'achterstand.bedragInCenten': Number(LAWFUL.bedrag),
    })
  })

  test('is in no answer, head or body, not even to who sent it', () => {
    const found = answers.flatMap(([what, { text, headers }]) =>
      scanner.find(`${text}\n${JSON.stringify([...headers])}`).map((one) => `${what}: ${one}`),
    )
    expect(found).toEqual([])
  })

  test('is in no line of the log', () => {
    expect(gateway.logged.join('\n')).toContain('onverwachte fout')
    expect(scanner.find(gateway.logged.join('\n'))).toEqual([])
  })

  test('is in no row of any table, and one that is planted there is found', async () => {
    expect(scanner.find(await tablesAsText())).toEqual([])
    const planted = `geplant-${randomUUID()}`
    const { query } = gateway.owner
    await query(sql`insert into assertie values ('00000099000000009000', ${planted}, '2030-01-01')`)
    expect(createScanner({ planted }).find(await tablesAsText())).toEqual(['planted'])
    await query(sql`delete from assertie where jti = ${planted}`)
  })

  test('is in no file of the store, and one that was ever in a row is found there', async () => {
    expect(scanner.findInFiles(await filesOfStore())).toEqual([])
    const planted = `geplant-${randomUUID()}`
    const { query } = gateway.owner
    await query(sql`insert into assertie values ('00000099000000009000', ${planted}, '2030-01-01')`)
    await query(sql`delete from assertie where jti = ${planted}`)
    const found = createScanner({ planted }).findInFiles(await filesOfStore())
    expect(found.some((where) => /\/base\//.test(where))).toBe(true)
    expect(found.some((where) => /\/pg_wal\//.test(where))).toBe(true)
  })

  test.each<readonly [string, (value: string) => Uint8Array]>([
    ['as it is', (value) => Buffer.from(value)],
    ['in capitals', (value) => Buffer.from(value.toUpperCase())],
    ['in UTF-16', (value) => Buffer.from(value, 'utf16le')],
    [
      'in base64, somewhere in a longer text',
      (value) => Buffer.from(Buffer.from(`x ${value} y`).toString('base64')),
    ],
    ['in hexadecimal', (value) => Buffer.from(Buffer.from(value).toString('hex'))],
    ['in a URL', (value) => Buffer.from(`a=${encodeURIComponent(value)}`)],
    ['in JSON', (value) => Buffer.from(JSON.stringify({ value }))],
    ['as its digits alone', (value) => Buffer.from(`,${value.replaceAll(/\D/g, '')},`)],
  ])('a file with one of them %s is found', (_, disguise) => {
    const path = join(gateway.config.dataFolder, 'geplant.bin')
    const text = 'Volière "proef" 2019-04-17'
    const content = Buffer.concat([Buffer.alloc(5_000, 7), disguise(text), Buffer.alloc(5_000)])
    writeFileSync(path, content)
    const found = createScanner({ text }).findInFiles([gateway.config.dataFolder])
    rmSync(path)
    expect(found).toEqual([`${path}: text`])
  })
})
