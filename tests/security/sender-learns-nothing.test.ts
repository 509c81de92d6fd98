/**
 * Promise 7 from the sender's side: in two worlds that differ in nothing but what its municipality and other VLPs did, every answer that a VLP
 * can get is the same text, and asks about as much work, until the month closes.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appendEvent } from '../../src/audit/audit.store.ts'
import { queueFeedback } from '../../src/feedback/terugkoppeling.store.ts'
import { deliverNudges } from '../../src/flows/deliver-nudges/deliver-nudges.ts'
import { recordAttempt } from '../../src/flows/follow-up/contact-attempts.ts'
import { watchClocks } from '../../src/flows/follow-up/watch-clocks.ts'
import { publishFeedback } from '../../src/flows/give-feedback/publish-feedback.ts'
import { VOORBEELDEN } from '../../src/http/examples.ts'
import { SignaalId } from '../../src/model/ids.ts'
import { asSuperuser } from '../support/audit-log.ts'
import { aSignal } from '../support/builders.ts'
import { engines } from '../support/databases.ts'
import {
  acceptsRetour,
  college,
  type House,
  lageLand,
  openHouse,
  tilburg,
} from '../support/house.ts'
import { arnhem, linde } from '../support/sealed-signals.ts'
import { type Asked, senderDoor } from '../support/sender-door.ts'

const KENMERKEN = ['L-1', 'L-2', 'L-3', 'L-4', 'L-5', 'L-6', 'L-7'] as const
const DAG = '2026-11-03'
/** Enough of a name to be grouped by. */
const aPerson = (achternaam: string): object => ({ voorletters: 'J.', achternaam })
const REASONS = ['betaald', 'bezwaar'] as const

/** Of what was chosen, called at or given back, of another's and of nobody's. The last of ours lives on, to hear of its return. */
const MUTATIONS = [
  { schuldverloop: 'opgelopen', datum: DAG },
  { schuldverloop: 'ingelopen', datum: DAG },
  { intrekking: 'betaald' },
  { schuldverloop: 'geen-achterstand', datum: DAG },
  { intrekking: 'bezwaar' },
].map((one) =>
  [...KENMERKEN.slice(0, 'intrekking' in one ? -1 : undefined), 'A-1', 'NERGENS'].map(
    (kenmerk) => `${JSON.stringify({ kenmerk, ...one })}\n`,
  ),
)

/** One statement more or less is less than what differs from request to request. */
const FEW = 2

type World = {
  readonly house: House
  readonly ids: readonly SignaalId[]
  readonly ask: ReturnType<typeof senderDoor>
  readonly statements: () => number
}

/** De Linde's signals; in the busy world others signalled the same persons, and its municipality chose, collected, called and gave back. */
async function openWorld(engine: (typeof engines)[number], busy: boolean): Promise<World> {
  const database = await engine.open()
  const house = await openHouse(database, undefined, acceptsRetour())
  await asSuperuser(database, () => database.owner.exec(SUBSCRIBED))
  const ids: SignaalId[] = []
  for (const [i, kenmerk] of KENMERKEN.entries()) {
    const persoon = aPerson(`Proef${'abcdefg'[i] ?? ''}`)
    if (busy) await house.post({ kenmerk: `A-${i}`, persoon }, lageLand)
    ids.push((await house.post({ kenmerk, persoon })).id)
    house.passHours(1)
  }
  await house.followUpDeps.group([arnhem])
  // Whether its municipality looked in its work list may show; whom it chose may not.
  await house.workList()
  if (busy) await makeBusy(house, ids)
  // In both worlds the log moves on.
  await house.collect(tilburg)
  return { house, ids, ask: senderDoor(house, linde), statements: database.statements }
}

