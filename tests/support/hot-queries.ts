/** The hot queries in one place: what runs for each request, each page, each second or each row of a sweep. By store function, so that the real SQL is planned. */

import { findLeaf, findNewestEvent, logIsStale, readTiles } from '../../src/audit/log.store.ts'
import { findCheckpointBefore } from '../../src/audit/public-log.store.ts'
import { ownsEvent, searchEvents } from '../../src/audit/search.store.ts'
import { assignPlaces, readWaiting } from '../../src/audit/sequence.store.ts'
import type { Tx } from '../../src/db/database.ts'
import type { Scope } from '../../src/db/transaction.ts'
import * as collect from '../../src/delivery/collect.store.ts'
import { readFeed } from '../../src/delivery/feed.store.ts'
import { endReturned, findOwnNames } from '../../src/feedback/publish.store.ts'
import { findIdempotentie, keepIdempotentie } from '../../src/intake/idempotentie.store.ts'
import * as kenmerken from '../../src/intake/kenmerk.store.ts'
import { findOntvangstbewijs } from '../../src/intake/ontvangstbewijs.store.ts'
import { findSignaal } from '../../src/intake/signaal.store.ts'
import { searchSignalen } from '../../src/intake/signaal-zoek.store.ts'
import { AanleveringId } from '../../src/model/aanlevering.ts'
import { GebeurtenisId, Gemeentecode, Kenmerk, Oin, SignaalId } from '../../src/model/ids.ts'
import * as ending from '../../src/retention/bewaarsleutel-einde.store.ts'
import * as due from '../../src/retention/due.store.ts'
import * as early from '../../src/retention/early-end.store.ts'
import * as rows from '../../src/retention/rows.store.ts'
import { findPostcode } from '../../src/routing/adres.store.ts'
import { lockForDelivery, lockOpenKey } from '../../src/sealing/bewaarsleutel.store.ts'
import { findSealed } from '../../src/sealing/sealed.store.ts'
import { emptySignals, holdWithSignals } from '../../src/selection/teruggeven.store.ts'

/**
 * `unbounded`: it reads an index in its order, ended by a limit, without a condition on it. `valued`: its plan is asked for the values that it
 * is sent with, as the driver does for all of them, since its limit or month decides the plan.
 */
export type HotQuery = {
  readonly name: string
  readonly scope: Scope
  readonly run: (tx: Tx) => Promise<unknown>
  readonly unbounded?: boolean
  readonly valued?: boolean
}

/** Tables that grow with signals, events or addresses: none of these may be read as a whole. */
export const GROWING = [
  'signaal',
  'verzegeld',
  'kenmerk',
  'ontvangstbewijs',
  'idempotentie',
  'bewaarsleutel',
  'gemeente_gebeurtenis',
  'gebeurtenis',
  'gebeurtenis_detail',
  'adres_gemeente',
  'assertie',
  'log_tegel',
  'log_checkpoint',
]

export const oin = Oin.parse('00000099000000001000')
const code = Gemeentecode.parse('0100')
const id = SignaalId.parse('019a0c3e-0000-7000-8000-000000000064')
const other = Gemeentecode.parse('0101')
const event = GebeurtenisId.parse(id)
const at = new Date('2026-11-03T09:00:00Z')
const today = '2026-11-03'
const key = { gemeentecode: code, vervaldatum: '2026-12-01', volgnummer: 1 }
const pair = [{ oin, id }]

const sender: Scope = { role: 'gw_aanlevering', oin }
const recipient: Scope = { role: 'gw_aflevering', oin, gemeenten: [code, other] }
const sweep: Scope = { role: 'gw_bewaring', gemeenten: [code] }
const chooser: Scope = { role: 'gw_selectie', gemeenten: [code] }
const publisher: Scope = { role: 'gw_terugkoppeling', oin }
const log: Scope = { role: 'gw_log' }
const supervisor: Scope = { role: 'gw_toezicht', oin, gemeenten: [code] }
const anyone: Scope = { role: 'gw_openbaar' }

