import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callBeheer, openBeheer } from '../../src/cli/beheer.ts'
import { EXAMPLES } from '../../src/development/examples.ts'
import { addDays } from '../../src/legal/calendar.ts'
import { dayInAmsterdam } from '../../src/model/calendar.ts'
import { LogOutcome } from '../../src/model/log-evidence.ts'
import { SignaalAntwoord } from '../../src/model/ontvangstbewijs.ts'
import { acceptedOf, callerOf } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { MORE_PARTIES, POSTCODES, registerMoreParties } from '../support/more-parties.ts'
import { rentToday, today } from '../support/signals.ts'

/** Every kind of accepted signal: whole, with a withheld field, with remarks, below a municipality's threshold, each signal type. */
const NAMES = [
  'huur',
  'huur-met-bsn',
  'huur-crisis',
  'premie',
  'energie',
  'energie-eenmanszaak',
  'warmte',
  'drinkwater-onder-drempel',
]

const code = (name: string, soort: string, waarde: unknown): object => ({
  code: name,
  soort,
  waarde,
})

/** Types with fields of their own that pass or only decide, and one on which two conditions remark. */
const OF_THEIR_OWN: readonly (readonly [
  naam: string,
  door: string,
  postcode: keyof typeof POSTCODES,
  own: Readonly<Record<string, unknown>>,
])[] = [
  [
    'duo',
    'duo',
    'amsterdam',
    { bijzonderheden: [code('boeteachterstand', 'bedragInCenten', 30_000)] },
  ],
  [
    'belastingdienst',
    'belastingdienst',
    'arnhem',
    {
      bijzonderheden: [
        code('uitstel-verleend', 'jaNee', false),
        code('belastingsoort', 'code', 'inkomstenbelasting'),
      ],
    },
  ],
  [
    'eindelevering',
    'zonkracht',
    'utrecht',
    {
      inspanningen: {
        pogingPersoonlijkContactDatum: addDays(today(), -12),
        herinneringen: [-60, -43, -28].map((days) => addDays(today(), days)),
      },
    },
  ],
]

describe.each(engines)('a verdict is replayed on $name', ({ name }) => {
  let folder: string
  let gateway: TestGateway
  const receipts = new Map<string, string>()
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'beleid-'))
    cpSync('policies', folder, { recursive: true })
    gateway = await openGateway(name, { policies: folder, strangers: MORE_PARTIES })
    await registerMoreParties(gateway, new Date())
    for (const { naam, door, maak } of EXAMPLES.filter((one) => NAMES.includes(one.naam))) {
      const body = maak(dayInAmsterdam(new Date()), `speel-${naam}`) as never
      const posted = await gateway.as(door, 'aanleveren').client.POST('/signalen', { body })
      expect([naam, posted.response.status]).toEqual([naam, 201])
      receipts.set(naam, SignaalAntwoord.parse(posted.data).ontvangstbewijs)
    }
    for (const [naam, door, postcode, own] of OF_THEIR_OWN) {
      const adres = { straatnaam: 'Proefstraat', huisnummer: 1, postcode: POSTCODES[postcode] }
      const signaal = rentToday(`speel-${naam}`, { signaaltype: naam, adres, ...own })
      const posted = acceptedOf(await callerOf(gateway, door, 'aanleveren').post(signaal))
      receipts.set(naam, posted.ontvangstbewijs)
    }
  })
  afterAll(async () => {
    await gateway.close()
    rmSync(folder, { recursive: true })
  })

  const replay = async (bewijs: string): Promise<LogOutcome> => {
    const connection = await openBeheer(gateway.config)
    try {
      return await callBeheer(connection, '/beleid/replay', LogOutcome, { json: { bewijs } })
    } finally {
      await connection.close()
    }
  }
  const receipt = (): string => receipts.get('huur-met-bsn') ?? ''

  test('to the same bytes, with whole and withheld fields', async () => {
    expect(receipts.size).toBe(NAMES.length + OF_THEIR_OWN.length)
    const said = (naam: string): string =>
      Buffer.from(receipts.get(naam)?.split('.')[1] ?? '', 'base64url').toString()
    expect(said('duo')).toContain('bijzonderheden.boeteachterstand')
    expect(said('belastingdienst')).toContain('alleen-voor-besluit')
    expect(said('eindelevering')).toContain('vroegsignaal-vooraf-ontbreekt')
    for (const jws of receipts.values())
      expect(await replay(jws)).toEqual({
        ok: true,
        text: expect.stringContaining('byte') as string,
      })
  })

  test('also after the policies changed and the gateway started again', async () => {
    const file = join(folder, 'wet/huur.yaml')
    const text = readFileSync(file, 'utf8')
    await gateway.restart({
      between: async () => {
        const less = text
          .replace(/ {2}contact\.telefoonnummer:\n[\s\S]*?(?= {2}contact\.emailadres:)/, '')
          .replace('      contact.telefoonnummer: doorgegeven\n', '')
          .replace(', contact.telefoonnummer: [hulpaanbod]', '')
          .replace(
            '      klantnummer: niet',
            '      contact.telefoonnummer: niet-doorgegeven\n      klantnummer: niet',
          )
        expect(less).not.toBe(text)
        writeFileSync(
          file,
          less.replace('[persoon.burgers', '[contact.telefoonnummer, persoon.burgers'),
        )
      },
    })
    expect((await replay(receipt())).ok).toBe(true)
  })

  test('but not when the receipt was forged', async () => {
    const [head = '', payload = '', signature = ''] = receipt().split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
      besluit: { velden: { veld: string; uitkomst: string; reden?: string }[] }
    }
    for (const field of claims.besluit.velden) field.uitkomst = 'doorgegeven'
    const forged = Buffer.from(JSON.stringify(claims)).toString('base64url')
    for (const bad of [
      `${head}.${forged}.${signature}`,
      'geen bewijs',
      '{"ontvangstbewijs":7}',
      '',
    ]) {
      const { ok, text } = await replay(bad)
      expect(ok).toBe(false)
      expect(text).toContain('geen ontvangstbewijs van deze poort')
    }
  })

  test('but not when its policies are gone, or are not what their hash says', async () => {
    const hash = /"hash":"([0-9a-f]{64})"/.exec(
      Buffer.from(receipt().split('.')[1] ?? '', 'base64url').toString(),
    )?.[1]
    const place = join(gateway.config.dataFolder, 'beleid', hash ?? '')
    renameSync(place, `${place}.weg`)
    expect((await replay(receipt())).text).toContain('Het beleid van toen is hier niet bewaard')
    renameSync(`${place}.weg`, place)
    const file = join(place, 'klassen.yaml')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('versie: 1', 'versie: 2'))
    await expect(replay(receipt())).rejects.toThrow()
    writeFileSync(file, text)
    expect((await replay(receipt())).ok).toBe(true)
  })

  test('but not when someone changed a recorded truth value', async () => {
    await gateway.owner.query(
      sql`update gebeurtenis_detail set detail = jsonb_set(detail, '{voorwaarden,opSchuldhulpGewezen}', 'false')
        where detail ->> 'soort' = 'signaal-aanvaard'`,
    )
    expect((await replay(receipt())).text).toContain('DE VASTLEGGING IS GEWIJZIGD')
  })
})
