import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { callBeheer, openBeheer } from '../../src/cli/beheer.ts'
import { createOpener } from '../../src/client/opener.ts'
import type { KeyRegistration } from '../../src/crypto/key-registration.ts'
import type { Sleutelpaar } from '../../src/crypto/recipient-key.ts'
import { Gemeentecode, Oin } from '../../src/model/ids.ts'
import { Melding } from '../../src/model/melding.ts'
import { Getroffen, Sleutel, Sleutelgevolg } from '../../src/model/sleutel.ts'
import { acceptedOf, callerOf, chooseAll, refusalOf, type TestCaller } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type RawAnswer, type TestGateway } from '../support/gateway.ts'
import { type MadeKey, makeKey } from '../support/recipient-keys.ts'
import { rentToday } from '../support/signals.ts'

const ARNHEM = '00000099000000202000'
const RIJNOEVER = '00000099000000008000'
const NIJMEGEN = '00000099000000268000'
const DAY_MS = 86_400_000

const Page = z.strictObject({ meldingen: z.array(Melding) })
const Sleutels = z.strictObject({ sleutels: z.array(Sleutel) })
const read = <T>(schema: z.ZodType<T>, answer: RawAnswer): T => {
  if (answer.status >= 300) throw new Error(`refused: ${answer.status} ${answer.text}`)
  return schema.parse(JSON.parse(answer.text))
}
/** A point of order 8 of Curve25519, and 1: with each, every agreement is the same and known to all. */
const WEAK = [
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map((hex) => new Uint8Array(Buffer.from(hex, 'hex')))

describe.each(engines)('recipient keys on $name', ({ name }) => {
  let gateway: TestGateway
  let arnhem: TestCaller
  let linde: TestCaller
  beforeAll(async () => {
    gateway = await openGateway(name)
    arnhem = callerOf(gateway, 'arnhem', 'hulpaanbod', { medewerker: 'mw-17' })
    linde = callerOf(gateway, 'de-linde', 'aanleveren')
  })
  afterAll(() => gateway.close())

  const path = (key: Sleutelpaar, oin = ARNHEM): string =>
    `/v1/deelnemers/${oin}/sleutels/${key.sleutelId}`
  const register = (
    { registratie }: Pick<MadeKey, 'registratie'>,
    oin = ARNHEM,
    by = arnhem,
  ): Promise<RawAnswer> => by.call(`POST /v1/deelnemers/${oin}/sleutels`, { registratie })
  const registered = async (overrides: Partial<KeyRegistration> = {}): Promise<Sleutelpaar> => {
    const made = await makeKey(gateway.config, 'arnhem', overrides)
    expect((await register(made)).status).toBe(201)
    return made.paar
  }
  const put = (key: Sleutelpaar, body: object, by = arnhem): Promise<RawAnswer> =>
    by.call(`PUT ${path(key)}`, body)
  const compromise = async (key: Sleutelpaar, reden = 'gelekt'): Promise<Sleutelgevolg> =>
    read(Sleutelgevolg, await put(key, { toestand: 'gecompromitteerd', reden }))
  const posted = async (kenmerk: string): Promise<string> =>
    chosen(acceptedOf(await linde.post(rentToday(kenmerk))).id)
  const chosen = async (id: string): Promise<string> => {
    await chooseAll(gateway, 'arnhem')
    return id
  }
  const page = (key: Sleutelpaar): Promise<RawAnswer> =>
    arnhem.call(`GET /v1/meldingen?limiet=500&sleutelId=${key.sleutelId}`)
  /** The name in signal `id`, opened with the boxes of this very key; undefined where it got none. */
  const nameWith = async (key: Sleutelpaar, id: string): Promise<unknown> => {
    const melding = read(Page, await page(key)).meldingen.find((one) => one.id === id)
    if (melding === undefined) throw new Error('no such melding')
    return (await createOpener([key])).openMelding(melding).signalen[0]?.velden[
      'persoon.achternaam'
    ]
  }

  test('two systems and an offline reserve each open with a box of their own; a compromised one gets nothing more', async () => {
    const [first, second, reserve] = [await registered(), await registered(), await registered()]
    const before = await posted('S-1')
    for (const key of [first, second, reserve])
      expect(await nameWith(key, before), key.sleutelId).toBe('Boer')
    expect(refusalOf(await arnhem.call('GET /v1/meldingen'))).toEqual([400, 'sleutel-onbekend'])

    const gevolg = await compromise(second)
    expect(gevolg.sleutel).toMatchObject({ toestand: 'gecompromitteerd', deelnemer: ARNHEM })
    expect(gevolg.zonderSleutel).toEqual([])
    expect(gevolg.getroffen.signalen).toContainEqual({ id: before, verstrekt: true })
    expect(refusalOf(await page(second))).toEqual([400, 'sleutel-onbekend'])
    const one = await arnhem.call(`GET /v1/meldingen/${before}?sleutelId=${second.sleutelId}`)
    expect(refusalOf(one)).toEqual([400, 'sleutel-onbekend'])

    const after = await posted('S-2')
    for (const key of [first, reserve]) expect(await nameWith(key, after)).toBe('Boer')
    const rows = await gateway.owner.query<{ sleutels: string[] }>(
      sql`select sleutels from verzegeld where signaal_id = ${after}::uuid`,
    )
    expect(rows.flatMap(({ sleutels }) => sleutels)).not.toContain(second.sleutelId)
    const listed = read(Getroffen, await arnhem.call(`GET ${path(second)}/signalen`))
    expect(listed.signalen.map(({ id }) => String(id))).not.toContain(after)
    const events = await gateway.owner.events('sleuteltoestand-gewijzigd')
    expect(events.filter(({ event }) => event.sleutelId === second.sleutelId)).toMatchObject([
      {
        gemeentecode: '0202',
        event: { van: 'actief', naar: 'gecompromitteerd', reden: 'gelekt', oin: ARNHEM },
      },
    ])
  })

  test('an old key that only opens keeps its boxes and gets no new ones', async () => {
    const old = await registered()
    const before = await posted('R-1')
    const next = await registered()
    read(Sleutelgevolg, await put(old, { toestand: 'alleenOpenen' }))
    const after = await posted('R-2')
    expect(await nameWith(old, before)).toBe('Boer')
    expect(await nameWith(old, after)).toBeUndefined()
    expect(await nameWith(next, after)).toBe('Boer')
    expect(await nameWith(next, before)).toBeUndefined()
  })

  test('a state only goes forward, for the API as for whoever writes to the database', async () => {
    const key = await registered()
    const repeat = async (): Promise<number> =>
      (await put(key, { toestand: 'gecompromitteerd', reden: 'verloren' })).status
    expect([await repeat(), await repeat()]).toEqual([200, 200])
    expect(refusalOf(await put(key, { toestand: 'alleenOpenen' }))).toEqual([
      409,
      'sleuteltoestand-onjuist',
    ])
    expect(refusalOf(await put(key, { toestand: 'actief' }))[1]).toBe('verzoek-onjuist')
    expect(refusalOf(await put(key, { toestand: 'gecompromitteerd' }))[1]).toBe('verzoek-onjuist')
    const back = sql`update ontvangersleutel set toestand = 'actief' where sleutel_id = ${key.sleutelId}`
    await expect(gateway.owner.query(back)).rejects.toThrow('only goes forward')
    const events = await gateway.owner.events('sleuteltoestand-gewijzigd')
    expect(events.filter(({ event }) => event.sleutelId === key.sleutelId)).toHaveLength(1)
  })

  test('of many signals the answer counts all and names them page by page', async () => {
    const key = await registered()
    const ids = [await posted('M-1'), await posted('M-2'), await posted('M-3')]
    const { getroffen } = await compromise(key)
    expect(getroffen.signalen).toEqual(ids.map((id) => ({ id, verstrekt: false })))
    expect(getroffen.perDag).toMatchObject([{ aantal: 3, verstrekt: 0 }])
    const first = await arnhem.call(`GET ${path(key)}/signalen?limiet=2`)
    const link = /^<([^>]+)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1]
    const rest = read(Getroffen, await arnhem.call(`GET ${link}`))
    expect(
      [read(Getroffen, first), rest].flatMap((one) => one.signalen.map(({ id }) => id)),
    ).toEqual(ids)
  })

  describe('a registration', () => {
    const kindOf = async (answer: Promise<RawAnswer>): Promise<unknown> =>
      refusalOf(await answer).join(' ')
    const make = (party: string, overrides: Partial<KeyRegistration> = {}): Promise<MadeKey> =>
      makeKey(gateway.config, party, overrides)

    test('of a weak point is refused', async () => {
      for (const publiekeSleutel of WEAK)
        expect(await kindOf(register(await make('arnhem', { publiekeSleutel })))).toBe(
          '422 sleutel-zwak',
        )
    })

    test('that another party signed, or under another path, is refused', async () => {
      const forged = await make('tilburg', { oin: Oin.parse(ARNHEM) })
      expect(await kindOf(register(forged))).toBe('422 sleutel-van-andere-partij')
      const own = await make('arnhem')
      expect(await kindOf(register(own, NIJMEGEN))).toBe('422 sleutel-van-andere-partij')
      expect(await kindOf(register({ registratie: `${own.registratie.slice(0, -4)}AAAA` }))).toBe(
        '422 sleutelregistratie-onjuist',
      )
    })

    test('for another municipality is refused, whoever it is that brings it', async () => {
      const gemeentecode = Gemeentecode.parse('0855')
      expect(await kindOf(register(await make('arnhem', { gemeentecode })))).toBe(
        '422 sleutel-van-andere-gemeente',
      )
      const tilburg = callerOf(gateway, 'tilburg', 'hulpaanbod', { medewerker: 'mw-1' })
      const stranger = await make('arnhem', { gemeentecode })
      expect(await kindOf(register(stranger, ARNHEM, tilburg))).toBe(
        '422 sleutel-van-andere-gemeente',
      )
    })

    test('that is old, or dated ahead, is refused', async () => {
      for (const days of [-32, 1]) {
        const geregistreerdTijdstip = new Date(Date.now() + days * DAY_MS)
        expect(await kindOf(register(await make('arnhem', { geregistreerdTijdstip })))).toBe(
          '422 sleutelregistratie-onjuist',
        )
      }
    })

    test('again is the same key; by the same party later it takes the place of the one before; for other purposes it is refused', async () => {
      const made = await make('arnhem')
      expect((await register(made)).status).toBe(201)
      expect((await register(made)).status).toBe(200)
      const { publiekeSleutel } = made.paar
      const later = await make('arnhem', { publiekeSleutel })
      expect(read(Sleutel, await register(later)).registratie).toBe(later.registratie)
      const other = await make('arnhem', { publiekeSleutel, doelen: ['controle'] })
      expect(await kindOf(register(other))).toBe('409 sleutel-bestaat-al')
      const events = await gateway.owner.events('sleutel-geregistreerd')
      expect(
        events.flatMap(({ event }) =>
          event.sleutelId === made.paar.sleutelId ? [event.vernieuwd] : [],
        ),
      ).toEqual([false, true])
    })

    test('of a body counts for the purposes of its mandate; the college sees it and may stop it, the body never the key of the college', async () => {
      const who = { namens: NIJMEGEN, medewerker: 'mw-1' }
      const body = callerOf(gateway, 'rijnoever', 'hulpaanbod', who)
      const college = callerOf(gateway, 'nijmegen', 'hulpaanbod', { medewerker: 'mw-2' })
      const gemeentecode = Gemeentecode.parse('0268')
      const made = await make('rijnoever', { gemeentecode })
      expect((await register(made, RIJNOEVER, body)).status).toBe(201)
      const own = await make('nijmegen')
      expect((await register(own, NIJMEGEN, body)).status).toBe(201)
      const list = `GET /v1/deelnemers/${RIJNOEVER}/sleutels`
      const ids = read(Sleutels, await college.call(list)).sleutels.map((one) => one.sleutelId)
      expect(ids).toContain(made.paar.sleutelId)
      const stop = { toestand: 'gecompromitteerd', reden: 'gelekt' }
      expect((await body.call(`PUT ${path(own.paar, NIJMEGEN)}`, stop)).status).toBe(404)
      expect((await college.call(`PUT ${path(made.paar, RIJNOEVER)}`, stop)).status).toBe(200)
      expect(await kindOf(arnhem.call(list))).toBe('404 niet-gevonden')
      await gateway.owner.query(
        sql`update mandaat set tot = '2026-01-01' where gever_oin = ${NIJMEGEN} and doel = 'controle'`,
      )
      const part = await make('rijnoever', { gemeentecode, doelen: ['controle', 'hulpaanbod'] })
      expect(await kindOf(register(part, RIJNOEVER, body))).toBe('422 sleutel-doel-niet-toegestaan')
    })
  })

  test('the operator registers what a party signed and stops a key, and is named in the log', async () => {
    const connection = await openBeheer(gateway.config)
    const made = await makeKey(gateway.config, 'tilburg')
    const medewerker = 'beheer-3'
    try {
      const json = { registratie: made.registratie }
      await callBeheer(connection, '/sleutels', z.unknown(), { json, medewerker })
      const forged = await makeKey(gateway.config, 'arnhem', {
        gemeentecode: Gemeentecode.parse('0855'),
      })
      await expect(
        callBeheer(connection, '/sleutels', z.unknown(), {
          json: { registratie: forged.registratie },
        }),
      ).rejects.toThrow('Sleutel voor een andere gemeente')
      const place = `/sleutels/0855/${made.paar.sleutelId}`
      const change = { toestand: 'gecompromitteerd', reden: 'gelekt' }
      const call = { method: 'PUT', json: change, medewerker } as const
      const gevolg = await callBeheer(connection, place, Sleutelgevolg, call)
      expect([gevolg.sleutel.toestand, gevolg.getroffen.signalen]).toEqual(['gecompromitteerd', []])
    } finally {
      await connection.close()
    }
    const all = [
      ...(await gateway.owner.events('sleutel-geregistreerd')),
      ...(await gateway.owner.events('sleuteltoestand-gewijzigd')),
    ].filter(({ gemeentecode }) => gemeentecode === '0855')
    expect(all.map(({ event }) => event.beheerder)).toEqual([medewerker, medewerker])
  })

  test.runIf(name === 'PostgreSQL')(
    'a change of state waits for a page that is being made, and the page for nothing after it',
    async () => {
      const key = await registered()
      const id = await posted('W-1')
      let changed: Promise<Sleutelgevolg> | undefined
      const scope = { role: 'gw_aflevering', gemeenten: [Gemeentecode.parse('0202')] } as const
      await gateway.owner.db.transaction(scope, async (tx) => {
        await sql`select from ontvangersleutel where sleutel_id = ${key.sleutelId} for share`.execute(
          tx,
        )
        changed = compromise(key)
        const early = await Promise.race([
          changed,
          new Promise((resolve) => setTimeout(() => resolve('waits'), 300)),
        ])
        expect(early).toBe('waits')
      })
      expect((await changed)?.getroffen.signalen).toEqual([{ id, verstrekt: false }])
    },
  )
})
