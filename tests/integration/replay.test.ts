import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callBeheer, openBeheer } from '../../src/cli/beheer.ts'
import { EXAMPLES } from '../../src/development/examples.ts'
import { dayInAmsterdam } from '../../src/model/calendar.ts'
import { LogOutcome } from '../../src/model/log-evidence.ts'
import { SignaalAntwoord } from '../../src/model/ontvangstbewijs.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'

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

describe.each(engines)('a verdict is replayed on $name', ({ name }) => {
  let folder: string
  let gateway: TestGateway
  const receipts = new Map<string, string>()
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'beleid-'))
    cpSync('policies', folder, { recursive: true })
    gateway = await openGateway(name, { policies: folder })
    for (const { naam, door, maak } of EXAMPLES.filter((one) => NAMES.includes(one.naam))) {
      const body = maak(dayInAmsterdam(new Date()), `speel-${naam}`) as never
      const posted = await gateway.as(door, 'aanleveren').client.POST('/signalen', { body })
      expect([naam, posted.response.status]).toEqual([naam, 201])
      receipts.set(naam, SignaalAntwoord.parse(posted.data).ontvangstbewijs)
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
    expect(receipts.size).toBe(NAMES.length)
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
        expect(less).not.toBe(text)
        writeFileSync(file, less)
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
