/** Only what a named employee chose opens: tried through every door, and in the database past all of them. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Scope } from '../../src/db/transaction.ts'
import { proposeSelection } from '../../src/flows/select-meldingen/propose-selection.ts'
import type { SignaalId } from '../../src/model/ids.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { engines } from '../support/databases.ts'
import { type House, lageLand, openHouse } from '../support/house.ts'
import { arnhem } from '../support/sealed-signals.ts'

const kind = (kind: string): object => expect.objectContaining({ kind }) as object

describe.each(engines)('the gate before sealed fields on $name', (engine) => {
  let house: House
  beforeAll(async () => {
    house = await openHouse(await engine.open())
  })
  // Nobody waits when a test begins; what was recorded stays.
  beforeEach(() =>
    asSuperuser(house.database, (pool) =>
      sql`truncate signaal, kenmerk, melding, selectie cascade`.execute(pool),
    ),
  )
  afterAll(() => house.close())

  const post = async (initials: string, more: Readonly<Record<string, unknown>> = {}) => {
    // An id tells its instant: a second apart, so that the first is the first.
    house.passHours(1 / 3600)
    const persoon = { voorletters: initials, achternaam: 'Boer', natuurlijkPersoon: true }
    return (await house.post({ persoon, ...more })).id
  }
  const states = (): Promise<readonly string[]> =>
    asSuperuser(house.database, async (pool) =>
      (
        await sql<{ toestand: string }>`select toestand from melding order by id`.execute(pool)
      ).rows.map(({ toestand }) => toestand),
    )
  const sealedRows = (scope: Omit<Scope, 'role'>): Promise<readonly string[]> =>
    house.database.db.transaction({ role: 'gw_aflevering', ...scope }, async (tx) =>
      (
        await sql<{
          id: string
        }>`select distinct signaal_id as id from verzegeld order by 1`.execute(tx)
      ).rows.map(({ id }) => id),
    )

  test('who was not chosen opens by no list, id, question or receipt; once chosen it opens', async () => {
    const id = await post('A.')
    expect(await house.collectChosen()).toEqual([])
    for (const attempt of [
      () => house.collectOneChosen(id),
      () => house.check(id),
      () => house.confirm(id),
    ])
      await expect(attempt()).rejects.toEqual(kind('niet-geselecteerd'))
    expect(await house.events('signaal-verstrekt')).toEqual([])
    expect(await house.backup()).not.toEqual([])

    await house.select()
    expect(await states()).toEqual(['geselecteerd'])
    expect((await house.collectChosen()).map((one) => [one.id, one.aanbod])).toEqual([
      [id, 'volledig'],
    ])
    expect(await states()).toEqual(['opgepakt'])
    await house.check(id)
    await house.confirm(id)
  })

  test('of twelve students at one address choosing one opens one', async () => {
    const ids: SignaalId[] = []
    for (const letter of 'ABCDEFGHKLMN') ids.push(await post(`${letter}.`))
    const [first] = ids
    if (first === undefined) throw new Error('nobody was posted')
    const proposal = await house.propose({ meldingen: [first] })
    expect(proposal.aantallen).toEqual({ gekozen: 1, buitenGrenzen: 0, nietGekozen: 11 })
    await house.decide(proposal.id)
    expect((await house.collectChosen()).map(({ id }) => id)).toEqual([first])
    for (const other of ids.slice(1))
      await expect(house.collectOneChosen(other)).rejects.toEqual(kind('niet-geselecteerd'))
    const disclosed = await house.events('signaal-verstrekt')
    expect(
      disclosed.filter((one) => ids.some((id) => 'signaalId' in one && one.signaalId === id)),
    ).toHaveLength(1)
    expect((await states()).filter((one) => one === 'werkvoorraad')).toHaveLength(11)
  })

  test('the database itself shows a sealed row only for a purpose, and to offer help only of who was chosen', async () => {
    const [chosen, other] = [await post('A.'), await post('B.')]
    await house.decide((await house.propose({ meldingen: [chosen] })).id)
    const at = { gemeenten: [arnhem] }
    expect(await sealedRows(at)).toEqual([])
    expect(await sealedRows({ ...at, doel: 'hulpaanbod' })).toEqual([chosen])
    expect(await sealedRows({ ...at, doel: 'controle' })).toEqual([chosen, other].toSorted())
    await asSuperuser(house.database, (pool) =>
      sql`update melding set toestand = 'uitgevallen' where id = ${other}`.execute(pool),
    )
    expect(await sealedRows({ ...at, doel: 'controle' })).toEqual([chosen])
    expect(await sealedRows({ gemeenten: [], doel: 'hulpaanbod' })).toEqual([])
  })

  test('who chooses reads no sealed value, no address and no party of another municipality', async () => {
    await post('A.')
    const asChooser: Scope = { role: 'gw_selectie', gemeenten: [arnhem] }
    const tried = (query: ReturnType<typeof sql>): Promise<unknown> =>
      house.database.db.transaction(asChooser, (tx) => query.execute(tx))
    for (const query of [
      sql`select waarden from verzegeld`,
      sql`select dozen from verzegeld`,
      sql`select waarde from matchindex`,
      sql`select indexen from matchwacht`,
      sql`select kenmerk from kenmerk`,
      sql`update melding set uitkomstgroep = 'x'`,
    ])
      await expect(tried(query)).rejects.toThrow(/permission denied/)
    const rows = await tried(sql`select signaal_id from verzegeld`)
    expect(rows).toMatchObject({ rows: [] })
  })

  test('no machine decides, and nobody for another municipality', async () => {
    await post('A.')
    const { id } = await house.propose({ alles: true })
    await expect(house.decide(id, arnhem, undefined, 'systeem')).rejects.toEqual(
      kind('persoon-vereist'),
    )
    const caller = { ...house.chooser(arnhem), gemeenten: [] }
    const deps = house.chooserDeps
    const foreign = proposeSelection(deps, caller, { vraag: { gemeentecode: arnhem, alles: true } })
    await expect(foreign).rejects.toEqual(kind('niet-gevonden'))
    expect(await states()).toEqual(['werkvoorraad'])
  })

  test('of two who decide at once one wins; what changed since the proposal outdates it', async () => {
    const [one, two] = [await post('A.'), await post('B.')]
    const before = (await house.events('selectie-vastgesteld')).length
    const [first, second] = [
      await house.propose({ alles: true }),
      await house.propose({ alles: true }),
    ]
    const decided = await Promise.allSettled([house.decide(first.id), house.decide(second.id)])
    expect(decided.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(decided.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { kind: 'voorstel-verouderd' },
    })
    await expect(house.decide(first.id)).rejects.toEqual(
      expect.objectContaining({ name: 'Problem' }),
    )
    expect((await house.events('selectie-vastgesteld')).length).toBe(before + 1)
    expect((await house.collectChosen()).map(({ id }) => id)).toEqual([one, two])
  })

  test('a signal that joined since the proposal, or one that was withdrawn, outdates what was chosen', async () => {
    const id = await post('A.')
    const joined = await house.propose({ alles: true })
    await house.post(
      { persoon: { voorletters: 'A.', achternaam: 'Boer', natuurlijkPersoon: true } },
      lageLand,
    )
    await house.propose({ alles: true })
    await expect(house.decide(joined.id)).rejects.toEqual(kind('voorstel-verouderd'))
    const whole = await house.propose({ alles: true })
    await house.withdraw(id, 'betaald')
    await expect(house.decide(whole.id)).rejects.toEqual(kind('voorstel-verouderd'))
    expect(await states()).toEqual(['werkvoorraad'])
  })

  test('a sender reads the same of its signal whether it was chosen or not', async () => {
    const [chosen, other] = [await post('A.'), await post('B.')]
    await house.decide((await house.propose({ meldingen: [chosen] })).id)
    await house.collectChosen()
    const seen = async (id: SignaalId): Promise<object> => {
      const { id: _, kenmerk: __, ontvangstbewijs: ___, ...state } = await house.stateOf(id)
      return state
    }
    expect(await seen(chosen)).toEqual({
      ...(await seen(other)),
      aangeleverdTijdstip: expect.any(String) as string,
    })
  })

  test('within limits who is not chosen is postponed and rises; a letter is an offer too', async () => {
    const ids = [await post('A.'), await post('B.'), await post('C.', { crisissignaal: true })]
    const proposal = await house.propose({ capaciteit: 1 })
    expect(
      proposal.meldingen.map((one) => [one.id, one.gekozen, one.buitenGrenzen, one.reden]),
    ).toEqual([
      [ids[2], true, 'crisis', undefined],
      [ids[0], true, undefined, undefined],
      [ids[1], false, undefined, 'capaciteit'],
    ])
    await house.decide(proposal.id)
    const late = await post('D.')
    const again = await house.propose({ capaciteit: 1 })
    expect(again.meldingen.map(({ id }) => id)).toEqual([ids[1], late])
    await house.decide(again.id, arnhem, 'brief')
    expect((await house.collectChosen()).map(({ id, aanbod }) => [id, aanbod])).toEqual([
      [ids[0], 'volledig'],
      [ids[1], 'volledig'],
      [ids[2], 'volledig'],
      [late, 'licht'],
    ])
  })

  test('giving back that the college did not accept is refused', async () => {
    await post('A.')
    const { id } = await house.propose({ capaciteit: 1 })
    await expect(house.decide(id, arnhem, 'retour')).rejects.toEqual(kind('retour-niet-aanvaard'))
  })
})
