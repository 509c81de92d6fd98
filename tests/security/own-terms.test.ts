/**
 * What a municipality decides about keeping, attacked: copies of before, a crash at every step, a hold and a restriction in the way of sweep
 * and delivery, another municipality, and one person who would be two.
 */
import { sql } from 'kysely'
import sodium from 'libsodium-wrappers'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  adviseDecision,
  approveDecision,
  withdrawDecision,
} from '../../src/flows/decide-terms/decide-draft.ts'
import { draftDecision } from '../../src/flows/decide-terms/draft-decision.ts'
import { readDecision, readTerms } from '../../src/flows/decide-terms/read-terms.ts'
import { endMeasure, withdrawMeasure } from '../../src/flows/measures/end-measure.ts'
import { proposeMeasure, readMeasures, setMeasure } from '../../src/flows/measures/set-measure.ts'
import type { Bewaarbesluit, Bewaarontwerp } from '../../src/model/bewaarbesluit.ts'
import type { Caller } from '../../src/model/caller.ts'
import type { Gemeentecode, SignaalId } from '../../src/model/ids.ts'
import { Oin } from '../../src/model/ids.ts'
import type { Maatregel, Maatregelvoorstel } from '../../src/model/maatregel.ts'
import { engines } from '../support/databases.ts'
import { type House, openHouse, tilburg } from '../support/house.ts'
import { arnhem } from '../support/sealed-signals.ts'
import { steal } from '../support/thief.ts'

const NAME = { 'persoon.achternaam': 'Boer' }
const BEGINS = '2027-01-10'
const SHORTER = [
  { categorie: 'gecodeerd', termijn: 'P2M' },
  { categorie: 'verzegeldNietGeopend', termijn: 'P1M' },
]

const person = (medewerker: string, gemeentecode: Gemeentecode = arnhem): Caller => {
  const oin = Oin.parse(`0000009900000${gemeentecode}000`)
  const parties = { oin, namens: oin, rol: 'college', gemeenten: [gemeentecode] } as const
  return { ...parties, doel: 'toezicht', medewerker, via: 'direct' }
}
const [fg, chief, third] = [person('fg-1'), person('mw-17'), person('mw-18')]

