import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadBlindIndex } from '../../src/crypto/blind-index.ts'
import { loadFieldBox } from '../../src/crypto/field-box.ts'
import { systemRandom as random } from '../../src/crypto/random.ts'
import { EXAMPLES } from '../../src/development/examples.ts'
import { DEVELOPMENT_MANDATES, DEVELOPMENT_PARTIES } from '../../src/development/parties.ts'
import { ensureDevelopmentPki } from '../../src/development/pki.ts'
import { STREETS } from '../../src/development/streets.ts'
import { createRecipientKeysOf } from '../../src/flows/load-recipient-keys.ts'
import { receiveSignal } from '../../src/flows/receive-signal/receive-signal.ts'
import { registerAddresses } from '../../src/flows/register-addresses.ts'
import { registerParties } from '../../src/flows/register-parties.ts'
import { openFileKeyring } from '../../src/keyring/file-keyring.ts'
import type { Caller } from '../../src/model/caller.ts'
import { Gemeentecode, Oin } from '../../src/model/ids.ts'
import { engines, type TestDatabase } from '../support/databases.ts'
import { projectPolicies } from '../support/project-policies.ts'

const AT = new Date('2026-11-03T09:00:00Z')
const base = mkdtempSync(join(tmpdir(), 'signaalpoort-drempel-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

const oin = Oin.parse('00000099000000007000')
const tilburg = Gemeentecode.parse('0855')
const caller: Caller = {
  oin,
  namens: oin,
  rol: 'drinkwaterbedrijf',
  gemeenten: [],
  doel: 'aanleveren',
  via: 'direct',
}

/** Everything in the store that intake wrote, as one text. */
async function everythingKept({ db }: TestDatabase): Promise<string> {
  // The sender may not read what was derived: the municipality's view shows the whole row.
  const signaal = await db.transaction({ role: 'gw_aflevering', gemeenten: [tilburg] }, (tx) =>
    tx.selectFrom('signaal').selectAll().execute(),
  )
  const own = await db.transaction({ role: 'gw_aanlevering', oin }, async (tx) => ({
    verzegeld: await tx.selectFrom('verzegeld').selectAll().execute(),
    bewaarsleutel: await tx.selectFrom('bewaarsleutel').selectAll().execute(),
    kenmerk: await tx.selectFrom('kenmerk').selectAll().execute(),
    ontvangstbewijs: await tx.selectFrom('ontvangstbewijs').select('signaal_id').execute(),
  }))
  const log = await db.transaction({ role: 'gw_log' }, (tx) =>
    tx.selectFrom('gebeurtenis_detail').select('detail').execute(),
  )
  return JSON.stringify({ ...own, signaal, log }, null, 1)
}

describe.each(engines)('a signal below the municipality threshold, on $name', (engine) => {
  test('leaves a coded row, a receipt and an event; no field, no retention key, no trace of its content', async () => {
    const database = await engine.open()
    const folder = mkdtempSync(join(base, 'ring-'))
    const pki = await ensureDevelopmentPki(join(base, 'proef'), DEVELOPMENT_PARTIES, AT, random)
    const { db } = database
    const appendEvent = async (): Promise<void> => undefined
    await registerParties(
      { db, trustAnchorsPem: [pki.wortel], appendEvent },
      { parties: pki.parties, mandaten: DEVELOPMENT_MANDATES },
    )
    await registerAddresses({ db }, STREETS)
    const keyring = await openFileKeyring({
      path: join(folder, 'ring.json'),
      rootPath: join(folder, 'wortel.json'),
      random,
      nieuw: true,
    })
    const policies = projectPolicies()
    const anchors = [pki.wortel]
    const deps = {
      db,
      keyring,
      random,
      crashPoint: () => undefined,
      now: () => AT,
      policies: () => policies,
      fieldBox: await loadFieldBox(random),
      blindIndex: await loadBlindIndex(),
      recipientKeysOf: createRecipientKeysOf(() => anchors),
      signReceipt: async () => 'jws',
      omgeving: 'proef',
      duurzaamheid: 'proces',
    } as const
    const example = EXAMPLES.find(({ naam }) => naam === 'drinkwater-onder-drempel')
    const send = (surname: string, kenmerk: string): ReturnType<typeof receiveSignal> => {
      const signal = example?.maak('2026-11-03', '')
      const persoon = { achternaam: surname, natuurlijkPersoon: true }
      const raw = Buffer.from(JSON.stringify({ ...signal, persoon, kenmerk }))
      return receiveSignal(deps, caller, { raw: new Uint8Array(raw) })
    }
    await send('Kanarievogel', 'een')
    await send('Mussenberg', 'twee')

    const kept = await everythingKept(database)
    for (const value of ['Kanarievogel', 'Mussenberg', 's.bakker', 'Wevershof', '8841', '4800'])
      expect(kept).not.toContain(value)
    const rows = await db.transaction({ role: 'gw_aflevering', gemeenten: [tilburg] }, (tx) =>
      tx.selectFrom('signaal').select(['signaaltype', 'gesloten']).execute(),
    )
    const row = { signaaltype: 'drinkwater', gesloten: 'onder-gemeentelijke-drempel' }
    expect(rows).toEqual([row, row])
    const parsed = JSON.parse(kept) as Readonly<Record<string, readonly Record<string, unknown>[]>>
    expect(parsed['verzegeld']).toEqual([])
    expect(parsed['bewaarsleutel']).toEqual([])
    expect(parsed['ontvangstbewijs']).toHaveLength(2)
    expect(parsed['log']).toHaveLength(2)
    // The keyed hash that recognises a repeat covers no field: two persons give the same.
    const [one, two] = parsed['kenmerk'] ?? []
    expect(one?.['inhoud_hmac']).toEqual(two?.['inhoud_hmac'])
    await keyring.close()
    await database.close()
  })
})
