import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  bothTakePart,
  endLeverafspraak,
  findLeverafspraken,
  hasDelivered,
  hasLeverafspraak,
  listDueAfspraken,
  lockDueAfspraak,
  moveOn,
} from '../../src/agreements/leverafspraak.store.ts'
import type { Tx } from '../../src/db/database.ts'
import type { Oin } from '../../src/model/ids.ts'
import {
  A,
  arnhem,
  asBeheer,
  ELSEWHERE,
  grounds,
  LIST,
  lageLand,
  linde,
  NEIGHBOUR,
  type Twins,
  tilburg,
} from '../support/twins.ts'

const VANAF = '2026-01-01'
const TODAY = '2026-11-12'
const own = { gemeentecode: arnhem, oin: linde, vanaf: VANAF }
const asWatcher = { role: 'gw_afspraken', oin: linde, gemeenten: [arnhem] } as const

const kenmerk = (oin: string, code: string, id: string): string => `
  insert into kenmerk (oin, kenmerk, signaal_id, gemeentecode, versie, sleutelmaand, inhoud_hmac)
    values ('${oin}', 'K-${id.slice(-3)}', '${id}', '${code}', 1, '2026-10', 'h');`

/** On top of the twins: both VLPs have the same agreement with both municipalities. De Linde delivered for Tilburg alone; the other sent a list, and delivered for Arnhem. */
const AGREEMENTS = `
  ${[linde, lageLand]
    .flatMap((oin) =>
      [arnhem, tilburg].map(
        (code) => `insert into leverafspraak (gemeentecode, oin, vanaf, dag, maand, kijkdatum)
      values ('${code}', '${oin}', '${VANAF}', 10, '2026-11', '${TODAY}');`,
      ),
    )
    .join('')}
  delete from aanlevering where oin = '${linde}';
  delete from kenmerk where oin = '${linde}';
  ${kenmerk(linde, tilburg, ELSEWHERE)}${kenmerk(lageLand, arnhem, NEIGHBOUR)}
  update aanlevering set toestand = 'ontvangen', vrijgegeven_tijdstip = '2026-11-03';`

