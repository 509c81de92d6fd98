import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readSelection } from '../../src/flows/select-meldingen/read-selection.ts'
import { refillSelection } from '../../src/flows/select-meldingen/refill-selection.ts'
import { undoSelection } from '../../src/flows/select-meldingen/undo-selection.ts'
import type { SignaalId } from '../../src/model/ids.ts'
import type { Selectie } from '../../src/model/selectie.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { engines } from '../support/databases.ts'
import { type House, openHouse, tilburg } from '../support/house.ts'
import { arnhem } from '../support/sealed-signals.ts'

const kind = (name: string): unknown => expect.objectContaining({ kind: name })

describe.each(engines)('a choice that was decided, on $name', (engine) => {
  let house: House
  beforeAll(async () => {
    house = await openHouse(await engine.open())
  })
  beforeEach(() =>
    asSuperuser(house.database, (pool) =>
      sql`truncate signaal, kenmerk, melding, selectie cascade`.execute(pool),
    ),
  )
  afterAll(() => house.close())

  /** Persons in the order of their letters: the arrears fall. */
  const post = async (letters: string): Promise<readonly SignaalId[]> => {
    const ids: SignaalId[] = []
    for (const [i, letter] of [...letters].entries()) {
      house.passHours(1 / 3600)
      const persoon = { voorletters: `${letter}.`, achternaam: 'Boer', natuurlijkPersoon: true }
      const achterstand = { bedragInCenten: 600_000 - i * 90_000 }
      ids.push((await house.post({ persoon, achterstand })).id)
    }
    return ids
  }
  const read = (id: string, gemeentecode = arnhem) =>
    readSelection(house.chooserDeps, house.chooser(gemeentecode), id)
  const undo = (id: string, medewerker = 'mw-17') =>
    undoSelection(house.chooserDeps, { ...house.chooser(), medewerker }, id)
  const refill = (id: string, medewerker = 'mw-17') =>
    refillSelection(house.chooserDeps, { ...house.chooser(), medewerker }, id)
  const states = (): Promise<readonly (readonly [string, number, string | null])[]> =>
    asSuperuser(house.database, async (pool) =>
      (
        await sql<{ toestand: string; uitgesteld: number; aanbod: string | null }>`
          select toestand, uitgesteld, aanbod from melding order by id`.execute(pool)
      ).rows.map(({ toestand, uitgesteld, aanbod }) => [toestand, uitgesteld, aanbod] as const),
    )
  const fallOut = (id: SignaalId): Promise<unknown> =>
    asSuperuser(house.database, (pool) =>
      sql`update melding set toestand = 'uitgevallen' where id = ${id}`.execute(pool),
    )
  const chosenOf = ({ meldingen }: Selectie): readonly string[] =>
    meldingen.filter(({ gekozen }) => gekozen).map(({ id }) => id)
  const decide = async (capaciteit: number, rest?: 'uitstellen' | 'brief'): Promise<Selectie> =>
    house.decide((await house.propose({ capaciteit })).id, arnhem, rest)

  test('is read back as it stands, with an event; another municipality finds nothing', async () => {
    await post('AB')
    const decided = await decide(1)
    const before = (await house.events('selectie-getoond')).length
    expect(await read(decided.id)).toEqual(decided)
    const events = await house.events('selectie-getoond')
    expect(events).toHaveLength(before + 1)
    expect(events.at(-1)).toMatchObject({ selectieId: decided.id, aantal: 2 })
    await expect(read(decided.id, tilburg)).rejects.toEqual(kind('niet-gevonden'))
    await expect(read('geen-id')).rejects.toEqual(kind('niet-gevonden'))
  })

  test('is undone for who was not collected; who was postponed is so no more, and who was collected stays', async () => {
    const [first, second] = await post('ABC')
    const { id } = await decide(2)
    expect(await states()).toEqual([
      ['geselecteerd', 0, 'volledig'],
      ['geselecteerd', 0, 'volledig'],
      ['werkvoorraad', 1, null],
    ])
    await house.collectOneChosen(first as SignaalId)
    const undone = await undo(id)
    expect(undone).toMatchObject({
      toestand: 'teruggedraaid',
      teruggedraaid: { door: 'mw-17' },
      aantallen: { gekozen: 1, nietGekozen: 2 },
    })
    expect(chosenOf(undone)).toEqual([first])
    expect(undone.meldingen.map(({ reden }) => reden)).toEqual([
      undefined,
      'teruggedraaid',
      'capaciteit',
    ])
    expect(await states()).toEqual([
      ['opgepakt', 0, 'volledig'],
      ['werkvoorraad', 0, null],
      ['werkvoorraad', 0, null],
    ])
    await expect(house.collectOneChosen(second as SignaalId)).rejects.toEqual(
      kind('niet-geselecteerd'),
    )
    expect((await house.events('selectie-teruggedraaid')).at(-1)).toMatchObject({
      selectieId: id,
      teruggedraaid: 1,
      aantallen: { gekozen: 1, nietGekozen: 2 },
    })
    await expect(undo(id)).rejects.toEqual(kind('selectie-niet-vastgesteld'))
    await expect(refill(id)).rejects.toEqual(kind('selectie-niet-vastgesteld'))
  })

  test('is undone with its letters; what another choice chose since, or was given back, is left alone', async () => {
    const [, second, third] = await post('ABC')
    const { id } = await decide(1, 'brief')
    expect(await states()).toEqual([
      ['geselecteerd', 0, 'volledig'],
      ['geselecteerd', 0, 'licht'],
      ['geselecteerd', 0, 'licht'],
    ])
    await asSuperuser(house.database, async (pool) => {
      await sql`update melding set toestand = 'retour' where id = ${third}`.execute(pool)
      await sql`update melding set toestand = 'werkvoorraad', selectie_id = null where id = ${second}`.execute(
        pool,
      )
    })
    await house.decide((await house.propose({ meldingen: [second as SignaalId] })).id)
    await undo(id)
    expect(await states()).toEqual([
      ['werkvoorraad', 0, null],
      ['geselecteerd', 0, 'volledig'],
      ['retour', 0, 'licht'],
    ])
  })

  test('is refilled in its own order for who fell out by a check or was withdrawn, once', async () => {
    const [first, second, third, fourth, fifth] = await post('ABCDE')
    const { id } = await decide(2)
    await fallOut(first as SignaalId)
    const once = await refill(id)
    expect(chosenOf(once)).toEqual([first, second, third])
    expect((await states()).map(([toestand, uitgesteld]) => `${toestand} ${uitgesteld}`)).toEqual([
      'uitgevallen 0',
      'geselecteerd 0',
      'geselecteerd 0',
      'werkvoorraad 1',
      'werkvoorraad 1',
    ])
    expect(chosenOf(await refill(id))).toEqual([first, second, third])
    await house.withdraw(second as SignaalId, 'betaald')
    const twice = await refill(id)
    expect(chosenOf(twice)).toContain(fourth)
    expect(chosenOf(twice)).not.toContain(fifth)
    expect((await house.collectChosen()).map((one) => one.id)).toEqual([third, fourth])
    const events = (await house.events('selectie-aangevuld')).slice(-3)
    expect(events.map((one) => 'toegevoegd' in one && one.toegevoegd).toSorted()).toEqual([0, 1, 1])
  })

  test('is refilled from who was to get a letter, and they are offered everything', async () => {
    const [first] = await post('ABC')
    const { id } = await decide(1, 'brief')
    await fallOut(first as SignaalId)
    await refill(id)
    expect((await states()).map(([toestand, , aanbod]) => [toestand, aanbod])).toEqual([
      ['uitgevallen', 'volledig'],
      ['geselecteerd', 'volledig'],
      ['geselecteerd', 'licht'],
    ])
  })

  test('is undone and refilled by no machine, for no other municipality, and not before it was decided', async () => {
    await post('AB')
    const { id } = await house.propose({ capaciteit: 1 })
    for (const act of [undo, refill]) {
      await expect(act(id)).rejects.toEqual(kind('selectie-niet-vastgesteld'))
      await expect(act(id, 'systeem')).rejects.toEqual(kind('persoon-vereist'))
    }
    await house.decide(id)
    for (const act of [undoSelection, refillSelection])
      await expect(act(house.chooserDeps, house.chooser(tilburg), id)).rejects.toEqual(
        kind('niet-gevonden'),
      )
    expect((await states())[0]?.[0]).toBe('geselecteerd')
  })

  test('is undone while somebody collects: each melding is either collected or waits, and none is both', async () => {
    const ids = await post('ABCDEF')
    const { id } = await decide(6)
    const [collected] = await Promise.all([house.collectChosen(), undo(id)])
    const taken = new Set(collected.map((one) => one.id))
    const after = (await states()).map(([toestand]) => toestand)
    expect(after).toEqual(ids.map((one) => (taken.has(one) ? 'opgepakt' : 'werkvoorraad')))
  })
})
