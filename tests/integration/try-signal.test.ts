import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/database.ts'
import { type TrySignalDeps, trySignal } from '../../src/flows/try-signal.ts'
import { parseToetsing } from '../../src/intake/parse-signaal.ts'
import type { Caller } from '../../src/model/caller.ts'
import { Gemeentecode, Oin, SleutelId } from '../../src/model/ids.ts'
import type { Ontvangersleutel } from '../../src/model/sealed.ts'
import { DAY } from '../support/builders.ts'
import { engines, type TestDatabase } from '../support/databases.ts'
import { projectPolicies } from '../support/project-policies.ts'

const linde = Oin.parse('00000099000000001000')
const college = Oin.parse('00000099000000002000')
const policies = projectPolicies()

const caller: Caller = {
  oin: linde,
  namens: linde,
  rol: 'verhuurder',
  gemeenten: [],
  doel: 'aanleveren',
  via: 'direct',
}

const aTryOut = (overrides: object = {}): ReturnType<typeof parseToetsing> =>
  parseToetsing({
    signaaltype: 'huur',
    signaaldatum: DAY,
    gemeentecode: '0202',
    natuurlijkPersoon: true,
    achterstand: { bedragInCenten: 81_200, maanden: 2 },
    inspanningen: {
      pogingPersoonlijkContactDatum: '2026-10-03',
      gewezenOpSchuldhulpDatum: '2026-10-03',
      herinneringen: ['2026-09-20'],
      aanbodGegevensdelingDatum: '2026-09-20',
      reactie: 'geen',
    },
    velden: ['persoon.burgerservicenummer', 'persoon.achternaam', 'persoon.achternaam'],
    ...overrides,
  })

/** Reads the register as the gateway does, row-level security and all. */
async function recipientKeys(tx: Tx, gemeentecode: string): Promise<Ontvangersleutel[]> {
  const rows = await tx
    .selectFrom('ontvangersleutel')
    .select(['sleutel_id', 'publieke_sleutel'])
    .where('gemeentecode', '=', gemeentecode)
    .execute()
  return rows.map((row) => ({
    sleutelId: SleutelId.parse(row.sleutel_id),
    gemeentecode: Gemeentecode.parse(gemeentecode),
    doelen: ['hulpaanbod'],
    publiekeSleutel: row.publieke_sleutel,
    toestand: 'actief',
  }))
}

describe.each(engines)('a try-out on $name', (engine) => {
  let database: TestDatabase
  let deps: TrySignalDeps
  beforeAll(async () => {
    database = await engine.open()
    const now = (): Date => new Date('2026-11-03T09:00:00Z')
    deps = { db: database.db, policies: () => policies, now, recipientKeys }
    await database.db.transaction({ role: 'gw_beheer' }, async (tx) => {
      await tx
        .insertInto('deelnemer')
        .values({
          oin: college,
          naam: 'College van Arnhem',
          rol: 'college',
          gemeentecode: '0202',
          client_jwks: '{}',
          vanaf: '2026-01-01',
          tot: null,
        })
        .execute()
      await tx
        .insertInto('ontvangersleutel')
        .values({
          gemeentecode: '0202',
          sleutel_id: 'a'.repeat(32),
          oin: college,
          doelen: ['hulpaanbod'],
          publieke_sleutel: new Uint8Array(32),
          toestand: 'actief',
          registratie_jws: '',
          geregistreerd_tijdstip: new Date('2026-01-01T00:00:00Z'),
        })
        .execute()
    })
  })
  afterAll(() => database.close())

  test('answers as the signal itself would be, field by field', async () => {
    expect(await trySignal(deps, caller, aTryOut())).toEqual({
      besluit: 'aanvaard',
      redenen: [],
      velden: [
        { veld: 'persoon.achternaam', uitkomst: 'doorgegeven', grondslag: ['bgs-2020-art-2'] },
        {
          veld: 'persoon.burgerservicenummer',
          uitkomst: 'niet-doorgegeven',
          grondslag: [],
          reden: 'geen-grondslag',
        },
        { veld: 'signaalsoort', uitkomst: 'vergroofd', grondslag: ['wgs-art-8b'] },
      ],
      beleid: { id: 'wet/huur@1', hash: policies.hash },
      ontvanger: { gemeentecode: '0202', oin: college, sleutelIds: ['a'.repeat(32)] },
    })
  })

  test('answers with a refusal too, never an error', async () => {
    const refused = async (overrides: object, who = caller): Promise<string[]> =>
      (await trySignal(deps, who, aTryOut(overrides))).redenen.map(({ code }) => code)
    expect(await refused({ signaaltype: 'telecom' })).toEqual(['geen-grondslag'])
    expect(await refused({ gemeentecode: '0758' })).toEqual(['gemeente-niet-aangesloten'])
    expect(await refused({ natuurlijkPersoon: false })).toEqual(['rechtspersoon'])
    expect(await refused({}, { ...caller, rol: 'energieleverancier' })).toEqual([
      'afzender-niet-bevoegd',
    ])
  })

  test('goes by the day in Amsterdam: just after midnight a signal of that day is not of tomorrow', async () => {
    const at = (instant: string): TrySignalDeps => ({ ...deps, now: () => new Date(instant) })
    const before = await trySignal(at('2026-11-02T22:59:59Z'), caller, aTryOut())
    const after = await trySignal(at('2026-11-02T23:00:00Z'), caller, aTryOut())
    expect([before.besluit, after.besluit]).toEqual(['geweigerd', 'aanvaard'])
  })

  test('stores nothing', async () => {
    await trySignal(deps, caller, aTryOut())
    const count = (role: 'gw_log' | 'gw_aanlevering', table: string): Promise<unknown> =>
      database.db.transaction({ role, oin: linde }, async (tx) => {
        const { rows } = await sql<{
          n: number
        }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx)
        return rows[0]?.n
      })
    expect(await count('gw_log', 'gebeurtenis')).toBe(0)
    for (const table of ['signaal', 'kenmerk', 'ontvangstbewijs', 'idempotentie', 'bewaarsleutel'])
      expect(await count('gw_aanlevering', table)).toBe(0)
  })
})
