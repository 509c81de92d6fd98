/** Who was not chosen goes back where the college accepted it: erased at once, told at the closing, and never opened again. */
import { sql } from 'kysely'
import sodium from 'libsodium-wrappers'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freezeMonths } from '../../src/flows/count-months/freeze-months.ts'
import { readIndicators } from '../../src/flows/count-months/read-indicators.ts'
import { readMeldingCourse } from '../../src/flows/follow-up/read-course.ts'
import { publishFeedback } from '../../src/flows/give-feedback/publish-feedback.ts'
import { readOwnFeedback } from '../../src/flows/give-feedback/read-feedback.ts'
import { recordCheck } from '../../src/flows/record-check.ts'
import { decideSelection } from '../../src/flows/select-meldingen/decide-selection.ts'
import type { SignaalId } from '../../src/model/ids.ts'
import type { Indicatoren } from '../../src/model/indicatoren.ts'
import type { Selectie } from '../../src/model/selectie.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { engines } from '../support/databases.ts'
import { acceptsRetour, college, type House, openHouse, vlp } from '../support/house.ts'
import { arnhem, linde } from '../support/sealed-signals.ts'
import { steal } from '../support/thief.ts'

const NAMES = ['Boer', 'Visser', 'Smit', 'Mulder', 'Dekker'] as const
const CLOSING = '2026-11-30T23:00:00Z'

const kind = (kind: string): object => expect.objectContaining({ kind }) as object