describe.each(grounds)('agreements are of two parties at a time, on $name', (ground) => {
  let twins: Twins
  beforeAll(async () => {
    twins = await ground.open()
  })
  beforeEach(async () => {
    await twins.plant()
    await asOwner(AGREEMENTS)
  })
  afterAll(() => twins.close())

  const asOwner = (script: string): Promise<void> => {
    const { owner, kind } = twins.database
    return owner.exec(kind === 'pglite' ? `reset role; ${script}; set role gw_login` : script)
  }
  const all = (): Promise<readonly unknown[]> =>
    twins.rows('leverafspraak', 'gemeentecode, oin, to_jsonb(leverafspraak)::text')
  /** Runs `deed` and shows that of all agreements it changed the one of De Linde with Arnhem. */
  const expectOnlyOwn = async (
    scope: Parameters<Twins['as']>[0],
    deed: (tx: Tx) => Promise<unknown>,
  ): Promise<void> => {
    const before = await all()
    await twins.as(scope, deed)
    const after = await all()
    const changed = after.filter((row) => !before.some((one) => String(one) === String(row)))
    expect(changed.map((row) => String(row).split(',').slice(0, 2))).toEqual([[arnhem, linde]])
  }

  test('the operator finds those of one VLP, and of one municipality', async () => {
    const pairs = (of: Parameters<typeof findLeverafspraken>[1]) =>
      twins.as(asBeheer, async (tx) =>
        (await findLeverafspraken(tx, of)).map(({ gemeentecode, deelnemer }) => [
          gemeentecode,
          deelnemer,
        ]),
      )
    expect(await pairs({ oin: linde })).toEqual([
      [arnhem, linde],
      [tilburg, linde],
    ])
    expect(await pairs({ gemeentecode: arnhem })).toEqual([
      [arnhem, linde],
      [arnhem, lageLand],
    ])
    expect(await pairs({ oin: linde, gemeentecode: arnhem })).toEqual([[arnhem, linde]])
  })

  test('the operator asks for the same of two alone, and ends one alone', async () => {
    await expectOnlyOwn(asBeheer, (tx) => endLeverafspraak(tx, own, '2026-06-01'))
    const has = (gemeentecode: typeof arnhem, oin: Oin) =>
      twins.as(asBeheer, (tx) =>
        hasLeverafspraak(tx, { gemeentecode, oin, vanaf: '2026-08-01' }, undefined),
      )
    expect(await has(arnhem, linde)).toBe(false)
    expect([await has(tilburg, linde), await has(arnhem, lageLand)]).toEqual([true, true])
  })

  test('who looks takes one in hand and moves that on', async () => {
    const due = await twins.as({ role: 'gw_afspraken' }, (tx) => listDueAfspraken(tx, TODAY, 10))
    expect(due).toHaveLength(4)
    const taken = await twins.as(asWatcher, (tx) => lockDueAfspraak(tx, own, TODAY))
    expect(taken).toMatchObject({ ...own, dag: 10, maand: '2026-11', kijkdatum: TODAY })
    const next = { maand: '2026-12', kijkdatum: '2026-12-12' }
    await expectOnlyOwn(asWatcher, (tx) => moveOn(tx, own, next, '2026-11-10'))
    expect(await twins.as(asWatcher, (tx) => lockDueAfspraak(tx, own, TODAY))).toBeUndefined()
  })

  test('what another delivered is no delivery', async () => {
    const sinds = new Date('2020-01-01')
    expect(await twins.as(asWatcher, (tx) => hasDelivered(tx, own, sinds))).toBe(false)
    const atTilburg = { ...own, gemeentecode: tilburg }
    expect(await twins.as(asWatcher, (tx) => hasDelivered(tx, atTilburg, sinds))).toBe(true)
    const theirs = { gemeentecode: tilburg, oin: lageLand, vanaf: VANAF }
    const asTheirs = { ...asWatcher, oin: lageLand }
    expect(await twins.as(asTheirs, (tx) => hasDelivered(tx, theirs, sinds))).toBe(true)
  })

  test('what another holds back of the same name does not take away what was delivered', async () => {
    // Under the same id De Linde has a list that was withdrawn, and that brought nothing.
    await asOwner(`${kenmerk(linde, arnhem, A)} update aanlevering set vrijgegeven_tijdstip = null;
      insert into aanlevering (oin, id, ingediend_door, vorm, vrijgave, toestand, begonnen_tijdstip, laatste_tijdstip, vervaldatum)
        values ('${linde}', '${LIST}', '${linde}', 'csv', 'direct', 'ingetrokken', '2026-11-03', '2026-11-03', '2027-05-01');`)
    const sinds = new Date('2020-01-01')
    expect(await twins.as(asWatcher, (tx) => hasDelivered(tx, own, sinds))).toBe(true)
  })

  test('whether both take part is asked of these two', async () => {
    const both = (key: typeof own) => twins.as(asWatcher, (tx) => bothTakePart(tx, key, TODAY))
    expect(await both(own)).toBe(true)
    await asOwner(
      `update deelnemer set tot = '2026-02-01' where oin = '${lageLand}' or gemeentecode = '${tilburg}'`,
    )
    expect(await both(own)).toBe(true)
    expect(await both({ ...own, oin: lageLand })).toBe(false)
    expect(await both({ ...own, gemeentecode: tilburg })).toBe(false)
  })

  if (ground.name.includes(' with row')) {
    test('who looks for one of two changes nothing of others, and reads nothing that others delivered', async () => {
      // Without any condition: what is left is one agreement, and the lists and kenmerken of one VLP.
      await expectOnlyOwn(asWatcher, (tx) =>
        sql`update leverafspraak set laatst_uitgebleven = '2026-11-10'`.execute(tx),
      )
      const seen = await twins.as(asWatcher, async (tx) => [
        ...(await tx.selectFrom('leverafspraak').select('oin').forNoKeyUpdate().execute()),
        ...(await tx.selectFrom('kenmerk').select('oin').execute()),
        ...(await tx.selectFrom('aanlevering').select('oin').execute()),
        ...(await tx.selectFrom('aanlevering_regel').select('oin').execute()),
      ])
      expect(new Set(seen.map(({ oin }) => oin))).toEqual(new Set([linde]))
    })

    test.each(['signaal', 'melding', 'terugkoppeling_wacht', 'gemeente_gebeurtenis'] as const)(
      'and nothing of what a municipality did: %s',
      async (table) => {
        const read = twins.as(asWatcher, (tx) => tx.selectFrom(table).selectAll().execute())
        await expect(read).rejects.toThrow(/permission denied/)
      },
    )
  }
})
