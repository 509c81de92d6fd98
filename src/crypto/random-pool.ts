/** Random bytes drawn in larger portions: a seal takes some ninety small draws, and each call to the source costs more than its bytes. */
import type { RandomBytes } from '../model/ports.ts'

const POOL_BYTES = 4_096

/**
 * Gives the same bytes as `source`, fewer calls. Every byte is handed out once, as a copy, and wiped from the pool at that moment,
 * so that a key drawn here stands nowhere else.
 */
export function createRandomPool(source: RandomBytes): RandomBytes {
  let pool = new Uint8Array(0)
  let used = 0
  return (length) => {
    if (length > POOL_BYTES) return source(length)
    if (used + length > pool.length) {
      pool.fill(0)
      pool = Uint8Array.from(source(POOL_BYTES))
      used = 0
    }
    const bytes = pool.slice(used, used + length)
    pool.fill(0, used, used + length)
    used += length
    return bytes
  }
}
