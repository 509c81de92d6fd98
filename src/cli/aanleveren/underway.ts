/** The rows of a list that were sent and have no verdict yet, and those that still have to go. */
import { utf8 } from '../../crypto/bytes.ts'
import type { Goed } from './local-list.ts'

/**
 * Gives rows to one list after the other. No more are kept here than the gateway has in its hands: it asks for no more before it has decided on
 * what it has.
 */
export class Underway {
  readonly #source: AsyncIterator<Goed> | Iterator<Goed>
  /** Without a verdict, by their line in the list that is being sent. */
  #open = new Map<number, Goed>()
  /** To be sent before the source is asked. */
  #again: Goed[] = []
  #answered = 0
  #body: AsyncGenerator<Uint8Array> | undefined
  #failure: unknown

  constructor(rows: AsyncIterable<Goed> | Iterable<Goed>) {
    this.#source =
      Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]()
  }

  /** How many rows of the list that was begun last have their verdict. */
  get answered(): number {
    return this.#answered
  }

  /** Why the rows could not be read on; undefined when they could. */
  get failure(): unknown {
    return this.#failure
  }

  /** Whether there is anything to send. @throws what reading the rows throws */
  async hasMore(): Promise<boolean> {
    if (this.#again.length > 0) return true
    const row = await this.#next()
    if (row !== undefined) this.#again.push(row)
    return row !== undefined
  }

  /** The body of the next list, one row a line: what has no verdict, then the rest. */
  begin(): AsyncIterable<Uint8Array> {
    this.#answered = 0
    this.#body = this.#send()
    return this.#body
  }

  /** The row of this line, which has its verdict now. @throws Error when it was not sent, or had one */
  take(line: number): Goed {
    const row = this.#open.get(line)
    if (row === undefined) throw new Error('de poort antwoordde op een regel die niet is verzonden')
    this.#open.delete(line)
    this.#answered += 1
    return row
  }

  /** The list ended, well or not: what has no verdict waits for the next. */
  async end(): Promise<void> {
    // Waits for a row that is being read: after this every row that was read is among the open ones.
    await this.#body?.return(undefined)
    this.#again = [...this.#open.values(), ...this.#again]
    this.#open = new Map()
  }

  async *#send(): AsyncGenerator<Uint8Array> {
    for (let line = 1; ; line += 1) {
      const row = this.#again.shift() ?? (await this.#next())
      if (row === undefined) return
      this.#open.set(line, row)
      yield utf8(`${JSON.stringify(row.signaal)}\n`)
    }
  }

  async #next(): Promise<Goed | undefined> {
    try {
      const next = await this.#source.next()
      return next.done === true ? undefined : next.value
    } catch (error) {
      this.#failure = error
      throw error
    }
  }
}
