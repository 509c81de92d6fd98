/**
 * The keyring of the embedded store: one JSON file, every key wrapped under the root. Changes that come at once are written at once.
 * The caller holds the lock on the folder; a file that changes underneath is refused all the same.
 */
import { type Aead, KEY_BYTES, loadAead } from '../crypto/aead.ts'
import type { Oin } from '../model/ids.ts'
import type { CrashPoint, RandomBytes } from '../model/ports.ts'
import type { BewaarsleutelId } from '../model/sealed.ts'
import { OutcomeUnknown } from './durable-file.ts'
import { createGuardedFile, type GuardedFile } from './guarded-file.ts'
import type { Keyring, Maandsleutel, Matchsleutel } from './keyring.ts'
import {
  allOpen,
  formatState,
  type KeyringState,
  matchName,
  monthName,
  parseMatchName,
  parseMonthName,
  parseRetentionName,
  parseState,
  retentionName,
  rewrapState,
  unwrapKey,
  wrapKey,
} from './keyring-state.ts'
import {
  createRoot,
  destroyOldRoot,
  type Root,
  readRoot,
  recoverRoot,
  writeFirstRoot,
  writeNextRoot,
} from './root.ts'

/** `nieuw`: files that are not there may be made. Only for a first start: a keyring that was lost must not come back empty. */
export type FileKeyringOptions = {
  readonly path: string
  readonly rootPath: string
  readonly random: RandomBytes
  readonly nieuw: boolean
  readonly crashPoint?: CrashPoint
}

/**
 * Opens the keyring, after finishing what a crash broke off.
 * @throws Error when the keyring is not there (unless `nieuw`), its root is not there, or any key does not open under it
 */
export async function openFileKeyring(options: FileKeyringOptions): Promise<Keyring> {
  const crashPoint = options.crashPoint ?? (() => undefined)
  const aead = await loadAead(options.random)
  const file = createGuardedFile(options.path, (step) => crashPoint(`sleutelring-${step}`))
  const text = await file.read()
  if (text === undefined && !options.nieuw)
    throw new Error(`de sleutelring ${options.path} is er niet: zonder haar opent geen veld`)
  const { state, root } =
    text === undefined
      ? await begin(options, file, crashPoint)
      : await resume(options, parseState(text), aead, crashPoint)
  return new FileKeyring({ ...options, crashPoint, aead, file, state, root })
}

type Opened = { readonly state: KeyringState; readonly root: Root }

/** A root that a crash left behind at a first start is used after all. */
async function begin(
  { rootPath, random }: FileKeyringOptions,
  file: GuardedFile,
  crashPoint: CrashPoint,
): Promise<Opened> {
  const left = await readRoot(rootPath)
  const root = left ?? createRoot(random)
  if (left === undefined) await writeFirstRoot(rootPath, root, crashPoint)
  const state = { wortelId: root.id, keys: new Map<string, string>(), destroyed: new Set<string>() }
  await file.write(formatState(state))
  return { state, root }
}

async function resume(
  { path, rootPath }: FileKeyringOptions,
  state: KeyringState,
  aead: Aead,
  crashPoint: CrashPoint,
): Promise<Opened> {
  const root = await recoverRoot(rootPath, state.wortelId, crashPoint)
  if (!allOpen(aead, state, root))
    throw new Error(`de sleutelring ${path} opent niet onder haar wortelsleutel`)
  return { state, root }
}

type Draft = { readonly keys: Map<string, string>; readonly destroyed: Set<string> }
/** Checks first, then changes the draft; tells whether it changed anything. */
type Change = (draft: Draft) => boolean
type Waiting = { readonly change: Change; done(): void; failed(error: unknown): void }

type Parts = Opened & {
  readonly aead: Aead
  readonly file: GuardedFile
  readonly random: RandomBytes
  readonly rootPath: string
  readonly crashPoint: CrashPoint
}

class FileKeyring implements Keyring {
  readonly #parts: Parts
  #state: KeyringState
  #root: Root
  #waiting: Waiting[] = []
  #running: Promise<void> = Promise.resolve()
  /** Why the keyring may not be used any more: closed, or a write of unknown outcome. */
  #ended: Error | undefined

  constructor(parts: Parts) {
    this.#parts = parts
    this.#state = parts.state
    this.#root = parts.root
  }

  async retentionKey(id: BewaarsleutelId): Promise<Uint8Array | undefined> {
    return this.#find(retentionName(id))
  }

