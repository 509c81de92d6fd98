/** Lists that their sender holds back, releases, lets lapse or withdraws; seen by the municipality all the while. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { closingOf } from '../../src/intake/told-withdrawal.ts'
import { Gemeentecode } from '../../src/model/ids.ts'
import { Problem } from '../../src/model/problem.ts'
import { aSignal, DAY } from '../support/builders.ts'
import { engines } from '../support/databases.ts'
import { type House, openHouse } from '../support/house.ts'

const arnhem = Gemeentecode.parse('0202')
const rowsOf = (...names: readonly string[]) => names.map((kenmerk) => aSignal({ kenmerk }, DAY))
const other = (kenmerk: string) =>
  aSignal({ kenmerk, achterstand: { bedragInCenten: 99_900 } }, DAY)

describe.each(engines)('lists of De Linde on $name', (engine) => {
  let house: House
  beforeEach(async () => {
    house = await openHouse(await engine.open())
  })
  afterEach(() => house.close())

  /** All that a municipality can ask for: its list, the check, one melding, its feed and its own events. */
  const seenInArnhem = async (id: string): Promise<readonly unknown[]> => {
    const one = await house.collectOne(id as never).then(
      () => 'there',
      (error: unknown) => (error instanceof Problem ? error.kind : error),
    )
    return [
      (await house.collect()).length,
      (await house.collect(arnhem, 'controle')).length,
      one,
      (await house.feed()).gebeurtenissen.length,
      (await house.municipalEvents(arnhem)).filter(
        (soort) => soort.startsWith('signaal-') && soort !== 'signaal-verstrekt',
      ).length,
    ]
  }
  const NOTHING = [0, 0, 'niet-gevonden', 0, 0]

  describe('a list that is held back', () => {
    test('is seen by its sender alone, until it is released', async () => {
      const { id, signalen } = await house.lists.send(rowsOf('A', 'B'), { vrijgave: 'handmatig' })
      const [first] = signalen
      if (first === undefined) throw new Error('no signal')
      expect(await seenInArnhem(first)).toEqual(NOTHING)
      expect((await house.stateOf(first)).toestand).toBe('vastgehouden')
      expect((await house.lists.rows(id)).map(({ toestand }) => toestand)).toEqual([
        'vastgehouden',
        'vastgehouden',
      ])
      expect(await house.lists.read(id)).toMatchObject({ vrijgavetoestand: 'vastgehouden' })
      await house.lists.release(id)
      expect(await seenInArnhem(first)).toEqual([2, 2, 'there', 0, 2])
      expect((await house.stateOf(first)).toestand).toBe('ontvangen')
      // Released once, however often it is asked.
      expect(await house.lists.release(id)).toMatchObject({ vrijgavetoestand: 'vrijgegeven' })
      expect(await house.events('lijst-vrijgegeven')).toMatchObject([{ aantal: 2 }])
    })

    test('is erased by the sweep after 24 hours, and can then be sent again as it was', async () => {
      const { id, signalen } = await house.lists.send(rowsOf('A', 'B'), { vrijgave: 'handmatig' })
      house.passHours(23)
      await house.sweep()
      expect(await house.count('signaal')).toBe(2)
      house.passHours(1)
      await expect(house.lists.release(id)).rejects.toMatchObject({ kind: 'vrijgave-verlopen' })
      expect(await house.lists.read(id)).toMatchObject({ vrijgavetoestand: 'vervallen' })
      await house.sweep()
      for (const table of ['signaal', 'verzegeld', 'ontvangstbewijs', 'kenmerk'] as const)
        expect([table, await house.count(table)]).toEqual([table, 0])
      expect(await seenInArnhem(signalen[0] ?? '')).toEqual(NOTHING)
      const again = await house.lists.send(rowsOf('A', 'B'))
      expect(again.regels.map(({ uitkomst }) => uitkomst)).toEqual(['aanvaard', 'aanvaard'])
      expect(again.signalen).not.toEqual(signalen)
    })

    test('that is sent again after a break is released by its second sending', async () => {
      const first = await house.lists.send(rowsOf('A'), { vrijgave: 'handmatig' })
      house.passHours(20)
      const second = await house.lists.send(rowsOf('A', 'B'), { vrijgave: 'handmatig' })
      expect(second.regels.map(({ uitkomst }) => uitkomst)).toEqual(['herhaald', 'aanvaard'])
      // Held from its last delivery on: the first sending's hours do not count.
      house.passHours(10)
      await house.sweep()
      await house.lists.release(second.id)
      expect(await house.collect()).toHaveLength(2)
      expect((await house.lists.rows(first.id)).map(({ toestand }) => toestand)).toEqual([
        'ontvangen',
      ])
    })

    test('goes on when its signal is delivered again directly', async () => {
      const { signalen } = await house.lists.send(rowsOf('A'), { vrijgave: 'handmatig' })
      const again = await house.lists.send(rowsOf('A'))
      expect(again.regels.map(({ uitkomst }) => uitkomst)).toEqual(['herhaald'])
      expect((await house.stateOf(signalen[0] ?? ('' as never))).toestand).toBe('aangeleverd')
      expect(await house.collect()).toHaveLength(1)
    })

    test('never takes away what its municipality may have: such a correction is not taken', async () => {
      const { signalen } = await house.lists.send(rowsOf('A'))
      const held = await house.lists.send([other('A')], { vrijgave: 'handmatig' })
      expect(held.regels).toMatchObject([
        { uitkomst: 'onjuist', fouten: [{ code: 'correctie-niet-vast-te-houden' }] },
      ])
      expect((await house.stateOf(signalen[0] ?? ('' as never))).versie).toBe(1)
      expect(await house.collect()).toHaveLength(1)
    })

    test('corrected and refused while it is held, tells its municipality nothing', async () => {
      const { signalen } = await house.lists.send(rowsOf('A', 'B'), { vrijgave: 'handmatig' })
      await house.lists.send([other('A')], { vrijgave: 'handmatig' })
      const refused = aSignal({ kenmerk: 'B', inspanningen: { reactie: 'geweigerd' } }, DAY)
      await house.lists.send([refused], { vrijgave: 'handmatig' })
      await house.withdraw(signalen[0] ?? ('' as never), 'bezwaar')
      expect(await seenInArnhem(signalen[0] ?? '')).toEqual(NOTHING)
      expect(await house.count('verzegeld')).toBe(0)
    })
  })

  describe('a wrong list that is withdrawn', () => {
    test('is gone as a whole, what an earlier list had brought too; what was corrected since stays', async () => {
      await house.lists.send(rowsOf('A'))
      const wrong = await house.lists.send([...rowsOf('A', 'B', 'C'), other('D')])
      const right = await house.post({ kenmerk: 'C', achterstand: { bedragInCenten: 55_500 } })
      const untouched = await house.post({ kenmerk: 'E' })
      await house.lists.withdraw(wrong.id)
      const left = await house.collect()
      expect(left.flatMap(({ signalen }) => signalen.map(({ id }) => id)).sort()).toEqual(
        [right.id, untouched.id].sort(),
      )
      const states = (await house.lists.rows(wrong.id)).map(({ toestand }) => toestand)
      expect(states).toEqual(['ingetrokken', 'ingetrokken', 'ontvangen', 'ingetrokken'])
      await house.lists.withdraw(wrong.id)
      expect(await house.events('signaal-ingetrokken')).toHaveLength(3)
      expect(await house.events('lijst-ingetrokken')).toHaveLength(1)
    })

    test('opens nowhere any more, collected or not; and its answer is the same for both until the closing', async () => {
      const seen = await house.lists.send(rowsOf('A', 'B'))
      await house.collect()
      const unseen = await house.lists.send(rowsOf('C', 'D'))
      const told = async (id: typeof seen.id) => {
        const { intrekking } = await house.lists.read(id)
        return intrekking?.perGemeente
      }
      await house.lists.withdraw(seen.id)
      await house.lists.withdraw(unseen.id)
      expect(await house.count('verzegeld')).toBe(0)
      expect(await house.collect()).toEqual([])
      expect(await told(seen.id)).toEqual([{ gemeentecode: arnhem, ingetrokken: 2 }])
      expect(await told(seen.id)).toEqual(await told(unseen.id))
      house.setClock(`${closingOf(new Date(`${DAY}T09:00:00Z`))}T09:00:00Z`)
      expect(await told(seen.id)).toEqual([{ gemeentecode: arnhem, ingetrokken: 2, gezien: 2 }])
      expect(await told(unseen.id)).toEqual([{ gemeentecode: arnhem, ingetrokken: 2, gezien: 0 }])
    })

    test('while it comes in takes no further part', async () => {
      const rows = rowsOf(...Array.from({ length: 300 }, (_, i) => `N-${i}`))
      let withdrawn = false
      const sending = house.lists.send(rows, {
        between: async (given) => {
          const [list] = given
          if (withdrawn || list?.soort !== 'lijst' || given.length < 200) return
          withdrawn = true
          await house.lists.withdraw(list.id)
        },
      })
      await expect(sending).rejects.toMatchObject({ kind: 'aanlevering-gesloten' })
      expect(await house.count('verzegeld')).toBe(0)
    })
  })

  test('a list ends with the coded rows of its month', async () => {
    const { id } = await house.lists.send([...rowsOf('A'), { kenmerk: 'X' }])
    house.setClock('2027-05-02T09:00:00Z')
    await house.sweep()
    expect((await house.lists.read(id)).aantallen.onjuist).toBe(1)
    house.setClock('2027-05-04T09:00:00Z')
    await house.sweep()
    expect([await house.count('aanlevering'), await house.count('aanlevering_regel')]).toEqual([
      0, 0,
    ])
  })
})
