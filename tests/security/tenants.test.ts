import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/database.ts'
import type { GwRole, Scope } from '../../src/db/transaction.ts'
import { Gemeentecode, Oin } from '../../src/model/ids.ts'
import { Ontvangstbewijs } from '../../src/model/ontvangstbewijs.ts'
import { acceptedOf, callerOf, chooseAll, refusalOf } from '../support/calls.ts'
import { engines } from '../support/databases.ts'
import { openGateway, type TestGateway } from '../support/gateway.ts'
import { rentToday } from '../support/signals.ts'

const LINDE = Oin.parse('00000099000000001000')
const LAGE_LAND = Oin.parse('00000099000000002000')
const INCASSO = Oin.parse('00000099000000004000')
const ARNHEM = Gemeentecode.parse('0202')
const TILBURG = Gemeentecode.parse('0855')
const IN_TILBURG = { straatnaam: 'Wevershof', huisnummer: 7, postcode: '5011EF' }
const ROLES: readonly GwRole[] = [
  'gw_identiteit',
  'gw_aanlevering',
  'gw_aflevering',
  'gw_bewaring',
  'gw_log',
  'gw_beheer',
  'gw_matching',
  'gw_selectie',
  'gw_monitor',
  'gw_opvolging',
  'gw_terugkoppeling',
  'gw_controle',
  'gw_afspraken',
]

/** Rows as text, so that a party's OIN or a municipality's code is found in whatever column it stands. */
type Rows = readonly string[]

