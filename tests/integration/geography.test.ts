/** A gateway whose addresses come from a file: what the operator commands, and where signals go then. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { callBeheer, openBeheer } from '../../src/cli/beheer.ts'
import { importCommand } from '../../src/cli/gemeenten-import.ts'
import { describeGeography } from '../../src/cli/gemeenten-toon.ts'
import { STREETS } from '../../src/development/streets.ts'
import { Geografie, type Geografievraag, Opvolgingsuitkomst } from '../../src/model/geografie.ts'
import type { Gemeentecode } from '../../src/model/ids.ts'
import { anAddressFile } from '../support/address-files.ts'
import { acceptedOf, callerOf, problemOf, type TestCaller } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { rentToday } from '../support/signals.ts'

const KLOK = '2027-01-02T09:00:00Z'
const ARNHEM = '0202' as Gemeentecode
const RENKUM = '0274' as Gemeentecode
const UNKNOWN = '9998' as Gemeentecode

/** In Renkum no street of the development set: what goes there is found through the file alone. */
const FILE = anAddressFile([
  '6811ZZ 2 02020101',
  '6811ZZ 4 02020105',
  '6871ZZ 1 02740101',
  '5126ZZ 1 08550901',
  '5126ZZ 2 07580901',
])

describe.each(engines)('geography of a gateway on $name', ({ name }) => {
  let gateway: TestGateway
  let landlord: TestCaller
  let path: string
  beforeAll(async () => {
    gateway = await openGateway(name, { klok: KLOK })
    landlord = callerOf(gateway, 'de-linde', 'aanleveren')
    path = join(gateway.config.dataFolder, 'pc6hnr20260801_gwb.csv')
    writeFileSync(path, FILE)
  })
  afterAll(() => gateway.close())

  const at = (postcode: string, huisnummer: number) => ({
    signaaldatum: '2027-01-02',
    achterstand: { bedragInCenten: 81_200, maanden: 2 },
    adres: { straatnaam: 'Proefweg', postcode, huisnummer },
  })
  const call = async <T>(
    path: string,
    schema: import('zod').z.ZodType<T>,
    json: unknown,
  ): Promise<T> => {
    const connection = await openBeheer(gateway.config)
    try {
      return await callBeheer(connection, path, schema, { json, medewerker: 'bh-7' })
    } finally {
      await connection.close()
    }
  }
  const show = async (vraag: Geografievraag): Promise<string> =>
    describeGeography(await call('/gemeenten/toon', Geografie, vraag))
  const succeed = (
    gemeentecode: Gemeentecode,
    into?: { opvolger: string; vanaf: string },
  ): Promise<Opvolgingsuitkomst> =>
    call('/gemeenten/opvolging', Opvolgingsuitkomst, {
      gemeentecode,
      ...(into === undefined ? {} : { in: into }),
    })

  test('the command reads a file in through the running gateway', async () => {
    expect(await show({})).toContain('nog geen bestand')
    const before = await landlord.post(rentToday('G-0', at('6811ZZ', 2)))
    expect(problemOf(before).besluit?.redenen).toMatchObject([{ code: 'postcode-onbekend' }])
    const told: string[] = []
    const quiet = [process.stdout, process.stderr].map((stream) =>
      vi.spyOn(stream, 'write').mockImplementation((text) => told.push(String(text)) > 0),
    )
    const options = { peildatum: undefined, gemeenten: undefined, toch: false, medewerker: 'bh-7' }
    expect(
      await importCommand.run(gateway.config, { values: options, words: [path] } as never),
    ).toBe(0)
    for (const spy of quiet) spy.mockRestore()
    expect(told.join('')).toContain('nieuw            5\n')
    // The streets of the trial are not in the file.
    expect(told.join('')).toContain(`vervallen        ${STREETS.length}\n`)
    expect(await show({})).toMatch(
      /peildatum 2026-08-01, ingelezen op 2027-01-02.+\n.+5 adressen in 4 gemeenten/,
    )
    expect(await gateway.owner.events('adresbestand-ingelezen')).toMatchObject([
      { oin: null, namens: null, event: { medewerker: 'bh-7', adressen: 5, nieuw: 5 } },
    ])
    expect(readdirSync(gateway.config.dataFolder)).toContain('beheer.sock')
  })

  test('a known address goes to its municipality', async () => {
    const { besluit } = acceptedOf(await landlord.post(rentToday('G-1', at('6811ZZ', 2))))
    expect([besluit.ontvanger?.gemeentecode, besluit.redenen]).toEqual(['0202', []])
    expect(await show({ adres: { postcode: '6811ZZ', huisnummer: 2 } })).toMatch(
      /vanaf 2026-08-01: 0202, WK020201, BU02020101\nEen signaal gaat vandaag naar 0202\./,
    )
  })

  test('new-build: a new number goes along with its postcode, flagged', async () => {
    const { besluit } = acceptedOf(await landlord.post(rentToday('G-2', at('6811ZZ', 99))))
    expect(besluit.ontvanger?.gemeentecode).toBe('0202')
    expect(besluit.redenen).toMatchObject([{ code: 'adres-niet-gevonden' }])
    expect(await show({ adres: { postcode: '6811ZZ', huisnummer: 99 } })).toContain(
      'naar 0202, want de hele postcode ligt daar',
    )
  })

  test('new-build on a border of municipalities, and streets that the file does not have, go nowhere', async () => {
    for (const [kenmerk, postcode, huisnummer] of [
      ['G-3', '5126ZZ', 9],
      ['G-4', '6811AB', 12],
    ] as const) {
      const refused = problemOf(await landlord.post(rentToday(kenmerk, at(postcode, huisnummer))))
      expect(refused.besluit?.redenen).toMatchObject([
        { code: 'postcode-onbekend', remedie: expect.stringContaining('bij nieuwbouw') as string },
      ])
    }
    expect(await show({ adres: { postcode: '5126ZZ', huisnummer: 9 } })).toContain(
      'postcode-onbekend',
    )
  })

  test('a start does not bring back what the file ended', async () => {
    await gateway.restart({ klok: '2027-01-02T12:00:00Z' })
    landlord = callerOf(gateway, 'de-linde', 'aanleveren')
    const refused = problemOf(await landlord.post(rentToday('G-5', at('6811AB', 12))))
    expect(refused.besluit?.redenen).toMatchObject([{ code: 'postcode-onbekend' }])
  })

  test('a merged municipality’s addresses go to its successor from that day on, without a district', async () => {
    const renkum = { opvolger: '0202', vanaf: '2027-01-02' }
    expect(await succeed(RENKUM, renkum)).toEqual({ uitkomst: 'vastgelegd', opvolgerBekend: true })
    expect(await succeed(RENKUM, renkum)).toMatchObject({ uitkomst: 'ongewijzigd' })
    const { besluit } = acceptedOf(await landlord.post(rentToday('G-6', at('6871ZZ', 1))))
    expect(besluit.ontvanger?.gemeentecode).toBe('0202')
    expect(await show({ gemeentecode: RENKUM })).toContain(
      '0274 is vanaf 2027-01-02 opgegaan in 0202',
    )
    expect(await gateway.owner.events('gemeente-opgevolgd')).toMatchObject([
      { event: { ...renkum, gemeentecode: '0274', medewerker: 'bh-7', ingetrokken: false } },
    ])
  })

  test('a try-out under the old code is judged for the successor and says so', async () => {
    const velden = ['persoon.achternaam']
    const { adres: _, ...facts } = at('6871ZZ', 1)
    const { kenmerk, persoon, ...rest } = rentToday('T', facts) as Record<string, unknown>
    const { inspanningen, achterstand, signaaldatum } = rest
    const vraag = {
      signaaltype: 'huur',
      natuurlijkPersoon: true,
      inspanningen,
      achterstand,
      signaaldatum,
      velden,
    }
    const answer = await landlord.call('POST /v1/toetsingen', { ...vraag, gemeentecode: '0274' })
    expect(answer.status, answer.text).toBe(200)
    expect(JSON.parse(answer.text)).toMatchObject({
      besluit: 'aanvaard',
      ontvanger: { gemeentecode: '0202' },
      redenen: [{ code: 'gemeente-opgegaan' }],
    })
    expect([kenmerk, persoon]).toBeDefined()
  })

  test('a merger that is unknown, circular or against the file is refused; a wrong one is taken back', async () => {
    await expect(succeed(UNKNOWN, { opvolger: '0202', vanaf: '2027-01-01' })).rejects.toThrow(
      /9998 is hier niet bekend/,
    )
    await expect(succeed(ARNHEM, { opvolger: '0274', vanaf: '2027-01-01' })).rejects.toThrow(
      /leidt zelf naar 0202/,
    )
    await expect(
      succeed('0758' as Gemeentecode, { opvolger: '0855', vanaf: '2026-08-01' }),
    ).rejects.toThrow(/heeft nog adressen in gemeente 0758/)
    expect(await succeed(RENKUM)).toMatchObject({ uitkomst: 'ingetrokken' })
    await expect(succeed(RENKUM)).rejects.toThrow(/geen opvolging vastgelegd/)
    const { besluit } = acceptedOf(await landlord.post(rentToday('G-7', at('6871ZZ', 1))))
    expect(besluit.ontvanger?.gemeentecode).toBe('0274')
    expect(await gateway.owner.events('gemeente-opgevolgd')).toHaveLength(2)
  })
})