const of =
  (scope: Scope, group: string) =>
  (name: string, run: HotQuery['run'], how: Partial<HotQuery> = {}): HotQuery => ({
    name: `${group}: ${name}`,
    scope,
    run,
    ...how,
  })
const intake = of(sender, 'intake')
const found = of(sender, 'search')
const delivery = of(recipient, 'delivery')
const swept = of(sweep, 'sweep')
const chosen = of(chooser, 'choosing')
const told = of(publisher, 'feedback')
const logged = of(log, 'log')
const audit = of(supervisor, 'audit search')

const regel = {
  kenmerk: Kenmerk.parse('K-100'),
  onderdeel: '',
  signaalId: id,
  gemeentecode: code,
  versie: 2,
  sleutelmaand: '2026-11',
  inhoudHmac: new Uint8Array(1),
}

/** Of a small page: with as few rows as here, a search of 501 at once is cheaper with the table as a whole. */
const page = { na: undefined, limiet: 51 }
const list = AanleveringId.parse(id)

const VALUED = { valued: true }

const poort: collect.Poort = new Map([
  [code, ['geselecteerd', 'opgepakt']],
  [other, ['geselecteerd', 'opgepakt']],
])

export const HOT_QUERIES: readonly HotQuery[] = [
  intake('the addresses of a postcode', (tx) => findPostcode(tx, '1000AB')),
  intake('an idempotency key', (tx) => findIdempotentie(tx, oin, 'poging-100', at)),
  intake('keeping an outcome', (tx) =>
    keepIdempotentie(tx, oin, { ...regel, sleutel: 'nieuw' }, at),
  ),
  intake('a kenmerk', (tx) => kenmerken.findKenmerkenForUpdate(tx, oin, [regel])),
  intake('the kenmerk of a signal', (tx) => kenmerken.findKenmerkOfSignaal(tx, oin, id)),
  intake('moving a kenmerk', (tx) => kenmerken.moveKenmerk(tx, oin, regel)),
  intake('withdrawing a kenmerk', (tx) =>
    kenmerken.withdrawKenmerk(tx, oin, id, { at, vervaldatum: today }),
  ),
  intake('a receipt', (tx) => findOntvangstbewijs(tx, oin, id, 1)),
  found('the newest', (tx) => searchSignalen(tx, oin, {}, page), VALUED),
  found('a later page', (tx) => searchSignalen(tx, oin, {}, { ...page, na: id }), VALUED),
  found(
    'by kenmerk',
    (tx) => searchSignalen(tx, oin, { kenmerken: [regel.kenmerk] }, page),
    VALUED,
  ),
  found('of a list', (tx) => searchSignalen(tx, oin, { aanlevering: list }, page), VALUED),
  intake('a signal', (tx) => findSignaal(tx, oin, code, id)),
  intake('the open key of a due date', (tx) => lockOpenKey(tx, code, '2026-12-01')),
  intake('erasing a signal', (tx) => early.eraseSignaal(tx, code, id)),
  intake('marking a withdrawal', (tx) => early.markIngetrokken(tx, code, id, at)),
  delivery('the first page', (tx) => collect.listOpenMeldingen(tx, poort, 100)),
  delivery('a later page', (tx) =>
    collect.listOpenMeldingen(tx, poort, 100, { gemeentecode: code, id }),
  ),
  delivery('one melding', (tx) => collect.findMeldingen(tx, [code], [id])),
  delivery('holding meldingen', (tx) => collect.holdMeldingen(tx, [code], [id])),
  delivery('the kind of meldingen', (tx) => collect.findSamenstelling(tx, [code], [id])),
  delivery('holding a page', (tx) => collect.holdSignalen(tx, [code], [id])),
  delivery('marking a page', (tx) => collect.markVerstrekt(tx, [code], [id], at)),
  delivery('confirming receipt', (tx) =>
    collect.markOntvangen(tx, [code], [id], { at, veldenVervaldatum: today }),
  ),
  delivery('sealed fields', (tx) => findSealed(tx, code, [id])),
  delivery('holding retention keys', (tx) => lockForDelivery(tx, code, [key])),
  of(recipient, 'feed')('what came after', (tx) => readFeed(tx, [code], new Map([[code, 5]]), 100)),
  swept('keys that are due', (tx) => due.listDueKeys(tx, today)),
  swept('keys that end early', (tx) => due.listEarlyKeys(tx, today)),
  swept('fields that go after receipt', (tx) => due.lockOpened(tx, code, today, 500)),
  swept('rows that are due', (tx) => due.findDueSignalen(tx, code, today, 500)),
  swept('holding those', (tx) => due.lockDueSignalen(tx, code, today, [id])),
  swept('deleting those', (tx) => due.deleteSignalen(tx, code, [id])),
  swept('settling received ones', (tx) => due.settleOpened(tx, code, [id])),
  swept('holding a key', (tx) => ending.lockForEnding(tx, key)),
  swept('the rows of a key', (tx) => ending.findBatch(tx, key, 500)),
  swept('deleting rows of a key', (tx) => ending.deleteRows(tx, key, [id])),
  swept('holding kenmerken', (tx) => rows.lockKenmerken(tx, pair)),
  swept('expiring kenmerken', (tx) =>
    rows.endKenmerken(tx, pair, { einde: 'verlopen', at, vervaldatum: today }),
  ),
  swept('receipts of a signal', (tx) => rows.deleteBewijzen(tx, pair)),
  swept('idempotency keys of a signal', (tx) => rows.deleteIdempotentieOf(tx, pair)),
  swept('ended kenmerken', (tx) => rows.deleteEndedKenmerken(tx, code, today, 500)),
  swept('lines of the feed', (tx) => rows.deleteFeedRows(tx, code, today, 500)),
  swept('expired idempotency keys', (tx) => rows.deleteExpiredIdempotentie(tx, at, 500), VALUED),
  swept('expired assertions', (tx) => rows.deleteExpiredAsserties(tx, at, 500), VALUED),
  swept('details that are due', (tx) => rows.deleteDueDetails(tx, today, 500)),
  swept('the use of a month key', (tx) => rows.monthIsUsed(tx, oin, '2026-01'), VALUED),
  chosen('holding what goes back', (tx) =>
    holdWithSignals(tx, code, [id], { van: ['werkvoorraad'], dag: today }),
  ),
  chosen('emptying what goes back', (tx) => emptySignals(tx, code, [id], today)),
  chosen('erasing what goes back', (tx) => early.eraseFields(tx, code, [id])),
  told('the names of signals', (tx) => findOwnNames(tx, oin, [id])),
  told('ending what went back', (tx) => endReturned(tx, oin, [id], { at, vervaldatum: today })),
  audit('the newest', (tx) => searchEvents(tx, { oin, gemeenten: [code] }, {}, { limiet: 100 })),
  audit('of one signal', (tx) =>
    searchEvents(tx, { oin, gemeenten: [code] }, { signaalId: id }, { limiet: 100 }),
  ),
  audit('a later page of a period', (tx) =>
    searchEvents(
      tx,
      { oin, gemeenten: [code] },
      { vanafTijdstip: '2026-10-01T00:00:00Z', totTijdstip: '2026-11-01T00:00:00Z' },
      { limiet: 100, vanaf: { tijdstip: at, id: event } },
    ),
  ),
  audit('whose an event is', (tx) => ownsEvent(tx, { oin, gemeenten: [code] }, event)),
  audit('the leaf of an event', (tx) => findLeaf(tx, event)),
  logged('what waits', (tx) => readWaiting(tx, 1000), { unbounded: true }),
  logged('giving places', (tx) => assignPlaces(tx, [event], 1)),
  logged('the newest event', (tx) => findNewestEvent(tx), { unbounded: true }),
  logged('whether it keeps up', (tx) => logIsStale(tx, at), { unbounded: true }),
  of(anyone, 'public log')('a tile', (tx) => readTiles(tx, [{ niveau: 0, nummer: 7 }])),
  of(anyone, 'public log')('the checkpoint of a day', (tx) => findCheckpointBefore(tx, at)),
]