describe.each(engines)('keeping, decided by a municipality on $name', (engine) => {
  let house: House
  beforeAll(() => sodium.ready)
  beforeEach(async () => {
    house = await openHouse(await engine.open())
  })
  afterEach(() => house.close())

  const draft = async (more: Partial<Bewaarontwerp> = {}, caller = fg): Promise<Bewaarbesluit> => {
    const ontwerp = { termijnen: SHORTER, ingangsdatum: BEGINS, ...more }
    return (await draftDecision(house.sweepDeps, caller, { ontwerp })).besluit
  }
  const read = (id: string): Promise<Bewaarbesluit> => readDecision(house.sweepDeps, chief, id)
  const approve = async (id: string, caller = chief): Promise<Bewaarbesluit> => {
    const { voorvertoning } = await read(id)
    if (voorvertoning === undefined) throw new Error('no preview')
    return approveDecision(house.sweepDeps, caller, id, { besluit: 'goedgekeurd', voorvertoning })
  }
  const measure = async (more: Partial<Maatregelvoorstel>, ...signalen: SignaalId[]) => {
    const voorstel = {
      soort: 'bevriezing',
      reden: 'klacht',
      totDatum: '2027-06-01',
      signalen,
      ...more,
    }
    const { maatregel } = await proposeMeasure(house.sweepDeps, fg, {
      voorstel: voorstel as Maatregelvoorstel,
    })
    return maatregel
  }
  const set = async (
    more: Partial<Maatregelvoorstel>,
    ...signalen: SignaalId[]
  ): Promise<Maatregel> => setMeasure(house.sweepDeps, chief, (await measure(more, ...signalen)).id)
  const openedBy = (
    rows: Awaited<ReturnType<House['backup']>>,
    files: ReturnType<House['files']>,
  ) => {
    const names = Object.keys(steal({ rows, ...files, paar: house.bench.paar }))
    return [...new Set(names.map((name) => name.slice(0, 36)))].sort()
  }

  describe('a shortened term', () => {
    test('reaches copies of before: no backup opens with what the keyring still has, nor with an older keyring and the root of now', async () => {
      const old = await house.post()
      house.setClock('2027-01-03T09:00:00Z')
      const young = await house.post()
      const [copy, files] = [await house.backup(), house.files()]
      expect(openedBy(copy, files)).toEqual([old.id, young.id].sort())
      const { id } = await draft()
      await approve(id)
      house.setClock(`${BEGINS}T02:00:00Z`)
      const outcome = await house.sweep()
      expect(outcome?.aantallen).toMatchObject({
        vervroegdeSignalen: 2,
        signalen: 1,
        bewaarsleutels: 2,
      })
      const [after, left] = [house.files(), await house.backup()]
      expect(openedBy(copy, after)).toEqual([])
      expect(openedBy(copy, { keyring: files.keyring, root: after.root })).toEqual([])
      expect(openedBy(copy, files)).toEqual([old.id, young.id].sort())
      expect(openedBy(left, after)).toEqual([young.id])
      expect(await house.open(young.id)).toMatchObject(NAME)
      expect(left.map(({ vervaldatum }) => vervaldatum)).toEqual(['2027-02-03'])
      // The new day counts as any other: then it is gone.
      house.setClock('2027-02-03T02:00:00Z')
      await house.sweep()
      expect(await house.open(young.id)).toEqual({})
      expect(openedBy(left, house.files())).toEqual([])
    })

    test('of confirmed signals brings their day forward, and leaves those that are not confirmed', async () => {
      const [confirmed, waits] = [await house.post(), await house.post()]
      await house.collect()
      await house.confirm(confirmed.id)
      const termijnen = [{ categorie: 'verzegeldGeopend', termijn: 'P0D' }]
      const { id, voorvertoning } = await draft({ termijnen, ingangsdatum: '2026-11-05' })
      const fields = voorvertoning?.gevolgen[0]?.gewist.velden ?? 0
      expect(fields).toBeGreaterThan(3)
      expect(voorvertoning?.gevolgen).toMatchObject([
        { categorie: 'verzegeldGeopend', gewist: { signalen: 0, velden: fields } },
      ])
      await approve(id)
      house.setClock('2026-11-05T02:00:00Z')
      expect((await house.sweep())?.aantallen).toMatchObject({ geopendeSignalen: 1, signalen: 0 })
      expect(await house.open(confirmed.id)).toEqual({})
      expect(await house.open(waits.id)).toMatchObject(NAME)
      expect((await read(id)).uitvoering?.voorzien).toEqual(
        (await read(id)).voorvertoning?.gevolgen,
      )
      await house.confirm(waits.id)
      house.passHours(24)
      await house.sweep()
      expect(await house.open(waits.id)).toEqual({})
    })

    test('is not carried out in the minutes in which a request of the day before may still be under way', async () => {
      await house.post()
      const { id } = await draft({ ingangsdatum: '2026-11-05' })
      await approve(id)
      house.setClock('2026-11-04T23:05:00Z')
      await house.sweep()
      expect((await read(id)).toestand).toBe('goedgekeurd')
      house.setClock('2026-11-04T23:15:00Z')
      await house.sweep()
      expect((await read(id)).toestand).toBe('van-kracht')
    })

    test('is carried out whole and counted once, whatever step a process dies at', async () => {
      for (let n = 0; n < 5; n += 1) await house.post()
      house.setClock('2027-01-03T09:00:00Z')
      const stays = [await house.post(), await house.post(), await house.post()]
      const { id } = await draft()
      const approved = await approve(id)
      expect(approved.voorvertoning?.gevolgen[0]?.gewist.signalen).toBe(5)
      house.setClock(`${BEGINS}T02:00:00Z`)
      const crashed = new Set<string>()
      const crashPoint = (step: string): void => {
        // Each batch of the carrying out dies once inside and once after its commit.
        const name = step.startsWith('vervroegde') ? `${step}${crashed.size}` : step
        if (crashed.has(step) && (name === step || crashed.size > 8)) return
        crashed.add(step).add(name)
        throw new Error(`crash at ${step}`)
      }
      const sweepOn = (): Promise<boolean> =>
        house.sweep({}, { crashPoint }).then(
          () => true,
          () => false,
        )
      while (!(await sweepOn())) house.passHours(0.1)
      const done = await read(id)
      expect(done.toestand).toBe('van-kracht')
      expect(done.uitvoering?.voorzien).toEqual(approved.voorvertoning?.gevolgen)
      expect(await house.events('bewaarbesluit-van-kracht')).toHaveLength(1)
      expect(await house.count('signaal')).toBe(3)
      expect(await house.count('herverpakking')).toBe(0)
      for (const one of stays) expect(await house.open(one.id)).toMatchObject(NAME)
    })
  })

  describe('a hold', () => {
    test('keeps a signal and its fields beyond their days, until its own', async () => {
      const [held, goes] = [await house.post(), await house.post()]
      await set({}, held.id)
      house.setClock('2027-05-04T02:00:00Z')
      expect((await house.sweep())?.aantallen).toMatchObject({ signalen: 1 })
      await expect(house.collectOne(goes.id)).rejects.toThrow('niet-gevonden')
      expect(await house.open(held.id)).toMatchObject(NAME)
      const copy = await house.backup()
      house.setClock('2027-06-01T02:00:00Z')
      expect((await house.sweep())?.aantallen).toMatchObject({ signalen: 1, maatregelen: 1 })
      expect(await house.count('verzegeld')).toBe(0)
      expect(openedBy(copy, house.files())).toEqual([])
      expect(await house.events('maatregel-beeindigd')).toMatchObject([
        { signaalId: held.id, maatregel: 'bevriezing' },
      ])
    })

    test('goes on through a correction and a confirmed receipt, and stands in the way of a shortened term', async () => {
      const [held, goes] = [await house.post(), await house.post()]
      await set({ totDatum: '2027-02-01' }, held.id)
      await house.post({ kenmerk: 'K-1', achterstand: { bedragInCenten: 99_900, maanden: 3 } })
      await house.collect()
      await house.confirm(held.id)
      house.setClock('2026-12-01T09:00:00Z')
      await house.sweep()
      expect(await house.open(held.id)).toMatchObject({ 'achterstand.bedragInCenten': 99_900 })
      house.setClock('2027-01-05T09:00:00Z')
      const { id, voorvertoning } = await draft()
      expect(voorvertoning?.gevolgen[0]).toMatchObject({
        categorie: 'gecodeerd',
        gewist: { signalen: 1 },
        bevroren: { signalen: 1 },
      })
      await approve(id)
      house.setClock(`${BEGINS}T02:00:00Z`)
      expect((await house.sweep())?.aantallen).toMatchObject({ signalen: 1 })
      await expect(house.collectOne(goes.id)).rejects.toThrow('niet-gevonden')
      expect(await house.open(held.id)).toMatchObject(NAME)
      house.setClock('2027-02-01T02:00:00Z')
      expect((await house.sweep())?.aantallen).toMatchObject({ signalen: 1 })
      expect(await house.count('verzegeld')).toBe(0)
    })

    test('ends early when two persons say so: its day is again what it was, in copies too', async () => {
      const { id } = await house.post()
      const hold = await set({}, id)
      const copy = await house.backup()
      expect(copy.map(({ vervaldatum }) => vervaldatum)).toEqual(['2027-06-01'])
      expect((await endMeasure(house.sweepDeps, chief, hold.id)).toestand).toBe('van-kracht')
      await expect(endMeasure(house.sweepDeps, chief, hold.id)).rejects.toThrow('tweede-persoon')
      expect((await endMeasure(house.sweepDeps, fg, hold.id)).toestand).toBe('beeindigd')
      expect((await house.backup()).map(({ vervaldatum }) => vervaldatum)).toEqual(['2027-05-03'])
      await house.sweep()
      expect(openedBy(copy, house.files())).toEqual([])
      expect(await house.open(id)).toMatchObject(NAME)
      house.setClock('2027-05-03T02:00:00Z')
      await house.sweep()
      expect(await house.count('signaal')).toBe(0)
    })

    test('does not outlast another one, and what was due meanwhile goes in the next night', async () => {
      const { id } = await house.post()
      const long = await set({}, id)
      await set({ totDatum: '2027-05-10', reden: 'onderzoek' }, id)
      house.setClock('2027-05-05T09:00:00Z')
      await house.sweep()
      for (const one of [fg, chief]) await endMeasure(house.sweepDeps, one, long.id)
      expect((await house.backup()).map(({ vervaldatum }) => vervaldatum)).toEqual(['2027-05-10'])
      house.setClock('2027-05-06T02:00:00Z')
      await house.sweep()
      expect(await house.open(id)).toMatchObject(NAME)
      house.setClock('2027-05-10T02:00:00Z')
      await house.sweep()
      expect(await house.count('signaal')).toBe(0)
    })

    test('is proposed and set by two persons, for its own signals, no longer than the policies say', async () => {
      const { id } = await house.post()
      const there = await house.post({
        adres: { straatnaam: 'Wevershof', huisnummer: 7, postcode: '5011EF' },
      })
      await expect(measure({ totDatum: '2027-11-04' }, id)).rejects.toThrow('maatregel-te-lang')
      await expect(measure({ totDatum: '2026-11-03' }, id)).rejects.toThrow('maatregel-te-lang')
      await expect(measure({}, id, there.id)).rejects.toThrow('niet-gevonden')
      const proposed = await measure({ totDatum: '2027-11-03' }, id)
      await expect(setMeasure(house.sweepDeps, fg, proposed.id)).rejects.toThrow('tweede-persoon')
      const machine = person('systeem')
      await expect(setMeasure(house.sweepDeps, machine, proposed.id)).rejects.toThrow(
        'persoon-vereist',
      )
      const elsewhere = person('mw-5', tilburg)
      await expect(setMeasure(house.sweepDeps, elsewhere, proposed.id)).rejects.toThrow(
        'niet-gevonden',
      )
      expect(await readMeasures(house.sweepDeps, elsewhere)).toEqual([])
      expect((await withdrawMeasure(house.sweepDeps, fg, proposed.id)).toestand).toBe('ingetrokken')
      await expect(setMeasure(house.sweepDeps, chief, proposed.id)).rejects.toThrow('al-besloten')
      const soorten = [
        'maatregel-voorgesteld',
        'maatregel-ingetrokken',
        'maatregel-ingesteld',
      ] as const
      const counts = await Promise.all(soorten.map(async (one) => (await house.events(one)).length))
      expect(counts).toEqual([1, 1, 0])
    })
  })

  describe('a restriction', () => {
    test('keeps its fields behind every exit until its day, and lets the term run on', async () => {
      const [restricted, open] = [await house.post(), await house.post()]
      await house.select()
      await set(
        { soort: 'beperking', reden: 'juistheid-betwist', totDatum: '2026-12-01' },
        restricted.id,
      )
      for (const doel of ['hulpaanbod', 'controle'] as const) {
        const found = await house.collect(arnhem, doel)
        expect(found.map(({ id }) => id)).toEqual([open.id])
      }
      await expect(house.collectOne(restricted.id)).rejects.toThrow('signaal-beperkt')
      await expect(house.check(restricted.id)).rejects.toThrow('signaal-beperkt')
      await house.post({ kenmerk: 'K-1', achterstand: { bedragInCenten: 99_900, maanden: 3 } })
      await expect(house.collectOne(restricted.id)).rejects.toThrow('signaal-beperkt')
      const disclosed = await house.events('signaal-verstrekt')
      expect(disclosed.every((one) => 'signaalId' in one && one.signaalId === open.id)).toBe(true)
      // By itself, without a sweep.
      house.setClock('2026-12-01T09:00:00Z')
      expect(await house.open(restricted.id)).toMatchObject({
        'achterstand.bedragInCenten': 99_900,
      })
      await house.sweep()
      expect(await house.events('maatregel-beeindigd')).toHaveLength(1)
    })

    test('ends with the term, but on art. 18 lid 1 onder b and c keeps from deletion too', async () => {
      const [runs, stays] = [await house.post(), await house.post()]
      await house.select()
      await set({ soort: 'beperking', reden: 'bezwaar-in-behandeling' }, runs.id)
      await set({ soort: 'beperking', reden: 'rechtsvordering-betrokkene' }, stays.id)
      house.setClock('2027-05-04T02:00:00Z')
      expect((await house.sweep())?.aantallen).toMatchObject({ signalen: 1 })
      await expect(house.collectOne(runs.id)).rejects.toThrow('niet-gevonden')
      await expect(house.collectOne(stays.id)).rejects.toThrow('signaal-beperkt')
    })
  })

  describe('two persons', () => {
    test('are three where the DPO only advises; a municipality sets that by a decision of its own', async () => {
      const first = await draft({ termijnen: [], wijze: 'fgAdviseert', ingangsdatum: '2026-11-05' })
      await approve(first.id)
      house.setClock('2026-11-05T02:00:00Z')
      await house.sweep()
      expect((await readTerms(house.sweepDeps, fg)).wijze).toBe('fgAdviseert')
      const { id, wijze } = await draft({}, third)
      expect(wijze).toBe('fgAdviseert')
      await expect(approve(id)).rejects.toThrow('advies-ontbreekt')
      const advice = { strekking: 'instemmend' } as const
      await expect(adviseDecision(house.sweepDeps, third, id, advice)).rejects.toThrow(
        'tweede-persoon',
      )
      await adviseDecision(house.sweepDeps, fg, id, advice)
      await expect(approve(id, fg)).rejects.toThrow('tweede-persoon')
      expect((await approve(id)).toestand).toBe('goedgekeurd')
    })

    test('withdraw until the day comes, and an old preview or a day that came approves nothing', async () => {
      await house.post()
      const { id, voorvertoning } = await draft({ ingangsdatum: '2026-11-06' })
      if (voorvertoning === undefined) throw new Error('no preview')
      house.passHours(25)
      const old = { besluit: 'goedgekeurd', voorvertoning } as const
      await expect(approveDecision(house.sweepDeps, chief, id, old)).rejects.toThrow('verouderd')
      await approve(id)
      expect((await withdrawDecision(house.sweepDeps, fg, id)).toestand).toBe('ingetrokken')
      const next = await draft({ ingangsdatum: '2026-11-05' })
      house.setClock('2026-11-07T09:00:00Z')
      await house.sweep()
      expect((await readTerms(house.sweepDeps, fg)).categorieen[0]?.geldend).toEqual({
        termijn: 'P6M',
      })
      await expect(approve(next.id)).rejects.toThrow('ingangsdatum-onjuist')
      expect((await withdrawDecision(house.sweepDeps, fg, next.id)).toestand).toBe('ingetrokken')
      await expect(withdrawDecision(house.sweepDeps, fg, next.id)).rejects.toThrow('al-besloten')
    })

    test('are two in the database as well: the same one, a machine, or a way back is refused there', async () => {
      const { id } = await draft()
      const inside = (statement: ReturnType<typeof sql>) =>
        house.database.db.transaction({ role: 'gw_bewaring', gemeenten: [arnhem] }, async (tx) => {
          const { numAffectedRows } = await statement.execute(tx)
          return Number(numAffectedRows)
        })
      const decide = (
        who: string,
      ) => sql`update bewaarbesluit set toestand = 'goedgekeurd', besloten_door = ${who},
        besloten_tijdstip = opgesteld_tijdstip, voorvertoning = '{}' where id = ${id}`
      await expect(inside(decide('fg-1'))).rejects.toThrow('bewaarbesluit_vier_ogen')
      await expect(inside(decide('systeem'))).rejects.toThrow('bewaarbesluit_personen')
      const content = sql`update bewaarbesluit set inhoud = '{}', ingangsdatum = '2026-01-01' where id = ${id}`
      await expect(inside(content)).rejects.toThrow('permission denied')
      await withdrawDecision(house.sweepDeps, fg, id)
      await expect(inside(decide('mw-17'))).rejects.toThrow('only goes forward')
      const { id: signaal } = await house.post()
      const hold = await measure({}, signaal)
      const confirm = sql`update maatregel set toestand = 'van-kracht', vastgesteld_door = 'fg-1' where id = ${hold.id}`
      await expect(inside(confirm)).rejects.toThrow('maatregel_vier_ogen')
    })

    test('of another municipality see nothing and change nothing, whatever the code asks', async () => {
      const { id } = await draft()
      await approve(id)
      const { id: signaal } = await house.post()
      await set({}, signaal)
      const tables = ['bewaarbesluit', 'eigen_bewaartermijn', 'maatregel', 'maatregel_signaal']
      const rowsAs = (
        gemeenten: readonly Gemeentecode[],
        statement: (table: string) => ReturnType<typeof sql>,
      ) =>
        house.database.db.transaction({ role: 'gw_bewaring', gemeenten }, async (tx) => {
          const counts = []
          for (const table of tables) counts.push((await statement(table).execute(tx)).rows.length)
          return counts
        })
      const all = (table: string) => sql`select 1 from ${sql.table(table)}`
      const gone = (table: string) => sql`delete from ${sql.table(table)} returning 1`
      // Which municipality set which terms is no secret of a person; everything else is not there.
      expect(await rowsAs([tilburg], all)).toEqual([0, 2, 0, 0])
      expect(await rowsAs([tilburg], gone)).toEqual([0, 0, 0, 0])
      expect(await rowsAs([arnhem], all)).toEqual([1, 2, 1, 1])
      const intruder = house.database.db.transaction(
        { role: 'gw_bewaring', gemeenten: [tilburg] },
        (tx) =>
          sql`insert into eigen_bewaartermijn values (${arnhem}, 'gecodeerd', '2026-12-01', 'P1M', ${id})`.execute(
            tx,
          ),
      )
      await expect(intruder).rejects.toThrow('row-level security')
    })
  })
})