async function makeBusy(house: House, ids: readonly SignaalId[]): Promise<void> {
  const deps = house.followUpDeps
  // The first two are chosen; the others go back, and everything of them is erased.
  const named = await Promise.all(ids.slice(0, 2).map((id) => house.meldingOf(id)))
  const proposal = await house.propose({
    meldingen: named.map(({ id }) => SignaalId.parse(id)),
  })
  const { teruggegeven } = await house.decide(proposal.id, arnhem, 'retour')
  expect(teruggegeven).toEqual({ meldingen: 5, signalen: 10 })
  const collected = await house.collectChosen()
  await house.confirm(...collected.map(({ id }) => id))
  const poging = {
    soort: 'kaartje',
    dagdeel: 'avond',
    bereikt: false,
    datum: '2026-11-03',
  } as const
  await recordAttempt(deps, college(arnhem), ids[0] as SignaalId, { poging })
  await watchClocks(house.sweepDeps)
  const line = { gemeentecode: arnhem, oin: linde, soort: 'eind', dag: '2026-11-03' } as const
  await deps.db.transaction({ role: 'gw_opvolging', gemeenten: [arnhem] }, (tx) =>
    queueFeedback(tx, [{ ...line, signaalId: ids[0] as SignaalId, code: 'geen-contact' }], {
      zichtbaar: 'sluiting',
      at: deps.now(),
    }),
  )
  await publishFeedback(house.sweepDeps)
}

/** Names that each world makes anew become their number; what the gateway signs or salts, and where it stands in the log, a mark. */
function normal(text: string, names: Map<string, string>): string {
  return (
    text
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, (id) => {
        const known = names.get(id) ?? `id-${names.size}`
        names.set(id, known)
        return known
      })
      .replaceAll(/"sleutelIds":\[[^\]]*\]/g, '"sleutelIds":[]')
      .replaceAll(/e30\.[\w-]+\.c2ln/g, '(receipt)')
      .replaceAll(/"(zout|invoerHash|invoerZout)":"[^"]*"/g, '"$1":"(salted)"')
      .replaceAll(/"bladIndex":\d+/g, '"bladIndex":0')
      // How far the log reaches is public; the way from a leaf to its top follows from it.
      .replaceAll(/c2sp\.org\/tlog-proof@v1\n[\s\S]*$/g, '(proof)')
  )
}

/** De Linde takes part, and wants to hear of its feed from the first line on. */
const SUBSCRIBED = `
  insert into deelnemer (oin, naam, rol, client_jwks, vanaf) values ('${linde}', 'De Linde', 'verhuurder', '{}', '2025-01-01');
  insert into bestemming (oin, host, vanaf) values ('${linde}', 'linde.example.nl', '2025-01-01');
  insert into abonnement (oin, id, ontvanger_oin, bestemming, toestand, aangemaakt_tijdstip, volgende_tijdstip)
    values ('${linde}', '019a0c3e-5b7a-7c41-9d33-000000000001', '${linde}', 'https://linde.example.nl/in', 'actief', '2026-11-01', '2026-11-01');
  insert into abonnement_stand values ('${linde}', '019a0c3e-5b7a-7c41-9d33-000000000001', 'terugkoppelingen', '${linde}', 0)`

/** What goes to De Linde by itself, now. */
async function everyNudge({ house }: World): Promise<readonly string[]> {
  const { db, now, random } = house.sweepDeps
  await publishFeedback(house.sweepDeps)
  const got: string[] = []
  await deliverNudges({
    ...{ db, now, random },
    appendEvent: (tx, event, parties) => appendEvent(tx, { at: now(), random }, event, parties),
    herkomst: { source: 'urn:test', feedUrl: (stroom) => `https://localhost/v1/${stroom}` },
    sign: () => ({}),
    post: async ({ url, body }) => {
      got.push(`${url.href} ${body}`)
      return { status: 204 }
    },
  })
  const names = new Map<string, string>()
  return got.map((text) => normal(text, names))
}

