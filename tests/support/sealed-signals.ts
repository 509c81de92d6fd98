/** Stores invented signals with sealed fields, as intake does, and opens them, as delivery and a municipality do together. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createOpener } from '../../src/client/opener.ts'
import { toBase64 } from '../../src/crypto/bytes.ts'
import { type Bewaarsleutel, type FieldBox, loadFieldBox } from '../../src/crypto/field-box.ts'
import { createSleutelpaar, type Sleutelpaar } from '../../src/crypto/recipient-key.ts'
import type { Db } from '../../src/db/transaction.ts'
import { openFileKeyring } from '../../src/keyring/file-keyring.ts'
import type { Keyring } from '../../src/keyring/keyring.ts'
import type { Openingsdoel } from '../../src/model/doel.ts'
import { type Dag, Gemeentecode, Oin, SignaalId } from '../../src/model/ids.ts'
import type { Melding } from '../../src/model/melding.ts'
import type { RandomBytes } from '../../src/model/ports.ts'
import type { Ontvangersleutel, Veldzegel } from '../../src/model/sealed.ts'
import type { Veld } from '../../src/model/veld.ts'
import { lockForDelivery, lockOpenKey } from '../../src/sealing/bewaarsleutel.store.ts'
import { sealFields, type TeVerzegelen } from '../../src/sealing/seal.ts'
import { findSealed, insertSealed, type SealedRow } from '../../src/sealing/sealed.store.ts'
import { findBox } from '../../src/sealing/wrap.ts'

export const random: RandomBytes = (length) => new Uint8Array(randomBytes(length))
export const linde = Oin.parse('00000099000000001000')
export const arnhem = Gemeentecode.parse('0202')

/** The `n`th invented signal id. */
export const signaalIdOf = (n: number): SignaalId =>
  SignaalId.parse(`019a0c3e-5b7a-7c41-9d2e-${String(n).padStart(12, '0')}`)

/** A recipient key as the register holds it. */
function ontvangersleutel(
  paar: Sleutelpaar,
  overrides: Partial<Ontvangersleutel> = {},
): Ontvangersleutel {
  return {
    sleutelId: paar.sleutelId,
    publiekeSleutel: paar.publiekeSleutel,
    gemeentecode: arnhem,
    doelen: ['hulpaanbod'],
    toestand: 'actief',
    ...overrides,
  }
}

/** A keyring in a folder of its own, a field box, and the key pair of one municipality. */
export type Bench = {
  readonly dir: string
  readonly keyringPath: string
  readonly rootPath: string
  readonly keyring: Keyring
  readonly fieldBox: FieldBox
  readonly paar: Sleutelpaar
  close(): Promise<void>
}

