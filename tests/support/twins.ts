/**
 * A store in which every row of one party and municipality has a twin of another: the same ids, names, numbers and days, so that nothing
 * but the tenant's own condition tells them apart. With row-level security, and without: then the code stands alone.
 */
import { sql } from 'kysely'
import type { Engine } from '../../src/db/connect.ts'
import type { Tx } from '../../src/db/database.ts'
import type { Scope } from '../../src/db/transaction.ts'
import { AanleveringId } from '../../src/model/aanlevering.ts'
import { AbonnementId } from '../../src/model/abonnement.ts'
import { BesluitId } from '../../src/model/bewaarbesluit.ts'
import { Gemeentecode, Oin, SignaalId, SleutelId } from '../../src/model/ids.ts'
import { MaatregelId } from '../../src/model/maatregel.ts'
import { anAcceptance } from './audit-log.ts'
import { engines, type TestDatabase } from './databases.ts'

export const linde = Oin.parse('00000099000000001000')
export const lageLand = Oin.parse('00000099000000002000')
export const incasso = Oin.parse('00000099000000004000')
export const rijnoever = Oin.parse('00000099000000005000')
const gestopt = Oin.parse('00000099000000006000')
const collegeUtrecht = Oin.parse('00000099000000344000')
const collegeArnhem = Oin.parse('00000099000000202000')
const collegeTilburg = Oin.parse('00000099000000855000')
export const colleges = {
  arnhem: collegeArnhem,
  tilburg: collegeTilburg,
  utrecht: collegeUtrecht,
  orgaan: rijnoever,
}
export const arnhem = Gemeentecode.parse('0202')
export const tilburg = Gemeentecode.parse('0855')
export const utrecht = Gemeentecode.parse('0344')

const idOf = (n: number): SignaalId =>
  SignaalId.parse(`019a0c3e-5b7a-7c41-9d2e-${String(n).padStart(12, '0')}`)
/** Of De Linde at Arnhem, and once more of Het Lage Land at Tilburg. */
export const A = idOf(1)
/** The kenmerk of an ended signal, on both sides. */
export const ENDED = idOf(2)
/** Of the other side alone. */
export const THEIRS = idOf(3)
/** Of Het Lage Land at Arnhem. */
export const NEIGHBOUR = idOf(4)
/** A list of both sides. */
export const LIST = AanleveringId.parse(idOf(9))
/** Of De Linde at Tilburg. */
export const ELSEWHERE = idOf(5)
/** A recipient key of Tilburg that is active there; Arnhem has none of that id. Boxes of both sides name it. */
export const ACTIVE_THERE = SleutelId.parse('1'.repeat(32))
/** Of Tilburg's joint body, and looked through there alone. */
export const OF_BODY = SleutelId.parse('2'.repeat(32))
/** The hash of one person, as both sides have it. */
export const PERSON = new Uint8Array([7])
const eventOf = (n: number): string => `019a0c3e-5b7a-7c41-9d2f-${String(n).padStart(12, '0')}`
/** Events: the first three are De Linde's or Arnhem's, each in its own way. */
export const EVENT_IDS = [1, 2, 3, 4, 5, 6].map(eventOf)
export const OWN_EVENTS = EVENT_IDS.slice(0, 3)

export const at = new Date('2026-11-03T09:00:00Z')
export const DUE = '2026-11-01'
export const KEY_DAY = '2026-12-01'
export const key = { gemeentecode: arnhem, vervaldatum: KEY_DAY, volgnummer: 1 }

export const asLinde: Scope = { role: 'gw_aanlevering', oin: linde }
export const asArnhem: Scope = {
  role: 'gw_aflevering',
  doel: 'dozen',
  oin: collegeArnhem,
  gemeenten: [arnhem],
}
export const asSweep: Scope = { role: 'gw_bewaring', gemeenten: [arnhem] }
export const asRegister: Scope = { role: 'gw_identiteit' }
export const asBeheer: Scope = { role: 'gw_beheer' }
export const asKeys: Scope = { role: 'gw_sleutels', gemeenten: [arnhem] }

/** Both sides: whose, where, whether their row is due. */
const SIDES = [
  { oin: linde, code: arnhem, own: true },
  { oin: lageLand, code: tilburg, own: false },
]

