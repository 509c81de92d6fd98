import { describe, expect, test } from 'vitest'
import { answeringStore } from '../../tests/support/answering-store.ts'
import { type Activering, Beleidshash } from '../model/beleid.ts'
import { findActivering, insertActivering } from './activering.store.ts'

const hash = (digit: string) => Beleidshash.parse(digit.repeat(64))
const first: Activering = {
  nummer: 1,
  hash: hash('a'),
  vorige: undefined,
  actief: new Date('2026-03-01T10:00:00Z'),
  handtekeningen: ['jws-1', 'jws-2'],
}
const rowOf = ({ nummer, hash, vorige, actief, handtekeningen }: Activering): object => ({
  nummer,
  hash,
  vorige: vorige ?? null,
  actief_tijdstip: actief,
  handtekeningen,
})

// The real store is asked in `tests/integration/policies-in-force.test.ts`.
describe('the activation in force', () => {
  test('is that of the highest number', async () => {
    const second = { ...first, nummer: 2, hash: hash('b'), vorige: hash('a') }
    const { tx, asked } = answeringStore([rowOf(second)])
    expect(await findActivering(tx)).toEqual(second)
    expect(asked.map(({ sql, parameters }) => ({ sql, parameters }))).toEqual([
      {
        sql: 'select "nummer", "hash", "vorige", "actief_tijdstip", "handtekeningen" from "beleidsactivering" order by "nummer" desc limit $1',
        parameters: [1],
      },
    ])
  })

  test('has none before it when it is the first, and is not there before that', async () => {
    expect(await findActivering(answeringStore([rowOf(first)]).tx)).toEqual(first)
    expect(await findActivering(answeringStore([]).tx)).toBeUndefined()
  })
})

describe('an activation', () => {
  test('is added whole, unless its number is taken', async () => {
    const { tx, asked } = answeringStore([{ nummer: 1 }])
    expect(await insertActivering(tx, first)).toBe(true)
    expect(asked.map(({ sql, parameters }) => ({ sql, parameters }))).toEqual([
      {
        sql: 'insert into "beleidsactivering" ("nummer", "hash", "vorige", "actief_tijdstip", "handtekeningen") values ($1, $2, $3, $4, $5) on conflict ("nummer") do nothing returning "nummer"',
        parameters: [1, hash('a'), null, first.actief, ['jws-1', 'jws-2']],
      },
    ])
    expect(await insertActivering(answeringStore([]).tx, first)).toBe(false)
  })

  test('names the one before it', async () => {
    const { tx, asked } = answeringStore([{ nummer: 2 }])
    await insertActivering(tx, { ...first, nummer: 2, vorige: hash('a') })
    expect(asked[0]?.parameters).toContain(hash('a'))
    expect(asked[0]?.parameters).not.toContain(null)
  })
})