export async function openBench(): Promise<Bench> {
  const dir = mkdtempSync(join(tmpdir(), 'signaalpoort-zegel-'))
  const [keyringPath, rootPath] = [join(dir, 'sleutelring.json'), join(dir, 'wortel.json')]
  const keyring = await openFileKeyring({ path: keyringPath, rootPath, random, nieuw: true })
  const fieldBox = await loadFieldBox(random)
  const paar = await createSleutelpaar(random)
  return {
    dir,
    keyringPath,
    rootPath,
    keyring,
    fieldBox,
    paar,
    close: async () => {
      await keyring.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** A field to seal: its value, its due date, its purposes. */
export const veld = (
  value: unknown,
  vervaldatum: Dag,
  doelen: readonly Openingsdoel[] = ['hulpaanbod'],
): TeVerzegelen => ({ value, doelen, vervaldatum })

/** Takes one signal in: locks the open keys, seals, stores, in one transaction. */
export async function takeIn(
  db: Db,
  { keyring, fieldBox, paar }: Bench,
  signaalId: SignaalId,
  fields: ReadonlyMap<Veld, TeVerzegelen>,
): Promise<void> {
  await db.transaction({ role: 'gw_aanlevering', oin: linde }, async (tx) => {
    const volgnummers = new Map<Dag, number>()
    const keys = new Map<Dag, { volgnummer: number; key: Uint8Array }>()
    for (const dag of [...new Set([...fields.values()].map((one) => one.vervaldatum))].sort()) {
      const id = await lockOpenKey(tx, arnhem, dag)
      keys.set(dag, { volgnummer: id.volgnummer, key: await keyring.ensureRetentionKey(id) })
      volgnummers.set(dag, id.volgnummer)
    }
    const sender = fieldBox.createSender()
    const sealed = sealFields(fieldBox, {
      signaalId,
      versie: 1,
      gemeentecode: arnhem,
      fields,
      recipients: [ontvangersleutel(paar)],
      retentionKeys: (dag) => {
        const found = keys.get(dag)
        if (found === undefined) throw new Error('not locked')
        return found
      },
      sender,
    })
    sender.forget()
    await tx
      .insertInto('signaal')
      .values({
        gemeentecode: arnhem,
        id: signaalId,
        versie: 1,
        oin: linde,
        ingediend_door: linde,
        signaaltype: 'huur',
        aangeleverd_tijdstip: new Date('2026-11-03T09:00:00Z'),
        ontvangen_tijdstip: null,
        beleid_id: 'wet/huur@1',
        beleid_hash: '00',
        voorwaarden: JSON.stringify({}),
        vervaldatum: '2027-05-03',
      })
      .execute()
    const signal = { gemeentecode: arnhem, signaalId, versie: 1, oin: linde }
    await insertSealed(tx, [{ ...signal, fields: sealed, volgnummers }])
  })
}

/** The fields of one signal as delivery hands them out: those whose retention key still lives. */
async function handOut(db: Db, bench: Bench, signaalId: SignaalId): Promise<readonly Veldzegel[]> {
  return await db.transaction(
    { role: 'gw_aflevering', doel: 'dozen', gemeenten: [arnhem] },
    async (tx) => {
      const zegels: Veldzegel[] = []
      for (const row of await findSealed(tx, arnhem, [signaalId])) {
        const [id] = await lockForDelivery(tx, arnhem, [row])
        const key = id === undefined ? undefined : await bench.keyring.retentionKey(id)
        if (id !== undefined && key !== undefined) zegels.push(...zegelsOf(bench, row, { id, key }))
      }
      return zegels
    },
  )
}

/** Every field of a row with its box for the key of the bench. */
function zegelsOf(
  { fieldBox, paar }: Pick<Bench, 'fieldBox' | 'paar'>,
  row: SealedRow,
  key: Bewaarsleutel,
): readonly Veldzegel[] {
  const { signaalId, versie } = row
  return row.fields.flatMap(({ veld, waarde, dozen, vervaldatum }) => {
    const place = { signaalId, versie, gemeentecode: arnhem, veld }
    const sleutel = findBox(fieldBox, place, key, dozen, paar.sleutelId)
    const rest = { grondslag: [], bewarenTotDatum: vervaldatum }
    return sleutel === undefined ? [] : [{ veld, waarde: toBase64(waarde), sleutel, ...rest }]
  })
}

/** A melding of one signal, as the interface gives it. */
function meldingOf(signaalId: SignaalId, velden: readonly Veldzegel[]): Melding {
  return {
    id: signaalId,
    soort: 'enkelvoudig',
    toestand: 'open',
    signalen: [
      {
        id: signaalId,
        versie: 1,
        signaaltype: 'huur',
        gemeentecode: arnhem,
        deelnemer: linde,
        aangeleverdTijdstip: '2026-11-03T09:00:00.000Z',
        velden: [...velden],
      },
    ],
  }
}

/** What the municipality reads in the end: the opened values by field. */
export async function readFields(
  db: Db,
  bench: Bench,
  signaalId: SignaalId,
): Promise<Readonly<Partial<Record<Veld, unknown>>>> {
  const opener = await createOpener([bench.paar])
  const velden = await handOut(db, bench, signaalId)
  return opener.openMelding(meldingOf(signaalId, velden)).signalen[0]?.velden ?? {}
}