describe.each(engines)('giving back on $name', (engine) => {
  let house: House
  beforeAll(() => sodium.ready)
  beforeEach(async () => {
    house = await openHouse(await engine.open(), undefined, acceptsRetour())
  })
  afterEach(() => house.close())

  /** Somebody else each time, the oldest first. */
  const post = async (count: number): Promise<readonly SignaalId[]> => {
    const ids: SignaalId[] = []
    for (const achternaam of NAMES.slice(0, count)) {
      ids.push((await house.post({ kenmerk: `K-${achternaam}`, persoon: { achternaam } })).id)
      house.passHours(1 / 60)
    }
    return ids
  }
  /** One is chosen, the others go back. */
  const giveBack = async (): Promise<Selectie> =>
    house.decide((await house.propose({ capaciteit: 1 })).id)
  /** Three of whom the first is chosen. */
  const givenBack = async (): Promise<readonly [SignaalId, SignaalId, SignaalId]> => {
    const [chosen, ...back] = await post(3)
    await giveBack()
    return [chosen, ...back] as unknown as readonly [SignaalId, SignaalId, SignaalId]
  }
  const query = <T>(text: ReturnType<typeof sql<T>>): Promise<readonly T[]> =>
    asSuperuser(house.database, async (pool) => (await text.execute(pool)).rows)
  const states = async (): Promise<readonly string[]> =>
    (await query(sql<{ toestand: string }>`select toestand from melding order by id`)).map(
      ({ toestand }) => toestand,
    )
  const told = async () => {
    await publishFeedback(house.sweepDeps)
    const page = await readOwnFeedback(house.sweepDeps, vlp(linde), { limiet: 100 })
    return page.terugkoppelingen.map(({ signaalId, code, soort }) => [signaalId, code, soort])
  }
  const numbers = async (): Promise<Indicatoren['indicatoren']> => {
    const caller = { ...college(arnhem), doel: 'monitor' } as const
    const asked = { maand: '2026-11', weergave: 'eigen' } as const
    return (await readIndicators(house.sweepDeps, caller, asked)).indicatoren
  }

  test('takes everything of the persons at once, and of nobody else; each is in the log of the municipality', async () => {
    const ids = await post(3)
    const proposal = await house.propose({ capaciteit: 1 })
    expect(proposal.rest).toBe('retour')
    const decided = await house.decide(proposal.id)
    expect(decided).toMatchObject({
      toestand: 'vastgesteld',
      rest: 'retour',
      aantallen: { gekozen: 1, nietGekozen: 2 },
      teruggegeven: { meldingen: 2, signalen: 2 },
    })
    const [chosen, ...back] = ids
    expect(await states()).toEqual(['geselecteerd', 'retour', 'retour'])
    expect(new Set((await house.backup()).map(({ signaal_id }) => signaal_id))).toEqual(
      new Set([chosen]),
    )
    const left = await query<{ id: string; over: string | null }>(sql`
      select s.id, nullif(concat(s.soort, s.crisis::text, s.bedragklasse, s.leeftijdsklasse, s.wijkcode,
        (select count(*)::text from matchindex i where i.signaal_id = s.id having count(*) > 0)), '') as over
      from signaal s order by s.id`)
    expect(left.filter(({ over }) => over !== null).map(({ id }) => id)).toEqual([chosen])
    const events = await house.events('signaal-teruggegeven')
    const named = events.map((one) =>
      one.soort === 'signaal-teruggegeven' ? `${one.signaalId} ${one.selectieId}` : '',
    )
    expect(named.toSorted()).toEqual(back.map((id) => `${id} ${proposal.id}`).toSorted())
    expect(await house.events('selectie-vastgesteld')).toMatchObject([
      { rest: 'retour', teruggegeven: { meldingen: 2, signalen: 2 } },
    ])
    const course = await readMeldingCourse(
      house.followUpDeps,
      college(arnhem),
      back[0] as SignaalId,
    )
    expect(course.stappen.at(-1)).toEqual({ wat: 'teruggegeven', datum: '2026-11-03' })
    expect((await house.collectChosen()).map(({ id }) => id)).toEqual([chosen])
  })

  test('opens for nobody: by no list, id, receipt, check or later choice, and no role takes it back', async () => {
    const [, back] = await givenBack()
    for (const attempt of [
      () => house.collectOneChosen(back),
      () => house.check(back),
      () => house.confirm(back),
    ])
      await expect(attempt()).rejects.toEqual(kind('niet-geselecteerd'))
    expect((await house.collect(arnhem, 'controle')).map(({ id }) => id)).not.toContain(back)
    await expect(house.propose({ meldingen: [back] })).rejects.toEqual(kind('verzoek-onjuist'))
    expect((await house.propose({ alles: true })).meldingen).toEqual([])
    const check = (uitkomst: 'geen-inwoner' | 'in-orde', herstel?: true) =>
      recordCheck(house.sweepDeps, college(arnhem, 'controle'), {
        id: back,
        bevinding: { uitkomst, ...(herstel === undefined ? {} : { herstel }) },
      })
    await expect(check('geen-inwoner')).rejects.toEqual(kind('stap-niet-mogelijk'))
    await expect(check('in-orde', true)).rejects.toEqual(kind('stap-niet-mogelijk'))
    // Past every flow, by whoever may write a state.
    for (const role of ['gw_selectie', 'gw_controle', 'gw_opvolging', 'gw_aflevering'] as const)
      for (const toestand of ['werkvoorraad', 'geselecteerd', 'opgepakt'])
        await expect(
          house.database.db.transaction({ role, gemeenten: [arnhem], doel: 'hulpaanbod' }, (tx) =>
            sql`update melding set toestand = ${toestand} where id = ${back}`.execute(tx),
          ),
        ).rejects.toThrow(/given back stays so/)
    const delivered = await house.events('signaal-verstrekt')
    expect(delivered.filter((one) => 'signaalId' in one && one.signaalId === back)).toEqual([])
  })

  test('copies of before are dark within a day, and the chosen one opens on', async () => {
    const [chosen, back] = await post(2)
    const rows = await house.backup()
    const before = house.files()
    const opened = (files: typeof before): ReadonlySet<string> =>
      new Set(
        Object.keys(steal({ rows, ...files, paar: house.bench.paar })).map((name) =>
          name.slice(0, 36),
        ),
      )
    expect(opened(before)).toEqual(new Set([chosen, back]))
    await giveBack()
    house.passHours(24)
    await house.sweep()
    expect(opened(house.files())).toEqual(new Set())
    expect(opened({ ...before, root: house.files().root })).toEqual(new Set())
    expect((await house.collectChosen()).map(({ id }) => id)).toEqual([chosen])
  })

  test('its VLP sees no difference until the month closes; then it reads so, and the kenmerk has ended', async () => {
    const [, back] = await givenBack()
    house.setClock('2026-11-30T22:59:59Z')
    expect(await told()).toEqual([])
    expect((await house.stateOf(back)).toestand).toBe('ontvangen')
    // The same content is still the first signal.
    const again = { kenmerk: 'K-Visser', persoon: { achternaam: 'Visser' } }
    const repeated = await house.post({ ...again, signaaldatum: '2026-11-03' })
    expect([repeated.id, repeated.herhaald]).toEqual([back, true])

    house.setClock(CLOSING)
    expect((await told()).filter(([id]) => id === back)).toEqual([[back, 'retour', 'eind']])
    expect(await house.stateOf(back)).toMatchObject({
      toestand: 'retour',
      beeindigdTijdstip: '2026-11-30T23:00:00.000Z',
    })
    house.setClock('2026-12-01T09:00:00Z')
    await expect(house.post(again)).rejects.toMatchObject({
      kind: 'signaal-geweigerd',
      besluit: {
        redenen: [{ code: 'kenmerk-beeindigd', zin: expect.stringContaining('retour') as string }],
      },
    })
    const anew = await house.post({ ...again, heraanbieding: true })
    expect(anew.id).not.toBe(back)
    expect(anew.besluit.redenen.map(({ code }) => code)).not.toContain('herhaalde-melding')
    await house.sweep()
    expect(await query(sql`select id from signaal where id = ${back}`)).toEqual([])
    expect((await house.feed()).gebeurtenissen.map(({ soort }) => soort)).not.toContain('verlopen')
  })

  test('where the sweep comes before the telling the end is the same', async () => {
    const [, back] = await givenBack()
    house.setClock('2026-12-01T02:00:00Z')
    await house.sweep()
    expect((await house.stateOf(back)).toestand).toBe('retour')
    expect(await told()).toContainEqual([back, 'retour', 'eind'])
  })

  test('what was withdrawn or corrected before the closing is not told as given back; a corrected one waits anew', async () => {
    const [, corrected, withdrawn] = await givenBack()
    await house.withdraw(withdrawn, 'betaald')
    const { versie } = await house.post({
      kenmerk: 'K-Visser',
      persoon: { achternaam: 'Visser' },
      achterstand: { bedragInCenten: 99_900, maanden: 3 },
    })
    expect(versie).toBe(2)
    expect((await house.workList()).werkvoorraad).toHaveLength(1)
    const melding = await house.meldingOf(corrected)
    expect(melding.id).not.toBe(corrected)
    house.setClock('2026-12-01T09:00:00Z')
    expect(await told()).toEqual([])
    expect((await house.stateOf(corrected)).toestand).toBe('ontvangen')
    expect((await house.stateOf(withdrawn)).toestand).toBe('ingetrokken')
    await house.sweep()
    expect((await house.stateOf(corrected)).toestand).toBe('ontvangen')
  })

  test('the numbers of the month are the same before, after, at the freeze and after the sweep', async () => {
    await post(3)
    await house.workList()
    const INTAKE = ['meldingen', 'signalen', 'gemiddeld-per-melding']
    const before = await numbers()
    await giveBack()
    const after = await numbers()
    const intake = (all: Indicatoren['indicatoren']) =>
      all.filter(({ naam }) => INTAKE.includes(naam) || naam.startsWith('instroom'))
    expect(intake(after)).toEqual(intake(before))
    expect(after).not.toEqual(before)
    house.setClock('2026-12-01T00:00:00Z')
    await freezeMonths(house.sweepDeps)
    expect(await numbers()).toEqual(after)
    await publishFeedback(house.sweepDeps)
    await house.sweep()
    expect(await numbers()).toEqual(after)
    expect(
      await query(
        sql`select waarde, aantal from indicator_telling where tabel = 'uitkomst' and maand = '2026-11'`,
      ),
    ).toEqual([{ waarde: 'retour', aantal: 2 }])
  })

  test('who is frozen or restricted stays, and who stands outside every limit is chosen though others were named', async () => {
    const [chosen, frozen, restricted, back] = await post(4)
    const crisis = await house.post({ persoon: { achternaam: 'Dekker' }, crisissignaal: true })
    for (const [column, id] of [
      ['bevroren_tot', frozen],
      ['beperkt_tot', restricted],
    ] as const)
      await query(sql`update signaal set ${sql.ref(column)} = '2027-01-01' where id = ${id}`)
    const proposal = await house.propose({ meldingen: [chosen as SignaalId] })
    const decided = await house.decide(proposal.id, arnhem, 'retour')
    expect(decided.teruggegeven).toEqual({ meldingen: 1, signalen: 1 })
    const stands = await query<{ id: string; toestand: string; uitgesteld: number }>(
      sql`select id, toestand, uitgesteld from melding order by id`,
    )
    expect(stands).toEqual([
      { id: chosen, toestand: 'geselecteerd', uitgesteld: 0 },
      { id: frozen, toestand: 'werkvoorraad', uitgesteld: 1 },
      { id: restricted, toestand: 'werkvoorraad', uitgesteld: 0 },
      { id: back, toestand: 'retour', uitgesteld: 0 },
      { id: crisis.id, toestand: 'geselecteerd', uitgesteld: 0 },
    ])
    expect(new Set((await house.backup()).map(({ signaal_id }) => signaal_id))).toEqual(
      new Set([chosen, frozen, restricted, crisis.id]),
    )
  })

  test('one that breaks off leaves nothing half done, and is decided again', async () => {
    await post(3)
    const { id } = await house.propose({ capaciteit: 1 })
    let calls = 0
    const breaking = {
      ...house.chooserDeps,
      random: (bytes: number) => {
        calls += 1
        if (calls > 2) throw new Error('cut')
        return house.chooserDeps.random(bytes)
      },
    }
    await expect(decideSelection(breaking, house.chooser(), id, {})).rejects.toThrow('cut')
    expect(await states()).toEqual(['werkvoorraad', 'werkvoorraad', 'werkvoorraad'])
    expect(new Set((await house.backup()).map(({ signaal_id }) => signaal_id)).size).toBe(3)
    expect(await query(sql`select from terugkoppeling_wacht`)).toEqual([])
    expect((await house.decide(id)).teruggegeven).toEqual({ meldingen: 2, signalen: 2 })
  })
})
