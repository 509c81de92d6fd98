/** Signals dated today, for tests that go through a running gateway on the real clock. */
import { addDays } from '../../src/legal/calendar.ts'
import { dayInAmsterdam } from '../../src/model/calendar.ts'
import type { Dag } from '../../src/model/ids.ts'
import { aPremiumSignal, aSignal } from './builders.ts'

type Json = Readonly<Record<string, unknown>>

export const today = (): Dag => dayInAmsterdam(new Date())

const efforts = (dag: Dag): Json => ({
  pogingPersoonlijkContactDatum: addDays(dag, -30),
  gewezenOpSchuldhulpDatum: addDays(dag, -30),
  herinneringen: [addDays(dag, -43)],
  aanbodGegevensdelingDatum: addDays(dag, -43),
  reactie: 'geen',
})

const merge = (a: Json, b: Json): Json => ({
  ...a,
  ...Object.fromEntries(
    Object.entries(b).map(([key, value]) => [
      key,
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? merge((a[key] ?? {}) as Json, value as Json)
        : value,
    ]),
  ),
})

/** A lawful rent signal of today; a property given as `undefined` is left out. */
export function rentToday(kenmerk: string, overrides: Json = {}): Json {
  const dag = today()
  const base = aSignal({
    kenmerk,
    signaaldatum: dag,
    achterstand: { bedragInCenten: 81_200, ontstaansdatum: addDays(dag, -62), maanden: undefined },
    inspanningen: efforts(dag),
  })
  return merge(base, overrides)
}

/** A lawful premium signal of today, 62 days old, € 284, with BSN. */
export function premiumToday(kenmerk: string, overrides: Json = {}): Json {
  const dag = today()
  const base = aPremiumSignal({
    kenmerk,
    signaaldatum: dag,
    achterstand: { bedragInCenten: 28_400, ontstaansdatum: addDays(dag, -62) },
    inspanningen: efforts(dag),
  })
  return merge(base, overrides)
}
