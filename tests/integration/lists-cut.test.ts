/** Connections that break while a list comes in, over real TLS: what was acknowledged is there once, and sending again completes it. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engines } from '../support/databases.ts'
import { openGateway, type PartyAccess, type TestGateway } from '../support/gateway.ts'
import { linesOf, sendList } from '../support/lists.ts'
import { openRawList } from '../support/raw-list.ts'
import { seededNumbers } from '../support/seeded-numbers.ts'
import { rentToday } from '../support/signals.ts'

const CUTS = 20
const SEED = 18
const ROWS = Array.from({ length: 60 }, (_, i) => rentToday(`CUT-${i}`))
const BODY = Buffer.from(linesOf(ROWS))

let gateway: TestGateway
let linde: PartyAccess
beforeAll(async () => {
  gateway = await openGateway(engines[0].name)
  linde = gateway.as('de-linde', 'aanleveren')
})
afterAll(() => gateway.close())

/** Receipts by kenmerk, as whole lines tell them. */
function receiptsIn(text: string): ReadonlyMap<string, string> {
  const lines = text.match(/\{"soort":"regel".*\}\n/g) ?? []
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const { kenmerk, ontvangstbewijs } = JSON.parse(line) as Record<string, string>
      return kenmerk === undefined || ontvangstbewijs === undefined
        ? []
        : [[kenmerk, ontvangstbewijs]]
    }),
  )
}

test(`a list cut at ${CUTS} random bytes and sent again is there once, each row under its first receipt`, async () => {
  const next = seededNumbers(SEED)
  const acknowledged = new Map<string, string>()
  for (let cut = 0; cut < CUTS; cut += 1) {
    const at = Math.floor(next() * BODY.length)
    const list = await openRawList(gateway, linde, 'de-linde', { length: BODY.length })
    await list.write(BODY.subarray(0, at))
    // Every other one breaks before any verdict was read.
    if (cut % 2 === 0 && BODY.subarray(0, at).includes('\n')) await list.until('"soort":"stand"')
    for (const [kenmerk, jws] of receiptsIn(list.cut()))
      expect([kenmerk, acknowledged.get(kenmerk) ?? jws]).toEqual([kenmerk, jws])
    for (const [kenmerk, jws] of receiptsIn(list.cut())) acknowledged.set(kenmerk, jws)
    // Its place is given back once the gateway saw the cut.
    await expect
      .poll(() => gateway.owner.query(sql`select id from aanlevering where toestand = 'bezig'`))
      .toEqual([])
  }
  expect(acknowledged.size).toBeGreaterThan(0)
  const { lines, aanlevering } = await sendList(linde, ROWS, { lines: true })
  expect(aanlevering?.toestand).toBe('ontvangen')
  const final = new Map(
    lines.flatMap((line) =>
      line.soort === 'regel' ? [[line.kenmerk, line.ontvangstbewijs] as const] : [],
    ),
  )
  expect([...final.keys()]).toEqual(ROWS.map((row) => row['kenmerk']))
  for (const [kenmerk, jws] of acknowledged)
    expect([kenmerk, final.get(kenmerk as never)]).toEqual([kenmerk, jws])
  const stored = await gateway.owner.query(sql<{ kenmerk: string; signalen: number }>`
    select k.kenmerk, count(s.id)::integer as signalen from kenmerk k
    join signaal s on s.id = k.signaal_id group by 1 order by 1`)
  expect(stored).toEqual(
    ROWS.map((row) => ({ kenmerk: row['kenmerk'], signalen: 1 })).toSorted((a, b) =>
      String(a.kenmerk) < String(b.kenmerk) ? -1 : 1,
    ),
  )
  const states = await gateway.owner.query(sql<{ toestand: string }>`
    select distinct toestand from aanlevering order by 1`)
  expect(states.map(({ toestand }) => toestand)).toEqual(['afgebroken', 'ontvangen'])
})
