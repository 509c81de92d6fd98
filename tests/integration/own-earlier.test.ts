import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, addMonths } from '../../src/legal/calendar.ts'
import { addWorkingDays } from '../../src/legal/working-days.ts'
import { Oin } from '../../src/model/ids.ts'
import { deleteExpiredEerder } from '../../src/retention/rows.store.ts'
import { acceptedOf, callerOf } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { MORE_PARTIES, POSTCODES, registerMoreParties } from '../support/more-parties.ts'

type Json = Readonly<Record<string, unknown>>

const DAY = '2026-11-03'
const MISSING = 'vroegsignaal-vooraf-ontbreekt'
const WINDKRACHT = Oin.parse('00000099000000034000')

const signal = (kenmerk: string, name: string, change: Json = {}, dag = DAY): Json => ({
  kenmerk,
  signaaltype: 'energie',
  signaaldatum: dag,
  persoon: { voorletters: 'T.', achternaam: name, natuurlijkPersoon: true },
  adres: { huisnummer: 1, postcode: POSTCODES.utrecht },
  achterstand: { bedragInCenten: 65_000, ontstaansdatum: addMonths(dag, -6) },
  inspanningen: {
    pogingPersoonlijkContactDatum: addDays(dag, -12),
    gewezenOpSchuldhulpDatum: addDays(dag, -30),
    herinneringen: [-60, -43, -28].map((days) => addDays(dag, days)),
    aanbodGegevensdelingDatum: addDays(dag, -43),
    reactie: 'geen',
  },
  ...change,
})

const ending = (kenmerk: string, name: string, change: Json = {}, dag = DAY): Json =>
  signal(
    kenmerk,
    name,
    {
      signaaltype: 'eindelevering',
      eindeleveringDatum: addWorkingDays(dag, 25),
      ...change,
    },
    dag,
  )

describe.each(engines)("a sender's own earlier signals on $name", ({ name }) => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await openGateway(name, { klok: `${DAY}T09:00:00Z`, strangers: MORE_PARTIES })
    await registerMoreParties(gateway, new Date(`${DAY}T09:00:01Z`))
  })
  afterAll(() => gateway.close())

  const post = async (door: string, body: Json): Promise<{ id: string; codes: string[] }> => {
    const answer = await callerOf(gateway, door, 'aanleveren').post(body)
    const { id, besluit } = acceptedOf(answer)
    return { id, codes: besluit.redenen.map(({ code }) => code) }
  }
  const rows = (): Promise<readonly { oin: string; signaal_id: string }[]> =>
    gateway.owner.query(
      sql<{ oin: string; signaal_id: string }>`select oin, signaal_id from eerder_signaal`,
    )

  test("are found for itself, whatever the spelling, and never for another sender's", async () => {
    const first = await post('zonkracht', signal('E-1', 'Van Dam-Ünal'))
    expect(first.codes).toEqual([])
    expect((await post('windkracht', ending('W-1', 'Van Dam-Ünal'))).codes).toEqual([MISSING])
    expect((await post('zonkracht', ending('Z-1', 'van dam unal'))).codes).toEqual([])
    expect((await post('zonkracht', ending('Z-2', 'Iemand Anders'))).codes).toEqual([MISSING])
  })

  test('are found by the id that it names, and only if that is its own', async () => {
    const first = await post('zonkracht', signal('E-2', 'Eerst'))
    const named = { vervolgOp: first.id }
    expect((await post('windkracht', ending('W-2', 'Later', named))).codes).toEqual([MISSING])
    expect((await post('zonkracht', ending('Z-3', 'Later', named))).codes).toEqual([])
  })

  test('are hidden from every other sender by the database too, and cannot be made in its name', async () => {
    await post('zonkracht', signal('E-3', 'Verborgen'))
    const scope = { role: 'gw_aanlevering', oin: WINDKRACHT } as const
    const seen = await gateway.owner.db.transaction(scope, (tx) =>
      tx.selectFrom('eerder_signaal').selectAll().execute(),
    )
    expect(new Set(seen.map((row) => row.oin))).toEqual(new Set([WINDKRACHT]))
    const swapped = gateway.owner.db.transaction(scope, (tx) =>
      sql`insert into eerder_signaal (oin, signaal_id, gemeentecode, signaaltype, sleutelmaand, persoon_hmac, vervaldatum) values ('00000099000000033000', '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e', '0344', 'energie',
        '2026-11', ''::bytea, '2030-01-01')`.execute(tx),
    )
    await expect(swapped).rejects.toThrow(/row-level security/)
  })

  test('hold no name and no postcode, and end when their signal is withdrawn', async () => {
    const { id } = await post('zonkracht', signal('E-4', 'Intrekking'))
    expect((await rows()).map((row) => row.signaal_id)).toContain(id)
    const stored = await gateway.owner.query(
      sql<{ text: string }>`select e::text as text from eerder_signaal e`,
    )
    for (const { text } of stored) expect(text).not.toMatch(/intrekking|3511/i)
    const caller = callerOf(gateway, 'zonkracht', 'aanleveren')
    const answer = await caller.call(`POST /v1/signalen/${id}/intrekking`, { reden: 'betaald' })
    expect(answer.status).toBe(200)
    expect((await rows()).map((row) => row.signaal_id)).not.toContain(id)
    expect((await post('zonkracht', ending('Z-4', 'Intrekking'))).codes).toEqual([MISSING])
  })

  test('are not found for a type that no rule asks for: an end of supply is no early signal before another', async () => {
    const { id } = await post('zonkracht', ending('Z-5', 'Geen Vroegsignaal'))
    expect((await rows()).map((row) => row.signaal_id)).toContain(id)
    const change = { achterstand: { bedragInCenten: 70_000, maanden: 6 } }
    const next = await post('zonkracht', ending('Z-5b', 'Geen Vroegsignaal', change))
    expect(next.codes).toEqual([MISSING])
  })

  test('are found behind a repeat too, which keeps the person and no amount', async () => {
    await post('zonkracht', signal('E-5', 'Herhaald'))
    expect((await post('zonkracht', signal('E-5b', 'Herhaald'))).codes).toEqual([
      'herhaalde-melding',
    ])
    expect((await post('zonkracht', ending('Z-5c', 'Herhaald'))).codes).toEqual([])
  })

  test('count for 31 days, and then the sweep takes them away', async () => {
    await post('zonkracht', signal('E-6', 'Maand'))
    const last = addDays(DAY, 30)
    await gateway.restart({ klok: `${last}T09:00:00Z` })
    expect((await post('zonkracht', ending('Z-6', 'Maand', {}, last))).codes).toEqual([])
    const after = addDays(DAY, 31)
    await gateway.restart({ klok: `${after}T09:00:00Z` })
    const more = { achterstand: { bedragInCenten: 70_000, maanden: 6 } }
    const late = await post('zonkracht', ending('Z-7', 'Maand', more, after))
    expect(late.codes).toEqual([MISSING])
    const sweep = (dag: string): Promise<number> =>
      gateway.owner.db.transaction({ role: 'gw_bewaring' }, (tx) =>
        deleteExpiredEerder(tx, dag, 100),
      )
    expect(await sweep(last)).toBe(0)
    expect(await sweep(after)).toBeGreaterThan(0)
    // Of the day before and of today: they live on.
    expect((await rows()).map((row) => row.signaal_id)).toContain(late.id)
    expect(await rows()).toHaveLength(2)
  })
})
