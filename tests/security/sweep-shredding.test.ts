/** Promise 4 (SECURITY.md) through the whole house: after the sweep no copy of the store opens, by its term or by an early end; before it does. */
import sodium from 'libsodium-wrappers'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SignaalId } from '../../src/model/ids.ts'
import { engines } from '../support/databases.ts'
import { type House, openHouse } from '../support/house.ts'
import { type Loot, steal } from '../support/thief.ts'

describe.each(engines)('copies of the store on $name', (engine) => {
  let house: House
  beforeAll(() => sodium.ready)
  beforeEach(async () => {
    house = await openHouse(await engine.open())
  })
  afterEach(() => house.close())

  /** The signals of which a thief with this loot opens anything. */
  const opened = (loot: Loot): readonly string[] => [
    ...new Set(
      Object.keys(steal({ ...loot, paar: house.bench.paar })).map((name) => name.slice(0, 36)),
    ),
  ]

  /** Every keyring and root that ever stood there, each taken before the next sweep. */
  type Copies = { readonly keyring: string; readonly root: string }[]

  /** What opens of `rows` with the copies of `keyrings` under the roots of `roots`. */
  const openedByAny = (rows: Loot['rows'], keyrings: Copies, roots: Copies): readonly string[] => [
    ...new Set(
      keyrings.flatMap(({ keyring }) =>
        roots.flatMap(({ root }) => opened({ rows, keyring, root })),
      ),
    ),
  ]

  /** Three nights, each with its copy of keyring and root. */
  async function threeNights(): Promise<Copies> {
    const later: Copies = []
    for (let night = 0; night < 3; night += 1) {
      await house.sweep()
      later.push(house.files())
      house.passHours(24)
    }
    return later
  }

  test('taken before the due date stay dark after the sweep, with every later keyring and every earlier one without its root', async () => {
    const ending = await house.post()
    house.setClock('2026-12-03T09:00:00Z')
    const living = await house.post()
    const rows = await house.backup()
    const earlier = [house.files()]
    house.setClock('2027-05-01T01:00:00Z')
    await house.sweep()
    earlier.push(house.files())

    // Before the due date, with the keyring and the root of that night, the copy opens.
    expect(openedByAny(rows, earlier.slice(-1), earlier.slice(-1)).toSorted()).toEqual(
      [ending.id, living.id].toSorted(),
    )
    house.setClock('2027-05-03T01:00:00Z')
    const later = await threeNights()
    expect(openedByAny(rows, later, later)).toEqual([living.id])
    expect(openedByAny(rows, earlier, later)).toEqual([])
    // The control: only the earlier roots are missing.
    expect(openedByAny(rows, earlier, earlier)).toContain(ending.id)
  })

  test.each([
    ['a withdrawal', (id: SignaalId) => house.withdraw(id, 'betaald')],
    [
      'an objection after collection',
      async (id: SignaalId) => {
        await house.collect()
        await house.withdraw(id, 'bezwaar')
      },
    ],
    [
      'a correction',
      () => house.post({ kenmerk: 'K-1', achterstand: { bedragInCenten: 99_900, maanden: 3 } }),
    ],
    [
      'a person who refuses sharing after all',
      () =>
        house
          .post({ kenmerk: 'K-1', inspanningen: { reactie: 'geweigerd' } })
          .catch(() => undefined),
    ],
    [
      'a confirmed receipt, 14 days on',
      async (id: SignaalId) => {
        await house.collect()
        await house.confirm(id)
        house.passHours(14 * 24)
      },
    ],
  ])(
    'taken before %s do so within a day, and the others of that key open on',
    async (_name, end) => {
      const [ended, stays] = [await house.post(), await house.post()]
      const rows = await house.backup()
      const before = [house.files()]
      expect(openedByAny(rows, before, before)).toHaveLength(2)
      await end(ended.id)
      const later = await threeNights()
      // Neither opens from the old copy: their boxes hang on a key that is no more. The survivor opens where it stands.
      expect(openedByAny(rows, later, later)).toEqual([])
      expect(openedByAny(rows, before, later)).toEqual([])
      expect(await house.open(stays.id)).toMatchObject({ 'persoon.achternaam': 'Boer' })
      expect(openedByAny(rows, before, before)).toContain(ended.id)
    },
  )
})