const TABLES = [
  'aanlevering_intrekking',
  'aanlevering_regel',
  'aanlevering',
  'navraag',
  'abonnement_stand',
  'abonnement',
  'bestemming',
  'gemeente_gebeurtenis_kop',
  'selectie_melding',
  'selectie',
  'termijn',
  'raadpleging',
  'resultaat_detail',
  'contactpoging',
  'indicator_telling',
  'indicator_maand',
  'terugkoppeling',
  'terugkoppeling_kop',
  'terugkoppeling_wacht',
  'maatregel_signaal',
  'maatregel',
  'eigen_bewaartermijn',
  'bewaarbesluit',
  'eerder_signaal',
  'matchindex',
  'matchwacht',
  'sleperindex',
  'sleper',
  'sleperwacht',
  'melding',
  'sleutelverlies',
  'verzegeld',
  'herverpakking',
  'schuldverloop',
  'signaal',
  'bewaarsleutel',
  'kenmerk',
  'ontvangstbewijs',
  'idempotentie',
  'assertie',
  'gemeente_gebeurtenis',
  'gebeurtenis_detail',
  'gebeurtenis',
  'ontvangersleutel',
  'mandaat',
  'leverafspraak',
  'deelnemer_contact',
  'deelnemer_benadering',
  'onderdeel',
  'deelnemer',
] as const

const signal = (oin: string, code: string, id: string): string => `
  insert into signaal (gemeentecode, id, versie, oin, ingediend_door, signaaltype, aangeleverd_tijdstip,
    beleid_id, beleid_hash, voorwaarden, vervaldatum, velden_vervaldatum, soort)
  values ('${code}', '${id}', 1, '${oin}', '${oin}', 'huur', '2026-10-01', 'b', 'b', '{}', '${DUE}', '${DUE}', 'huur');
  insert into verzegeld values ('${code}', '${id}', 1, '${KEY_DAY}', 1, '${oin}', '{persoon.achternaam}', '{hulpaanbod}', '{x}', '{x}', '{${ACTIVE_THERE}}');`

const keys = (code: string, own: boolean): string => `
  insert into bewaarsleutel (gemeentecode, vervaldatum, volgnummer, toestand) values
    ('${code}', '${KEY_DAY}', 1, 'open'), ('${code}', '${KEY_DAY}', 2, 'sluitend'), ('${code}', '2026-12-03', 1, 'open'),
    ('${code}', '2026-12-04', 1, 'open');
  insert into herverpakking values ('${code}', '${KEY_DAY}', 1);
  ${
    own
      ? ''
      : `insert into bewaarsleutel values ('${code}', '2026-12-02', 4, 'open'), ('${code}', '2026-12-05', 4, 'vernietigd');
  insert into herverpakking values ('${code}', '2026-12-03', 1);`
  }`

/** A list of each sender, under one id. */
const list = (oin: string, code: string, own: boolean): string => `
  insert into aanlevering (oin, id, ingediend_door, naam, vorm, vrijgave, toestand, begonnen_tijdstip, laatste_tijdstip, vrijgave_tot, aanvaard, vervaldatum)
    values ('${oin}', '${LIST}', '${oin}', '${own ? 'ons' : 'hun'}', 'csv', 'handmatig', 'bezig', '2026-11-03', '2026-11-03', '2026-11-04', ${own ? 1 : 2}, '${own ? DUE : '2027-05-01'}');
  insert into aanlevering_regel values ('${oin}', '${LIST}', ${own ? 2 : 3}, 'aanvaard', '${A}', 1, '${code}', '{}');
  insert into aanlevering_intrekking values ('${oin}', '${LIST}', '${code}', ${own ? 1 : 2}, 0);`

