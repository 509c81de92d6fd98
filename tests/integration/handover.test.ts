import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readKeyPair } from '../../src/cli/afnemer.ts'
import { handOver } from '../../src/cli/afnemer-overdracht.ts'
import { callBeheer, openBeheer } from '../../src/cli/beheer.ts'
import { readParty } from '../../src/cli/party.ts'
import { boxesFor } from '../../src/client/handover.ts'
import { createOpener, VreemdeSleutel } from '../../src/client/opener.ts'
import { createSleutelpaar, type Sleutelpaar } from '../../src/crypto/recipient-key.ts'
import { Doosbevestiging } from '../../src/model/dozen.ts'
import { Gemeentecode } from '../../src/model/ids.ts'
import { Melding } from '../../src/model/melding.ts'
import { acceptedOf, callerOf, chooseAll, refusalOf, type TestCaller } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { makeKey } from '../support/recipient-keys.ts'
import { random } from '../support/sealed-signals.ts'
import { rentToday, today } from '../support/signals.ts'

const NIJMEGEN = '00000099000000268000'
const RIJNOEVER = '00000099000000008000'
/** A party of the trial set that becomes a body here. */
const SUCCESSOR = '00000099000000004000'
const DAY_MS = 86_400_000
const Page = z.strictObject({ meldingen: z.array(Melding) })
const gemeentecode = Gemeentecode.parse('0268')
const ADRES = { straatnaam: 'Rivierpad', huisnummer: 4, postcode: '6511NP' }

