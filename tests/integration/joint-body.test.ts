import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DEVELOPMENT_MANDATES, DEVELOPMENT_PARTIES } from '../../src/development/parties.ts'
import { type DevelopmentPki, ensureDevelopmentPki } from '../../src/development/pki.ts'
import { createRecipientKeys } from '../../src/flows/load-recipient-keys.ts'
import { registerParties } from '../../src/flows/register-parties.ts'
import type { Mandaat } from '../../src/identity/authorise.ts'
import type { AuditEvent } from '../../src/model/audit-event.ts'
import { Gemeentecode, Oin } from '../../src/model/ids.ts'
import type { Ontvangersleutel } from '../../src/model/sealed.ts'
import { findOntvanger } from '../../src/routing/ontvanger.store.ts'
import { engines, type TestDatabase } from '../support/databases.ts'

const AT = new Date('2026-11-03T09:00:00Z')
const base = mkdtempSync(join(tmpdir(), 'signaalpoort-body-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

const nijmegen = Gemeentecode.parse('0268')
const renkum = Gemeentecode.parse('0274')
const tilburg = Gemeentecode.parse('0855')
const rijnoever = Oin.parse('00000099000000008000')
const collegeNijmegen = Oin.parse('00000099000000268000')
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
const pkiOf = (): Promise<DevelopmentPki> =>
  ensureDevelopmentPki(join(base, 'proef'), DEVELOPMENT_PARTIES, AT, random)

describe.each(engines)('a body that acts for colleges, on $name', (engine) => {
  let database: TestDatabase
  let events: AuditEvent[]
  beforeEach(async () => {
    database = await engine.open()
    events = []
  })
  afterEach(() => database.close())

  const register = async (
    mandaten: readonly Mandaat[] = DEVELOPMENT_MANDATES,
  ): Promise<readonly Oin[]> => {
    const pki = await pkiOf()
    return registerParties(
      {
        db: database.db,
        trustAnchorsPem: [pki.wortel],
        appendEvent: async (_tx, event) => events.push(event),
      },
      { parties: pki.parties, mandaten },
    )
  }

  const keysOf = async (
    gemeentecode: Gemeentecode,
    dag: string,
    role: 'gw_aanlevering' | 'gw_aflevering' = 'gw_aanlevering',
  ): Promise<readonly Ontvangersleutel[]> => {
    const { wortel } = await pkiOf()
    const anchors = [wortel]
    const load = createRecipientKeys(() => anchors)
    const scope = { role, gemeenten: [gemeentecode] }
    return database.db.transaction(scope, (tx) => load(tx, gemeentecode, dag))
  }
  const receiver = (gemeentecode: Gemeentecode, dag: string): Promise<Oin | undefined> =>
    database.db.transaction({ role: 'gw_aanlevering' }, (tx) =>
      findOntvanger(tx, gemeentecode, dag),
    )

  test('has keys for its municipalities on the days of its mandate only', async () => {
    await register()
    for (const gemeentecode of [nijmegen, renkum]) {
      for (const role of ['gw_aanlevering', 'gw_aflevering'] as const) {
        const keys = await keysOf(gemeentecode, '2030-12-31', role)
        expect(keys.map(({ oin }) => oin)).toEqual([rijnoever, rijnoever])
      }
      expect(await keysOf(gemeentecode, '2024-12-31')).toEqual([])
      expect(await keysOf(gemeentecode, '2031-01-01')).toEqual([])
    }
    expect((await keysOf(tilburg, '2031-01-01')).length).toBe(2)
  })

  test('is the recipient while it decides, else the college is', async () => {
    await register()
    expect(await receiver(nijmegen, '2025-01-01')).toBe(rijnoever)
    expect(await receiver(nijmegen, '2030-12-31')).toBe(rijnoever)
    expect(await receiver(nijmegen, '2031-01-01')).toBe(collegeNijmegen)
    expect(await receiver(nijmegen, '2024-12-31')).toBeUndefined()
    expect(await receiver(tilburg, '2026-11-03')).toBe('00000099000000855000')
    expect(await receiver(Gemeentecode.parse('0758'), '2026-11-03')).toBeUndefined()
  })

  test('as a processor opens, while the college stays the recipient', async () => {
    await register(
      DEVELOPMENT_MANDATES.map(({ besluit: _, ...one }) => ({ ...one, hoedanigheid: 'verwerker' })),
    )
    expect(await receiver(nijmegen, '2026-11-03')).toBe(collegeNijmegen)
    expect((await keysOf(nijmegen, '2026-11-03')).length).toBe(2)
  })

  test('serves the purposes of its mandate only', async () => {
    await register()
    await database.db.transaction({ role: 'gw_beheer' }, (tx) =>
      tx
        .updateTable('mandaat')
        .set({ tot: '2026-01-01' })
        .where('doel', '=', 'controle')
        .where('gever_oin', '=', collegeNijmegen)
        .execute(),
    )
    const doelen = (await keysOf(nijmegen, '2026-11-03')).map((key) => key.doelen)
    expect(doelen).toEqual([['hulpaanbod']])
  })

  test('each registration of its keys stands in the log of the municipality', async () => {
    await register()
    const own = events.filter(
      (event) => event.soort === 'deelnemer-geregistreerd' && event.oin === rijnoever,
    )
    expect(own.map((event) => ('sleutelIds' in event ? event.sleutelIds.length : -1))).toEqual([
      0, 2, 2,
    ])
    expect(await register()).toEqual([])
  })

  test('without a mandate brings no key in, and a key that was put there is not loaded', async () => {
    const none = DEVELOPMENT_MANDATES.filter(({ gever }) => gever !== collegeNijmegen)
    await expect(register(none)).rejects.toThrow('is not of the party 00000099000000008000')
    await register()
    await database.db.transaction({ role: 'gw_beheer' }, (tx) =>
      tx
        .updateTable('mandaat')
        .set({ gemachtigde_oin: '00000099000000202000' })
        .where('gever_oin', '=', collegeNijmegen)
        .execute(),
    )
    await expect(keysOf(nijmegen, '2026-11-03')).rejects.toThrow('belongs to no party')
    expect((await keysOf(renkum, '2026-11-03')).length).toBe(2)
  })

  test('with a mandate for one purpose brings in no key for another', async () => {
    const part = DEVELOPMENT_MANDATES.filter(
      ({ gever, doel }) => gever !== collegeNijmegen || doel !== 'controle',
    )
    await expect(register(part)).rejects.toThrow('is not of the party')
  })

  test('is alone: a second body that would decide on the same days is refused', async () => {
    const second = {
      gemachtigde: Oin.parse('00000099000000202000'),
      gever: collegeNijmegen,
      doel: 'hulpaanbod',
      vanaf: '2030-12-31',
      hoedanigheid: 'mandaat',
      besluit: 'x',
    } as const
    await expect(register([...DEVELOPMENT_MANDATES, second])).rejects.toThrow(
      'another body decides',
    )
    await register([...DEVELOPMENT_MANDATES, { ...second, vanaf: '2031-01-01' }])
    expect(await receiver(nijmegen, '2031-01-01')).toBe('00000099000000202000')
  })

  test('decides by a decision that is named: the store takes no other', async () => {
    const nameless = DEVELOPMENT_MANDATES.map(({ besluit: _, ...one }) => one)
    await expect(register(nameless)).rejects.toThrow(/mandaat_besluit/)
  })

  test('a mandate between others stays out of sight of whoever seals or discloses', async () => {
    await register()
    for (const role of ['gw_aanlevering', 'gw_aflevering'] as const) {
      const givers = await database.db.transaction({ role }, (tx) =>
        tx.selectFrom('mandaat').select('gever_oin').distinct().orderBy('gever_oin').execute(),
      )
      expect(givers.map(({ gever_oin }) => gever_oin)).toEqual([
        '00000099000000202000',
        '00000099000000268000',
        '00000099000000274000',
      ])
    }
  })
})