const sender = (oin: string, code: string, own: boolean): string => `
  insert into kenmerk (oin, kenmerk, signaal_id, gemeentecode, versie, sleutelmaand, inhoud_hmac)
    values ('${oin}', 'K-1', '${A}', '${code}', 1, '${own ? '2026-10' : '2026-11'}', 'h');
  insert into kenmerk (oin, kenmerk, signaal_id, gemeentecode, versie, sleutelmaand, toestand, beeindigd_tijdstip, vervaldatum)
    values ('${oin}', 'K-9', '${ENDED}', '${code}', 1, '2026-10', 'verlopen', '2026-10-01', '${DUE}');
  insert into ontvangstbewijs values ('${oin}', '${A}', 1, '${eventOf(own ? 1 : 4)}', 'bewijs');
  insert into idempotentie values ('${oin}', 'poging', '${A}', 1, '${own ? '2026-10' : '2026-11'}', 'h', '2026-11-04'),
    ('${oin}', 'oud', '${A}', 1, '2026-10', 'h', '${own ? '2026-11-01' : '2026-11-04'}');
  insert into assertie values ('${oin}', 'jti', '${own ? '2026-11-01' : '2026-11-04'}');
  insert into eerder_signaal values
    ('${oin}', '${A}', '${code}', '${own ? 'huur' : 'water'}', '${own ? '2026-10' : '2026-11'}', '\\x07', '${own ? '2026-11-01' : '2026-12-01'}');
  insert into matchindex values ('${code}', '2026-09', '\\x06', '${A}', 'vol', '${oin}');
  insert into sleutelverlies values ('${code}', '${ACTIVE_THERE}', '2026-11-01');
  insert into gemeente_gebeurtenis values
    ('${code}', 1, 'verlopen', '${A}', 1, null, '2026-10-01', '${own ? DUE : '2026-12-01'}'),
    ('${code}', 2, 'verlopen', '${A}', 1, null, '2026-10-01', '${own ? '2026-12-01' : DUE}');`

/** One decision and one hold of the same ids on both sides. */
export const DECISION = BesluitId.parse('019a0c3e-5b7a-7c41-9d30-000000000001')
export const HOLD = MaatregelId.parse('019a0c3e-5b7a-7c41-9d31-000000000001')
/** Of Tilburg alone. */
export const THEIR_DECISION = BesluitId.parse('019a0c3e-5b7a-7c41-9d30-000000000002')
const THEIR_ENDED_HOLD = '019a0c3e-5b7a-7c41-9d32-00000000000f'
export const THEIR_HOLD = MaatregelId.parse('019a0c3e-5b7a-7c41-9d31-000000000002')
const PREVIEW = `{"peiltijdstip":"2026-10-01T00:00:00.000Z","controlegetal":"${'0'.repeat(64)}","gevolgen":[]}`

const decision = (code: string, id: string, toestand: string, day: string): string => `
  insert into bewaarbesluit (gemeentecode, id, toestand, wijze, inhoud, ingangsdatum, opgesteld_door, opgesteld_tijdstip,
    besloten_door, besloten_tijdstip, voorvertoning, idempotentiesleutel, vervaldatum)
  values ('${code}', '${id}', '${toestand}', 'fgStelt', '{"termijnen":[],"kenmerk":"${code}"}', '${day}', 'fg-1', '2026-10-01',
    'mw-17', '2026-10-01', '${PREVIEW}', 'poging', '${DUE}');`

const hold = (
  code: string,
  id: string,
  tot: string,
  signaal: string,
  toestand = 'van-kracht',
): string => `
  insert into maatregel (gemeentecode, id, soort, reden, bevriest, tot, toestand, voorgesteld_door, voorgesteld_tijdstip,
    vastgesteld_door, vastgesteld_tijdstip, idempotentiesleutel, vervaldatum)
  values ('${code}', '${id}', 'beperking', 'rechtsvordering-betrokkene', true, '${tot}', '${toestand}', 'fg-1', '2026-10-01', 'mw-17', '2026-10-01',
    'poging', '${DUE}');
  insert into maatregel_signaal values ('${code}', '${id}', '${signaal}');`

const terms = (code: string, own: boolean): string => `
  ${decision(code, DECISION, 'goedgekeurd', own ? '2026-11-03' : '2026-11-02')}
  insert into eigen_bewaartermijn values ('${code}', 'gecodeerd', '${own ? '2026-10-01' : '2026-10-15'}', '${own ? 'P3M' : 'P2M'}',
    '${DECISION}');
  ${hold(code, HOLD, own ? '2026-11-02' : '2026-11-01', own ? A : NEIGHBOUR)}`