describe.each(engines)('a handover on $name', ({ name }) => {
  let gateway: TestGateway
  let next: Sleutelpaar
  let old: Sleutelpaar
  let linde: TestCaller
  const start = new Date(Date.now() + 3 * DAY_MS)
  const startDay = start.toISOString().slice(0, 10)
  const body = { namens: NIJMEGEN, medewerker: 'mw-1' }
  beforeAll(async () => {
    gateway = await openGateway(name)
    linde = callerOf(gateway, 'de-linde', 'aanleveren')
    const folder = readParty(gateway.config.certsFolder, 'rijnoever').folder
    old = readKeyPair(join(folder, 'ontvanger-0268-hulpaanbod.json'))
    for (const statement of [
      sql`update deelnemer set rol = 'uitvoerder' where oin = ${SUCCESSOR}`,
      sql`update mandaat set tot = ${startDay}::date where gever_oin = ${NIJMEGEN} and gemachtigde_oin = ${RIJNOEVER}`,
      sql`insert into mandaat (gemachtigde_oin, gever_oin, doel, vanaf, hoedanigheid)
        values (${SUCCESSOR}, ${NIJMEGEN}, 'hulpaanbod', ${startDay}::date, 'verwerker')`,
    ])
      await gateway.owner.query(statement)
    const made = await makeKey(gateway.config, 'incasso-noord', { gemeentecode })
    next = made.paar
    const connection = await openBeheer(gateway.config)
    try {
      const json = { registratie: made.registratie }
      await callBeheer(connection, '/sleutels', z.unknown(), { json })
    } finally {
      await connection.close()
    }
  })
  afterAll(() => gateway.close())

  const posted = async (kenmerk: string, adres: object = ADRES): Promise<string> =>
    chosen(acceptedOf(await linde.post(rentToday(kenmerk, { adres }))).id)
  const chosen = async (id: string): Promise<string> => {
    await chooseAll(gateway, 'rijnoever', { gemeentecode, namens: NIJMEGEN })
    return id
  }
  const rijnoever = (): TestCaller => callerOf(gateway, 'rijnoever', 'hulpaanbod', body)
  const meldingOf = async (id: string): Promise<Melding> => {
    const answer = await rijnoever().call(`GET /v1/meldingen/${id}`)
    return Melding.parse(JSON.parse(answer.text))
  }
  const deliver = (
    id: string,
    to: Sleutelpaar,
    dozen: readonly object[],
    by = rijnoever(),
    versie = 1,
  ) => by.call(`POST /v1/meldingen/${id}/dozen`, { sleutelId: to.sleutelId, versie, dozen })

  test('boxes are taken only for an active key of the municipality and purpose, on fields that the caller can open', async () => {
    const id = await posted('H-0')
    const [boxes] = await boxesFor([await meldingOf(id)], old, next, random)
    const dozen = boxes?.dozen ?? []
    expect(dozen.length).toBeGreaterThan(3)
    const stranger = await createSleutelpaar(random)
    expect(refusalOf(await deliver(id, stranger, dozen))).toEqual([400, 'sleutel-onbekend'])
    expect(refusalOf(await deliver(id, next, dozen, rijnoever(), 2))[1]).toBe('verzoek-onjuist')
    const arnhem = callerOf(gateway, 'arnhem', 'hulpaanbod', { medewerker: 'mw-2' })
    expect(refusalOf(await deliver(id, next, dozen, arnhem))).toEqual([404, 'niet-gevonden'])
    const college = callerOf(gateway, 'nijmegen', 'hulpaanbod', { medewerker: 'mw-3' })
    expect(refusalOf(await deliver(id, next, dozen, college))).toEqual([400, 'sleutel-onbekend'])
    const short = dozen.map((one) => ({ ...one, doos: 'AAAA' }))
    expect(refusalOf(await deliver(id, next, short))[1]).toBe('verzoek-onjuist')
    await expect(boxesFor([await meldingOf(id)], stranger, next, random)).rejects.toThrow(
      VreemdeSleutel,
    )
    expect(await gateway.owner.events('dozen-toegevoegd')).toEqual([])
    await gateway.owner.query(sql`update bewaarsleutel set toestand = 'sluitend'
      where gemeentecode = '0268' and toestand = 'open'`)
    expect(refusalOf(await deliver(id, next, dozen))).toEqual([503, 'te-druk'])
    await gateway.owner.query(sql`update bewaarsleutel set toestand = 'open'
      where gemeentecode = '0268' and toestand = 'sluitend'`)
    const first = await deliver(id, next, dozen)
    expect(Doosbevestiging.parse(JSON.parse(first.text)).toegevoegd.sort()).toEqual(
      dozen.map(({ veld }) => veld).sort(),
    )
    expect(JSON.parse((await deliver(id, next, dozen)).text)).toEqual({ toegevoegd: [] })
  })

  test('lets the successor open what came before it existed and nothing else, and the old body nothing after it', async () => {
    const id = await posted('H-1')
    const elsewhere = await posted('H-2', {
      straatnaam: 'Lindelaan',
      huisnummer: 12,
      postcode: '6811AB',
    })
    const { client } = gateway.as('rijnoever', 'hulpaanbod', body)
    const reported: number[] = []
    const way = { client, report: (signalen: number) => void reported.push(signalen) }
    const done = await handOver(way, 'hulpaanbod', old, next)
    expect([done.signalen, reported]).toEqual([2, [2]])
    expect((await handOver(way, 'hulpaanbod', old, next)).dozen).toBe(0)
    const successor = (): TestCaller => callerOf(gateway, 'incasso-noord', 'hulpaanbod', body)
    expect(refusalOf(await successor().call('GET /v1/meldingen'))[1]).toBe('mandaat-ontbreekt')

    await gateway.restart({ klok: start.toISOString() })
    expect(refusalOf(await rijnoever().call('GET /v1/meldingen'))).toEqual([
      403,
      'mandaat-ontbreekt',
    ])
    expect(refusalOf(await deliver(id, next, [{}]))[1]).toBe('mandaat-ontbreekt')
    const answer = await successor().call('GET /v1/meldingen')
    const { meldingen } = Page.parse(JSON.parse(answer.text))
    expect(meldingen.map((one) => String(one.id))).toContain(id)
    expect(meldingen.map((one) => String(one.id))).not.toContain(elsewhere)
    const opener = await createOpener([next])
    for (const melding of meldingen) {
      const [signaal] = opener.openMelding(melding).signalen
      expect([signaal?.nietGeopend, signaal?.velden['persoon.achternaam']]).toEqual([[], 'Boer'])
    }
    const controle = callerOf(gateway, 'incasso-noord', 'controle', { namens: NIJMEGEN })
    expect(refusalOf(await controle.call('GET /v1/controles'))[1]).toBe('mandaat-ontbreekt')
    const events = await gateway.owner.events('dozen-toegevoegd')
    expect(events.filter(({ event }) => event.signaalId === id)).toMatchObject([
      { oin: RIJNOEVER, namens: NIJMEGEN, event: { sleutelId: next.sleutelId, versie: 1 } },
    ])
    expect(today() < startDay).toBe(true)
  })
})
