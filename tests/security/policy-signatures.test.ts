/** Nobody replaces the policies alone, or with what was approved for another set, time or place. Each attack leaves everything as it was. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { appendEvent } from '../../src/audit/audit.store.ts'
import { createJwsSigner } from '../../src/crypto/sign.ts'
import { publicSigningJwk } from '../../src/crypto/signing-keys.ts'
import { loadPolicies } from '../../src/legal/load.ts'
import { signPolicies } from '../../src/legal/signatures.ts'
import type { Beleidsfout, Beleidsstand, Voorganger } from '../../src/model/beleid.ts'
import { openPolicies, type PoliciesInForce } from '../../src/policies-in-force.ts'
import type { PutInForceDeps } from '../../src/put-in-force.ts'
import { seededRandom } from '../support/audit-log.ts'
import { EMBEDDED, type TestDatabase } from '../support/databases.ts'
import {
  aPerson,
  type Person,
  signFolder,
  statementOf,
  writeApprovers,
} from '../support/policy-signing.ts'

const at = new Date('2026-11-03T09:00:00Z')
const random = seededRandom(26)

describe('a set of policies is refused', () => {
  let database: TestDatabase
  let place: string
  let held: PoliciesInForce
  let before: Beleidsstand
  let owner: Person
  let lawyer: Person
  let secondOwner: Person
  let stranger: Person
  const folder = (): string => join(place, 'beleid')
  const approvers = (): string => join(place, 'goedkeurders')
  const deps = (more: Partial<PutInForceDeps> = {}): PutInForceDeps => ({
    db: database.db,
    now: () => at,
    appendEvent: (tx, event, parties) => appendEvent(tx, { at, random }, event, parties),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    crashPoint: () => undefined,
    omgeving: 'proef',
    folder: folder(),
    archive: join(place, 'archief'),
    approversFolder: approvers(),
    ...more,
  })
  const na = (): Voorganger => ({ nummer: before.nummer, hash: before.hash })
  const hash = (): string => loadPolicies(folder()).hash
  const sign = (
    people: readonly Person[],
    change: Parameters<typeof signFolder>[2]['change'] = {},
  ): Promise<void> => signFolder(folder(), people, { na: na(), at, change })
  const put = (name: string, jws: string): void => {
    mkdirSync(join(folder(), 'handtekeningen'), { recursive: true })
    writeFileSync(join(folder(), 'handtekeningen', name), jws)
  }
  let version = 1
  const edit = (): void => {
    const file = join(folder(), 'klassen.yaml')
    version += 1
    writeFileSync(file, readFileSync(file, 'utf8').replace(/versie: \d+/, `versie: ${version}`))
  }
  const isRefused = async (soort: Beleidsfout, words: RegExp): Promise<void> => {
    const outcome = await held.activate('op-1')
    expect(outcome).toMatchObject({ uitkomst: 'geweigerd', soort })
    if (outcome.uitkomst === 'geweigerd') expect(outcome.fouten.join('\n')).toMatch(words)
    expect(held.take().hash).toBe(before.hash)
    expect(held.stand()).toMatchObject({
      toestand: 'verouderd',
      nummer: before.nummer,
      hash: before.hash,
      laatsteMislukking: { soort },
    })
    const rows = await database.db.transaction({ role: 'gw_beheer' }, (tx) =>
      tx.selectFrom('beleidsactivering').select('nummer').execute(),
    )
    expect(rows).toHaveLength(before.nummer)
  }

  beforeAll(async () => {
    database = await EMBEDDED.open()
    place = mkdtempSync(join(tmpdir(), 'twee-personen-'))
    cpSync('policies', folder(), { recursive: true })
    owner = await aPerson('eigenaar-1', 'proceseigenaar')
    secondOwner = await aPerson('eigenaar-2', 'proceseigenaar')
    lawyer = await aPerson('jurist-1', 'jurist')
    stranger = await aPerson('vreemde-1', 'jurist')
    writeApprovers(approvers(), [owner, secondOwner, lawyer])
    await signFolder(folder(), [owner, lawyer], { na: null, at })
    held = await openPolicies(deps())
  })
  afterAll(async () => {
    await database.close()
    rmSync(place, { recursive: true })
  })
  beforeEach(() => {
    rmSync(join(folder(), 'handtekeningen'), { recursive: true, force: true })
    before = held.stand()
    edit()
  })

  test('without a signature', () => isRefused('handtekening-ontbreekt', /geen handtekening/))

  test('by one person', async () => {
    await sign([owner])
    await isRefused('handtekening-van-een', /jurist of functionaris gegevensbescherming ook/)
    await sign([lawyer])
    await isRefused('handtekening-van-een', /proceseigenaar ook/)
  })

  test('by two persons of one role', async () => {
    await sign([owner, secondOwner])
    await isRefused('handtekening-van-een', /jurist of functionaris/)
  })

  test('by one person twice', async () => {
    await sign([owner, owner])
    await isRefused('handtekening-onjuist', /dezelfde persoon tekende meer dan eens/)
  })

  test('by one person who says to be another', async () => {
    await sign([owner])
    const { persoon, rol } = lawyer
    put(
      '1.jws',
      await signPolicies(statementOf({ ...owner, persoon, rol }, hash(), na(), at), owner.sleutel),
    )
    await isRefused('handtekening-onjuist', /1\.jws, regel 1: .*van een andere persoon of rol/)
  })

  test('by one key under two names, however it is written', async () => {
    const twin = publicSigningJwk(owner.sleutel)
    const file = join(approvers(), 'jurist-2.json')
    const wie = { persoon: 'jurist-2', rol: 'jurist' }
    await sign([owner, { ...owner, persoon: 'jurist-2', rol: 'jurist' }])
    // The last character of 43 holds two bits that count for nothing.
    const last = twin.x.slice(-1)
    const other = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].find(
      (one) =>
        one !== last &&
        Buffer.from(twin.x.slice(0, -1) + one, 'base64url').equals(
          Buffer.from(twin.x, 'base64url'),
        ),
    )
    for (const sleutel of [
      twin,
      { ...twin, kid: 'een-ander-kid' },
      { ...twin, kid: 'een-ander-kid', x: twin.x.slice(0, -1) + (other ?? '') },
    ]) {
      writeFileSync(file, JSON.stringify({ ...wie, sleutel }))
      await isRefused('goedkeurders-onbruikbaar', /deze sleutel staat ook in een ander bestand/)
    }
    rmSync(file)
  })

  test('by someone whom the configuration does not name, also beside two who are', async () => {
    await sign([owner, stranger])
    await isRefused('handtekening-onjuist', /geen handtekening van een goedkeurder/)
    await sign([owner, lawyer, stranger])
    await isRefused('handtekening-onjuist', /2\.jws, regel 1/)
  })

  test('by someone who approves no more', async () => {
    writeApprovers(approvers(), [lawyer], { tot: '2026-11-03' })
    await sign([owner, lawyer])
    await isRefused('handtekening-onjuist', /keurt op deze dag niet goed/)
    writeApprovers(approvers(), [lawyer], { tot: '2026-11-04' })
    expect((await held.activate('op-1')).uitkomst).toBe('geactiveerd')
    writeApprovers(approvers(), [lawyer])
  })

  test('whose signatures are of another set', async () => {
    await sign([owner, lawyer], { beleid: '0'.repeat(64) })
    await isRefused('handtekening-onjuist', /hoort bij andere inhoud/)
  })

  test('that was changed after it was signed', async () => {
    await sign([owner, lawyer])
    edit()
    await isRefused('handtekening-onjuist', /hoort bij andere inhoud/)
  })

  test('that was approved for another environment', async () => {
    await sign([owner, lawyer], { omgeving: 'productie' })
    await isRefused('handtekening-onjuist', /zij is voor productie, dit is proef/)
  })

  test('before its first day and after its last', async () => {
    await sign([owner, lawyer], { vanaf: '2026-11-04' })
    await isRefused('handtekening-onjuist', /geldt pas vanaf 2026-11-04/)
    await sign([owner, lawyer], { vanaf: '2026-10-01', uiterlijk: '2026-11-02' })
    await isRefused('handtekening-onjuist', /gold tot en met 2026-11-02/)
  })

  test('with a broken signature, or one of another use of the key', async () => {
    await sign([owner, lawyer])
    const said = statementOf(lawyer, hash(), na(), at)
    const { kid } = lawyer.sleutel
    const good = await signPolicies(said, lawyer.sleutel)
    const [head = '', payload = ''] = good.split('.')
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid })).toString('base64url')
    for (const jws of [
      `${head}.${payload}.${'A'.repeat(86)}`,
      `${none}.${payload}.`,
      await createJwsSigner(lawyer.sleutel, { kid, typ: 'ontvangstbewijs+jwt' }).sign(said),
      await createJwsSigner(stranger.sleutel, { kid, typ: 'signaalpoort-beleid+jwt' }).sign(said),
      'geen jws',
      '',
    ]) {
      put('1.jws', jws)
      await isRefused('handtekening-onjuist', /1\.jws, regel 1/)
    }
    put('1.jws', good)
    put('notitie.txt', 'x')
    await isRefused('handtekening-onjuist', /notitie\.txt, regel 1: dit is geen handtekening/)
    rmSync(join(folder(), 'handtekeningen/notitie.txt'))
    put('2.jws', 'x'.repeat(50_000_000))
    await isRefused('handtekening-onjuist', /2\.jws, regel 1: dit is geen handtekening/)
  })

  test('when its signatures served before, also after the same set came back in between', async () => {
    const first = before
    await sign([owner, lawyer])
    const old = join(place, 'oud')
    cpSync(folder(), old, { recursive: true })
    expect((await held.activate('op-1')).uitkomst).toBe('geactiveerd')
    const { nummer, hash: second } = held.stand()
    // Back to what was before, as two persons may decide.
    edit()
    await signFolder(folder(), [owner, lawyer], { na: { nummer, hash: second }, at })
    expect((await held.activate('op-1')).uitkomst).toBe('geactiveerd')
    before = held.stand()
    expect(before.nummer).toBe(first.nummer + 2)
    rmSync(folder(), { recursive: true })
    cpSync(old, folder(), { recursive: true })
    await isRefused('handtekening-onjuist', /volgt niet op het beleid dat nu in werking is/)
  })

  test('by a trial that would sign by itself while it runs, or that finds a broken signature at its start', async () => {
    const signTrial: PutInForceDeps['signTrial'] = (said) =>
      Promise.all(
        [owner, lawyer].map(async ({ persoon, rol, sleutel }) => ({
          file: persoon,
          jws: await signPolicies({ ...said, persoon, rol }, sleutel),
        })),
      )
    const trial = await openPolicies(deps({ signTrial }))
    expect(trial.stand().nummer).toBe(before.nummer + 1)
    held = trial
    before = trial.stand()
    edit()
    await isRefused('handtekening-ontbreekt', /geen handtekening/)
    await sign([owner])
    const again = await openPolicies(deps({ signTrial }))
    expect(again.stand()).toMatchObject({ toestand: 'verouderd', nummer: before.nummer })
  })

  test('and taken over when two persons approved exactly it', async () => {
    await sign([owner, lawyer])
    const outcome = await held.activate('op-1')
    expect(outcome.uitkomst).toBe('geactiveerd')
    expect(held.take().hash).toBe(hash())
    expect(held.stand()).toMatchObject({ toestand: 'actueel', nummer: before.nummer + 1 })
  })

  test('in production as in a trial', async () => {
    await sign([owner, lawyer])
    const production = await openPolicies(deps({ omgeving: 'productie' })).then(
      () => 'opened',
      (error: unknown) => String(error),
    )
    expect(production).toMatch(/zij is voor proef, dit is productie/)
  })
})
