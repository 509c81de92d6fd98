import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appendEvents } from '../../src/audit/audit.store.ts'
import { commit, partijenOf } from '../../src/audit/leaf.ts'
import { leafHash } from '../../src/audit/merkle.ts'
import { verifyProof } from '../../src/audit/proof.ts'
import { fromBase64Url } from '../../src/crypto/bytes.ts'
import { ownEventExists, proveOwnEvent } from '../../src/flows/prove-event.ts'
import { publishCheckpoint } from '../../src/flows/publish-checkpoint.ts'
import { searchEvents } from '../../src/flows/search-events.ts'
import type { AuditEvent } from '../../src/model/audit-event.ts'
import type { Auditgebeurtenis, Auditzoekvraag } from '../../src/model/auditgebeurtenis.ts'
import type { Caller } from '../../src/model/caller.ts'
import { GebeurtenisId, Gemeentecode, Oin, SignaalId, SleutelId } from '../../src/model/ids.ts'
import {
  anAcceptance,
  arnhem,
  eik,
  keys,
  linde,
  ORIGIN,
  START,
  seededRandom,
  signer,
} from '../support/audit-log.ts'
import { engines, type TestDatabase } from '../support/databases.ts'

const collegeArnhem = Oin.parse('00000099000000202000')
const collegeTilburg = Oin.parse('00000099000000855000')
const noord = Oin.parse('00000099000000004000')
const tilburg = Gemeentecode.parse('0855')
const supervisor = Oin.parse('00000099000000009000')
const SIGNAL = SignaalId.parse('019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e')
const OTHER_SIGNAL = SignaalId.parse('019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8f')
const NEVER = GebeurtenisId.parse('019a0c3e-0000-7000-8000-000000000001')
const NOW = new Date('2026-11-03T10:00:00.000Z')

const caller = (namens: Oin, more: Partial<Caller> = {}): Caller => ({
  oin: namens,
  namens,
  rol: 'verhuurder',
  gemeenten: [],
  doel: 'toezicht',
  medewerker: 'fg-1',
  via: 'direct',
  ...more,
})
const asLinde = caller(linde)
const asEik = caller(eik)
const asArnhem = caller(collegeArnhem, { rol: 'college', gemeenten: [arnhem] })
const asTilburg = caller(collegeTilburg, { rol: 'college', gemeenten: [tilburg] })
const asSupervisor = caller(supervisor, { rol: 'toezichthouder' })
/** What `authorise` makes of a supervisor with a mandate of the college of Arnhem. */
const forArnhem: Caller = { ...asArnhem, oin: supervisor, medewerker: 'insp-3' }

type Seed = { event: AuditEvent; parties: { oin?: Oin; namens?: Oin; gemeentecode?: Gemeentecode } }

const accepted = (namens: Oin, oin: Oin, gemeentecode: Gemeentecode): Seed => {
  const event = anAcceptance(namens)
  const actor = { oin, namens, doel: 'aanleveren', via: 'direct' } as const
  return {
    event: { ...event, actor, gemeentecode } as AuditEvent,
    parties: { oin, namens, gemeentecode },
  }
}
const disclosed = (
  oin: Oin,
  gemeentecode: Gemeentecode,
  medewerker: string,
  id = SIGNAL,
): Seed => ({
  event: {
    soort: 'signaal-verstrekt',
    actor: { oin, namens: oin, doel: 'hulpaanbod', medewerker, via: 'direct' },
    signaalId: id,
    versie: 1,
    gemeentecode,
    doel: 'hulpaanbod',
    sleutelId: SleutelId.parse('ab'.repeat(16)),
    beleid: { id: 'wet/huur@1', hash: 'ab'.repeat(32) },
    velden: ['persoon.achternaam'],
    weggelaten: [],
  },
  parties: { oin, namens: oin, gemeentecode },
})
const refused = (oin: Oin): Seed => ({
  event: {
    soort: 'toegang-geweigerd',
    oin,
    probleem: 'rol-niet-toegestaan',
    doel: 'hulpaanbod',
    route: 'GET /v1/meldingen',
  },
  parties: { oin, namens: oin },
})

