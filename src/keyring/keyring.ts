/** The port of the keyring: the keys that the gateway keeps so that it can destroy them. Never in the database of the data. */
import type { Gemeentecode, Oin } from '../model/ids.ts'
import type { BewaarsleutelId } from '../model/sealed.ts'

/** Names one month key: the VLP and the month (`YYYY-MM`). */
export type Maandsleutel = { readonly oin: Oin; readonly month: string }

/** Names one matching key: the municipality and the month (`YYYY-MM`). */
export type Matchsleutel = { readonly gemeentecode: Gemeentecode; readonly month: string }

/**
 * Keys are 32 bytes, handed out as copies that the caller may wipe. What a method has made or destroyed is durable when it returns.
 * A destroyed key can still be read from older copies of the keyring until the root is rotated: destroyed means gone *and* rotated.
 */
export type Keyring = {
  /** The key, or undefined when it was never made or was destroyed. */
  retentionKey(id: BewaarsleutelId): Promise<Uint8Array | undefined>
  /** The ids of the retention keys that are there. */
  retentionKeys(): Promise<readonly BewaarsleutelId[]>
  /**
   * The key; makes it when it is not there yet.
   * @throws Error when a key of this id was destroyed: an id never comes back with another key
   */
  ensureRetentionKey(id: BewaarsleutelId): Promise<Uint8Array>
  /** Destroys the key, if there is one, and keeps its id so that it never comes back. Repeatable. */
  destroyRetentionKey(id: BewaarsleutelId): Promise<void>
  /**
   * The HMAC key of one VLP in one month; makes it when it is not there yet.
   * @param month `YYYY-MM`
   * @throws Error when the key was destroyed
   */
  monthKey(oin: Oin, month: string): Promise<Uint8Array>
  /** The month keys that are there. */
  monthKeys(): Promise<readonly Maandsleutel[]>
  /** Destroys the month key, if there is one, and keeps its name so that it never comes back. Repeatable. */
  destroyMonthKey(oin: Oin, month: string): Promise<void>
  /** The key under which blind indexes of this municipality and month are made, or undefined when it was never made or was destroyed. */
  matchKey(id: Matchsleutel): Promise<Uint8Array | undefined>
  /** The same; makes it when it is not there yet. @throws Error when the key was destroyed */
  ensureMatchKey(id: Matchsleutel): Promise<Uint8Array>
  /** The matching keys that are there. */
  matchKeys(): Promise<readonly Matchsleutel[]>
  /** Destroys the matching key, if there is one, and keeps its name so that it never comes back. Repeatable. */
  destroyMatchKey(id: Matchsleutel): Promise<void>
  /** Puts every key under a new root and destroys the old one: every earlier copy of the keyring is dead from then on. */
  rotateRoot(): Promise<void>
  /** Waits for what is under way and wipes the root from memory; every later call fails. */
  close(): Promise<void>
}