  async retentionKeys(): Promise<readonly BewaarsleutelId[]> {
    this.#assertUsable()
    return [...this.#state.keys.keys()].flatMap((name) => parseRetentionName(name) ?? [])
  }

  async ensureRetentionKey(id: BewaarsleutelId): Promise<Uint8Array> {
    return await this.#ensure(retentionName(id))
  }

  async destroyRetentionKey(id: BewaarsleutelId): Promise<void> {
    await this.#destroy(retentionName(id))
  }

  async monthKey(oin: Oin, month: string): Promise<Uint8Array> {
    return await this.#ensure(monthName(oin, month))
  }

  async monthKeys(): Promise<readonly Maandsleutel[]> {
    this.#assertUsable()
    return [...this.#state.keys.keys()].flatMap((name) => parseMonthName(name) ?? [])
  }

  async destroyMonthKey(oin: Oin, month: string): Promise<void> {
    await this.#destroy(monthName(oin, month))
  }

  async matchKey(id: Matchsleutel): Promise<Uint8Array | undefined> {
    return this.#find(matchName(id))
  }

  async ensureMatchKey(id: Matchsleutel): Promise<Uint8Array> {
    return await this.#ensure(matchName(id))
  }

  async matchKeys(): Promise<readonly Matchsleutel[]> {
    this.#assertUsable()
    return [...this.#state.keys.keys()].flatMap((name) => parseMatchName(name) ?? [])
  }

  async destroyMatchKey(id: Matchsleutel): Promise<void> {
    await this.#destroy(matchName(id))
  }

  async rotateRoot(): Promise<void> {
    const rotated = this.#running.then(() => this.#rotate())
    this.#running = rotated.catch(() => undefined)
    await rotated
  }

  async close(): Promise<void> {
    await this.#running
    this.#ended ??= new Error('de sleutelring is gesloten')
    this.#root.key.fill(0)
  }

  #destroy(name: string): Promise<void> {
    return this.#change(({ keys, destroyed }) => {
      if (destroyed.has(name)) return false
      keys.delete(name)
      destroyed.add(name)
      return true
    })
  }

  #assertUsable(): void {
    if (this.#ended !== undefined) throw this.#ended
    this.#parts.file.assertUntouched()
  }

  #find(name: string): Uint8Array | undefined {
    this.#assertUsable()
    const wrapped = this.#state.keys.get(name)
    return wrapped === undefined
      ? undefined
      : unwrapKey(this.#parts.aead, this.#root, name, wrapped)
  }

  async #ensure(name: string): Promise<Uint8Array> {
    const known = this.#find(name)
    if (known !== undefined) return known
    await this.#change(({ keys, destroyed }) => {
      if (destroyed.has(name)) throw new Error(`sleutel ${name} is vernietigd en komt niet terug`)
      if (keys.has(name)) return false
      const key = this.#parts.random(KEY_BYTES)
      keys.set(name, wrapKey(this.#parts.aead, this.#root, name, key))
      key.fill(0)
      return true
    })
    const made = this.#find(name)
    if (made === undefined) throw new Error(`sleutel ${name} werd intussen vernietigd`)
    return made
  }

  /** Resolves when the change is on disk. Changes that wait together are written together. */
  #change(change: Change): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ change, done, failed })
      if (this.#waiting.length === 1) this.#running = this.#running.then(() => this.#flush())
    })
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting
    this.#waiting = []
    const draft = { keys: new Map(this.#state.keys), destroyed: new Set(this.#state.destroyed) }
    const applied: Waiting[] = []
    let changed = false
    for (const one of batch) {
      try {
        this.#assertUsable()
        changed = one.change(draft) || changed
        applied.push(one)
      } catch (error) {
        one.failed(error)
      }
    }
    try {
      if (changed) await this.#store({ wortelId: this.#root.id, ...draft }, this.#root)
      for (const one of applied) one.done()
    } catch (error) {
      for (const one of applied) one.failed(error)
    }
  }

  /** Memory follows only what is surely on disk; an unknown outcome ends the use of this keyring until it is opened again. */
  async #store(state: KeyringState, root: Root): Promise<void> {
    try {
      await this.#parts.file.write(formatState(state))
    } catch (error) {
      if (error instanceof OutcomeUnknown) this.#ended = error
      throw error
    }
    this.#state = state
    this.#root = root
  }

  /** New root, then the keyring naming it, then the old root destroyed: a crash between any two leaves a keyring with its root. */
  async #rotate(): Promise<void> {
    this.#assertUsable()
    const { rootPath, crashPoint, aead, random } = this.#parts
    const [from, to] = [this.#root, createRoot(random)]
    await writeNextRoot(rootPath, to, crashPoint)
    await this.#store(rewrapState(aead, this.#state, from, to), to)
    from.key.fill(0)
    try {
      await destroyOldRoot(rootPath, crashPoint)
    } catch (cause) {
      this.#ended = new OutcomeUnknown(rootPath, cause)
      throw this.#ended
    }
  }
}