const THEIRS_ALONE = `
  insert into kenmerk (oin, kenmerk, signaal_id, gemeentecode, versie, sleutelmaand, inhoud_hmac)
    values ('${lageLand}', 'K-3', '${THEIRS}', '${tilburg}', 1, '2026-11', 'h');
  insert into ontvangstbewijs values ('${lageLand}', '${THEIRS}', 1, '${eventOf(4)}', 'bewijs');
  insert into idempotentie values ('${lageLand}', 'hun-poging', '${THEIRS}', 1, '2026-11', 'h', '2026-11-04');
  insert into verzegeld values ('${tilburg}', '${A}', 1, '2026-12-04', 1, '${lageLand}', '{}', '{}', '{}', '{}');
  ${signal(lageLand, tilburg, THEIRS)}${signal(lageLand, arnhem, NEIGHBOUR)}${signal(linde, tilburg, ELSEWHERE)}
  insert into eerder_signaal values
    ('${lageLand}', '${THEIRS}', '${tilburg}', 'water', '2026-10', '\\x07', '2026-12-01');
  insert into sleutelverlies values ('${tilburg}', '${OF_BODY}', '2026-11-01');`

/** Kenmerken whose signal is not of their sender, or not at their municipality: nothing the gateway writes, so that each condition counts. */
const CROSSED = `
  insert into kenmerk (oin, kenmerk, signaal_id, gemeentecode, versie, sleutelmaand, inhoud_hmac) values
    ('${linde}', 'K-4', '${NEIGHBOUR}', '${arnhem}', 1, '2026-10', 'h'),
    ('${lageLand}', 'K-5', '${ELSEWHERE}', '${tilburg}', 1, '2026-11', 'h'),
    ('${linde}', 'K-6', '${ELSEWHERE}', '${arnhem}', 1, '2026-10', 'h');`

const REGISTER = `
  insert into deelnemer (oin, naam, rol, gemeentecode, client_jwks, vanaf) values
    ${[linde, lageLand, incasso, rijnoever, collegeArnhem, collegeTilburg]
      .map((oin) => {
        const code = oin === collegeArnhem ? arnhem : tilburg
        const college = oin === collegeArnhem || oin === collegeTilburg
        const jwks = `{"keys":[{"kty":"EC","kid":"${oin}"}]}`
        return `('${oin}', 'Partij', '${college ? 'college' : 'verhuurder'}', ${college ? `'${code}'` : 'null'}, '${jwks}', '2026-01-01')`
      })
      .join(',')};
  insert into deelnemer (oin, naam, rol, gemeentecode, client_jwks, vanaf, tot) values
    ('${collegeUtrecht}', 'Partij', 'college', '${utrecht}', '{}', '2026-01-01', null),
    ('${gestopt}', 'Partij', 'uitvoerder', null, '{}', '2026-01-01', '2026-06-01');
  insert into mandaat (gemachtigde_oin, gever_oin, doel, vanaf, hoedanigheid, besluit) values
    ('${incasso}', '${linde}', 'aanleveren', '2026-02-01', 'verwerker', null),
    ('${incasso}', '${lageLand}', 'aanleveren', '2026-03-01', 'verwerker', null),
    ('${rijnoever}', '${linde}', 'aanleveren', '2026-04-01', 'verwerker', null),
    ('${rijnoever}', '${collegeTilburg}', 'hulpaanbod', '2026-02-01', 'mandaat', 'B-1'),
    ('${gestopt}', '${collegeUtrecht}', 'hulpaanbod', '2026-02-01', 'mandaat', 'B-2'),
    ('${incasso}', '${collegeArnhem}', 'controle', '2026-02-01', 'verwerker', null),
    ('${incasso}', '${collegeUtrecht}', 'aanleveren', '2026-02-01', 'verwerker', null),
    ('${collegeArnhem}', '${linde}', 'aanleveren', '2026-02-01', 'verwerker', null);
  insert into ontvangersleutel values
    ('${arnhem}', '${'0'.repeat(32)}', '${collegeArnhem}', '{hulpaanbod}', 'p', 'actief', 'jws', '2026-01-01'),
    ('${tilburg}', '${ACTIVE_THERE}', '${collegeTilburg}', '{hulpaanbod}', 'p', 'actief', 'jws', '2026-01-01'),
    ('${tilburg}', '${OF_BODY}', '${rijnoever}', '{hulpaanbod}', 'p', 'actief', 'jws', '2026-01-02');
  ${[linde, lageLand]
    .map(
      (oin) => `
  insert into deelnemer_contact values ('${oin}', 'huur@${oin}.example.nl', null);
  insert into onderdeel values ('${oin}', 'M-${oin}', '2026-01-01', null), ('${oin}', 'SAMEN', '2026-01-01', null);`,
    )
    .join('')}
  insert into onderdeel values ('${lageLand}', 'HUN', '2026-01-01', null);`

