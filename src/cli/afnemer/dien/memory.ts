/** Opened meldingen for as long as somebody looks at them, in memory only. */
import type { GeopendeMelding } from '../../../client/opener.ts'
import type { Now } from '../../../model/ports.ts'

/** More than this is forgotten, oldest first. */
const MOST = 500

export type Geheugen = {
  find(id: string): GeopendeMelding | undefined
  keep(melding: GeopendeMelding): void
  drop(id: string): void
  /** Lets go of what is too old. */
  prune(): void
  clear(): void
}

/** Keeps each for `lifetimeMs`, counted from when it was collected: being looked at makes it no younger. */
export function createGeheugen(now: Now, lifetimeMs: number): Geheugen {
  const held = new Map<string, { readonly melding: GeopendeMelding; readonly until: number }>()
  const prune = (): void => {
    const at = now().getTime()
    for (const [id, { until }] of held) if (until <= at) held.delete(id)
  }
  return {
    find: (id) => {
      prune()
      return held.get(id)?.melding
    },
    keep: (melding) => {
      prune()
      held.delete(melding.id)
      const [oldest] = held.keys()
      if (held.size >= MOST && oldest !== undefined) held.delete(oldest)
      held.set(melding.id, { melding, until: now().getTime() + lifetimeMs })
    },
    drop: (id) => void held.delete(id),
    prune,
    clear: () => held.clear(),
  }
}
