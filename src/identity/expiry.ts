/** When the end of a certificate or a revocation list is near enough to warn of it. Pure. */
import type { Oin } from '../model/ids.ts'

const DAY_MS = 24 * 3_600_000

/** Warned at so many days before the end. */
export const WARNING_DAYS = [60, 30, 7] as const
export type WarningDays = (typeof WARNING_DAYS)[number]

/** Something that ends; `thumbprint` is the SHA-256 of its DER, base64url. `oin` for a party's certificate only. */
export type Expiring = {
  readonly van: 'deelnemer' | 'server' | 'client' | 'intrekkingslijst'
  readonly oin?: Oin
  readonly thumbprint: string
  readonly notBefore: Date
  readonly notAfter: Date
}

/**
 * The nearest threshold that was passed at `at`; undefined while there is none. What lives no longer than a threshold never
 * passes it: a weekly list is not news on the day it is made.
 */
export function findWarning(
  { notBefore, notAfter }: Pick<Expiring, 'notBefore' | 'notAfter'>,
  at: Date,
): WarningDays | undefined {
  const left = notAfter.getTime() - at.getTime()
  const whole = notAfter.getTime() - notBefore.getTime()
  return WARNING_DAYS.findLast((days) => left <= days * DAY_MS && whole > days * DAY_MS)
}
