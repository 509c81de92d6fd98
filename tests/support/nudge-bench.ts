/** Nudges without doors: a store, a clock that the test sets, and receivers that the test plays. */
import { sql } from 'kysely'
import { appendEvent } from '../../src/audit/audit.store.ts'
import type { Db } from '../../src/db/transaction.ts'
import { appendFeed } from '../../src/delivery/feed.store.ts'
import { queueFeedback } from '../../src/feedback/terugkoppeling.store.ts'
import { deliverNudges } from '../../src/flows/deliver-nudges/deliver-nudges.ts'
import type { DeliverNudgesDeps } from '../../src/flows/deliver-nudges/nudge-deps.ts'
import { publishFeedback } from '../../src/flows/give-feedback/publish-feedback.ts'
import type { SubscriptionDeps } from '../../src/flows/manage-subscriptions/subscriptions.ts'
import type { Caller } from '../../src/model/caller.ts'
import type { Gemeentegebeurtenis } from '../../src/model/gemeentegebeurtenis.ts'
import { Gemeentecode, Oin, SignaalId } from '../../src/model/ids.ts'
import type { Terugkoppelregel } from '../../src/model/terugkoppelregel.ts'
import type { Antwoord } from '../../src/nudging/answer.ts'
import type { CloudEvent } from '../../src/nudging/cloud-event.ts'
import { asSuperuser, seededRandom } from './audit-log.ts'
import type { TestDatabase } from './databases.ts'
import { projectPolicies } from './project-policies.ts'

export const ARNHEM = Gemeentecode.parse('0202')
export const TILBURG = Gemeentecode.parse('0855')
export const OIN_ARNHEM = Oin.parse('00000099000000202000')
const OIN_TILBURG = Oin.parse('00000099000000855000')
export const OIN_BODY = Oin.parse('00000099000000008000')
export const OIN_VLP = Oin.parse('00000099000000001000')
export const OIN_OTHER_VLP = Oin.parse('00000099000000002000')
const OIN_SUPPLIER = Oin.parse('00000099000000004000')
const HOST = 'seintjes.arnhem.example.nl'
export const HERE = `https://${HOST}/in`
export const AT_VLP = 'https://seintjes.linde.example.nl/in'

export const callerFor = (namens: Oin, gemeentecode: Gemeentecode, oin = namens): Caller => ({
  oin,
  namens,
  rol: 'college',
  gemeenten: [gemeentecode],
  doel: 'hulpaanbod',
  medewerker: 'systeem',
  via: 'direct',
})
export const arnhem = callerFor(OIN_ARNHEM, ARNHEM)
export const tilburg = callerFor(OIN_TILBURG, TILBURG)
/** A VLP, and a supplier that acts for it. */
export const vlp: Caller = {
  oin: OIN_VLP,
  namens: OIN_VLP,
  rol: 'verhuurder',
  gemeenten: [],
  doel: 'aanleveren',
  via: 'direct',
}
export const supplier: Caller = { ...vlp, oin: OIN_SUPPLIER }

/** The id of signal number `n`. */
export const signal = (n: number): SignaalId =>
  SignaalId.parse(`019a0c3e-5b7a-7c41-9d2e-${String(n).padStart(12, '0')}`)

/** What a receiver got, in its order, and how it answers. */
export type Receiver = {
  answer: () => Antwoord | Promise<Antwoord>
  readonly got: CloudEvent[]
  readonly urls: string[]
}

export type NudgeBench = {
  readonly db: Db
  wait(ms: number): void
  readonly subscriptions: SubscriptionDeps
  readonly receiver: Receiver
  readonly deps: DeliverNudgesDeps
  round(signal?: AbortSignal): ReturnType<typeof deliverNudges>
  /** A round at each instant at which something is due, for `hours`. */
  rounds(hours: number): Promise<void>
  /** Adds a line to a feed, as a flow does. */
  line(gemeentecode: Gemeentecode, n: number, soort?: 'verlopen' | 'gecorrigeerd'): Promise<void>
  /** Arnhem tells a VLP of signal `n`, to be seen at once or at the closing; what may be seen goes to its feed. */
  tell(
    n: number,
    told?: Partial<Terugkoppelregel>,
    zichtbaar?: 'direct' | 'sluiting',
  ): Promise<void>
  publish(): Promise<number>
  events(): Promise<readonly string[]>
  query<T>(text: string): Promise<readonly T[]>
}

const START = new Date('2026-11-03T09:00:00Z')