describe.each(engines)('each party sees only its own, on $name', ({ name }) => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await openGateway(name)
    for (const party of ['de-linde', 'het-lage-land']) {
      const { post } = callerOf(gateway, party, 'aanleveren')
      const key = { 'Idempotency-Key': `poging-${party}` }
      acceptedOf(await post(rentToday('T-1'), key))
      acceptedOf(await post(rentToday('T-2', { adres: IN_TILBURG })))
      await post(rentToday('T-3', { inspanningen: { herinneringen: [] } }))
    }
    await chooseAll(gateway, 'arnhem')
    await chooseAll(gateway, 'tilburg', { gemeentecode: '0855' })
    for (const college of ['arnhem', 'tilburg']) {
      const { call } = callerOf(gateway, college, 'hulpaanbod', { medewerker: 'mw-3' })
      expect((await call('GET /v1/meldingen')).status).toBe(200)
    }
  })
  afterAll(() => gateway.close())

  describe('a supplier', () => {
    const supplierFor = (namens: string): ReturnType<typeof callerOf> =>
      callerOf(gateway, 'incasso-noord', 'aanleveren', { namens })

    test('posts for its landlord: event, receipt and stored row name both', async () => {
      const answer = acceptedOf(await supplierFor(LINDE).post(rentToday('L-1')))
      const [, payload = ''] = answer.ontvangstbewijs.split('.')
      const claims = Ontvangstbewijs.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
      expect([claims.deelnemer, claims.ingediendDoor]).toEqual([LINDE, INCASSO])
      const found = (await gateway.owner.events('signaal-aanvaard')).find(
        ({ event }) => event.signaalId === answer.id,
      )
      expect(found).toMatchObject({
        oin: INCASSO,
        namens: LINDE,
        gemeentecode: ARNHEM,
        event: { actor: { oin: INCASSO, namens: LINDE, doel: 'aanleveren', via: 'direct' } },
      })
      const rows = await gateway.owner.query(
        sql`select oin, ingediend_door from signaal where id = ${answer.id}`,
      )
      expect(rows).toEqual([{ oin: LINDE, ingediend_door: INCASSO }])
    })

    test('and its landlord see the same signals, under the same kenmerken', async () => {
      const body = rentToday('L-2')
      const first = acceptedOf(await supplierFor(LINDE).post(body))
      const again = await callerOf(gateway, 'de-linde', 'aanleveren').post(body)
      expect([again.status, acceptedOf(again).ontvangstbewijs]).toEqual([
        200,
        first.ontvangstbewijs,
      ])
      expect((await supplierFor(LINDE).call(`GET /v1/signalen/${first.id}`)).status).toBe(200)
    })

    test.each([
      ['another landlord', LAGE_LAND],
      ['a municipality', '00000099000000202000'],
      ['somebody unknown', '00000099000000666000'],
      ['itself', INCASSO],
    ])('cannot act for %s, and the attempt is recorded', async (_, namens) => {
      const before = await gateway.owner.counts(['signaal', 'kenmerk'])
      const caller = supplierFor(namens)
      for (const answer of [
        await caller.post(rentToday('L-3')),
        await caller.call('POST /v1/toetsingen', {}),
      ])
        expect(refusalOf(answer)).toEqual([403, 'mandaat-ontbreekt'])
      expect(await gateway.owner.counts(['signaal', 'kenmerk'])).toEqual(before)
      const last = (await gateway.owner.events('toegang-geweigerd')).slice(-2)
      expect(last.map(({ oin, event }) => [oin, event.probleem, event.route])).toEqual([
        [INCASSO, 'mandaat-ontbreekt', 'POST /v1/signalen'],
        [INCASSO, 'mandaat-ontbreekt', 'POST /v1/toetsingen'],
      ])
    })

    test('cannot borrow a landlord that names another: one landlord acts for no other', async () => {
      const linde = callerOf(gateway, 'de-linde', 'aanleveren', { namens: LAGE_LAND })
      expect(refusalOf(await linde.post(rentToday('L-4')))).toEqual([403, 'mandaat-ontbreekt'])
    })
  })

  describe('without any where-clause', () => {
    const tables = async (): Promise<readonly string[]> =>
      (
        await gateway.owner.query(sql<{ naam: string }>`
          select relname as naam from pg_class
          where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
          order by 1`)
      ).map(({ naam }) => naam)

    /** Every row of `table` that `scope` may read; a table that it may not read at all has none. */
    const readable = async (scope: Scope, table: string): Promise<Rows> => {
      try {
        return await gateway.owner.db.transaction(scope, async (tx) => {
          const columns = await sql<{ naam: string }>`
            select attname as naam from pg_attribute
            where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
              and has_column_privilege(attrelid, attnum, 'SELECT')
            order by attnum`.execute(tx)
          const names = columns.rows.map(({ naam }) => sql.ref(naam))
          if (names.length === 0) return []
          const { rows } = await sql<{ rij: string }>`
            select row(${sql.join(names)})::text as rij from ${sql.table(table)}`.execute(tx)
          return rows.map(({ rij }) => rij)
        })
      } catch (error) {
        expect(String(error)).toMatch(/permission denied/)
        return []
      }
    }
    /** The tables in which `scope` reads rows, with those rows. */
    const readAll = async (scope: Scope): Promise<ReadonlyMap<string, Rows>> => {
      const all = new Map<string, Rows>()
      for (const table of await tables()) {
        const rows = await readable(scope, table)
        if (rows.length > 0) all.set(table, rows)
      }
      return all
    }
    /** What anybody may read who posts or collects: the register, and the state of keys and log. */
    const COMMON = ['adres_gemeente', 'deelnemer', 'mandaat', 'ontvangersleutel']
    const LOG = ['log_checkpoint', 'log_kop', 'log_tegel']

    test('a landlord reads no row of another', async () => {
      const seen = await readAll({ role: 'gw_aanlevering', oin: LINDE })
      // Of an index it sees that it is there, once the grouping step ran; its own, as is asked below.
      const own = [
        'eerder_signaal',
        'gebeurtenis_detail',
        'idempotentie',
        'kenmerk',
        'ontvangstbewijs',
        'signaal',
      ]
      expect(
        [...seen.keys()].filter((table) => !LOG.includes(table) && table !== 'matchindex'),
      ).toEqual([...COMMON, ...own].concat('bewaarsleutel', 'gebeurtenis', 'verzegeld').sort())
      const theirs = await gateway.owner.query(sql<{ id: string }>`
        select id::text from signaal where oin = ${LAGE_LAND}
        union all select gebeurtenis_id::text from gebeurtenis_detail where namens = ${LAGE_LAND}`)
      expect(theirs.length).toBeGreaterThan(4)
      for (const [table, rows] of seen) {
        if (table === 'deelnemer') continue
        const text = rows.join('\n')
        expect([table, text.includes(LAGE_LAND)]).toEqual([table, false])
        for (const { id } of theirs) expect([table, text.includes(id)]).toEqual([table, false])
      }
    })

    test('a municipality reads no row that is addressed to another', async () => {
      for (const [own, other] of [
        [ARNHEM, TILBURG],
        [TILBURG, ARNHEM],
      ] as const) {
        const scope: Scope = { role: 'gw_aflevering', doel: 'hulpaanbod', gemeenten: [own] }
        const seen = await readAll(scope)
        const theirs = await gateway.owner.query(sql<{ id: string }>`
          select id::text from signaal where gemeentecode = ${other}
          union all select gebeurtenis_id::text from gebeurtenis_detail where gemeentecode = ${other}`)
        expect(theirs.length).toBeGreaterThan(4)
        for (const table of ['signaal', 'verzegeld', 'bewaarsleutel', 'gebeurtenis_detail']) {
          const codes = await gateway.owner.db.transaction(scope, (tx) =>
            sql`select distinct gemeentecode from ${sql.table(table)}`.execute(tx),
          )
          expect([table, codes.rows]).toEqual([table, [{ gemeentecode: own }]])
        }
        const text = [...seen].flatMap(([, rows]) => rows).join('\n')
        for (const { id } of theirs) expect(text).not.toContain(id)
      }
    })

    test('who says neither party nor municipality reads nothing of any', async () => {
      for (const role of ['gw_aanlevering', 'gw_aflevering', 'gw_bewaring'] as const) {
        const seen = await readAll({ role })
        // The sweep counts which months still have living kenmerken, of everybody: no name and no hash is among its columns.
        const names = role === 'gw_bewaring' ? [] : ['kenmerk', 'gebeurtenis_detail']
        for (const table of ['signaal', 'verzegeld', ...names])
          expect([role, table, seen.get(table)]).toEqual([role, table, undefined])
      }
    })

    test('who identifies, and who keeps the register, read no signal and no event', async () => {
      for (const role of ['gw_identiteit', 'gw_beheer'] as const) {
        const seen = await readAll({ role, oin: LINDE, gemeenten: [ARNHEM, TILBURG] })
        expect(
          [...seen.keys()].filter((table) => /^(signaal|verzegeld|kenmerk|geb)/.test(table)),
        ).toEqual([])
      }
    })
  })

  describe('writing', () => {
    const attempt = (scope: Scope, statement: RawBuilder<unknown>): Promise<unknown> =>
      gateway.owner.db.transaction(scope, (tx: Tx) => statement.execute(tx))
    const id = '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e'
    const asLinde: Scope = { role: 'gw_aanlevering', oin: LINDE }

    const kenmerkOf = (oin: string): RawBuilder<unknown> => sql`
      insert into kenmerk values (${oin}, '', 'proef', ${id}, '0202', 1, '2026-11', '')`
    const receiptOf = (oin: string): RawBuilder<unknown> => sql`
      insert into ontvangstbewijs values (${oin}, ${id}, 1, ${id}, '')`
    const keyOf = (oin: string): RawBuilder<unknown> => sql`
      insert into idempotentie values (${oin}, 'proef', ${id}, 1, '2026-11', '', '2030-01-01')`
    const signalOf = (oin: string): RawBuilder<unknown> => sql`
      insert into signaal values ('0202', ${id}, 1, ${oin}, ${oin}, 'huur', '2026-11-03', null, '', '', '{}', '2030-01-01')`
    const sealedOf = (oin: string): RawBuilder<unknown> => sql`
      insert into verzegeld
      select gemeentecode, signaal_id, versie, date '2030-01-01', volgnummer, ${oin}, velden, doelen, waarden, dozen
      from verzegeld limit 1`
    const WRITES = { kenmerkOf, receiptOf, keyOf, signalOf, sealedOf }

    test.each(Object.entries(WRITES))(
      'a row in the name of another landlord fails (%s)',
      async (_, write) => {
        await expect(attempt(asLinde, write(LAGE_LAND))).rejects.toThrow(/row-level security/)
      },
    )

    test.each(Object.entries(WRITES).filter(([key]) => key !== 'sealedOf'))(
      'the same row in its own name does not: the one above failed for its owner (%s)',
      async (_, write) => {
        const undone = new Error('undone')
        const tried = gateway.owner.db.transaction(asLinde, async (tx) => {
          await write(LINDE).execute(tx)
          throw undone
        })
        await expect(tried).rejects.toBe(undone)
      },
    )

    test('giving an own row away, or changing or removing one of another, does not work', async () => {
      const given = sql`update kenmerk set oin = ${LAGE_LAND}`
      await expect(attempt(asLinde, given)).rejects.toThrow(/row-level security/)
      const tables = ['kenmerk', 'ontvangstbewijs', 'idempotentie', 'signaal', 'verzegeld']
      const before = await gateway.owner.counts(tables)
      await gateway.owner.db.transaction(asLinde, async (tx) => {
        for (const table of tables.toReversed())
          await sql`delete from ${sql.table(table)} where oin <> ${LINDE}`.execute(tx)
        await sql`update kenmerk set versie = 99 where oin <> ${LINDE}`.execute(tx)
      })
      expect(await gateway.owner.counts(tables)).toEqual(before)
      // Without the condition it reaches its own rows, and those alone.
      const [others] = await gateway.owner.query(
        sql<{ n: number }>`select count(*)::int as n from signaal where oin <> ${LINDE}`,
      )
      const undone = new Error('undone')
      const all = gateway.owner.db.transaction(asLinde, async (tx) => {
        const { numAffectedRows } = await sql`delete from signaal`.execute(tx)
        expect(Number(numAffectedRows)).toBe((before['signaal'] ?? 0) - (others?.n ?? 0))
        throw undone
      })
      await expect(all).rejects.toBe(undone)
      expect(await gateway.owner.counts(tables)).toEqual(before)
    })

    test('a municipality marks nothing of another as received', async () => {
      const scope: Scope = { role: 'gw_aflevering', gemeenten: [ARNHEM] }
      await attempt(
        scope,
        sql`update signaal set ontvangen_tijdstip = '2026-11-03' where gemeentecode = '0855'`,
      )
      const rows = await gateway.owner.query(sql`
        select id from signaal where gemeentecode = '0855' and ontvangen_tijdstip is not null`)
      expect(rows).toEqual([])
      await expect(attempt(scope, sql`update signaal set gemeentecode = '0202'`)).rejects.toThrow(
        /permission denied/,
      )
    })

    test('retention makes and moves no row of a municipality that it does not work for', async () => {
      const scope: Scope = { role: 'gw_bewaring', gemeenten: [ARNHEM] }
      const row = sql`insert into bewaarsleutel (gemeentecode, vervaldatum, volgnummer, toestand)
        values ('0855', '2030-01-01', 1, 'open')`
      await expect(attempt(scope, row)).rejects.toThrow(/row-level security/)
      const moved = sql`insert into verzegeld
        select '0855', signaal_id, versie, vervaldatum, volgnummer, oin, velden, doelen, waarden, dozen from verzegeld limit 1`
      await expect(attempt(scope, moved)).rejects.toThrow(/row-level security/)
    })
  })

  describe('the catalogue', () => {
    const query = <T>(statement: RawBuilder<T>): Promise<readonly T[]> =>
      gateway.owner.query(statement)

    /** The tables that miss row-level security, its force on the owner, or a policy. */
    const unprotected = async (): Promise<readonly string[]> => {
      const rows = await query(sql<{ naam: string }>`
        select c.relname as naam
        from pg_class c left join pg_policies p on p.schemaname = 'public' and p.tablename = c.relname
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'migratie'
        group by c.relname, c.relrowsecurity, c.relforcerowsecurity
        having not (c.relrowsecurity and c.relforcerowsecurity) or count(p.policyname) = 0
        order by 1`)
      return rows.map(({ naam }) => naam)
    }

    test('names no table without row-level security, forced on its owner too, and a policy', async () => {
      expect(await unprotected()).toEqual([])
      await query(sql`create table vergeten_a (oin text)`)
      await query(sql`create table vergeten_b (oin text)`)
      await query(sql`alter table vergeten_b enable row level security`)
      await query(sql`alter table vergeten_b force row level security`)
      expect(await unprotected()).toEqual(['vergeten_a', 'vergeten_b'])
      await query(sql`drop table vergeten_a, vergeten_b`)
    })

    /** Views that read with the rights of their owner, and what has no row-level security at all: stored views, foreign tables. */
    const lending = async (): Promise<readonly string[]> => {
      const rows = await query(sql<{ naam: string }>`
        select relname as naam from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'f')
        and not (relkind = 'v' and coalesce(reloptions && array['security_invoker=true', 'security_invoker=on'], false))
        order by 1`)
      return rows.map(({ naam }) => naam)
    }

    test('names every view that would lend the rights of its owner', async () => {
      await query(sql`create view geleend as select oin from signaal`)
      await query(sql`create materialized view bewaard as select oin from signaal`)
      await query(sql`create view eigen with (security_invoker = true) as select oin from signaal`)
      expect(await lending()).toEqual(['bewaard', 'geleend'])
      await query(sql`drop view geleend, eigen`)
      await query(sql`drop materialized view bewaard`)
    })

    test('gives no role a right on a table without a policy that says on which rows', async () => {
      const rows = await query(sql<{ rol: string; tabel: string; recht: string }>`
        with recht as (
          select distinct r.rolname as rol, c.oid, c.relname as tabel, p.recht
          from pg_roles r, pg_class c, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p(recht)
          where r.rolname like 'gw\\_%' and c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
            and c.relname <> 'migratie'
            and (has_table_privilege(r.oid, c.oid, p.recht)
              or (p.recht <> 'DELETE' and has_any_column_privilege(r.oid, c.oid, p.recht)))),
        beleid as (
          select distinct rol, tablename as tabel, recht
          from pg_policies, unnest(roles) as rol, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) as recht
          where schemaname = 'public' and cmd in (recht, 'ALL'))
        select rol, tabel, recht from recht
        where not exists (select from beleid b where (b.rol, b.tabel, b.recht) = (recht.rol, recht.tabel, recht.recht))
        union all select rolname::text, null, 'BYPASSRLS' from pg_roles where rolname like 'gw\\_%' and rolbypassrls
        order by 1, 2, 3`)
      expect(rows).toEqual([])
    })

    test('has no way around it: no view of the owner, no function that lends its rights, no policy for all', async () => {
      const views = await lending()
      const functions = await query(sql`
        select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`)
      const forAll = await query(sql`
        select tablename, policyname from pg_policies where schemaname = 'public' and 'public' = any (roles)`)
      expect({ views, functions, forAll }).toEqual({ views: [], functions: [], forAll: [] })
    })

    test('lets the login do nothing but read which migrations ran, and gives everybody nothing', async () => {
      const grants = await query(sql`
        select c.relname as tabel, p.privilege_type as recht
        from pg_class c, aclexplode(c.relacl) p
        where c.relnamespace = 'public'::regnamespace
          and p.grantee in (0, (select oid from pg_roles where rolname = 'gw_login'))`)
      expect(grants).toEqual([{ tabel: 'migratie', recht: 'SELECT' }])
      const columns = await query(sql`
        select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid, aclexplode(a.attacl) p
        where p.grantee in (0, (select oid from pg_roles where rolname = 'gw_login'))
          and c.relnamespace = 'public'::regnamespace`)
      expect(columns).toEqual([])
      const powerful = await query(sql`
        select rolname from pg_roles where rolname like 'gw\\_%'
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
          or (rolname = 'gw_login' and rolinherit)
          or oid in (select relowner from pg_class where relnamespace = 'public'::regnamespace))`)
      expect(powerful).toEqual([])
    })

    test('lets no role change or remove an event: the log gives its place, once, and the sweep takes details away', async () => {
      const tables = ['gebeurtenis', 'gebeurtenis_detail']
      const rights = await query(sql<{ rol: string; tabel: string; recht: string }>`
        select r.rolname as rol, t.naam as tabel, p.recht
        from pg_roles r, unnest(${tables}::text[]) t(naam), unnest(array['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) p(recht)
        where r.rolname like 'gw\\_%' and has_table_privilege(r.oid, t.naam, p.recht)`)
      expect(rights).toEqual([{ rol: 'gw_bewaring', tabel: 'gebeurtenis_detail', recht: 'DELETE' }])
      const columns = await query(sql`
        select r.rolname as rol, c.relname as tabel, a.attname as kolom
        from pg_roles r, pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where r.rolname like 'gw\\_%' and c.relname = any (${tables}) and c.relnamespace = 'public'::regnamespace
          and has_column_privilege(r.oid, c.oid, a.attnum, 'UPDATE')`)
      expect(columns).toEqual([{ rol: 'gw_log', tabel: 'gebeurtenis', kolom: 'leaf_index' }])
      for (const role of ROLES)
        for (const statement of [
          sql`delete from gebeurtenis`,
          sql`update gebeurtenis_detail set oin = null`,
          sql`truncate gebeurtenis_detail`,
        ])
          await expect(
            gateway.owner.db.transaction({ role, oin: LINDE, gemeenten: [ARNHEM] }, (tx) =>
              statement.execute(tx),
            ),
          ).rejects.toThrow(/permission denied/)
    })
  })
})
