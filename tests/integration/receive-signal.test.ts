import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyProof } from '../../src/audit/proof.ts'
import { openerOf } from '../../src/cli/afnemer.ts'
import { readParty } from '../../src/cli/party.ts'
import { ensureGatewayKeys } from '../../src/gateway-keys.ts'
import { Melding } from '../../src/model/melding.ts'
import { Ontvangstbewijs, type SignaalAntwoord } from '../../src/model/ontvangstbewijs.ts'
import { Signaalstand } from '../../src/model/signaalstand.ts'
import { seededRandom } from '../support/audit-log.ts'
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
import { rentToday } from '../support/signals.ts'

const INCASSO = '00000099000000004000'
const LINDE = '00000099000000001000'

/** The same object with every object's names in the opposite order. */
const turned = (json: unknown): unknown =>
  typeof json !== 'object' || json === null || Array.isArray(json)
    ? json
    : Object.fromEntries(
        Object.entries(json)
          .reverse()
          .map(([name, value]) => [name, turned(value)]),
      )

/** What a sender computes to prove what it sent: SHA-256(salt ‖ body), base64url. */
const inputHashOf = (body: string, zout: string): string =>
  createHash('sha256').update(Buffer.from(zout, 'base64url')).update(body).digest('base64url')

describe.each(engines)('receiving a signal on $name', ({ name }) => {
  let gateway: TestGateway
  let owner: TestGateway['owner']
  let linde: TestCaller
  let lageLand: TestCaller
  let arnhem: TestCaller
  beforeAll(async () => {
    gateway = await openGateway(name)
    owner = gateway.owner
    linde = callerOf(gateway, 'de-linde', 'aanleveren')
    lageLand = callerOf(gateway, 'het-lage-land', 'aanleveren')
    arnhem = callerOf(gateway, 'arnhem', 'hulpaanbod', { medewerker: 'mw-3' })
  })
  afterAll(async () => {
    await gateway.close()
  })

  const rowsOf = (id: string): Promise<readonly { table: string; versie: number }[]> =>
    owner.query(sql<{ table: string; versie: number }>`
      select 'signaal' as table, versie from signaal where id = ${id}
      union all select 'verzegeld', versie from verzegeld where signaal_id = ${id}
      union all select 'kenmerk', versie from kenmerk where signaal_id = ${id}
      order by 1, 2`)

  /** What Arnhem reads of one signal, or the status of its refusal. */
  const openedByArnhem = async (
    id: string,
  ): Promise<{ versie: number; velden: object } | { status: number }> => {
    await chooseAll(gateway, 'arnhem')
    const answer = await arnhem.call(`GET /v1/meldingen/${id}`)
    if (answer.status !== 200) return { status: answer.status }
    const party = readParty(gateway.config.certsFolder, 'arnhem')
    const opener = await openerOf(party, 'hulpaanbod')
    const [signaal] = opener.openMelding(Melding.parse(JSON.parse(answer.text))).signalen
    if (signaal === undefined) throw new Error('a melding without a signal')
    return { versie: signaal.versie, velden: signaal.velden }
  }

  const claimsOf = (antwoord: SignaalAntwoord): Ontvangstbewijs => {
    const [, payload = ''] = antwoord.ontvangstbewijs.split('.')
    return Ontvangstbewijs.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
  }

  describe('a first time', () => {
    test('answers 201, its place and a receipt in the name of the web listener keys', async () => {
      const answer = await linde.post(rentToday('O-1'))
      const antwoord = acceptedOf(answer)
      expect([answer.status, answer.headers.get('location')]).toEqual([
        201,
        `/v1/signalen/${antwoord.id}`,
      ])
      const published = await gateway
        .as('de-linde', 'aanleveren')
        .fetch(new Request(`${gateway.webUrl}/.well-known/jwks.json`))
      const keys = createLocalJWKSet((await published.json()) as JSONWebKeySet)
      const { payload, protectedHeader } = await compactVerify(antwoord.ontvangstbewijs, keys)
      expect(protectedHeader.typ).toBe('ontvangstbewijs+jwt')
      const claims = Ontvangstbewijs.parse(JSON.parse(Buffer.from(payload).toString()))
      expect(claims).toMatchObject({
        id: antwoord.id,
        versie: 1,
        kenmerk: 'O-1',
        deelnemer: LINDE,
        ingediendDoor: LINDE,
        besluit: antwoord.besluit,
        omgeving: 'proef',
        duurzaamheid: name === 'PostgreSQL' ? 'schijf' : 'proces',
      })
      expect(claims.besluit.ontvanger?.sleutelIds).toHaveLength(2)
    })

    test('a supplier and its landlord both stand in the receipt', async () => {
      const incasso = callerOf(gateway, 'incasso-noord', 'aanleveren', {
        namens: LINDE,
      })
      const claims = claimsOf(acceptedOf(await incasso.post(rentToday('O-2'))))
      expect([claims.deelnemer, claims.ingediendDoor]).toEqual([LINDE, INCASSO])
    })

    test('gives a state, and soon a proof that the event of the receipt is in the log', async () => {
      const antwoord = acceptedOf(await linde.post(rentToday('O-3')))
      const stand = await linde.call(`GET /v1/signalen/${antwoord.id}`)
      const read = Signaalstand.parse(JSON.parse(stand.text))
      const { aangeleverdTijdstip, bladHash } = claimsOf(antwoord)
      expect(read).toEqual({
        id: antwoord.id,
        versie: 1,
        kenmerk: 'O-3',
        signaaltype: 'huur',
        gemeentecode: '0202',
        toestand: 'aangeleverd',
        aangeleverdTijdstip,
        ontvangstbewijs: antwoord.ontvangstbewijs,
      })
      const proof = await expect
        .poll(() => linde.call(`GET /v1/signalen/${antwoord.id}/bewijs`), { timeout: 10_000 })
        .toMatchObject({ status: 200 })
        .then(() => linde.call(`GET /v1/signalen/${antwoord.id}/bewijs`))
      const keysFolder = join(gateway.config.certsFolder, 'poort')
      const { log } = await ensureGatewayKeys(keysFolder, seededRandom(1), () => new Date())
      const known = { origin: log.name, vkeys: [log.vkey] }
      const leaf = Buffer.from(bladHash, 'hex')
      expect(verifyProof(proof.text, leaf, known)).toMatchObject({ valid: true })
      expect(verifyProof(proof.text, Buffer.alloc(32), known)).toMatchObject({ valid: false })
    })

    test('is told as received once the work list of its municipality was read, and confirming tells no more', async () => {
      const { id } = acceptedOf(await linde.post(rentToday('O-4')))
      const told = async (): Promise<string> =>
        Signaalstand.parse(JSON.parse((await linde.call(`GET /v1/signalen/${id}`)).text)).toestand
      const chooser = callerOf(gateway, 'arnhem', 'selectie', { medewerker: 'mw-3' })
      expect((await chooser.call('HEAD /v1/werkvoorraad')).status).toBe(200)
      expect(await told()).toBe('aangeleverd')
      expect((await chooser.call('GET /v1/werkvoorraad')).status).toBe(200)
      expect(await told()).toBe('ontvangen')
      await chooseAll(gateway, 'arnhem')
      const body = { meldingen: [id] }
      expect((await arnhem.call('POST /v1/ontvangsten', body)).status).toBe(200)
      expect(await told()).toBe('ontvangen')
    })

    test('drops a contact value that cannot be used, names it and keeps the other', async () => {
      const contact = { telefoonnummer: '12345', emailadres: 'j.de.boer@example.nl' }
      const { id, besluit } = acceptedOf(await linde.post(rentToday('O-5', { contact })))
      const of = (veld: string): unknown =>
        besluit.velden.find((one) => one.veld === `contact.${veld}`)
      expect(of('telefoonnummer')).toMatchObject({ uitkomst: 'onbruikbaar', grondslag: [] })
      expect(of('emailadres')).toMatchObject({ uitkomst: 'doorgegeven' })
      const { velden } = (await openedByArnhem(id)) as { velden: object }
      expect(velden).toHaveProperty(['contact.emailadres'], contact.emailadres)
      expect(velden).not.toHaveProperty(['contact.telefoonnummer'])
    })

    test('remarks on a house number that is new in its postcode, and refuses one on the border', async () => {
      const fresh = await linde.post(rentToday('O-6', { adres: { huisnummer: 998 } }))
      expect(acceptedOf(fresh).besluit.redenen.map(({ code }) => code)).toEqual([
        'adres-niet-gevonden',
      ])
      const border = { huisnummer: 998, postcode: '5126LM', plaatsnaam: 'Gilze' }
      const refused = await linde.post(rentToday('O-7', { adres: border }))
      expect(problemOf(refused).besluit?.redenen.map(({ code }) => code)).toEqual([
        'postcode-onbekend',
      ])
    })
  })

  describe('again', () => {
    const expectRepeat = (answer: RawAnswer, body: string, first: SignaalAntwoord): void => {
      expect(answer.status).toBe(200)
      const antwoord = acceptedOf(answer)
      const { invoerHash, invoerZout, ...rest } = antwoord
      expect({ ...rest, invoerZout }).toEqual({
        id: first.id,
        versie: first.versie,
        besluit: first.besluit,
        ontvangstbewijs: first.ontvangstbewijs,
        invoerZout: first.invoerZout,
      })
      expect(invoerHash).toBe(inputHashOf(body, invoerZout))
    }

    test('with the same bytes gives the first receipt', async () => {
      const body = JSON.stringify(rentToday('H-1'))
      const first = acceptedOf(await linde.post(body))
      expect(first.invoerHash).toBe(inputHashOf(body, first.invoerZout))
      expectRepeat(await linde.post(body), body, first)
    })

    test('in another order of names, or with white space, is the same content', async () => {
      const signal = rentToday('H-2')
      const first = acceptedOf(await linde.post(signal))
      for (const body of [JSON.stringify(turned(signal)), JSON.stringify(signal, null, 2)])
        expectRepeat(await linde.post(body), body, first)
    })

    test('with another BSN, which a landlord cannot pass on, is the same content', async () => {
      const bodies = [undefined, '999990019', '999990123'].map((burgerservicenummer) =>
        JSON.stringify(rentToday('H-3', { persoon: { burgerservicenummer } })),
      )
      const [without = '', ...others] = bodies
      const first = acceptedOf(await linde.post(without))
      for (const body of others) expectRepeat(await linde.post(body), body, first)
      expect(await rowsOf(first.id)).toHaveLength(3)
    })

    test('twenty times at once makes one signal and one receipt', async () => {
      const body = JSON.stringify(rentToday('H-4'))
      const key = { 'idempotency-key': 'H-4-poging' }
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => linde.post(body, n % 2 === 0 ? key : {})),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([
        ...Array.from({ length: 19 }, () => 200),
        201,
      ])
      const receipts = new Set(answers.map((answer) => acceptedOf(answer).ontvangstbewijs))
      expect(receipts.size).toBe(1)
      const id = acceptedOf(answers[0] as RawAnswer).id
      expect(await rowsOf(id)).toHaveLength(3)
      const accepted = await owner.events('signaal-aanvaard')
      expect(accepted.filter(({ event }) => event.signaalId === id)).toHaveLength(1)
      const [kept] = await owner.query(sql<{ n: number }>`
        select count(*)::int as n from ontvangstbewijs where signaal_id = ${id}`)
      expect(kept?.n).toBe(1)
    })

    test('by another landlord under the same kenmerk is a signal of its own', async () => {
      const signal = rentToday('H-5')
      const first = acceptedOf(await linde.post(signal))
      const other = await lageLand.post(signal)
      expect([other.status, acceptedOf(other).id === first.id]).toEqual([201, false])
    })
  })

  describe('corrected', () => {
    test('is a new version, and nothing of the one before is left or can be collected', async () => {
      const first = acceptedOf(await linde.post(rentToday('C-1')))
      const sealed = (): Promise<readonly { waarden: readonly Uint8Array[] }[]> =>
        owner.query(sql<{ waarden: Uint8Array[] }>`
          select waarden from verzegeld where signaal_id = ${first.id}`)
      const before = (await sealed()).flatMap(({ waarden }) =>
        waarden.map((one) => Buffer.from(one).toString('hex')),
      )
      const change = { achterstand: { bedragInCenten: 90_000 }, contact: undefined }
      const answer = await linde.post(rentToday('C-1', { ...change }))
      const second = acceptedOf(answer)
      expect([answer.status, second.id, second.versie]).toEqual([201, first.id, 2])
      expect(second.ontvangstbewijs).not.toBe(first.ontvangstbewijs)
      expect(await rowsOf(first.id)).toEqual([
        { table: 'kenmerk', versie: 2 },
        { table: 'signaal', versie: 2 },
        { table: 'verzegeld', versie: 2 },
      ])
      const after = (await sealed()).flatMap(({ waarden }) =>
        waarden.map((one) => Buffer.from(one).toString('hex')),
      )
      expect(before.length).toBeGreaterThan(0)
      expect(after.filter((one) => before.includes(one))).toEqual([])
      const opened = (await openedByArnhem(first.id)) as { versie: number; velden: object }
      expect(opened.versie).toBe(2)
      expect(opened.velden).toHaveProperty(['achterstand.bedragInCenten'], 90_000)
      expect(opened.velden).not.toHaveProperty(['contact.telefoonnummer'])
    })

    test('to an address elsewhere is gone at the first municipality', async () => {
      const { id } = acceptedOf(await linde.post(rentToday('C-2')))
      const adres = { straatnaam: 'Wevershof', huisnummer: 7, postcode: '5011EF' }
      const moved = acceptedOf(await linde.post(rentToday('C-2', { adres })))
      expect([moved.id, moved.versie]).toEqual([id, 2])
      expect(await openedByArnhem(id)).toEqual({ status: 404 })
      const tilburg = callerOf(gateway, 'tilburg', 'hulpaanbod', {
        medewerker: 'mw-8',
      })
      await chooseAll(gateway, 'tilburg', { gemeentecode: '0855' })
      expect((await tilburg.call(`GET /v1/meldingen/${id}`)).status).toBe(200)
    })

    test('after it was received is open again in its new version', async () => {
      const { id } = acceptedOf(await linde.post(rentToday('C-3')))
      const body = { meldingen: [id] }
      await arnhem.call('POST /v1/ontvangsten', body)
      await linde.post(rentToday('C-3', { achterstand: { bedragInCenten: 1 } }))
      const stand = Signaalstand.parse(
        JSON.parse((await linde.call(`GET /v1/signalen/${id}`)).text),
      )
      expect([stand.toestand, stand.versie]).toEqual(['aangeleverd', 2])
    })

    test('by ten at once is ten versions, and one signal is left', async () => {
      const { id } = acceptedOf(await linde.post(rentToday('C-4')))
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          linde.post(rentToday('C-4', { achterstand: { bedragInCenten: 90_001 + n } })),
        ),
      )
      const versions = answers.map((answer) => acceptedOf(answer).versie).sort((a, b) => a - b)
      expect(versions).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
      expect(await rowsOf(id)).toEqual([
        { table: 'kenmerk', versie: 11 },
        { table: 'signaal', versie: 11 },
        { table: 'verzegeld', versie: 11 },
      ])
    })

    test('in a way that is refused leaves the version before as it was', async () => {
      const first = acceptedOf(await linde.post(rentToday('C-5')))
      const change = { achterstand: { bedragInCenten: 5 }, inspanningen: { herinneringen: [] } }
      expect(refusalOf(await linde.post(rentToday('C-5', { ...change })))).toEqual([
        422,
        'signaal-geweigerd',
      ])
      const opened = (await openedByArnhem(first.id)) as { versie: number; velden: object }
      expect(opened.velden).toHaveProperty(['achterstand.bedragInCenten'], 81_200)
      const stand = Signaalstand.parse(
        JSON.parse((await linde.call(`GET /v1/signalen/${first.id}`)).text),
      )
      expect(stand.ontvangstbewijs).toBe(first.ontvangstbewijs)
    })

    test('in a declaration alone, so that it is no longer lawful, is refused and leaves the version before', async () => {
      const key = { 'Idempotency-Key': 'C-7-poging' }
      const first = acceptedOf(await linde.post(rentToday('C-7'), key))
      for (const change of [
        { inspanningen: { herinneringen: [] } },
        { persoon: { natuurlijkPersoon: false } },
      ])
        for (const headers of [{}, key])
          expect(refusalOf(await linde.post(rentToday('C-7', change), headers))).toEqual([
            422,
            'signaal-geweigerd',
          ])
      const again = acceptedOf(await linde.post(rentToday('C-7'), key))
      expect(again.ontvangstbewijs).toBe(first.ontvangstbewijs)
    })

    test.each([
      ['with nothing else changed', {}],
      ['with another amount', { achterstand: { bedragInCenten: 5 } }],
      ['under a type that no rule knows', { signaaltype: 'onbekend' }],
    ])('because the person refused sharing, %s, erases the signal at once', async (_, change) => {
      const kenmerk = `C-6-${JSON.stringify(change).length}`
      const key = { 'idempotency-key': `${kenmerk}-poging` }
      const { id } = acceptedOf(await linde.post(rentToday(kenmerk), key))
      const refusing = rentToday(kenmerk, { ...change, inspanningen: { reactie: 'geweigerd' } })
      expect(refusalOf(await linde.post(refusing, key))).toEqual([422, 'signaal-geweigerd'])
      // The kenmerk keeps its end, without the hash of the content.
      expect(await rowsOf(id)).toEqual([{ table: 'kenmerk', versie: 1 }])
      expect(await openedByArnhem(id)).toEqual({ status: 404 })
      const { status, text } = await linde.call(`GET /v1/signalen/${id}`)
      expect([status, JSON.parse(text)]).toMatchObject([200, { id, toestand: 'ingetrokken' }])
      const erased = (await owner.events('signaal-gewist')).filter(
        ({ event }) => event.signaalId === id,
      )
      expect(erased.map(({ event }) => [event.versie, event.reden])).toEqual([
        [1, 'gegevensdeling-geweigerd'],
      ])
    })
  })

  describe('under an idempotency key', () => {
    test('the same content gives the first receipt, also after a correction', async () => {
      const key = { 'idempotency-key': '"I-1-poging"' }
      const first = acceptedOf(await linde.post(rentToday('I-1'), key))
      await linde.post(rentToday('I-1', { achterstand: { bedragInCenten: 7 } }))
      const again = await linde.post(rentToday('I-1'), {
        'idempotency-key': 'I-1-poging',
      })
      expect(again.status).toBe(200)
      expect(acceptedOf(again).ontvangstbewijs).toBe(first.ontvangstbewijs)
    })

    test.each([
      ['another amount', 'I-2', { achterstand: { bedragInCenten: 7 } }],
      ['another kenmerk', 'I-2-ander', {}],
    ])('%s is refused, and the first stays as it was', async (_, kenmerk, change) => {
      const key = { 'idempotency-key': 'I-2-poging' }
      const first = acceptedOf(await linde.post(rentToday('I-2'), key))
      expect(refusalOf(await linde.post(rentToday(kenmerk, change), key))).toEqual([
        409,
        'idempotentiesleutel-hergebruikt',
      ])
      expect(acceptedOf(await linde.post(rentToday('I-2'), key)).ontvangstbewijs).toBe(
        first.ontvangstbewijs,
      )
    })

    test('the key of another landlord is another key', async () => {
      const key = { 'idempotency-key': 'I-3-poging' }
      const first = acceptedOf(await linde.post(rentToday('I-3'), key))
      const other = await lageLand.post(rentToday('I-3-ander'), key)
      expect([other.status, acceptedOf(other).id === first.id]).toEqual([201, false])
    })

    test('a refusal keeps no key: once it is put right the same key serves', async () => {
      const key = { 'idempotency-key': 'I-4-poging' }
      const wrong = rentToday('I-4', { inspanningen: { herinneringen: [] } })
      expect((await linde.post(wrong, key)).status).toBe(422)
      expect((await linde.post(rentToday('I-4'), key)).status).toBe(201)
    })

    test('twenty different signals at once under one key are one accepted and the rest refused', async () => {
      const key = { 'idempotency-key': 'I-5-poging' }
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => linde.post(rentToday(`I-5-${n}`), key)),
      )
      const statuses = answers.map(({ status }) => status).sort()
      expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 409)])
    })
  })
})
