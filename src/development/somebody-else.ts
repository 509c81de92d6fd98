/** Another invented person in the same signal: what was posted a minute ago is then no repeat of it (docs/decisions/0044-own-repeats.md). */
import type { Signal } from './examples.ts'

/** With four further initials, told by `number`; a signal without initials stays as it is. */
export function ofSomebodyElse(signal: Signal, number: number): Signal {
  const { voorletters, ...rest } = signal['persoon'] as Signal
  if (typeof voorletters !== 'string') return signal
  const letters = [1, 26, 676, 17_576].map((step) => 65 + (Math.floor(number / step) % 26))
  const more = letters.map((code) => `${String.fromCharCode(code)}.`).join('')
  return { ...signal, persoon: { voorletters: `${voorletters}${more}`, ...rest } }
}
