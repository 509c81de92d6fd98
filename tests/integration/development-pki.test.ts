import { randomBytes, X509Certificate } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { verifyKeyRegistration } from '../../src/crypto/key-registration.ts'
import { readRevocations, toPemLists } from '../../src/crypto/revocations.ts'
import { readTrustAnchors } from '../../src/crypto/trust-anchors.ts'
import { DEVELOPMENT_MANDATES, DEVELOPMENT_PARTIES } from '../../src/development/parties.ts'
import { ensureDevelopmentPki } from '../../src/development/pki.ts'
import { findTrialParty, makeTrialParty } from '../../src/development/trial-party.ts'
import { createRecipientKeys } from '../../src/flows/load-recipient-keys.ts'
import { registerParties } from '../../src/flows/register-parties.ts'
import type { AuditEvent } from '../../src/model/audit-event.ts'
import { Gemeentecode, Oin } from '../../src/model/ids.ts'
import { engines } from '../support/databases.ts'

const AT = new Date('2026-11-03T09:00:00Z')
const base = mkdtempSync(join(tmpdir(), 'signaalpoort-pki-'))
const folder = join(base, 'certs-dev')
const arnhem = Gemeentecode.parse('0202')
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

afterAll(() => rmSync(base, { recursive: true, force: true }))

describe('the development PKI', () => {
  test('is made once and read the same afterwards', async () => {
    const made = await ensureDevelopmentPki(folder, DEVELOPMENT_PARTIES, AT, random)
    expect(await ensureDevelopmentPki(folder, DEVELOPMENT_PARTIES, AT, random)).toEqual(made)
    expect(readdirSync(base)).toEqual(['certs-dev'])
  })

  test('gives every party a certificate with its OIN and keeps secrets to the owner', () => {
    for (const { map, deelnemer } of DEVELOPMENT_PARTIES) {
      const own = join(folder, 'partijen', map)
      const certificate = new X509Certificate(readFileSync(join(own, 'certificaat.pem')))
      expect(certificate.subject).toContain(`serialNumber=${deelnemer.oin}`)
      for (const name of readdirSync(own).filter((file) => /sleutel|ontvanger-.+json/.test(file)))
        expect(statSync(join(own, name)).mode & 0o077, name).toBe(0)
    }
  })

  test('leaves nothing under the real name when it fails half way', async () => {
    const parties = DEVELOPMENT_PARTIES.map((party) => ({ ...party, map: 'no\0folder' }))
    await expect(ensureDevelopmentPki(join(base, 'half'), parties, AT, random)).rejects.toThrow()
    expect(readdirSync(base)).toEqual(['certs-dev'])
  })

  test('signs the recipient keys of a college by its own certificate', async () => {
    const pki = await ensureDevelopmentPki(folder, DEVELOPMENT_PARTIES, AT, random)
    const college = pki.parties.find((party) => party.deelnemer.gemeentecode === arnhem)
    const proved = await Promise.all(
      (college?.sleutelregistraties ?? []).map((jws) => verifyKeyRegistration(jws, [pki.wortel])),
    )
    expect(proved.map((registration) => registration.doelen)).toEqual([
      ['controle'],
      ['hulpaanbod'],
    ])
  })
})

describe("a party of one's own", () => {
  const party = {
    oin: Oin.parse('00000099000000010000'),
    naam: 'Stichting Bouwlust (fictief)',
    rol: 'verhuurder',
  } as const
  const lists = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(folder)
        .filter((name) => name.endsWith('.crl.pem'))
        .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
    )

  test.each(['bouwlust', 'wortel', 'uitgever'])(
    "called %s is trusted beside all others, and its secrets are the owner's",
    async (name) => {
      await ensureDevelopmentPki(folder, DEVELOPMENT_PARTIES, AT, random)
      const before = lists()
      const anchors = readTrustAnchors(readFileSync(join(folder, 'wortel.pem'), 'utf8'))
      const own = await makeTrialParty(folder, name, party, AT)
      expect(lists()).toMatchObject(before)
      const after = readTrustAnchors(readFileSync(join(folder, 'wortel.pem'), 'utf8'))
      expect(after.slice(0, -1)).toEqual(anchors)
      expect(
        readRevocations(toPemLists(readFileSync(join(folder, `proefpartij-${name}.crl.pem`))))
          .lists,
      ).toHaveLength(2)
      for (const secret of ['sleutel.pem', 'client-sleutel.json'])
        expect(statSync(join(own, secret)).mode & 0o077, secret).toBe(0)
      expect(findTrialParty(folder, name)).toEqual(party)
      await expect(makeTrialParty(folder, name, party, AT)).rejects.toThrow('is er al')
    },
  )
})

describe.each(engines)('registering the trial set on $name', (engine) => {
  test('writes one event a party, and nothing the second time; a swapped key is not loaded', async () => {
    const database = await engine.open()
    const pki = await ensureDevelopmentPki(folder, DEVELOPMENT_PARTIES, AT, random)
    const events: AuditEvent[] = []
    const deps = {
      db: database.db,
      trustAnchorsPem: [pki.wortel],
      appendEvent: async (_tx: unknown, event: AuditEvent) => events.push(event),
    }
    const set = { parties: pki.parties, mandaten: DEVELOPMENT_MANDATES }
    const parties = DEVELOPMENT_PARTIES.length
    // The body brought keys for two municipalities: each sees that in its own log, beside the event of the body itself.
    const written = parties + 2
    expect(await registerParties(deps, set)).toHaveLength(parties)
    expect(events.map((event) => event.soort)).toEqual(
      Array.from({ length: written }, () => 'deelnemer-geregistreerd'),
    )
    expect(await registerParties(deps, set)).toEqual([])
    expect(events).toHaveLength(written)

    const recipientKeys = createRecipientKeys(() => deps.trustAnchorsPem)
    const load = (): ReturnType<typeof recipientKeys> =>
      database.db.transaction({ role: 'gw_aanlevering' }, (tx) =>
        recipientKeys(tx, arnhem, '2026-11-03'),
      )
    const keys = await load()
    expect(keys.map((key) => key.doelen).sort()).toEqual([['controle'], ['hulpaanbod']])
    await database.db.transaction({ role: 'gw_beheer' }, (tx) =>
      tx
        .updateTable('ontvangersleutel')
        .set({ publieke_sleutel: new Uint8Array(32).fill(9) })
        .where('sleutel_id', '=', keys[0]?.sleutelId ?? '')
        .execute(),
    )
    await expect(load()).rejects.toThrow(
      `recipient key ${keys[0]?.sleutelId} differs from its registration`,
    )
    await database.close()
  })

  test('a key that another party brings is refused and nothing is registered', async () => {
    const database = await engine.open()
    const pki = await ensureDevelopmentPki(folder, DEVELOPMENT_PARTIES, AT, random)
    const [arnhemParty, tilburgParty] = pki.parties.filter(
      (party) => party.deelnemer.rol === 'college',
    )
    if (arnhemParty === undefined || tilburgParty === undefined) throw new Error('no colleges')
    const deps = {
      db: database.db,
      trustAnchorsPem: [pki.wortel],
      appendEvent: async () => undefined,
    }
    const swapped = { ...arnhemParty, sleutelregistraties: tilburgParty.sleutelregistraties }
    await expect(registerParties(deps, { parties: [swapped], mandaten: [] })).rejects.toThrow(
      'is not of the party',
    )
    expect(
      await database.db.transaction({ role: 'gw_identiteit' }, (tx) =>
        tx.selectFrom('deelnemer').select('oin').execute(),
      ),
    ).toEqual([])
    await database.close()
  })
})
