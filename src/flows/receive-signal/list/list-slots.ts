/** How many lists of one sender may come in at once in this process: one that sends without end leaves room for the others. */
import type { Oin } from '../../../model/ids.ts'
import { Problem } from '../../../model/problem.ts'

/** Of one responsible sender, and of all together: each takes one connection of the database while a part is kept. */
const PER_SENDER = 2
const TOGETHER = 6

export type ListSlots = {
  /** Takes a place. @returns how to give it back @throws Problem `te-veel-lijsten` with the limit, `te-druk` when others take all places */
  take(oin: Oin): () => void
}

export function createListSlots(): ListSlots {
  const taken = new Map<Oin, number>()
  const total = (): number => [...taken.values()].reduce((sum, count) => sum + count, 0)
  return {
    take: (oin) => {
      const own = taken.get(oin) ?? 0
      if (own >= PER_SENDER)
        throw new Problem('te-veel-lijsten', { limiet: { naam: 'lijsten', tegelijk: PER_SENDER } })
      if (total() >= TOGETHER) throw new Problem('te-druk', { retryAfterSeconds: 5 })
      taken.set(oin, own + 1)
      return () => {
        const left = (taken.get(oin) ?? 1) - 1
        if (left === 0) taken.delete(oin)
        else taken.set(oin, left)
      }
    },
  }
}
