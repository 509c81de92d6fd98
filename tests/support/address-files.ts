/** Files of addresses for tests: small, invented, in the form of the CBS file. */
import { randomBytes } from 'node:crypto'
import { appendEvent } from '../../src/audit/audit.store.ts'
import type { Db } from '../../src/db/transaction.ts'
import { importAddresses } from '../../src/flows/import-addresses/import-addresses.ts'
import type { ImportAddressesDeps } from '../../src/flows/import-addresses/request.ts'
import type { Adresuitkomst, Gemeentenaam } from '../../src/model/adresinvoer.ts'
import type { Dag } from '../../src/model/ids.ts'

/** `6811AB 12 02020101`: postcode, number, neighbourhood. */
export type Line = `${string} ${number} ${string}`

/** A file of these lines. */
export function anAddressFile(lines: readonly Line[]): string {
  const rows = lines.map((line) => {
    const [postcode = '', huisnummer = '', buurt = ''] = line.split(' ')
    return `${[postcode, huisnummer, buurt, buurt.slice(0, 6), buurt.slice(0, 4)].join(';')}\r\n`
  })
  return `PC6;Huisnummer;Buurt2026;Wijk2026;Gemeente2026\r\n${rows.join('')}`
}

export const importDeps = (db: Db, at: Date): ImportAddressesDeps => {
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
  return {
    db,
    now: () => at,
    random,
    appendEvent: (tx, event, parties) => appendEvent(tx, { at, random }, event, parties),
  }
}

type Options = {
  readonly toch?: boolean
  readonly namen?: readonly Gemeentenaam[]
  /** The length that is announced; otherwise the real one. */
  readonly bytes?: number
  /** Awaited when the whole file but its end was read. */
  readonly before?: () => Promise<void>
}

/** Reads a text in as the operator's command does. */
export function importText(
  deps: ImportAddressesDeps,
  text: string,
  peildatum: Dag,
  { toch = false, namen = [], bytes, before }: Options = {},
): Promise<Adresuitkomst> {
  const whole = Buffer.from(text)
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < whole.length; at += 65_536) {
      if (at + 65_536 >= whole.length) await before?.()
      yield whole.subarray(at, at + 65_536)
    }
  }
  const opdracht = {
    peildatum,
    bytes: bytes ?? whole.length,
    ondanksDaling: toch,
    namen: [...namen],
  }
  return importAddresses(deps, { beheerder: 'bh-7', opdracht, bestand: stream() }, () => undefined)
}
