import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { appendEvent } from '../../src/audit/audit.store.ts'
import { freezeMonths } from '../../src/flows/count-months/freeze-months.ts'
import type { CountMonthsDeps } from '../../src/flows/count-months/numbers.ts'
import { checkIndicators, readIndicators } from '../../src/flows/count-months/read-indicators.ts'
import { groupSignals } from '../../src/flows/group-signals.ts'
import { recordInhabitants } from '../../src/flows/record-inhabitants.ts'
import type { AppendEvent } from '../../src/identity/append-event.ts'
import type { Caller } from '../../src/model/caller.ts'
import type { Gemeentecode } from '../../src/model/ids.ts'
import type { Indicatornaam } from '../../src/model/indicator.ts'
import type { Indicatoren, Weergave } from '../../src/model/indicatoren.ts'
import type { Uitkomstgroep } from '../../src/model/terugkoppeling.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { engines } from '../support/databases.ts'
import { type House, lageLand, openHouse, tilburg } from '../support/house.ts'
import { arnhem, linde } from '../support/sealed-signals.ts'

const CLOSED = '2026-11-30T23:00:00Z'
const LONG_AFTER = '2027-06-02T02:00:00Z'

const depsOf = ({ sweepDeps }: House): CountMonthsDeps => sweepDeps

const callerOf = (...gemeenten: readonly Gemeentecode[]): Caller => ({
  oin: linde,
  namens: linde,
  rol: 'college',
  gemeenten,
  doel: 'monitor',
  via: 'direct',
})

const read = (
  house: House,
  gemeentecode = arnhem,
  weergave: Weergave = 'eigen',
): Promise<Indicatoren> =>
  readIndicators(depsOf(house), callerOf(gemeentecode), { maand: '2026-11', weergave })

const said = ({ indicatoren }: Indicatoren, naam: Indicatornaam) =>
  indicatoren.find((one) => one.naam === naam)

const freeze = (house: House): Promise<number> => freezeMonths(depsOf(house))

/** What opvolging writes of an end result. */
const end = (house: House, groep: Uitkomstgroep): Promise<unknown> =>
  asSuperuser(house.database, (pool) =>
    sql`update melding set toestand = 'afgesloten', uitkomstgroep = ${groep}
      where gemeentecode = ${arnhem} and id = (select min(id::text)::uuid from melding where gemeentecode = ${arnhem})`.execute(
      pool,
    ),
  )

/** Two persons at Arnhem, one of them signalled twice, and one at Tilburg. */
async function november(house: House): Promise<void> {
  const persoon = { voorletters: 'J.' }
  await house.post({ persoon })
  await house.post({ persoon }, lageLand)
  await house.post({ persoon: { voorletters: 'A.', achternaam: 'Zonneveld' } })
  await house.post({
    adres: { straatnaam: 'Wevershof', huisnummer: 7, postcode: '5011EF', plaatsnaam: 'Tilburg' },
  })
  await groupSignals({ ...house.sweepDeps, crashPoint: () => undefined })
}

const NUMBERS = ['aantal-vroegsignalen', 'meldingen', 'meervoudig', 'uitkomsten'] as const
const numbers = (found: Indicatoren) =>
  NUMBERS.map((naam) => {
    const { waarde, teller, delen } = said(found, naam) ?? {}
    return { waarde, teller, delen }
  })

describe.each(engines)('the indicators of a month on $name', (engine) => {
  let house: House
  beforeEach(async () => {
    house = await openHouse(await engine.open())
    await november(house)
  })
  afterEach(() => house.close())

  test('are provisional while it runs, and fixed at its closing: intake first, results once nothing of it lives', async () => {
    expect(await freeze(house)).toBeGreaterThan(0)
    expect((await read(house)).fasen.instroom).toEqual({ stand: 'voorlopig' })
    house.setClock(CLOSED)
    await freeze(house)
    const found = await read(house)
    expect(found.fasen).toEqual({
      instroom: { stand: 'bevroren', bevrorenTijdstip: '2026-11-30T23:00:00.000Z' },
      uitkomst: { stand: 'voorlopig' },
    })
    expect(said(found, 'aantal-vroegsignalen')?.waarde).toBe(3)
    expect(said(found, 'meldingen')?.waarde).toBe(2)
    expect(said(found, 'meervoudig')).toMatchObject({ teller: 1, noemer: 2, waarde: 50 })
    expect(said(await read(house, tilburg), 'aantal-vroegsignalen')?.waarde).toBe(1)
    expect(await freeze(house)).toBe(0)
    house.setClock(LONG_AFTER)
    await house.sweep()
    await freeze(house)
    expect((await read(house)).fasen.uitkomst.stand).toBe('bevroren')
  })

  test('count results that came after the closing, also where the sweep took some rows before others', async () => {
    house.setClock(CLOSED)
    await freeze(house)
    await end(house, 'hulp-aanvaard')
    const before = numbers(await read(house))
    expect(before[3]?.delen).toEqual([
      { waarde: 'hulp-aanvaard', aantal: 1 },
      { waarde: 'niet-gekozen', aantal: 1 },
    ])
    house.setClock(LONG_AFTER)
    await house.sweep({}, { batchSize: 1 })
    expect(await house.count('signaal')).toBe(0)
    expect(numbers(await read(house))).toEqual(before)
    await freeze(house)
    expect(numbers(await read(house))).toEqual(before)
  })

  test('lose nothing to a sweep that comes before the freeze, wherever that sweep breaks off', async () => {
    const before = numbers(await read(house))
    house.setClock(LONG_AFTER)
    for (const point of ['signalen-gedaan', 'signalen-vastgelegd', 'meldingen-gedaan'] as const) {
      let passed = 0
      const crashPoint = (step: string): void => {
        if (step === point && ++passed === 1) throw new Error('killed')
      }
      await expect(house.sweep({}, { crashPoint, batchSize: 1 })).rejects.toThrow('killed')
      expect(numbers(await read(house)), point).toEqual(before)
    }
    await house.sweep()
    await freeze(house)
    expect(await house.count('signaal')).toBe(0)
    expect(numbers(await read(house))).toEqual(before)
  })
})

