/** Signals dated today, for tests that go through a running gateway on the real clock. */
import { dayInAmsterdam } from '../../src/model/calendar.ts'
import type { Dag } from '../../src/model/ids.ts'
import { aPremiumSignal, aSignal } from './builders.ts'

type Json = Readonly<Record<string, unknown>>

/** The day of the gateway: its clock is the real one. */
export const today = (): Dag => dayInAmsterdam(new Date())

/** A lawful rent signal of today, € 812; a property given as `undefined` is left out. */
export const rentToday = (kenmerk: string, overrides: Json = {}): Json =>
  aSignal({ kenmerk, ...overrides }, today())

/** A lawful premium signal of today, 62 days old, € 284, with BSN. */
export const premiumToday = (kenmerk: string, overrides: Json = {}): Json =>
  aPremiumSignal({ kenmerk, ...overrides }, today())
