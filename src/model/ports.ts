/** The ports through which time and randomness come in; only `main.ts` reaches for the real ones. */
import type { CrashPointName } from './crash-points.ts'

/** The instant now, on the clock of law, terms and events (UTC). */
export type Now = () => Date

/** `length` fresh random bytes of cryptographic quality. */
export type RandomBytes = (length: number) => Uint8Array

/** Called by name just before and after each durable step; does nothing in production, throws or kills where a test wants a crash. */
export type CrashPoint = (step: CrashPointName) => void
