/** What every part of the demo works with. */
import type { DemoStep } from '../../development/demo-step.ts'
import type { Signal } from '../../development/examples.ts'
import type { Policies } from '../../legal/compile.ts'
import type { Dag } from '../../model/ids.ts'
import type { SignaalAntwoord } from '../../model/ontvangstbewijs.ts'
import type { Desk } from './desk.ts'
import type { Narrator } from './narrator.ts'
import type { Outcome } from './outcome.ts'

/** A step that was played: what was posted and what came of it. */
export type Played = {
  readonly nummer: number
  readonly step: DemoStep
  readonly kenmerk: string
  readonly signaal: Signal
  readonly outcome: Outcome
}

export type Stage = {
  readonly narrator: Narrator
  readonly desk: Desk
  readonly policies: Policies
  readonly dag: Dag
}

/** A signal that was accepted, in its newest version, and the step that made it so. */
export type Accepted = Played & { readonly antwoord: SignaalAntwoord }

/** The signals that stand in the gateway now: of each kenmerk the last accepted version, in order of their numbers. */
export function standing(played: readonly Played[]): readonly Accepted[] {
  const last = new Map<string, Accepted>()
  for (const one of played)
    if (one.outcome.soort === 'aanvaard')
      last.set(one.kenmerk, { ...one, antwoord: one.outcome.antwoord })
  return [...last.values()].toSorted((a, b) => a.nummer - b.nummer)
}

/** The accepted signal of step `nummer`. */
export function acceptedAt(played: readonly Played[], nummer: number): Accepted | undefined {
  const found = played.find((one) => one.nummer === nummer)
  if (found?.outcome.soort !== 'aanvaard') return undefined
  return { ...found, antwoord: found.outcome.antwoord }
}

/** The value at a dotted name such as `persoon.achternaam`; undefined when it is not there. */
export function valueAt(signaal: Signal, veld: string): unknown {
  let at: unknown = signaal
  for (const name of veld.split('.')) {
    if (typeof at !== 'object' || at === null) return undefined
    at = Reflect.get(at, name)
  }
  return at
}

/** `J. de Boer`. */
export function nameIn(signaal: Signal): string {
  return ['voorletters', 'voorvoegsel', 'achternaam']
    .map((part) => valueAt(signaal, `persoon.${part}`))
    .filter((part): part is string => typeof part === 'string' && part !== '-')
    .join(' ')
}

/** `Lindelaan 12`. */
export function addressIn(signaal: Signal): string {
  return `${String(valueAt(signaal, 'adres.straatnaam'))} ${String(valueAt(signaal, 'adres.huisnummer'))}`
}