/** Events of one instant have an order of chance. */
const inOrder = (text: string): string =>
  text.replace(/(?<="auditgebeurtenissen":\[).*(?=\])/, (events) =>
    events
      .split(/,(?=\{"id":)/)
      .map((one) => one.replace(/"id":"[^"]*"/, ''))
      .sort()
      .join('\n'),
  )

/** Asks, keeps what was heard, and gives it. */
type Hear = (path: string, asked?: Asked) => Promise<string>

const search = (hear: Hear, body: object): Promise<string> =>
  hear('/v1/signalen/_zoek', { method: 'POST', body })

/** Everything that a VLP can read of its signals. */
async function readAll(hear: Hear, { house, ids }: World): Promise<void> {
  for (const vraag of [
    {},
    { kenmerken: [...KENMERKEN, 'A-1'] },
    { toestand: 'ontvangen' },
    { toestand: 'retour' },
  ])
    await search(hear, vraag)
  await house.publish()
  for (const id of ids) {
    await hear(`/v1/signalen/${id}`)
    await hear(`/v1/signalen/${id}`, { method: 'HEAD' })
    await hear(`/v1/signalen/${id}/verloop`)
    await hear(`/v1/signalen/${id}/bewijs`)
    // Calls of a municipality, and of a melding of that name.
    await hear(`/v1/meldingen/${id}/verloop`)
  }
  await hear('/v1/terugkoppelingen')
  await hear('/v1/terugkoppelingen?sinds=1')
  await hear('/v1/terugkoppelingen', { headers: { Accept: 'text/csv' } })
  for (const gemeentecode of [arnhem, tilburg])
    await hear('/v1/toetsingen', {
      method: 'POST',
      body: { ...VOORBEELDEN.toetsing, gemeentecode },
    })
}

const signalOf = (kenmerk: string, achternaam: string, change: object = {}): object =>
  aSignal({ kenmerk, persoon: aPerson(achternaam), signaaldatum: DAG, ...change })

/** Of what was chosen, of what went back (the same, another amount, the same person under a name of its own), and of whom others signalled. */
const AGAIN = [
  signalOf('L-1', 'Proefa'),
  signalOf('L-4', 'Proefd'),
  signalOf('L-5', 'Proefe', { achterstand: { bedragInCenten: 99_900, maanden: 3 } }),
  signalOf('L-8', 'Proefd'),
  signalOf('L-2', 'Proefb', { klantnummer: '7' }),
  signalOf('L-9', 'Proefa'),
]

/** The same as a list, with one of somebody new: of whom others told, or nobody. */
const lists = [
  ['application/json', signalOf('L-10', 'Proefe')],
  ['application/x-ndjson', signalOf('L-11', 'Proefz')],
] as const

async function sendLists(hear: Hear): Promise<void> {
  for (const [Accept, signal] of lists) {
    const headers = { 'Content-Type': 'application/x-ndjson', Accept }
    const path = '/v1/aanleveringen?vrijgave=direct'
    const rows = [signalOf('L-1', 'Proefa'), signalOf('L-4', 'Proefd'), signal]
    const body = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    const said = await hear(path, { method: 'POST', body, headers })
    const [list = ''] = /(?<="id":")[0-9a-f-]{36}(?=")/.exec(said) ?? []
    await hear(`/v1/aanleveringen/${list}`)
    await hear(`/v1/aanleveringen/${list}/regels`)
    await hear(`/v1/aanleveringen/${list}/intrekking`, { method: 'POST' })
    await hear(`/v1/aanleveringen/${list}/regels`)
  }
  await hear('/v1/aanleveringen')
}

async function sendMutations(hear: Hear): Promise<void> {
  const mutate = (body: string, Accept = 'application/json'): Promise<string> =>
    hear('/v1/mutaties', {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/x-ndjson', Accept },
    })
  for (const rows of MUTATIONS) {
    // One by one, since the order of deeds of one instant is one of chance; then all of them again.
    for (const row of rows) await mutate(row)
    await mutate(rows.join(''))
    await mutate(rows.join(''), 'application/x-ndjson')
  }
}

type Answer = { readonly text: string; readonly isRead: boolean; readonly statements: number }

/** Everything that a VLP can ask about its signals, and do with them. */
async function everyAnswer(world: World): Promise<readonly Answer[]> {
  const { house, ask, ids, statements } = world
  const names = new Map<string, string>()
  const answers: Answer[] = []
  const hear: Hear = async (path, asked) => {
    const before = statements()
    const said = await ask(path, asked)
    const isRead = asked?.method === undefined || asked.method === 'HEAD'
    answers.push({ text: `${path}\n${said}`, isRead, statements: statements() - before })
    // So that no two deeds are of the same instant, whose order would be one of chance.
    house.passHours(0.01)
    return said
  }
  await readAll(hear, world)
  for (const body of AGAIN) await hear('/v1/signalen', { method: 'POST', body })
  await sendLists(hear)
  for (const [i, reden] of REASONS.entries())
    for (const _again of [1, 2])
      await hear(`/v1/signalen/${ids[i + 1] ?? ''}/intrekking`, { method: 'POST', body: { reden } })
  await sendMutations(hear)
  for (const id of ids) await hear(`/v1/signalen/${id}`)
  for (const id of ids) await hear(`/v1/signalen/${id}/verloop`)
  await search(hear, {})
  await hear('/v1/terugkoppelingen')
  await hear('/v1/auditgebeurtenissen/_zoek', { method: 'POST', body: { limiet: 500 } })
  return answers.map(({ text, ...rest }) => ({ text: inOrder(normal(text, names)), ...rest }))
}

describe.each(engines)('a sender learns nothing of others or of a choice, on $name', (engine) => {
  let quiet: World
  let busy: World
  beforeAll(async () => {
    quiet = await openWorld(engine, false)
    busy = await openWorld(engine, true)
  }, 300_000)
  afterAll(async () => {
    await quiet.house.close()
    await busy.house.close()
  })

  test('by any call, total, header or error before the month closes, nor by the work that an answer asks', async () => {
    const [still, loud] = [await everyAnswer(quiet), await everyAnswer(busy)]
    const texts = still.map(({ text }) => text)
    expect(texts.length).toBeGreaterThan(130)
    expect(loud.map(({ text }) => text)).toEqual(texts)
    // The mutations and lists were heard in full.
    const mutations = texts.filter((text) => text.includes('/v1/mutaties')).join('')
    for (const said of ['gedaan', 'ongewijzigd', 'onbekend', 'onmogelijk'])
      expect(mutations).toContain(`"uitkomst":"${said}"`)
    const all = texts.join('\n')
    for (const said of ['(proof)', 'kenmerk-beeindigd', '"aanvaard":1']) expect(all).toContain(said)
    expect(all).not.toMatch(/geselecteerd|opgepakt|opgehaald|retour"/)
    const work = still.map(({ isRead, statements: few }, i) => ({
      more: (loud[i]?.statements ?? 0) - few,
      most: isRead ? 0 : FEW,
      text: texts[i] ?? '',
    }))
    const heavier = work.filter(({ more, most }) => Math.abs(more) > most)
    // Of the two that were collected: what `betaald` left is erased by `bezwaar`, and its municipality hears; once (SECURITY.md).
    expect(heavier.map(({ text }) => /"kenmerk":"[^"]*"/.exec(text)?.[0])).toEqual([
      '"kenmerk":"L-2"',
    ])
  }, 300_000)

  test('by any nudge before the month closes', async () => {
    expect(await everyNudge(busy)).toEqual(await everyNudge(quiet))
  })

  test('and the comparison would notice: once the month has closed the worlds differ', async () => {
    for (const { house } of [quiet, busy]) {
      house.setClock('2026-12-01T09:00:00Z')
      await publishFeedback(house.sweepDeps)
    }
    expect((await everyNudge(busy)).length).toBeGreaterThan((await everyNudge(quiet)).length)
    const told = async ({ ask }: World): Promise<string> => ask('/v1/terugkoppelingen')
    expect(await told(busy)).toContain('"retour"')
    expect(await told(quiet)).not.toContain('"retour"')
  })
})
