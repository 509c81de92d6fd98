import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readParty } from '../../src/cli/party.ts'
import { createMtlsFetch } from '../../src/client/mtls-fetch.ts'
import { createTokenSource } from '../../src/client/token.ts'
import { systemRandom } from '../../src/crypto/random.ts'
import {
  generateSigningKeys,
  type PrivateSigningJwk,
  publicSigningJwk,
} from '../../src/crypto/signing-keys.ts'
import type { GwRole, Scope } from '../../src/db/transaction.ts'
import { Gemeentecode, Oin } from '../../src/model/ids.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'

const LINDE = Oin.parse('00000099000000001000')
const LAGE_LAND = Oin.parse('00000099000000002000')
const INCASSO = Oin.parse('00000099000000004000')
const ARNHEM = Oin.parse('00000099000000202000')
const RECEIVERS = ['00000099000000008000', '00000099000000009000', ARNHEM]
const APPROACH = {
  aanpak: 'Bel het team vroegsignalering op werkdagen.',
  incassodagen: [1, 25],
  betalingsregeling: { mogelijk: ['termijnen'], hoogstensMaanden: 12 },
}
const CONTACT = { emailadres: 'vroeg@example.nl', telefoonnummer: '+31101234567' }

describe.each(engines)('what a party sees and changes of the register, on $name', ({ name }) => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await openGateway(name)
  })
  afterAll(() => gateway.close())

  const linde = () => gateway.as('de-linde', 'aanleveren')
  const incassoFor = (namens: string) => gateway.as('incasso-noord', 'aanleveren', { namens })
  const contactOf = (oin: string): string => `/v1/deelnemers/${oin}/contact`
  const approachOf = (oin: string): string => `/v1/deelnemers/${oin}/benadering`
  const keysOf = (oin: string): string => `/v1/deelnemers/${oin}/clientsleutels`
  const oinsIn = (text: string): readonly string[] =>
    (JSON.parse(text) as { deelnemers: { oin: string }[] }).deelnemers.map(({ oin }) => oin)
  const all = async (party = linde()): Promise<readonly string[]> =>
    oinsIn((await party.send('GET', '/v1/deelnemers')).text)

  describe('the list', () => {
    test('shows a landlord itself, the receiving side and its supplier; no other creditor', async () => {
      const seen = await all()
      expect(seen).toEqual(expect.arrayContaining([LINDE, INCASSO, ...RECEIVERS]))
      expect(seen).toHaveLength(8)
      expect(seen).not.toContain(LAGE_LAND)
    })

    test('shows a municipality all, and a supplier in its own name those it has to do with', async () => {
      const arnhem = gateway.as('arnhem', 'hulpaanbod', { medewerker: 'systeem' })
      expect(await all(arnhem)).toHaveLength(13)
      const supplier = gateway.as('incasso-noord', 'aanleveren')
      const seen = await all(supplier)
      expect(seen).toContain(LINDE)
      expect(seen).not.toContain(LAGE_LAND)
    })

    test('comes in pages that join without a gap', async () => {
      const whole = await all()
      const found: string[] = []
      let path: string | undefined = '/v1/deelnemers?limiet=3'
      while (path !== undefined) {
        const { text, headers } = await linde().send('GET', path)
        found.push(...oinsIn(text))
        path = /^<([^>]+)>/.exec(headers.get('Link') ?? '')?.[1]
      }
      expect(found).toEqual(whole)
      const wrong = await linde().send('GET', '/v1/deelnemers?cursor=onzin')
      expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('/cursor')])
    })

    test('shows of a party name, role, municipality, contact, approach and brands, and nothing else', async () => {
      await linde().send('PUT', contactOf(LINDE), CONTACT)
      await linde().send('PUT', approachOf(LINDE), APPROACH)
      const { text } = await linde().send('GET', '/v1/deelnemers?limiet=1')
      expect(JSON.parse(text)).toEqual({
        deelnemers: [
          {
            oin: LINDE,
            naam: 'Stichting Wonen De Linde (fictief)',
            rol: 'verhuurder',
            contact: CONTACT,
            benadering: APPROACH,
            onderdelen: [],
          },
        ],
      })
    })

    test('shows what was agreed on lists to the two that agreed, and to nobody else', async () => {
      await gateway.owner.query(
        sql`insert into leverafspraak (gemeentecode, oin, vanaf, tot, dag, signaaltypen) values
          ('0202', ${LINDE}, '2026-01-01', null, 10, '{huur}'), ('0202', ${LINDE}, '2025-01-01', '2026-01-01', 9, null),
          ('0855', ${LINDE}, '2026-01-01', null, 11, null), ('0202', ${LAGE_LAND}, '2026-01-01', null, 12, null)`,
      )
      const agreed = async (party: ReturnType<typeof linde>) => {
        const { deelnemers } = JSON.parse((await party.send('GET', '/v1/deelnemers')).text) as {
          deelnemers: { oin: string; leverafspraken?: object[] }[]
        }
        return deelnemers.flatMap(({ oin, leverafspraken }) =>
          leverafspraken === undefined ? [] : [[oin, leverafspraken]],
        )
      }
      const own = [{ dag: 10, signaaltypen: ['huur'], vanaf: '2026-01-01' }]
      const inTilburg = [{ dag: 11, vanaf: '2026-01-01' }]
      expect(await agreed(linde())).toEqual([
        [ARNHEM, own],
        ['00000099000000855000', inTilburg],
      ])
      const collegeOf = (name: string) => gateway.as(name, 'hulpaanbod', { medewerker: 'systeem' })
      expect(await agreed(collegeOf('arnhem'))).toEqual([
        [LINDE, own],
        [LAGE_LAND, [{ dag: 12, vanaf: '2026-01-01' }]],
      ])
      expect(await agreed(collegeOf('tilburg'))).toEqual([[LINDE, inTilburg]])
      expect(await agreed(gateway.as('incasso-noord', 'aanleveren'))).toEqual([])
    })
  })

  describe('the contact', () => {
    test('is changed by the party itself, with an event that holds names only', async () => {
      const put = await linde().send('PUT', contactOf(LINDE), { emailadres: 'nieuw@example.nl' })
      expect([put.status, JSON.parse(put.text)]).toEqual([200, { emailadres: 'nieuw@example.nl' }])
      const last = (await gateway.owner.events('eigen-contact-gewijzigd')).at(-1)
      expect(last).toMatchObject({ namens: LINDE, event: { gegevens: ['emailadres'] } })
      expect(JSON.stringify(last)).not.toContain('example.nl')
    })

    test.each([
      ['another landlord', () => linde(), LAGE_LAND],
      ['a college', () => linde(), ARNHEM],
      ['nobody', () => linde(), '00000099000000666000'],
      ['the landlord it works for', () => incassoFor(LINDE), LINDE],
      ['itself while it acts for another', () => incassoFor(LINDE), INCASSO],
    ])('of %s is not there for who asks: 404, recorded, unchanged', async (_, who, oin) => {
      const before = await gateway.owner.query(sql`select * from deelnemer_contact order by oin`)
      for (const [path, body] of [
        [contactOf(oin), CONTACT],
        [approachOf(oin), APPROACH],
        [keysOf(oin), { keys: [(await generateSigningKeys()).publicJwk] }],
      ] as const)
        expect((await who().send('PUT', path, body)).status).toBe(404)
      expect(await gateway.owner.query(sql`select * from deelnemer_contact order by oin`)).toEqual(
        before,
      )
      const [last] = (await gateway.owner.events('toegang-geweigerd')).slice(-1)
      expect(last?.event).toMatchObject({
        probleem: 'niet-gevonden',
        route: 'PUT /v1/deelnemers/{oin}/clientsleutels',
      })
    })

    test.each([
      [{ emailadres: 'geen adres' }, '/emailadres'],
      [{ telefoonnummer: '0101234567' }, '/telefoonnummer'],
      [{ naam: 'Jan' }, '/naam'],
    ])('that is wrong (%j) is refused by its place, without its value', async (body, pointer) => {
      const { status, text } = await linde().send('PUT', contactOf(LINDE), body)
      expect([status, text]).toEqual([400, expect.stringContaining(pointer)])
      for (const value of Object.values(body)) expect(text).not.toContain(value)
    })
  })

  describe('the approach', () => {
    test('is replaced by the party itself, with an event that holds names only', async () => {
      const next = { betalingsregeling: { mogelijk: [] } }
      const put = await linde().send('PUT', approachOf(LINDE), next)
      expect([put.status, JSON.parse(put.text)]).toEqual([200, next])
      const last = (await gateway.owner.events('eigen-benadering-gewijzigd')).at(-1)
      expect(last).toMatchObject({ namens: LINDE, event: { gegevens: ['betalingsregeling'] } })
      const rows = await gateway.owner.query(sql`select oin, inhoud from deelnemer_benadering`)
      expect(rows).toEqual([{ oin: LINDE, inhoud: next }])
    })

    test.each([
      [{ aanpak: '<b>Bel</b> ons' }, '/aanpak'],
      [{ aanpak: 'Bel\u0000ons' }, '/aanpak'],
      [{ aanpak: 'x'.repeat(501) }, '/aanpak'],
      [{ incassodagen: [32] }, '/incassodagen/0'],
      [{ incassodagen: [1, 1] }, '/incassodagen'],
      [{ betalingsregeling: { mogelijk: ['gratis'] } }, '/betalingsregeling/mogelijk/0'],
      [
        { betalingsregeling: { mogelijk: [], toelichting: '<i>' } },
        '/betalingsregeling/toelichting',
      ],
      [{ contactpersoon: 'Jan' }, '/contactpersoon'],
    ])('that is wrong (%j) is refused by its place, and nothing changes', async (body, pointer) => {
      const before = await gateway.owner.query(sql`select * from deelnemer_benadering`)
      const { status, text } = await linde().send('PUT', approachOf(LINDE), body)
      expect([status, text]).toEqual([400, expect.stringContaining(`"${pointer}"`)])
      expect(await gateway.owner.query(sql`select * from deelnemer_benadering`)).toEqual(before)
    })
  })

  describe('the client keys', () => {
    const folder = (): string => join(gateway.config.certsFolder, 'proef/partijen/lichtbron')
    const own = (): PrivateSigningJwk =>
      readParty(gateway.config.certsFolder, 'lichtbron').clientKey
    const LICHTBRON = '00000099000000005000'
    const put = (keys: readonly object[]) =>
      gateway.as('lichtbron', 'aanleveren').send('PUT', keysOf(LICHTBRON), { keys })
    /** Whether a token is given for an assertion that this key signed. */
    const getsToken = async (signWith: PrivateSigningJwk): Promise<boolean> => {
      const { ca, cert, key, deelnemer } = readParty(gateway.config.certsFolder, 'lichtbron')
      const { fetch, close } = createMtlsFetch({ ca, cert, key })
      const { apiUrl } = gateway
      const source = createTokenSource({
        ...{ issuer: apiUrl, tokenEndpoint: `${apiUrl}/oauth/token`, clientId: deelnemer.oin },
        ...{ doel: 'aanleveren', signWith, fetch, now: () => new Date(), random: systemRandom },
      })
      const given = await source().then(Boolean, () => false)
      await close()
      return given
    }

    test('are rolled over without a gap: add, use, take away', async () => {
      const next = await generateSigningKeys()
      const old = own()
      expect(await getsToken(next.privateJwk)).toBe(false)
      expect((await put([publicSigningJwk(old), next.publicJwk])).status).toBe(200)
      expect([await getsToken(old), await getsToken(next.privateJwk)]).toEqual([true, true])
      writeFileSync(join(folder(), 'client-sleutel.json'), JSON.stringify(next.privateJwk))
      expect((await put([next.publicJwk])).status).toBe(200)
      expect([await getsToken(old), await getsToken(next.privateJwk)]).toEqual([false, true])
      const events = await gateway.owner.events('eigen-clientsleutels-gewijzigd')
      expect(events.map(({ event }) => event.clientsleutels.length)).toEqual([2, 1])
    })

    test('are refused when none stays, all new, private, or no key', async () => {
      const { publicJwk: other, privateJwk } = await generateSigningKeys()
      const present = publicSigningJwk(own())
      const tries: readonly (readonly [readonly object[], string])[] = [
        [[], 'te-weinig'],
        [[other], 'geen-huidige-sleutel'],
        [[present, privateJwk], 'onbekend-veld'],
        [[present, { kty: 'oct', k: 'AAAA', kid: 'x' }], 'waarde-niet-toegestaan'],
        [[present, { ...other, x: other.y }], 'sleutel-onjuist'],
        [[present, { ...other, kid: present.kid }], 'niet-toegestaan'],
      ]
      for (const [keys, code] of tries) {
        const { status, text } = await put(keys)
        expect([status, text]).toEqual([400, expect.stringContaining(`"code":"${code}"`)])
        expect(text).not.toContain(privateJwk.d)
      }
      expect(await getsToken(own())).toBe(true)
      expect(readFileSync(join(folder(), 'client-sleutel.json'), 'utf8')).toContain('"d"')
    })
  })

  describe('without any where-clause', () => {
    const asLinde: Scope = { role: 'gw_deelnemer', oin: LINDE }
    const attempt = (scope: Scope, statement: ReturnType<typeof sql>): Promise<unknown> =>
      gateway.owner.db.transaction(scope, (tx) => statement.execute(tx))
    const oinsOf = async (scope: Scope, table: string): Promise<readonly string[]> =>
      gateway.owner.db.transaction(scope, async (tx) => {
        const { rows } = await sql<{ oin: string }>`select oin from ${sql.table(table)}`.execute(tx)
        return rows.map(({ oin }) => oin)
      })

    test('a landlord reads no other creditor, nor how to reach it, nor its brands', async () => {
      await gateway.owner.query(
        sql`insert into deelnemer_contact values (${LAGE_LAND}, 'lage@example.nl', null)`,
      )
      await gateway.owner.query(
        sql`insert into onderdeel values (${LAGE_LAND}, 'laag', '2025-01-01', null)`,
      )
      await gateway.owner.query(sql`insert into deelnemer_benadering values (${LAGE_LAND}, '{}')`)
      for (const table of ['deelnemer', 'deelnemer_contact', 'deelnemer_benadering', 'onderdeel'])
        expect([table, await oinsOf(asLinde, table)]).not.toEqual([
          table,
          expect.arrayContaining([LAGE_LAND]),
        ])
      expect(await oinsOf(asLinde, 'deelnemer')).toHaveLength(8)
      const forArnhem: Scope = { ...asLinde, oin: ARNHEM, gemeenten: [Gemeentecode.parse('0202')] }
      expect(await oinsOf(forArnhem, 'deelnemer')).toHaveLength(13)
      expect(await oinsOf({ role: 'gw_deelnemer' }, 'deelnemer_contact')).toEqual([])
    })

    test('it writes the contact and keys of nobody else, and no other column of itself', async () => {
      const insert = sql`insert into deelnemer_contact values (${ARNHEM}, 'x@example.nl', null)`
      await expect(attempt(asLinde, insert)).rejects.toThrow(/row-level security/)
      const approach = sql`insert into deelnemer_benadering values (${ARNHEM}, '{}')`
      await expect(attempt(asLinde, approach)).rejects.toThrow(/row-level security/)
      const before = await gateway.owner.query(sql`
        select oin, client_jwks::text from deelnemer where oin <> ${LINDE} order by 1`)
      const contacts = sql`select * from deelnemer_contact where oin <> ${LINDE} order by oin`
      const reached = await gateway.owner.query(contacts)
      const undone = new Error('undone')
      await expect(
        gateway.owner.db.transaction(asLinde, async (tx) => {
          const keys = await sql`update deelnemer set client_jwks = '{}'`.execute(tx)
          const mail = await sql`update deelnemer_contact set emailadres = 'x'`.execute(tx)
          expect([keys.numAffectedRows, mail.numAffectedRows].map(Number)).toEqual([1, 1])
          throw undone
        }),
      ).rejects.toBe(undone)
      expect(
        await gateway.owner.query(sql`
        select oin, client_jwks::text from deelnemer where oin <> ${LINDE} order by 1`),
      ).toEqual(before)
      expect(await gateway.owner.query(contacts)).toEqual(reached)
      for (const denied of [
        sql`update deelnemer set rol = 'college'`,
        sql`update deelnemer set tot = null`,
        sql`update deelnemer_contact set oin = ${ARNHEM}`,
        sql`delete from deelnemer_contact`,
        sql`update deelnemer_benadering set oin = ${ARNHEM}`,
        sql`delete from deelnemer_benadering`,
        sql`insert into leverafspraak (gemeentecode, oin, vanaf, dag) values ('0202', ${LINDE}, '2026-01-01', 1)`,
        sql`update leverafspraak set dag = 1`,
        sql`insert into onderdeel values (${LINDE}, 'x', '2025-01-01', null)`,
        sql`update mandaat set tot = null`,
      ])
        await expect(attempt(asLinde, denied)).rejects.toThrow(/permission denied/)
    })

    test('nobody but the operator’s role writes the register otherwise', async () => {
      const roles: readonly GwRole[] = [
        'gw_aanlevering',
        'gw_aflevering',
        'gw_toezicht',
        'gw_identiteit',
      ]
      for (const role of roles)
        await expect(
          attempt({ role, oin: LINDE }, sql`update deelnemer_contact set emailadres = 'x'`),
        ).rejects.toThrow(/permission denied/)
    })
  })
})