/**
 * One subscription of the same id on both sides, and one of Tilburg alone that failed for long; each at its own feed. Two more have a receiver
 * without a mandate: another party has it, or the receiver does not take part any more.
 */
export const SUBSCRIPTION = AbonnementId.parse('019a0c3e-5b7a-7c41-9d33-000000000001')
const THEIR_SUBSCRIPTION = '019a0c3e-5b7a-7c41-9d33-000000000002'

const subscription = (
  oin: string,
  code: string,
  id: string,
  more: { readonly receiver?: string; readonly since?: string; readonly busy?: string },
): string => `
  insert into abonnement (oin, id, ontvanger_oin, bestemming, toestand, aangemaakt_tijdstip, idempotentiesleutel, mislukt_sinds,
    laatste_fout, volgende_tijdstip, bezet_tot)
  values ('${oin}', '${id}', '${more.receiver ?? oin}', 'https://${code}.example.nl/in', 'actief', '2026-11-01',
    ${id === SUBSCRIPTION ? "'poging'" : 'null'}, ${more.since ?? 'null'}, ${more.since === undefined ? 'null' : "'geen-antwoord'"},
    '2026-11-03', ${more.busy ?? 'null'});`

const stand = (oin: string, id: string, code: string, number: number): string =>
  `insert into abonnement_stand values ('${oin}', '${id}', 'gebeurtenissen', '${code}', ${number});`

const SUBSCRIPTIONS = `
  insert into gemeente_gebeurtenis_kop values ('${arnhem}', 2), ('${tilburg}', 3), ('${utrecht}', 9);
  insert into bestemming (oin, host, vanaf) values
    ('${collegeArnhem}', '0202.example.nl', '2026-01-01'), ('${collegeArnhem}', 'samen.example.nl', '2026-01-01'),
    ('${collegeTilburg}', '0855.example.nl', '2026-01-01'), ('${collegeTilburg}', 'samen.example.nl', '2026-01-01'),
    ('${collegeTilburg}', 'hun.example.nl', '2026-01-01');
  ${subscription(collegeTilburg, tilburg, '019a0c3e-5b7a-7c41-9d33-000000000003', { receiver: incasso })}
  ${subscription(collegeUtrecht, utrecht, '019a0c3e-5b7a-7c41-9d33-000000000004', { receiver: gestopt })}
  ${stand(collegeTilburg, '019a0c3e-5b7a-7c41-9d33-000000000003', tilburg, 2)}
  ${stand(collegeUtrecht, '019a0c3e-5b7a-7c41-9d33-000000000004', utrecht, 8)}
  ${subscription(collegeArnhem, arnhem, SUBSCRIPTION, { receiver: rijnoever })}
  ${subscription(collegeTilburg, tilburg, SUBSCRIPTION, { busy: "'2026-11-03T09:05:00Z'" })}
  ${subscription(collegeTilburg, tilburg, THEIR_SUBSCRIPTION, { receiver: rijnoever, since: "'2026-10-01'" })}
  ${stand(collegeArnhem, SUBSCRIPTION, arnhem, 1)}
  ${stand(collegeTilburg, SUBSCRIPTION, arnhem, 1)}
  ${stand(collegeTilburg, THEIR_SUBSCRIPTION, tilburg, 0)}`

