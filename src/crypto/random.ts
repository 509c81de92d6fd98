/** The randomness of the system; the top of the house passes it in wherever it is needed. */
import { randomBytes } from 'node:crypto'
import type { RandomBytes } from '../model/ports.ts'

export const systemRandom: RandomBytes = (length) => new Uint8Array(randomBytes(length))
