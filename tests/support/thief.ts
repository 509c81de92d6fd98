/** A thief: a program of its own that knows the formats and tries every key that it can find in its loot. */
import type { Selectable } from 'kysely'
import sodium from 'libsodium-wrappers'
import { z } from 'zod'
import type { Sleutelpaar } from '../../src/crypto/recipient-key.ts'
import type { Database } from '../../src/db/database.ts'

/** A row of `verzegeld`, as it stands in a copy of the database. */
export type Row = Selectable<Database['verzegeld']>
/** What a thief got hold of: rows of the database, a keyring and a root (as file texts), a recipient's key. */
export type Loot = {
  readonly rows: readonly Row[]
  readonly keyring?: string
  readonly root?: string
  readonly paar?: Sleutelpaar
}

const Sleutelring = z.object({ wortelId: z.string(), sleutels: z.record(z.string(), z.string()) })
const Wortel = z.object({ key: z.string() })
const Boxes = z.object({
  afzender: z.string(),
  dozen: z.array(z.object({ doos: z.string(), nonce: z.string() })),
})

const raw = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'))

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

const aead = (key: Uint8Array, associated: string, sealed: Uint8Array): string | undefined =>
  attempt(() =>
    Buffer.from(
      sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        null,
        sealed.subarray(24),
        associated,
        sealed.subarray(0, 24),
        key,
      ),
    ).toString('latin1'),
  )

/** Every key, of retention and of months, that the keyring of the loot yields under its root. libsodium must be ready. */
export function keysOf({ keyring, root }: Pick<Loot, 'keyring' | 'root'>): readonly Uint8Array[] {
  if (keyring === undefined) return []
  const wrapped = Object.entries(Sleutelring.parse(JSON.parse(keyring)).sleutels)
  const roots = [root === undefined ? new Uint8Array(32) : raw(Wortel.parse(JSON.parse(root)).key)]
  return wrapped.flatMap(([name, sealed]) =>
    roots.flatMap((key) => {
      const opened = aead(key, name, raw(sealed))
      return opened === undefined ? [] : [new Uint8Array(Buffer.from(opened, 'latin1'))]
    }),
  )
}

const windows = (bytes: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: Math.max(0, bytes.length - 31) }, (_, i) => bytes.slice(i, i + 32))

/** Opens what can be opened: `signaal/veld` → value. libsodium must be ready. */
export function steal(loot: Loot): Readonly<Record<string, unknown>> {
  const secret = loot.paar?.geheimeSleutel
  const keys = [...keysOf(loot), ...(secret === undefined ? [] : [secret])]
  const opened = loot.rows.flatMap((row) =>
    row.velden.flatMap((name, i) => {
      const value = stealField(row, i, name, keys, loot.paar)
      return value === undefined ? [] : [[`${row.signaal_id}/${name}`, value] as const]
    }),
  )
  return Object.fromEntries(opened)
}

function stealField(
  row: Row,
  i: number,
  name: string,
  keys: readonly Uint8Array[],
  paar: Sleutelpaar | undefined,
): unknown {
  const [waarde, dozen] = [row.waarden[i] ?? new Uint8Array(), row.dozen[i] ?? new Uint8Array()]
  const place = [row.signaal_id, row.versie, row.gemeentecode, name]
  const under = JSON.stringify(['dozen', ...place, row.vervaldatum, row.volgnummer])
  const boxes = keys.flatMap((key) => aead(key, under, dozen) ?? [])
  const fieldKeys = boxes.flatMap((json) => unbox(json, paar))
  const tryKeys = (tried: readonly Uint8Array[]): string | undefined =>
    tried.flatMap((key) => aead(key, JSON.stringify(place), waarde) ?? [])[0]
  // Nor does the field's key serve as one of those at hand, or lie about in the row.
  const value = tryKeys([...fieldKeys, ...keys]) ?? tryLying(row, i, tryKeys)
  return value === undefined ? undefined : JSON.parse(value)
}

/** What was found with the bytes of the row itself, which no other loot changes. */
const lying = new WeakMap<Row, Map<number, string | undefined>>()

function tryLying(
  row: Row,
  i: number,
  tryKeys: (tried: readonly Uint8Array[]) => string | undefined,
): string | undefined {
  const found = lying.get(row) ?? new Map<number, string | undefined>()
  lying.set(row, found)
  if (!found.has(i)) {
    const bytes = [row.dozen[i], row.waarden[i]].flatMap((one) => windows(one ?? new Uint8Array()))
    found.set(i, tryKeys(bytes))
  }
  return found.get(i)
}

function unbox(json: string, paar: Sleutelpaar | undefined): readonly Uint8Array[] {
  const { afzender, dozen } = Boxes.parse(JSON.parse(json))
  const secret = paar?.geheimeSleutel ?? new Uint8Array(32)
  return dozen.flatMap(({ doos, nonce }) => {
    const open = (): Uint8Array =>
      sodium.crypto_box_open_easy(raw(doos), raw(nonce), raw(afzender), secret)
    return attempt(open) ?? []
  })
}
