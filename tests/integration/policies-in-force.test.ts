/** Which policies decide, in processes that share a store: approved by two persons, taken over whole, the last good ones kept. */
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { appendEvent } from '../../src/audit/audit.store.ts'
import { loadPolicies } from '../../src/legal/load.ts'
import type { Beleidsstand, Voorganger } from '../../src/model/beleid.ts'
import { openPolicies, type PoliciesInForce } from '../../src/policies-in-force.ts'
import type { PutInForceDeps } from '../../src/put-in-force.ts'
import { asSuperuser, seededRandom } from '../support/audit-log.ts'
import { engines, type TestDatabase } from '../support/databases.ts'
import { aPerson, type Person, signFolder, writeApprovers } from '../support/policy-signing.ts'

const at = new Date('2026-11-03T09:00:00Z')
const random = seededRandom(14)

describe.each(engines)('policies in force on $name', (engine) => {
  let database: TestDatabase
  let place: string
  let people: readonly [Person, Person]
  const logged: string[] = []
  const folderOf = (process: string): string => join(place, process, 'beleid')
  const depsOf = (process: string): PutInForceDeps => ({
    db: database.db,
    now: () => at,
    appendEvent: (tx, event, parties) => appendEvent(tx, { at, random }, event, parties),
    log: {
      info: (line) => void logged.push(line),
      warn: (line) => void logged.push(line),
      error: (line) => void logged.push(line),
    },
    crashPoint: () => undefined,
    omgeving: 'proef',
    folder: folderOf(process),
    archive: join(place, process, 'archief'),
    approversFolder: join(place, 'goedkeurders'),
  })
  /** Changes what the set says, in the smallest way that counts. */
  const edit = (process: string, version: number): string => {
    const file = join(folderOf(process), 'klassen.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/versie: \d+/, `versie: ${version}`))
    return loadPolicies(folderOf(process)).hash
  }
  const breakIt = (process: string): void =>
    writeFileSync(join(folderOf(process), 'klassen.yaml'), 'versie: een\n')
  const afterStand = ({ nummer, hash }: Beleidsstand): Voorganger => ({ nummer, hash })
  const sign = (process: string, na: Voorganger): Promise<void> =>
    signFolder(folderOf(process), people, { na, at })
  const start = async (process: string): Promise<PoliciesInForce> => openPolicies(depsOf(process))
  const events = async (): Promise<readonly unknown[]> =>
    database.db.transaction({ role: 'gw_log' }, async (tx) =>
      (
        await tx
          .selectFrom('gebeurtenis_detail')
          .select('detail')
          .where(sql<boolean>`detail ->> 'soort' = 'beleid-geactiveerd'`)
          .orderBy('tijdstip')
          .execute()
      ).map(({ detail }) => detail),
    )

  beforeAll(async () => {
    database = await engine.open()
    people = [await aPerson('eigenaar-1', 'proceseigenaar'), await aPerson('jurist-1', 'jurist')]
  })
  afterAll(() => database.close())
  beforeEach(() => {
    logged.length = 0
    place = mkdtempSync(join(tmpdir(), 'in-werking-'))
    for (const process of ['een', 'twee'])
      cpSync('policies', folderOf(process), { recursive: true })
    writeApprovers(join(place, 'goedkeurders'), people)
  })
  afterEach(async () => {
    rmSync(place, { recursive: true })
    await asSuperuser(database, (pool) =>
      sql`truncate beleidsactivering, gebeurtenis_detail, gebeurtenis`.execute(pool),
    )
  })

  test('a first set needs two signatures too, and is recorded with its event', async () => {
    await expect(start('een')).rejects.toThrow('er is geen handtekening')
    await sign('een', null)
    const held = await start('een')
    const { hash } = loadPolicies('policies')
    expect(held.stand()).toEqual({
      toestand: 'actueel',
      nummer: 1,
      hash,
      actiefTijdstip: at.toISOString(),
      ondertekenaars: people.map(({ persoon, rol }) => ({ persoon, rol })),
    })
    expect(held.take().hash).toBe(hash)
    expect(await events()).toEqual([
      {
        soort: 'beleid-geactiveerd',
        nummer: 1,
        hash,
        ondertekenaars: people.map(({ persoon, rol }) => ({ persoon, rol })),
        medewerker: 'systeem',
      },
    ])
    // The same folder again, its signatures gone: what stands recorded was approved.
    rmSync(join(folderOf('een'), 'handtekeningen'), { recursive: true })
    expect((await start('een')).stand()).toMatchObject({ toestand: 'actueel', nummer: 1 })
    expect(await events()).toHaveLength(1)
  })

  test('a record that nobody approved is no activation', async () => {
    await sign('een', null)
    const { hash } = (await start('een')).stand()
    await database.db.transaction({ role: 'gw_beheer' }, (tx) =>
      tx
        .insertInto('beleidsactivering')
        .values({ nummer: 2, hash, vorige: hash, actief_tijdstip: at, handtekeningen: [] })
        .execute(),
    )
    await expect(start('een')).rejects.toThrow('volgt niet op het beleid dat nu in werking is')
  })

  test('a set that is refused leaves the one of before, also at a start', async () => {
    await sign('een', null)
    const held = await start('een')
    const first = held.stand()
    breakIt('een')
    const refused = await held.activate('op-1')
    expect(refused).toMatchObject({ uitkomst: 'geweigerd', soort: 'beleid-klopt-niet' })
    expect(refused.uitkomst === 'geweigerd' && refused.fouten).toContainEqual(
      expect.stringMatching(/^klassen\.yaml, regel 1, versie: /),
    )
    const stand = { ...first, toestand: 'verouderd' }
    const laatsteMislukking = { tijdstip: at.toISOString(), soort: 'beleid-klopt-niet' }
    expect(held.stand()).toEqual({ ...stand, laatsteMislukking })
    expect(held.take().hash).toBe(first.hash)
    const again = await start('een')
    expect(again.stand()).toEqual({ ...stand, laatsteMislukking })
    expect(again.take().hash).toBe(first.hash)
    again.announce()
    expect(logged.at(-1)).toContain('het laatste goede beleid blijft beslissen')
    renameSync(folderOf('een'), `${folderOf('een')}.weg`)
    expect((await start('een')).stand().laatsteMislukking?.soort).toBe('map-onbruikbaar')
    // Without a kept copy there is nothing to go by.
    rmSync(join(place, 'een', 'archief'), { recursive: true })
    await expect(start('een')).rejects.toThrow()
    expect(await events()).toHaveLength(1)
  })

  test('a repaired folder is no new set', async () => {
    await sign('een', null)
    const held = await start('een')
    const whole = readFileSync(join(folderOf('een'), 'klassen.yaml'))
    breakIt('een')
    await held.activate('op-1')
    writeFileSync(join(folderOf('een'), 'klassen.yaml'), whole)
    expect((await held.activate('op-1')).uitkomst).toBe('ongewijzigd')
    expect(held.stand().toestand).toBe('actueel')
  })

  test('another process takes over what it has, and decides nothing by what it has not', async () => {
    await sign('een', null)
    const one = await start('een')
    const two = await start('twee')
    expect(two.stand()).toEqual(one.stand())
    const hash = edit('een', 2)
    await sign('een', afterStand(one.stand()))
    expect((await one.activate('op-1')).uitkomst).toBe('geactiveerd')
    expect(one.take().hash).toBe(hash)
    const old = two.take()
    await two.poll()
    expect(two.stand()).toMatchObject({ toestand: 'achter', nummer: 1, hash: old.hash })
    expect(() => two.take()).toThrow(expect.objectContaining({ kind: 'niet-beschikbaar' }))
    // Terms and pages go on.
    expect(two.current()).toBe(old)
    edit('twee', 2)
    await expect
      .poll(async () => {
        await two.poll()
        return two.stand().toestand
      })
      .toBe('actueel')
    expect(two.stand()).toEqual(one.stand())
    expect(two.take().hash).toBe(hash)
  })

  test('of two activations at once one is recorded, and the other says so', async () => {
    await sign('een', null)
    const [one, two] = [await start('een'), await start('twee')]
    const na = afterStand(one.stand())
    edit('een', 2)
    edit('twee', 3)
    await sign('een', na)
    await sign('twee', na)
    const outcomes = await Promise.all([one.activate('op-1'), two.activate('op-2')])
    expect(outcomes.map(({ uitkomst }) => uitkomst).toSorted()).toEqual([
      'geactiveerd',
      'geweigerd',
    ])
    expect(await events()).toHaveLength(2)
  })

  test('a change comes with what it changes, in sentences', async () => {
    await sign('een', null)
    const held = await start('een')
    const file = join(folderOf('een'), 'gemeenten/0855.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('centen: 7500', 'centen: 10000'))
    await sign('een', afterStand(held.stand()))
    const outcome = await held.activate('op-1')
    expect(outcome).toMatchObject({ uitkomst: 'geactiveerd', open: [] })
    if (outcome.uitkomst === 'geactiveerd') {
      expect(outcome.veranderingen.join('\n')).toContain('0855')
      expect(outcome.openTotaal).toBeGreaterThan(10)
    }
  })

  test('the record can be added to and not be changed', async () => {
    await sign('een', null)
    await start('een')
    for (const statement of [
      sql`update beleidsactivering set hash = hash`,
      sql`delete from beleidsactivering`,
    ])
      await expect(
        database.db.transaction({ role: 'gw_beheer' }, (tx) => statement.execute(tx)),
      ).rejects.toThrow(/permission denied/)
  })
})
