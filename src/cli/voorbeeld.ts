/** `signaalpoort voorbeeld`: signals of today about invented persons, to copy into curl. */
import type { Config } from '../config.ts'
import { EXAMPLES, type Signal } from '../development/examples.ts'
import { dayInAmsterdam } from '../model/calendar.ts'

/** Prints the example called `name`, or the names when none is given; dated today, or on the day where the gateway's clock was set to begin. */
export function voorbeeld(config: Config, name: string | undefined): number {
  if (name === undefined) {
    for (const { naam, uitleg } of EXAMPLES) process.stdout.write(`${naam.padEnd(24)} ${uitleg}\n`)
    return 0
  }
  const example = EXAMPLES.find(({ naam }) => naam === name)
  if (example === undefined)
    throw new Error(`er is geen voorbeeld "${name}"; "signaalpoort voorbeeld" noemt ze alle`)
  const now = config.clockStart ?? new Date()
  const made = example.maak(dayInAmsterdam(now), Date.now().toString(36))
  process.stdout.write(`${JSON.stringify(ofSomebodyElse(made, Date.now()), null, 2)}\n`)
  return 0
}

/** With further initials, so that one example after another is of another person, and none a repeat of the one before. */
function ofSomebodyElse(signal: Signal, number: number): Signal {
  const { voorletters, ...rest } = signal['persoon'] as Signal
  if (typeof voorletters !== 'string') return signal
  const letters = [1, 26, 676, 17_576].map((step) => 65 + (Math.floor(number / step) % 26))
  const more = letters.map((code) => `${String.fromCharCode(code)}.`).join('')
  return { ...signal, persoon: { voorletters: `${voorletters}${more}`, ...rest } }
}