describe('the indicators of a municipality', () => {
  const [engine] = engines
  let house: House
  beforeAll(async () => {
    house = await openHouse(await engine.open())
    await november(house)
    house.setClock(CLOSED)
    await freeze(house)
  })
  afterAll(() => house.close())

  test('divide by the inhabitants that were known on the first day of the month', async () => {
    const { now, random, db } = house.sweepDeps
    const append: AppendEvent = (tx, event, parties) =>
      appendEvent(tx, { at: now(), random }, event, parties)
    const deps = { db, appendEvent: append }
    for (const [vanafDatum, aantal] of [
      ['2026-01-01', 1500],
      ['2026-11-02', 9000],
    ] as const)
      await recordInhabitants(deps, 'beheer-1', { gemeentecode: arnhem, vanafDatum, aantal })
    const found = await read(house)
    expect(found.inwoners).toBe(1500)
    expect(said(found, 'signalen-per-1000')?.waarde).toBe(2)
    expect(await house.events('inwoners-vastgelegd')).toHaveLength(2)
  })

  test('show no district of fewer persons than the policies say, to itself neither', async () => {
    expect(said(await read(house), 'signalen-per-wijk')?.delen).toEqual([
      { waarde: 'overig', aantal: 3 },
    ])
  })

  test('leave it with no small number, and only of what is fixed', async () => {
    const found = await read(house, arnhem, 'openbaar')
    expect(found.signaalreis).toBeUndefined()
    const shown = found.indicatoren.flatMap(({ waarde, teller, delen = [] }) => [
      waarde,
      teller,
      ...delen.map(({ aantal }) => aantal),
    ])
    expect(shown.filter((one) => typeof one === 'number' && one > 0)).toEqual([])
  })

  test('are recorded when they are read, and when they are fixed, with what was fixed', async () => {
    const before = (await house.events('indicatoren-gelezen')).length
    await read(house)
    const reads = await house.events('indicatoren-gelezen')
    expect(reads).toHaveLength(before + 1)
    const own = { maand: '2026-11', weergave: 'eigen', gemeentecode: arnhem }
    expect(reads).toContainEqual(expect.objectContaining(own))
    const fixed = await house.events('indicatoren-bevroren')
    expect(fixed).toContainEqual(
      expect.objectContaining({ gemeentecode: arnhem, maand: '2026-11', fase: 'instroom' }),
    )
    await checkIndicators(callerOf(arnhem), { weergave: 'eigen' })
    expect(await house.events('indicatoren-gelezen')).toHaveLength(before + 1)
  })

  test('stay as they were fixed, whoever writes', async () => {
    for (const attempt of [
      sql`update indicator_telling set aantal = aantal + 1 where gemeentecode = ${arnhem} and fase = 'instroom'`,
      sql`delete from indicator_telling where gemeentecode = ${arnhem} and fase = 'instroom'`,
    ])
      await expect(
        house.database.db.transaction({ role: 'gw_monitor', gemeenten: [arnhem] }, (tx) =>
          attempt.execute(tx),
        ),
      ).rejects.toThrow('a frozen number stays as it is')
    await expect(
      house.database.db.transaction({ role: 'gw_monitor', gemeenten: [arnhem] }, (tx) =>
        sql`update indicator_maand set instroom_tijdstip = null where maand = '2026-11'`.execute(
          tx,
        ),
      ),
    ).rejects.toThrow('a frozen month stays frozen')
  })

  test('are read by nobody else, and by who acts for two only when it says which', async () => {
    const ask = (caller: Caller, gemeentecode?: Gemeentecode) =>
      readIndicators(depsOf(house), caller, {
        maand: '2026-11',
        weergave: 'eigen',
        ...(gemeentecode === undefined ? {} : { gemeentecode }),
      })
    await expect(ask(callerOf())).rejects.toMatchObject({ kind: 'rol-niet-toegestaan' })
    await expect(ask(callerOf(tilburg), arnhem)).rejects.toMatchObject({ kind: 'niet-gevonden' })
    await expect(ask(callerOf(tilburg, arnhem))).rejects.toMatchObject({ kind: 'niet-gevonden' })
    expect((await ask(callerOf(tilburg, arnhem), arnhem)).gemeentecode).toBe(arnhem)
  })
})