/** In this order, a minute apart from `START` on. */
const SEEDS: readonly Seed[] = [
  accepted(linde, linde, arnhem),
  accepted(linde, noord, arnhem),
  accepted(eik, eik, tilburg),
  disclosed(collegeArnhem, arnhem, 'mw-17'),
  disclosed(collegeArnhem, arnhem, 'mw-18', OTHER_SIGNAL),
  disclosed(collegeTilburg, tilburg, 'mw-17'),
  refused(linde),
  refused(eik),
  {
    event: {
      soort: 'onbekenden-geweigerd',
      probleem: 'certificaat-ontbreekt',
      minuut: START.toISOString(),
      aantal: 3,
    },
    parties: {},
  },
]

describe.each(engines)('the search of own events on $name', (engine) => {
  let database: TestDatabase
  const random = seededRandom(7)
  const deps = () => ({ db: database.db, now: () => NOW, random })
  const search = (who: Caller, vraag: Auditzoekvraag = {}, limiet = 100, cursor?: string) =>
    searchEvents(deps(), who, vraag, { limiet, ...(cursor !== undefined && { cursor }) })
  /** The kinds found, without the searches that the tests themselves leave. */
  const found = async (
    who: Caller,
    vraag: Auditzoekvraag = {},
  ): Promise<readonly Auditgebeurtenis[]> =>
    (await search(who, vraag)).auditgebeurtenissen.filter(
      ({ soort }) => soort !== 'auditgebeurtenissen-gezocht',
    )
  const kinds = async (who: Caller, vraag: Auditzoekvraag = {}): Promise<readonly string[]> =>
    (await found(who, vraag)).map(({ soort }) => soort)

  beforeAll(async () => {
    database = await engine.open()
    await database.db.transaction({ role: 'gw_identiteit' }, async (tx) => {
      for (const [i, seed] of SEEDS.entries())
        await appendEvents(tx, { at: new Date(START.getTime() + i * 60_000), random }, [seed])
    })
    await publishCheckpoint({ db: database.db, now: () => NOW, signer, origin: ORIGIN })
  })
  afterAll(() => database.close())

  test('a party finds its own, newest first, with all that its leaf commits to', async () => {
    const events = await found(asLinde)
    expect(events.map(({ soort, bladIndex }) => [soort, bladIndex])).toEqual([
      ['toegang-geweigerd', 6],
      ['signaal-aanvaard', 1],
      ['signaal-aanvaard', 0],
    ])
    expect(events[1]).toMatchObject({
      tijdstip: '2026-11-03T09:01:00.000Z',
      oin: noord,
      namens: linde,
      gemeentecode: arnhem,
      detail: SEEDS[1]?.event,
    })
  })

  test('a municipality finds what was addressed to it and what its own employees opened', async () => {
    expect(await kinds(asArnhem)).toEqual([
      'signaal-verstrekt',
      'signaal-verstrekt',
      'signaal-aanvaard',
      'signaal-aanvaard',
    ])
    expect(await kinds(asTilburg)).toEqual(['signaal-verstrekt', 'signaal-aanvaard'])
  })

  test('a sender never learns that its signal was opened', async () => {
    for (const vraag of [{}, { signaalId: SIGNAL }, { deelnemer: collegeArnhem }])
      expect(await kinds(asLinde, vraag)).not.toContain('signaal-verstrekt')
  })

  test('who acted for another finds that deed, and no other of that party', async () => {
    expect((await found(caller(noord))).map(({ bladIndex }) => bladIndex)).toEqual([1])
  })

  test("a filter on another's signal, party or employee finds nothing of the other", async () => {
    expect(await kinds(asTilburg, { signaalId: OTHER_SIGNAL })).toEqual([])
    expect(await kinds(asEik, { deelnemer: linde })).toEqual([])
    expect(await kinds(asTilburg, { medewerker: 'mw-18' })).toEqual([])
    expect(await kinds(asTilburg, { medewerker: 'mw-17' })).toEqual(['signaal-verstrekt'])
    // The signal of the disclosure in Arnhem: each sees the part that is its own.
    expect(await kinds(asArnhem, { signaalId: SIGNAL, soort: ['signaal-verstrekt'] })).toHaveLength(
      1,
    )
  })

  test('a supervisor without a mandate sees nothing of anyone', async () => {
    expect(await found(asSupervisor)).toEqual([])
  })

  test('a supervisor sees what a mandate gives it, and the party sees that it looked', async () => {
    expect(await kinds(forArnhem)).toEqual(await kinds(asArnhem))
    const { auditgebeurtenissen } = await search(asArnhem, { medewerker: 'insp-3' })
    expect(auditgebeurtenissen[0]).toMatchObject({
      soort: 'auditgebeurtenissen-gezocht',
      oin: supervisor,
      namens: collegeArnhem,
    })
    expect(await found(asTilburg, { medewerker: 'insp-3' })).toEqual([])
  })

  test('each filter narrows, and all of them must hold', async () => {
    expect(await kinds(asLinde, { soort: ['toegang-geweigerd'] })).toEqual(['toegang-geweigerd'])
    expect(await kinds(asLinde, { doel: 'hulpaanbod' })).toEqual(['toegang-geweigerd'])
    expect(await kinds(asLinde, { doel: 'aanleveren' })).toHaveLength(2)
    expect(await kinds(asLinde, { deelnemer: noord })).toEqual(['signaal-aanvaard'])
    expect(await kinds(asLinde, { signaalId: SIGNAL, doel: 'hulpaanbod' })).toEqual([])
    expect(await kinds(asArnhem, { medewerker: 'mw-18' })).toEqual(['signaal-verstrekt'])
  })

  test('the period takes its beginning and leaves its end', async () => {
    const vraag = {
      vanafTijdstip: '2026-11-03T09:01:00.000Z',
      totTijdstip: '2026-11-03T09:06:00.000Z',
    }
    expect((await found(asLinde, vraag)).map(({ bladIndex }) => bladIndex)).toEqual([1])
    expect(await found(asLinde, { totTijdstip: START.toISOString() })).toEqual([])
  })

  test('pages follow each other without a gap or a double, also within one instant', async () => {
    const pages = caller(Oin.parse('00000099000000007000'))
    const at = new Date('2026-11-03T09:30:00.000Z')
    const list = Array.from({ length: 7 }, () => refused(pages.oin))
    await database.db.transaction({ role: 'gw_identiteit' }, (tx) =>
      appendEvents(tx, { at, random }, list),
    )
    const ids: string[] = []
    let cursor: string | undefined
    let count = 0
    do {
      const vraag = { soort: ['toegang-geweigerd' as const] }
      const page = await search(pages, vraag, 3, cursor)
      expect(page.auditgebeurtenissen.length).toBeLessThanOrEqual(3)
      ids.push(...page.auditgebeurtenissen.map(({ id }) => id))
      cursor = page.volgende
      count += 1
    } while (cursor !== undefined)
    expect([count, ids.length, new Set(ids).size]).toEqual([3, 7, 7])
    expect(ids).toEqual(ids.toSorted().reverse())
  })

  test("another party's cursor leads nowhere but into one's own events", async () => {
    const { volgende } = await search(asLinde, { soort: ['signaal-aanvaard'] }, 1)
    expect(volgende).toBeDefined()
    const { auditgebeurtenissen } = await search(asEik, {}, 100, volgende)
    expect(auditgebeurtenissen.map(({ namens }) => namens).filter((oin) => oin !== eik)).toEqual([])
  })

  test.each(['', 'onzin', 'MTIz', Buffer.from(`x/${NEVER}`).toString('base64url')])(
    'a cursor that no page gave is refused: %j',
    async (cursor) => {
      await expect(search(asLinde, {}, 100, cursor)).rejects.toMatchObject({
        kind: 'verzoek-onjuist',
      })
    },
  )

  test('each search leaves its event: who, which filters by name, the period, how many; no value', async () => {
    const period = { vanafTijdstip: '2026-11-03T00:00:00.000Z' }
    await search(asEik, { ...period, signaalId: SIGNAL, deelnemer: eik })
    const [last] = (await search(asEik, { soort: ['auditgebeurtenissen-gezocht'] }, 1))
      .auditgebeurtenissen
    expect(last?.detail).toEqual({
      soort: 'auditgebeurtenissen-gezocht',
      actor: { oin: eik, namens: eik, doel: 'toezicht', medewerker: 'fg-1', via: 'direct' },
      filters: ['signaalId', 'deelnemer'],
      ...period,
      aantal: 1,
    })
    expect(JSON.stringify(last?.detail)).not.toContain(SIGNAL)
  })

  test('a search that leaves no event answers nothing', async () => {
    const failing = {
      ...deps(),
      random: () => {
        throw new Error('no randomness')
      },
    }
    await expect(searchEvents(failing, asLinde, {}, { limiet: 1 })).rejects.toThrow('no randomness')
  })

  test('an own event is proved by what the search answered, and by nothing else', async () => {
    const [event] = await found(asArnhem, { medewerker: 'mw-18' })
    if (event === undefined) throw new Error('nothing found')
    const proof = await proveOwnEvent({ db: database.db }, asArnhem, event.id)
    const committed = {
      id: event.id,
      tijdstip: new Date(event.tijdstip),
      partijen: partijenOf(event),
      gebeurtenis: event.detail,
      zout: fromBase64Url(event.zout),
    }
    const log = { origin: keys.origin, vkeys: keys.vkeys }
    expect(verifyProof(proof, leafHash(commit(committed)), log)).toMatchObject({
      valid: true,
      index: 4,
    })
    const other = commit({ ...committed, tijdstip: NOW })
    expect(verifyProof(proof, leafHash(other), log)).toMatchObject({ valid: false })
  })

  test("another's event is not there, as one that never was; without a place there is no proof yet", async () => {
    const [event] = await found(asArnhem, { medewerker: 'mw-18' })
    const id = event?.id ?? NEVER
    for (const [who, which] of [
      [asLinde, id],
      [asTilburg, id],
      [asSupervisor, id],
      [asArnhem, NEVER],
    ] as const) {
      expect(await ownEventExists({ db: database.db }, who, which)).toBe(false)
      await expect(proveOwnEvent({ db: database.db }, who, which)).rejects.toMatchObject({
        kind: 'niet-gevonden',
      })
    }
    await search(asArnhem)
    const [waiting] = (await search(asArnhem, {}, 1)).auditgebeurtenissen
    expect(waiting?.bladIndex).toBeNull()
    await expect(
      proveOwnEvent({ db: database.db }, asArnhem, waiting?.id ?? NEVER),
    ).rejects.toMatchObject({ kind: 'bewijs-nog-niet-beschikbaar' })
  })

  describe('the database by itself', () => {
    const scope = { role: 'gw_toezicht', oin: linde } as const

    test('shows a party no row of another, whatever is asked', async () => {
      const rows = await database.db.transaction(scope, (tx) =>
        tx.selectFrom('gebeurtenis_detail').select(['oin', 'namens']).execute(),
      )
      expect(rows.length).toBeGreaterThan(0)
      expect(rows.filter(({ oin, namens }) => oin !== linde && namens !== linde)).toEqual([])
      const leaves = await database.db.transaction(scope, (tx) =>
        tx.selectFrom('gebeurtenis').select('id').execute(),
      )
      expect(leaves).toHaveLength(rows.length)
    })

    test('shows nothing at all without a party', async () => {
      const rows = await database.db.transaction({ role: 'gw_toezicht' }, (tx) =>
        tx.selectFrom('gebeurtenis_detail').select('oin').execute(),
      )
      expect(rows).toEqual([])
    })

    test("takes no event in another party's name", async () => {
      await expect(
        database.db.transaction(scope, (tx) =>
          appendEvents(tx, { at: NOW, random }, [refused(eik)]),
        ),
      ).rejects.toThrow('row-level security')
    })

    test.each([
      sql`update gebeurtenis_detail set vervaldatum = '2020-01-01'`,
      sql`delete from gebeurtenis_detail`,
      sql`update gebeurtenis set leaf_index = 1`,
      sql`select * from signaal`,
      sql`select * from log_checkpoint`,
    ])('refuses the searcher every other statement', async (statement) => {
      await expect(database.db.transaction(scope, (tx) => statement.execute(tx))).rejects.toThrow(
        'permission denied',
      )
    })

    test.each(['gebeurtenis', 'gebeurtenis_detail', 'log_kop', 'deelnemer'])(
      'refuses the web listener the table %s',
      async (table) => {
        await expect(
          database.db.transaction({ role: 'gw_openbaar' }, (tx) =>
            sql`select * from ${sql.table(table)}`.execute(tx),
          ),
        ).rejects.toThrow('permission denied')
      },
    )
  })
})