/** Two colleges, each with a host, and a body that acts for Arnhem; two VLPs, one with a host, and a supplier that acts for it. */
export async function openNudgeBench(database: TestDatabase): Promise<NudgeBench> {
  const { db } = database
  const asOwner = <T>(text: string): Promise<readonly T[]> =>
    asSuperuser(database, async (pool) => (await sql.raw<T>(text).execute(pool)).rows)
  for (const [oin, code, rol] of [
    [OIN_ARNHEM, `'${ARNHEM}'`, 'college'],
    [OIN_TILBURG, `'${TILBURG}'`, 'college'],
    [OIN_BODY, 'null', 'uitvoerder'],
    [OIN_VLP, 'null', 'verhuurder'],
    [OIN_OTHER_VLP, 'null', 'verhuurder'],
    [OIN_SUPPLIER, 'null', 'softwareleverancier'],
  ])
    await db.transaction({ role: 'gw_beheer' }, (tx) =>
      sql
        .raw(
          `insert into deelnemer (oin, naam, rol, gemeentecode, client_jwks, vanaf) values ('${oin}', 'Fictief', '${rol}', ${code}, '{}', '2025-01-01')`,
        )
        .execute(tx),
    )
  await db.transaction({ role: 'gw_beheer' }, async (tx) => {
    await sql`insert into bestemming (oin, host, vanaf) values (${OIN_ARNHEM}, ${HOST}, '2026-01-01'), (${OIN_TILBURG}, 'tilburg.example.nl', '2026-01-01'), (${OIN_VLP}, 'seintjes.linde.example.nl', '2026-01-01')`.execute(
      tx,
    )
    await sql`insert into mandaat (gemachtigde_oin, gever_oin, doel, vanaf, tot) values (${OIN_BODY}, ${OIN_ARNHEM}, 'hulpaanbod', '2026-01-01', '2026-12-01'),
      (${OIN_SUPPLIER}, ${OIN_VLP}, 'aanleveren', '2026-01-01', '2026-12-01')`.execute(tx)
  })
  let at = START.getTime()
  const now = (): Date => new Date(at)
  const random = seededRandom(7)
  const append: SubscriptionDeps['appendEvent'] = (tx, event, parties) =>
    appendEvent(tx, { at: now(), random }, event, parties)
  const receiver: Receiver = { answer: () => ({ status: 204 }), got: [], urls: [] }
  const deps: DeliverNudgesDeps = {
    ...{ db, now, random },
    appendEvent: append,
    herkomst: {
      source: 'urn:nld:oin:00000099000000000100:systeem:signaalpoort',
      feedUrl: (stroom) => `https://poort.example.nl/v1/${stroom}`,
    },
    sign: () => ({}),
    post: async ({ url, body }) => {
      const answer = await receiver.answer()
      receiver.urls.push(url.href)
      if ('status' in answer && answer.status < 300)
        receiver.got.push(JSON.parse(body) as CloudEvent)
      return answer
    },
  }
  const policies = projectPolicies()
  const publish = (): Promise<number> =>
    publishFeedback({ db, now, random, policies: () => policies, crashPoint: () => undefined })
  const bench: NudgeBench = {
    db,
    wait: (ms) => {
      at += ms
    },
    subscriptions: { db, now, random, appendEvent: append },
    receiver,
    deps,
    round: (signal_) => deliverNudges(deps, signal_),
    rounds: async (hours) => {
      const end = at + hours * 3_600_000
      while (at < end) {
        await bench.round()
        const [due] = await asOwner<{ next: number | null }>(
          `select ceil(extract(epoch from min(volgende_tijdstip)) * 1000)::float8 as next from abonnement where volgende_tijdstip > '${now().toISOString()}'`,
        )
        at = Math.min(end, due?.next ?? end)
      }
    },
    line: (gemeentecode, n, soort = 'verlopen') => {
      // Ids of events within one millisecond have no order.
      at += 1
      const tijdstip = now().toISOString()
      const one: Gemeentegebeurtenis = { soort, signaalId: signal(n), versie: 1, tijdstip }
      return db.transaction({ role: 'gw_bewaring', gemeenten: [gemeentecode] }, (tx) =>
        appendFeed(tx, gemeentecode, [one], '2027-02-01'),
      )
    },
    tell: async (n, told = {}, zichtbaar = 'direct') => {
      at += 1
      const line = {
        oin: OIN_VLP,
        soort: 'eind',
        code: 'hulp-aanvaard',
        dag: '2026-11-03',
      } as const
      const one = { ...line, gemeentecode: ARNHEM, signaalId: signal(n), ...told }
      await db.transaction({ role: 'gw_opvolging', gemeenten: [ARNHEM] }, (tx) =>
        queueFeedback(tx, [one], { zichtbaar, at: now() }),
      )
      await publish()
    },
    publish,
    events: async () =>
      (
        await asOwner<{ soort: string }>(
          `select detail ->> 'soort' as soort from gebeurtenis_detail where detail ->> 'soort' like 'abonnement-%' order by gebeurtenis_id`,
        )
      ).map(({ soort }) => soort),
    query: asOwner,
  }
  return bench
}
