import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/db/database.ts'
import { readFeedbackOf } from '../../src/feedback/feed.store.ts'
import {
  findByKey,
  insertContactpoging,
  listContactpogingen,
  voidContactpoging,
} from '../../src/followup/contactpoging.store.ts'
import {
  findSignalen,
  lockMelding,
  saveMelding,
  setRowTerm,
} from '../../src/followup/melding.store.ts'
import { findOwnMeldingen, insertRaadplegingen } from '../../src/followup/raadpleging.store.ts'
import { findDetail, insertDetail, takeDetail } from '../../src/followup/resultaat-detail.store.ts'
import { ensureMelding, moveAttempts, moveSignals } from '../../src/followup/samenvoeging.store.ts'
import {
  lockWithoutClock,
  setGespreksdatum,
  setTermijn,
  settleTermijnen,
  takeDue,
} from '../../src/followup/termijn.store.ts'
import { ContactpogingId } from '../../src/model/contactpoging.ts'
import { SignaalId } from '../../src/model/ids.ts'
import {
  deleteDetails,
  deleteOrphanDetails,
  findDetails,
  hasDetails,
  moveDetail,
} from '../../src/retention/resultaat-einde.store.ts'
import {
  A,
  arnhem,
  asLinde,
  asSweep,
  at,
  ELSEWHERE,
  ENDED,
  grounds,
  KEY_DAY,
  key,
  lageLand,
  linde,
  NEIGHBOUR,
  THEIRS,
  type Twins,
  tilburg,
} from '../support/twins.ts'

const POGING = ContactpogingId.parse('019a0c3e-5b7a-4c41-9d33-000000000001')
const VIEW = '019a0c3e-5b7a-4c41-9d34-000000000001'
const NEW = '019a0c3e-5b7a-4c41-9d34-000000000002'

/** A melding that is worked on at Tilburg alone: at Arnhem it stands by that name in the werkvoorraad. */
const UNCHOSEN = SignaalId.parse('019a0c3e-5b7a-7c41-9d2e-000000000034')

/** On top of the twins: melding A of the same state on both sides, with an attempt, a detail, a view and days; a second one without clock. */
const FOLLOW_UP = [arnhem, tilburg]
  .map(
    (code) => `
  insert into melding (gemeentecode, id, maand, toestand, gesprek_uiterlijk) values
    ('${code}', '${A}', '2026-11', 'opgepakt', '2026-12-01'), ('${code}', '${ENDED}', '2026-11', 'opgepakt', null),
    ('${code}', '${UNCHOSEN}', '2026-11', '${code === arnhem ? 'werkvoorraad' : 'opgepakt'}', '2026-12-01');
  insert into contactpoging (gemeentecode, id, melding_id, soort, dagdeel, bereikt, datum, door, tijdstip, idempotentiesleutel)
    values ('${code}', '${POGING}', '${A}', '${code === arnhem ? 'brief' : 'mail'}', 'avond', false, '2026-11-01', 'mw-1', '2026-11-02', 'poging');
  insert into resultaat_detail values ('${code}', '${A}', ${code === arnhem ? 1 : 2}, '${KEY_DAY}', 1, 'w', 'd');
  insert into raadpleging values ('${code}', '${VIEW}', '${A}');
  insert into termijn (gemeentecode, melding_id, soort, datum) values ('${code}', '${A}', 'gesprek-nadert', '2026-11-02'),
    ('${code}', '${A}', 'na-kaartje', '${code === arnhem ? '2026-12-01' : '2026-11-01'}'), ('${code}', '${UNCHOSEN}', 'gesprek-nadert', '2026-11-02');`,
  )
  .join('')
  .concat(`update signaal set melding_id = '${A}' where id in ('${A}', '${NEIGHBOUR}', '${ELSEWHERE}');
  update signaal set melding_id = '${ENDED}' where id = '${THEIRS}';
  insert into melding (gemeentecode, id, maand, toestand) values ('${tilburg}', '${THEIRS}', '2026-11', 'opgepakt');
  insert into contactpoging (gemeentecode, id, melding_id, soort, dagdeel, bereikt, datum, door, tijdstip, idempotentiesleutel)
    values ('${tilburg}', '${NEW}', '${A}', 'mail', 'avond', false, '2026-11-01', 'mw-1', '2026-11-02', 'hun-poging');
  insert into resultaat_detail values ('${tilburg}', '${THEIRS}', 2, '${KEY_DAY}', 1, 'w', 'd');
  insert into termijn (gemeentecode, melding_id, soort, datum) values ('${tilburg}', '${ENDED}', 'gesprek-nadert', '2026-12-01');
  insert into terugkoppeling (oin, volgnummer, signaal_id, gemeentecode, code, soort, datum, vervaldatum) values
    ('${linde}', 1, '${A}', '${arnhem}', 'geen-hulp', 'eind', '2026-10-01', '2026-12-01'),
    ('${lageLand}', 1, '${A}', '${tilburg}', 'retour', 'eind', '2026-10-01', '2026-12-01');`)