/** Who did it, for whom, where: three of the first side, three of the second. */
const EVENTS = [
  [null, linde, null],
  [linde, incasso, null],
  [null, null, arnhem],
  [null, lageLand, null],
  [lageLand, rijnoever, null],
  [null, null, tilburg],
]
  .map((parties, i) => {
    const values = parties.map((value) => (value === null ? 'null' : `'${value}'`)).join(', ')
    const detail = JSON.stringify(anAcceptance(linde))
    return `insert into gebeurtenis (id, commitment) values ('${eventOf(i + 1)}', '${i}');
      insert into gebeurtenis_detail (gebeurtenis_id, tijdstip, oin, namens, gemeentecode, zout, detail, vervaldatum)
      values ('${eventOf(i + 1)}', '2026-10-0${i + 1}', ${values}, 'z', '${detail}', '2030-01-01');`
  })
  .join('')

/** In Tilburg the boxes of its own signal went out for a key; in Arnhem those of the same signal did not. */
const DISCLOSED = `insert into gebeurtenis (id, commitment) values ('${eventOf(7)}', '7');
  insert into gebeurtenis_detail (gebeurtenis_id, tijdstip, gemeentecode, zout, detail, vervaldatum) values
    ('${eventOf(7)}', '2026-10-07', '${tilburg}', 'z',
      '${JSON.stringify({ soort: 'signaal-verstrekt', signaalId: A, sleutelId: ACTIVE_THERE })}', '2030-01-01');`

const WORLD = [
  // What is frozen cannot be deleted row by row.
  'truncate indicator_telling, indicator_maand;',
  ...TABLES.map((table) => `delete from ${table};`),
  REGISTER,
  ...SIDES.map(
    ({ code, oin, own }) =>
      keys(code, own) + signal(oin, code, A) + sender(oin, code, own) + list(oin, code, own),
  ),
  THEIRS_ALONE,
  CROSSED,
  EVENTS,
  DISCLOSED,
  SUBSCRIPTIONS,
  ...SIDES.map(({ code, own }) => terms(code, own)),
  // No link of it is at its own municipality, so that each half of the pair counts.
  decision(tilburg, THEIR_DECISION, 'van-kracht', '2026-10-01'),
  hold(tilburg, THEIR_HOLD, '2027-03-01', A),
  hold(tilburg, THEIR_ENDED_HOLD, '2026-10-01', A, 'beeindigd'),
].join('\n')

export type Twins = {
  readonly database: TestDatabase
  /** Puts every row back as it was. */
  plant(): Promise<void>
  /** Runs `work` as the gateway would, and commits. */
  as<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>
  /** Rows as their owner sees them, in the order of their text; `columns` is what is selected. */
  rows(table: string, columns: string, where?: string): Promise<readonly unknown[]>
  close(): Promise<void>
}

/** Both engines, each with row-level security and without. */
export const grounds = engines.flatMap((engine) =>
  [true, false].map((secured) => ({
    name: `${engine.name} ${secured ? 'with' : 'without'} row-level security`,
    open: async () => openTwins(await engine.open(), secured),
  })),
)

async function openTwins(database: TestDatabase, secured: boolean): Promise<Twins> {
  const asOwner = ownerScript(database.owner)
  if (!secured) await asOwner(TABLES.map(unsecured).join(';'))
  return {
    database,
    plant: () => asOwner(WORLD),
    as: (scope, work) => database.db.transaction(scope, work),
    rows: async (table, columns, where = 'true') => {
      await database.owner.exec(database.kind === 'pglite' ? 'reset role' : '')
      const { rows } = await sql<{
        r: unknown
      }>`select r from (select to_json(array[${sql.raw(columns)}]) as r from ${sql.table(table)}
        where ${sql.raw(where)}) found order by r::text collate "C"`.execute(database.owner.pool)
      await database.owner.exec(database.kind === 'pglite' ? 'set role gw_login' : '')
      return rows.map(({ r }) => r)
    },
    close: () => database.close(),
  }
}

const unsecured = (table: string): string => `alter table ${table} disable row level security`

/** PGlite's one session is the gateway's too: it goes back to the powerless role. */
const ownerScript =
  (owner: Engine) =>
  (script: string): Promise<void> =>
    owner.exec(owner.kind === 'pglite' ? `reset role; ${script}; set role gw_login` : script)
