/** Warns of what ends soon: an event at 60, 30 and 7 days before, each once for a certificate or list, also over restarts. */
import type { ClientCertificate } from '../crypto/certificate.ts'
import type { Db } from '../db/transaction.ts'
import type { AppendEvent } from '../identity/append-event.ts'
import {
  deleteEndedMeldingen,
  insertCertificaatMelding,
} from '../identity/certificaat-melding.store.ts'
import { type Expiring, findWarning, type WarningDays } from '../identity/expiry.ts'
import type { Oin } from '../model/ids.ts'
import type { Now } from '../model/ports.ts'

const MONTH_MS = 30 * 24 * 3_600_000

export type WarnOfExpiryDeps = {
  readonly db: Db
  /** Real time: certificates do not follow the clock of law. */
  readonly tlsNow: Now
  readonly appendEvent: AppendEvent
}

export type ExpiryWarner = {
  /** Remembers a certificate that a party came with, when its end is near; costs nothing otherwise. */
  seen(certificate: ClientCertificate & { readonly oin: Oin }): void
  /** Records the warnings that are due, of what was seen and of `own`; returns how many. What fails is kept for the next time. */
  report(own: readonly Expiring[]): Promise<number>
}

type Due = { readonly what: Expiring; readonly dagen: WarningDays }

const keyOf = ({ what, dagen }: Due): string => `${what.thumbprint} ${dagen}`

/** A warner of one process: what it gave once it does not look up again. */
export function createExpiryWarner(deps: WarnOfExpiryDeps): ExpiryWarner {
  const waiting = new Map<string, Due>()
  const given = new Map<string, Date>()
  const add = (what: Expiring): void => {
    const dagen = findWarning(what, deps.tlsNow())
    if (dagen === undefined) return
    const due = { what, dagen }
    if (!given.has(keyOf(due))) waiting.set(keyOf(due), due)
  }
  return {
    seen: ({ oin, thumbprint, notBefore, notAfter }) =>
      add({ van: 'deelnemer', oin, thumbprint, notBefore, notAfter }),
    report: async (own) => {
      for (const what of own) add(what)
      const due = [...waiting]
      if (due.length === 0) return 0
      const recorded = await record(
        deps,
        due.map(([, one]) => one),
      )
      for (const [key, ended] of given) if (ended < deps.tlsNow()) given.delete(key)
      for (const [key, { what }] of due) {
        waiting.delete(key)
        given.set(key, what.notAfter)
      }
      return recorded
    },
  }
}

function record(deps: WarnOfExpiryDeps, due: readonly Due[]): Promise<number> {
  return deps.db.transaction({ role: 'gw_identiteit' }, async (tx) => {
    await deleteEndedMeldingen(tx, new Date(deps.tlsNow().getTime() - MONTH_MS))
    let recorded = 0
    for (const { what, dagen } of due) {
      if (!(await insertCertificaatMelding(tx, what, dagen))) continue
      await deps.appendEvent(tx, eventOf(what, dagen), partiesOf(what))
      recorded += 1
    }
    return recorded
  })
}

function eventOf(what: Expiring, dagen: WarningDays): Parameters<AppendEvent>[1] {
  return {
    soort: 'certificaat-verloopt',
    van: what.van,
    ...(what.oin === undefined ? {} : { oin: what.oin }),
    vingerafdruk: what.thumbprint,
    verlooptTijdstip: what.notAfter.toISOString(),
    dagen,
  }
}

const partiesOf = ({ oin }: Expiring): Parameters<AppendEvent>[2] =>
  oin === undefined ? {} : { oin, namens: oin }