const TABLES = ['melding', 'signaal', 'contactpoging', 'resultaat_detail', 'raadpleging', 'termijn']

describe.each(grounds)('following up touches one municipality only, on $name', (ground) => {
  let twins: Twins
  beforeAll(async () => {
    twins = await ground.open()
  })
  beforeEach(async () => {
    await twins.plant()
    await put(FOLLOW_UP)
  })
  afterAll(() => twins.close())

  const put = (script: string): Promise<void> => {
    const { owner, kind } = twins.database
    return owner.exec(kind === 'pglite' ? `reset role; ${script}; set role gw_login` : script)
  }
  const asked = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    twins.as({ role: 'gw_opvolging', gemeenten: [arnhem] }, work)
  const swept = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => twins.as(asSweep, work)
  const side = async (code: string): Promise<readonly (readonly unknown[])[]> => {
    const found: (readonly unknown[])[] = []
    for (const table of TABLES)
      found.push(await twins.rows(table, `to_jsonb(${table})::text`, `gemeentecode = '${code}'`))
    return found
  }
  /** The deed changes this side and nothing of the other. */
  const expectOwn = async (
    deed: (tx: Tx) => Promise<unknown>,
    as: typeof asked = asked,
  ): Promise<void> => {
    const [mine, theirs] = [await side(arnhem), await side(tilburg)]
    await as(deed)
    expect(await side(tilburg)).toEqual(theirs)
    expect(await side(arnhem)).not.toEqual(mine)
  }

  test('reading a melding, its signals, attempts and detail', async () => {
    expect(await asked((tx) => lockMelding(tx, arnhem, A))).toMatchObject({ id: A, versie: 1 })
    for (const id of [THEIRS, ELSEWHERE])
      expect(await asked((tx) => lockMelding(tx, arnhem, id))).toBeUndefined()
    const signals = await asked((tx) => findSignalen(tx, arnhem, A))
    expect(signals.map(({ id }) => id)).toEqual([A, NEIGHBOUR])
    const attempts = await asked((tx) => listContactpogingen(tx, arnhem, A))
    expect(attempts.map(({ soort }) => soort)).toEqual(['brief'])
    const sinds = new Date('2026-11-01')
    const byKey = (sleutel: string) => asked((tx) => findByKey(tx, arnhem, sleutel, sinds))
    expect((await byKey('poging'))?.poging.soort).toBe('brief')
    expect(await byKey('hun-poging')).toBeUndefined()
    expect(await asked((tx) => findDetail(tx, arnhem, A))).toMatchObject({ versie: 1 })
    expect(await asked((tx) => findDetail(tx, arnhem, THEIRS))).toBeUndefined()
    expect([...(await asked((tx) => findOwnMeldingen(tx, arnhem, [A, THEIRS])))]).toEqual([A])
  })

  test('reading the melding of a signal whose melding stands elsewhere alone', async () => {
    await put(`update signaal set melding_id = '${THEIRS}' where id = '${NEIGHBOUR}'`)
    expect(await asked((tx) => lockMelding(tx, arnhem, NEIGHBOUR))).toBeUndefined()
  })

  test('writing a result and its terms', async () => {
    const melding = await asked((tx) => lockMelding(tx, arnhem, A))
    if (melding === undefined) throw new Error('no melding')
    await expectOwn((tx) => saveMelding(tx, arnhem, melding, { toestand: 'opgepakt' }))
    const term = { categorie: 'x', vanaf: '2026-11-03', vervaldatum: '2027-11-03' }
    await expectOwn((tx) => setRowTerm(tx, arnhem, A, term))
    await expectOwn((tx) => takeDetail(tx, arnhem, A))
    const detail = { sleutel: key, versie: 3, waarde: new Uint8Array(1), dozen: new Uint8Array(1) }
    await expectOwn((tx) => insertDetail(tx, arnhem, A, detail))
  })

  test('recording and voiding attempts, and views', async () => {
    const poging = {
      soort: 'brief',
      dagdeel: 'avond',
      bereikt: false,
      datum: '2026-11-03',
    } as const
    const id = ContactpogingId.parse(NEW)
    await expectOwn((tx) =>
      insertContactpoging(tx, arnhem, A, { id, ...poging }, { door: 'mw-1', at }),
    )
    const how = { reden: 'dubbel', door: 'mw-1', at } as const
    await expectOwn((tx) => voidContactpoging(tx, arnhem, { melding: A, id: POGING }, how))
    await expectOwn((tx) => insertRaadplegingen(tx, arnhem, [{ id: NEW, meldingId: A }]))
  })

  test('setting and telling days', async () => {
    expect(await asked((tx) => lockWithoutClock(tx, arnhem, 10))).toEqual([ENDED])
    await expectOwn((tx) => setGespreksdatum(tx, arnhem, A, '2026-12-24'))
    await expectOwn(async (tx) => {
      const due = await takeDue(tx, arnhem, '2026-11-03', at, 10)
      expect(due.map(({ melding, soort }) => [melding, soort])).toEqual([[A, 'gesprek-nadert']])
    })
    await expectOwn((tx) => setTermijn(tx, arnhem, A, 'na-kaartje', '2026-11-08'))
    await expectOwn((tx) => settleTermijnen(tx, arnhem, A, ['na-kaartje', 'gesprek-nadert'], at))
  })

  test('joining and parting', async () => {
    // Of that name there is a melding elsewhere too, and its signals are no hindrance.
    for (const id of [ENDED, THEIRS])
      await expectOwn(async (tx) => {
        expect(await ensureMelding(tx, arnhem, id, A)).toBe(true)
      })
    await expectOwn((tx) => moveSignals(tx, arnhem, { van: A, naar: ENDED }, [A, NEIGHBOUR]))
    await expectOwn((tx) => moveAttempts(tx, arnhem, { van: A, naar: ENDED }))
  })

  test('ending the key of details', async () => {
    expect(await swept((tx) => hasDetails(tx, key))).toBe(true)
    const found = await swept((tx) => findDetails(tx, key, 10))
    expect(found.map(({ melding, versie }) => [melding, versie])).toEqual([[A, 1]])
    const [one] = found
    if (one === undefined) throw new Error('no detail')
    await expectOwn((tx) => moveDetail(tx, key, { ...key, volgnummer: 2 }, one), swept)
  })

  test('letting go of details', async () => {
    const found = await swept((tx) => findDetails(tx, key, 10))
    await expectOwn((tx) => deleteDetails(tx, key, found), swept)
    expect(await swept((tx) => hasDetails(tx, key))).toBe(false)
  })

  test('taking away details whose signals were erased', async () => {
    const erase = (where: string) =>
      put(`update signaal set gewist_tijdstip = '2026-11-03' where ${where}`)
    // What was erased elsewhere takes nothing away here.
    await erase(`gemeentecode = '${tilburg}'`)
    expect(await swept((tx) => deleteOrphanDetails(tx, arnhem, 10))).toEqual([])
    await put(`update signaal set gewist_tijdstip = null where id = '${ELSEWHERE}'`)
    await erase(`gemeentecode = '${arnhem}'`)
    await expectOwn((tx) => deleteOrphanDetails(tx, arnhem, 10), swept)
  })

  test('reading what a VLP was told of one signal', async () => {
    const told = await twins.as(asLinde, (tx) => readFeedbackOf(tx, linde, A))
    expect(told.map(({ code }) => code)).toEqual(['geen-hulp'])
  })
})
