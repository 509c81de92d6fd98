/** What is real behind the ports: time, randomness and death. Only the composition takes these. */
import { systemRandom } from './crypto/random.ts'

/** Real time. */
export const realNow = (): Date => new Date()
/** Real randomness. */
export const random = systemRandom

/** As `kill -9` from outside; the wait keeps this thread from doing anything until it has come. */
export const killItself = (): void => {
  process.kill(process.pid, 'SIGKILL')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}
