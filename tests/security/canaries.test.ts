/** What may not be kept is nowhere: values that occur nowhere else go in by every door, and raw bytes are searched for them. */
import { randomBytes, randomInt } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { callerOf } from '../support/calls.ts'
import { findCanaries, hasCanary } from '../support/canaries.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type RawAnswer, type TestGateway } from '../support/gateway.ts'
import { premiumToday, rentToday } from '../support/signals.ts'

const hex = (): string => randomBytes(5).toString('hex')
const digits = (count: number): string =>
  Array.from({ length: count }, () => String(randomInt(10))).join('')

/** Values of this run; the BSN is no one's: its test range with a check that fails. */
const CANARIES = {
  achternaam: `Kanarie${hex()}`,
  straat: `Kanariestraat${hex()}`,
  plaats: `Kanariedorp${hex()}`,
  telefoon: `+316${digits(8)}`,
  email: `kanarie-${hex()}@example.nl`,
  bsn: `99999${digits(4)}`,
  klantnummer: `KAN-${hex()}`,
  notitie: `verslaafd ${hex()}`,
  kop: `kanarie kop ${hex()}`,
  vraag: `kanarie-vraag-${hex()}`,
} as const
const VALUES: readonly string[] = Object.values(CANARIES)

const person = {
  persoon: { achternaam: CANARIES.achternaam },
  adres: { straatnaam: CANARIES.straat, plaatsnaam: CANARIES.plaats },
  contact: { telefoonnummer: CANARIES.telefoon, emailadres: CANARIES.email },
}
const unlawful = {
  persoon: { burgerservicenummer: CANARIES.bsn },
  klantnummer: CANARIES.klantnummer,
}

/** Every door and every fault; each answer is what a sender sees. */
async function sendAll(gateway: TestGateway): Promise<readonly RawAnswer[]> {
  const linde = callerOf(gateway, 'de-linde', 'aanleveren')
  const kompas = callerOf(gateway, 'kompas', 'aanleveren')
  const lawful = rentToday('CAN-1', {
    ...person,
    ...unlawful,
    persoon: { ...person.persoon, ...unlawful.persoon },
  })
  return [
    await linde.post(lawful),
    await linde.post(lawful),
    await linde.post(rentToday('CAN-1', { ...person, achterstand: { bedragInCenten: 99_900 } })),
    await kompas.post(
      premiumToday('CAN-2', { persoon: { ...person.persoon, ...unlawful.persoon } }),
    ),
    await linde.post(rentToday('CAN-3', { ...person, inspanningen: { reactie: 'geweigerd' } })),
    await linde.post({ ...rentToday('CAN-4', person), notitie: CANARIES.notitie }),
    await linde.post({ ...rentToday('CAN-5', person), [CANARIES.notitie]: 1 }),
    await linde.post(rentToday('CAN-6', { achterstand: { bedragInCenten: CANARIES.notitie } })),
    await linde.post(rentToday('CAN-7', { signaaldatum: CANARIES.notitie })),
    await linde.post(rentToday(CANARIES.notitie)),
    await linde.post(`{"notitie": "${CANARIES.notitie}"`),
    await linde.post(rentToday('CAN-8'), { 'Idempotency-Key': CANARIES.kop }),
    await linde.post(rentToday('CAN-9'), { 'Content-Encoding': CANARIES.kop }),
    await linde.call(`GET /v1/signalen/${CANARIES.vraag}`),
    await linde.call(`GET /v1/${CANARIES.vraag}`),
    await callerOf(gateway, 'arnhem', 'hulpaanbod', { medewerker: 'mw-1' }).call(
      `GET /v1/meldingen?cursor=${CANARIES.vraag}&${CANARIES.vraag}=1`,
    ),
    await linde.call('POST /v1/toetsingen', { ...rentToday('CAN-10', person), velden: [] }),
  ]
}

describe.each(engines)('the traces of a signal on $name', ({ name }) => {
  let gateway: TestGateway
  let answers: readonly RawAnswer[]
  beforeAll(async () => {
    gateway = await openGateway(name)
    answers = await sendAll(gateway)
    const arnhem = callerOf(gateway, 'arnhem', 'hulpaanbod', { medewerker: 'mw-1' })
    expect((await arnhem.call('GET /v1/meldingen')).status).toBe(200)
    await gateway.restart()
  })
  afterAll(() => gateway.close())

  /** Where bytes come to rest: the data folder, and PostgreSQL's own after everything was written out. */
  const places = async (): Promise<readonly string[]> => {
    const socketDir = inject('postgresSocketDir')
    if (name !== 'PostgreSQL' || socketDir === null) return [gateway.config.dataFolder]
    await gateway.owner.query(sql`checkpoint`)
    return [
      gateway.config.dataFolder,
      join(socketDir, 'data', 'base'),
      join(socketDir, 'data', 'pg_wal'),
    ]
  }

  test('were accepted, repeated, corrected, refused and invalid, as meant', () => {
    expect(answers.map(({ status }) => status)).toEqual([
      201, 200, 201, 201, 422, 400, 400, 400, 400, 400, 400, 400, 415, 404, 404, 400, 400,
    ])
  })

  test('hold no value in any answer to its sender', () => {
    // A sender reads its own unknown property's name back, if it looks like a name; never a value.
    for (const [index, { text }] of answers.entries())
      expect([index, hasCanary(text, VALUES)]).toEqual([index, false])
  })

  test('hold no value in the log of the process', () => {
    expect(hasCanary(gateway.logged.join('\n'), VALUES)).toBe(false)
  })

  test('hold no value in any file of the store; a planted one is found', async () => {
    expect(await findCanariesIn(await places())).toEqual([])

    const planted = `Kanarie${hex()}`
    const file = join(gateway.config.dataFolder, 'geplant.txt')
    writeFileSync(file, Buffer.from(`voor ${planted} na`).toString('base64'))
    await gateway.owner.query(sql`insert into adres_gemeente (postcode, huisnummer, gemeentecode, wijkcode, buurtcode, vanaf)
      values ('9999XX', 1, '0202', ${planted}, 'BU', '2026-01-01')`)
    await gateway.restart()
    const found = findCanaries(await places(), [planted])
    expect(found.some((place) => place.startsWith(file))).toBe(true)
    expect(found.some((place) => !place.startsWith(file))).toBe(true)
  })

  const findCanariesIn = async (paths: readonly string[]): Promise<readonly string[]> =>
    findCanaries(paths, VALUES)
})
